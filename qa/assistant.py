"""The one path from a question to its answer, which the page, the commands, the evaluation and scripts share."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import prompts
from store.article import Article
from store.errors import EmptyFile
from store.folding import fold, in_script, is_chinese, script_of, simplified, terms
from store.library import Added, Library
from store.models import Progress
from store.passage import split
from store.reading import Draft, article_from
from store.search import Hit

from . import llm as llms
from .answer import Answer, Claim, Seconds, Tokens, joined
from .citations import unfinished, written
from .evidence import Evidence, Sentence, rank, relevant, select
from .extractive import extract
from .grounding import YEAR, ground, quantities
from .settings import Settings, load

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

History = Sequence[tuple[str, str]]
"""Earlier questions and their answers, oldest first."""


class Assistant:
    """Answers questions about the articles of a library."""

    def __init__(self, library: Library, llm: llms.LLM | None, settings: Settings) -> None:
        """`llm` is None for answers without a model. `open` is the usual way."""
        self.library = library
        self.llm = llm
        self.settings = settings

    @classmethod
    def open(
        cls,
        library: str | Path | Settings | None = None,
        *,
        create: bool = True,
        progress: Callable[[Progress], None] | None = None,
        **settings: Any,
    ) -> Assistant:
        """Open a library (a folder, or the address of a Chroma server) with a language model.

        `settings` are those of `Settings`, by name; or give a whole `Settings` in place of the library. A model that
        is not here yet is fetched first, and `progress` told how far that is. Without `create`, a library that is not
        there is an error. Raises a YuanwenError.
        """
        if isinstance(library, Settings):
            chosen = library
        else:
            chosen = load(**({"library": str(library)} if library else {}), **settings)
        llms.check(chosen)
        opened = Library(chosen.library, chosen.embedding, chosen.models, create=create, progress=progress)
        return cls(opened, llms.connect(chosen, progress), chosen)

    def add(self, paths: Iterable[str | Path]) -> list[Added]:
        """Read files, or all articles in folders, into the library; one entry a file."""
        return self.library.add(paths)

    def search(self, question: str, k: int = 8) -> list[Hit]:
        """The `k` passages that fit best, best first."""
        return self.library.search(question, k)

    def article(self, article_id: str) -> Article | None:
        """One article of the library, or None."""
        return self.library.article(article_id)

    def ask(self, question: str, history: History = (), sources: Sequence[str] | None = None) -> Answer:
        """The answer to `question`. With `sources`, from these texts alone: nothing is stored, and a citation's number
        is the text's place in the list. Raises an LLMError.
        """
        *_, last = self.stream(question, history, sources)
        return last

    def stream(self, question: str, history: History = (), sources: Sequence[str] | None = None) -> Iterator[Answer]:
        """The answer as it grows; each one is valid, and the last is complete. Raises an LLMError."""
        started = time.perf_counter()
        asked = standalone(question, history)
        if self.llm and language_of(question) == "en":
            # The articles are Chinese, and so is what can be checked.
            asked = self.llm.say(prompts.to_chinese(asked), max_tokens=self.settings.answer_tokens) or asked
        given = articles_of(sources) if sources is not None else None
        hits = self.library.search(asked, self.settings.top_k) if given is None else hits_of(given)
        if not question.strip():
            hits = []
        ranked = rank(asked, hits, self.library.embedding)
        evidence = self._evidence(ranked, given)
        found = time.perf_counter() - started
        answer = Answer(question, hits=tuple(hits), llm=self.llm.name if self.llm else llms.EXTRACTIVE)
        yield replace(answer, seconds=Seconds(found, found, found))
        if not relevant(asked, ranked):
            answers: Iterable[Answer] = [_complete(answer, [])]
        elif self.llm is None:
            answers = [_complete(answer, extract(asked, evidence))]
        else:
            answers = self._written(answer, self.llm, asked, history, evidence)
        first = 0.0
        for answer in answers:
            took = time.perf_counter() - started
            first = first or took
            yield replace(answer, seconds=Seconds(found, first, took))

    def _evidence(self, ranked: Sequence[Sentence], given: Mapping[int, Article] | None) -> Evidence:
        """The evidence among ranked sentences, with its articles: those given, by number, or the library's."""
        if given is None:
            chosen = select(ranked, self.settings.evidence_tokens)
            articles = {source.passage.article_id: self.article(source.passage.article_id) for source in chosen}
        else:
            numbers = {article.id: number for number, article in given.items()}
            chosen = select(ranked, self.settings.evidence_tokens, numbers)
            articles = {article.id: article for article in given.values()}
        found = [(source, articles[source.passage.article_id]) for source in chosen]
        return Evidence(tuple(replace(source, article=article.text if article else "") for source, article in found))

    def _written(
        self, answer: Answer, llm: llms.LLM, asked: str, history: History, evidence: Evidence
    ) -> Iterator[Answer]:
        """The answer as a language model writes it, each sentence checked once it is there."""
        language = language_of(answer.question)
        if language == "en":
            messages = prompts.answer(evidence.prompt(), asked)
        else:
            # The model reads one script throughout: Traditional costs it more tokens, and more mistakes.
            leaning = history[-1:] if asked != answer.question else ()
            earlier = [(simplified(question), simplified(text)) for question, text in leaning]
            messages = prompts.answer(evidence.prompt(), simplified(answer.question), earlier)
        reply, tokens = "", Tokens()
        for piece in llm.stream(messages, max_tokens=self.settings.answer_tokens):
            reply += piece.text
            tokens = Tokens(piece.prompt_tokens, piece.answer_tokens)
            if piece.text and language != "en":
                done, tail = unfinished(reply)
                yield _with(answer, _claims(done, asked, evidence, language), _in_language(tail, language))
        answer = replace(answer, tokens=tokens)
        claims = _claims(reply, asked, evidence, language)
        if language == "en":
            yield from self._in_english(answer, llm, claims)
        else:
            yield _complete(answer, claims)

    def _in_english(self, answer: Answer, llm: llms.LLM, claims: Sequence[Claim]) -> Iterator[Answer]:
        """The checked claims said in English, each with the Chinese that was checked, since names are lost otherwise.

        Nobody checked the translation itself, so a translated claim is supported in part at best. One whose numbers the
        translation changes stays in Chinese.
        """
        said: list[Claim] = []
        for claim in claims:
            english = ""
            for piece in llm.stream(prompts.to_english(claim.text), max_tokens=self.settings.answer_tokens):
                english += piece.text
                yield _with(answer, said, english)
            kept = english.strip() and quantities(english) == quantities(claim.text)
            both = f"{english.strip()} ({claim.text})"
            said.append(replace(claim, text=both, verdict="partly") if kept else claim)
        yield _complete(answer, said)

    def warm(self) -> None:
        """Let a local model read what every prompt begins with, so that the first question need not wait for it."""
        if self.llm and self.llm.local:
            for _ in self.llm.stream(prompts.answer("", ""), max_tokens=1):
                pass

    def as_runnable(self) -> Runnable[str, Answer]:
        """This assistant as a LangChain runnable: a question in, its answer out."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self.ask)


def standalone(question: str, history: History) -> str:
    """What to search for: the question, with the one before it where it leans on that (那宝安呢？ 它的增速是多少？)."""
    if history and (_LEANS.search(question) or len(terms(question)) < 4):
        earlier = history[-1][0]
        if YEAR.search(fold(question)):
            earlier = YEAR.sub("", fold(earlier))  # 那2023年呢？ is about 2023 alone
        return f"{earlier} {question}"
    return question


_LEANS = re.compile(
    r"^(?:那|那么|還有|还有|另外|其他|其它|and |what about|how about)|[它他她其]|呢[？?。]?$"
    r"|[这這该該那](?:个|個|些|次|份|篇|位|家|项|項|场|場|里|裡)"
    r"|\b(?:it|its|they|their|he|his|she|her|that|this|those|these)\b",
    re.IGNORECASE,
)


def articles_of(texts: Sequence[str]) -> dict[int, Article]:
    """Texts that are in no library as articles, by their place in the list, from 1. Empty texts are left out."""
    articles = {}
    for number, text in enumerate(texts, start=1):
        with suppress(EmptyFile):  # it holds no evidence, and the others keep their places
            articles[number] = article_from(Draft(text), f"source {number}", sha256(text.encode()).hexdigest())
    return articles


def hits_of(articles: Mapping[int, Article]) -> list[Hit]:
    """Every passage of articles that were given rather than found."""
    return [Hit(passage, 1.0) for article in articles.values() for passage in split(article)]


def language_of(question: str) -> prompts.Language:
    """The language and script to answer in: those of the question."""
    if not is_chinese(question):
        return "en"
    return "zh-Hant" if script_of(question) == "hant" else "zh-Hans"


def _in_language(text: str, language: prompts.Language) -> str:
    if language == "en":
        return text
    return in_script(text, "hant" if language == "zh-Hant" else "hans")


def _claims(reply: str, asked: str, evidence: Evidence, language: prompts.Language) -> list[Claim]:
    """The claims of a reply that hold: what no source says is left out, and so is a model's word that none does."""
    grounded = [ground(sentence, asked, evidence) for sentence in written(reply) if not sentence.says_nothing]
    return [
        replace(claim, text=_in_language(claim.text, language)) for claim in grounded if claim.verdict != "unsupported"
    ]


def _with(answer: Answer, claims: Sequence[Claim], tail: str = "") -> Answer:
    text = joined(claims, spaced=language_of(answer.question) == "en")
    return replace(answer, text=text + tail, claims=tuple(claims))


def _complete(answer: Answer, claims: Sequence[Claim]) -> Answer:
    """The finished answer; without a single claim that holds it is the refusal."""
    if not claims:
        return replace(answer, text=prompts.REFUSAL[language_of(answer.question)], claims=(), complete=True)
    return replace(_with(answer, claims), complete=True)

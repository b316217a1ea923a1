"""Drafts for a question set out of a library: evenly over its articles, of every kind, some of them to be refused."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from random import Random
from typing import TypeVar

from qa.evaluation.questions import Question, draft_id
from qa.llm import LLM
from store.article import Article
from store.text.scripts import simplified
from store.text.sentences import sentences

from .cloze import clozes
from .corpus import Corpus
from .holes import Hole
from .unanswerable import altered
from .written import Wanted, worth_asking, written

T = TypeVar("T")

REFUSED = 5
"""One draft in so many is to be refused."""
TRIES = 6
"""Answers given to a model for each question wanted of it: of a small one's questions, one in six holds."""
SPARE = 4
"""Questions at hand for each one that is to be altered."""

Source = tuple[Article, str]
"""An article, and one of its sentences."""


def drafts(
    articles: Sequence[Article],
    number: int,
    *,
    seed: int = 0,
    llm: LLM | None = None,
    taken: Collection[str] = (),
) -> Iterator[Question]:
    """Up to `number` drafts out of these articles, none with an id that is `taken`; fewer where no more are sound.

    With a language model, it writes half of those that have an answer. The same seed gives the same drafts, as far as
    the model does. Each is there as soon as it is made. Raises an LLMError.
    """
    return islice(_Drafting(articles, seed, taken).run(number, llm), number)


class _Drafting:
    """One run, and what it has made so far."""

    def __init__(self, articles: Sequence[Article], seed: int, taken: Collection[str]) -> None:
        self.random = Random(seed)
        self.corpus = Corpus(articles)
        self.taken = set(taken)
        self.kinds: Counter[str] = Counter()

    def run(self, number: int, llm: LLM | None) -> Iterator[Question]:
        """Drafts, at least `number` if there are as many."""
        refused = number // REFUSED
        filled, answered = self._filled(), list[Question]()
        if llm:
            by_model = (number - refused) // 2
            for draft in islice(self._by_model(llm, TRIES * by_model), by_model):
                answered.append(draft)
                yield draft
        for draft in islice(filled, number - refused - len(answered)):
            answered.append(draft)
            yield draft
        spare = list(islice(filled, SPARE * refused))
        yield from islice(self._altered((*answered, *spare)), len(answered) // (REFUSED - 1))
        yield from chain(spare, filled)

    def _filled(self) -> Iterator[Question]:
        """Drafts by template: an article after the other, each time of the kind there are fewest of."""
        return _in_turn(self._sound(article) for article in self._shuffled())

    def _sound(self, article: Article) -> Iterator[Question]:
        left = [(sentence, cloze) for sentence in self._mixed(article) for cloze in clozes(sentence)]
        while left:
            rarest = min(left, key=lambda item: self.kinds[item[1].hole.kind])
            left.remove(rarest)
            sentence, cloze = rarest
            if not self.corpus.disagrees(cloze.hole):
                yield from self._draft(cloze.question, cloze.hole.kind, (article, sentence), cloze.answer)

    def _by_model(self, llm: LLM, tries: int) -> Iterator[Question]:
        """Drafts by the language model: for an answer of one article after the other."""
        for article, wanted in islice(_in_turn(self._worth_asking(article) for article in self._shuffled()), tries):
            question = written(llm, article, wanted)
            if question and not self.corpus.disagrees(_whole(question, wanted)):
                yield from self._draft(question, wanted.kind, (article, wanted.sentence), wanted.answer, llm.name)

    def _worth_asking(self, article: Article) -> Iterator[tuple[Article, Wanted]]:
        for sentence in self._mixed(article):
            found = worth_asking(sentence)
            yield from ((article, wanted) for wanted in self.random.sample(found, len(found)))

    def _altered(self, answered: Iterable[Question]) -> Iterator[Question]:
        """Drafts to be refused, made of others that have an answer."""
        for question in answered:
            if changed := altered(question.question, self.corpus, self.random):
                text, old, new = changed
                yield from self._draft(text, "unanswerable", None, "", f"{old} → {new}: {question.evidence[0]}")

    def _draft(self, text: str, kind: str, source: Source | None, answer: str, note: str = "") -> Iterator[Question]:
        """The one draft, or none where it is there already."""
        if (draft := draft_id(text)) in self.taken:
            return
        self.taken.add(draft)
        self.kinds[kind] += 1
        yield Question(
            id=draft,
            question=text,
            answers=((answer,),) if answer else (),
            articles=self.corpus.saying(*source) if source else (),
            kind=kind,
            evidence=source[1:] if source else (),
            draft=True,
            note=note,
        )

    def _shuffled(self) -> list[Article]:
        articles = self.corpus.first_tellers()
        self.random.shuffle(articles)
        return articles

    def _mixed(self, article: Article) -> list[str]:
        found = [article.text[start:end] for start, end in sentences(article.text)]
        self.random.shuffle(found)
        return found


def _whole(question: str, wanted: Wanted) -> Hole:
    """A model's question as one that was made by template: who holds an office, or nothing else said of the answer."""
    office = re.fullmatch("(.+?)的?(?:是谁|叫什么.*)？", simplified(question)) if wanted.kind == "person" else None
    return Hole(wanted.kind, "", office[1] if office else "", "是谁", wanted.answer, "", office=office is not None)


def _in_turn(sources: Iterable[Iterator[T]]) -> Iterator[T]:
    """One thing of each source, then the next of each, until all are at their end."""
    waiting = deque(sources)
    while waiting:
        source = waiting.popleft()
        for thing in islice(source, 1):
            yield thing
            waiting.append(source)

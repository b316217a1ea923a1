"""Questions that a language model writes about one sentence, each for an answer that the sentence holds.

A small model asks for what it likes and answers what it didn't ask. So it is given the answer, and its question must
pass checks and bring the answer back: roundtrip consistency (Alberti et al., "Synthetic QA Corpora Generation with
Roundtrip Consistency", ACL 2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import prompts
from qa.chinese.names import PLACE, person_at, tagged, which_body
from qa.chinese.tables import table
from qa.llm import LLM
from qa.thresholds import SHARED_TERMS
from store.article import Article
from store.text.scripts import bare, fold, in_script, script_of, simplified
from store.text.segmenter import terms

from .clauses import leans, names_its_subject
from .cloze import SHORTEST
from .figures import dates, figures
from .holes import Kind

LONGEST = 60
"""Characters of a question."""
SENTENCE = range(16, 141)
"""Characters of a sentence that is worth asking about."""
QUESTION_TOKENS, ANSWER_TOKENS = 60, 100

_WORDS = table("question_words")
_ASKS: dict[Kind, str] = {
    "person": _WORDS.either("for_person"),
    "number": _WORDS.either("for_number"),
    "date": _WORDS.either("when", "day", "for_date"),
    "place": _WORDS.either("for_place"),
    "body": _WORDS.either("for_body"),
}
_ECHO = re.compile(_WORDS.either("whether", "for_text"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question is wanted for: an answer, as the sentence writes it."""

    kind: Kind
    answer: str
    sentence: str


def worth_asking(sentence: str) -> list[Wanted]:
    """What a sentence holds that can be asked for, each once."""
    text = simplified(sentence)
    if len(text) not in SENTENCE or len(text) != len(sentence) or text.endswith(("？", "?")):
        return []
    found = {sentence[start:end]: kind for kind, start, end in _answers(text)}
    return [Wanted(kind, answer, sentence) for answer, kind in found.items() if sentence.count(answer) == 1]


def _answers(text: str) -> Iterator[tuple[Kind, int, int]]:
    words = tagged(text)
    yield from (("number", figure.start, figure.end) for figure in figures(text))
    yield from (("date", found.start, found.end) for found in dates(text))
    yield from (("place", *match.span(1)) for match in re.finditer(rf"[在于]({PLACE.pattern})", text))
    for place, word in enumerate(words):
        if word.tag == "nt" and which_body(word.text):
            yield "body", word.start, word.end
        if place and words[place - 1].is_sole_office and (found := person_at(words, place)):
            yield "person", *found


def written(llm: LLM, article: Article, wanted: Wanted) -> str | None:
    """The model's question for an answer, in the sentence's script; None where it doesn't hold. Raises an LLMError."""
    title, sentence, answer = map(simplified, (article.title, wanted.sentence, wanted.answer))
    said = llm.say(prompts.question(title, sentence, answer), max_tokens=QUESTION_TOKENS)
    question = simplified(said.partition("\n")[0]).rstrip("?？ ") + "？"
    if not holds(question, wanted, article.title):
        return None
    reply = llm.say(prompts.answer(f"[1] 《{title}》\n{sentence}", question), max_tokens=ANSWER_TOKENS)
    return in_script(question, script_of(wanted.sentence)) if bare(answer) in bare(reply) else None


def holds(question: str, wanted: Wanted, title: str) -> bool:
    """Whether a question, in Simplified, asks for such an answer, and stands by itself.

    It must not say the answer, and bring nothing that neither sentence nor title has.
    """
    asked = question.rstrip("？")
    if not SHORTEST <= len(question) <= LONGEST or bare(wanted.answer) in bare(question):
        return False
    if not re.search(_ASKS[wanted.kind], asked) or _ECHO.search(asked):
        return False
    words = tagged(asked)
    statement = re.sub("|".join(_ASKS.values()), "", asked)
    if leans(statement) or not names_its_subject(words, asked):
        return False
    years = [str(found.value.year) for found in dates(wanted.sentence) if found.value.year]
    if wanted.kind == "number" and years and not any(year in asked for year in years):
        return False  # last year it was another number
    about = set(terms(statement))
    if len(about & set(terms(wanted.sentence))) < SHARED_TERMS * len(about):
        return False
    known = fold(f"{title}\n{wanted.sentence}")
    brought = {fold(word.text) for word in words if word.is_name} | set(re.findall(r"\d+(?:\.\d+)?", asked))
    return all(thing in known for thing in brought)

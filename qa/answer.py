"""What the assistant hands out: an answer, its claims, and the sentences that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import prompts
from store.passage import Hit, Passage
from store.text.resolution.resolved import ResolvedDate
from store.text.sentences import Span

Verdict = Literal["supported", "partly", "unsupported"]
Severity = Literal["contradicts", "unsaid", "off-topic", "doubted"]
"""How grave a finding is: a quote contradicts the claim; no quote says its words; it does not answer the question; or a
second look doubts that it does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found wrong with a claim.

    `check` is the name of the check. `says` are words of the claim: `claim.text[span[0]:span[1]] == says`. They are
    empty where the claim lacks words. `quote_says` are the words that stand against them in the sentence `quote`:
    `quote[quote_span[0]:quote_span[1]] == quote_says`; empty, without a span, where no quote says anything of the kind.
    `asked` are the words of the question that the claim does not fit, for checks that compare it with the question.
    """

    check: str
    severity: Severity
    says: str = ""
    span: Span = (0, 0)
    quote_says: str = ""
    quote_span: Span | None = None
    quote: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """The sentence that a claim rests on: `article.text[start:end] == quote`.

    `number` is what the answer's [n] says: the place of the source among those that were offered. `original` is
    where the sentence stands in the article's text as it was before repair: see `Report.original`. `resolved` are the
    dates that words of the quote mean, which the article does not say: 昨日 by the day on which it came out.
    """

    number: int
    passage: Passage
    quote: str
    start: int
    end: int
    original: Span | None = None
    resolved: tuple[ResolvedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class AsOf:
    """From when an article is that says how things are.

    `date` is an ISO date on which it came out; or, of `basis` "told", a day that it tells of, --11-28 where it has no
    year; or, of `basis` "named", the latest year that it names. Nothing is known where it is empty.
    """

    date: str = ""
    basis: Literal["published", "told", "named"] = "published"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer, without its [n], the citations behind it, and whether they say it.

    `findings` are what the checks found wrong with it; a claim that is kept can have some too. `exact` are the words of
    the quote that answer, in the claim's script, where the reader points at some: the claim begins with them. A `side`
    is one of several answers between which the sources disagree. `resolved` are the dates among those of its citations
    that are asked for: the answer tells them beside the claim. `as_of` is from when the claim is, where the question
    asks how things are now: the answer tells that too.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    verdict: Verdict = "supported"
    exact: str = ""
    side: bool = False
    findings: tuple[Finding, ...] = ()
    resolved: tuple[ResolvedDate, ...] = ()
    as_of: AsOf | None = None

    @property
    def marked(self) -> str:
        """The text with its [n]."""
        numbers = dict.fromkeys(citation.number for citation in self.citations)
        return self.text + "".join(f"[{number}]" for number in numbers)


def cited(claims: Iterable[Claim]) -> tuple[Citation, ...]:
    """Every citation of these claims once, in order of first use."""
    return tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations))


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that somebody wrote, sentence by sentence as claims, in its order. A citation's number is the same for all
    sentences of one article.
    """

    text: str
    claims: tuple[Claim, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in order of first use."""
        return cited(self.claims)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds within which no article lies: ISO dates, a publisher, a place. `publishers` are names of others that are
    like the one asked for.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    within: str | None = None
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time from the question to: evidence found, first token of the answer, end."""

    search: float = 0.0
    first_token: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens read and written by the language model; 0 where none was asked."""

    prompt: int = 0
    answer: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or its beginning while it is being written (`complete` tells).

    `asked` is what was searched for: the question, made independent of what came before, and in Chinese where a model
    was at hand to translate it. `text` holds the claims with their [n], in order, and while the answer grows also the
    sentence being written. `withheld` are the claims that were not kept; their findings say why. `nearest` are, of a
    refusal, the articles that came near, and what they lack. `confidence` orders complete answers, 0 to 1: it is the
    likelihood of `answering.second_look`, or else that of `answering.confidence`. `llm` names what wrote the answer: a
    model, or "extractive" where sentences are quoted. `bounds` are, of a refusal, those within which no article lies.
    """

    question: str
    text: str = ""
    claims: tuple[Claim, ...] = ()
    hits: tuple[Hit, ...] = ()
    withheld: tuple[Claim, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    asked: str = ""
    confidence: float = 0.0
    llm: str = "extractive"
    complete: bool = False
    seconds: Seconds = Seconds()
    tokens: Tokens = Tokens()
    bounds: Bounds | None = None

    @property
    def refused(self) -> bool:
        """Whether the answer is that the articles don't say."""
        return self.text in prompts.REFUSAL.values()

    @property
    def disagrees(self) -> bool:
        """Whether its sources say different things, which it tells side by side."""
        return any(claim.side for claim in self.claims)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in order of first use."""
        return cited(self.claims)


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article that came near a question, by its best passage.

    `lacks` are words of the question that it never names; where a year is among them, `instead` are the nearest years
    that it does name.
    """

    passage: Passage
    lacks: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

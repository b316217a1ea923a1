"""Identifiers: what is said of one document, project or telephone is not said of its neighbour in number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.answer import Finding
from store.text.found import Found
from store.text.identifiers import identifiers, same, shape

from .base import Aim, Case

Placed = tuple[int, Found[str]]
"""The number of a quote, and an identifier in it."""


@dataclass(frozen=True, slots=True)
class AnotherIdentifier:
    """A claim must not give another identifier than its quotes, where these have one of its kind."""

    name: str = "identifier"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The identifiers of the claim that neither a quote nor what is granted has, with what a quote has instead."""
        quoted = _quoted(case)
        known = [*(one for _, one in quoted), *_identifiers(case.granted.text), *_identifiers(case.question.text)]
        for said in _identifiers(case.compared.text):
            if any(same(said.value, one.value) for one in known):
                continue
            if other := next(_neighbours(said.value, quoted), None):
                number, one = other
                yield case.finding(self.name, (said.start, said.end), number, (one.start, one.end))


@dataclass(frozen=True, slots=True)
class AskedIdentifier:
    """What quotes tell of another identifier is no answer about the one that is asked for."""

    name: str = "asked_identifier"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The identifiers that are asked about, with another one of their kind that the quotes have instead."""
        asked, quoted = _identifiers(case.question.text), _quoted(case)
        if _is_named(asked, [one for _, one in quoted]):
            return
        others = (other for one in asked for other in _neighbours(one.value, quoted) if not _answers(case, *other))
        if other := next(others, None):
            number, one = other
            quote, place = case.quotes[number].text, (one.start, one.end)
            yield Finding(
                self.name, "off-topic", "", (0, 0), quote[slice(*place)], place, quote, asked=_words(case, asked)
            )


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """What an article tells that names only other identifiers is no answer about the one that is asked for."""

    name: str = "known_identifier"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The identifiers that are asked about, with another one of their kind that a cited article has instead."""
        asked = _identifiers(case.question.text)
        for source in case.sources:
            text = f"{source.passage.title}\n{source.article}"
            there = _identifiers(text)
            near = next((other for one in asked for other in there if shape(other.value) == shape(one.value)), None)
            if near and not _is_named(asked, there):
                says = text[near.start : near.end]
                yield Finding(self.name, "off-topic", "", (0, 0), says, asked=_words(case, asked))
                return


def _words(case: Case, asked: Sequence[Found[str]]) -> str:
    """The identifiers as the question writes them."""
    return "、".join(dict.fromkeys(case.question.text[one.start : one.end] for one in asked))


@lru_cache(maxsize=1024)
def _identifiers(text: str) -> tuple[Found[str], ...]:
    return tuple(identifiers(text))


def _quoted(case: Case) -> list[Placed]:
    return [(number, one) for number, quote in enumerate(case.quotes) for one in _identifiers(quote.text)]


def _neighbours(value: str, quoted: Sequence[Placed]) -> Iterator[Placed]:
    """The identifiers of quotes that are of the kind of this one, and are not this one."""
    for number, one in quoted:
        if shape(one.value) == shape(value) and not same(one.value, value):
            yield number, one


def _is_named(asked: Sequence[Found[str]], there: Sequence[Found[str]]) -> bool:
    """Whether any of the identifiers that are asked for is among these."""
    return any(same(one.value, other.value) for one in asked for other in there)


def _answers(case: Case, number: int, one: Found[str]) -> bool:
    """Whether the words that answer are this identifier itself: 17号 replaces which document?"""
    if number or not case.pointed:
        return False
    return case.pointed[0] < one.end and one.start < case.pointed[1]

"""Who holds which office: a claim may name the right people and give one of them the office of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from qa.answer import Finding
from qa.chinese.names import SOLE_OFFICES
from qa.chinese.tables import table
from store.text.sentences import Span

from .base import Aim, Case, Parsed, parsed

_WORDS = table("offices")
_OFFICE = f"副?(?:{SOLE_OFFICES.lower()})"
"""An office in folded text."""
_ROLE = rf"[^。；，,;:：、\s]{{0,16}}{_OFFICE}"
_HELD = re.compile(rf"(?:{_ROLE}[、兼])*{_ROLE}$")
_CLAIMED = re.compile(
    f"(?P<office>{_OFFICE})(?:的?(?:{table('question_words').either('name')}))?"
    f"(?:{_WORDS.either('now')}|先后)?[是为叫有]?$"
)
_AND = re.compile(f"、|{table('conjunctions').either('and')}")
_IS = re.compile(rf"(?:现?任|{_WORDS.either('take')}|[是为系])[^，。；,;]{{0,12}}?(?P<office>{_OFFICE})")


@dataclass(frozen=True, slots=True)
class Offices:
    """A claim must not give somebody an office where its quotes name that person with others only."""

    name: str = "office"
    aim: Aim = "said"

    def find(self, case: Case) -> Iterator[Finding]:
        """The people to whom the claim gives an office that they don't hold, with those that the quotes give them."""
        held: dict[str, list[Holder]] = {}
        numbers: dict[Holder, int] = {}
        for number, quote in enumerate(case.quotes):
            for holder in holders(quote):
                held.setdefault(holder.name, []).append(holder)
                numbers[holder] = number
        granted = {holder.name: holder.offices for holder in holders(case.granted)}
        for name, office, span in claimed(case.compared, held):
            known = {other for holder in held.get(name, ()) for other in holder.offices}
            if known and office not in known.union(granted.get(name, ())):
                holder = held[name][0]
                yield case.finding(self.name, span, numbers[holder], holder.span)


class Holder(NamedTuple):
    """Somebody in a text with the offices named before, and where both stand in it."""

    name: str
    offices: tuple[str, ...]
    span: Span


def holders(text: Parsed) -> Iterator[Holder]:
    """The people of a text with all offices that stand before their names."""
    for name, start, end in _people(text.folded):
        if found := _HELD.search(text.folded[:start]):
            offices = tuple(_plain(office) for office in re.findall(_OFFICE, found[0]))
            yield Holder(name, offices, (found.start(), end))


def claimed(text: Parsed, known: Iterable[str]) -> Iterator[tuple[str, str, Span]]:
    """The people of a text, and those known from another, with the office that it gives them: several who are named one
    after the other have the first one's. The span holds both.
    """
    folded, before, office, first = text.folded, 0, "", 0
    for name, start, end in _people(folded, known):
        found = _CLAIMED.search(folded[:start])
        if found:
            office, first = _plain(found["office"]), found.start()
        elif not (before and _AND.fullmatch(folded[before:start])):
            office = ""
        before = end
        if office:
            yield name, office, (first, end)
        elif after := _IS.match(folded[end:]):
            yield name, _plain(after["office"]), (start, end + after.end())


def _people(text: str, known: Iterable[str] = ()) -> Iterator[tuple[str, int, int]]:
    """The names in a text, and those known from another, with their places; names of places and bodies do no harm."""
    found = [(fact.start, fact.end) for fact in parsed(text).facts if fact.kind == "name"]
    found += [match.span() for name in known for match in re.finditer(re.escape(name), text)]
    place = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= place:
            place = end
            yield text[start:end], start, end


def _plain(office: str) -> str:
    return "ceo" if office == "执行官" else office

"""Who holds which office: a claim may name the right people and give one of them another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.chinese.facts import facts
from qa.chinese.lexicon import SOLE_OFFICES
from store.text.scripts import fold

_OFFICE = f"副?(?:{fold(SOLE_OFFICES)})"
_ROLE = rf"[^。；，,;:：、\s]{{0,16}}{_OFFICE}"
_HELD = re.compile(rf"(?:{_ROLE}[、兼])*{_ROLE}$")
_CLAIMED = re.compile(rf"(?P<office>{_OFFICE})(?:的?(?:名字|姓名))?(?:分别|各|先后|现在|目前)?[是为叫有]?$")
_AND = re.compile("[、和与及]|以及")
_IS = re.compile(rf"(?:现?任|担任|出任|当选|[是为系])[^，。；,;]{{0,12}}?(?P<office>{_OFFICE})")


def misheld(claim: str, quotes: Sequence[str], known: str = "") -> Iterator[str]:
    """The people to whom a claim gives an office, where the quotes say theirs and give them only others: no 书记 is who
    is 市委副书记、市长. `known` is what may be taken for granted.
    """
    held: dict[str, set[str]] = {}
    for quote in quotes:
        for name, offices in _held(fold(quote)):
            held.setdefault(name, set()).update(offices)
    granted = dict(_held(fold(known)))
    for name, office in _claimed(fold(claim), held):
        if held.get(name) and office not in held[name].union(granted.get(name, ())):
            yield name


def _people(text: str, known: Iterable[str] = ()) -> Iterator[tuple[str, int, int]]:
    """The names in a text, and those known from another, with their places; names of places and bodies do no harm."""
    found = [(fact.start, fact.end) for fact in facts(text) if fact.kind == "name"]
    found += [match.span() for name in known for match in re.finditer(re.escape(name), text)]
    place = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= place:
            place = end
            yield text[start:end], start, end


def _held(text: str) -> Iterator[tuple[str, list[str]]]:
    """The people of a text with all offices that stand before their names."""
    for name, start, _ in _people(text):
        if found := _HELD.search(text[:start]):
            yield name, [_plain(office) for office in re.findall(_OFFICE, found[0])]


def _claimed(text: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The people of a text, and those known from another, with the office that it gives them: several who are named one
    after the other have the first one's.
    """
    before, office = 0, ""
    for name, start, end in _people(text, known):
        found = _CLAIMED.search(text[:start])
        if found:
            office = _plain(found["office"])
        elif not (before and _AND.fullmatch(text[before:start])):
            office = ""
        before = end
        if office:
            yield name, office
        elif after := _IS.match(text[end:]):
            yield name, _plain(after["office"])


def _plain(office: str) -> str:
    return "ceo" if office == "执行官" else office

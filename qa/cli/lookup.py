"""What people call an article: its id or the beginning of it, its file's name, a path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from qa.errors import AmbiguousArticle, NoSuchArticle
from store.report import Card, Failure, LibraryReport

_SHOWN = 8
_ID = re.compile(r"[0-9a-f]{2,12}")


def one(name: str, report: LibraryReport, library: str) -> Card:
    """The article of a name. Raises NoSuchArticle or AmbiguousArticle."""
    found = [card for card in report.cards if card.source == _absolute(name)] or _by_name(name, report.cards)
    found = found or [card for card in report.cards if _is_in(card.source, _absolute(name))]
    if not found:
        raise NoSuchArticle(name=name, library=library)
    if len(found) > 1:
        raise _ambiguous(name, found)
    return found[0]


def several(name: str, report: LibraryReport, library: str) -> tuple[list[Card], list[Failure]]:
    """All articles and failures of a path: of a folder or a table what came from it, else the one article of the name.

    Raises NoSuchArticle or AmbiguousArticle.
    """
    place = _absolute(name)
    cards = [card for card in report.cards if _is_in(card.source, place)]
    failures = [failure for failure in report.failures if failure.path == name or _is_in(failure.path, place)]
    if not (cards or failures):
        cards = _by_name(name, report.cards)
        failures = [failure for failure in report.failures if Path(failure.path).name == name]
        if len(cards) + len(failures) > 1:
            raise _ambiguous(name, (*cards, *failures))
    if not (cards or failures):
        raise NoSuchArticle(name=name, library=library)
    return cards, failures


def _by_name(name: str, cards: Iterable[Card]) -> list[Card]:
    """The articles whose id begins with a name, or whose file has it; a whole id is nobody else's."""
    listed = [*cards]
    begins = bool(_ID.fullmatch(name))
    return [card for card in listed if card.id == name] or [
        card
        for card in listed
        if (begins and card.id.startswith(name)) or Path(card.source).name == name or card.source == name
    ]


def _absolute(name: str) -> str:
    return os.path.realpath(name)


def _is_in(source: str, place: str) -> bool:
    inside = {f"{place}#", f"{place}/", f"{place.rstrip(os.sep)}{os.sep}"}
    return source == place or source.startswith((*inside,))


def _ambiguous(name: str, found: Sequence[Card | Failure]) -> AmbiguousArticle:
    named = [f"{thing.id} {thing.source}" if isinstance(thing, Card) else thing.path for thing in found[:_SHOWN]]
    more = [f"… +{len(found) - _SHOWN}"] if len(found) > _SHOWN else []
    return AmbiguousArticle(name=name, count=len(found), candidates=", ".join([*named, *more]))

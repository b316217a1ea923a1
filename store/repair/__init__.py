"""A text as scraping left it in, the mended text and the record of every change out.

Each stage looks at what the one before it left. Their changes are composed, so that every one has its place in the
text as it came, and putting every `before` back gives that text again.

Imports `store.text`.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from store.text.edits import Change, apply, compose

from . import boilerplate, characters, glosses, grids, lines, look_alikes, markup, spaced, torn

ROUNDS = 20
"""How often a text is gone through. Damage inside damage goes two or three deep, unless it was made to keep us busy."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text and, in order of place, all that was changed to get it.

    `cut` holds the lines that were cut because they belong to the page, each as (rule, line without its glosses).
    """

    text: str
    changes: tuple[Change, ...]
    cut: tuple[tuple[str, str], ...] = ()


def repair(text: str) -> Repaired:
    """Repair `text`, in its own script; repairing what comes out changes nothing more.

    That holds where damage lies in damage less than ROUNDS deep: what one stage does may bare something for an
    earlier one, so they all go over the text until none finds anything.
    """
    mended, cut = text, []
    changes: list[Change] = []
    stages = _stages()
    for _ in range(ROUNDS):
        before = mended
        for stage in stages:
            if made := stage(mended):
                cut += [(change.rule, _line(change)) for change in made if change.rule in boilerplate.RULES]
                changes = compose(text, changes, made)
                mended = apply(mended, made)
        if mended == before:
            break
    return Repaired(mended, tuple(changes), tuple(cut))


def _line(cut: Change) -> str:
    return glosses.without_glosses(cut.before).strip()


class _Conversion:
    """Glosses and the characters that they tore; once a text has shown the disease, also those that are bared later."""

    def __init__(self) -> None:
        self._glossed: Set[str] = frozenset()

    def find(self, text: str) -> list[Change]:
        self._glossed |= glosses.glossed(text)
        if not self._glossed:
            return []
        spans = torn.find(text, self._glossed)
        inside = {place for span in spans for place in range(span.place, span.place + len(span.before))}
        found = glosses.find(text)
        return sorted([*spans, *(gloss for gloss in found if gloss.place not in inside)]) if spans else found


def _stages() -> tuple[Callable[[str], list[Change]], ...]:
    """What is done, in this order: torn characters have to be read before anything near them is touched, and the cells
    of a table before the line ends that their markup stands for.
    """
    return (
        characters.undecodable,
        characters.misread_as_latin,
        characters.misread_as_gbk,
        _Conversion().find,
        grids.find,
        markup.find,
        characters.unseen,
        look_alikes.find,
        characters.widths,
        spaced.find,
        boilerplate.find,
        lines.find,
    )

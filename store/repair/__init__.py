"""Mends what scraping did to a text, and keeps the record of every change.

Each stage looks at what the one before it left. Their changes are composed, so that every one has its place in the
text as it came, and putting every `before` back gives that text again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..edits import Change, apply, compose
from . import boilerplate, characters, glosses, lines, markup, torn

ROUNDS = 20
"""How often a text is gone through; damage inside damage goes two or three deep, unless someone means to keep us busy."""


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
    for _ in range(ROUNDS):
        before = mended
        for stage in STAGES:
            if made := stage(mended):
                cut += [(change.rule, _line(change)) for change in made if change.rule in boilerplate.RULES]
                changes = compose(text, changes, made)
                mended = apply(mended, made)
        if mended == before:
            break
    return Repaired(mended, tuple(changes), tuple(cut))


def _line(cut: Change) -> str:
    return glosses.without_glosses(cut.before).strip()


def _converted(text: str) -> list[Change]:
    """Glosses, and the characters that they tore."""
    if not (glossed := glosses.glossed(text)):
        return []
    spans = torn.find(text, glossed)
    inside = {place for span in spans for place in range(span.place, span.place + len(span.before))}
    found = glosses.find(text)
    return sorted([*spans, *(gloss for gloss in found if gloss.place not in inside)]) if spans else found


STAGES: tuple[Callable[[str], list[Change]], ...] = (
    characters.undecodable,
    characters.misread,
    _converted,
    markup.find,
    characters.unseen,
    characters.widths,
    boilerplate.find,
    lines.find,
)
"""What is done, in this order: torn characters have to be read before anything near them is touched."""

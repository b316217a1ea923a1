"""Hits that say the same: of nearly equal passages, as mirror sites have them, only the best is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.passage import Hit
from store.text.scripts import bare

SHINGLE = 4
"""Characters of a shingle, the runs by which texts are compared."""
SAME = 0.85
"""The share of the shingles of the shorter text that the longer must have, for both to say the same."""
_SIZES = 1.5
"""How many times longer than a text another may be that says the same."""


def distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without those that say, in whatever script, what a better one has said.

    Figures must be the same: two reports from one template differ in nothing else.
    """
    said: list[tuple[str, frozenset[str], tuple[str, ...]]] = []
    for hit in hits:
        text = bare(hit.passage.text) or hit.passage.text
        shingles = frozenset(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1)))
        figures = tuple(filter(str.isdecimal, text))
        if any(text == other or (figures == theirs and _alike(shingles, them)) for other, them, theirs in said):
            continue
        said.append((text, shingles, figures))
        yield hit


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return longer <= _SIZES * shorter and len(one & other) >= SAME * shorter

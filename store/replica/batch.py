"""Articles with all that is kept of them, read from a replica to be written elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from store.errors import LibraryDamaged
from store.index.rows import Embedded, Entry

from .live import Live
from .replica import EMBEDDING, VECTORS

_TRIES = 20  # to read while others write
_INCOMPLETE = "vectors are missing / 向量不完整"


class Batch(NamedTuple):
    """Articles with all their passages, and the vectors of these in the same order: shape (passages, dimensions)."""

    entries: list[Entry]
    embedded: Embedded


def batch(live: Live, ids: Collection[str]) -> Batch:
    """Those of these articles that are there, in this order and of one moment. Raises a LibraryError."""
    for _ in range(_TRIES):
        with suppress(OSError, ValueError), live.fresh() as view:
            entries, places = view.entries(ids), view.places(ids)
            vectors = live.replica.vectors(view, [row for entry in entries for row in places[entry.article.id]])
            found = Batch(entries, Embedded(vectors, view.about(EMBEDDING)))
            file = view.about(VECTORS)
            with live.view() as now:  # else a row may have been given to another passage before it was read
                if now.about(VECTORS) == file and now.places(ids) == places:
                    return found
    raise LibraryDamaged(path=live.library, reason=_INCOMPLETE)

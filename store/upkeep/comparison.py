"""The replica of a library compared with what is in Chroma."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from store.index.chroma import Index
from store.index.rows import Stored, known_of, text_of
from store.replica.live import Live
from store.replica.view import View

_NEAR = 1e-3
"""How far apart the same numbers of a vector may be: Chroma makes units of vectors, which costs the last digits."""


def differing(live: Live, index: Index) -> Iterator[str]:
    """The sources of the articles that the replica has otherwise than Chroma, and the library where more differs.

    Only for whoever has the library locked. Raises a LibraryError.
    """
    with live.view() as view:
        there, known = index.states(), view.known()
        for stored in index.stored(there):
            if known.get(stored.article_id) != known_of(stored.row) or not _is_same(stored, live, view):
                yield str(stored.row["source"])
        for article in view.described([row_id for row_id in known if row_id not in there]).values():
            yield article.source
        passages = view.count()[1]
        whole = live.replica.is_sound and live.replica.lexical(view).count == passages == len([*view.ids()])
        if not whole or view.failure_rows() != dict(index.failures()):
            yield str(live.library)


def _is_same(stored: Stored, live: Live, view: View) -> bool:
    row_id, text = stored.article_id, text_of(stored.record)
    if view.kept(row_id) != (stored.row, stored.record):
        return False
    places = view.places([row_id])[row_id]
    here = view.identified(places)
    if [*here] != [name for name, _ in stored.passages]:
        return False
    if any(text[one.start : one.end] != one.text for one in here.values()):
        return False
    spans = [(row["number"], row["start"], row["end"]) for _, row in stored.passages]
    if spans != [(one.number, one.start, one.end) for one in here.values()]:
        return False
    try:
        vectors = live.replica.vectors(view, places)
    except (OSError, ValueError):
        return False
    return not places or bool(np.allclose(vectors, stored.vectors, atol=_NEAR, rtol=0))

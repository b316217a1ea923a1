"""A library embedded anew with another model, while others read it and write to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.encoding.choice import Library as Engine
from store.encoding.embedding import Embedding
from store.index.chroma import Index
from store.index.connection import Place
from store.index.journal import EVERYTHING
from store.replica.live import Live
from store.replica.view import View

from .models import cache as models

_PAGE = 1000  # passages embedded at a time


def reindex(
    library: Place,
    embedding: str,
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    engine: Engine = "auto",
) -> int:
    """Embed every passage of a library anew with another model; returns how many there are.

    The old vectors serve until the new ones are complete, and articles that are added or removed meanwhile are taken
    along. `progress` is told how many passages of how many are done. Raises LibraryNotWritable where another process
    does the same.
    """
    cache = cache or models.default_cache()
    model = Embedding(embedding, cache, engine=engine)
    live = Live(library, embedding, cache, create=False)
    with live.reembedding(), live.busy():
        with live.locked() as index:
            index.start_over(embedding)
        with live.view() as view:
            waiting = [row for _, row in view.ids()]
        for start in range(0, len(waiting), _PAGE):
            with live.locked() as index, live.view() as view:
                _embed_again(index, view, waiting[start : start + _PAGE], model)
            if progress:
                progress(min(start + _PAGE, len(waiting)), len(waiting))
        with live.locked() as index, live.change([EVERYTHING]):
            with live.view() as view:
                now, done = dict(view.ids()), index.new_ids()
                late = [row for row_id, row in now.items() if row_id not in done]
                for start in range(0, len(late), _PAGE):
                    _embed_again(index, view, late[start : start + _PAGE], model)
            index.drop_new(done - now.keys())
            index.switch()
    return len(now)


def _embed_again(index: Index, view: View, rows: list[int], model: Embedding) -> None:
    found = view.identified(rows)
    if found:
        index.embed_again([*found], model.passages([passage.findable for passage in found.values()]))

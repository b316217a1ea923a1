"""The bundled sample articles in a library of their own: no library that is the user's ever holds them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa.opening import opened_library
from qa.settings import Settings
from store.article import article_id
from store.errors import EmbeddingMismatch
from store.library import Library
from store.models.cache import Progress
from store.reading import find
from store.reembedding import reindex

SAMPLE = Path(__file__).parent.parent / "sample"
"""What is bundled: `articles`, and `questions.jsonl` about them."""


def opened(
    settings: Settings,
    fetched: Callable[[Progress], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Library:
    """The library of the sample articles, made if need be, and made anew for another embedding model.

    `fetched` is told how far the embedding model is fetched, `progress` how many articles of how many are done. Raises
    a LibraryError or a ModelError.
    """
    try:
        library = opened_library(settings, settings.sample, progress=fetched)
    except EmbeddingMismatch:
        reindex(settings.sample, settings.embedding, settings.models, progress, settings.engine)
        library = opened_library(settings, settings.sample, progress=fetched)
    if not held_by(library):
        library.add([SAMPLE / "articles"], progress)
        library.remove({article.id for article in library.articles()} - _ids())  # of an installation elsewhere
    return library


def held_by(library: Library) -> bool:
    """Whether a library holds the sample articles and nothing else: earlier versions put them into the user's."""
    ids = _ids()
    return library.count()[0] == len(ids) == len(library.named(ids))


def _ids() -> set[str]:
    return {article_id(str(file.resolve())) for file in find(SAMPLE / "articles")}

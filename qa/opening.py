"""The library that the settings name, opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .settings import Settings

if TYPE_CHECKING:
    from store.index.connection import Place
    from store.library import Library
    from store.models.cache import Progress


def opened_library(
    settings: Settings,
    place: Place | None = None,
    *,
    create: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> Library:
    """The library, or the one at another place; `progress` is told how far its embedding model is fetched.

    Raises a LibraryError.
    """
    from store.library import Library

    return Library(
        settings.place if place is None else place,
        settings.embedding,
        settings.models,
        create=create,
        progress=progress,
        engine=settings.engine,
    )

"""Where an article is: the folders, archives and collections that hold it, or the beginnings of its address."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_address(place: str) -> bool:
    """Whether a place is an address of the web rather than a path."""
    return _ADDRESS.match(place) is not None


def places(source: str) -> Iterator[str]:
    """The source itself and all that holds it: its file, its archive and every folder above it."""
    yield source
    for match in re.finditer(r"[/\\#]", source):
        if place := source[: match.start()]:
            yield place

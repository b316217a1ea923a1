"""What is told of what happens while folders and feeds are watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from store.article import Article
from store.errors import YuanwenError

Kind = Literal["added", "replaced", "moved", "removed", "failed", "waiting", "equal"]
"""What happened: to one article; or a place cannot be followed now ("waiting"); or the library is "equal" to it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One change of the library, or of what is known of a watched place.

    `place` is the source or address of the article, or the folder or feed; `was` the source that an article was moved
    from. `article` is there for what became of one. `error` says why something failed or has to wait; of an article
    that was added from what its feed holds, why its page was not. `count` is how many files or entries are "equal".
    """

    kind: Kind
    place: str
    article: Article | None = None
    was: str | None = None
    error: YuanwenError | None = None
    count: int = 0


Tell = Callable[[Notice], None]
"""Whoever is told of what happens."""


class Told:
    """Passes on why places have to wait: each reason once, until something else is so."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._reasons: dict[str, str] = {}

    def wait(self, place: str, error: YuanwenError) -> None:
        """A place cannot be followed now."""
        reason = f"{type(error).__name__}: {error}" if not _counts(error) else type(error).__name__
        if self._reasons.get(place) != reason:
            self._reasons[place] = reason
            self._tell(Notice("waiting", place, error=error))

    def over(self, place: str) -> bool:
        """A place is followed again; returns whether it had to wait."""
        return self._reasons.pop(place, None) is not None


def _counts(error: YuanwenError) -> bool:
    """Whether an error holds a figure that changes while the reason stays."""
    return "seconds" in error.details

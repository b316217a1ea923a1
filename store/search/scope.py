"""Where and when to look: the scope that a search must not leave, and the periods that it prefers."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from store.text.periods.period import Period
from store.text.scripts import bare

__all__ = ["EVERYTHING", "Period", "Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a search may find; without any limit, all of them.

    `since` and `until` are ISO dates, both included, and compared with the date on which an article came out: an
    article without a whole date is outside of both. `publisher` is the name of one, `within` the path of a folder or
    a collection, or the beginning of an address.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    within: str | None = None

    def admits(self, published: str | None, publisher: str | None, source: str) -> bool:
        """Whether an article of this date, publisher and source is within it.

        Of a publisher the names are compared folded, so that 東莞日報 is 东莞日报.
        """
        day = published if published and len(published) == len("2024-10-30") else None
        if self.since and not (day and day >= self.since):
            return False
        if self.until and not (day and day <= self.until):
            return False
        if self.publisher and bare(self.publisher) != bare(publisher or ""):
            return False
        return not self.within or is_within(source, self.within)

    def narrowed(self, since: str | None, until: str | None) -> Scope:
        """This scope, and within it only what came out between two days."""
        return replace(
            self,
            since=max(filter(None, (self.since, since)), default=None),
            until=min(filter(None, (self.until, until)), default=None),
        )

    def __bool__(self) -> bool:
        """Whether there is any limit."""
        return any((self.since, self.until, self.publisher, self.within))


EVERYTHING = Scope()


def is_within(source: str, place: str) -> bool:
    """Whether a path is that of a folder, of a file with many articles, or lies within it; or an address begins so."""
    if "://" in place:
        return source.startswith(place)
    folder = place.rstrip(os.sep)
    return source == folder or source.startswith((f"{folder}{os.sep}", f"{folder}#"))

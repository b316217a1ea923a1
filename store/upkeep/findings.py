"""What can be wrong with a library: each kind of fault with how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fault = Literal[
    "database",  # SQLite finds its file damaged
    "rows",  # what is known of an article cannot be read
    "texts",  # an article's text is missing or cannot be read
    "records",  # texts and changes of articles that are not there, or no longer so
    "orphans",  # passages of articles that are not there, or no longer so
    "passages",  # passages that are not what their article says there
    "gaps",  # sentences of an article that no passage has
    "vectors",  # vectors that are no unit vectors, or cannot be had
    "stories",  # articles that name a first teller who is not there, or is none
    "failures",  # files set aside for a reason that cannot be read
    "copy",  # what is read and searched does not agree with the database
]
"""Every kind of fault, in the order in which they are told."""

BEYOND_MENDING = frozenset({"database"})
"""What only a backup mends."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, and all that have it: sources of articles or, of `records`, `orphans` and `failures`, ids of rows."""

    fault: Fault
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What an examination of a library found; `mended` is what was found before and is mended now."""

    articles: int
    passages: int
    findings: tuple[Finding, ...]
    mended: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong now."""
        return not self.findings

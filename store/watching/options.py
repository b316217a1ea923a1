"""How folders and feeds are watched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """How places are watched. `kept` is the folder for pages of feeds, `agent` the program's name and version.

    `apart` is the library's own folder, which is left out of a folder that it lies in. `every` is the time between two
    looks at a feed, `settle` that for which a file must not have changed before it is read, `pause` that between two
    requests to a host, all in seconds. With `allow_private`, addresses of this machine and of private networks are
    fetched from. Without `remove_many`, the sudden loss of most files of a folder is told and not followed.
    """

    kept: Path
    agent: str
    apart: Path | None = None
    every: float = 1800.0
    settle: float = 1.0
    pause: float = 1.0
    allow_private: bool = False
    remove_many: bool = False

"""What is remembered of a feed between two looks, in a small JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from .entries import Entry
from .pages import write

KEPT = 5_000
"""Entries that are remembered, the last seen ones: feeds hold tens, and show old ones again now and then."""


@dataclass(slots=True)
class Seen:
    """What was done with an entry: its mark then, its page's validators, and how often its page was not to be had.

    `failures` is 0 for an entry that is settled; `is_own` tells that the text is the feed's own.
    """

    mark: str
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    is_own: bool = False


@dataclass(slots=True)
class Memory:
    """What is remembered of one feed: its validators, when it may be asked again (seconds since 1970), its entries."""

    address: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    entries: dict[str, Seen] = field(default_factory=dict)

    @classmethod
    def load(cls, address: str, folder: Path) -> Memory:
        """What was remembered of a feed; nothing if its file isn't there or makes no sense."""
        try:
            found: dict[str, Any] = json.loads(_file(address, folder).read_text(encoding="utf-8"))
            entries = {key: Seen(**seen) for key, seen in found["entries"].items()}
            return cls(address, found["etag"], found["modified"], float(found["due"]), entries)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(address)

    def save(self, folder: Path) -> None:
        """Remember it. Raises OSError."""
        surplus = len(self.entries) - KEPT
        for key in [*islice(self.entries, max(0, surplus))]:
            del self.entries[key]
        write(_file(self.address, folder), json.dumps(asdict(self), ensure_ascii=False, indent=1).encode())

    def seen(self, entry: Entry) -> Seen | None:
        """What was done with an entry, if it was seen before."""
        return self.entries.get(entry.key)

    def note(self, entry: Entry, seen: Seen) -> None:
        """Something was done with an entry."""
        self.entries.pop(entry.key, None)
        self.entries[entry.key] = seen


def _file(address: str, folder: Path) -> Path:
    return folder / f"{sha256(address.encode()).hexdigest()[:16]}.json"

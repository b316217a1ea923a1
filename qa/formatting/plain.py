"""Plain text for terminals and pages: its width, and what nobody sees in it made visible."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with what nobody sees, or what would move the cursor, by its number: articles are hostile input."""
    return _CONTROL.sub(lambda match: f"⟨{ord(match[0]):X}⟩", text)


def width(text: str) -> int:
    """How many columns `text` takes: two for a Chinese character."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, room: int) -> str:
    """`text` with spaces behind it, up to `room` columns."""
    return text + " " * (room - width(text))

"""Plain text for terminals and pages: what nobody sees in it made visible, and how wide it is."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with what nobody sees, or what would move the cursor, by its number: articles are hostile input."""
    return _CONTROL.sub(lambda match: f"⟨{ord(match[0]):X}⟩", text)


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a Chinese character."""
    return cell_len(text)


def padded(text: str, columns: int) -> str:
    """`text` with spaces behind it, up to so many columns."""
    return text + " " * (columns - cell_len(text))


def shortened(text: str, columns: int) -> str:
    """`text`, made visible, in at most so many columns."""
    shown = visible(text[: columns + 1])
    return shown if cell_len(shown) <= columns else f"{set_cell_size(shown, columns - 1).rstrip()}…"

"""The signs that Word takes from fonts of symbols, where each has the place of a letter."""

from __future__ import annotations

from functools import cache

from store.text.tables import Table

_WORDS = Table(__package__, "symbols")
UNKNOWN = "\ufffd"
"""What stands for a sign that is not known."""


@cache
def _fonts() -> dict[str, dict[str, str]]:
    """The signs of each font, by their places."""
    return {
        "wingdings": _WORDS.mapping("wingdings"),
        "wingdings 2": _WORDS.mapping("wingdings_2"),
        "wingdings 3": _WORDS.mapping("wingdings_3"),
        "symbol": _WORDS.mapping("symbol"),
    }


def symbol(font: str, code: str) -> str:
    """The character that a font shows for a code in hexadecimal digits, such as F0FE in Wingdings: ☑."""
    try:
        place = int(code, 16)
    except ValueError:
        return UNKNOWN
    if found := _fonts().get(font.lower(), {}).get(f"{place & 0xFF:02X}"):
        return found
    if 0x20 <= place < 0xD800 or 0xF900 <= place < 0xFFFE:
        return chr(place)
    return UNKNOWN

"""The signs that Word takes from fonts of symbols, where each has the place of a letter."""

from __future__ import annotations

from store.text.tables import Table

_WORDS = Table(__package__, "symbols")
UNKNOWN = "\ufffd"
"""What stands for a sign that is not known."""


def symbol(font: str, code: str) -> str:
    """The character that a font shows for a code in hexadecimal digits, such as F0FE in Wingdings: ☑."""
    try:
        place = int(code, 16)
    except ValueError:
        return UNKNOWN
    known = _WORDS.mapping("fonts").get(font.lower())
    if known and (found := _WORDS.mapping(known).get(f"{place & 0xFF:02X}")):
        return found
    if 0x20 <= place < 0xD800 or 0xF900 <= place < 0xFFFE:
        return chr(place)
    return UNKNOWN

"""Single characters that are wrong: undecodable, misread, invisible, or of another width than their neighbours."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

from ..edits import Change

MARK = "\ufffd"
"""Stands where something is lost for good."""
ZERO_WIDTH_JOINER = "\u200d"  # holds emoji together

_UNDECODABLE = re.compile("[\ud800-\udfff]+")
_LINE_END = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
# What UTF-8 looks like when read as Latin-1 or Windows-1252: a Latin letter, then signs of the upper half.
_MISREAD = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178\u00c2-\u00f4]+"
)
_NUMBER = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+(?:[.．][0-9０-９]+)*")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def undecodable(text: str) -> list[Change]:
    """Bytes that no encoding explains, which decoding left as lone surrogates: each run becomes a visible mark."""
    return [Change(match.start(), match[0], MARK, "undecodable") for match in _UNDECODABLE.finditer(text)]


def misread(text: str) -> list[Change]:
    """Text that was decoded as something else than it is: ftfy's business, and whole lines of UTF-8 read as GBK."""
    changes = []
    for match in _MISREAD.finditer(text):
        from ftfy import fix_encoding

        if (fixed := fix_encoding(match[0])) != match[0]:
            changes.append(Change(match.start(), match[0], fixed, "mojibake"))
    return changes or _misread_as_gbk(text)


def _misread_as_gbk(text: str) -> list[Change]:
    """Lines whose GBK bytes are UTF-8, of a length that chance does not reach: 鍏充簬 is 关于."""
    changes = []
    for match in re.finditer(r"[^\x00-\x7f]{6,}", text):
        try:
            fixed = match[0].encode("gb18030").decode()
        except UnicodeError:
            continue
        changes.append(Change(match.start(), match[0], fixed, "mojibake"))
    return changes


def unseen(text: str) -> list[Change]:
    """Characters that nobody sees, and one kind of line end."""
    invisible = [Change(match.start(), match[0], "", "invisible") for match in _invisible().finditer(text)]
    ends = [Change(match.start(), match[0], "\n", "line end") for match in _LINE_END.finditer(text)]
    return sorted(invisible + ends) if ends else invisible


@cache
def _invisible() -> re.Pattern[str]:
    """Format and control characters but for tabs, line ends, and what holds emoji together."""
    kept = {"\t", "\n", "\v", "\f", "\r", "\u0085", ZERO_WIDTH_JOINER}
    found = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cf", "Cc"}]
    return re.compile(f"[{re.escape(''.join(character for character in found if character not in kept))}]+")


def widths(text: str) -> list[Change]:
    """Numbers and names written half in full-width characters: 2０23 is 2023. Those of one width stay."""
    changes = []
    for match in _NUMBER.finditer(text) if not text.isascii() else ():
        half = match[0].translate(_HALF_WIDTH)
        if half != match[0] and any(character.isascii() for character in match[0]):
            changes.append(Change(match.start(), match[0], half, "width"))
    return changes

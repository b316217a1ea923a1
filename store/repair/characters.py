"""Single characters that are wrong: undecodable, misread, invisible, or of another width than their neighbours."""

from __future__ import annotations

import re
import sys
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Iterator
from functools import cache

from store.text.edits import Change

MARK = "\ufffd"
"""Stands where something is lost for good."""

_UNDECODABLE = re.compile("[\ud800-\udfff]+")
_LINE_END = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
# What UTF-8 looks like when read as Latin-1 or Windows-1252: a Latin letter, then signs of the upper half.
_AS_LATIN = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178\u00c2-\u00f4]+"
)
# Letters with quotation marks behind them are not yet mojibake: Beyoncé”“.
_NOT_LATIN = re.compile("[^\u00c0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]")
_AS_GBK = re.compile(r"[^\x00-\x7f\ufffd](?:[?\ufffd]?[^\x00-\x7f\ufffd]){5,}[?\ufffd]?")
_AND_LOST = re.compile("([^?\ufffd]+)([?\ufffd]?)")
_NUMBER = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+(?:[.．][0-9０-９]+)*")
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def undecodable(text: str) -> list[Change]:
    """Bytes that no encoding explains, which decoding left as lone surrogates: each run becomes a visible mark."""
    return [Change(match.start(), match[0], MARK, "undecodable") for match in _UNDECODABLE.finditer(text)]


def misread_as_latin(text: str) -> list[Change]:
    """UTF-8 that was decoded as Latin-1 or Windows-1252, which is ftfy's business: å›½ is 国."""
    changes = []
    for match in _AS_LATIN.finditer(text):
        from ftfy import fix_encoding

        if _NOT_LATIN.search(match[0]) and (fixed := fix_encoding(match[0])) != match[0]:
            changes.append(Change(match.start(), match[0], fixed, "mojibake"))
    return changes


def misread_as_gbk(text: str) -> list[Change]:
    """UTF-8 that was decoded as GBK, of a length that chance does not reach: 鍏充簬寮€灞 is 关于开展."""
    changes = []
    for match in _AS_GBK.finditer(text):
        if not _begins_utf8(match[0][0]):
            continue
        try:
            fixed = "".join(_from_gbk(match[0]))
        except UnicodeError:
            continue
        if fixed != match[0]:
            changes.append(Change(match.start(), match[0], fixed, "mojibake"))
    return changes


@cache
def _begins_utf8(character: str) -> bool:
    """Whether the bytes of a character in GBK can begin UTF-8: most can't, and need not be looked at further."""
    content = character.encode("gb18030", "ignore")
    return content[:1] >= b"\xc2" and b"\x80" <= content[1:2] <= b"\xbf"


def _from_gbk(text: str) -> Iterator[str]:
    """The text whose UTF-8 reads like this as GBK. Raises UnicodeError when there is none.

    A byte without a partner was shown as ? or as a mark, and what it belonged to is lost. The byte 80 was shown as €.
    """
    for piece, lost in _AND_LOST.findall(text):
        decoder = getincrementaldecoder("utf-8")()
        yield decoder.decode(b"\x80".join(part.encode("gb18030") for part in piece.split("€")), not lost)
        yield MARK if decoder.getstate()[0] else lost


def unseen(text: str) -> list[Change]:
    """Characters that nobody sees, and one kind of line end."""
    invisible = [Change(match.start(), match[0], "", "invisible") for match in _invisible().finditer(text)]
    ends = [Change(match.start(), match[0], "\n", "line end") for match in _LINE_END.finditer(text)]
    return sorted(invisible + ends) if ends else invisible


@cache
def _invisible() -> re.Pattern[str]:
    """Format and control characters but for tabs, line ends, what holds emoji together, and tags behind a black flag.

    The zero-width joiner is also found where it joins no emoji.
    """
    seen = {"\t", "\n", "\v", "\f", "\r", "\u0085", "\u200d"}
    codes = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cf", "Cc"}]
    hidden = re.escape("".join(chr(code) for code in codes if chr(code) not in seen and not 0xE0000 <= code < 0xE0080))
    tags = "(?<![\U0001f3f4\U000e0000-\U000e007f])[\U000e0000-\U000e007f]+"
    return re.compile(f"(?:[{hidden}]|(?<![{_EMOJI}])\u200d|{tags})+")


def widths(text: str) -> list[Change]:
    """Numbers and names written half in full-width characters: 2０23 is 2023. Those of one width stay."""
    changes = []
    for match in _NUMBER.finditer(text) if not text.isascii() else ():
        half = match[0].translate(_HALF_WIDTH)
        if half != match[0] and any(character.isascii() for character in match[0]):
            changes.append(Change(match.start(), match[0], half, "width"))
    return changes

"""Characters that look like those people type, and are others: ⼀ for 一, ⺠ for 民. One stands for one."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from store.text.tables import Table

_LOOK_ALIKES = Table(__package__, "look_alikes")

_LIKE_HAN = (
    (0x2E80, 0x2EF3),  # CJK radicals supplement
    (0x2F00, 0x2FD5),  # Kangxi radicals
    (0x3038, 0x303A),  # 十, 卄 and 卅 among the Hangzhou numerals
    (0x3192, 0x319F),  # marks of kanbun: small 一, 二, 上
    (0xF900, 0xFAD9),  # CJK compatibility ideographs
    (0x2F800, 0x2FA1D),  # their supplement
)
_NEAR = re.compile("[\u2e80-\u2fd5\u3038-\u303a\u3192-\u31e5\uf900-\ufad9\U0001d400-\U0001d7ff\U0002f800-\U0002fa1d]")
_LIKE_LATIN = ((0x1D400, 0x1D7FF),)  # letters and digits for formulas: bold, double-struck, without serifs


@cache
def like_han() -> dict[str, str]:
    """The Han character that people type for each that looks like it, without radicals that are only parts."""
    return _forms(_LIKE_HAN) | _LOOK_ALIKES.mapping("characters")


@cache
def like_latin() -> dict[str, str]:
    """The letter or digit that people type for each that is meant for formulas."""
    return _forms(_LIKE_LATIN)


def _forms(ranges: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """What Unicode says of the characters in some ranges, where that is one character."""
    pairs = ((chr(code), normalize("NFKC", chr(code))) for first, last in ranges for code in range(first, last + 1))
    return {character: form for character, form in pairs if form != character and len(form) == 1}


def has_look_alikes(text: str) -> bool:
    """Whether `text` can hold such characters: the blocks that they are in are seldom used for anything else."""
    return _NEAR.search(text) is not None


def typed(text: str) -> str:
    """`text` with every such character as people type it, for search; of the same length."""
    return text.translate(_typed()) if has_look_alikes(text) else text


@cache
def _typed() -> dict[int, str]:
    return str.maketrans(like_han() | like_latin() | _LOOK_ALIKES.mapping("parts"))

"""Texts in Simplified and in Traditional, character for character, by phrase; and one folded form to compare by."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from store.text.tables import Table

from .look_alikes import typed

if TYPE_CHECKING:
    from opencc import OpenCC

_WORDS = Table(__package__, "scripts")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


# 著 is two characters in Simplified: it stays in words for writing and for standing out, and is 着 elsewhere. OpenCC's
# t2s and hk2s leave them all, and its tw2s makes 显着 of a 显著 that is Simplified already. On 26,458 of them in news
# articles, all written 著, these words are wrong for 37, tw2s behind s2t for 311, and t2s for 24,369.
_ZHU_STAYS = re.compile(_WORDS.either("zhu_stays"))
_TAIWANESE = str.maketrans(_WORDS.mapping("taiwanese"))
_ONE_OF_TWO = str.maketrans(_WORDS.mapping("one_of_two"))
_FOLDED = _TAIWANESE | _ONE_OF_TWO | _FULL_WIDTH | {ord("İ"): "i"}  # whose lower case is two characters


@cache
def _converter(config: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(config)


def _convert(text: str, config: str) -> str:
    # OpenCC ends at a null character, and refuses half a surrogate pair.
    convert = _converter(config).convert
    return re.sub(r"[^\0\ud800-\udfff]+", lambda match: str(convert(match[0])), text)


def simplified(text: str) -> str:
    """`text`, of either script, in Simplified, character for character (OpenCC hk2s: phrases first, then characters).

    No word gives way to another region's.
    """
    converted = _convert(text, "hk2s").translate(_TAIWANESE)
    if "著" not in converted:
        return converted
    stays = {match.start() for match in _ZHU_STAYS.finditer(converted)}
    return re.sub("著", lambda match: "著" if match.start() in stays else "着", converted)


def traditional(text: str) -> str:
    """Simplified `text` in Traditional, character for character (OpenCC s2t: phrases first, so 着力 stays 着力)."""
    return _convert(text, "s2t")


def fold(text: str) -> str:
    """`text` as search and comparison see it, character for character: Simplified, lower case, half-width.

    Characters that the scripts, or bad conversions, tell apart differently are one: 著 is 着, 乾 is 干. So are those
    that only look alike.
    """
    return _convert(typed(text), "hk2s").translate(_FOLDED).lower()


def bare(text: str) -> str:
    """`fold(text)` without white space and punctuation, to find one string in another; 13.9% stays apart from 139."""
    kept = re.sub(r"(?<=\d)\.(?=\d)", "点", fold(text))
    return "".join(character for character in kept if character.isalnum() or character == "%")

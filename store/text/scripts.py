"""Scripts: one folded form to compare texts in, and the same words in Simplified or Traditional.

Also characters that look like those people type, and are others: ⼀ for 一, ⺠ for 民. One stands for one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from .tables import Table

if TYPE_CHECKING:
    from opencc import OpenCC

Script = Literal["hans", "hant"]

Display = Literal["original", "simplified", "traditional"]
"""What a reader sees: the script that a text came in, or the same one for all."""

_WORDS = Table(__package__, "scripts")
_LOOK_ALIKES = Table(__package__, "look_alikes")

_HAN = re.compile(r"[\u3400-\u9fff]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

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

# 著 is two characters in Simplified: it stays in words for writing and for standing out, and is 着 elsewhere. OpenCC's
# t2s and hk2s leave them all, and its tw2s makes 显着 of a 显著 that is Simplified already. On 26,458 of them in news
# articles, all written 著, these words are wrong for 37, tw2s behind s2t for 311, and t2s for 24,369.
_ZHU_STAYS = re.compile(_WORDS.either("zhu_stays"))
_TAIWANESE = str.maketrans(_WORDS.mapping("taiwanese"))
_IN_USE = str.maketrans(_WORDS.mapping("in_use"))
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


def in_script(text: str, script: Script) -> str:
    """`text`, of either script, in the named one, character for character.

    Traditional text takes the way through Simplified: a mirror that converted character by character wrote 著力 and
    關系 where the phrases say 着力 and 關係.
    """
    return traditional(simplified(text)).translate(_IN_USE) if script == "hant" else simplified(text)


def displayed(text: str, display: Display) -> str:
    """`text` as a reader wants to see it, character for character."""
    return text if display == "original" else in_script(text, "hant" if display == "traditional" else "hans")


def script_of(text: str) -> Script:
    """The script `text` is written in; Simplified when nothing in it tells."""
    as_simplified, as_traditional = _convert(text, "t2s"), _convert(text, "s2t")
    traditional_marks = sum(a != b for a, b in zip(text, as_simplified, strict=False))
    simplified_marks = sum(a != b for a, b in zip(text, as_traditional, strict=False))
    return "hant" if traditional_marks > simplified_marks else "hans"


def is_chinese(text: str) -> bool:
    """Whether `text` is Chinese rather than English: a tenth of its letters or more are Han characters."""
    han = len(_HAN.findall(text))
    letters = sum(character.isalpha() for character in text)
    return letters == 0 or han / letters >= 0.1


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

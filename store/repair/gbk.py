"""GBK as bytes: which pair is which character, and which characters share a first byte and a reading."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from store.text.scripts import in_script, simplified

_LETTERS = str.maketrans({"ɑ": "a", "ɡ": "g"})  # GBK has both; some converters write pinyin with them


@cache
def pair(character: str) -> bytes:
    """The two bytes of a character in GBK; empty when it has none, or only one byte."""
    try:
        content = character.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return content if len(content) == 2 else b""


@cache
def character(lead: int, trail: int) -> str:
    """The character of two bytes in GBK, or an empty string."""
    try:
        found = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return found if len(found) == 1 else ""


@lru_cache(maxsize=100_000)
def is_reading(character: str, pinyin: str) -> bool:
    """Whether `pinyin`, with or without its tone, is a reading of a character, or of its Simplified form."""
    pinyin = pinyin.translate(_LETTERS)
    return pinyin in _readings(character) or pinyin in _readings(as_simplified(character))


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin.constants import PINYIN_DICT

    toned = {reading for reading in str(PINYIN_DICT.get(ord(character), "")).split(",") if reading}
    return frozenset(toned | {_toneless(reading) for reading in toned})


def _toneless(reading: str) -> str:
    bare = "".join("ü" if letter in "üǖǘǚǜ" else unicodedata.normalize("NFD", letter)[0] for letter in reading)
    return unicodedata.normalize("NFC", bare)


@cache
def as_simplified(character: str) -> str:
    """The Simplified form of one character."""
    return simplified(character)


@cache
def is_converted(character: str) -> bool:
    """Whether a conversion made this character: it is a Traditional form."""
    return as_simplified(character) != character


@cache
def is_unconverted(character: str) -> bool:
    """Whether a conversion would have changed this character: it is a Simplified form."""
    return in_script(character, "hant") != character


@cache
def by_lead() -> Mapping[tuple[int, str], tuple[str, ...]]:
    """The Traditional characters with a certain first byte and reading: nearly always a single one."""
    groups: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            found = character(lead, trail)
            if found and is_converted(found):
                for reading in _readings(found) | _readings(as_simplified(found)):
                    groups[lead, reading].append(found)
    return {key: tuple(group) for key, group in groups.items()}

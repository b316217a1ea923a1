"""Which script a text is written in, by the characters that only one of the two has."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from store.text.tables import Table

from .conversion import simplified, traditional

Script = Literal["hans", "hant"]

_WORDS = Table(__package__, "scripts")
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_chinese(text: str) -> bool:
    """Whether `text` is Chinese rather than English: a tenth of its letters or more are Han characters."""
    han = len(_HAN.findall(text))
    letters = sum(character.isalpha() for character in text)
    return letters == 0 or han / letters >= 0.1


@cache
def marks(script: Script) -> frozenset[str]:
    """The characters that texts in one script have and texts in the other have not: 東 and 东, but not 后."""
    convert = simplified if script == "hant" else traditional
    both = _WORDS.characters("also_simplified") if script == "hant" else _WORDS.characters("also_traditional")
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = convert("\n".join(characters)).split("\n")  # apart, so that no two of them are a phrase
    changed = {one for one, other in zip(characters, converted, strict=True) if one != other}
    return frozenset(changed.difference(both))


def count(text: str, script: Script) -> int:
    """How many characters of a text only one script has."""
    return sum(map(marks(script).__contains__, text))


def script_of(text: str) -> Script:
    """The script `text` is written in; Simplified when nothing in it tells."""
    return "hant" if count(text, "hant") > count(text, "hans") else "hans"

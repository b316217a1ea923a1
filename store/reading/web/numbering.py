"""The numbers that browsers write before the items of ordered lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v"}
_ROMAN |= {4: "iv", 1: "i"}
_HIGHEST = 3999
"""The highest number that Roman numerals can say."""
_NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_CHINESE = re.compile(r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|simp-chinese|trad-chinese)", re.IGNORECASE)


@dataclass(slots=True)
class Counter:
    """Counts the items of one list; a list without numbers has the style ""."""

    style: str
    at: int
    step: int

    def next(self, item: HtmlElement) -> str:
        """What stands before the next item: 3、"""
        self.at = _whole(item.get("value"), self.at)
        number, self.at = self.at, self.at + self.step
        return f"{_said(number, self.style)}、" if self.style else ""


def counter_of(items: HtmlElement) -> Counter:
    """The counter of an <ol> or <ul>."""
    style = items.get("style") or ""
    if items.tag != "ol" or _NO_NUMBERS.search(style):
        return Counter("", 1, 1)
    if items.get("reversed") is not None:
        return Counter(items.get("type") or "1", _whole(items.get("start"), len(items.findall("li"))), -1)
    return Counter("一" if _CHINESE.search(style) else items.get("type") or "1", _whole(items.get("start"), 1), 1)


def _whole(value: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,9})\s*", value or "", re.ASCII)
    return int(found[1]) if found else otherwise


def _said(number: int, style: str) -> str:
    """A number in the style of a list: a, A, i, I, 一, or else digits."""
    if number > 0 and style in {"a", "A"}:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(style) + letter) + letters
        return letters
    if 0 < number <= _HIGHEST and style in {"i", "I"}:
        roman = ""
        for value, letters in _ROMAN.items():
            roman += letters * (number // value)
            number %= value
        return roman if style == "i" else roman.upper()
    if 0 < number < 100 and style == "一":
        tens, ones = divmod(number, 10)
        digits = " 一二三四五六七八九"
        return (digits[tens].replace("一", "") + "十" if tens else "") + digits[ones].strip()
    return str(number)

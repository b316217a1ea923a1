"""What stands right before a number and belongs to it: 第, no., a minus, 几, a currency, 约."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from . import numerals, units
from .numerals import Bound
from .tables import Table

_WORDS = Table(__package__, "numerals")

_BEFORE_HYPHEN = frozenset("为是达约至到在降跌率度温润额损")
"""Characters after which a hyphen before a number is a minus even where the number measures nothing."""
_NO_LOSS = frozenset("0123456789胜平正担背抱肩欺辜自")
"""Characters after which 负 says nothing of the number that follows: 胜负."""


ENGLISH = "no."
"""What 第 is in English."""


class Lead(NamedTuple):
    """What is said before a number; `start` is where the amount begins with it."""

    start: int
    ordinal: bool = False
    negative: bool = False
    unit: str = ""
    bound: Bound = "exact"


def lead(text: str, start: int, closed: int, *, measured: bool, power: bool) -> Lead:
    """What stands before the number at `start` of a folded text.

    `closed` is where a date or an amount before it ends: a hyphen there joins the two. `measured` is whether the
    number has a unit of measure or a scale, `power` whether it begins with a power of ten in words.
    """
    end = start - 1 if text[start - 1 : start] == " " else start
    before = text[end - 1 : end]
    if before == "第":
        return Lead(end - 1, ordinal=True)
    if text[end - len(ENGLISH) : end] == ENGLISH:
        return Lead(end - len(ENGLISH), ordinal=True)
    if power and (before == "几" or (before == "数" and text[end - 2 : end - 1] not in _tables().not_several)):
        return Lead(end - 1, bound="several")
    begin, unit = _currency(text, end)
    length = _minus(text, begin, closed, measured=measured)
    begin -= length
    at = begin if length or unit else end
    return Lead(begin if length or unit else start, negative=length > 0, unit=unit, bound=_bound(text, at, power=power))


def _currency(text: str, end: int) -> tuple[int, str]:
    """Where the sign of a currency begins that ends at `end`, and the currency."""
    signs = units.currencies()
    if text[end - 1 : end] in signs:
        return (end - 3, signs[longer]) if (longer := text[end - 3 : end]) in signs else (end - 1, signs[text[end - 1]])
    return end, ""


def _minus(text: str, end: int, closed: int, *, measured: bool) -> int:
    """How long the minus is that ends at `end`: 0 in 3-5, 8月1日-5日, F-35, 歼-20 and 胜负."""
    sign, before = text[end - 1 : end], text[end - 2 : end - 1]
    if sign in ("-", "−"):
        is_minus = not before.isalnum() or before in _BEFORE_HYPHEN or (measured and not before.isascii())
        return int(is_minus and end - 1 != closed)
    if sign == "负":
        return int(before not in _NO_LOSS)
    return 2 if sign == "下" and before == "零" else 0


def _bound(text: str, end: int, *, power: bool) -> Bound:
    """How the words that end at `end` mean the number after them."""
    tables = _tables()
    bounds = tables.before_power if power else tables.before
    if text[end - 1 : end] == " ":
        end -= 1
    for length in range(min(tables.longest, end), 0, -1):
        if bound := bounds.get(text[end - length : end]):
            return "exact" if text[end - length - 1 : end - length] in tables.not_bound else bound
    return "exact"


class _Tables(NamedTuple):
    before: dict[str, Bound]
    before_power: dict[str, Bound]
    longest: int
    not_several: frozenset[str]
    not_bound: frozenset[str]


@cache
def _tables() -> _Tables:
    before, before_power = numerals.bounds_before(), numerals.bounds_before_powers()
    longest = max(map(len, (*before, *before_power)))
    return _Tables(
        before,
        before_power,
        longest,
        frozenset(_WORDS.characters("not_several")),
        frozenset(_WORDS.characters("not_bound")),
    )


@cache
def last_characters() -> frozenset[str]:
    """The characters that what `lead` finds ends in."""
    words = (*_tables().before, *_tables().before_power, *units.currencies())
    return frozenset({word[-1] for word in words} | set("第几数负下-−. "))

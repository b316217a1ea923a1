"""The regular expression of amounts, made of the tables of numerals and units."""

from __future__ import annotations

import re
from functools import cache

from . import numerals, units
from .tables import Table, any_of, either

_WORDS = Table(__package__, "numerals")

SCALE = r"(?:[十百千]?(?:万亿|[万亿])|[百千](?![a-z瓦米克分帕焦卡伏赫]))"
"""What digits are multiplied with; not the beginning of a unit, as in 5千克."""
DIGITS = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
_SPACE = r"[ \u00a0\u2009\u202f]"
SPACED = (
    rf"(?<![a-z\d]{_SPACE})[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}}){{1,4}}"
    rf"(?!{_SPACE}?\d|\.)(?=\s?(?:{SCALE}|[\u3400-\u9fff%]))"
)
"""Digits in groups of three with spaces between them, before a unit: 1 736 家."""


@cache
def pattern() -> re.Pattern[str]:
    """Matches an amount, or a word that only looks like one (the first group), in a folded text.

    The groups, as `numbers.Said` has them: look_alike; first, what follows 首; of, 百分之; the number as digits, words
    or roman; more, 多 before the scale; scale; tail, 5000万 of 3亿5000万; half, of 两个半小时; unit; rest, 半 of 三年半
    and 五 of 三成五; after, 左右.
    """
    unit = units.pattern()
    halved = "|".join(f"(?<={name})" for name in _WORDS.words("halved"))
    begin = "".join({word[0] for word in _look_alikes()})
    return re.compile(
        rf"(?=[\d首{begin}{_characters()}])(?:(?P<look_alike>(?<!第){any_of(_look_alikes())})"
        rf"|首(?P<first>[次家批届个位])"
        rf"|(?P<of>(?:{han()}|\d+)分之\s?)?"
        rf"(?:(?P<digits>{SPACED}|{DIGITS})|(?P<words>{_not_behind()}{han()}|{_formal()})|(?P<roman>{_roman()}))"
        rf"(?:\s?(?P<more>[多余几]|来(?=\s?(?:{SCALE}|{unit}))))?"
        rf"(?:\s?(?P<scale>{SCALE})(?P<tail>\d{{1,4}}(?:\.\d+)?[百千]?[万千百]|\d(?![\d.,年月日号]))?(?P<more_>[多余])?)?"
        rf"(?:(?:个(?P<half>半)(?=小时|月|钟头))?\s?(?P<unit>{unit})"
        rf"(?P<rest>(?:{halved})半(?![年数载身山空价径])|(?<=成)[{numerals.NUMERALS}])?)?"
        rf"(?P<after>{either(numerals.bounds_after())}|(?<=[{_WORDS.characters('exceeded')}])多(?![数少样元次种个家名位]))?)"
    )


def _characters() -> str:
    """The characters that numerals in words begin with, for a class of them."""
    return "".join((*numerals.digits(), *numerals.powers(), *_WORDS.numbers("tens")))


@cache
def han() -> str:
    """A regular expression of numbers in words. After a digit, 两 is a weight."""
    digits, powers, tens = map("".join, (_WORDS.numbers("digits"), _WORDS.numbers("powers"), _WORDS.numbers("tens")))
    plain = digits.replace("两", "")
    few = "一两(?=[个天年次场名人位种家句步条件套杯根周分月项])"
    more = f"(?:[{plain}{powers}{tens}]|(?<=[{powers}])两)*"
    return f"(?:{few}|[{digits}{powers}{tens}]){more}(?:点[{plain}]+(?![十分刻]))?"


def _formal() -> str:
    """Formal figures, at least two, of which one is no common character by itself: 陆 is in 大陆, 佰 is not."""
    figures = "".join(_WORDS.mapping("formal"))
    rare = figures.translate(dict.fromkeys(map(ord, "参伍陆拾")))
    return f"(?=[{figures}零万亿]*(?:[{rare}]|[伍陆参]拾))[{figures}][{figures}零万亿]+"


def _roman() -> str:
    """Roman numerals: a character of their own after 第 or before 期 and the like, letters before 期, 级, 类."""
    letters = [numeral for numeral in _WORDS.numbers("roman") if numeral.isascii() and numeral != "v"]
    return f"(?:(?<=第)[ⅰ-ⅻ]|(?<![a-z0-9])(?:[ⅰ-ⅻ](?=[期级类型])|{either(letters)}(?=[期级类])))"


def _not_behind() -> str:
    return "".join(f"(?<!{before})" for before in _WORDS.words("not_behind"))


@cache
def _look_alikes() -> dict[str, str]:
    """By word, a regular expression of it, with what must and must not stand around it."""
    found = {}
    for expressions in _WORDS.lists("look_alikes").values():
        found.update({expression.partition("(")[0]: expression for expression in expressions})
    return found

"""Amounts in a text: a number, what it counts, and how exactly it is meant.

Why no library: of those that read Chinese numbers none gives offsets, units and bounds, or is right often enough.
cn2an 0.5 and chinese2digits 6 give values alone, and read 三明 and 四川 as numbers but 廿五, 卅 or 负5 not rightly.
recognizers-text (an alpha of 2019) gives offsets, at 6,000 to 115,000 characters a second; it does not import with
emoji 2, and takes 3726.3亿 for March 3726. jionlp is right about money, but brings 150 MB of jiojio and numpy, and
takes 10-20人 for October 20. This reads 4 million characters a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from . import numerals, units
from .amount import Amount
from .found import Found
from .lead import ENGLISH, Lead, last_characters, lead
from .numerals import NUMERALS, Bound, number, powers
from .pattern import DIGITS, SCALE, SPACED, han, pattern
from .scripts import fold
from .tables import Table

_WORDS = Table(__package__, "numerals")

_JOINER = re.compile(r"\s?[-–—~至到]{1,2}\s?")
_JOINING = frozenset("-–—~至到 ")
_LEADING = _JOINING | {"第"}
_LARGE = frozenset("万亿")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_WITHOUT_SEPARATORS = dict.fromkeys(map(ord, ", \u00a0\u2009\u202f"))
_DIGIT = f"零〇{NUMERALS}"
_PAIR = re.compile(f"(?<![{_DIGIT}])(?:一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|三五)(?![{_DIGIT}])")


class Said(NamedTuple):
    """What the groups of the pattern hold, in their order."""

    look_alike: str | None
    first: str | None
    of: str | None
    digits: str | None
    words: str | None
    roman: str | None
    more: str | None
    scale: str | None
    tail: str | None
    more_: str | None
    half: str | None
    unit: str | None
    rest: str | None
    after: str | None


Read = tuple[Found[Amount], bool]
"""An amount, and whether it counts by itself: 三 does so only as an end of 三至五天."""


def amounts(text: str, taken: Iterable[tuple[int, int]] = (), *, ones: bool = False) -> list[Found[Amount]]:
    """The amounts of a folded text, in order, without those that overlap a span (start, end) of `taken`: its dates.

    A number in words counts only with a unit, for it mostly is a part of another word, and 一家 only with `ones`: it
    says little. Of 3至5天 both are amounts of days.
    """
    found: list[Read] = []
    for read in _reads(text, sorted(taken), ones=ones):
        if found and text[read[0].start - 1] in _JOINING and (ends := _range(text, found[-1][0], read[0])):
            found[-1:] = [(end, True) for end in ends]
        else:
            found.append(read)
    return [one for one, sure in found if sure]


def _reads(text: str, taken: list[tuple[int, int]], *, ones: bool) -> Iterator[Read]:
    """The amounts, and the numbers that may be the end of a range."""
    spans = iter([*taken, (len(text) + 1, len(text) + 1)])
    (start, end), closed = next(spans), -1
    for match in pattern().finditer(text):
        begin, finish = match.span()
        while end <= begin:
            closed = end
            start, end = next(spans)
        said = Said._make(match.groups())
        if said.look_alike or finish > start or (said.words and _is_idle(text, begin, finish, said)):
            continue
        finish -= len(said.after or "")
        if said.first:
            yield Found(begin, finish, Amount(1.0, said.first, ordinal=True, said=1.0)), True
        elif said.words and len(said.words) > 1 and (pair := _PAIR.search(said.words)):
            yield from _both(text, (begin, finish), said, (match.start("words"), pair))
        elif (read := _read(text, (begin, finish), said, closed, ones=ones)) is not None:
            yield read
        closed = finish


def _both(text: str, span: tuple[int, int], said: Said, pair: tuple[int, re.Match[str]]) -> Iterator[Read]:
    """The two amounts of words that give two numbers: 七八百人 are 700 to 800, 十七八岁 17 to 18."""
    words, at = pair[1].string, pair[1].start()
    middle = pair[0] + at + 1
    low, high = words[: at + 1] + words[at + 2 :], words[:at] + words[at + 1 :]
    ends: tuple[tuple[str, Bound, int, int], ...] = ((low, "from", span[0], middle), (high, "to", middle, span[1]))
    for one, bound, *part in ends:
        if read := _read(text, (part[0], part[1]), said._replace(words=one), -1, ones=True):
            yield read[0]._replace(value=replace(read[0].value, bound=bound)), read[1]


def _read(text: str, span: tuple[int, int], said: Said, closed: int, *, ones: bool) -> Read | None:
    """The amount of a span; None for what is none, as the number in MIX2, and can be no end of a range."""
    start, end = span
    before, numeral = text[start - 1 : start], said.words or said.roman or ""
    is_decimal = before == "." and not text.endswith(ENGLISH, 0, start)
    if said.digits and (is_decimal or ("a" <= before <= "z" and not said.scale and said.unit != "%")):
        return None
    joins = text[end : end + 1] in _JOINING or before in _JOINING
    value, spoken, unit = _value(said)
    leading = Lead(start)
    if before in last_characters():
        measured = bool(said.scale) or units.is_measure(unit)
        leading = lead(text, start, closed, measured=measured, power=numeral[:1] in powers())
        leading = leading if leading.start >= closed else Lead(start)
    if leading.negative:
        value, spoken = -value, -spoken
    bound = leading.bound if leading.bound != "exact" else _bound(said)
    sure = bool(said.digits or leading.ordinal or said.of or said.roman)
    if not sure:
        says_more = value not in (0, 1) or bool(ones and unit and value)
        sure = says_more and _is_number(numeral, unit, said.scale, bound)
    if not (sure or joins):
        return None
    return Found(leading.start, end, Amount(value, unit or leading.unit, leading.ordinal, spoken, bound)), sure


def _is_idle(text: str, start: int, end: int, said: Said) -> bool:
    """Whether words are one character that counts nothing and joins nothing: most are a part of another word."""
    alone = end - start == 1 and not (said.unit or said.scale) and said.words not in _LARGE
    return alone and text[end : end + 1] not in _JOINING and text[start - 1 : start] not in _LEADING


def _is_number(words: str, unit: str, scale: str | None, bound: Bound) -> bool:
    """Whether words of a number are one: with a unit, or long enough; 万元 is none without 近."""
    if words in _LARGE:
        return bound != "exact"
    if unit or scale:
        return True
    if words[0] in powers() and words[-1] in _LARGE and words != "千万":
        return True
    large = [character for character in words[1:] if powers().get(character, 0) >= 100]
    return bool(large) and (words[0] not in powers() or bound != "exact") and (len(words) > 2 or large[0] in "万亿")


def _value(said: Said) -> tuple[float, float, str]:
    """The value of an amount without its sign, the number as it is said, and the unit."""
    numeral, unit, scale = said.digits or said.words or said.roman or "", said.unit or "", said.scale or ""
    if said.digits:
        numeral = numeral if numeral.isdecimal() else numeral.translate(_WITHOUT_SEPARATORS)
        value = spoken = number(f"{numeral}{scale}{said.tail}") if said.tail else float(numeral)
    else:
        value, spoken = number(numeral), number(numeral.rstrip("万亿") or numeral)
    if scale and not said.tail:
        for character in scale:
            value *= powers()[character]
    if said.of:
        share = said.of.strip()
        if share in _SHARES:
            return value, spoken, _SHARES[share]
        return 100 * value / (number(share.removesuffix("分之")) or 1), spoken, "%"
    if said.half or said.rest == "半":
        return value + 0.5, spoken + 0.5, unit
    if unit == "成":
        return 10 * value + (number(said.rest) if said.rest else 0), spoken, "%"
    return value, spoken, unit


def _bound(said: Said) -> Bound:
    """How words within or after an amount mean it."""
    if said.after:
        return "over" if said.after == "多" else numerals.bounds_after()[said.after]
    more = said.more or said.more_
    return "exact" if not more else "about" if more == "来" else "over"


def _range(text: str, first: Found[Amount], second: Found[Amount]) -> tuple[Found[Amount], Found[Amount]] | None:
    """Both ends of a range, with the unit and the scale that only one end has; None for what is no range."""
    low, high = first.value, second.value
    if not _JOINER.fullmatch(text, first.end, second.start):
        return None
    share = low.unit if low.unit in _SHARES.values() else ""
    unit = high.unit or share
    if not (unit or (high.value != high.said and not low.unit)) or not units.alike(low.unit, unit):
        return None
    is_scaled_alike = not low.unit and high.value != high.said and low.value == low.said and 0 < low.said < high.said
    value = low.value * high.value / high.said if is_scaled_alike else low.value
    low = replace(low, value=value, unit=low.unit or unit, bound="from")
    high = replace(high, unit=unit, ordinal=low.ordinal or high.ordinal, bound="to")
    return first._replace(value=low), second._replace(value=high)


_SCALED = re.compile(
    rf"({SPACED}|{DIGITS})\s*(?:({SCALE})(\d{{1,4}}(?:\.\d+)?[百千]?[万千百])?|(thousand|[mbt]r?illion)?)"
)


def quantities(text: str) -> set[float]:
    """The numbers that a text writes in digits, as values: 4.8万亿 is 4.8e12, 1,736 is 1736, 1.5 billion is 1.5e9."""
    found = set()
    for digits, scale, tail, english in _SCALED.findall(fold(text)):
        said = digits.translate(_WITHOUT_SEPARATORS)
        found.add(number(f"{said}{scale}{tail}") * (_WORDS.numbers("english")[english] if english else 1))
    return found


def counted(text: str) -> set[float]:
    """The numbers that a text writes in words, whatever they count, also where they are a part of a word."""
    return {number(match[0]) for match in re.finditer(han(), fold(text))}

"""What a sentence states that can be compared word for word: amounts, dates, names, quotations, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from store.text.scripts import fold, simplified

from .names import SURNAMES, Word, person_at, tagged

Kind = Literal["amount", "date", "name", "quoted", "document"]

OFFICE = 4
"""Words after a person among which is the office that is meant."""
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES: dict[str, float] = {**_TENS, "万": 1e4, "亿": 1e8}
_SPELLED = "".join((*_DIGITS, *_TENS))
_UNIT = (
    r"[%‰]|个?百分点|℃|°c?|[a-z]+(?:/[a-z]+)?|平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|公顷|千瓦时?"
    r"|小时|分钟|个?(?:月|工作日|季度|学期)|周年|美元|欧元|日元|港元|英镑|人民币|人次|[元块米吨克斤亩升天日年月周秒岁倍度"
    r"人名家个项条所座位次种户台部辆架艘件套只支款票集页层枚颗点分股桶幅篇起批场届期份间栋处株棵头村镇县市省区国字张轮班"
    r"组队笔员口棒]"
)
_AMOUNT = re.compile(
    # Letters before a number make a name of it, as in MIX2, but not of GDP43214.85亿元.
    rf"(?:(?<![\d.a-z])|(?<=[a-z])(?=[\d.,]+\s*(?:[十百千]?[万亿]|%)))(?P<ordinal>第)?(?P<percent>百分之)?"
    rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|[{_SPELLED}]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"\s*[多余几来]?(?P<scale>[十百千]?万亿|[十百千]?[万亿]|[百千](?![a-z瓦米克]))?[多余]?\s*(?P<unit>{_UNIT})?"
)
_GREAT = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "trillion": 1e12, "billion": 1e9, "million": 1e6}
_DIGITAL = re.compile(r"(\d+(?:,\d{3})+|\d+)(\.\d+)?\s*(万亿|亿|万|trillion|billion|million)?")
_SPELT = re.compile(r"([一二三四五六七八九])?(十)([一二三四五六七八九])?|[一二三四五六七八九两]")
_FIRST = re.compile("首(?P<unit>[次家批届个位])")
_DATE = re.compile(
    r"(?<!\d)(?P<y1>\d{4})\s*年\s*(?:(?P<m1>\d{1,2})\s*月\s*(?:(?P<d1>\d{1,2})\s*[日号]?)?)?"
    r"|(?<![\d.])(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]?"
    r"|(?<!\d)(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?![\d.])"
    r"|(?<![\d个.])(?P<m4>\d{1,2})\s*月(?=份|初|底|中|末|[上中下]旬|[^\d]|$)"
    r"|(?<![\d.第])(?P<d5>\d{1,2})\s*[日号](?!线|楼|院|文|馆|机|门|店|车)"
)
_DOCUMENT = re.compile(r"[〔\[(](\d{4})[〕\])]\s*第?(\d+)\s*号")
_QUOTED = re.compile(r"《([^《》]{2,})》|“([^“”]{4,})”|「([^「」]{4,})」")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|\b)")
"""A year in a folded text, with or without its 年."""
_SAME_UNIT = {"人民币": "元", "块": "元", "千米": "公里", "千克": "公斤", "名": "人", "位": "人"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts: 3726.3亿元 has the value 3.7263e11, `said` as 3726.3. An ordinal tells which one."""

    value: float
    unit: str = ""
    ordinal: bool = False
    said: float = 0.0

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and no more."""
        return not self.unit and self.said == self.value

    def agrees(self, other: Amount) -> bool:
        """Whether both may be the same: where one has no unit, the other's is not compared, nor its 万 or 亿."""
        if self.ordinal != other.ordinal:
            return False
        if self.value != other.value:
            return self.said == other.said and self.is_bare != other.is_bare
        units = {_plain(unit) for unit in (self.unit, other.unit) if unit}
        return len(units) < 2


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as much of it as is said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def parts(self) -> list[tuple[str, int]]:
        """What is said of it, by name."""
        named = (("year", self.year), ("month", self.month), ("day", self.day))
        return [(name, part) for name, part in named if part is not None]

    def agrees(self, other: Day) -> bool:
        """Whether both may be the same: they share a part, and none of them differs."""
        mine, theirs = dict(self.parts()), dict(other.parts())
        both = mine.keys() & theirs.keys()
        return bool(both) and all(mine[name] == theirs[name] for name in both)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text states, at offsets into it; `value` is what is compared."""

    kind: Kind
    value: Amount | Day | str
    start: int
    end: int

    def agrees(self, other: Fact) -> bool:
        """Whether both may be the same; a place with and without what kind of place it is is."""
        if isinstance(self.value, Amount) and isinstance(other.value, Amount):
            return self.value.agrees(other.value)
        if isinstance(self.value, Day) and isinstance(other.value, Day):
            return self.value.agrees(other.value)
        return self.kind == other.kind and root(str(self.value)) == root(str(other.value))


def root(name: str) -> str:
    """A name without what kind of place it is: 中山 for 中山市."""
    return re.sub("(?<=..)[省市区县镇乡]$", "", name)


@lru_cache(maxsize=2048)
def facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text, in order. Names are those of people, places and bodies as the segmenter has them."""
    folded = fold(text)
    found = [Fact("document", f"{match[1]}:{match[2]}", *match.span()) for match in _DOCUMENT.finditer(folded)]
    found += [fact for fact in _dates(folded) if _free(fact, found)]
    found += [fact for fact in _amounts(folded) if _free(fact, found)]
    found += [fact for fact in _names(text, folded) if _free(fact, found)]
    quoted = (Fact("quoted", match[match.lastindex or 0], *match.span()) for match in _QUOTED.finditer(folded))
    return tuple(sorted((*found, *quoted), key=lambda fact: (fact.start, -fact.end)))


def _free(fact: Fact, found: Sequence[Fact]) -> bool:
    return all(fact.end <= other.start or fact.start >= other.end for other in found)


def _dates(folded: str) -> Iterator[Fact]:
    for match in _DATE.finditer(folded):
        parts = {name[0]: int(value) for name, value in match.groupdict().items() if value}
        day = Day(parts.get("y"), parts.get("m"), parts.get("d"))
        if (day.month or 1) <= 12 and (day.day or 1) <= 31:
            yield Fact("date", day, *match.span())


def _amounts(folded: str) -> Iterator[Fact]:
    for match in _FIRST.finditer(folded):
        yield Fact("amount", Amount(1, match["unit"], ordinal=True, said=1), *match.span())
    for match in _AMOUNT.finditer(folded):
        value = said = number(match["number"])
        scale = match["scale"] or ""
        for character in scale:
            value *= _SCALES[character]
        unit = "%" if match["percent"] else match["unit"] or ""
        ordinal = bool(match["ordinal"])
        spelled = not match["number"][0].isdigit()
        # 一个 says little, and a number in words without a unit is mostly a part of some other word, as is 十分.
        if not spelled or ordinal or (value > 1 and (unit or scale) and match[0] != "十分"):
            yield Fact("amount", Amount(value, unit, ordinal, said), *match.span())


def number(said: str) -> float:
    """The value of a number in digits, or in words below ten thousand: 1,736, 二十五, 三点六, 二〇二四."""
    if said[0].isdecimal() and said[0] not in _DIGITS:
        return float(said.replace(",", ""))
    whole, _, decimals = said.partition("点")
    fraction = float("0." + "".join(str(_DIGITS[character]) for character in decimals)) if decimals else 0.0
    if len(whole) > 1 and not any(character in _TENS for character in whole):
        return float("".join(str(_DIGITS[character]) for character in whole)) + fraction
    value, ones = 0, 0
    for character in whole:
        if character in _TENS:
            value, ones = value + (ones or 1) * _TENS[character], 0
        else:
            ones = _DIGITS[character]
    return value + ones + fraction


def _plain(unit: str) -> str:
    counted = unit.removeprefix("个") or unit
    return _SAME_UNIT.get(counted, counted)


def _names(text: str, folded: str) -> Iterator[Fact]:
    words = tagged(simplified(text))  # what folding makes of a name need not be one: 乾隆 would be 干隆
    for place, word in enumerate(words):
        span: tuple[int, int] | None = None
        before = words[place - 1].text if place else ""
        # 吕成蹊 is an adjective to it, but 市长吕成蹊 a mayor.
        in_office = place > 0 and words[place - 1].is_sole_office and len(word.text) == 3 and word.tag[0] in "ail"
        if (word.tag[:2] == "nr" and len(word.text) < 4) or in_office:
            span = person_at(words, place)
            if span is None and len(before) == 1 and before in SURNAMES and len(word.text) < 3:
                span = word.start - 1, word.end  # 刘 and 志远 are two words to it
        if span is None and word.tag[:2] in ("nr", "ns", "nt") and word.is_name:
            trimmed = _trimmed(word, words[place + 1 : place + 1 + OFFICE]) if word.tag == "nr" else word.text
            span = (word.start, word.start + len(trimmed)) if len(trimmed) > 1 else None
        if span:
            yield Fact("name", folded[slice(*span)], *span)


def _trimmed(word: Word, after: Sequence[Word]) -> str:
    """A person's name without the verb that the segmenter has as its end: 陈小华称 and, before an office, 朱玉任."""
    near = takewhile(lambda one: one.tag != "x", after)
    return word.text.rstrip("称说是任为系" if any(one.is_sole_office for one in near) else "称说")


def quantities(text: str) -> set[float]:
    """The numbers that a text writes in digits, as values: 4.8万亿 is 4.8e12, 1,736 is 1736."""
    return {
        float(match[1].replace(",", "") + (match[2] or "")) * _GREAT.get(match[3] or "", 1)
        for match in _DIGITAL.finditer(fold(text))
    }


def counted(text: str) -> set[float]:
    """The numbers below a hundred that a text writes in Chinese: 二十五 is 25."""
    return {number(match[0]) for match in _SPELT.finditer(fold(text))}

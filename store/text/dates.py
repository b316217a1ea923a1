"""Dates in a text, however they are written: 2024年2月18日, 2024-02-18, 二〇二四年二月十八日, 民国112年."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate
from functools import cache

from . import units
from .found import Found
from .numerals import NUMERALS, number
from .scripts import fold
from .tables import Table, either

_WORDS = Table(__package__, "calendar")

YEARS = range(1000, 2101)
"""Years that four digits before 年 are taken for; 5000年 is how long."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|\b)")
"""A year in a folded text, with or without its 年."""
PUBLISHED = range(1900, 2100)
"""Years in which an article may have been published."""
_JOINER = re.compile(r"\s?[-–—~至到、和及与]{1,2}\s?")
_JOINING = frozenset("-–—~至到、和及与 ")
_OPEN = re.compile(rf"(?<!\d)(?<!\d\.)(\d{{1,4}}|[十{NUMERALS}]{{1,3}})\s?([-–—~至到、])\s?$")
_MONTH = rf"(?:\d{{1,2}}|十[一二]?|[{NUMERALS}])"
_DAY_IN_WORDS = f"(?:[二三]?十[{NUMERALS}]?|[{NUMERALS}]|廿[{NUMERALS}]?|卅一?)"
_DAY = rf"(?:\d{{1,2}}|{_DAY_IN_WORDS})"
_YEAR = rf"(?:(?<!\d)(?<!\d\.)\d{{4}}|(?<![〇零○\d{NUMERALS}])[〇零○o0{NUMERALS}]{{4}}(?=\s*年))"
_ISO = (
    r"(?<!\d)(?<!\d\.)(?P<year1>(?:1\d|20)\d\d)\s?(?P<dash>[-/.])\s?(?P<month1>\d\d?)\s?(?P=dash)\s?(?P<day1>\d\d?)"
    r"(?!\d|\.\d)"
)
_SHORT = r"(?<![\u3400-\u9fff\d.])(?P<year3>\d\d)\s?年\s?(?P<month5>\d\d?)\s?月\s?(?P<day7>\d\d?)\s?日"
"""A year of two digits, of which only a whole date is sure: 23年7月 may be how long."""
_CENTURY = 50
"""Years of two digits below it are of this century."""
_SEXAGENARY = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as much of it as is said. A year before Christ is below zero; `lunar` is of the Chinese calendar."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False

    def parts(self) -> list[tuple[str, int]]:
        """What is said of it, by name."""
        named = (("year", self.year), ("month", self.month), ("day", self.day))
        return [(name, part) for name, part in named if part is not None]

    def agrees(self, other: Day) -> bool:
        """Whether both may be the same: of one calendar, they share a part, and none of them differs."""
        mine, theirs = dict(self.parts()), dict(other.parts())
        both = mine.keys() & theirs.keys()
        return self.lunar == other.lunar and bool(both) and all(mine[name] == theirs[name] for name in both)

    @property
    def is_plausible(self) -> bool:
        """Whether some month has so many days: April 31 is a date, though a wrong one, and month 13 is none."""
        month, day = (1 if part is None else part for part in (self.month, self.day))
        return 1 <= month <= 12 and 1 <= day <= (30 if self.lunar else 31)


def days(text: str) -> list[Found[Day]]:
    """The dates of a folded text, in order, as much of each as is said.

    The end of a span of time has the year and the month of its beginning: 7月1日至5日 ends on July 5. Of 1-5月 both are
    months.
    """
    found: list[Found[Day]] = []
    for match in _pattern().finditer(text):
        day = _read(match)
        if day is None or not day.is_plausible:
            continue
        start = match.start()
        if text[start - 1 : start] in _JOINING or (found and found[-1].end == start):
            if opened := _opened(text, start, day, found):
                found.append(opened)
            day = _completed(text, start, day, found)
        found.append(Found(start, match.end(), day))
    return found


def _read(match: re.Match[str]) -> Day | None:
    """The date of a match; None for four digits that are no year."""
    year = _year(match)
    if (match["year1"] or match["year2"]) and year not in YEARS:
        return None
    month = match["month1"] or match["month2"] or match["month3"] or match["month4"] or match["month5"]
    alone = match["alone2"] or match["alone3"]
    day = next((said for way in range(1, 8) if (said := match[f"day{way}"])), alone)
    months = _WORDS.numbers("lunar_months")
    is_feast = alone and not (alone[0].isdecimal() or year)  # 三月三, 八月十五
    if match["lunar4"] == _WORDS.pattern("new_year"):
        month = "正"
    lunar = match["lunar2"] or match["lunar3"] or match["lunar4"] or month in months or is_feast
    return Day(
        year,
        months.get(month) or int(number(month)) if month else None,
        int(number(day.removeprefix("初"))) if day else None,
        lunar=bool(lunar or (day and day[0] == "初")),
    )


def _year(match: re.Match[str]) -> int | None:
    if said := match["year1"] or match["year2"]:
        return int(said if said.isdecimal() else number(re.sub("[o0]", "〇", said)))
    if short := match["year3"]:
        return int(short) + (2000 if int(short) < _CENTURY else 1900)
    if nth := match["nth"] or match["nth2"]:
        count = 1 if nth == "元" else int(number(nth))
        return -count if match["christ"] else _WORDS.numbers("eras")[match["era"] or match["era2"]] + count
    return None


def _opened(text: str, start: int, day: Day, found: list[Found[Day]]) -> Found[Day] | None:
    """The beginning of a span of time of which only the end says what it counts: 1 of 1-5月; None where there is none.

    Of 7、8月 only where a date comes right before, for numbers before 、 may count anything.
    """
    match, parts = _OPEN.search(text, max(0, start - 8), start), day.parts()
    if not match or len(parts) > 1 or day.lunar or (found and match.start() < found[-1].end):
        return None
    name, value = parts[0][0], int(number(match[1]))
    year, month, ordinal = (value if name == part else None for part in ("year", "month", "day"))
    if value == parts[0][1]:
        return None  # 7-7月 is no span
    opened = Day(year, month, ordinal)
    follows = found and found[-1].end == match.start()
    if not opened.is_plausible or (match[2] == "、" and not follows) or (name == "year" and value not in YEARS):
        return None
    return Found(match.start(), match.end(1), _completed(text, match.start(), opened, found))


def _completed(text: str, start: int, day: Day, found: list[Found[Day]]) -> Day:
    """A date with the year and the month of the one that it follows or is joined to: of 7月1日至5日, 2023年1-5月."""
    if not found or day.lunar or found[-1].value.lunar:
        return day
    before, name = found[-1].value, day.parts()[0][0]
    higher = {"year": (), "month": ("year",), "day": ("year", "month")}[name]
    last = before.parts()[-1][0]
    if found[-1].end == start:
        fits = last == (higher or ("",))[-1]
    else:
        fits = bool(_JOINER.fullmatch(text, found[-1].end, start)) and last == day.parts()[-1][0]
        fits = fits and (getattr(before, name) or 99) <= getattr(day, name)
    return replace(day, **{part: getattr(before, part) for part in higher}) if fits else day


def dates(text: str) -> Iterator[Found[str]]:
    """Every day of the year in a text, as `iso` writes it, of the years in which an article may have been published."""
    for start, end, day in days(fold(text)):
        year = None if day.year is None else str(day.year)
        is_whole = day.month and day.day and not day.lunar and (day.year is None or day.year in PUBLISHED)
        if is_whole and (found := iso(year, str(day.month), str(day.day))):
            yield Found(start, end, found)


def iso(year: str | None, month: str, day: str) -> str | None:
    """The date in ISO form, without a year as `--MM-DD`; None for one that does not exist."""
    try:
        found = datetime.date(int(year) if year else 2000, int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if year else f"--{found:%m-%d}"


def date_of(value: object) -> str | None:
    """The date in a value of markup, front matter or a column, however it is written; None when it holds none."""
    text = str(value).strip() if value is not None else ""
    if found := next(dates(text), None):
        return found.value
    if compact := re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", text):
        return iso(*compact.groups())
    if re.search("[A-Za-z]{3}", text) and (parsed := parsedate(text)):
        return iso(str(parsed[0]), str(parsed[1]), str(parsed[2]))
    return None


@cache
def _pattern() -> re.Pattern[str]:
    """The ways to write a date, each group named after what it holds and numbered by the way."""
    eras, calendars = _WORDS.numbers("eras"), _WORDS.words("calendars")
    months = "".join(_WORDS.numbers("lunar_months"))
    calendar = rf"(?:{'|'.join(calendars)})\s?(?:{_SEXAGENARY})?"
    new_year = _WORDS.pattern("new_year")
    first = "".join({era[0] for era in eras} | {name[0] for name in (*calendars, new_year)})
    era = f"(?P<era2>{either(eras)})"
    nth = rf"(?P<era>{either(eras)})(?P<christ>前)?\s?(?P<nth>元|\d{{1,4}}|[{NUMERALS}十百千〇零]{{1,6}})"
    in_words = rf"(?<![个数几十百千万每近同某哪])(?:十[一二]?|[{NUMERALS}{months}])"
    month = rf"(?P<month3>(?<![\d个])(?<!\d\.)\d{{1,2}}|{in_words})\s*月"
    not_after = _WORDS.mapping("not_after")
    return re.compile(
        rf"(?=[\d{first}{NUMERALS}十廿卅〇○{months}闰])(?:{_ISO}|{_SHORT}"
        rf"|{era}\s?(?P<nth2>\d{{1,3}})(?P<dash2>[-/.])(?P<month4>\d\d?)(?P=dash2)(?P<day6>\d\d?)(?!\d|\.\d)"
        rf"|(?P<lunar2>{calendar})?(?:{nth}|(?P<year2>{_YEAR}))\s*年(?!{not_after['year']})"
        rf"(?:\s*(?P<month2>{_MONTH})\s*月(?:{_day_of_month(2)})?)?"
        rf"|(?P<lunar3>{calendar}闰?|闰)?{month}(?!{not_after['month']})(?:{_day_of_month(3)})?"
        rf"|(?P<lunar4>{calendar}|{new_year}(?=初))(?P<day4>初?{_DAY})日?"
        rf"|{_day()})"
    )


def _day_of_month(way: int) -> str:
    """What comes after a month: a day with 日 or 号, or a number right behind it that counts nothing.

    One in words has two characters then, or is the month's own, as in 三月三.
    """
    feasts = "|".join(f"(?<={one}月){one}" for one in NUMERALS)
    alone = rf"(?<=\d月)\d{{1,2}}|初{_DAY_IN_WORDS}|{_DAY_IN_WORDS}(?<!月.)|{feasts}"
    counts = rf"(?![\d%几多余来〇零{NUMERALS}十百千万亿]|[.,]\d|\s?{units.pattern()})"
    return rf"(?:\s*(?P<day{way}>初?{_DAY})\s*[日号]|(?P<alone{way}>{alone}){counts})"


def _day() -> str:
    """A day by itself; in words only with 日, for 三号 numbers anything."""
    before, numbered = _WORDS.characters("not_before_day"), _WORDS.characters("not_after_number")
    digits = rf"(?<![\d{before}])(?<!\d\.)\d{{1,2}}"
    words = (
        rf"(?<![{NUMERALS}十百千万亿〇零{before}{_WORDS.characters('not_before_words')}])(?!一日){_DAY_IN_WORDS}(?=日)"
    )
    return rf"(?P<day5>{digits}|{words})\s*(?:日(?!{_WORDS.mapping('not_after')['day']})|号(?![{numbered}]))"

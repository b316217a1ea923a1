"""Identifiers in a text: numbers of documents, projects, standards, telephones, each whole and written in one way.

临政办发〔2023〕12号 is another document than 临政发〔2023〕12号, and LJ-2023-0087 another project than LJ-2023-1087,
though nearly all of their characters are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from . import units
from .found import Found
from .numerals import NUMERALS, number
from .scripts import fold
from .tables import Table, either

_WORDS = Table(__package__, "identifiers")

_OPEN, _CLOSE = r"[〔\[(【﹝]", r"[〕\])】﹞]"
_PREFIX = 14
"""Most characters before the year of a document number that may belong to it."""
_DOCUMENT = re.compile(
    rf"(?P<prefix>[\u3400-\u9fff]{{0,{_PREFIX}}})\s?{_OPEN}\s?(?P<year>(?:19|20)\d\d)\s?年?\s?{_CLOSE}"
    r"\s?(?:第\s?)?(?P<number>\d{1,6}(?:[-—]\d{1,4})?)\s?号"
)
_NUMBERED = re.compile(
    rf"(?P<kind>令|公告|通告|)\s?\(?(?:(?P<year>(?:19|20)\d\d)\s?年?\s?)?第\s?(?P<number>\d{{1,12}}|[十百零〇{NUMERALS}]{{1,7}})\s?号"
)
_CASE = re.compile(
    r"\((?P<year>(?:19|20)\d\d)\)\s?(?P<court>[\u3400-\u9fff]\d{0,4}[\u3400-\u9fff]{1,6})\s?(?P<number>\d{1,6})\s?号"
)
_JOINER = r"\s?[-‐‑–—_/.:·]\s?"
_CODE = re.compile(rf"(?<![a-z0-9.])[a-z0-9]+(?:{_JOINER}[a-z0-9]+)*(?![a-z0-9])")
_PARTS = re.compile(r"[a-z]+|\d+")
_FIGURES = 4
"""Figures from which letters with figures are an identifier: lj2023, but not covid-19, which has other names too."""
_LONG = 11
"""Figures from which a number that measures nothing is an identifier, as those of mobile telephones."""
_MEASURE = re.compile(r"\d+(?:\.\d+)?(?:[-/:~]\d+(?:\.\d+)?)?\s?(?:[a-z]{1,3}(?:/[a-z]+)?|[a-z]+)")
"""Figures with a unit behind them: 10-20km, 80km/h."""
_TELEPHONE = re.compile(r"0\d{2,3}-\d{7,8}(?:-\d{1,5})?|[48]00-\d{3,4}-\d{3,4}|[48]00\d{7}|1[3-9]\d{9}")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?(?:\s?[-–—/:]\s?\d+(?:\.\d+)?)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3400-\u9fff]+|[\w.+-]+@[\w.-]+", re.ASCII)


def identifiers(text: str) -> list[Found[str]]:
    """The identifiers of a text, in order, with their places in it and each written in one way.

    Two are the same if their values are: brackets, width, spaces and hyphens differ from paper to paper, but no
    character that tells one from another. The value has no white space in it. Of a document number the value begins
    with the words right before the year, less those that lead to it: 根据临政发[2023]17号 is 临政发〔2023〕17号.
    """
    folded = fold(text)
    found: list[Found[str]] = []
    for one in (*_documents(folded), *_cases(folded), *_numbered(folded), *_codes(folded)):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found)


def same(one: str, other: str) -> bool:
    """Whether two values may name the same: they are equal, or differ only in that one does not name the body."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return shorter[0] in "〔第" and longer.endswith(shorter)


def shape(value: str) -> str:
    """What identifiers of one kind have in common: that they number documents, or the letters between the figures.

    Only of two of one shape can be said that they are not the same; one thing may have numbers of several kinds.
    """
    return "〔〕" if "〔" in value else re.sub(r"\d+", "0", value)


def _documents(folded: str) -> Iterator[Found[str]]:
    for match in _DOCUMENT.finditer(folded):
        prefix = _without_lead(match["prefix"])
        numbered = re.sub("[-—]", "-", match["number"]).lstrip("0") or "0"
        value = f"{prefix}〔{match['year']}〕{numbered}号"
        yield Found(match.end("prefix") - len(prefix), match.end(), value)


def _without_lead(prefix: str) -> str:
    """What of the words before a year is the sign of a body: of 根据临政发 it is 临政发."""
    sure, unsure = _leads()
    kept = sure.sub("", prefix)
    if match := unsure.match(kept):
        rest = kept[match.end() :]
        kept = rest if len(rest) > 2 and rest[0] not in _WORDS.characters("bodies") else kept
    return kept


@cache
def _leads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends before a document number begins, for sure, or if enough is left."""
    sure, unsure = either(_WORDS.words("before")), either(_WORDS.words("before_or_place"))
    return re.compile(f".*{sure}"), re.compile(f".*?{unsure}")


def _cases(folded: str) -> Iterator[Found[str]]:
    """The numbers of cases at court."""
    for match in _CASE.finditer(folded):
        yield Found(*match.span(), f"({match['year']}){match['court']}{match['number'].lstrip('0')}号")


def _numbered(folded: str) -> Iterator[Found[str]]:
    for match in _NUMBERED.finditer(folded):
        said = match["number"]
        count = said.lstrip("0") or "0" if said.isdecimal() else str(int(number(said)))
        year = f"{match['year']}年" if match["year"] else ""
        yield Found(*match.span(), f"{match['kind']}{year}第{count}号")


def _codes(folded: str) -> Iterator[Found[str]]:
    """Letters and figures, with what joins them."""
    addresses = [match.span() for match in _ADDRESS.finditer(folded)]
    for match in _apart().finditer(folded):
        if any(start <= match.start() < end for start, end in addresses):
            continue
        if _is_code(match[0], folded[match.end() :]):
            yield Found(*match.span(), _written(match[0]))


@cache
def _apart() -> re.Pattern[str]:
    """A code; letters may stand apart from it where they are those of a register, or where its figures are joined."""
    register = rf"(?:{either(_WORDS.words('registers'))})\d{{0,2}}(?:/[a-z]{{1,2}})?\s(?=\d)"
    return re.compile(rf"(?<![a-z0-9.])(?:{register}|[a-z]{{1,6}}\s(?=\d+[-–—]\d))?{_CODE.pattern}")


def _is_code(said: str, after: str) -> bool:
    figures = sum(character.isdecimal() for character in said)
    if not figures:
        return False
    if not re.search("[a-z]", said):
        return _is_number(said, figures, after)
    if _MEASURE.fullmatch(said) or re.match(r"\s?[年月日]", after):
        return False
    if spaced := re.fullmatch(r"[a-z]+\s(\d[^a-z]*)", said):
        return not _is_date(re.split(r"\D+", spaced[1]))  # NBA 2022-2023赛季
    return figures >= _FIGURES


def _is_number(said: str, figures: int, after: str) -> bool:
    """Whether figures alone are an identifier: neither a date, nor an amount, nor a span of either."""
    if _TELEPHONE.fullmatch(said):
        return True
    if re.match(rf"\s?(?:{units.pattern()}|[多余万亿%年月日])", after):
        return False
    joined = re.split(r"\D+", said)
    if len(joined) == 1 or (_DECIMAL.fullmatch(said) and "." in said):
        return len(joined) == 1 and figures >= _LONG
    return len(joined) > 1 and figures >= _LONG - 4 and not _is_date(joined)


def _is_date(parts: list[str]) -> bool:
    """Whether figures begin with a day of a year, or are two years."""
    years = [part for part in parts if re.fullmatch("(?:19|20)[0-9]{2}", part)]
    if len(years) == len(parts):
        return True
    try:
        date(*(int(part) for part in parts[:3]))
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def _written(said: str) -> str:
    """A code without what joins its parts; where figures follow figures, a hyphen stays between them."""
    parts = _PARTS.findall(said)
    written = parts[0]
    for before, part in pairwise(parts):
        written += f"-{part}" if before.isdecimal() and part.isdecimal() else part
    return str(written)

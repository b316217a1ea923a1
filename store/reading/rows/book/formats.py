"""Number formats of spreadsheets: a format code taken apart, and a value as its cell shows it.

The codes are those of ECMA-376, part 1, 18.8.31: up to four sections, for positive numbers, negative ones, zero and
text, such as `#,##0.00;[Red]-#,##0.00`. Numerals in characters ([DBNum1]) are written in digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Literal

from store.text.tables import Table, either

from .dates import moment, shown_date
from .numbers import general, shown_number
from .tokens import Kind, Token

FORMATS = Table(__package__, "formats")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_TESTS = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
_KINDS: dict[str, Kind] = {
    "0": "digit",
    "#": "digit",
    "?": "digit",
    ".": "point",
    ",": "comma",
    "%": "percent",
    "@": "text",
    "/": "slash",
}
_LARGEST = 308
"""Powers of ten up to which a number of a spreadsheet goes."""
_LONGEST = 255
"""Characters that a format code may have."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format code. `test` holds for the numbers that it is for, where the code says so."""

    kind: Literal["general", "text", "date", "number"]
    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None = None
    chinese: bool = False


def builtin(number: int) -> str:
    """The code of a format that a workbook names by number alone; "" for one without a rule."""
    return FORMATS.mapping("builtin").get(str(number), "")


def shown(value: str, code: str, first_day: str) -> tuple[str, str | None]:
    """A number as its cell shows it, and the ISO date that it stands for, or None.

    `value` is as the file has it, `first_day` the ISO date of day 0. What is no number, or no date that there is, comes
    back as it is; of a format that hides its numbers the text is empty.
    """
    if not code and value.isdecimal() and len(value) < 16:
        return value, None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value, None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return value, None
    section, is_negated = _section(number, sections(code))
    time = moment(number, first_day) if section.kind == "date" else None
    if time is not None:
        has_day = any(token.kind == "date" and token.text[0] in "yed" for token in section.tokens)
        return shown_date(time, number, section.tokens, section.chinese), f"{time:%Y-%m-%d}" if has_day else None
    if section.kind in ("text", "date"):
        return general(number), None
    return shown_number(abs(number) if is_negated else number, section.tokens), None


def shown_text(text: str, code: str) -> str:
    """A text as its cell shows it: a code may add words to it, or hide it."""
    found = sections(code)
    section = found[3] if len(found) > 3 else next((one for one in found if one.kind == "text"), None)
    if section is None:
        return text
    return "".join(text if token.kind == "text" else token.text for token in section.tokens if token.kind != "general")


def _section(number: Decimal, found: Sequence[Section]) -> tuple[Section, bool]:
    """The section for a number, and whether it says by itself that the number is negative."""
    for section in found[:3]:
        if section.test and _TESTS[section.test[0]](number, section.test[1]):
            return section, number < 0 and section.test[0][0] == "<" and section.test[1] <= 0
    tested = any(section.test for section in found)
    if tested:
        return next((section for section in found[:3] if not section.test), found[0]), False
    numbers = [section for section in found[:3] if section.kind != "text"] or [found[0]]
    if number < 0 and len(numbers) > 1:
        return numbers[1], True
    return (numbers[2], False) if number == 0 and len(numbers) > 2 else (numbers[0], False)


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """A format code taken apart; one that is not understood is as if there were none."""
    if not code or len(code) > _LONGEST:
        return (_GENERAL,)
    found: list[Section] = []
    at = 0
    pieces: list[str] = []
    for match in _pattern().finditer(code + ";"):
        if match[0] != ";":
            pieces.append(match[0])
            continue
        found.append(_taken_apart(pieces))
        pieces = []
        at = match.end()
    return tuple(found) if at else (_GENERAL,)


_GENERAL = Section("general", (Token("general", ""),))


def _taken_apart(pieces: Sequence[str]) -> Section:
    marks = [piece.lower() for piece in pieces if piece[0] == "["]
    condition = next((match for piece in pieces if (match := _CONDITION.fullmatch(piece))), None)
    test = (condition[1], Decimal(condition[2])) if condition else None
    chinese = any(re.search(r"-[0-9a-f]*(?:804|404|c04|1004|1404)\b", mark) for mark in marks)
    for mark, code in FORMATS.mapping("system").items():
        if any(f"-{mark}" in one for one in marks):
            pieces = _pattern().findall(code)
    tokens = tuple(token for piece in pieces if (token := _token(piece)))
    kinds = {token.kind for token in tokens}
    kind: Literal["text", "date", "number"] = "number"
    if "digit" in kinds:
        tokens = tuple(Token("literal", one.text) if one.kind in ("date", "half") else one for one in tokens)
    elif "date" in kinds:
        kind = "date"
    elif "text" in kinds:
        kind = "text"
    return Section(kind, tokens, test, chinese)


def _token(piece: str) -> Token | None:  # noqa: PLR0911 a row of a table each
    """A piece as a token; None for what shows nothing: a color, a space as wide as a character, a filling."""
    first, lower = piece[0], piece.lower()
    if first == '"':
        return Token("literal", piece.strip('"'))
    if first in "\\!" and len(piece) > 1:
        return Token("literal", piece[1:])
    if first in "_*" and len(piece) > 1:
        return None
    if first == "[":
        if re.fullmatch(r"\[(h+|m+|s+)\]", lower):
            return Token("date", lower)
        currency = re.match(r"\[\$([^\]-]*)", piece)
        return Token("literal", currency[1]) if currency and currency[1] else None
    if lower in _generals():
        return Token("general", "")
    if lower in FORMATS.lists("halves"):
        return Token("half", lower)
    if lower[0] in "ymdhsaegb" and not lower.startswith(("e+", "e-")) and lower != "a":
        return Token("date", lower)
    return Token(_KINDS.get(piece, "power" if first in "Ee" and len(piece) > 1 else "literal"), piece)


@cache
def _generals() -> frozenset[str]:
    return frozenset(FORMATS.words("general"))


@cache
def _pattern() -> re.Pattern[str]:
    """A format code in pieces."""
    words = either((*FORMATS.words("general"), *FORMATS.lists("halves")))
    return re.compile(
        rf'"[^"]*"?|[\\!_*].|\[[^\]]*\]|{words}|y+|m+|d+|h+|s+(?:\.0+)?|a{{3,4}}|E[+-]|e+|g+|b+|.',
        re.IGNORECASE | re.DOTALL,
    )

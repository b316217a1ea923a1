"""What is wrong with a line of a question set: each fault with its line, its field, and its words in two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from qa.formatting.texts import text
from store.errors import Language
from store.text.scripts import bare

LISTED = 10
"""Faults that an error names one by one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place: `line` counts from 1, and is 0 for the file; `field` is "" for a whole line."""

    line: int
    field: str
    words: dict[Language, str]

    def sentence(self, language: Language) -> str:
        """The place, and what is wrong there."""
        line = text("faults.line", language, number=self.line) if self.line else ""
        place = {"en": ", ", "zh": " "}[language].join(filter(None, (line, self.field)))
        return text("punctuation.colon", language).join(filter(None, (place, self.words[language])))


def fault(kind: str, line: int = 0, field: str = "", **details: object) -> Fault:
    """A fault of a known kind: one of pydantic's own types of error, or one that only a question set has."""
    key = f"faults.kinds.{kind}"
    return Fault(line, field, {"en": text(key, "en", **details), "zh": text(key, "zh", **details)})


def listed(faults: Sequence[Fault], language: Language) -> str:
    """The first of the faults in words, a line each, and how many there are."""
    first = [each.sentence(language) for each in faults[:LISTED]]
    if len(faults) == 1:
        return first[0]
    left = len(faults) - len(first)
    heading = text("faults.count", language, count=len(faults))
    rest = [text("faults.more", language, count=left)] if left else []
    return "\n  ".join([heading, *first, *rest])


def _solid(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "empty")
    return text


def _comparable(text: str) -> str:
    if not bare(_solid(text)):
        raise PydanticCustomError("matches_all", "matches all")
    return text


def _filled(group: tuple[str, ...]) -> tuple[str, ...]:
    if not group:  # no answer holds one string of an empty group
        raise PydanticCustomError("empty", "empty")
    return group


def _pair(turn: tuple[str, ...]) -> tuple[str, str]:
    if len(turn) != 2:
        raise PydanticCustomError("no_pair", "no pair")
    return turn[0], turn[1]


def _day(text: str) -> str:
    try:
        if text:
            date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_day", "no day") from None
    return text


_Text = Annotated[str, AfterValidator(_solid)]
_Group = Annotated[tuple[Annotated[str, AfterValidator(_comparable)], ...], AfterValidator(_filled)]
_Turn = Annotated[tuple[_Text, ...], AfterValidator(_pair)]


class Row(BaseModel):
    """A line of a question set."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Text
    question: _Text
    answers: tuple[_Group, ...] = ()
    articles: tuple[_Text, ...] = ()
    kind: str = ""
    history: tuple[_Turn, ...] = ()
    evidence: tuple[_Text, ...] = ()
    asked_on: Annotated[str, AfterValidator(_day)] = ""
    draft: bool = False
    note: str = ""


def checked(line: str, number: int) -> Row | list[Fault]:
    """The row that a line holds, or all its faults."""
    try:
        return Row.model_validate_json(line)
    except ValidationError as error:
        return list(_faults(error.errors(), line, number))


def _faults(errors: Sequence[ErrorDetails], line: str, number: int) -> Iterator[Fault]:
    for error in errors:
        details: dict[str, Any] = {"known": ", ".join(Row.model_fields), "column": _column(error, line)}
        yield fault(error["type"], number, _place(error["loc"]), **details)


def _place(loc: Sequence[int | str]) -> str:
    """A place as a reader writes it: answers[0][1]."""
    return "".join(f"[{part}]" if isinstance(part, int) else part for part in loc)


def _column(error: ErrorDetails, line: str) -> int:
    """The column, in characters from 1, at which a line stops being JSON; pydantic counts bytes."""
    found = re.search(r"column (\d+)$", error["msg"])
    read = line.encode()[: int(found[1]) - 1] if found else b""
    return len(read.decode(errors="ignore")) + 1


def as_json(row: Row) -> str:
    """A row on one line, without its empty fields."""
    fields = {name: value for name, value in row.model_dump().items() if value}
    return json.dumps(fields, ensure_ascii=False)

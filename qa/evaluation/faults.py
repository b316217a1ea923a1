"""What is wrong with a line of a question set: each fault with its line, its field, and its words in two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from store.errors import Language
from store.text.scripts import bare

LISTED = 10
"""Faults that an error names one by one."""

_WORDS: dict[str, dict[Language, str]] = {
    "json_invalid": {"en": "is no JSON from column {column} on", "zh": "从第 {column} 列起不是 JSON"},
    "model_type": {"en": "is no JSON object", "zh": "不是 JSON 对象"},
    "missing": {"en": "is missing", "zh": "缺少这一项"},
    "string_type": {"en": "must be a text", "zh": "必须是文字"},
    "tuple_type": {"en": "must be a list", "zh": "必须是列表"},
    "bool_type": {"en": "must be true or false", "zh": "必须是 true 或 false"},
    "empty": {"en": "must not be empty", "zh": "不能为空"},
    "matches_all": {
        "en": "has neither letters nor digits, so that every text would hold it",
        "zh": "没有文字也没有数字，任何文本都会与它相符",
    },
    "no_pair": {"en": "must be a question and its answer", "zh": "必须是一问一答两项"},
    "extra_forbidden": {"en": "is no field; there are {known}", "zh": "没有这个字段；可用的有 {known}"},
    "used_twice": {"en": "{id} is the id of line {first} already", "zh": "编号 {id} 已用于第 {first} 行"},
    "no_question": {"en": "there is no question in it", "zh": "里面没有问题"},
    "not_utf8": {"en": "is not UTF-8", "zh": "不是 UTF-8 编码"},
    "unreadable": {"en": "cannot be read ({reason})", "zh": "无法读取（{reason}）"},
}
"""By pydantic's own types of error, and by those that only a question set has."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place: `line` counts from 1, and is 0 for the file; `field` is "" for a whole line."""

    line: int
    field: str
    words: dict[Language, str]

    def told(self, language: Language) -> str:
        """The place, and what is wrong there."""
        line = {"en": f"line {self.line}", "zh": f"第 {self.line} 行"}[language] if self.line else ""
        place = {"en": ", ", "zh": " "}[language].join(filter(None, (line, self.field)))
        return {"en": ": ", "zh": "："}[language].join(filter(None, (place, self.words[language])))


def fault(kind: str, line: int = 0, field: str = "", **details: object) -> Fault:
    """A fault of a known kind."""
    said = _WORDS[kind]
    return Fault(line, field, {"en": said["en"].format(**details), "zh": said["zh"].format(**details)})


def listed(faults: Sequence[Fault], language: Language) -> str:
    """The first of the faults in words, a line each, and how many there are."""
    first = [each.told(language) for each in faults[:LISTED]]
    if len(faults) == 1:
        return first[0]
    left = len(faults) - len(first)
    heading = {"en": f"{len(faults)} faults", "zh": f"有 {len(faults)} 处错误"}[language]
    rest = [{"en": f"and {left} more", "zh": f"另有 {left} 处"}[language]] if left else []
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

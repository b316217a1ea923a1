"""The draft in a row: its text, what is known of it, and what in the row is neither."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from store.article import Left
from store.errors import MissingValue
from store.reading.draft import Draft
from store.reading.metadata import name_of, tidy
from store.text.dates import date_of

from .columns import date_in, identifies, is_again
from .line import FIRST_DAY, Rest
from .values import leaves, names_in, said, spoken


@dataclass(frozen=True, slots=True)
class Row:
    """One row of many: its number from 1, and its columns. `sheet` is the one of a workbook that it stands in.

    `raw` and `left` are as of a Draft, `raw` None where the columns are all there is. `days` holds the ISO dates of
    columns that are dates, `missing` what is said of those whose value the file does not hold; `covered` are columns
    whose value belongs to a row above. `rest` stood beside the row.
    """

    number: int
    columns: dict[str, object]
    sheet: str = ""
    raw: tuple[str, ...] | None = None
    left: tuple[Left, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()
    rest: tuple[Rest, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of the columns' canonical JSON."""
        return sha256(json.dumps(self.columns, sort_keys=True, default=str).encode()).hexdigest()


def draft_of(row: Row, held: Mapping[str, str], source: str) -> Draft:
    """The draft in a row, whose fields are `held` by these columns.

    Raises MissingValue when its text is a formula without a value.
    """
    if (column := held["text"]) in row.missing:
        raise MissingValue(path=source, cell=row.missing[column])
    fields = {column: field for field, column in held.items()}
    found: dict[str, str | None] = {}
    lines: list[str] = []
    texts: list[str] = []
    left: list[Left] = []
    labels: list[str] = []
    for column, value in row.columns.items():
        if value in (None, "", [], {}):
            continue
        if column == held["text"] or is_again(column, held["text"]):
            text = spoken(value, column)
            texts.append(text.text)
            for told, kept in text.left:
                left.append(Left("column", told))
                labels += names_in(told, kept)
            continue
        told = said(value)
        day = row.days.get(column) or date_in(column, told, FIRST_DAY)
        if identifies(column):
            is_number = day is not None and date_of(told) is None
            lines.append(f"{column}：{day if is_number else told}")
            left += [Left("metadata", told)] if is_number and column not in row.covered else []
            labels += names_in("" if is_number else lines[-1], value)
            continue
        known = _known(fields.get(column, ""), value, day)
        if known is not None:
            found[fields[column]] = known
        if column not in row.covered:
            told = told if known is not None else f"{column}：{told}"
            left.append(Left("column" if known is None else "metadata", told))
            labels += names_in(told, value)
    for rest in row.rest:
        left.extend(rest.left)
    own = tuple(piece for value in row.columns.values() for piece in leaves(value)) if row.raw is None else row.raw
    return Draft(
        text="\n".join([*lines, *texts]),
        title=found.get("title"),
        publisher=found.get("publisher"),
        published=found.get("published"),
        url=found.get("url"),
        author=found.get("author"),
        editor=found.get("editor"),
        raw=(*own, *labels, *(piece for rest in row.rest for piece in rest.raw)),
        left=(*row.left, *left),
    )


def _known(field: str, value: object, day: str | None) -> str | None:
    """What a column says of a field; None for a field that is not kept, and for a date that is none."""
    if field == "published":
        return day or date_of(value)
    if field in ("publisher", "author", "editor"):
        return name_of(value) if isinstance(value, dict | list) else tidy(value)
    if field in ("title", "url", "id"):
        return tidy(said(value))
    return None

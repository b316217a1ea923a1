"""What the lines of a sheet are: an article each, under a line that names their columns, or one table together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from store.article import Left

from .columns import date_in, fields, is_footer, unique
from .drafts import Row
from .line import Line, Rest, Sheet
from .whole import Whole, whole_of

LOOK = 30
"""Lines at the top of a sheet among which that with the names of columns is looked for."""
SENTENCE = 20
"""Characters from which on a cell is more than a value, in a sheet with nothing but a text column."""
_ENDS = re.compile("[。！？!?]")


def items(lines: Iterable[Line], sheet: Sheet) -> Iterator[Row | Whole | Rest]:
    """What is in a sheet: a Row for each line under the names of columns, if one of them holds the text, else a Whole.

    What stands beside the rows, such as a title above the names, is given as Rest.
    """
    lines = iter(lines)
    begin: list[Line] = []
    filled = 0
    while filled < LOOK and (line := next(lines, None)):
        begin.append(line)
        filled += bool(line.cells)
    heads = _heads(begin)
    if heads is None:
        table = [*begin, *lines]
        if any(line.cells for line in table) or sheet.above or sheet.below:
            yield whole_of(table, sheet)
            yield replace(sheet.rest, is_behind=True)
        else:
            yield from (Rest(line.left, line.raw) for line in table)
            yield sheet.rest
        return
    above = (*sheet.above, *sheet.below)
    yield Rest(tuple(Left("table notes", text) for text in above), ())
    yield sheet.rest
    for line in begin[: heads + 1]:
        yield _beside(line)
    names = _names(begin, heads)
    yield from _rows(chain(begin[heads + 1 :], lines), names, begin[heads], sheet)


def _heads(begin: Sequence[Line]) -> int | None:
    """Which line names the columns, one of which holds the text; None where there is no such line."""
    best, heads = 0, None
    first = next((place for place, line in enumerate(begin) if len(line.cells) > 1), 0)
    for place, line in enumerate(begin):
        found = fields(line.filled().values())
        if "text" in found and len(found) > best and (len(found) > 1 or place <= first):
            best, heads = len(found), place
    if heads is None:
        return None
    while heads + 1 < len(begin) and _continues(begin[heads], begin[heads + 1]):
        heads += 1
    return None if best == 1 and _is_form(begin, heads) else heads


def _continues(upper: Line, lower: Line) -> bool:
    """Whether a line names columns too: merged cells reach down into it, and it has names under others."""
    down = [span for span in lower.spans if not span.is_top and upper.cells.get(span.left) == span.text]
    wide = [span for span in upper.spans if span.is_top and span.right > span.left]
    under = [column for column in lower.cells if any(span.left <= column <= span.right for span in wide)]
    return bool(down and under)


def _is_form(begin: Sequence[Line], heads: int) -> bool:
    """Whether what looks like a text column of several is one of values: 项目 and 内容 of an announcement."""
    names = begin[heads].filled()
    column = next((place for place, name in names.items() if "text" in fields([name])), 0)
    texts = [line.text(column) for line in begin[heads + 1 :]]
    return len(names) > 1 and bool(texts) and not any(len(text) >= SENTENCE or _ENDS.search(text) for text in texts)


def _names(begin: Sequence[Line], heads: int) -> dict[int, str]:
    """What each column is called; a name over several columns stands before theirs, unless theirs says all."""
    line = begin[heads]
    own = line.filled()
    wide = [span for span in begin[heads - 1].spans if span.right > span.left] if heads else []
    names = []
    for column in sorted(own):
        over = next((span.text for span in wide if span.left <= column <= span.right), "")
        name = " ".join(own[column].split()).lstrip("\ufeff")
        covers_all = any(span.left <= min(own) and span.right >= max(own) for span in wide)
        names.append(name if not over or covers_all or name in fields([name]).values() else over.strip() + name)
    return dict(zip(sorted(own), unique(names), strict=True))


def _rows(lines: Iterable[Line], names: dict[int, str], heads: Line, sheet: Sheet) -> Iterator[Row | Rest]:
    """A Row for each line that is an article."""
    held = {name: field for field, name in fields(names.values()).items()}
    columns = {held[name]: column for column, name in names.items() if name in held}
    begun = False
    for number, line in enumerate(lines, start=1):
        if not line.cells:
            yield Rest(line.left, line.raw, begun)
        elif line.cells == heads.cells:
            yield Rest((*line.left, Left("repeated", "\t".join(line.cells.values()))), line.raw, begun)
        elif _is_note(line, columns):
            yield replace(_beside(line), is_behind=begun)
        else:
            begun = True
            yield _row(number, line, names, columns["text"], sheet)


def _is_note(line: Line, columns: dict[str, int]) -> bool:
    """Whether a line has no text for an article, and is a heading, a sum or a remark."""
    if line.text(columns["text"]).strip() and not _covers(line, columns["text"]):
        return False
    if columns["text"] in line.missing:
        return False
    first = min(line.cells)
    is_alone = len(line.cells) == 1
    return is_footer(line.cells[first]) or (is_alone and first != columns.get("title")) or _covers(line, first)


def _covers(line: Line, column: int) -> bool:
    """Whether the only cell of a line is merged over several columns, and one of them is this."""
    return len(line.cells) == 1 and any(span.left <= column <= span.right > span.left for span in line.spans)


def _beside(line: Line) -> Rest:
    notes = (Left("table notes", "\t".join(line.cells.values())),) if line.cells else ()
    return Rest((*line.left, *notes), line.raw)


def _row(number: int, line: Line, names: dict[int, str], text: int, sheet: Sheet) -> Row:
    """The row in a line. Cells without a name are kept under the number of their column: [4]."""
    columns: dict[str, object] = {name: line.text(column) for column, name in names.items()}
    spare = [column for column in sorted(line.cells) if column not in names]
    beyond = [column for column in spare if column > max(names)]
    if sheet.between and beyond and text == max(names):  # the mark between cells stood in the text, without quotes
        columns[names[text]] = sheet.between.join([line.text(text), *(line.cells[column] for column in beyond)])
        spare = [column for column in spare if column not in beyond]
    for column in spare:
        columns[_free(f"[{column + 1}]", columns)] = line.cells[column]
    days = {
        name: day
        for column, name in names.items()
        if (day := line.days.get(column) or date_in(name, line.text(column), sheet.first_day))
    }
    return Row(
        number,
        columns,
        sheet.name,
        line.raw,
        line.left,
        days,
        {name: line.missing[column] for column, name in names.items() if column in line.missing},
        frozenset(name for column, name in names.items() if column not in line.cells),
    )


def _free(name: str, columns: dict[str, object]) -> str:
    while name in columns:
        name += "'"
    return name

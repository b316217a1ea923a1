"""What stands on every page around its text: headers, footers, page numbers, and what a browser prints there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from store.article import Left, Reason
from store.text.numerals import NUMERALS

from .aligned import FEWEST, are_aligned
from .pieces import ASIDE, Line

EDGE = 2
"""Lines at the top and the bottom of a page that may be its header or footer."""
OFTEN = 0.3
"""The part of the pages on which a header stands, one for even and one for odd pages or for each chapter."""
NEAR = 4.0
"""Points by which the same header may stand higher on one page than on another."""

_NUMERAL = rf"(?:\d{{1,4}}|[ivxlc]{{1,7}}|[IVXLC]{{1,7}}|[{NUMERALS}十百〇○]{{1,5}})"
_PAGE_NUMBER = re.compile(
    rf"\W*(?:共\s*{_NUMERAL}\s*[页頁]\W*)?(?:第|[Pp]age|P\.)?\s*(?P<number>{_NUMERAL})\s*[页頁]?"
    rf"(?:\s*(?:[/／]|of|[,，]?\s*共)\s*{_NUMERAL}\s*[页頁]?)?\W*"
)
_DRESSED = re.compile(r"[页頁/／]|of|[Pp]age|[-—–－─·•~～]")
_PRINTED = re.compile(r"(?P<url>(?:https?|file)://\S+)\s+\d+/\d+|\d{1,4}[/.-]\d\d?[/.-]\d{1,4}[,，]?\s+\d\d?:\d\d\b.*")


class Bare(NamedTuple):
    """The pages without what stands around them, what was left out, and the address that a browser printed."""

    pages: list[list[Line]]
    left: list[Left]
    url: str | None


def bare(pages: Sequence[list[Line]]) -> Bare:
    """The pages without their headers, footers and numbers. `pages` are lines in order of reading."""
    ends = [end for lines in pages for line in lines for end in (line.box.top, line.box.bottom)]
    middle = (max(ends) + min(ends)) / 2 if ends else 0.0
    sides = [_edges(lines, middle) for lines in pages]
    edges = [[*{id(line): line for side in page for line in side}.values()] for page in sides]
    often, counted = _often(edges), _counted(edges)
    bodies: list[list[Line]] = []
    left: list[Left] = []
    for number, (lines, page) in enumerate(zip(pages, sides, strict=True)):
        reasons: dict[int, Reason] = {}
        for side in page:
            for line in side:
                # A line further in that looks like furniture is none unless all that is outside of it is.
                reason = _reason(line, number, often, counted)
                if not reason or (reason == "repeated" and _is_head(line, lines, often)):
                    break
                reasons[id(line)] = reason
        left += [Left(reasons[id(line)], line.text) for line in lines if id(line) in reasons]
        bodies.append([line for line in lines if id(line) not in reasons])
    printed = (_PRINTED.fullmatch(one.text) for one in left if one.reason == "printed")
    urls = (match["url"] for match in printed if match and match["url"])
    return Bare(bodies, left, next((url for url in urls if url.startswith("http")), None))


def _edges(lines: Sequence[Line], middle: float) -> list[list[Line]]:
    """The lines at the top, from the first one on, those at the bottom, from the last one on, and each one aside.

    On a page of few lines what is above the middle is no footer, and what is below it no header.
    """
    rows = sorted((line for line in lines if not line.table and line.column != ASIDE), key=lambda line: -line.box.top)
    top = [line for line in rows[:EDGE] if line.box.bottom >= middle]
    bottom = [line for line in rows[::-1][:EDGE] if line.box.bottom < middle]
    return [top, bottom, *([line] for line in lines if line.column == ASIDE)]


def _reason(line: Line, page: int, often: set[tuple[str, int]], counted: set[tuple[str, int]]) -> Reason | None:
    text = line.text.strip()
    if _PRINTED.fullmatch(text):
        return "printed"
    if (match := _PAGE_NUMBER.fullmatch(text)) and (_DRESSED.search(text) or (match["number"], page) in counted):
        return "page number"
    return "repeated" if any(key in often for key in _keys(line)) else None


def _is_head(line: Line, lines: Sequence[Line], often: set[tuple[str, int]]) -> bool:
    """Whether the line below one that stands on several pages is a row of a table of which this has the heads."""
    place = next(number for number, other in enumerate(lines) if other is line)
    below = next(iter(lines[place + 1 :]), None)
    if below is None or len(line.pieces) < FEWEST or not are_aligned(line, below):
        return False
    return all(key not in often for key in _keys(below))


def _keys(line: Line) -> list[tuple[str, int]]:
    """What a header is known by on another page: its text without numbers, and about where it stands."""
    text = re.sub(r"\d+", "#", line.text)
    return [(text, round(line.box.top / NEAR)), (text, round(line.box.top / NEAR + 0.5))]


def _often(edges: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """The keys of lines that stand at the same place of several pages."""
    counts = Counter(key for edge in edges for key in {key for line in edge for key in _keys(line)})
    least = max(2, OFTEN * len(edges))
    return {key for key, count in counts.items() if count >= least}


def _counted(edges: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """The bare numbers at the edges that go up page by page, each with its page; the one of a first page too."""
    steps: Counter[int] = Counter()
    found: list[tuple[str, int, int]] = []
    for page, edge in enumerate(edges):
        for line in edge:
            match = _PAGE_NUMBER.fullmatch(line.text.strip())
            if match and match["number"].isdecimal():
                step = int(match["number"]) - page
                steps[step] += 1
                found.append((match["number"], page, step))
    alone = len(edges) == 1
    return {(said, page) for said, page, step in found if steps[step] > 1 or (alone and step == 1)}

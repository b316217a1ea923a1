"""Which lines of a page are its article, and why each of the others is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from store.article import Reason
from store.text.tables import Table

from .boxes import Box, Line, Lines, bare

SHARE = 0.7
"""Of the weight of a box, how much its heaviest box must hold for the article to be in that alone."""
SHORT = 0.3
"""What a character of a line that is no sentence weighs; those of sentences and tables weigh 1."""
ENOUGH = 60
"""Weight of a page beside its comments and its hidden parts, with which those are no article."""
LINKED = 0.7
"""The share of a line in links from which on it is one of links."""
SENTENCE, HEADLINE, FOOT = 4, 40, 150
"""Characters of the shortest sentence, of the longest headline and of the longest line at the foot of a site."""
_PIECES = frozenset(["p", "li", "tr", "td", "th", "table", "tbody", "ol", "ul", "dl", "blockquote", "pre", "details"])
"""Elements that are no article alone: those around them are."""
_NAMES = Table(__package__, "page")
_SENTENCE = re.compile(r"[。！？；!?;…：:][”’」』）)\]】\"']*\s*$|。|[，、].*[，、]|[a-z]{2}[.,](?: [A-Za-z]|$)")
_DATE = re.compile(r"[\d\s:：./\[\]()（）年月日·|<>»-]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Seen:
    """A line as the choice sees it: how many characters it has beside dates, how many in links, what it weighs."""

    own: int
    linked: int
    is_prose: bool
    is_furniture: bool
    weight: float
    reason: Reason | None = None

    @property
    def is_link(self) -> bool:
        """Whether hardly anything stands outside of its links."""
        return self.linked > LINKED * self.own


def reasons(page: Lines) -> list[Reason | None]:
    """For each line why it is left out; None for a line of the article."""
    seen = [_seen(line) for line in page.lines]
    _mark_boxes(page, seen)
    _mark_lists(page, seen)
    weights = [0.0, *accumulate(0.0 if one.reason else one.weight for one in seen)]
    first, last = _region(page, seen, weights)
    for place, (line, one) in enumerate(zip(page.lines, seen, strict=True)):
        if one.reason is None and not (first <= place < last or _is_surely_text(line, one)):
            one.reason = "link list" if one.is_link or one.is_prose else "navigation"
    _trim(seen, range(len(seen)))
    _trim(seen, range(len(seen) - 1, -1, -1))
    if all(one.reason for one in seen):  # the names misled: a page of sentences is not empty
        for one in seen:
            one.reason = None if one.is_prose and one.reason != "hidden" else one.reason
    return [one.reason for one in seen]


def _seen(line: Line) -> _Seen:
    own = len(bare(_DATE.sub("", line.text)))
    linked = min(line.linked, own) if own else line.linked
    if linked > LINKED * own and not _attachment().search(line.text):
        return _Seen(own, linked, is_prose=False, is_furniture=True, weight=(own - linked) * SHORT)
    is_prose = own >= SENTENCE and bool(_SENTENCE.search(line.text))
    is_foot = not (is_prose and own > FOOT) and bool(_foot().search(line.text))
    if is_foot or _button().match(line.text):
        return _Seen(own, linked, is_prose=False, is_furniture=True, weight=0)
    is_full = is_prose or line.is_row
    return _Seen(own, min(linked, own // 2), is_prose, False, (own - linked / 2) * (1 if is_full else SHORT))


def _is_surely_text(line: Line, one: _Seen) -> bool:
    """Whether a line outside of the article's box is a sentence, no headline, or a row of a table."""
    if one.linked or one.is_furniture:
        return False
    is_sentence = one.own >= HEADLINE or line.text.rstrip("”’」』）)").endswith("。")
    return line.is_row or (one.is_prose and is_sentence)


def _trim(seen: Sequence[_Seen], places: range) -> None:
    """Leave out what is no part of an article from one end of it up to its first sentence or table."""
    for one in (seen[place] for place in places if seen[place].reason is None):
        if one.weight > SHORT * one.own:
            return
        if one.is_furniture:
            one.reason = "navigation"


def _mark_boxes(page: Lines, seen: Sequence[_Seen]) -> None:
    """Leave out the boxes that are named as no part of an article, unless most of the page's weight is in one."""
    weights = [0.0, *accumulate(one.weight for one in seen)]
    for box in page.boxes:
        reason = box.reason or _reason(box.tag, box.names)
        if reason is None or box.tag in {"html", "body"}:
            continue
        inside = weights[box.last] - weights[box.first]
        outside = weights[-1] - inside
        is_strict = reason in {"comment", "hidden"}
        if inside > outside and box.tag not in {"noscript", "template"} and (outside < ENOUGH or not is_strict):
            continue
        for one in seen[box.first : box.last]:
            one.reason = one.reason or reason


@cache
def _reason(tag: str, names: str) -> Reason | None:
    """Why a box of these names holds no article."""
    words = {*_WORD.findall(names), *names.split()}
    if any(_comment().fullmatch(word) for word in words):
        return "comment"
    if tag in {"nav", "footer"} or any(_navigation().fullmatch(word) for word in words):
        return "navigation"
    if any(_advertisement().fullmatch(word) for word in words):
        return "advertisement"
    return "link list" if tag == "aside" or any(_list().fullmatch(word) for word in words) else None


def _mark_lists(page: Lines, seen: Sequence[_Seen]) -> None:
    """Leave out three and more lines after one another that are links, and what stands above them as their head."""
    place = 0
    while place < len(seen):
        end = place
        while end < len(seen) and (seen[end].is_link or (end > place and not seen[end].own)):
            end += 1
        head = place and _heads().match(page.lines[place - 1].text.strip(" 　:：[【>》"))
        if sum(one.is_link for one in seen[place:end]) >= (1 if head else 3):
            listed = not head and _is_listed(page, seen, place, end)
            for one in seen[place - bool(head) : end]:
                one.reason = one.reason or (None if listed else "link list")
                one.is_furniture &= not listed
        place = max(end, place + 1)


def _is_listed(page: Lines, seen: Sequence[_Seen], place: int, end: int) -> bool:
    """Whether links are what an article lists: paragraphs at its beginning or in it, before a sentence of it."""
    if not place < end < len(seen) or not seen[end].is_prose:
        return False
    inside = page.lines[place : end + 1]
    first, around = inside[0].box.parent, {id(line.box.parent) for line in inside}
    if len(around) > 1 or first is None or first.tag == "body" or any(line.box.tag != "p" for line in inside):
        return False
    return first.first == place or page.lines[place - 1].box.parent is first


def _region(page: Lines, seen: Sequence[_Seen], weights: Sequence[float]) -> tuple[int, int]:
    """The first line of the article and the one behind its last.

    The article is in the smallest box with nearly all of the weight. Boxes beside it in which nothing is a link are
    of the article too: an introduction, a signature.
    """
    children: dict[int, list[Box]] = {}
    for box in page.boxes:
        if box.parent:
            children.setdefault(id(box.parent), []).append(box)

    def weight(box: Box) -> float:
        return weights[box.last] - weights[box.first]

    at = page.boxes[0]
    while inside := children.get(id(at)):
        heaviest = max(inside, key=weight)
        if weight(heaviest) < SHARE * weight(at):
            break
        at = heaviest
    while at.parent and at.tag in _PIECES:
        at = at.parent
    first, last = at.first, at.last
    bounds = at
    while bounds.parent and (bounds.first, bounds.last) == (first, last):  # boxes that hold nothing but the article
        bounds = bounds.parent
    while first > bounds.first and _is_plain(seen[first - 1]):
        first -= 1
    while last < bounds.last and _is_plain(seen[last]):
        last += 1
    return first, last


def _is_plain(one: _Seen) -> bool:
    return not (one.reason or one.linked or one.is_furniture)


@cache
def _attachment() -> re.Pattern[str]:
    return re.compile(_NAMES.either("attachments"), re.IGNORECASE)


@cache
def _foot() -> re.Pattern[str]:
    return re.compile(_NAMES.either("foot"))


@cache
def _button() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:(?:(?:{_NAMES.either('buttons')})[\s:：|/>、\[\]【】]*)+$|(?:{_NAMES.either('places')})\s*[:：])"
    )


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(_NAMES.either("list_heads"))


@cache
def _comment() -> re.Pattern[str]:
    return re.compile(_NAMES.either("comment_names"))


@cache
def _navigation() -> re.Pattern[str]:
    return re.compile(_NAMES.either("navigation_names"))


@cache
def _advertisement() -> re.Pattern[str]:
    return re.compile(_NAMES.either("advertisement_names"))


@cache
def _list() -> re.Pattern[str]:
    return re.compile(_NAMES.either("list_names"))

"""A web page as lines of text in boxes: what the walk through its tree gives and the choice of its article takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from store.article import Left, Reason


@dataclass(slots=True)
class Box:
    """An element that stands by itself, with the lines in it: those from `first` to before `last`.

    `names` are its classes, its id and its role, in lower case; `reason` is why all of it is left out.
    """

    tag: str
    names: str
    parent: Box | None
    first: int
    last: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: how many of its characters are in links, and the innermost box that it stands in."""

    text: str
    linked: int
    box: Box
    is_row: bool = False


@dataclass(slots=True)
class Lines:
    """The lines of a page in order, its boxes in the order of their beginnings, and what is in no line."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def bare(text: str) -> str:
    """`text` without its white space."""
    return "".join(text.split())

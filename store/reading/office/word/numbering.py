"""The automatic numbers of Word's paragraphs: 第一条, （二）, 2.1, restarted and continued as Word does it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from store.reading.office.xml import Element, attribute, child, find, number

from .counting import counted
from .styles import Styles

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_SYMBOLS = re.compile("[\ue000-\uf8ff]")
_NOTHING_BETWEEN = "、）】〕》．，：；。"
"""Ends of numbers behind which Chinese text goes on without a space."""


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    text: str = ""
    joined: bool = False  # nothing stands between number and text
    digits: bool = False  # the numbers of all levels are written in digits
    restart: int | None = None  # the level, from 1, that restarts this one; 0 is none, and None all above


@dataclass(slots=True)
class Count:
    """How far a list has come. Lists that are made from one definition count on from one another."""

    values: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)  # the lists whose own starts have been taken


class Numbering:
    """The lists of a document, and how far each has come. Paragraphs are to be asked for in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        definitions = [*find(root, "w:abstractNum")] if root is not None else []
        self._styles = styles
        self._definitions = {attribute(one, "w:abstractNumId"): one for one in definitions}
        self._lists = {number(one, name="w:numId"): one for one in find(root, "w:num")} if root is not None else {}
        self._read_lists: dict[int, tuple[str, dict[int, Level], set[int]]] = {}
        self._by_style: dict[tuple[str, str], int] = {
            (attribute(one, "w:abstractNumId"), attribute(style, "w:val")): number(level, name="w:ilvl")
            for one in definitions
            for level in find(one, "w:lvl")
            for style in find(level, "w:pStyle")
        }
        self._counts: dict[str, Count] = {}

    def label(self, own: tuple[int | None, int | None], style: str) -> str:
        """The number of the next paragraph, with what sets it apart from the text; empty for one without.

        `own` is the list and the level that the paragraph itself names, `style` the id of its style.
        """
        theirs = self._styles.of(style).numbered
        list_ = own[0] if own[0] is not None else theirs[0]
        if not list_ or list_ not in self._lists:
            return ""
        definition, levels, anew = self._read(list_)
        at = own[1]
        if at is None:
            at = self._by_style.get((definition, style), theirs[1] or 0)
        level = levels.get(at)
        if level is None:
            return ""
        count = self._counts.setdefault(definition, Count())
        if list_ not in count.begun:
            count.begun.add(list_)
            for begun in anew:
                count.values.pop(begun, None)
        _step(count, at, levels)
        return _written(level, at, levels, count)

    def _read(self, list_: int) -> tuple[str, dict[int, Level], set[int]]:
        """The definition of a list, its levels, and those of them that it numbers anew."""
        if list_ not in self._read_lists:
            element = self._lists[list_]
            named = child(element, "w:abstractNumId")
            definition = self._followed(attribute(named, "w:val") if named is not None else "")
            found = find(self._definitions[definition], "w:lvl") if definition in self._definitions else ()
            levels, anew = {number(one, name="w:ilvl"): _level(one) for one in found}, set[int]()
            for override in find(element, "w:lvlOverride"):
                at = number(override, name="w:ilvl")
                if (own := child(override, "w:lvl")) is not None:
                    levels[at] = _level(own)
                if (start := child(override, "w:startOverride")) is not None:
                    levels[at] = replace(levels.get(at, Level()), start=number(start, 1))
                    anew.add(at)
            self._read_lists[list_] = (definition, levels, anew)
        return self._read_lists[list_]

    def _followed(self, definition: str) -> str:
        """The definition that one points to by the name of a style, or itself."""
        for _ in range(LEVELS):
            link = child(self._definitions.get(definition), "w:numStyleLink")
            if link is None:
                break
            list_ = self._styles.of(attribute(link, "w:val")).numbered[0]
            named = child(self._lists.get(list_ or 0), "w:abstractNumId")
            if named is None:
                break
            definition = attribute(named, "w:val")
        return definition


def _step(count: Count, at: int, levels: dict[int, Level]) -> None:
    """Count one paragraph at a level; those below it begin again, unless they say otherwise."""
    count.values[at] = count.values.get(at, levels[at].start - 1) + 1
    for below in [level for level in count.values if level > at]:
        restart = levels[below].restart if below in levels else None
        if restart is None or at < restart:
            del count.values[below]


def _level(element: Element) -> Level:
    """A level as it is defined. Of a format with a fallback the first is taken."""
    form = next(find(element, "w:numFmt"), None)
    text, suffix, restart = (child(element, name) for name in ("w:lvlText", "w:suff", "w:lvlRestart"))
    digits = child(element, "w:isLgl")
    return Level(
        start=number(child(element, "w:start"), 0 if child(element, "w:start") is None else 1),
        form=attribute(form, "w:val") if form is not None else "decimal",
        pattern=attribute(form, "w:format") if form is not None else "",
        text=attribute(text, "w:val") if text is not None else "",
        joined=suffix is not None and attribute(suffix, "w:val") == "nothing",
        digits=digits is not None and attribute(digits, "w:val") not in {"0", "false", "off"},
        restart=number(restart) if restart is not None else None,
    )


def _written(level: Level, at: int, levels: dict[int, Level], count: Count) -> str:
    """The number of a paragraph at a level. Bullets are left out: they number nothing."""
    if level.form == "bullet":
        return ""

    def one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        of = levels.get(place, Level())
        form = "decimal" if level.digits and of.form != "none" else of.form
        return counted(count.values.get(place, of.start), form, of.pattern) if place <= at else ""

    said = _SYMBOLS.sub("", _PLACE.sub(one, level.text)).strip()
    if not said or level.joined or said.endswith(tuple(_NOTHING_BETWEEN)):
        return said
    return f"{said} "

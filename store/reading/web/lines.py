"""The lines of a web page, as a browser shows them: what stands in one paragraph is one line, whatever its tags."""

from __future__ import annotations

import re
from collections import Counter as Counts
from typing import TYPE_CHECKING

from store.article import Left, Reason
from store.text.tables import Table

from .boxes import Box, Line, Lines, bare
from .numbering import Counter, counter_of
from .tables import is_data, lines_of_rows

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(Table(__package__, "page").words("blocks"))
"""Elements that stand on lines of their own."""
UNSEEN = frozenset(["script", "style", "title", "iframe", "noembed", "noframes"])
"""Elements whose text is none of the page's."""
TERM_LENGTH = 30
"""Characters of a term that stands before its description on one line."""
_LEFT: dict[str, Reason] = {
    **dict.fromkeys(["rt", "rp"], "reading"),
    **dict.fromkeys(["del", "s", "strike"], "deleted"),
    **dict.fromkeys(["button", "select", "textarea", "datalist"], "navigation"),
    **dict.fromkeys(["video", "audio", "canvas", "object", "desc", "metadata"], "hidden"),
}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
_INLINE = re.compile(r"display\s*:\s*inline\s*(?:;|$)", re.IGNORECASE)
_WRAP = re.compile(r"[ \t\r\f]*\n[ \t\r\f\n]*")
_BLANK = re.compile(r"[ \t\r\f]+")
_CHINESE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_WRAP_IN_CHINESE = re.compile(rf"(?<={_CHINESE})\n(?={_CHINESE})")
_POWER = re.compile(r"\s*[-−+]?\d+\s*")
_NUMBERED = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+|[a-zA-Z])[)）、.．]")


def lines_of(root: HtmlElement) -> Lines:
    """The lines of everything within `root`, without those elements that hold no text for readers."""
    walk = _Walk()
    walk.over(root)
    return walk.found


class _Walk:
    """A walk through a tree, with the line that is being made."""

    def __init__(self) -> None:
        self.found = Lines()
        self.box = Box("", "", None, 0)
        self.found.boxes.append(self.box)
        self.parts: list[str] = []
        self.linked = 0
        self.links = self.preformatted = 0  # how many <a> and <pre> the walk is in
        self.counters: list[Counter] = []
        self.number = ""  # of an item whose first line has not come yet
        self.term: Line | None = None  # what the next line describes

    def over(self, root: HtmlElement) -> None:
        """Go through a tree. It may be of any depth."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if event == "start":
                if element is not root and self.skips(element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self.enter(element)
                continue
            if event == "end" and element is not skipped:
                self.leave(element)
            if element is not root:
                self.say(element.tail)
        self.end_line()
        self.end_term()
        self.box.last = len(self.found.lines)

    def skips(self, element: HtmlElement) -> bool:
        """Whether an element needs no walk: it holds no text for readers, or it is a table of data."""
        if element.tag in UNSEEN:
            return True
        if element.tag == "table" and is_data(element):
            self.table(element)
            return True
        reason = _LEFT.get(element.tag) or ("hidden" if not _is_block(element) and _is_hidden(element) else None)
        if reason is None or next(element.iterdescendants(*BLOCKS), None) is not None:
            return False
        self.found.left.append(Left(reason, "".join(element.itertext())))
        return True

    def enter(self, element: HtmlElement) -> None:
        """Begin an element."""
        tag = element.tag
        if _is_block(element):
            self.end_line()
            self.open(element)
            if tag in {"ol", "ul"}:
                self.counters.append(counter_of(element))
            elif tag == "li" and self.counters:
                self.number = self.counters[-1].next(element)
            elif tag == "dt":
                self.end_term()
            self.preformatted += tag == "pre"
        elif tag == "br":
            self.end_line()
        elif tag == "q":
            self.parts.append("“")
            self.found.added.append("“")
        elif tag == "sup" and _POWER.fullmatch(element.text or "") and "".join(self.parts)[-1:].isdigit():
            self.parts.append("^")  # 10<sup>8</sup> is not 108
            self.found.added.append("^")
        self.links += tag == "a"
        self.say(element.text)

    def leave(self, element: HtmlElement) -> None:
        """End an element."""
        tag = element.tag
        if _is_block(element):
            if tag == "dt":
                self.begin_term()
            self.end_line()
            if tag in {"ol", "ul"}:
                self.counters.pop()
            elif tag == "li":
                self.number = ""
            elif tag == "dl":
                self.end_term()
            self.preformatted -= tag == "pre"
            self.box.last = len(self.found.lines)
            self.box = self.box.parent or self.box
        elif tag == "q":
            self.parts.append("”")
            self.found.added.append("”")
        self.links -= tag == "a"

    def open(self, element: HtmlElement) -> None:
        """Begin the box of an element."""
        names = " ".join(filter(None, (element.get(name) for name in ("class", "id", "role"))))
        self.box = Box(element.tag, names.lower(), self.box, len(self.found.lines))
        if _is_hidden(element) or element.tag in {"noscript", "template"}:
            self.box.reason = "hidden"
        self.found.boxes.append(self.box)

    def say(self, text: str | None) -> None:
        """Add a text to the line."""
        if not text:
            return
        if self.links:
            self.linked += len(bare(text))
        if not self.preformatted:
            self.parts.append(" " if text.isspace() else _WRAP.sub("\n", text))
            return
        first, *others = text.split("\n")
        self.parts.append(first)
        for other in others:
            self.end_line()
            self.parts.append(other)

    def end_line(self) -> None:
        """End the line: it is kept if it holds anything."""
        if not self.parts:
            return
        text, linked = self.text(), self.linked
        self.parts.clear()
        self.linked = 0
        if not text:
            return
        if self.term:
            term, self.term = self.term, None
            colon = "" if term.text.endswith(("：", ":")) else "："
            text, linked = f"{term.text}{colon}{text}", linked + term.linked
            self.found.added.append(colon)
        if self.number and not _NUMBERED.match(text):
            text = self.number + text
            self.found.added.append(self.number)
        self.number = ""
        self.found.lines.append(Line(text, linked, self.box))

    def text(self) -> str:
        """The line so far."""
        joined = "".join(self.parts)
        if self.preformatted:
            return joined.rstrip() if joined.strip() else ""
        if "\n" in joined:
            joined = _WRAP_IN_CHINESE.sub("", _WRAP.sub("\n", joined)).replace("\n", " ")
        return _BLANK.sub(" ", joined).strip()

    def begin_term(self) -> None:
        """Let the line so far, if it is short, stand before the next one: 咨询电话：12345"""
        text = self.text()
        if text and len(text) <= TERM_LENGTH and not self.term and not text.endswith(("。", "？", "！", "?")):
            self.term = Line(text, self.linked, self.box)
            self.parts.clear()
            self.linked = 0

    def end_term(self) -> None:
        """Let a term without a description be a line."""
        if self.term:
            self.found.lines.append(self.term)
            self.term = None

    def table(self, table: HtmlElement) -> None:
        """The lines of a table of data."""
        self.end_line()
        self.open(table)
        cells: list[Line] = []

        def text(cell: HtmlElement) -> str:
            inner = lines_of(cell)
            cells.extend(inner.lines)
            self.found.left += inner.left
            self.found.added += inner.added
            return " ".join(line.text for line in inner.lines)

        for caption in table.iterchildren("caption"):
            self.found.lines += [Line(line, 0, self.box) for line in text(caption).splitlines()]
        cells.clear()
        rows: list[HtmlElement] = []
        for row in table.iter("tr"):
            if _is_hidden(row):
                self.found.left.append(Left("hidden", "".join(row.itertext())))
            else:
                rows.append(row)
        made = lines_of_rows(rows, text)
        words, whole = Counts(bare("".join(line.text for line in cells))), bare("".join(made))
        share = sum(line.linked for line in cells) / max(1, words.total())
        self.found.added.append("".join((Counts(whole) - words).elements()))
        self.found.lines += [Line(line, int(share * len(line)), self.box, is_row=True) for line in made]
        self.box.last = len(self.found.lines)
        self.box = self.box.parent or self.box


def _is_block(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and "display" in style.lower():
        return bool(_AS_BLOCK.search(style)) or (element.tag in BLOCKS and not _INLINE.search(style))
    return element.tag in BLOCKS


def _is_hidden(element: HtmlElement) -> bool:
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    return bool(hidden) or (element.get("aria-hidden") == "true" and element.tag not in BLOCKS)

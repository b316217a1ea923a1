"""The lines of one part of a Word document: its body, a header, a note or what stands in a text box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from store.article import Left
from store.reading.draft import Draft
from store.reading.office.package import Package
from store.reading.office.xml import Element, attribute, child, is_on, short
from store.text.forms import Merged

from .drawings import chart_lines, diagram_lines, paragraphs
from .numbering import Numbering
from .runs import Runs
from .styles import Styles, numbered
from .tables import rows_of, said

_WITHIN = frozenset({"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent"})
_GONE = frozenset({"w:del", "w:moveFrom"})
_MARKS_GONE = ("w:del", "w:moveFrom", "w:vanish", "w:specVanish")
"""Properties of the mark at the end of a paragraph with which it doesn't end: the next one goes on."""


@dataclass(slots=True)
class Document:
    """What the parts of one document share while it is read."""

    package: Package
    styles: Styles
    numbering: Numbering
    check: Callable[[], None]  # raises an error when reading takes too long
    chunk: Callable[[str], Draft | None]  # reads a part that is a document by itself
    notes: dict[tuple[str, str], tuple[str, Element]] = field(default_factory=dict)  # by kind and id, with their part
    left: list[Left] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    styled: dict[str, list[str]] = field(default_factory=dict)  # paragraphs without numbers, by the name of their style
    taken: set[str] = field(default_factory=set)  # the parts that were read
    chunks: list[str] = field(default_factory=list)  # what the parts hold that are documents by themselves


class Flow(Runs):
    """Reads the blocks of a part. What stands beside a paragraph, such as a note, becomes lines behind it."""

    def __init__(self, document: Document, part: str, *, leaves_pages: bool = False) -> None:
        super().__init__(document.styles, document.left, document.added, leaves_pages=leaves_pages)
        self._document, self._part = document, part
        self._aside: list[str] = []
        self._held = ""

    def lines(self, parent: Element) -> list[str]:
        """The lines of all blocks in an element, with what stands beside them."""
        lines: list[str] = []
        for block in parent:
            lines += self._block(block, self.lines)
            aside, self._aside = self._aside, []
            lines += aside
        return lines + self._rest()

    def graphic(self, element: Element) -> None:
        """Take the lines of text boxes, charts and the like behind the paragraph."""
        self._aside += self._drawn(element)

    def note(self, kind: str, id_: str) -> None:
        """Take the lines of a note behind the paragraph, once."""
        part, note = self._document.notes.pop((kind, id_), ("", None))
        if note is not None:
            self._aside += Flow(self._document, part).lines(note)

    def _within(self, parent: Element) -> list[str]:
        """The lines of a cell's blocks; what stands beside them waits for the end of the table."""
        return [line for block in parent for line in self._block(block, self._within)] + self._rest()

    def _rest(self) -> list[str]:
        """The text of a paragraph that was to go on in the next, where none came."""
        rest, self._held = self._held, ""
        return [rest] if rest.strip() else []

    def _block(self, block: Element, into: Callable[[Element], list[str]]) -> list[str]:
        name = short(block.tag)
        if name == "w:p":
            return self._paragraph(block, is_cell=into == self._within)
        if name == "w:tbl":
            return self._table(block, into)
        if name == "m:oMathPara":
            return [self.formula(block, hidden=False)]
        if name == "w:altChunk":
            return self._chunk(attribute(block, "r:id"))
        if name in _GONE:
            self.leave(block, "deleted")
        inside = [block] if name in _WITHIN else self.content(block) if name == "w:sdt" else []
        inside += self.chosen(block) if name == "mc:AlternateContent" else []
        return [line for one in inside for line in into(one)]

    def _paragraph(self, paragraph: Element, *, is_cell: bool) -> list[str]:
        self._document.check()
        properties = child(paragraph, "w:pPr")
        named = child(properties, "w:pStyle")
        id_ = attribute(named, "w:val") if named is not None else self.styles.usual
        style = self.styles.of(id_)
        text = self._held + self.inline(paragraph, hidden=style.hidden)
        self.end_paragraph()
        mark = child(properties, "w:rPr")
        goes_on = any(is_on(child(mark, gone)) for gone in _MARKS_GONE)
        self._held = text if goes_on else ""
        if goes_on or (not text.strip() and style.hidden):
            return []
        label = self._document.numbering.label(numbered(properties), id_)
        if not text.strip() and not is_cell:
            return []
        self.added.append(label)
        if not label:
            self._document.styled.setdefault(style.name, []).append(" ".join(text.split()))
        return [line for line in (label + text).split("\n") if line.strip()]

    def _chunk(self, id_: str) -> list[str]:
        """The lines of a file that is shown in its place."""
        relation = self._document.package.relations(self._part).get(id_)
        if relation is None:
            return []
        draft = self._document.chunk(relation.part)
        if draft is None:
            self.drop(PurePosixPath(relation.part).name, "embedded")
            return []
        self._document.chunks += draft.raw if draft.raw is not None else (draft.text,)
        self.left += draft.left
        self.added += draft.added
        return [line for line in draft.text.split("\n") if line.strip()]

    def _table(self, table: Element, into: Callable[[Element], list[str]]) -> list[str]:
        """A table row by row. One of a single column, and a cell over the whole width, only frames what is in it."""
        rows = rows_of(table, self.leave)
        lines: list[str] = []
        grid: list[list[str | Merged]] = []
        heads = 0
        for row in rows:
            if len(row.places) == 1 and row.only is not None:
                lines += into(row.only)
                continue
            cells = [self._cell(place) for place in row.places]
            framed = [line for cell in cells if isinstance(cell, list) for line in cell] if row.only is not None else []
            if len(framed) > 1:
                lines += self._read(grid, heads) + framed
                grid, heads = [], 0
                continue
            heads += row.is_head and heads == len(grid)
            grid.append([cell if isinstance(cell, Merged) else "\n".join(cell) for cell in cells])
        return lines + self._read(grid, heads)

    def _cell(self, place: Element | Merged | None) -> list[str] | Merged:
        if isinstance(place, Merged):
            return place
        return self._within(place) if place is not None else []

    def _read(self, grid: list[list[str | Merged]], heads: int) -> list[str]:
        lines, more = said(grid, heads)
        self.added.append(more)
        return lines

    def _drawn(self, element: Element) -> list[str]:
        """The lines of what a drawing shows."""
        lines: list[str] = []
        for one in element:
            name = short(one.tag)
            if name == "w:txbxContent":
                lines += Flow(self._document, self._part, leaves_pages=self.leaves_pages).lines(one)
            elif name == "mc:AlternateContent":
                lines += [line for branch in self.chosen(one) for line in self._drawn(branch)]
            elif name in {"c:chart", "cx:chart"}:
                root = self._related(attribute(one, "r:id"))
                lines += chart_lines(root, self.left, self.added) if root is not None else []
            elif name == "dgm:relIds":
                root = self._related(attribute(one, "r:dm"))
                lines += diagram_lines(root) if root is not None else []
            elif name == "a:p":
                lines += paragraphs(one)
            elif name == "v:textpath":
                lines += [words] if (words := one.get("string", "").strip()) else []
                self.added.append(words)
            else:
                lines += self._drawn(one)
        return lines

    def _related(self, id_: str) -> Element | None:
        """The part that a drawing names, once."""
        package = self._document.package
        relation = package.relations(self._part).get(id_)
        if relation is None or relation.part not in package or relation.part in self._document.taken:
            return None
        self._document.taken.add(relation.part)
        return package.root(relation.part)

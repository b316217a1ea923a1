"""Word documents: all that a reader sees in them, in the order it stands in."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from store.article import Left, Reason
from store.errors import ArticleError, EmptyFile, UnreadableFile
from store.reading.draft import Draft
from store.reading.office.container import opened
from store.reading.office.package import Package
from store.reading.office.raw import raw_text
from store.reading.office.xml import Element, attribute, child, find
from store.text.tables import Table

from .chunks import read_chunk
from .flow import Document, Flow
from .numbering import Numbering
from .styles import Styles

_NAMES = Table("store.reading", "documents")
DEFAULT_AUTHORS = frozenset(_NAMES.words("default_authors"))
"""Names that an installation gives its documents, and nobody has."""
SECONDS = 120
"""How long one document may take to read: all but a few take less than one."""
_UNTITLED = re.compile(_NAMES.either("untitled"), re.IGNORECASE)
_PAGE = re.compile(_NAMES.pattern("page_of_pages"))
_PICTURES = "it holds pictures and no text: print it as .pdf / 只有图片，没有文字：请另存为 .pdf"
_NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote"}
_UNSEEN: dict[str, Reason] = {
    "comments": "comment",
    "diagramDrawing": "duplicate",  # the picture of a SmartArt that is read
    **dict.fromkeys(
        ("glossaryDocument", "header", "footer", "chart", "chartEx", "diagramData", "diagramLayout"), "hidden"
    ),
}
"""Why what stands in parts that were not read is left out, by the kind of their relation."""


def read_docx(content: bytes, source: str) -> tuple[Draft, str]:
    """What a reader sees in a Word document; a row of a table is a line, and so is a note, behind its paragraph.

    Headers and footers come last, each once. Raises EmptyFile, LockedFile, WrongSuffix, FormatsMissing, or
    UnreadableFile, also for a document of pictures.
    """
    with opened(content, source, ".docx"):
        package = Package(content)
        document = _document(package, source)
        body = child(package.root(package.main), "w:body")
        if body is None:
            raise UnreadableFile(path=source, reason="it has no body / 缺少正文")
        lines = Flow(document, package.main).lines(body)
        lines += _margins(document, body, {*lines})
        if not lines:
            if any("/media/" in part for part in package.parts):
                raise UnreadableFile(path=source, reason=_PICTURES)
            raise EmptyFile(path=source)
        title, author = _properties(document)
        _leave_rest(document)
        raw = (*raw_text(content), *document.chunks)
    return Draft(
        "\n".join(lines),
        title=title or _title(document),
        author=author,
        raw=raw,
        left=tuple(document.left),
        added=tuple(document.added),
    ), "utf-8"


def _document(package: Package, source: str) -> Document:
    """A document that is about to be read."""
    end = time.monotonic() + SECONDS

    def check() -> None:
        if time.monotonic() > end:
            raise UnreadableFile(path=source, reason=f"it takes over {SECONDS} seconds / 读取超过 {SECONDS} 秒")

    def chunk(part: str) -> Draft | None:
        if part not in package:
            return None
        content = package.read(part)
        try:
            return read_docx(content, source)[0] if part.endswith(".docx") else read_chunk(content, part, source)
        except ArticleError:  # it is empty, or no file of the kind that its name says
            return None

    def first(kind: str) -> Element | None:
        return next((package.root(part) for part in package.related(package.main, kind)), None)

    styles = Styles(first("styles"))
    document = Document(package, styles, Numbering(first("numbering"), styles), check, chunk)
    for kind, name in _NOTES.items():
        for part in package.related(package.main, kind):
            document.taken.add(part)
            for note in find(package.root(part), name):
                document.notes[name, attribute(note, "w:id")] = (part, note)
    return document


def _margins(document: Document, body: Element, said: set[str]) -> Iterator[str]:
    """The lines of headers and footers that have not been said, in the order of the sections that name them."""
    relations = document.package.relations(document.package.main)
    for reference in find(body, "w:headerReference", "w:footerReference"):
        relation = relations.get(attribute(reference, "r:id"))
        if relation is None or relation.part in document.taken or relation.part not in document.package:
            continue
        document.taken.add(relation.part)
        flow = Flow(document, relation.part, leaves_pages=True)
        for whole in flow.lines(document.package.root(relation.part)):
            line = _PAGE.sub("", whole).strip()
            flow.drop("".join(_PAGE.findall(whole)), "page number")
            if line in said:
                flow.drop(line, "repeated")
            elif line:
                said.add(line)
                yield line


def _properties(document: Document) -> tuple[str | None, str | None]:
    """The title and the author that somebody gave the document."""
    found: list[str | None] = []
    for name in ("dc:title", "dc:creator"):
        texts = [
            one.text
            for part in document.package.related("", "core-properties")
            for one in find(document.package.root(part), name)
            if one.text
        ]
        document.left += [Left("metadata", text) for text in texts]
        found.append(texts[0].strip() if texts else None)
    title, author = found
    return (
        title if title and not _UNTITLED.match(title) else None,
        author if author and author.lower() not in DEFAULT_AUTHORS else None,
    )


def _title(document: Document) -> str | None:
    """The paragraph in the style of titles, or the only one in that of the highest headings."""
    for style in _NAMES.words("title_styles"):
        if found := document.styled.get(style):
            return found[0]
    for style in _NAMES.words("heading_styles"):
        if len(found := document.styled.get(style, [])) == 1:
            return found[0]
    return None


def _leave_rest(document: Document) -> None:
    """Leave out what stands in parts that nobody sees, and say that files within the document are not read."""
    package = document.package
    flow = Flow(document, package.main)
    for _, note in document.notes.values():  # to which nothing refers, such as the lines above notes
        flow.leave(note, "hidden")
    for part in [package.main, *package.parts]:
        for kind, reason in _UNSEEN.items():
            for other in package.related(part, kind):
                if other not in document.taken:
                    document.taken.add(other)
                    flow.leave(package.root(other), reason)
    document.left += [Left("embedded", name) for name in package.objects]

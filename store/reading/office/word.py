"""Word documents: paragraphs and tables in the order they stand in."""

from __future__ import annotations

from io import BytesIO

from store.errors import EmptyFile
from store.reading.draft import Draft
from store.text.tables import Table

from .container import opened

_NAMES = Table("store.reading", "documents")
DEFAULT_AUTHORS = frozenset(_NAMES.words("default_authors"))
"""Names that an installation gives its documents, and nobody has."""
TITLE_STYLES = _NAMES.words("title_styles")


def read_docx(content: bytes, source: str) -> tuple[Draft, str]:
    """The text of a Word document; a row of a table is a line. Raises EmptyFile, LockedFile or UnreadableFile."""
    with opened(content, source):
        import docx
        from docx.table import Table

        document = docx.Document(BytesIO(content))
        lines: list[str] = []
        title = document.core_properties.title.strip()
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
                continue
            lines.append(block.text)
            style = block.style.name if block.style is not None else None
            if not title and style in TITLE_STYLES and block.text.strip():
                title = block.text.strip()
        author = document.core_properties.author.strip()
    if not any(line.strip() for line in lines):
        raise EmptyFile(path=source)
    named = author if author.lower() not in DEFAULT_AUTHORS else None
    return Draft("\n".join(lines), title=title or None, author=named), "utf-8"

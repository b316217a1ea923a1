"""Word documents: paragraphs and tables in the order they stand in."""

from __future__ import annotations

from io import BytesIO

from store.errors import EmptyFile

from .draft import Draft
from .office import opened

DEFAULT_AUTHORS = {
    "python-docx",
    "administrator",
    "admin",
    "user",
    "windows user",
    "微软用户",
    "windows 用户",
    "lenovo",
}
"""Names that an installation gives its documents, and nobody has."""


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
            if not title and style in {"Title", "Heading 1", "标题"} and block.text.strip():
                title = block.text.strip()
        author = document.core_properties.author.strip()
    if not any(line.strip() for line in lines):
        raise EmptyFile(path=source)
    named = author if author.lower() not in DEFAULT_AUTHORS else None
    return Draft("\n".join(lines), title=title or None, author=named), "utf-8"

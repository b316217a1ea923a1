"""PDF: the text of its pages, without what stands on every page, its lines joined to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from threading import Lock

from store.errors import LockedFile, ScannedFile, UnreadableFile
from store.reading.draft import Draft
from store.text.tables import Table
from store.thresholds import FULL_LINE

EDGE = 2
"""Lines at the top and the bottom of a page that may be its header or footer."""
_LOCK = Lock()  # PDFium must not be entered by two threads
_PAGE_NUMBER = re.compile(r"\W*(?:第\s*)?\d{1,4}\s*[页頁]?(?:\s*(?:[/／]|of|[,，]?\s*共)\s*\d{1,4}\s*[页頁]?)?\W*")
_PRINTED = re.compile(r"(?P<url>(?:https?|file)://\S+)\s+\d+/\d+|\d{1,4}[/.-]\d\d?[/.-]\d{1,4}[,，]?\s+\d\d?:\d\d\b.*")
_UNTITLED = re.compile(f"(?:{Table('store.reading', 'documents').either('untitled')})", re.IGNORECASE)


def read_pdf(content: bytes, source: str) -> tuple[Draft, str]:
    """The text of a PDF. Raises ScannedFile when it has none, LockedFile or UnreadableFile."""
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
            pages = [page.get_textpage().get_text_bounded() for page in document]
            title = document.get_metadata_value("Title").strip()
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise LockedFile(path=source) from error
            raise UnreadableFile(path=source, reason=f"damaged PDF: {error} / PDF 已损坏") from error
    if not any(page.strip() for page in pages):
        raise ScannedFile(path=source)
    printed = [match for page in pages for line in page.splitlines() if (match := _PRINTED.fullmatch(line.strip()))]
    url = next((match["url"] for match in printed if (match["url"] or "").startswith("http")), None)
    text = _joined([line for lines in _bodies([_lines(page) for page in pages]) for line in lines])
    return Draft(text, title=None if _UNTITLED.match(title) else title, url=url), "utf-8"


def _lines(page: str) -> list[str]:
    # PDFium gives U+FFFE for a hyphen at the end of a line.
    page = re.sub("\ufffe(?:\r?\n)?", "", page)
    return [line.strip() for line in page.splitlines() if line.strip()]


def _bodies(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their numbers, and without the first and last lines that most of them share."""
    edges = Counter(key for lines in pages for key in {_key(line) for line in lines[:EDGE] + lines[-EDGE:]})
    often = {key for key, count in edges.items() if count > 1 and count > 0.6 * len(pages)}

    def furniture(line: str) -> bool:
        return _key(line) in often or bool(_PAGE_NUMBER.fullmatch(line) or _PRINTED.fullmatch(line))

    bodies: list[list[str]] = []
    for lines in pages:
        body = lines[:]
        for end in (0, -1):
            for _ in range(EDGE):
                if body and furniture(body[end]):
                    del body[end]
        bodies.append(body)
    return bodies


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _joined(lines: list[str]) -> str:
    """Lines as paragraphs, also across pages: a full line that ends no sentence goes on."""
    full = FULL_LINE * max(map(_width, lines), default=0)
    pieces: list[str] = []
    for line, following in pairwise([*lines, ""]):
        goes_on = following and _width(line) >= full and line[-1] not in "。！？!?：:"
        between = " " if re.search(r"[A-Za-z0-9,.]$", line) and re.match("[A-Za-z0-9]", following) else ""
        pieces += [line, between if goes_on else "\n"]
    return "".join(pieces).rstrip("\n")


def _width(line: str) -> int:
    return sum(2 if character > "\u2e7f" else 1 for character in line)

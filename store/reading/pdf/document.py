"""PDF: the text of its pages, without what stands on every page, its lines joined to paragraphs again."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import Any

from store.article import Left
from store.errors import EmptyFile, LockedFile, ScannedFile, UnreadableFile
from store.reading.draft import Draft
from store.text.tables import Table

from . import recognition
from .aligned import with_tables
from .furniture import bare
from .notes import attachments, shown
from .order import in_order
from .page import NO_PAGE, NOWHERE, Page, read
from .paragraphs import text_of
from .pieces import ASIDE, Line, Piece

MOST = 5000
"""Pages that a file may have."""
SECONDS = 900.0
"""After which no further page of a file is recognised; those that are left are named."""

_LOCK = Lock()  # PDFium must not be entered by two threads
_UNTITLED = re.compile(f"(?:{Table('store.reading', 'documents').either('untitled')})", re.IGNORECASE)


def read_pdf(content: bytes, source: str) -> tuple[Draft, str]:
    """The text of a PDF, and its encoding. Scanned pages are recognised where the extra for it is installed.

    Those that are not are named as doubts. Raises ScannedFile when no page has a text that is written or recognised,
    EmptyFile when nobody sees its text, LockedFile or UnreadableFile.
    """
    import pypdfium2

    if b"%PDF-" not in content[:1024]:
        raise UnreadableFile(path=source, reason="no PDF, whatever its name says / 不是 PDF 文件")
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
            pages, title, beside = _read(document, source)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise LockedFile(path=source) from error
            raise UnreadableFile(path=source, reason=f"damaged PDF: {error} / PDF 已损坏") from error
    damaged = [number for number, page in enumerate(pages) if page is NO_PAGE]
    if len(damaged) == len(pages):
        raise UnreadableFile(path=source, reason="damaged PDF: no page can be read / PDF 已损坏，读不出任何一页")
    done, undone = _recognise(document, pages)
    if not any(page.pieces or page.aside for page in pages):
        hidden = not undone and any(page.raw for page in pages)
        raise EmptyFile(path=source) if hidden else ScannedFile(path=source)
    doubts = _named("damaged", damaged) + _named("scanned", undone) + _named("recognised", done)
    return _draft(pages, title, beside, doubts), "utf-8"


def _read(document: Any, source: str) -> tuple[list[Page], str, list[Left]]:
    """The pages, the title that the file gives, and what it holds beside the text of its pages."""
    if len(document) > MOST:
        raise UnreadableFile(path=source, reason=f"{len(document):,} pages, more than {MOST:,} / 超过 {MOST:,} 页")
    from pypdfium2 import PdfiumError

    if document.get_formtype():
        document.init_forms()
    pages: list[Page] = []
    beside = attachments(document)
    for number in range(len(document)):
        try:
            page, notes, filled = shown(document, number)
        except PdfiumError:
            pages.append(NO_PAGE)
            continue
        pages.append(_with(read(page), filled))
        beside += notes
        page.close()
    return pages, document.get_metadata_value("Title").strip(), beside


def _with(page: Page, filled: list[str]) -> Page:
    """The page, with what its forms and text boxes say where PDFium did not draw it."""
    there = "".join(page.raw)
    more = [said for said in filled if "".join(said.split()) not in there]
    pieces = tuple(Piece(said, NOWHERE, 0.0) for said in more)
    return replace(page, aside=page.aside + pieces, raw=(*page.raw, *"".join(more))) if more else page


def _recognise(document: Any, pages: list[Page]) -> tuple[list[int], list[int]]:
    """Recognise the text of scanned pages, in place. Returns the pages that were, and those that were not."""
    scanned = [number for number, page in enumerate(pages) if page.scanned]
    done: list[int] = []
    end = monotonic() + SECONDS
    for number in scanned if recognition.available() else ():
        if monotonic() > end:
            break
        with _LOCK:
            page = document[number]
            scale = recognition.scale_of(*page.get_size())
            picture = page.render(scale=scale).to_numpy()
            page.close()
        known = {piece.text for piece in pages[number].pieces}
        found = tuple(piece for piece in recognition.recognised(picture, scale) if piece.text not in known)
        pages[number] = replace(
            pages[number],
            pieces=found,
            aside=pages[number].aside + pages[number].pieces,
            raw=(*pages[number].raw, *(character for piece in found for character in piece.text)),
        )
        done.append(number)
    return done, [number for number in scanned if number not in done]


def _draft(pages: list[Page], title: str, beside: list[Left], doubts: tuple[str, ...]) -> Draft:
    lines = [[*in_order(page.pieces), *(Line((piece,), ASIDE) for piece in page.aside)] for page in pages]
    kept = bare(lines)
    text = text_of(with_tables(kept.pages))
    return Draft(
        text.text,
        title=None if _UNTITLED.match(title) else title,
        url=kept.url,
        raw=(*(piece for page in pages for piece in page.raw), *(left.text for left in beside)),
        left=(*(left for page in pages for left in page.left), *beside, *kept.left, *text.left),
        added=tuple(text.added),
        doubts=doubts,
    )


def _named(code: str, pages: list[int]) -> tuple[str, ...]:
    """A doubt about some pages, which are named by number from 1 on; none about no page."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page:
            runs[-1].append(page + 1)
        else:
            runs.append([page + 1])
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return (f"{code}: {named}",) if runs else ()

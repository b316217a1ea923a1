"""What a PDF holds beside the text of its pages: filled-in forms, notes of readers, and other files."""

from __future__ import annotations

import ctypes
from typing import Any

from store.article import Left


def attachments(document: Any) -> list[Left]:
    """The names of the files inside a file of PDFium's; they are not opened."""
    count = document.count_attachments()
    return [Left("attachment", document.get_attachment(number).get_name()) for number in range(count)]


def shown(document: Any, number: int) -> tuple[Any, list[Left]]:
    """A page with its forms and the text boxes on it as part of its text, and the notes of readers, which are none.

    PDFium runs no script: pypdfium2 is built without them.
    """
    import pypdfium2.raw as pdfium

    page = document[number]
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    notes: list[Left] = []
    flat = False
    for place in range(count):
        note = pdfium.FPDFPage_GetAnnot(page.raw, place)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            flat = True
        elif kind != pdfium.FPDF_ANNOT_LINK and (said := _said(pdfium, note)):
            notes.append(Left("comment", said))
        pdfium.FPDFPage_CloseAnnot(note)
    if flat:
        page.flatten()
        page.close()
        page = document[number]
    return page, notes


def _said(pdfium: Any, note: Any) -> str:
    """What a note says."""
    length = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
    content = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(content, ctypes.POINTER(ctypes.c_ushort)), length)
    return content.raw.decode("utf-16-le", "replace").rstrip("\0").strip()

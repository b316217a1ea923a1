"""What a PDF holds beside the text of its pages: filled-in forms, notes of readers, and other files."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from store.article import Left


def attachments(document: Any) -> list[Left]:
    """The names of the files inside a file of PDFium's; they are not opened."""
    count = document.count_attachments()
    return [Left("embedded", document.get_attachment(number).get_name()) for number in range(count)]


class Shown(NamedTuple):
    """A page with its forms and text boxes as part of its text; `notes` of readers are none.

    `filled` is what the forms and boxes say, to be held against the text: some files do not say how to draw them.
    """

    page: Any
    notes: list[Left]
    filled: list[str]


def shown(document: Any, number: int) -> Shown:
    """A page of PDFium's, with what people wrote on it. PDFium runs no script: pypdfium2 is built without them."""
    import pypdfium2.raw as pdfium

    page = document[number]
    notes: list[Left] = []
    filled: list[str] = []
    flat = False
    for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, place)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            flat = True
            if not pdfium.FPDFAnnot_GetFlags(note) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
                filled.append(_said(pdfium, note, b"V" if kind == pdfium.FPDF_ANNOT_WIDGET else b"Contents"))
        elif kind != pdfium.FPDF_ANNOT_LINK and (said := _said(pdfium, note, b"Contents")):
            notes.append(Left("comment", said))
        pdfium.FPDFPage_CloseAnnot(note)
    if flat:
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]
    return Shown(page, notes, [*filter(None, filled)])


def _said(pdfium: Any, note: Any, key: bytes) -> str:
    """The text that a note has under a key; the state of a button is none."""
    if pdfium.FPDFAnnot_GetValueType(note, key) != pdfium.FPDF_OBJECT_STRING:
        return ""
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    content = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(content, ctypes.POINTER(ctypes.c_ushort)), length)
    return content.raw.decode("utf-16-le", "replace").rstrip("\0").strip()

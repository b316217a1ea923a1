"""What a file is in truth, told from how it begins: .docx files are often old documents or web pages, renamed."""

from __future__ import annotations

import re
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

ENCRYPTED = "encrypted"
"""The kind of an Office document behind a password."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
"""Bytes of an entry of the directory in a file of the old Office formats (MS-CFB)."""
_STREAMS = {"EncryptedPackage": ENCRYPTED, "WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls"}
_STREAMS |= {"PowerPoint Document": ".ppt"}
_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_OPEN_DOCUMENT = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
_COMMENTS = rb"(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+"
_BEGINNINGS = (
    (re.compile(rb"\{\\rtf"), ".rtf"),
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(_COMMENTS + rb"<(?:!DOCTYPE\s+)?(?:html|head|body|meta)\b", re.I | re.S), ".html"),
    (re.compile(rb"<\?xml"), ".xml"),
    (re.compile(rb"MIME-Version:|From: <Saved by", re.I), ".mht"),
)
_BEGINNING = 4096


def kind_of(stream: BinaryIO) -> str | None:
    """The suffix that suits a file, ENCRYPTED, or "" for an empty one; None where its beginning doesn't tell."""
    stream.seek(0)
    start = stream.read(_BEGINNING)
    if start.startswith(_OLE):
        return _of_old(stream)
    if start.startswith(b"PK"):
        return _of_zip(stream)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return ""
    found = next((kind for pattern, kind in _BEGINNINGS if pattern.match(bare)), None)
    return found or (".txt" if _is_text(start) else None)


def kind_of_bytes(content: bytes) -> str | None:
    """The same of a file in memory."""
    return kind_of(BytesIO(content))


def _of_old(stream: BinaryIO) -> str | None:
    """The kind of a file in the old Office formats, by the first stream in its directory that is known."""
    stream.seek(0)
    content = stream.read()
    places = {}
    for name, kind in _STREAMS.items():
        entry = name.encode("utf-16-le") + b"\0\0"
        place = content.find(entry)
        while place > 0 and place % _ENTRY:
            place = content.find(entry, place + 1)
        if place > 0:
            places[place] = kind
    return ENCRYPTED if ENCRYPTED in places.values() else places[min(places)] if places else None


def _of_zip(stream: BinaryIO) -> str | None:
    """The kind of a zip archive, by the folders in it."""
    try:
        with ZipFile(stream) as archive:
            names = [name.lower().replace("\\", "/") for name in archive.namelist()]
            if "mimetype" in names and names[0] == "mimetype":
                with archive.open(archive.infolist()[0]) as member:
                    kind = member.read(100).removeprefix(b"application/vnd.oasis.opendocument.")
                return _OPEN_DOCUMENT.get(kind.split(b"-")[0])
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    finally:
        stream.seek(0)
    if "[content_types].xml" not in names and "_rels/.rels" not in names:
        return ".zip" if names else None
    return next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(folder) for name in names)), None)


def _is_text(start: bytes) -> bool:
    """Whether a file begins with text: no control characters but those of lines."""
    return b"\0" not in start and not re.search(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]", start)

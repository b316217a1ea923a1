"""What .docx and .xlsx share: they are zip files of XML, and go wrong in the same ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as DeflateError

from store.errors import FormatsMissing, LockedFile, UnreadableFile

DAMAGE = (KeyError, ValueError, TypeError, AttributeError, RuntimeError, OSError, EOFError, ParseError, DeflateError)
"""What python-docx and openpyxl were seen to raise for documents with parts missing or altered."""
LIMIT = 1 << 30
"""Bytes that a document may unpack to: more is a bomb."""
_OLE = b"\xd0\xcf\x11\xe0"


@contextmanager
def opened(content: bytes | BinaryIO, source: str) -> Iterator[None]:
    """Look at an Office document before its library does, and tell what the library says of a damaged one.

    Raises FormatsMissing, LockedFile or UnreadableFile.
    """
    try:
        from lxml.etree import LxmlError
    except ModuleNotFoundError as error:
        raise FormatsMissing(path=source) from error
    stream = BytesIO(content) if isinstance(content, bytes) else content
    stream.seek(0)
    old = stream.read(4) == _OLE
    stream.seek(0)
    try:
        with ZipFile(stream) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > LIMIT:
            raise UnreadableFile(path=source, reason=f"it unpacks to {size:,} bytes / 解压后达 {size:,} 字节")
        stream.seek(0)
        yield
    except ModuleNotFoundError as error:
        raise FormatsMissing(path=source) from error
    except BadZipFile as error:
        if old:  # an encrypted document and one of before 2007 look the same from outside
            raise LockedFile(path=source) from error
        raise UnreadableFile(path=source, reason="damaged document / 文档已损坏") from error
    except (*DAMAGE, LxmlError) as error:
        raise UnreadableFile(path=source, reason=f"damaged document: {error} / 文档已损坏") from error

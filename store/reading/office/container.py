"""What .docx and .xlsx share: they are zip files of XML, and go wrong in the same ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from store.errors import EmptyFile, FormatsMissing, LockedFile, UnreadableFile, WrongSuffix

from .disguise import ENCRYPTED, kind_of
from .xml import malformed

DAMAGE = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError, OSError, EOFError),
    *(NotImplementedError, ParseError, DeflateError, MemoryError),
)
"""What reading was seen to raise for documents with parts missing or altered."""
LIMIT = 1 << 30
"""Bytes that a document may unpack to: more is a bomb."""
RATIO_LIMIT, SMALL = 200, 1 << 24
"""How many times its packed size a member of more than SMALL bytes may unpack to: XML stays below 60."""
MEMBERS = 20_000
"""Members that a document may have."""
_SAME = {".xlsm": ".xlsx", ".xltx": ".xlsx", ".xltm": ".xlsx"}
"""Suffixes of workbooks with macros, and of templates, which are made alike."""
_PIECE = 1 << 16
_XML = (".xml", ".rels", ".vml")
_WIDE = [mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-16-le", "utf-16-be")]
_DECLARATION = re.compile(b"|".join([rb"<!DOCTYPE|<!ENTITY", *map(re.escape, _WIDE)]), re.IGNORECASE)


@contextmanager
def opened(content: bytes | BinaryIO, source: str, kind: str | None = None) -> Iterator[None]:
    """Look at an Office document before its library does, and tell what the library says of a damaged one.

    `kind` is the suffix of what it has to be, if not that of its name. It is unpacked once and thrown away, so that
    sizes are what it really holds. Raises EmptyFile, FormatsMissing, LockedFile, WrongSuffix or UnreadableFile.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    try:
        broken = malformed()
    except ModuleNotFoundError as error:
        raise FormatsMissing(path=source) from error
    try:
        suffix = PurePosixPath(source).suffix.lower()
        _check(stream, source, kind or _SAME.get(suffix, suffix))
        yield
    except ModuleNotFoundError as error:
        raise FormatsMissing(path=source) from error
    except BadZipFile as error:
        raise UnreadableFile(path=source, reason="damaged document / 文档已损坏") from error
    except (*DAMAGE, broken) as error:
        raise UnreadableFile(path=source, reason=f"damaged document: {error} / 文档已损坏") from error


def _check(stream: BinaryIO, source: str, wanted: str) -> None:
    """See that the file is what it has to be, unpacks to a bearable size, and declares no entities."""
    kind = kind_of(stream)
    if kind == "":
        raise EmptyFile(path=source)
    if kind == ENCRYPTED:
        raise LockedFile(path=source)
    if kind is not None and kind != wanted:
        raise WrongSuffix(path=source, kind=kind, wanted=wanted)
    with ZipFile(stream) as archive:
        infos = archive.infolist()
        if len(infos) > MEMBERS:
            raise UnreadableFile(path=source, reason=f"it has {len(infos):,} parts / 含有 {len(infos):,} 个部件")
        left = LIMIT
        for info in infos:
            left -= _unpacked(archive, info, source, left)
    stream.seek(0)


def _unpacked(archive: ZipFile, info: ZipInfo, source: str, left: int) -> int:
    """The bytes that a member really holds."""
    if info.flag_bits & 0x1:
        raise LockedFile(path=source)
    limit = min(left, max(SMALL, RATIO_LIMIT * info.compress_size))
    is_xml = PurePosixPath(info.filename).suffix.lower() in _XML
    size, before = 0, b""
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            size += len(piece)
            if size > limit:
                reason = f"it unpacks to over {limit:,} bytes / 解压后超过 {limit:,} 字节"
                raise UnreadableFile(path=source, reason=reason)
            if is_xml and _DECLARATION.search(before + piece):
                raise UnreadableFile(path=source, reason="its XML declares entities / 其中的 XML 含有实体声明")
            before = piece[-20:]
    return size

"""The zip file of a workbook: its parts, how they are related, and their XML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element = _Element

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CHUNK = 1 << 16
_NAME = rb"(?:[\w.-]+:)?sheetData"
_BEGIN, _END = re.compile(rb"<%b(?=[\s/>])[^>]*>" % _NAME), re.compile(rb"</%b\s*>" % _NAME)
_LONGEST = 1 << 10
"""Bytes that the tag around the rows of a sheet may have."""


class Relation(NamedTuple):
    """A part that another one names: under which id, of what kind, and its path."""

    id: str
    kind: str
    path: str


class Package:
    """The parts of a workbook."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def has(self, path: str) -> bool:
        """Whether there is a part at a path; paths are the same whatever their case."""
        return _plain(path) in self._names

    def open(self, path: str) -> IO[bytes]:
        """A part, to be read. Raises KeyError where there is none."""
        return self._archive.open(self._names[_plain(path)])

    def xml(self, path: str) -> Element:
        """The root of a part. Raises KeyError where there is none, LxmlError for what is no XML."""
        return parsed(self._archive.read(self._names[_plain(path)]))

    def related(self, path: str, kind: str = "") -> list[Relation]:
        """The parts that a part names, all or those of a kind. What lies outside of the file is never followed."""
        folder, name = posixpath.split(path)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return []
        found = [
            Relation(
                one.get("Id", ""),
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, unquote(one.get("Target", "")))).lstrip("/"),
            )
            for one in self.xml(relations)
            if one.get("TargetMode") != "External"
        ]
        return [one for one in found if self.has(one.path) and (not kind or one.kind == kind)]


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def parsed(content: bytes) -> Element:
    """The root of an XML document. No entity is resolved and nothing is fetched."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def elements(stream: IO[bytes], name: str) -> Iterator[Element]:
    """The elements of a name in an XML document, one at a time: each is gone from memory after the next step."""
    from lxml import etree

    found = etree.iterparse(stream, tag=f"{{*}}{name}", resolve_entities=False, no_network=True, remove_comments=True)
    for _, element in found:
        yield element
        element.clear()
        while element.getprevious() is not None and (above := element.getparent()) is not None:
            del above[0]


def frame(stream: IO[bytes]) -> Element:
    """A worksheet without its rows, of which there may be a million."""
    held = b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        if begin := _BEGIN.search(held):
            break
    else:
        return parsed(held)
    if begin[0].endswith(b"/>"):
        return parsed(held + stream.read())
    head, held = held[: begin.end()], held[begin.end() :]
    while not (end := _END.search(held)) and (chunk := stream.read(_CHUNK)):
        held = held[-_LONGEST:] + chunk
    return parsed(head + held[end.start() if end else 0 :] + stream.read())


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def decoded(text: str) -> str:
    """A text of a workbook with its characters that XML can't hold, which are written _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(
        lambda match: match[0] if 0xD800 <= int(match[1], 16) < 0xE000 else chr(int(match[1], 16)), text
    )


def is_true(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value in ("1", "true", "on")

"""The XML in Office documents: parsed without fetching or expanding anything, and named by short names.

A document may be Transitional, as Word saves it, or Strict: their elements have the same short names, such as `w:p`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = object  # the library is only imported where a document is read

__all__ = ["Element", "attribute", "child", "find", "is_on", "malformed", "number", "parse", "short"]

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_OF_BOTH = {
    "w": ("wordprocessingml/2006/main", "wordprocessingml/main"),
    "a": ("drawingml/2006/main", "drawingml/main"),
    "c": ("drawingml/2006/chart", "drawingml/chart"),
    "dgm": ("drawingml/2006/diagram", "drawingml/diagram"),
    "m": ("officeDocument/2006/math", "officeDocument/math"),
    "r": ("officeDocument/2006/relationships", "officeDocument/relationships"),
}
NAMESPACES = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:schemas-microsoft-com:vml": "v",
    **{_TRANSITIONAL + name: prefix for prefix, (name, _) in _OF_BOTH.items()},
    **{_STRICT + name: prefix for prefix, (_, name) in _OF_BOTH.items()},
}
"""The short name of each namespace that means something here."""
LARGEST = 1 << 27
"""Bytes of the largest part that is parsed: in memory it takes some ten times as much. A thick book has 1 << 23."""
_OFF = frozenset({"0", "false", "off", "none"})


def parse(content: bytes) -> Element:
    """The root of a part. Raises ValueError when it declares entities or is too large.

    Of what is no XML it raises what `malformed` says. The parser stops at 256 elements within one another, and at
    texts of 10 million characters.
    """
    from lxml.etree import XMLParser, fromstring

    if len(content) > LARGEST:
        raise ValueError(f"a part has over {LARGEST:,} bytes / 部件超过 {LARGEST:,} 字节")
    parser = XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = fromstring(content, parser)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ValueError("it declares entities / 含有实体声明")
    return root


def malformed() -> type[Exception]:
    """What the parser raises for what is no XML. Raises ModuleNotFoundError where it is not installed."""
    from lxml.etree import LxmlError

    return LxmlError


@cache
def short(tag: object) -> str:
    """The short name of an element's tag, such as `w:p`; of an unknown namespace just the name behind a colon."""
    if not isinstance(tag, str):  # of an entity that was not expanded
        return ""
    namespace, _, name = tag.rpartition("}")
    return f"{NAMESPACES.get(namespace[1:], '')}:{name}"


@cache
def _long(name: str) -> tuple[str, ...]:
    """The names that a short one stands for, that of Transitional documents first."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{namespace}}}{local}" for namespace, known in NAMESPACES.items() if known == prefix)


def attribute(element: Element, name: str) -> str:
    """The value of an attribute, such as `w:val`; empty where there is none."""
    return next((value for long in _long(name) if (value := element.get(long)) is not None), "")


def number(element: Element | None, default: int = 0, name: str = "w:val") -> int:
    """The value of an attribute as a number; `default` where there is none."""
    value = attribute(element, name) if element is not None else ""
    return int(value) if value.removeprefix("-").isascii() and value.removeprefix("-").isdigit() else default


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of a short name, or the one that a path of short names leads to."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(*_long(name)), None)
    return element


def find(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these short names in an element, itself included, in order."""
    return element.iter(*(long for name in names for long in _long(name)))


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is there and on."""
    return element is not None and attribute(element, "w:val") not in _OFF

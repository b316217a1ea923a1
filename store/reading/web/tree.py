"""The text of a web page, and the tree of its elements."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from store.errors import EmptyFile, UnreadableFile
from store.reading.encoding import decode
from store.text.edits import apply

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARATION = 4096
"""Bytes within which a page declares its encoding."""
STRAY = 0.001
"""The share of zero bytes up to which they are damage, and no sign of another kind of file."""
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TRUSTED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz"}
_TRUSTED |= {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
"""Encodings whose declaration counts: any bytes are valid in the others, such as ISO-8859-1."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Pages that are put together from several hold these in their midst, and the parser would stop there.
_ENDS = re.compile(r"</(?:html|body)\s*(?:>|$)", re.IGNORECASE)
_EMPTY = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([a-z][\w-]*)\b([^<>]*)/>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:a|b|big|em|font|i|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_BOX = re.compile(r"</?(?:article|blockquote|center|dd|div|dl|li|ol|section|ul)\b[^<>]*>", re.IGNORECASE)


def page_text(content: bytes, source: str, charset: str | None = None) -> tuple[str, str]:
    """A page's text and its encoding: UTF-8 if the whole is, else as it declares, else as its bytes look.

    `charset` is declared outside of the page. What XHTML says in its own way is said as in HTML; characters that can
    stand in no page are taken out. Raises EmptyFile or BinaryFile.
    """
    text, encoding = _decoded(content, source, charset)
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        text = _EMPTY.sub(r"<\1\2></\1>", _as_html(text))
    return _UNFIT.sub("", _ENDS.sub("", text)), encoding


def tree_of(text: str, source: str) -> HtmlElement:
    """The tree of a page.

    Where elements lie in one another deeper than the parser can follow, their text is kept without them. Raises
    EmptyFile where there is no element, UnreadableFile where even tables lie too deep in one another.
    """
    tree, is_whole = _parsed(text)
    if not is_whole:
        tree, is_whole = _parsed(_BOX.sub("<br>", _INLINE.sub("", text)))
    if not is_whole:
        raise UnreadableFile(path=source, reason="its elements lie too deep in one another / 元素嵌套过深")
    if tree is None:  # a page of comments, or of nothing
        raise EmptyFile(path=source)
    return tree


def _parsed(text: str) -> tuple[HtmlElement | None, bool]:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None, True
    return tree, not any("depth" in error.message for error in parser.error_log.filter_from_fatals())


def _as_html(text: str) -> str:
    """XHTML with the text of its CDATA sections, but for those of scripts, written as in HTML."""
    first, *others = text.split("<![CDATA[")
    parts = [first]
    for other in others:
        inside, end, behind = other.partition("]]>")
        is_text = end and not parts[-1].endswith(("//", "/*"))
        parts.append(f"{escape(inside)}{behind}" if is_text else f"<![CDATA[{other}")
    return "".join(parts)


def _decoded(content: bytes, source: str, charset: str | None) -> tuple[str, str]:
    if 0 < content.count(0) < len(content) * STRAY:
        content = content.replace(b"\0", b"")
    found = _DECLARED.search(content[:DECLARATION])
    name = _TRUSTED.get((charset or (found[1].decode("ascii") if found else "")).lower())
    if name and not _fits(content, "utf-8") and _fits(content, name):
        return content.decode(name), name
    decoded = decode(content, source)
    return _SURROGATE.sub("\ufffd", apply(decoded.text, decoded.changes)), decoded.encoding


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True

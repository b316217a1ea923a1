"""Web pages: the article of a page by trafilatura, and what the page says about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.errors import EmptyFile
from store.reading.draft import Draft
from store.reading.encoding import decode
from store.reading.metadata import name_of, named_in, tidy
from store.reading.published import stated
from store.text.dates import date_of
from store.text.edits import apply
from store.text.scripts import simplified
from store.text.tables import Table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARATION = 4096
"""Bytes within which a page declares its encoding."""
_NAMES = Table(__package__, "page")
LABELS = _NAMES.words("labels")
LABEL_LENGTH = 120
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
_SITE = re.compile(r"\s*(?:[_|｜]|--|——|\s[-–—]\s|[-–—](?=[^-–—]{2,10}$)).*$")
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\))?\s*(https?://[^\s>]+?)\s*-->")

DATE_NAMES = _NAMES.words("date_names")
PUBLISHER_NAMES = _NAMES.words("publisher_names")
"""Names under which Chinese news and government sites put date and source into a page's head."""


def read_html(content: bytes, source: str) -> tuple[Draft, str]:
    """The article of a web page. Raises EmptyFile for a page without one, BinaryFile."""
    import trafilatura
    from lxml import etree, html

    text, encoding = _decoded(content, source)
    try:
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError as error:  # a page of comments, or of nothing
        raise EmptyFile(path=source) from error
    meta, linked, labels = _meta(tree), _linked(tree), _labels(tree)
    saved = _SAVED_FROM.search(text[:DECLARATION])
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    heading = _title(tree, meta)
    account = tidy(tree.xpath("string(//*[@id='js_name'])"))  # WeChat calls itself the site of every account
    alone = _dated(tree)
    _prune(tree)
    document = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False)
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise EmptyFile(path=source)
    date = next((found for name in DATE_NAMES if (found := date_of(meta.get(name)))), None)
    origin = next((meta[name] for name in PUBLISHER_NAMES if meta.get(name)), None)
    draft = Draft(
        text=document.text or "",
        title=heading or tidy(document.title),
        publisher=_source(origin)
        or named_in(labels, "publisher")
        or linked.get("publisher")
        or account
        or tidy(meta.get("og:site_name") or document.sitename),
        published=date
        or date_of(linked.get("date"))
        or next(filter(None, (stated(simplified(label)) for label in labels)), None)
        or alone
        or date_of(document.date),
        url=tidy(
            meta.get("og:url") or meta.get("url") or canonical or linked.get("url") or (saved[1] if saved else None)
        ),
        author=_person(meta.get("author")) or named_in(labels, "author") or linked.get("author"),
        editor=named_in(labels, "editor"),
    )
    return draft, encoding


def _decoded(content: bytes, source: str) -> tuple[str, str]:
    """A page's text: UTF-8 if the whole is, else as it declares, else as its bytes look."""
    declared = _DECLARED.search(content[:DECLARATION])
    name = _TRUSTED.get(declared[1].decode("ascii").lower()) if declared else None
    if name and not _fits(content, "utf-8") and _fits(content, name):
        return content.decode(name), name
    decoded = decode(content, source)
    return re.sub("[\ud800-\udfff]", "\ufffd", apply(decoded.text, decoded.changes)), decoded.encoding


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _meta(tree: HtmlElement) -> dict[str, str]:
    """What the page's head says, by lower-case name; of two of a name, the first."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        if name and (content := tidy(tag.get("content"))):
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(tree: HtmlElement) -> dict[str, str]:
    """Date, publisher, author and address from the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            things = list(_things(json.loads(script.text or "", strict=False)))
        except (ValueError, RecursionError):
            continue
        for thing in things:
            if "datePublished" in thing or "headline" in thing:
                found = {
                    "date": tidy(thing.get("datePublished")),
                    "publisher": name_of(thing.get("publisher")),
                    "author": name_of(thing.get("author")),
                    "url": _address(thing.get("url") or thing.get("mainEntityOfPage")),
                }
                return {field: value for field, value in found.items() if value}
    return {}


def _things(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"))
    elif isinstance(value, list):
        for one in value:
            yield from _things(one)


def _address(value: object) -> str | None:
    found = value.get("@id") if isinstance(value, dict) else value
    return tidy(found) if str(found).startswith("http") else None


def _labels(tree: HtmlElement) -> list[str]:
    """The short texts of a page that name its source, date, author or editor, in order: 来源：东莞日报."""
    holds = " or ".join(f"contains(., '{label}')" for label in LABELS)
    found: dict[str, None] = {}
    for text in tree.xpath(f"//body//text()[{holds}][not(ancestor::script or ancestor::style or ancestor::p)]"):
        place = text.getparent()
        if text.is_tail:
            place = place.getparent()
        # A label and its value often stand in two elements: <span>来源：<em>新华网</em></span>
        for element in [place.getparent(), place]:
            words = " ".join(element.text_content().split()) if element is not None else ""
            if 0 < len(words) <= LABEL_LENGTH:
                found[words] = None
                break
    return list(found)


def _dated(tree: HtmlElement) -> str | None:
    """The first date that stands alone in the page: <em id="publish_time">2024-02-18 20:11</em>."""
    texts = tree.xpath("//body//text()[string-length(normalize-space(.)) < 40][not(ancestor::script or ancestor::p)]")
    return next((date for text in texts if (date := stated(text.strip())) and not date.startswith("--")), None)


def _prune(tree: HtmlElement) -> None:
    """Take out lists of links to other articles, which extraction keeps where the article is short."""
    for found in tree.xpath("//ul|//ol"):
        items = found.findall(".//li")
        linked = [item for item in items if item.find(".//a") is not None]
        words = sum(len(link.text_content().strip()) for link in found.iter("a"))
        if len(items) > 2 and len(linked) > 0.7 * len(items) and words > 0.4 * len(found.text_content().strip()):
            found.drop_tree()


def _title(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    """The longest heading that the page's own title holds, else that title without the name of the site."""
    whole = meta.get("og:title") or tidy(tree.xpath("string(//title)")) or ""
    headings = tree.xpath("//h1|//h2|//*[contains(translate(@class, 'T', 't'), 'title')]|//*[contains(@id, 'title')]")
    texts = (tidy(heading.text_content()) or "" for heading in headings)
    return max((text for text in texts if len(text) > 3 and text in whole), key=len, default=None) or tidy(
        _SITE.sub("", whole)
    )


def _source(value: str | None) -> str | None:
    """A source without its label and the word that the article is the site's own."""
    return re.sub(r"^[来來]源\s*[:：]\s*|\s*(?:原[创創]稿?)?$", "", value) or None if value else None


def _person(value: str | None) -> str | None:
    """An author who has a name; content systems write their numbers there."""
    return None if not value or re.fullmatch(r"[\d\W]*|admin\w*|系统|\S+\.\S+", value, re.IGNORECASE) else value

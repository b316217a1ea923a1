"""What a web page says about its article: in its head, in linked data, and in short texts around the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.reading.metadata import name_of, named_in, tidy
from store.reading.published import stated
from store.text.dates import date_of
from store.text.scripts import simplified
from store.text.tables import Table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = Table(__package__, "page")
_LABEL = re.compile(_NAMES.either("labels"))
LABEL_LENGTH = 120
DATE_LENGTH = 40
"""Characters of the longest texts in which a label, and in which a date alone, is looked for."""
DATE_NAMES = _NAMES.words("date_names")
PUBLISHER_NAMES = _NAMES.words("publisher_names")
"""Names under which Chinese news and government sites put date and source into a page's head."""
_SITE = re.compile(r"\s*(?:[_|｜]|--|——|\s[-–—]\s|[-–—](?=[^-–—]{2,10}$)).*$")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about its article, as one line each, the date in ISO form.

    `labels` are the short texts that name source or date.
    """

    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    author: str | None
    editor: str | None
    labels: tuple[str, ...]


def head_of(tree: HtmlElement, guess: bool = True) -> Head:
    """What a page says about its article. With `guess`, what it says nowhere is looked for in all of its text."""
    meta, linked, texts = _meta(tree), _linked(tree), list(_texts(tree))
    labels = _labels(texts)
    title = _title(tree, meta)
    date = next((found for name in DATE_NAMES if (found := date_of(meta.get(name)))), None)
    date = (
        date
        or date_of(linked.get("date"))
        or next(filter(None, (stated(simplified(label)) for label in labels)), None)
        or _dated(texts)
    )
    publisher = (
        _source(next((meta[name] for name in PUBLISHER_NAMES if meta.get(name)), None))
        or named_in(labels, "publisher")
        or linked.get("publisher")
        or tidy(tree.xpath("string(//*[@id='js_name'])"))  # WeChat calls itself the site of every account
        or meta.get("og:site_name")
    )
    if guess and not (title and publisher and date):
        guessed = _guessed(tree, dated=date is not None)
        title, publisher, date = title or guessed[0], publisher or guessed[1], date or guessed[2]
    canonical = tidy(tree.xpath("string(//link[@rel='canonical']/@href)"))
    return Head(
        title=title,
        publisher=publisher,
        published=date,
        url=meta.get("og:url") or meta.get("url") or canonical or linked.get("url"),
        author=_person(meta.get("author")) or named_in(labels, "author") or linked.get("author"),
        editor=named_in(labels, "editor"),
        labels=tuple(labels),
    )


def _guessed(tree: HtmlElement, dated: bool) -> tuple[str | None, str | None, str | None]:
    """Title, site and date as trafilatura finds them. It makes the first of January of a year that stands alone."""
    import trafilatura

    found = trafilatura.extract_metadata(tree, extensive=not dated)  # the search for dates is slow
    date = date_of(found.date)
    return tidy(found.title), tidy(found.sitename), None if date and date.endswith("-01-01") else date


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


def _labels(texts: Iterable[tuple[str, HtmlElement]]) -> list[str]:
    """The short texts of a page that name its source, date, author or editor, in order: 来源：东莞日报."""
    found: dict[str, None] = {}
    for text, place in texts:
        if not _LABEL.search(text):
            continue
        # A label and its value often stand in two elements: <span>来源：<em>新华网</em></span>
        for element in [place.getparent(), place]:
            if element is not None and (words := _short(element)):
                found[words] = None
                break
    return list(found)


def _short(element: HtmlElement) -> str:
    """The whole text of an element, or "" for one with more than LABEL_LENGTH characters."""
    words = ""
    for text in element.itertext():
        words += text
        if len(words) > LABEL_LENGTH and len(" ".join(words.split())) > LABEL_LENGTH:
            return ""
    return " ".join(words.split())


def _dated(texts: Iterable[tuple[str, HtmlElement]]) -> str | None:
    """The first date that stands alone in the page: <em id="publish_time">2024-02-18 20:11</em>."""
    short = (words for text, _ in texts if len(words := " ".join(text.split())) < DATE_LENGTH)
    return next((date for words in short if (date := stated(words)) and not date.startswith("--")), None)


def _texts(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """The texts of a page outside of its paragraphs, each with the element that it stands in."""
    from lxml import etree

    body = tree.find("body")
    walk = etree.iterwalk(tree if body is None else body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in {"script", "style", "p"}:
                walk.skip_subtree()
            elif element.text:
                yield element.text, element
        elif element.tail and element is not body:
            yield element.tail, element.getparent()


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

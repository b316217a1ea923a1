"""The HTML of the article page, and of the chat page's parts that hold no conversation.

Articles are hostile input: whatever comes from them passes through `escape`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import quote

from store.article import Article
from store.errors import Language

from .status import Status
from .texts import text

FRAME = "yuanwen-article"
"""Name of the frame that a citation opens in."""


@cache
def css() -> str:
    """The style sheet of both pages."""
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def article_link(article_id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of an article relative to the chat page, at the sentence [start:end) if given."""
    place = "" if start is None or end is None else f"?start={start}&end={end}#quote"
    return f"article/{quote(article_id, safe='')}{place}"


def shown_title(title: str, language: Language) -> str:
    """A title as HTML."""
    return escape(title.strip() or text("untitled", language))


def meta_line(*details: str | None) -> str:
    """What is known of an article, on one line of HTML."""
    known = " · ".join(escape(detail) for detail in details if detail)
    return f'<p class="meta">{known}</p>' if known else ""


def file_name(source: str) -> str:
    """The last part of a path or URL."""
    return re.split(r"[/\\]", source.rstrip("/\\"))[-1]


def frame(language: Language) -> str:
    """Where a cited article opens, with a hint until the first one does."""
    heading, hint, tab = (escape(text(key, language)) for key in ("original", "original_none", "new_tab"))
    return (
        f'<div class="bar" lang="{language}"><h2>{heading}</h2>'
        f'<button type="button" class="tab">{tab} ↗</button></div>'
        f'<div class="window"><p class="empty" lang="{language}">{hint}</p>'
        f'<iframe name="{FRAME}" title="{heading}"></iframe></div>'
    )


def status_line(status: Status, language: Language) -> str:
    """One line: how far the preparation is, or what is ready, or what failed and what works all the same."""
    line = " · ".join(escape(part) for part in _status_parts(status, language))
    bar = ""
    if status.total and not status.settled:
        bar = f'<progress max="{status.total}" value="{status.done}"></progress>'
    attributes = f'class="status {status.stage}" role="status" lang="{language}"'
    return f"<p {attributes}><i></i><span>{line}</span>{bar}</p>"


def _status_parts(status: Status, language: Language) -> Iterator[str]:
    if status.stage == "failed":
        yield status.error.message(language) if status.error else text("status_failed", language)
        if status.answering:
            yield text("still_works", language)
    elif status.stage == "ready":
        empty = status.articles == 0
        yield text("status_empty" if empty else "status_ready", language, articles=status.articles)
        yield text("extractive", language) if status.llm == "extractive" else status.llm
    else:
        yield text(f"status_{status.stage}", language)
        if status.total:
            yield _progress(status, language)
        if status.answering and status.articles:
            yield text("meanwhile", language)


def _progress(status: Status, language: Language) -> str:
    if status.stage == "library":
        return text("count", language, done=status.done, total=status.total)
    percent = min(100 * status.done // status.total, 100)
    done, total = (round(size / 1e6) for size in (status.done, status.total))
    return text("bytes", language, percent=percent, done=done, total=total)


def article_page(article: Article, start: int | None, end: int | None, language: Language) -> str:
    """A page of its own with the whole article, the sentence [start:end) marked if there is such a place."""
    marked = (0, 0)
    if start is not None and end is not None and 0 <= start < end <= len(article.text):
        marked = (start, end)
    rows = [(text("file", language), escape(file_name(article.source)))]
    if article.url:
        rows.append((text("url", language), _outward(article.url)))
    details = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows)
    title = shown_title(article.title, language)
    about = f"<h1>{title}</h1>{meta_line(article.publisher, article.published)}<dl>{details}</dl>"
    paragraphs = "".join(_paragraphs(article.text, *marked))
    return _page(title, f'<header>{about}</header><main lang="zh">{paragraphs}</main>', language)


def _outward(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return escape(url)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{escape(url)}</a>'


def _paragraphs(body: str, start: int, end: int) -> Iterator[str]:
    """Each paragraph, with what lies in [start:end) marked. The link leads to the first mark."""
    name = ' id="quote"'
    for line in re.finditer(r"[^\n]*\S[^\n]*", body):
        low, high = max(start, line.start()), min(end, line.end())
        if low >= high:
            yield f"<p>{escape(line[0])}</p>"
            continue
        before, inside, after = body[line.start() : low], body[low:high], body[high : line.end()]
        yield f"<p>{escape(before)}<mark{name}>{escape(inside)}</mark>{escape(after)}</p>"
        name = ""


def missing_page(language: Language) -> str:
    """The page for an article that the library does not hold."""
    title, why, back = (escape(text(key, language)) for key in ("missing", "missing_why", "back"))
    way_back = f'<a href="../" target="_top">{back}</a>'
    body = f"<header><h1>{title}</h1></header><main><p>{why}</p><p>{way_back}</p></main>"
    return _page(title, body, language)


def _page(title: str, body: str, language: Language) -> str:
    tag = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{tag}" class="original"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{css()}</style></head><body>{body}</body></html>"
    )


def article_headers() -> dict[str, str]:
    """The article page's headers: no script, no style but this project's, and no frame on another site."""
    digest = b64encode(sha256(css().encode()).digest()).decode()
    policy = {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }

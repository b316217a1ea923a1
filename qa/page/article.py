"""The HTML of the article page: the whole article, what is known about it, and what was repaired.

Articles are hostile input: whatever comes from them passes through `escape`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape

from qa.formatting.dates import readable
from qa.formatting.links import article_link, file_name
from qa.formatting.repairs import by_group, reason_name, rule_name
from qa.formatting.texts import joined, text
from store.article import Account, Article
from store.errors import Language
from store.text.sentences import Span

from .comparison import comparison
from .parts import css, meta_line, shown_title, words


def article_page(
    article: Article,
    place: Span | None,
    language: Language,
    *,
    story: Sequence[Article] = (),
    as_it_was: bool = False,
) -> str:
    """A page of its own with the whole article, the sentence at `place` marked if there is such a place.

    `story` are the articles that tell the same. With `as_it_was`, the text before repair stands beside it.
    """
    marked = place if place and 0 <= place[0] < place[1] <= len(article.text) else (0, 0)
    as_it_was = as_it_was and bool(article.report.changes)
    if as_it_was:
        body = comparison(article, marked, language)
    else:
        body = f'<main lang="zh">{"".join(_paragraphs(article.text, *marked, language))}</main>'
    title = shown_title(article.title, language)
    repaired = _repaired(article, marked, language, as_it_was=as_it_was)
    header = (
        f"<header>{_about(article, title, story, language)}{repaired}{_left(article.report.account, language)}</header>"
    )
    return _page(title, header + body, language, "original compared" if as_it_was else "original")


def _about(article: Article, title: str, story: Sequence[Article], language: Language) -> str:
    """What is known of an article."""
    rows = [("page.file", escape(file_name(article.source)))]
    if article.url:
        rows.append(("page.url", _outward(article.url)))
    if article.editor:
        rows.append(("page.editor", words(article.editor, language)))
    others = [_other(other, language) for other in story if other.id != article.id]
    if others:
        rows.append(("page.story", f"<ul>{''.join(others)}</ul>"))
    details = "".join(f"<dt>{escape(text(key, language))}</dt><dd>{value}</dd>" for key, value in rows)
    meta = meta_line(article.publisher, article.author, readable(article.published, language))
    return f"<h1>{title}</h1>{meta}<dl>{details}</dl>"


def _other(article: Article, language: Language) -> str:
    """A link to an article that tells the same story, by who published it, and when."""
    link = article_link(article.id).removeprefix("article/")
    about = (article.publisher, readable(article.published, language), file_name(article.source))
    return f'<li><a href="{escape(link)}">{" · ".join(escape(part) for part in about if part)}</a></li>'


def _repaired(article: Article, marked: Span, language: Language, *, as_it_was: bool) -> str:
    """A line that says what was repaired, with the way to see it, or back."""
    said = repairs(article.report.counts, language)
    if not said:
        return ""
    start, end = marked
    place, fragment = (f"start={start}&end={end}", "#quote") if end else ("", "")
    link = f"?{'&'.join(filter(None, ['' if as_it_was else 'view=original', place]))}{fragment}"
    label = escape(text("page.repaired" if as_it_was else "page.as_it_was", language))
    return f'<p class="repaired">{escape(said)} <a href="{escape(link)}">{label}</a></p>'


def _left(account: Account, language: Language) -> str:
    """What the file holds and the article does not, folded away: each text with the reason."""
    apart = [(reason_name(one.reason, language), one.text) for one in account.left]
    apart += [(text("cards.lost", language, count=len(lost)), lost) for lost in account.lost]
    if not apart:
        return ""
    items = "".join(f"<li>{escape(why)}: {words(' '.join(said.split()), language)}</li>" for why, said in apart)
    summary = escape(text("page.left", language, count=len(apart)))
    return f'<details class="left"><summary>{summary}</summary><ul>{items}</ul></details>'


def repairs(counts: Mapping[str, int], language: Language) -> str:
    """How often each rule mended, cut or had to leave something; empty where none did anything."""
    parts = []
    for group, rules in by_group(counts):
        counted = [text("page.times", language, what=rule_name(rule, language), times=counts[rule]) for rule in rules]
        parts.append(text(f"page.repairs.{group}", language, what=joined(counted, language)))
    return ("；" if language == "zh" else " · ").join(parts)


def _outward(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return escape(url)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{escape(url)}</a>'


def _paragraphs(body: str, start: int, end: int, language: Language) -> Iterator[str]:
    """Each paragraph, with what lies in [start:end) marked. The link leads to the first mark."""
    name = ' id="quote"'
    for line in re.finditer(r"[^\n]*\S[^\n]*", body):
        low, high = max(start, line.start()), min(end, line.end())
        if low >= high:
            yield f"<p>{words(line[0], language)}</p>"
            continue
        pieces = (body[line.start() : low], body[low:high], body[high : line.end()])
        before, inside, after = (words(piece, language) for piece in pieces)
        yield f"<p>{before}<mark{name}>{inside}</mark>{after}</p>"
        name = ""


def missing_page(language: Language) -> str:
    """The page for an article that the library does not hold."""
    title, why, back = (escape(text(key, language)) for key in ("page.missing", "page.missing_why", "page.back"))
    way_back = f'<a href="../" target="_top">{back}</a>'
    body = f"<header><h1>{title}</h1></header><main><p>{why}</p><p>{way_back}</p></main>"
    return _page(title, body, language)


def _page(title: str, body: str, language: Language, kind: str = "original") -> str:
    tag = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{tag}" class="{kind}"><head><meta charset="utf-8">'
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

"""The HTML of the chat page's parts that hold no conversation, and what they share with the article page.

Articles are hostile input: whatever comes from them passes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from qa.formatting.texts import text
from store.errors import Language

from .status import Status

FRAME = "yuanwen-article"
"""Name of the frame that a citation opens in."""


@cache
def css() -> str:
    """The style sheet of both pages."""
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


LOST = "\ufffd"
"""Stands where the source is damaged beyond repair."""


def words(said: str, language: Language) -> str:
    """Words of an article as HTML; what is lost in them says so."""
    why = escape(text("page.lost", language))
    return escape(said).replace(LOST, f'<span class="lost" title="{why}">{LOST}</span>')


def shown_title(title: str, language: Language) -> str:
    """A title as HTML."""
    return words(title.strip() or text("page.untitled", language), language)


def meta_line(*details: str | None) -> str:
    """What is known of an article, on one line of HTML."""
    known = " · ".join(escape(detail) for detail in details if detail)
    return f'<p class="meta">{known}</p>' if known else ""


def frame(language: Language) -> str:
    """Where a cited article opens, with a hint until the first one does."""
    keys = ("page.original", "page.original_none", "page.new_tab")
    heading, hint, tab = (escape(text(key, language)) for key in keys)
    return (
        f'<div class="bar" lang="{language}"><h2>{heading}</h2>'
        f'<button type="button" class="tab">{tab} ↗</button></div>'
        f'<div class="window"><p class="empty" lang="{language}">{hint}</p>'
        f'<iframe name="{FRAME}" title="{heading}"></iframe></div>'
    )


def hint(status: Status, language: Language) -> str:
    """Under the greeting, while there are no articles of the user's: how to add some."""
    if not status.answering or not status.lacks_articles:
        return ""
    said = escape(text("page.add_to_samples" if status.sample else "page.add_some", language))
    return f'<p lang="{language}">{said} <code>{escape(add_command(status, language))}</code></p>'


def add_command(status: Status, language: Language) -> str:
    """The command that adds articles to the user's library."""
    place = f" --library {status.library}" if status.library else ""
    return f"{text('page.add_command', language)}{place}"


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
        yield status.error.message(language) if status.error else text("page.stages.failed", language)
        if status.answering:
            yield text("page.still_works", language)
    elif status.stage == "ready":
        holds = "sample" if status.sample else "ready" if status.articles else "empty"
        yield text(f"page.stages.{holds}", language, articles=status.articles)
        yield text("page.extractive", language) if status.llm == "extractive" else status.llm
    else:
        yield text(f"page.stages.{status.stage}", language)
        if status.total:
            yield _progress(status, language)
        if status.answering and status.articles:
            yield text("page.meanwhile", language)


def _progress(status: Status, language: Language) -> str:
    if status.stage == "library":
        return text("page.count", language, done=status.done, total=status.total)
    percent = min(100 * status.done // status.total, 100)
    done, total = (round(size / 1e6) for size in (status.done, status.total))
    return text("page.bytes", language, percent=percent, done=done, total=total)

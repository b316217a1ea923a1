"""What happens while folders and feeds are watched, in words and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.formatting.plain import padded
from qa.formatting.texts import text, texts_of
from store.errors import Language

if TYPE_CHECKING:
    from store.watching.notices import Notice

_WIDTH = 11


def notice_line(notice: Notice, language: Language) -> str:
    """A notice on one line: what happened, where, and what else there is to say."""
    section = "watching.kinds" if notice.kind in texts_of("watching.kinds") else "cards.statuses"
    kind = text(f"{section}.{notice.kind}", language)
    if notice.error and not notice.article:
        return f"{padded(kind, _WIDTH)}  {notice.error.message(language)}"
    title = f"  《{notice.article.title}》" if notice.article else ""
    return f"{padded(kind, _WIDTH)}  {notice.place}{title}" + "".join(f"  {one}" for one in _more(notice, language))


def _more(notice: Notice, language: Language) -> list[str]:
    found = []
    if notice.was:
        found.append(text("watching.from", language, what=notice.was))
    if notice.kind == "equal":
        counted = "watching.entries" if "://" in notice.place else "watching.files"
        found.append(text(counted, language, count=f"{notice.count:,}"))
    if notice.error:
        found.append(text("watching.own", language, what=notice.error.message(language)))
    return found


def notice_as_dict(notice: Notice, language: Language) -> dict[str, Any]:
    """A notice for machines."""
    article = notice.article
    return {
        "event": notice.kind,
        "place": notice.place,
        "was": notice.was,
        "article": article.id if article else None,
        "source": article.source if article else None,
        "title": article.title if article else None,
        "url": article.url if article else None,
        "count": notice.count if notice.kind == "equal" else None,
        "error": notice.error.message(language) if notice.error else None,
    }

"""The report on a library as one HTML page that needs nothing else, for a screen of any width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from qa.formatting.dates import readable
from qa.formatting.plain import visible
from qa.formatting.texts import text
from store.errors import Language
from store.report import Card, LibraryReport

from .cards import remarks, totals, verdict

LISTED = 1000
"""Articles up to which each is listed; of a larger library, those with a remark."""

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 56rem; margin: 0 auto; padding: 1rem; line-height: 1.6; font-family: system-ui, "PingFang SC",
  "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
article { border-top: 1px solid #8886; padding: .6rem 0; } h3 { font-size: 1rem; margin: 0; }
p, ul { margin: .2rem 0; } ul { padding-left: 1.2rem; } .meta { opacity: .7; font-size: .85rem; }
.doubt { color: light-dark(#a3291b, #f0978b); }
"""


def report_page(report: LibraryReport, language: Language) -> str:
    """The page: totals, what was set aside, and the articles. What comes from articles and file names is escaped."""
    title = _escaped(text("cards.report", language))
    tag = "zh-Hans" if language == "zh" else "en"
    lines = (*totals(report, language), verdict(report, language))
    summary = "".join(f"<li>{_escaped(line)}</li>" for line in lines)
    return (
        f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1><ul>{summary}</ul>"
        f"{''.join(_failures(report, language))}{''.join(_articles(report, language))}</body></html>\n"
    )


def _failures(report: LibraryReport, language: Language) -> Iterator[str]:
    if report.failures:
        yield f"<h2>{_escaped(text('cards.aside', language))}</h2><ul>"
        messages = (_escaped(failure.error.message(language)) for failure in report.failures)
        yield from (f'<li class="doubt">{message}</li>' for message in messages)
        yield "</ul>"


def _articles(report: LibraryReport, language: Language) -> Iterator[str]:
    yield f"<h2>{_escaped(text('cards.articles', language, count=f'{len(report.cards):,}'))}</h2>"
    titles = {card.id: card.title for card in report.cards}
    plain = 0
    for card in report.cards:
        notes = remarks(card, titles, language)
        if notes or len(report.cards) <= LISTED:
            yield _article(card, notes, titles, language)
        else:
            plain += 1
    if plain:
        yield f"<p>{_escaped(text('cards.plain', language, count=f'{plain:,}'))}</p>"


def _article(card: Card, notes: Sequence[str], titles: Mapping[str, str], language: Language) -> str:
    known = (
        card.publisher,
        readable(card.published, language),
        text("cards.characters", language, count=f"{card.characters:,}"),
        card.id,
    )
    meta = " · ".join(part for part in known if part)
    doubt = ' class="doubt"' if card.suspicions else ""
    items = "".join(f"<li{doubt if note == notes[-1] else ''}>{_escaped(note)}</li>" for note in notes)
    items = f"<ul>{items}</ul>" if items else ""
    anchor = f' id="{_escaped(card.id)}"'
    first = f' <a href="#{_escaped(card.story)}">↑</a>' if card.story in titles else ""
    return (
        f"<article{anchor}><h3>{_escaped(card.title)}{first}</h3>"
        f'<p class="meta">{_escaped(meta)}<br>{_escaped(card.source)}</p>{items}</article>'
    )


def _escaped(shown: str | None) -> str:
    return escape(visible(shown or ""))

"""The commands that keep articles: add, list, show, remove, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from qa.errors import NoSuchArticle, OutputNotWritable
from qa.formatting.dates import readable
from qa.formatting.scripts import shown_article
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language
from store.text.scripts import displayed

from .cards import (
    added_lines,
    as_account,
    as_dict,
    failure_as_dict,
    passed_over_lines,
    remarks,
    status_counts,
    totals,
    verdict,
)
from .terminal import Json, ProgressBar, fetch_progress, language_of, print_json, print_lines

if TYPE_CHECKING:
    from store.adding.run import Added
    from store.article import Article
    from store.library import Library
    from store.report import Card, LibraryReport

_ONE, _SEVERAL = "id or the beginning of it, file name, or path", "as for show, or the path of a folder or table"
Paths = Annotated[list[str], Argument(metavar="PATH", show_default=False)]
Named = Annotated[str, Argument(metavar="ARTICLE", help=_ONE, show_default=False)]
AllNamed = Annotated[list[str], Argument(metavar="ARTICLE", help=_SEVERAL, show_default=False)]


def add(settings: Settings, paths: Paths, *, for_machines: Json = False) -> int:
    """Read files or folders into the library."""
    from qa.opening import opened_library

    language = language_of(settings)
    library = opened_library(settings, progress=fetch_progress())
    adding = library.adding(paths, ProgressBar(text("commands.units.articles", language)))
    rows: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    exit_status = 0
    for path, found in groupby(adding, key=lambda added: added.path):
        entries = [*found]
        counts.update(added.status for added in entries)
        exit_status = max(exit_status, *(added.error.exit_status if added.error else 0 for added in entries))
        if for_machines:
            rows += [_entry(added, language) for added in entries]
        else:
            print_lines(*added_lines(path, entries, _first_titles(library, entries), language))
    if for_machines:
        print_json(rows)
    else:
        print_lines(", ".join(status_counts(counts, language)), *passed_over_lines(paths, language))
    library.purge()
    return exit_status


def _entry(added: Added, language: Language) -> dict[str, Any]:
    article = added.article
    return {
        "path": str(added.path),
        "source": added.source,
        "status": added.status,
        "article": article.id if article else None,
        "title": article.title if article else None,
        "passages": added.passages,
        "story": added.story,
        "encoding": article.report.encoding if article else None,
        "changes": article.report.counts if article else {},
        "suspicions": list(article.report.suspicions) if article else [],
        "account": as_account(article.report.account) if article else None,
        "error": added.error.message(language) if added.error else None,
    }


def _first_titles(library: Library, report: list[Added]) -> dict[str, str]:
    """The titles, by id, of the articles that were first with the stories of the added ones."""
    titles = {added.article.id: added.article.title for added in report if added.article}
    stories = {added.story for added in report if added.story}
    return titles | {article.id: article.title for article in library.named(stories - titles.keys())}


def list_articles(settings: Settings, *, for_machines: Json = False) -> int:
    """List the articles of the library."""
    report = _opened(settings).report()
    if for_machines:
        print_json([as_dict(card) for card in report.cards])
    else:
        print_lines(*(_about(card, settings) for card in report.cards))
    return 0


def _about(card: Card, settings: Settings) -> str:
    """An article on one line."""
    language = language_of(settings)
    length = text("cards.characters", language, count=f"{card.characters:,}")
    known = " · ".join(part for part in (readable(card.published, language), card.publisher, length) if part)
    story = "  " + text("cards.same", language, what=card.story) if card.story else ""
    return displayed(f"{card.id}  《{card.title}》  {known}  ", settings.script) + card.source + story


def show(settings: Settings, article: Named, *, for_machines: Json = False) -> int:
    """Show an article as it was beside as it was repaired."""
    from .diff import heading, left_lines, print_both
    from .lookup import one

    library = _opened(settings)
    card = one(article, library.report(), settings.library)
    found = library.article(card.id)
    if found is None:  # somebody has removed it meanwhile
        raise NoSuchArticle(name=article, library=settings.library)
    story = [other for other in library.story(found.id) if other.id != found.id]
    if for_machines:
        print_json(as_dict(card) | _contents(found, story))
        return 0
    language = language_of(settings)
    print_lines(*heading(shown_article(found, settings.script), card, story, language))
    print_both(found, language)
    print_lines(*left_lines(found.report.account, language))
    return 0


def _contents(article: Article, story: list[Article]) -> dict[str, Any]:
    """What `show` has for machines beyond the report on the article."""
    return {
        "url": article.url,
        "author": article.author,
        "editor": article.editor,
        "sources": [other.id for other in story],
        "text": article.text,
        "original": article.report.original(article.text),
        "edits": [change._asdict() for change in article.report.changes],
        "left": [{"reason": one.reason, "text": one.text} for one in article.report.account.left],
        "lost": [*article.report.account.lost],
    }


def remove(settings: Settings, articles: AllNamed, *, for_machines: Json = False) -> int:
    """Take articles out of the library."""
    from .lookup import several

    library = _opened(settings)
    report = library.report()
    named = [several(name, report, settings.library) for name in articles]
    cards = {card.id: card for cards, _ in named for card in cards}
    failures = {failure.path: failure for _, failures in named for failure in failures}
    removed = library.remove(cards)
    library.forget(failures.values())
    library.purge()
    if for_machines:
        rows = [{"article": article.id, "source": article.source, "title": article.title} for article in removed]
        print_json(rows + [{"article": None, "source": path, "title": None} for path in failures])
        return 0
    language = language_of(settings)
    status = text("cards.statuses.removed", language)
    print_lines(*(f"{status}  {article.id}  《{article.title}》  {article.source}" for article in removed))
    print_lines(*(f"{status}  {path}" for path in failures))
    print_lines(f"{text('cards.articles', language, count=f'{len(removed):,}')} {status}")
    return 0


def report(
    settings: Settings,
    *,
    html: Annotated[Path | None, Option(metavar="OUT.html", help="write it as a page")] = None,
    for_machines: Json = False,
) -> int:
    """Say what was done to every file, and which could not be read."""
    from .report_page import report_page

    found, language = _opened(settings).report(), language_of(settings)
    if html:
        try:
            html.write_text(report_page(found, language), encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise OutputNotWritable(path=html, reason=error.strerror, option="--html") from error
    if for_machines:
        print_json(_report_as_dict(found, language))
    elif html:
        print(html)
    else:
        print_lines(*_report_lines(found, language))
    return 0


def _report_as_dict(found: LibraryReport, language: Language) -> dict[str, Any]:
    return {
        "articles": len(found.cards),
        "stories": len(found.cards) - found.duplicates,
        "encodings": found.encodings,
        "changes": found.counts,
        "suspicious": len(found.suspicious),
        "failed": [failure_as_dict(failure, language) for failure in found.failures],
        "files": found.files,
        "lost": found.missing,
        "cards": [as_dict(card) for card in found.cards],
    }


def _report_lines(found: LibraryReport, language: Language) -> Iterator[str]:
    """The totals, what could not be read, and the articles with a remark; the others are counted."""
    yield from totals(found, language)
    for failure in found.failures:
        yield f"\n{text('cards.statuses.failed', language)}  {failure.error.message(language)}"
    titles = {card.id: card.title for card in found.cards}
    plain = 0
    for card in found.cards:
        if notes := remarks(card, titles, language):
            yield f"\n{card.id}  《{card.title}》  {card.source}\n    " + "; ".join(notes)
        else:
            plain += 1
    if plain:
        yield "\n" + text("cards.plain", language, count=f"{plain:,}")
    yield "\n" + verdict(found, language)


def _opened(settings: Settings) -> Library:
    from qa.opening import opened_library

    return opened_library(settings, create=False, progress=fetch_progress())

"""What the commands that keep articles do: add, list, show, remove, report."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from qa.errors import NoSuchArticle, OutputNotWritable
from qa.formatting.dates import readable
from qa.formatting.plain import visible
from qa.formatting.scripts import shown_article
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language
from store.text.scripts import displayed

from .cards import added_lines, as_dict, failure_as_dict, remarks, totals
from .terminal import as_json, bar, columns, counter, language_of

if TYPE_CHECKING:
    from store.adding.run import Added
    from store.library import Library
    from store.report import Card, LibraryReport


def add(given: argparse.Namespace, settings: Settings) -> int:
    """Read files or folders into the library."""
    from store.library import Library

    library = Library(settings.library, settings.embedding, settings.models, progress=bar())
    report = library.add(given.paths, counter("articles"))
    language = language_of(settings)
    if given.json:
        print(as_json([_entry(added, language) for added in report]))
    else:
        for line in added_lines(report, _first_titles(library, report), language):
            print(line)
    failed = [added.error for added in report if added.error]
    return max((error.exit_status for error in failed), default=0)


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
        "error": added.error.message(language) if added.error else None,
    }


def _first_titles(library: Library, report: list[Added]) -> dict[str, str]:
    """The titles of those who told first what is now told again."""
    here = {added.article.id: added.article.title for added in report if added.article}
    told = {added.story for added in report if added.story}
    return here | {article.id: article.title for article in library.named(told - here.keys())}


def list_articles(given: argparse.Namespace, settings: Settings) -> int:
    """List the articles of the library."""
    report = _opened(settings).report()
    if given.json:
        print(as_json([as_dict(card) for card in report.cards]))
        return 0
    for card in report.cards:
        print(visible(_about(card, settings)))
    return 0


def _about(card: Card, settings: Settings) -> str:
    """An article on one line."""
    language = language_of(settings)
    length = text("cards.characters", language, count=f"{card.characters:,}")
    known = " · ".join(part for part in (readable(card.published, language), card.publisher, length) if part)
    story = "  " + text("cards.same", language, what=card.story) if card.story else ""
    return displayed(f"{card.id}  《{card.title}》  {known}  ", settings.script) + card.source + story


def show(given: argparse.Namespace, settings: Settings) -> int:
    """Show one article, as it was beside as it is."""
    from .diff import both, heading
    from .lookup import one

    library = _opened(settings)
    card = one(given.article, library.report(), settings.library)
    article = library.article(card.id)
    if article is None:  # somebody has removed it meanwhile
        raise NoSuchArticle(name=given.article, library=settings.library)
    story = [other for other in library.story(article.id) if other.id != article.id]
    if given.json:
        original = article.report.original(article.text)
        changes = [change._asdict() for change in article.report.changes]
        told: dict[str, Any] = {"url": article.url, "author": article.author, "editor": article.editor}
        told |= {"sources": [other.id for other in story], "text": article.text, "original": original}
        print(as_json(as_dict(card) | told | {"edits": changes}))
        return 0
    language = language_of(settings)
    for line in heading(shown_article(article, settings.script), card, story, language):
        print(visible(line))
    for line in both(article, columns() if sys.stdout.isatty() else None, language):
        print(line)
    return 0


def remove(given: argparse.Namespace, settings: Settings) -> int:
    """Take articles out of the library."""
    from .lookup import several

    library = _opened(settings)
    report, language = library.report(), language_of(settings)
    named = [several(name, report, settings.library) for name in given.articles]
    cards = {card.id: card for cards, _ in named for card in cards}
    failures = {failure.path: failure for _, failures in named for failure in failures}
    removed = library.remove(cards)
    library.forget(failures.values())
    if given.json:
        gone = [{"article": article.id, "source": article.source, "title": article.title} for article in removed]
        print(as_json(gone + [{"article": None, "source": path, "title": None} for path in failures]))
        return 0
    status = text("cards.statuses.removed", language)
    for article in removed:
        print(visible(f"{status}  {article.id}  《{article.title}》  {article.source}"))
    for path in failures:
        print(visible(f"{status}  {path}"))
    print(text("cards.articles", language, count=f"{len(removed):,}"), status)
    return 0


def report(given: argparse.Namespace, settings: Settings) -> int:
    """Show the report card of the library."""
    from .report_page import report_page

    found, language = _opened(settings).report(), language_of(settings)
    if given.html:
        try:
            given.html.write_text(report_page(found, language), encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise OutputNotWritable(path=given.html, reason=error.strerror, option="--html") from error
    if given.json:
        print(as_json(_whole(found, language)))
    elif given.html:
        print(given.html)
    else:
        _print_report(found, language)
    return 0


def _whole(found: LibraryReport, language: Language) -> dict[str, Any]:
    return {
        "articles": len(found.cards),
        "stories": len(found.cards) - found.duplicates,
        "encodings": found.encodings,
        "changes": found.counts,
        "suspicious": len(found.suspicious),
        "failed": [failure_as_dict(failure, language) for failure in found.failures],
        "cards": [as_dict(card) for card in found.cards],
    }


def _print_report(found: LibraryReport, language: Language) -> None:
    for line in totals(found, language):
        print(visible(line))
    for failure in found.failures:
        print(visible(f"\n{text('cards.statuses.failed', language)}  {failure.error.message(language)}"))
    titles = {card.id: card.title for card in found.cards}
    plain = 0
    for card in found.cards:
        if said := remarks(card, titles, language):
            print(visible(f"\n{card.id}  《{card.title}》  {card.source}\n    " + "; ".join(said)))
        else:
            plain += 1
    if plain:
        print("\n" + text("cards.plain", language, count=f"{plain:,}"))


def _opened(settings: Settings) -> Library:
    from store.library import Library

    return Library(settings.library, settings.embedding, settings.models, create=False, progress=bar())

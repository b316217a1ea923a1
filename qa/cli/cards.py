"""The report on articles in words: what was done to an article, a file, a whole library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from qa.formatting.repairs import by_group, reason_name, rule_name
from qa.formatting.texts import joined, text, text_or_name
from store.article import Account, Reason
from store.errors import Language
from store.report import Card, Failure, LibraryReport

if TYPE_CHECKING:
    from store.adding.run import Added, Status

NAMED = 20
"""Rows of a table, or members of an archive, that are named one by one when they are added."""

_STATUSES: tuple[Status, ...] = ("added", "replaced", "unchanged", "removed", "failed")
_STATUS_WIDTH = 11


def remarks(card: Card, titles: Mapping[str, str], language: Language) -> list[str]:
    """What is worth saying about an article: nothing if it came in good shape and tells a story of its own.

    `titles` has the titles of articles by id.
    """
    encoding = [] if card.encoding == "utf-8" else [text("cards.encoded", language, what=card.encoding)]
    story = [_same_story(card.story, titles, language)] if card.story else []
    found = [*encoding, *repairs(card.counts, language), *story, *_suspicions(card.suspicions, language)]
    return [*found, *losses(card.account, language)]


def losses(account: Account, language: Language) -> Iterator[str]:
    """What of a file is not in its article: what was left out and why, and what is lost; nothing if all is there."""
    if account.reasons or account.missing:
        yield text("cards.account", language, read=f"{account.read:,}", kept=f"{account.kept:,}")
    yield from _left_out(account, language, account.reasons)


def _left_out(account: Account, language: Language, among: Collection[str] = get_args(Reason)) -> Iterator[str]:
    """What was left out of an article for these reasons, those of readers unless others are named, and what is lost."""
    if reasons := [reason for reason in account.reasons if reason in among]:
        counted = (f"{reason_name(reason, language)} {account.reasons[reason]:,}" for reason in reasons)
        yield text("cards.left_out", language, what=joined(counted, language))
    if account.missing:
        yield text("cards.lost", language, count=f"{account.missing:,}")


def repairs(counts: Mapping[str, int], language: Language) -> Iterator[str]:
    """What was mended, cut and left, one phrase each, from how often each rule was used."""
    for group, rules in by_group(counts):
        counted = (f"{rule_name(rule, language)} {counts[rule]:,}" for rule in rules)
        yield text(f"cards.repairs.{group}", language, what=joined(counted, language))


def _same_story(story: str, titles: Mapping[str, str], language: Language) -> str:
    return text("cards.same", language, what=f"《{titles.get(story, story)}》")


def _suspicions(codes: Sequence[str], language: Language) -> list[str]:
    """What looks wrong about an article, in one phrase, if anything does."""
    if not codes:
        return []
    named = (_suspicion(code, language) for code in codes)
    return [text("cards.suspicion", language, what=joined(named, language))]


def _suspicion(code: str, language: Language) -> str:
    """What a code says, with the pages that stand behind some: "scanned: 2, 5-7"."""
    name, _, pages = code.partition(": ")
    said = text_or_name("cards.suspicions", name, language)
    return text("cards.of_pages", language, what=said, pages=pages) if pages else said


def added_lines(path: Path, entries: Sequence[Added], titles: Mapping[str, str], language: Language) -> Iterator[str]:
    """A line for a file, and more for what in a table or archive needs a look.

    `titles` has the titles of articles by id.
    """
    if len(entries) == 1 and entries[0].source in ("", str(path.resolve())):
        yield _file_line(entries[0], titles, language)
    else:
        yield from _collection_lines(path, entries, language)


def passed_over_lines(paths: Sequence[str], language: Language) -> Iterator[str]:
    """How many files of these folders were passed over, as they are of kinds that hold no articles."""
    from store.reading import passed_over

    found = sum((passed_over(Path(path)) for path in paths), Counter[str]())
    if found:
        named = (f"{suffix} {count:,}" for suffix, count in found.most_common(NAMED))
        yield text("cards.passed_over", language, count=f"{found.total():,}", what=joined(named, language))


def _file_line(added: Added, titles: Mapping[str, str], language: Language) -> str:
    status = f"{text(f'cards.statuses.{added.status}', language):<{_STATUS_WIDTH - 1}} "
    if added.error:
        return status + added.error.message(language)
    article = added.article
    title = f"《{article.title}》" if article else ""
    notes = [] if added.status == "unchanged" else [text("cards.passages", language, count=added.passages)]
    if article and added.status in ("added", "replaced"):
        notes += repairs(article.report.counts, language)
        notes += [_same_story(article.story, titles, language)] if article.story else []
        notes += _suspicions(article.report.suspicions, language)
        notes += _left_out(article.report.account, language)
    return f"{status}{added.source or added.path}  {title}  {'; '.join(notes)}".rstrip()


def _collection_lines(path: Path, entries: Sequence[Added], language: Language) -> Iterator[str]:
    """One line for all articles of a file, and one for each that failed or looks wrong, up to NAMED."""
    written = [added.article for added in entries if added.article and added.status in ("added", "replaced")]
    counts: Counter[str] = Counter()
    for article in written:
        counts.update(article.report.counts)
    passages = sum(added.passages for added in entries)
    notes = [text("cards.passages", language, count=f"{passages:,}"), *repairs(counts, language)]
    if repeated := sum(article.story is not None for article in written):
        notes.append(text("cards.again", language, count=f"{repeated:,}"))
    statuses = status_counts(Counter(added.status for added in entries), language)
    yield f"{path}  {', '.join(statuses)}; {'; '.join(notes)}"
    problems = [problem for added in entries if (problem := _problem(added, language))]
    yield from (f"  {problem}" for problem in problems[:NAMED])
    if len(problems) > NAMED:
        yield "  " + text("cards.more", language, count=f"{len(problems) - NAMED:,}")


def _problem(added: Added, language: Language) -> str:
    """What is wrong with one article of a collection; empty if nothing is."""
    if added.error:
        return f"{text('cards.statuses.failed', language)}  {added.error.message(language)}"
    if added.article is None or added.status == "unchanged":
        return ""
    report = added.article.report
    found = _suspicions(report.suspicions, language)
    if report.account.missing:
        found.append(text("cards.lost", language, count=f"{report.account.missing:,}"))
    return "  ".join([text("cards.suspicious", language), added.source, *found]) if found else ""


def status_counts(counts: Mapping[str, int], language: Language) -> Iterator[str]:
    """How many articles became what."""
    for status in _STATUSES:
        if count := counts.get(status, 0):
            name = text(f"cards.statuses.{status}", language)
            yield f"{count:,} {name}" if language == "en" else f"{name} {count:,}"


def totals(report: LibraryReport, language: Language) -> Iterator[str]:
    """The library as a whole, one line for each subject."""
    articles = len(report.cards)
    stories = text("cards.stories", language, count=f"{articles - report.duplicates:,}")
    yield ", ".join((text("cards.articles", language, count=f"{articles:,}"), stories))
    if report.encodings:
        encodings = ", ".join(f"{name} {count:,}" for name, count in report.encodings.items())
        yield text("cards.encoded", language, what=encodings)
    yield from repairs(report.counts, language)
    if report.duplicates:
        yield text("cards.again", language, count=f"{report.duplicates:,}")
    codes = Counter(code.partition(": ")[0] for card in report.cards for code in card.suspicions)
    if codes:
        named = (f"{text_or_name('cards.suspicions', code, language)} {count:,}" for code, count in codes.most_common())
        yield text("cards.suspicion", language, what=", ".join(named))
    if report.failures:
        yield f"{text('cards.aside', language)}: {len(report.failures):,}"


def verdict(report: LibraryReport, language: Language) -> str:
    """Whether anything of the files is lost, and of which file most."""
    unread = len({failure.file for failure in report.failures})
    tail = text("cards.unread", language, count=f"{unread:,}") if unread else ""
    if report.worst is None:
        return text("cards.none_lost", language, files=f"{report.files:,}") + tail
    return _lost(report, report.worst, language) + tail


def _lost(report: LibraryReport, worst: Card, language: Language) -> str:
    return text(
        "cards.some_lost",
        language,
        files=f"{report.files:,}",
        count=f"{report.missing:,}",
        worst=worst.source,
        most=f"{worst.account.missing:,}",
    )


def as_dict(card: Card) -> dict[str, Any]:
    """The report on an article, for machines."""
    return {
        "article": card.id,
        "source": card.source,
        "title": card.title,
        "publisher": card.publisher,
        "published": card.published,
        "characters": card.characters,
        "story": card.story,
        "encoding": card.encoding,
        "changes": dict(card.counts),
        "suspicions": list(card.suspicions),
        "account": as_account(card.account),
    }


def as_account(account: Account) -> dict[str, Any]:
    """What became of the characters of a file, for machines."""
    return {
        "read": account.read,
        "kept": account.kept,
        "left": dict(account.reasons),
        "lost": account.missing,
    }


def failure_as_dict(failure: Failure, language: Language) -> dict[str, Any]:
    """A file that could not be read, for machines."""
    return {"path": failure.path, "error": type(failure.error).__name__, "message": failure.error.message(language)}

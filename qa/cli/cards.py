"""The report card in words: what was done to an article, a file, a whole library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.formatting.plain import visible
from qa.formatting.texts import RULES
from store.errors import Language
from store.report import Card, Failure, LibraryReport

if TYPE_CHECKING:
    from store.adding.run import Added

NAMED = 20
"""Rows of a table, or members of an archive, that are named one by one when they are added."""

WORDS: dict[str, dict[Language, str]] = {
    "added": {"en": "added", "zh": "新增"},
    "replaced": {"en": "replaced", "zh": "替换"},
    "unchanged": {"en": "unchanged", "zh": "未变"},
    "removed": {"en": "removed", "zh": "移除"},
    "failed": {"en": "failed", "zh": "失败"},
    "suspicious": {"en": "suspicious", "zh": "可疑"},
    "passages": {"en": "{count} passages", "zh": "{count} 段"},
    "articles": {"en": "{count} articles", "zh": "{count} 篇文章"},
    "stories": {"en": "{count} stories", "zh": "{count} 个报道"},
    "mended": {"en": "mended: {what}", "zh": "修复：{what}"},
    "cut": {"en": "cut: {what}", "zh": "删去：{what}"},
    "left": {"en": "not mended: {what}", "zh": "未能修复：{what}"},
    "encoded": {"en": "encoding {what}", "zh": "编码 {what}"},
    "same": {"en": "same story as {what}", "zh": "与 {what} 同一报道"},
    "again": {"en": "{count} tell a story again", "zh": "{count} 篇重复报道"},
    "suspicion": {"en": "suspicious: {what}", "zh": "可疑：{what}"},
    "more": {"en": "… and {count} more: yuanwen report", "zh": "……还有 {count} 篇，见 yuanwen report"},
    "short": {"en": "too short", "zh": "太短"},
    "not text": {"en": "mostly no text", "zh": "大多不是文字"},
    "repetitive": {"en": "mostly one thing again and again", "zh": "大多是重复内容"},
    "undecodable": {"en": "parts that cannot be read", "zh": "有无法辨认的内容"},
    "changes": {"en": "changes", "zh": "修改"},
    "encodings": {"en": "encodings", "zh": "编码"},
    "aside": {"en": "set aside", "zh": "未能读取"},
    "plain": {"en": "{count} articles need no remark", "zh": "其余 {count} 篇没有需要说明的"},
    "report": {"en": "Report card of the library", "zh": "文库报告"},
    "title": {"en": "title", "zh": "标题"},
    "file": {"en": "file", "zh": "文件"},
    "characters": {"en": "{count} characters", "zh": "{count} 字"},
    "original": {"en": "as it was", "zh": "修复前"},
    "repaired": {"en": "repaired", "zh": "修复后"},
    "nothing": {"en": "nothing was changed", "zh": "没有改动"},
    "sources": {"en": "also told by", "zh": "同一报道的其他来源"},
    "by": {"en": "by", "zh": "作者"},
    "editor": {"en": "editor", "zh": "编辑"},
}
"""The labels of the commands that keep articles."""


def word(key: str, language: Language, **values: object) -> str:
    """The label `key` in `language`, with `values` filled in."""
    return WORDS[key][language].format(**values)


def suspicion(code: str, language: Language) -> str:
    """What looks wrong about a text."""
    return WORDS[code][language] if code in WORDS else code


def done(counts: Mapping[str, int], language: Language) -> Iterator[str]:
    """What was mended, cut and left in words, a group at a time."""
    groups: dict[str, list[str]] = {}
    for rule, count in counts.items():
        group, names = RULES.get(rule, ("mended", {"en": rule, "zh": rule}))
        groups.setdefault(group, []).append(f"{names[language]} {count:,}")
    for group in ("mended", "cut", "left"):
        if group in groups:
            yield word(group, language, what=("、" if language == "zh" else ", ").join(groups[group]))


def doubts(suspicions: Sequence[str], language: Language) -> Iterator[str]:
    """The suspicions in words, if there are any."""
    if suspicions:
        named = (suspicion(code, language) for code in suspicions)
        yield word("suspicion", language, what=("、" if language == "zh" else ", ").join(named))


def remarks(card: Card, titles: Mapping[str, str], language: Language) -> list[str]:
    """What there is to say of an article: nothing where it came in good shape and told a story of its own."""
    encoding = [] if card.encoding == "utf-8" else [word("encoded", language, what=card.encoding)]
    same = [word("same", language, what=f"《{titles.get(card.story, card.story)}》")] if card.story else []
    return [*encoding, *done(card.counts, language), *same, *doubts(card.suspicions, language)]


def added_lines(report: Sequence[Added], stories: Mapping[str, str], language: Language) -> Iterator[str]:
    """A line a file, and what a table or an archive holds that needs a look; then the totals. `stories` has titles."""
    files: dict[Path, list[Added]] = {}
    for added in report:
        files.setdefault(added.path, []).append(added)
    for path, entries in files.items():
        if len(entries) == 1 and entries[0].source in ("", str(path.resolve())):
            yield visible(_line(entries[0], stories, language))
        else:
            yield from (visible(line) for line in _collection(path, entries, language))
    yield ", ".join(_statuses(report, language))


def _line(added: Added, stories: Mapping[str, str], language: Language) -> str:
    status = word(added.status, language)
    status += " " * max(11 - len(status), 1)
    if added.error:
        return status + added.error.message(language)
    article = added.article
    title = f"《{article.title}》" if article else ""
    passages = word("passages", language, count=added.passages)
    said = [] if added.status == "unchanged" else [passages]
    if article and added.status in ("added", "replaced"):
        said += done(article.report.counts, language)
        if article.story:
            said.append(word("same", language, what=f"《{stories.get(article.story, article.story)}》"))
        said += doubts(article.report.suspicions, language)
    return f"{status}{added.source or added.path}  {title}  {'; '.join(said)}".rstrip()


def _collection(path: Path, entries: Sequence[Added], language: Language) -> Iterator[str]:
    """One line for all articles of a file, and one for each that failed or looks wrong, up to NAMED."""
    written = [added for added in entries if added.status in ("added", "replaced")]
    fresh = [added.article for added in written if added.article]
    counts: Counter[str] = Counter()
    for article in fresh:
        counts.update(article.report.counts)
    said = [word("passages", language, count=f"{sum(added.passages for added in entries):,}"), *done(counts, language)]
    if again := sum(article.story is not None for article in fresh):
        said.append(word("again", language, count=f"{again:,}"))
    yield f"{path}  {', '.join(_statuses(entries, language))}; {'; '.join(said)}"
    doubtful = [added for added in entries if added.error or (added.status != "unchanged" and _suspicions(added))]
    for added in doubtful[:NAMED]:
        if added.error:
            yield f"  {word('failed', language)}  {added.error.message(language)}"
        else:
            yield f"  {word('suspicious', language)}  {added.source}  {'; '.join(doubts(_suspicions(added), language))}"
    if len(doubtful) > NAMED:
        yield "  " + word("more", language, count=f"{len(doubtful) - NAMED:,}")


def _suspicions(added: Added) -> tuple[str, ...]:
    return added.article.report.suspicions if added.article else ()


def _statuses(report: Iterable[Added], language: Language) -> Iterator[str]:
    counts = Counter(added.status for added in report)
    for status in ("added", "replaced", "unchanged", "removed", "failed"):
        if count := counts[status]:
            yield f"{count:,} {word(status, language)}" if language == "en" else f"{word(status, language)} {count:,}"


def totals(report: LibraryReport, language: Language) -> Iterator[str]:
    """The library as a whole, a line a subject."""
    count = len(report.cards)
    yield ", ".join(
        (
            word("articles", language, count=f"{count:,}"),
            word("stories", language, count=f"{count - report.duplicates:,}"),
        )
    )
    if report.encodings:
        yield word("encoded", language, what=", ".join(f"{name} {n:,}" for name, n in report.encodings.items()))
    yield from done(report.counts, language)
    if report.duplicates:
        yield word("again", language, count=f"{report.duplicates:,}")
    codes = Counter(code for card in report.cards for code in card.suspicions)
    if codes:
        named = ", ".join(f"{suspicion(code, language)} {n:,}" for code, n in codes.most_common())
        yield word("suspicion", language, what=named)
    if report.failures:
        yield f"{word('aside', language)}: {len(report.failures):,}"


def as_dict(card: Card) -> dict[str, Any]:
    """A report card for machines."""
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
    }


def failure_as_dict(failure: Failure, language: Language) -> dict[str, Any]:
    """A file that was set aside, for machines."""
    return {"path": failure.path, "error": type(failure.error).__name__, "message": failure.error.message(language)}

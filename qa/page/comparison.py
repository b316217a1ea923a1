"""The HTML of an article as it was beside what repair made of it, paragraph by paragraph, each change marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from qa.formatting.repairs import rule_name
from qa.formatting.texts import text
from store.article import Article
from store.errors import Language
from store.text.edits import Trace
from store.text.sentences import Span

from .parts import words

_UNSEEN = re.compile(r"[^\S \n\u3000]|[\ud800-\udfff]|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both texts: `before` at `origin` in the one as it was, `after` at `place` in the repaired one.

    `rule` is the rule that changed it, or None where both are the same.
    """

    before: str
    after: str
    origin: int
    place: int
    rule: str | None = None


def comparison(article: Article, marked: Span, language: Language) -> str:
    """Both texts in two columns. `marked`, a span of the repaired one, is marked in both if it is not empty."""
    was_marked = Trace(article.report.changes).span(*marked) if marked[1] > marked[0] else (0, 0)
    heads = "".join(f"<h2>{escape(text(key, language))}</h2>" for key in ("page.was", "page.is"))
    rows = []
    named = False
    for pieces in paragraphs(article):
        was = _side(pieces, "del", was_marked, language)
        now = _side(pieces, "ins", marked, language)
        if not named and "<mark>" in was:  # the link leads to the first mark
            was, named = was.replace("<mark>", '<mark id="quote">', 1), True
        same = "" if any(piece.rule for piece in pieces) else " same"
        rows.append(f'<div class="pair{same}"><p>{was}</p><p>{now}</p></div>')
    return f'<main><div class="pair heads">{heads}</div><div lang="zh">{"".join(rows)}</div></main>'


def paragraphs(article: Article) -> Iterator[list[Piece]]:
    """The pieces of both texts, in the paragraphs that they share; empty ones are left out."""
    gathered: list[Piece] = []
    for piece in _pieces(article):
        gathered.append(piece)
        if piece.before.endswith(("\n", "\r")) and piece.after.endswith("\n"):
            if any(part.before.strip() for part in gathered):
                yield gathered
            gathered = []
    if any(part.before.strip() for part in gathered):
        yield gathered


def _pieces(article: Article) -> Iterator[Piece]:
    original = article.report.original(article.text)
    origin = place = 0
    for change in article.report.changes:
        yield from _same(original[origin : change.place], origin, place)
        place += change.place - origin
        yield Piece(change.before, change.after, change.place, place, change.rule)
        origin = change.place + len(change.before)
        place += len(change.after)
    yield from _same(original[origin:], origin, place)


def _same(stretch: str, origin: int, place: int) -> Iterator[Piece]:
    for line in _LINE.finditer(stretch):
        yield Piece(line[0], line[0], origin + line.start(), place + line.start())


def _side(pieces: Sequence[Piece], tag: str, marked: Span, language: Language) -> str:
    """A paragraph as it was ("del") or as it is ("ins"), its changes tagged so."""
    shown = []
    for piece in pieces:
        said, at = (piece.before, piece.origin) if tag == "del" else (piece.after, piece.place)
        if piece.rule is None or not said.strip(" \r\n"):  # of line ends and spaces there is nothing to see
            shown.append(_clipped(said, at, marked, language))
        else:
            change = f'<{tag} title="{_named(piece.rule, language)}">{words(_seen(said), language)}</{tag}>'
            inside = marked[0] < at + len(said) and at < marked[1]
            shown.append(f"<mark>{change}</mark>" if inside else change)
    return "".join(shown)


def _clipped(said: str, at: int, marked: Span, language: Language) -> str:
    """Unchanged words at offset `at`, with what lies in the marked span marked."""
    first, last = max(marked[0] - at, 0), min(marked[1] - at, len(said))
    if first >= last:
        return words(said, language)
    before, inside, after = (words(part, language) for part in (said[:first], said[first:last], said[last:]))
    return f"{before}<mark>{inside}</mark>{after}"


def _named(rule: str, language: Language) -> str:
    """What a rule, or several joined by "+", is called."""
    return escape(" + ".join(rule_name(name, language) for name in rule.split("+")))


def _seen(said: str) -> str:
    """Words with what nobody sees in them made visible."""
    return _UNSEEN.sub(_visible, said)


def _visible(match: re.Match[str]) -> str:
    """A character that nobody sees by its number, and a byte that could not be decoded by its value."""
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"⟨{code - 0xDC00:02X}⟩"
    unseen = match[0] not in "\r" and (match[0].isspace() or unicodedata.category(match[0]) in {"Cf", "Cc", "Cs"})
    return f"⟨U+{code:04X}⟩" if unseen else match[0]

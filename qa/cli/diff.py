"""An article in the terminal: what is known of it, and its text as it was beside what repair made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from qa.formatting.dates import readable
from qa.formatting.plain import visible, width
from qa.formatting.texts import text
from qa.page.comparison import Piece, paragraphs
from store.article import Article
from store.errors import Language
from store.report import Card

from .cards import remarks
from .terminal import wrapped

_STYLES = {"was": "\033[31m", "is": "\033[32m"}
_PLAIN = {"was": ("[-", "-]"), "is": ("{+", "+}")}
_NARROW = 60


def heading(article: Article, card: Card, story: Sequence[Article], language: Language) -> Iterator[str]:
    """What is known of an article, and who else tells its story."""
    yield f"《{article.title}》"
    names = {"cards.by": article.author, "cards.editor": article.editor}
    signed = [f"{text(label, language)} {name}" for label, name in names.items() if name]
    published = readable(article.published, language)
    known = (article.publisher, published, *signed, text("cards.characters", language, count=f"{card.characters:,}"))
    yield " · ".join(part for part in known if part)
    yield from filter(None, (article.id, article.source, article.url))
    titles = {other.id: other.title for other in story}
    yield from remarks(card, titles, language)
    for other in story:
        yield f"{text('cards.sources', language)}: {other.id} 《{other.title}》 {other.source}"
    yield ""


def both(article: Article, columns: int | None, language: Language) -> Iterator[str]:
    """The text as it was on the left and as it is on the right, in `columns`; in one column, with marks, for None.

    The marks are those of wdiff: [-what was there-]{+what is there now+}.
    """
    if not article.report.changes:
        yield text("cards.nothing", language)
        yield ""
        yield from (visible(line) for line in article.text.splitlines())
    elif columns is None or columns < _NARROW:
        for pieces in paragraphs(article):
            yield "".join(_marked(piece) for piece in pieces).rstrip("\n")
    else:
        yield from _columns(article, (columns - 3) // 2, language)


def _marked(piece: Piece) -> str:
    if piece.rule is None:
        return visible(piece.after)
    sides = []
    for side, shown in (("was", piece.before), ("is", piece.after)):
        first, last = _PLAIN[side]
        sides.append(f"{first}{visible(shown)}{last}" if shown.strip("\r\n") else shown.replace("\r", ""))
    was, now = sides
    return now if not was.strip("\n") else was.rstrip("\n") + now


def _columns(article: Article, room: int, language: Language) -> Iterator[str]:
    heads = [text(key, language) for key in ("cards.original", "cards.repaired")]
    yield f"{heads[0]}{' ' * (room - width(heads[0]))} │ {heads[1]}"
    for pieces in paragraphs(article):
        yield f"{'─' * room}─┼─{'─' * room}"
        sides = [
            [*wrapped([(_shown(getattr(piece, text)), style if piece.rule else "") for piece in pieces], room)]
            for text, style in (("before", "was"), ("after", "is"))
        ]
        for was, now in zip_longest(*sides, fillvalue=[]):
            yield f"{_painted(was, room)} │ {_painted(now, 0)}".rstrip()


def _shown(text: str) -> str:
    return visible(text).replace("\n", "").replace("\t", " ")


def _painted(line: Sequence[tuple[str, str]], room: int) -> str:
    """A line of a column in its colours, filled up to `room` columns."""
    text = "".join(character for character, _ in line)
    filled = " " * max(room - width(text), 0)
    if "NO_COLOR" in os.environ:
        return text + filled
    painted, now = [], ""
    for character, style in line:
        if style != now:
            painted.append("\033[0m" * bool(now) + _STYLES.get(style, ""))
            now = style
        painted.append(character)
    return "".join(painted) + "\033[0m" * bool(now) + filled

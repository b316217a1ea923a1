"""An article in the terminal: what is known of it, and its text as it was beside what repair made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from qa.formatting.dates import readable
from qa.formatting.plain import visible
from qa.formatting.repairs import reason_name
from qa.formatting.texts import text
from qa.page.comparison import Piece, paragraphs
from store.article import Account, Article
from store.errors import Language
from store.report import Card

from .cards import remarks
from .terminal import console, print_lines

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

Side = Literal["before", "after"]

_COLOURS: dict[Side, str] = {"before": "red", "after": "green"}
_NARROW = 60
"""Columns of a terminal that has no room for two columns of text."""


def heading(article: Article, card: Card, story: Sequence[Article], language: Language) -> Iterator[str]:
    """What is known of an article, and which others tell its story."""
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


def print_both(article: Article, language: Language) -> None:
    """Print both texts: side by side in colour where the terminal can, else as one with the changes marked."""
    terminal = console()
    if not article.report.changes:
        print_lines(text("cards.nothing", language), "", *article.text.splitlines())
    elif terminal.color_system is None or terminal.no_color or terminal.width < _NARROW:
        print_lines(*marked(article))
    else:
        terminal.print(side_by_side(article, language))


def left_lines(account: Account, language: Language) -> Iterator[str]:
    """The texts of a file that are not in its article, a line each: what was left out, and what is lost."""
    apart = [(reason_name(one.reason, language), one.text) for one in account.left]
    apart += [(text("cards.lost", language, count=len(lost)), lost) for lost in account.lost]
    if apart:
        yield ""
        yield text("cards.apart", language)
    for why, said in apart:
        yield f"  {why}: {' '.join(said.split())}"


def marked(article: Article) -> Iterator[str]:
    """The text with the marks of wdiff, a paragraph a line: [-what was there-]{+what is there now+}."""
    for pieces in paragraphs(article):
        yield "".join(_marked(piece) for piece in pieces).rstrip("\n")


def _marked(piece: Piece) -> str:
    if piece.rule is None:
        return piece.after
    was = f"[-{piece.before}-]" if piece.before.strip("\r\n") else piece.before.replace("\r", "")
    now = f"{{+{piece.after}+}}" if piece.after.strip("\r\n") else piece.after.replace("\r", "")
    return now if not was.strip("\n") else was.rstrip("\n") + now


def side_by_side(article: Article, language: Language) -> Table:
    """The text as it was on the left and as it is on the right, a paragraph a row."""
    from rich import box
    from rich.table import Column, Table
    from rich.text import Text

    heads = [Text(text(key, language)) for key in ("cards.original", "cards.repaired")]
    columns = (Column(head, ratio=1, overflow="fold") for head in heads)
    table = Table(*columns, box=box.MINIMAL, show_edge=False, show_lines=True, pad_edge=False, expand=True)
    for pieces in paragraphs(article):
        table.add_row(_side(pieces, "before"), _side(pieces, "after"))
    return table


def _side(pieces: Iterable[Piece], side: Side) -> Text:
    """A paragraph as it was or as it is, with what was changed in colour."""
    from rich.text import Text

    shown = Text()
    for piece in pieces:
        words = visible(piece.before if side == "before" else piece.after).replace("\n", "").replace("\t", " ")
        shown.append(words, _COLOURS[side] if piece.rule else None)
    return shown

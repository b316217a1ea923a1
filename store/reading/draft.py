"""What a reader hands over: a draft of an article, and the article that repair makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.article import Account, Article, Left, Report, article_id
from store.errors import EmptyFile
from store.repair import repair
from store.text.edits import Change, apply, compose

from .account import account, with_cuts
from .metadata import from_text, tidy
from .suspicions import suspicions


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found in a file: the text before repair, and what its markup says about it.

    `changes` of `text` come before repair: front matter that is cut, lines in another encoding that are mended.
    `raw` is every piece of text in the file, from a walk of its own; None where `text` is the file as it is. `left` is
    what was left out and why, `added` what `text` says more often than the file, such as the heads of columns. `doubts`
    are codes of suspicions that only the reader can have: "recognised: 2-4".
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    editor: str | None = None
    changes: tuple[Change, ...] = ()
    raw: tuple[str, ...] | None = None
    left: tuple[Left, ...] = ()
    added: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One article in a file, not yet made: where it stands, and the SHA-256 of what it is made from.

    `draft` reads it, and gives its encoding too; a file that is known by its digest need not be read.
    """

    source: str
    digest: str
    draft: Callable[[], tuple[Draft, str]]

    def article(self) -> Article:
        """Read and repair it. Raises an ArticleError: EmptyFile when no text is left."""
        draft, encoding = self.draft()
        return article_from(draft, self.source, self.digest, encoding)


def article_from(draft: Draft, source: str, digest: str, encoding: str = "utf-8") -> Article:
    """Repair a draft and fill in what its markup left open from the text. Raises EmptyFile when nothing is left."""
    text = apply(draft.text, draft.changes)
    repaired = repair(text)
    if not repaired.text.strip():
        raise EmptyFile(path=source)
    found = from_text(repaired.text, repaired.cut)
    changes = compose(draft.text, draft.changes, repaired.changes)
    return Article(
        id=article_id(source),
        source=source,
        title=_title(draft.title) or found.title,
        text=repaired.text,
        digest=digest,
        publisher=tidy(draft.publisher) or found.publisher,
        published=draft.published or found.published,
        url=tidy(draft.url) or found.url,
        author=tidy(draft.author) or found.author,
        editor=tidy(draft.editor) or found.editor,
        report=Report(
            encoding,
            len(draft.text),
            tuple(changes),
            (*draft.doubts, *suspicions(repaired.text)),
            account=with_cuts(_account(draft), changes),
        ),
    )


def _account(draft: Draft) -> Account:
    return account([draft.text] if draft.raw is None else draft.raw, draft.text, draft.left, draft.added)


def _title(title: str | None) -> str | None:
    """A title as markup gives it, repaired: it has the entities and glosses of its article."""
    title = tidy(title)
    return title and (tidy(repair(title).text) or title)

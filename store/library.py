"""The library: articles go in, hits come out. Everything else in this package serves it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from store.adding.run import Added, Adding
from store.adding.stories import alone, heirs
from store.index.chroma import Index
from store.index.connection import is_url
from store.index.embedding import DEFAULT, Embedding, Vectors
from store.index.fusion import CANDIDATES, distinct, fuse
from store.index.lexical import Lexical, Writer
from store.index.rows import Entry, passage_id

from .article import Article
from .errors import EmbeddingMismatch, LibraryNotWritable
from .models import cache as models
from .passage import Hit, Passage
from .report import Failure, LibraryReport
from .thresholds import LEXICAL_WEIGHT

__all__ = ["Added", "Library", "reindex"]

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


class Library:
    """A collection of articles in a folder or on a Chroma server."""

    def __init__(
        self,
        library: str | Path,
        embedding: str = DEFAULT,
        cache: Path | None = None,
        *,
        create: bool = True,
        progress: Callable[[models.Progress], None] | None = None,
    ) -> None:
        """Open the library, making it if need be and `create`.

        `cache` keeps model files, and the lexical index of a library on a server. Raises a LibraryError;
        EmbeddingMismatch when the library was made with another embedding model.
        """
        cache = cache or models.default_cache()
        self._index = Index(library, embedding, create=create)
        if self._index.embedding != embedding:
            raise EmbeddingMismatch(path=library, made_with=self._index.embedding, configured=embedding)
        self.embedding = Embedding(embedding, cache, progress)
        self._lexical = Lexical(_lexical_folder(library, cache))
        self._writing = Lock()

    def add(self, paths: Iterable[str | Path], progress: Callable[[int, int], None] | None = None) -> list[Added]:
        """Read files, or all articles in folders, into the library; one entry an article, in order.

        What is there already is left alone, and what has changed replaces its old self; rows and members that a file
        holds no longer are removed. A story that another article has told is kept as one story with several sources.
        What cannot be read is reported with its error, set aside, and stops nothing. `progress` is told how many
        articles of how many are done.
        """
        return Adding(self._index, self, progress).run(paths)

    def write(self, entries: Sequence[Entry]) -> None:
        """Embed and write new or changed articles. `add` is the way to add files."""
        vectors = self._vectors(entries)
        with self._changing() as writer:
            checked = self._checked(entries)
            if checked is not entries:
                vectors = self._vectors(checked)
            self._index.write(checked, vectors)
            for entry in checked:
                writer.remove(entry.article.id)
            writer.add(_terms(checked))

    def _checked(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries; with all their passages where somebody has changed meanwhile what they lean on."""
        asked = {article_id for entry in entries for article_id in entry.leans}
        here = self._index.digests(asked) | {entry.article.id: entry.article.digest for entry in entries}
        if all(entry.leans.items() <= here.items() for entry in entries):
            return entries
        return [entry if entry.leans.items() <= here.items() else alone(entry) for entry in entries]

    def pass_on(self, stories: Collection[str], gone: Collection[str], *, keep: bool = False) -> list[Entry]:
        """Let others tell what these stories lose with articles that go, which are removed unless they are to `keep`.

        Returns who took over what. `remove` is the way to remove articles.
        """
        with self._changing() as writer:
            taken_over = heirs(self._index, stories, gone)  # only now: nobody else adds to these stories meanwhile
            self._index.retell(taken_over, self._vectors(taken_over))
            writer.add(_terms(taken_over))
            if not keep:
                self._index.remove(gone)
                for article_id in gone:
                    writer.remove(article_id)
        return taken_over

    def remove(self, ids: Iterable[str]) -> list[Article]:
        """Take articles out of the library; returns those that were there, without their changes.

        Where others tell the story of one that goes, the next of them becomes its first teller, and all that was said
        is still found.
        """
        found = self._index.articles({*ids})
        if found:
            self.pass_on({article.story or article.id for article in found}, {article.id for article in found})
        return found

    def forget(self, failures: Iterable[Failure]) -> None:
        """Set these files aside no longer."""
        self._index.forget([*failures])

    def _vectors(self, entries: Sequence[Entry]) -> Vectors:
        texts = [_findable(passage) for entry in entries for passage in entry.passages]
        return self.embedding.passages(texts) if texts else np.zeros((0, 0), np.float32)

    @contextmanager
    def _changing(self) -> Iterator[Writer]:
        """The lexical index to be changed with Chroma: what breaks off in between shows, and is built again."""
        with self._writing:
            self._sync()
            self._index.renew()
            with self._lexical.writing() as writer:
                yield writer
                writer.revision = self._index.renew()  # what others built from half of it is built again

    def _sync(self) -> None:
        """Build the lexical index anew if it does not agree with what Chroma holds."""
        revision = self._index.revision()
        if self._lexical.revision == revision:
            return
        with self._lexical.writing() as writer:
            writer.clear()
            for page in self._index.all_passages():
                writer.add((row, passage.article_id, _findable(passage)) for row, passage in page)
            writer.revision = revision

    def search(self, query: str, k: int = 8, lexical_weight: float = LEXICAL_WEIGHT) -> list[Hit]:
        """The `k` passages that fit `query` best, best first; none for an empty query or library.

        `lexical_weight` is what words count beside vectors: 0 is vectors alone, 1 words alone.
        """
        if not query.strip():
            return []
        with self._writing, suppress(LibraryNotWritable):  # whoever writes the lexical index now will have it agree
            self._sync()
        vector = self.embedding.query(query)
        lexical = dict(self._lexical.search(query, CANDIDATES))
        nearest = dict(self._index.nearest(vector, CANDIDATES))
        found = self._index.passages([*(nearest.keys() | lexical.keys())])
        dense = {row: float(vector @ passage_vector) for row, (_, passage_vector) in found.items()}
        lexical = {row: score for row, score in lexical.items() if row in found}
        hits = (Hit(found[row][0], score) for row, score in fuse(dense, lexical, lexical_weight))
        return [*islice(distinct(hits), k)]

    def article(self, article_id: str) -> Article | None:
        """One article with all its changes, or None when it is not here."""
        return self._index.article(article_id)

    def articles(self) -> list[Article]:
        """Every article, in order of source, without its changes."""
        return self._index.articles()

    def named(self, ids: Collection[str]) -> list[Article]:
        """Those of these articles that are here, in order of source, without their changes."""
        return self._index.articles(ids)

    def story(self, article_id: str) -> list[Article]:
        """All who tell the story of an article, the first one first, without their changes; none if it is not here."""
        root = next((article.story or article.id for article in self._index.articles([article_id])), None)
        if root is None:
            return []
        ids = self._index.tellers([root])[root]
        return sorted(self._index.articles(ids), key=lambda article: ids.index(article.id))

    def report(self) -> LibraryReport:
        """The report card of the library: what became of every article and every file."""
        return LibraryReport(tuple(self._index.cards()), tuple(self._index.failures()))

    def digest(self) -> str:
        """A digest of what can be found here: the same articles, embedded by the same model, have the same."""
        known = sorted((row_id, one.digest, one.story or "") for row_id, one in self._index.known().items())
        return sha256(repr((self.embedding.name, known)).encode()).hexdigest()

    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._index.count()

    def as_retriever(self, k: int = 8) -> BaseRetriever:
        """This library as a LangChain retriever."""
        from .langchain import LibraryRetriever

        return LibraryRetriever(library=self, k=k)


def reindex(
    library: str | Path,
    embedding: str,
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Embed every passage of a library anew with another model; returns how many there are.

    The old vectors serve until the new ones are complete. `progress` is told how many passages of how many are done.
    """
    index = Index(library, embedding, create=False)
    model = Embedding(embedding, cache or models.default_cache())
    return index.reembed(embedding, lambda page: model.passages([_findable(passage) for passage in page]), progress)


def _terms(entries: Sequence[Entry]) -> Iterator[tuple[str, str, str]]:
    for entry in entries:
        for passage in entry.passages:
            yield passage_id(entry.article.digest, passage), entry.article.id, _findable(passage)


def _findable(passage: Passage) -> str:
    """What a passage is found by: a title often names what its sentences only call 本市 or 会议."""
    return f"{passage.title}\n{passage.text}"


def _lexical_folder(library: str | Path, cache: Path) -> Path:
    if is_url(library):
        return cache.parent / "lexical" / sha256(str(library).encode()).hexdigest()[:12]
    return Path(library) / "lexical"

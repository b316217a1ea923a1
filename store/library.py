"""The library: articles go in, hits come out. Everything else in this package serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from . import models
from .article import Article
from .embedding import DEFAULT, Embedding
from .errors import ArticleError, EmbeddingMismatch, LibraryNotWritable, YuanwenError
from .index import Index, is_url
from .lexical import Lexical
from .passage import Passage, split
from .reading import find, read
from .rows import passage_id
from .search import CANDIDATES, Hit, fuse

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

BATCH = 256
"""Passages embedded and written together while adding."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its article unless it could not be read, and then why."""

    path: Path
    status: Literal["added", "replaced", "unchanged", "failed"]
    article: Article | None = None
    passages: int = 0
    error: YuanwenError | None = None


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
        """Read files, or all articles in folders, into the library; one entry a file, in order.

        A file that is there already is left alone, a changed one replaces its old self. What cannot be read is
        reported with its error and stops nothing. `progress` is told how many files of how many are done.
        """
        report: list[Added] = []
        named: dict[Path, Path] = {}  # a file named twice, or in a folder named beside it, is one file
        for path in dict.fromkeys(Path(path) for path in paths):
            try:
                named |= {file.resolve(): file for file in find(path)}
            except ArticleError as error:
                report.append(Added(path, "failed", error=error))
        files = list(named.values())
        known = self._index.digests()
        waiting: list[tuple[Article, list[Passage]]] = []
        for done, file in enumerate(files, start=1):
            entry, passages = _read(file, known)
            report.append(entry)
            if passages and entry.article:
                waiting.append((entry.article, passages))
            if done == len(files) or sum(len(passages) for _, passages in waiting) >= BATCH:
                self._write(waiting)
                waiting = []
                if progress:
                    progress(done, len(files))
        return report

    def _write(self, articles: Sequence[tuple[Article, list[Passage]]]) -> None:
        if not articles:
            return
        passages = [passage for _, group in articles for passage in group]
        vectors = self.embedding.passages([_findable(passage) for passage in passages])
        with self._writing:
            self._sync()
            self._index.renew()  # a write that breaks off shows
            with self._lexical.writing() as writer:
                start = 0
                for article, group in articles:
                    self._index.write(article, group, vectors[start : start + len(group)])
                    start += len(group)
                    writer.remove(article.id)
                    writer.add((passage_id(article.digest, p), article.id, _findable(p)) for p in group)
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

    def search(self, query: str, k: int = 8) -> list[Hit]:
        """The `k` passages that fit `query` best, best first; none for an empty query or library."""
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
        return [Hit(found[row][0], score) for row, score in fuse(dense, lexical)[:k]]

    def article(self, article_id: str) -> Article | None:
        """One article, or None when it is not here."""
        return self._index.article(article_id)

    def articles(self) -> list[Article]:
        """Every article, in order of source."""
        return self._index.articles()

    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._index.count()

    def as_retriever(self, k: int = 8) -> BaseRetriever:
        """This library as a LangChain retriever."""
        from .retriever import LibraryRetriever

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


def _read(file: Path, known: dict[str, str]) -> tuple[Added, list[Passage]]:
    try:
        article = read(file)
    except ArticleError as error:
        return Added(file, "failed", error=error), []
    if known.get(article.id) == article.digest:
        return Added(file, "unchanged", article), []
    passages = split(article)
    return Added(file, "replaced" if article.id in known else "added", article, len(passages)), passages


def _findable(passage: Passage) -> str:
    """What a passage is found by: a title often names what its sentences only call 本市 or 会议."""
    return f"{passage.title}\n{passage.text}"


def _lexical_folder(library: str | Path, cache: Path) -> Path:
    if is_url(library):
        return cache.parent / "lexical" / sha256(str(library).encode()).hexdigest()[:12]
    return Path(library) / "lexical"

"""The library: articles go in, hits come out. Everything else in this package serves it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from store.adding.run import Added, Adding
from store.adding.stories import checked, heirs
from store.encoding.choice import Library as Engine
from store.encoding.embedding import DEFAULT, Embedding
from store.index.connection import Place
from store.index.rows import Embedded, Entry
from store.replica.live import Live
from store.replica.replica import EMBEDDING
from store.replica.view import View
from store.replica.writing import REMAINS
from store.search.ranking import ranked
from store.search.scope import EVERYTHING, Period, Scope

from .article import Article
from .errors import EmbeddingMismatch, LibraryDamaged
from .models import cache as models
from .passage import Hit
from .report import Failure, LibraryReport
from .thresholds import LEXICAL_WEIGHT

__all__ = ["Added", "Library"]

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

_TRIES = 20  # of one search, while others write
_INCOMPLETE = "the index of words or the vectors are incomplete / 词索引或向量不完整"


class Library:
    """A collection of articles in a folder or on a Chroma server.

    Any number of processes may have one open, and each sees at once what another has changed.
    """

    def __init__(  # noqa: PLR0913  each is a setting of its own
        self,
        library: Place,
        embedding: str = DEFAULT,
        cache: Path | None = None,
        *,
        create: bool = True,
        progress: Callable[[models.Progress], None] | None = None,
        engine: Engine = "auto",
    ) -> None:
        """Open the library, making it if need be and `create`.

        `cache` keeps model files, and what is read of a library on a server; `engine` is what the embedding runs on.
        Raises a LibraryError; EmbeddingMismatch when the library was made with another embedding model.
        """
        self._cache = cache or models.default_cache()
        self._progress, self._engine = progress, engine
        self._live = Live(library, embedding, self._cache, create=create)
        if (made_with := self._live.embedding) != embedding:
            raise EmbeddingMismatch(path=library, made_with=made_with, configured=embedding)
        self.embedding = Embedding(embedding, self._cache, progress, engine)

    def add(self, paths: Iterable[str | Path], progress: Callable[[int, int], None] | None = None) -> list[Added]:
        """Read files, or all articles in folders, into the library; one entry an article, in order.

        What is there already is left alone, and what has changed replaces its old self; rows and members that a file
        holds no longer are removed. A story that another article has told is kept as one story with several sources.
        What cannot be read is reported with its error, set aside, and stops nothing. `progress` is told of articles.
        """
        return [*self.adding(paths, progress)]

    def adding(
        self, paths: Iterable[str | Path], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Added]:
        """The same as `add`, which tells of each article as soon as it is in the library."""
        with self.busy():
            yield from Adding(self, progress).run(paths)

    def busy(self) -> AbstractContextManager[None]:
        """Keep Chroma open between changes: many are to come."""
        return self._live.busy()

    def vectors(self, entries: Sequence[Entry]) -> Embedded:
        """The vectors of all passages of new or changed articles, in order."""
        model = self.embedding
        texts = [passage.findable for entry in entries for passage in entry.passages]
        return Embedded(model.passages(texts) if texts else np.zeros((0, 0), np.float32), model.name)

    def write(self, entries: Sequence[Entry], vectors: Embedded | None = None) -> None:
        """Write new or changed articles with the vectors of their passages. `add` is the way to add files."""
        made = self.vectors(entries) if vectors is None else vectors
        ids = [entry.article.id for entry in entries]
        with self._live.locked() as index:
            with self._live.view() as view:
                self._follow(view)
                kept = checked(view, entries)
                there = view.digests(ids)
            if kept is not entries or made.model != self.embedding.name:
                made = self.vectors(kept)
            with self._live.change(ids):
                index.write(kept, made.vectors, there.keys())

    def pass_on(self, stories: Collection[str], gone: Collection[str], *, keep: bool = False) -> list[Entry]:
        """Let others tell what these stories lose with articles that go, which are removed unless they are to `keep`.

        Returns who took over what. `remove` is the way to remove articles.
        """
        with self._live.locked() as index:
            with self._live.view() as view:  # only now: nobody else adds to these stories meanwhile
                self._follow(view)
                told = {article.story or article.id for article in view.described(gone).values()}
                taken_over = heirs(view, {*stories, *told}, gone)
            with self._live.change([*(entry.article.id for entry in taken_over), *gone]):
                index.retell(taken_over, self.vectors(taken_over).vectors)
                if not keep:
                    index.remove(gone)
        return taken_over

    def remove(self, ids: Iterable[str]) -> list[Article]:
        """Take articles out of the library; returns those that were there, without their changes.

        Where others tell the story of one that goes, the next of them becomes its first teller, and all that was said
        is still found.
        """
        if found := self.named({*ids}):
            self.pass_on({article.story or article.id for article in found}, {article.id for article in found})
        return found

    def set_aside(self, failures: Sequence[Failure]) -> None:
        """Keep what could not be read, and why."""
        if failures:
            with self._live.locked() as index, self._live.change((), failures=True):
                index.set_aside(failures)

    def forget(self, failures: Iterable[Failure]) -> None:
        """Set these files aside no longer."""
        if forgotten := [*failures]:
            with self._live.locked() as index, self._live.change((), failures=True):
                index.forget(forgotten)

    def sign(self, signatures: dict[str, str]) -> None:
        """Keep the signatures of articles that have none."""
        with self._live.locked() as index, self._live.change(signatures):
            index.sign(signatures)

    def purge(self) -> None:
        """Leave nothing of removed texts in the library's files. Takes seconds, and longer for a large library; where
        nothing was removed, no time.
        """
        with self._live.fresh() as view:
            is_clean = not view.about(REMAINS)
        if not is_clean:
            self._live.purge()

    def search(
        self,
        query: str,
        k: int = 8,
        lexical_weight: float = LEXICAL_WEIGHT,
        *,
        scope: Scope = EVERYTHING,
        periods: Sequence[Period] = (),
    ) -> list[Hit]:
        """The `k` passages that fit `query` best, best first; none for an empty query or library.

        `lexical_weight` is what words count beside vectors: 0 is vectors alone, 1 words alone. Nothing outside of
        `scope` is found; what came out or happened in `periods` comes first.
        """
        if not query.strip():
            return []
        vector = self.embedding.query(query)
        for _ in range(_TRIES):
            with self._live.fresh() as view:
                if self._follow(view):
                    vector = self.embedding.query(query)
                with suppress(OSError, ValueError):  # words and vectors that this state had may be gone by now
                    hits = ranked(query, k, self._live.ground(view, vector, scope), periods, lexical_weight)
                    with self._live.view() as now:
                        if now.revision == view.revision:
                            return hits
        raise LibraryDamaged(path=self._live.library, reason=_INCOMPLETE)

    def _follow(self, view: View) -> bool:
        """Use the model that made the vectors; returns whether it is another one: somebody has embedded them anew."""
        if (made_with := view.about(EMBEDDING)) == self.embedding.name:
            return False
        self.embedding = Embedding(made_with, self._cache, self._progress, self._engine)
        return True

    def article(self, article_id: str) -> Article | None:
        """One article with all its changes, or None when it is not here."""
        with self._live.fresh() as view:
            return view.article(article_id)

    def articles(self) -> list[Article]:
        """Every article, in order of source, without its changes."""
        with self._live.fresh() as view:
            return view.articles()

    def named(self, ids: Collection[str]) -> list[Article]:
        """Those of these articles that are here, in order of source, without their changes."""
        with self._live.fresh() as view:
            return view.articles(ids)

    def state(self) -> AbstractContextManager[View]:
        """One state of the library, for as long as it is looked at, to read more of it."""
        return self._live.fresh()

    def story(self, article_id: str) -> list[Article]:
        """All who tell the story of an article, the first one first, without their changes; none if it is not here."""
        with self._live.fresh() as view:
            root = next((article.story or article.id for article in view.articles([article_id])), None)
            if root is None:
                return []
            ids = view.tellers([root])[root]
            return sorted(view.articles(ids), key=lambda article: ids.index(article.id))

    def report(self) -> LibraryReport:
        """The report card of the library: what became of every article and every file."""
        with self._live.fresh() as view:
            return LibraryReport(tuple(view.cards()), tuple(view.failures()))

    def digest(self) -> str:
        """A digest of what can be found here: the same articles, embedded by the same model, have the same."""
        with self._live.fresh() as view:
            known = sorted((row_id, digest, story or "") for row_id, (digest, story) in view.states().items())
        return sha256(repr((self.embedding.name, known)).encode()).hexdigest()

    def count(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        with self._live.fresh() as view:
            return view.count()

    def as_retriever(self, k: int = 8) -> BaseRetriever:
        """This library as a LangChain retriever."""
        from .langchain import LibraryRetriever

        return LibraryRetriever(library=self, k=k)

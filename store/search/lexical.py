"""The lexical index: BM25 over words and character bigrams, with titles, publishers, identifiers and dates as fields.

A cache on disk, rebuildable from the library. `words` fills it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryNotWritable
from store.text.identifiers import identifiers
from store.text.scripts import bare
from store.text.segmenter import sought

from .days import period_terms
from .places import is_address
from .scope import EVERYTHING, Period, Scope
from .words import Writer, number_of

if TYPE_CHECKING:
    import tantivy

_HEAP = 64_000_000
_VERSION = "version"
_TERMS = "6"
"""Counts up when other terms or fields are held: an index of another version is empty, and built again."""
_BUSY = "another process is writing to it / 另一个进程正在写入"

TITLE, PUBLISHER = 0.1, 0.3
"""What a term counts in the title and in the publisher's name beside one in the text, which holds the title too."""
IDENTIFIER = 3.0
"""What an identifier counts that a passage holds whole."""


class Lexical:
    """A tantivy index in `folder`, one document a passage, keyed by its row.

    `current` is False where the index holds nothing that can be used: it is new, was damaged, or of another version.
    Whoever owns it fills it then.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._open()

    @property
    def current(self) -> bool:
        """Whether the index has been filled by this version."""
        return self.is_there(self._folder)

    @staticmethod
    def is_there(folder: Path) -> bool:
        """Whether a folder holds an index that this version has filled, without opening it."""
        file = folder / _VERSION
        return file.exists() and file.read_text() == _TERMS

    @property
    def count(self) -> int:
        """How many passages are in the index; 0 when its files are damaged."""
        try:
            self._index.reload()
            return int(self._index.searcher().num_docs)
        except ValueError:
            return 0

    def _open(self) -> tantivy.Index:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", indexed=True, fast=True)
        for name in ("text", "title"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        for name in ("publisher", "identifiers", "days"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
        builder.add_integer_field("published", indexed=True, fast=True)
        for name in ("from", "within"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        schema = builder.build()
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(schema, path=str(self._folder))
        except ValueError:
            # Another schema or a damaged file: this is only a cache, so it starts anew.
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            index = tantivy.Index(schema, path=str(self._folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", analyzer)
        return index

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the index, all or nothing. What was written by another version is forgotten first.

        Raises LibraryNotWritable when another process is writing.
        """
        try:
            tantivy_writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            raise LibraryNotWritable(path=self._folder.parent, reason=_BUSY) from error
        writer = Writer(tantivy_writer, self._index.schema)
        try:
            if not self.current:
                writer.clear()
            yield writer
            tantivy_writer.commit()
        finally:
            tantivy_writer.wait_merging_threads()  # gives the lock back, whatever happened
        self._index.reload()
        (self._folder / _VERSION).write_text(_TERMS)

    def search(
        self, query: str, k: int, scope: Scope = EVERYTHING, periods: Sequence[Period] = ()
    ) -> list[tuple[int, float]]:
        """The `k` best passages by BM25 (k1 1.2, b 0.75): (row, score), best first.

        Nothing outside of `scope` is found; what tells of one of the `periods` scores higher.
        """
        return self._found(self._asked(query, periods), k, scope, ())

    def scores(self, query: str, rows: Sequence[int], periods: Sequence[Period] = ()) -> dict[int, float]:
        """The same scores of these passages alone; those without a term of the query are missing."""
        return dict(self._found(self._asked(query, periods), len(rows), EVERYTHING, rows)) if rows else {}

    def having(self, terms: Mapping[str, float], k: int, scope: Scope = EVERYTHING) -> list[int]:
        """The rows of the `k` best passages for these terms of `store.text.segmenter`, each with its weight."""
        clauses = (self._term("text", term, weight, "freq") for term, weight in sorted(terms.items()))
        return [row for row, _ in self._found(clauses, k, scope, ())]

    def frequencies(self, terms: Iterable[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and how many of them have each term of `store.text.segmenter`."""
        self._index.reload()
        searcher = self._index.searcher()
        return searcher.num_docs, {term: searcher.doc_freq("text", term) for term in terms}

    def telling(self, period: Period, rows: Sequence[int]) -> set[int]:
        """Those of these rows whose passage tells of a period, or came out in it."""
        return self._marked("days", period_terms(period), rows)

    def naming(self, identifier: str, rows: Sequence[int]) -> set[int]:
        """Those of these rows whose passage has an identifier, as `store.text.identifiers` writes it."""
        return self._marked("identifiers", [identifier], rows)

    def _marked(self, field: str, values: Sequence[str], rows: Sequence[int]) -> set[int]:
        from tantivy import Query

        marked = Query.term_set_query(self._index.schema, field, values)
        return {row for row, _ in self._found([marked], len(rows), EVERYTHING, rows)} if rows else set()

    def within(self, scope: Scope) -> list[int]:
        """The rows of all passages that a scope allows."""
        from tantivy import Occur, Query

        limits = [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in self._limits(scope, ())]
        self._index.reload()
        searcher = self._index.searcher()
        most = max(1, searcher.num_docs)
        hits = searcher.search(Query.boolean_query(limits), limit=most, count=False).hits
        return [int(row or 0) for row in searcher.fast_field_values("row", [address for _, address in hits])]

    def _found(
        self, asked: Iterable[tantivy.Query], k: int, scope: Scope, rows: Sequence[int]
    ) -> list[tuple[int, float]]:
        from tantivy import Occur, Query

        clauses = [(Occur.Should, one) for one in asked]
        if not clauses or not self.current:
            return []
        limits = [Query.const_score_query(limit, 0.0) for limit in self._limits(scope, rows)]
        if limits:
            clauses = [(Occur.Must, Query.boolean_query(clauses)), *((Occur.Must, limit) for limit in limits)]
        self._index.reload()  # another process may have written since
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(clauses), limit=k, count=False).hits
        found = searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row or 0), score) for row, (score, _) in zip(found, hits, strict=True)]

    def _asked(self, query: str, periods: Sequence[Period]) -> Iterator[tantivy.Query]:
        from tantivy import Query

        for term, weight in sorted(sought(query).items()):
            yield self._term("text", term, weight, "freq")
            yield self._term("title", term, weight * TITLE, "freq")
            yield self._term("publisher", term, weight * PUBLISHER)
        for value in sorted({one.value for one in identifiers(query)}):
            yield self._term("identifiers", value, IDENTIFIER)
        for period in periods:
            yield Query.disjunction_max_query([self._term("days", term) for term in period_terms(period)])

    def _term(self, field: str, term: str, weight: float = 1.0, index_option: str = "basic") -> tantivy.Query:
        from tantivy import Query

        found = Query.term_query(self._index.schema, field, term, index_option)
        return found if weight == 1.0 else Query.boost_query(found, weight)

    def _limits(self, scope: Scope, rows: Sequence[int]) -> Iterator[tantivy.Query]:
        from tantivy import FieldType, Query

        schema = self._index.schema
        if rows:
            yield Query.term_set_query(schema, "row", rows)
        if scope.since or scope.until:
            first, last = (number_of(day) if day else None for day in (scope.since, scope.until))
            yield Query.range_query(schema, "published", FieldType.Integer, first, last)
        if scope.publisher:
            yield self._term("from", bare(scope.publisher))
        if scope.within and is_address(scope.within):
            yield Query.regex_query(schema, "within", f"{re.escape(scope.within)}.*")
        elif scope.within:
            yield self._term("within", str(Path(scope.within).expanduser().resolve()))

"""The lexical index: BM25 over words and character bigrams. A cache on disk, rebuildable from Chroma.

The only file that imports tantivy.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryNotWritable
from store.text.segmenter import terms

if TYPE_CHECKING:
    import tantivy

_HEAP = 64_000_000
_REVISION = "revision-2"  # counts up when `terms` changes: an index of other terms is built again
_BUSY = "another process is writing to it / 另一个进程正在写入"


class Lexical:
    """A tantivy index in `folder`, one document a passage, keyed by passage id.

    `revision` names the state of the library that the index holds; it is empty when that is unknown, which is also
    what an interrupted write leaves behind.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._open()

    def _open(self) -> tantivy.Index:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        schema = builder.build()
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(schema, path=str(self._folder))
        except ValueError:
            # Another schema or a damaged file: this is only a cache, so it starts anew.
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            index = tantivy.Index(schema, path=str(self._folder))
        index.register_tokenizer("whitespace", _whitespace())
        return index

    @property
    def revision(self) -> str:
        """The library's revision that this index agrees with, or an empty string."""
        file = self._folder / _REVISION
        return file.read_text() if file.exists() else ""

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the index, all or nothing; afterwards it agrees with the revision that the writer was given.

        Raises LibraryNotWritable when another process is writing.
        """
        try:
            tantivy_writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            raise LibraryNotWritable(path=self._folder.parent, reason=_BUSY) from error
        file = self._folder / _REVISION
        file.unlink(missing_ok=True)
        writer = Writer(tantivy_writer)
        try:
            yield writer
            tantivy_writer.commit()
        finally:
            tantivy_writer.wait_merging_threads()  # gives the lock back, whatever happened
        self._index.reload()
        file.write_text(writer.revision)

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """The `k` best passages by BM25 (k1 1.2, b 0.75): (passage id, score), best first."""
        from tantivy import Occur, Query

        asked = set(terms(query))
        clauses = [(Occur.Should, Query.term_query(self._index.schema, "terms", term, "freq")) for term in asked]
        if not clauses:
            return []
        self._index.reload()  # another process may have written since
        searcher = self._index.searcher()
        found = searcher.search(Query.boolean_query(clauses), limit=k)
        return [(searcher.doc(address)["id"][0], score) for score, address in found.hits]


class Writer:
    """What can be done to the index inside `Lexical.writing`."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer
        self.revision = ""

    def clear(self) -> None:
        """Forget every passage."""
        self._writer.delete_all_documents()

    def remove(self, article_id: str) -> None:
        """Forget the passages that an article had before this writing began."""
        self._writer.delete_documents_by_term("article", article_id)

    def add(self, passages: Iterable[tuple[str, str, str]]) -> None:
        """Add passages: (passage id, article id, text to be found by)."""
        import tantivy

        for passage_id, article_id, text in passages:
            document = tantivy.Document()
            document.add_text("id", passage_id)
            document.add_text("article", article_id)
            document.add_text("terms", " ".join(terms(text)))
            self._writer.add_document(document)


def _whitespace() -> tantivy.TextAnalyzer:
    import tantivy

    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()

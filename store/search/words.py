"""Passages written into the lexical index, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from store.passage import Passage
from store.text.identifiers import identifiers
from store.text.scripts import bare
from store.text.segmenter import held

from .days import day_terms
from .places import places

if TYPE_CHECKING:
    import tantivy


class Writer:
    """What can be done to the index inside `Lexical.writing`."""

    def __init__(self, writer: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._writer = writer
        self._schema = schema

    def clear(self) -> None:
        """Forget every passage."""
        self._writer.delete_all_documents()

    def remove(self, rows: Iterable[int]) -> None:
        """Forget the passages of these rows that were there before this writing began."""
        for row in rows:
            self._writer.delete_documents_by_term("row", row)

    def remove_from(self, row: int) -> None:
        """The same for this row and all after it."""
        from tantivy import FieldType, Query

        self._writer.delete_documents_by_query(Query.range_query(self._schema, "row", FieldType.Integer, row, None))

    def add(self, passages: Iterable[tuple[int, Passage]]) -> None:
        """Add passages under their rows, which no passage of the index has yet."""
        import tantivy

        for row, passage in passages:
            document = tantivy.Document()
            document.add_integer("row", row)
            whole = passage.findable
            document.add_text("text", " ".join(held(whole)))
            document.add_text("title", " ".join(held(passage.title)))
            document.add_text("identifiers", " ".join({one.value for one in identifiers(whole)}))
            document.add_text("days", " ".join(day_terms(passage)))
            if passage.publisher:
                document.add_text("publisher", " ".join({*held(passage.publisher)}))
                document.add_text("from", bare(passage.publisher))
            if passage.published and not passage.published.startswith("-"):
                document.add_integer("published", number_of(passage.published))
            for place in places(passage.source):
                document.add_text("within", place)
            self._writer.add_document(document)


def number_of(iso: str) -> int:
    """A day as a number, later days as higher ones. Raises ValueError for what is no whole date."""
    return date.fromisoformat(iso).toordinal()

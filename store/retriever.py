"""The library as LangChain sees it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from .library import Library


class LibraryRetriever(BaseRetriever):
    """Hits as documents: the passage's text, and in the metadata all that is needed to cite it."""

    library: Library
    k: int = 8

    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012  (pydantic's own way)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # LangChain passes it; nothing here reports to it
        return [_document(hit.passage, hit.score) for hit in self.library.search(query, self.k)]


def _document(passage: Any, score: float) -> Document:
    names = ("article_id", "source", "title", "publisher", "published", "start", "end")
    metadata = {name: getattr(passage, name) for name in names}
    return Document(page_content=passage.text, metadata=metadata | {"score": score})

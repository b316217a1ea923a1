"""The library as LangChain sees it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from .passage import Hit


@runtime_checkable  # pydantic asks whether a library is one
class Searched(Protocol):
    """What passages are found in: a library."""

    def search(self, query: str, k: int) -> list[Hit]:
        """The `k` passages that fit best, best first."""


class LibraryRetriever(BaseRetriever):
    """Hits as documents: the passage's text, and in the metadata all that is needed to cite it."""

    library: Searched
    k: int = 8

    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012  (pydantic's own way)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # LangChain passes it; nothing here reports to it
        return [_document(hit) for hit in self.library.search(query, self.k)]


def _document(hit: Hit) -> Document:
    names = ("article_id", "source", "title", "publisher", "published", "start", "end")
    metadata = {name: getattr(hit.passage, name) for name in names}
    return Document(page_content=hit.passage.text, metadata=metadata | {"score": hit.score})

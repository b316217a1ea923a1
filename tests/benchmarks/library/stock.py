"""The stock LangChain recipe, to be measured beside: `python -m tests.benchmarks.library.stock NEWS FOLDER`.

What tutorials teach: HuggingFaceEmbeddings, RecursiveCharacterTextSplitter of 500 characters, Chroma in FOLDER.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from langchain_core.embeddings import Embeddings

from store.models.cache import default_cache, fetch

from .corpus import news

CHUNK, OVERLAP = 500, 50


class HuggingFace(Embeddings):
    """What langchain-huggingface's HuggingFaceEmbeddings does by default; it goes with an older huggingface_hub."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(folder)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        vectors: list[list[float]] = self._model.encode([text.replace("\n", " ") for text in texts]).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def main() -> None:
    """Split, embed and keep the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--embedding", default="multilingual-e5-small", help="a known model or the folder of one")
    given = parser.parse_args()

    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model = given.embedding if Path(given.embedding).is_dir() else fetch(given.embedding, default_cache())
    begun = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    documents = splitter.create_documents([article["text"] for article in news(given.news, given.articles)])
    Chroma.from_documents(documents, HuggingFace(str(model)), persist_directory=str(given.folder))
    print(f"{len(documents)} chunks in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()

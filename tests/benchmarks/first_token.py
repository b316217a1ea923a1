"""Seconds to the first token: this project beside the stock LangChain recipe, on the same model and questions.

The stock recipe is what tutorials teach: RecursiveCharacterTextSplitter 1000/200 over the raw files, a vector store
with the same embedding model, the four nearest chunks stuffed into one prompt. Questions are asked in turn to one and
the other, so that a machine whose speed drifts treats both alike.

    python -m tests.benchmarks.first_token [--questions 10] [--llm NAME]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.messages import HumanMessage

from qa.assistant import Assistant
from qa.evaluation.questions import load
from qa.llm import LLM
from qa.page.sample import SAMPLE
from store.encoding.embedding import Embedding

STUFF = """Use the following pieces of context to answer the question at the end. If you don't know the answer, just \
say that you don't know, don't try to make up an answer.

{context}

Question: {question}
Helpful Answer:"""


class _Plain(Embeddings):
    """The embedding model as LangChain takes it."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in vector] for vector in self._embedding.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._embedding.query(text)]


def stock(embedding: Embedding, llm: LLM) -> Callable[[str], Iterator[str]]:
    """The stock recipe over the sample articles: a question in, pieces of the answer out."""
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    texts = [file.read_text(encoding="utf-8") for file in sorted((SAMPLE / "articles").glob("*.txt"))]
    store = InMemoryVectorStore.from_texts(splitter.split_text("\n\n".join(texts)), _Plain(embedding))
    retriever = store.as_retriever(search_kwargs={"k": 4})

    def ask(question: str) -> Iterator[str]:
        context = "\n\n".join(document.page_content for document in retriever.invoke(question))
        for piece in llm.stream([HumanMessage(STUFF.format(context=context, question=question))], max_tokens=60):
            yield piece.text

    return ask


def first(pieces: Iterator[str]) -> float:
    """Seconds until the first piece that holds text; the rest is read too, so that the server is free again."""
    started = time.perf_counter()
    seconds = 0.0
    for piece in pieces:
        if piece and not seconds:
            seconds = time.perf_counter() - started
    return seconds or time.perf_counter() - started


def main() -> None:
    """Ask both and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--llm", default="qwen2.5-coder-1.5b-instruct")
    given = parser.parse_args()
    asked = [question for question in load(SAMPLE / "questions.jsonl") if question.answers and not question.history]
    asked = asked[:: max(1, len(asked) // given.questions)][: given.questions]
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant.open(Path(folder) / "library", llm=given.llm)
        assistant.add([SAMPLE / "articles"])
        assert assistant.llm, "the stock recipe needs a language model"
        recipe = stock(assistant.library.embedding, assistant.llm)
        assistant.warm()
        ours: list[float] = []
        theirs: list[float] = []
        for question in asked:
            theirs.append(first(recipe(question.question)))
            ours.append(first(answer.text for answer in assistant.stream(question.question)))
            print(f"{theirs[-1]:6.1f} s stock  {ours[-1]:6.1f} s ours  {question.question}", flush=True)
    figures: dict[str, Any] = {"stock": median(theirs), "ours": median(ours), "ratio": median(theirs) / median(ours)}
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


if __name__ == "__main__":
    main()

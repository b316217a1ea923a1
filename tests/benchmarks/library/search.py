"""How long questions take: `python -m tests.benchmarks.library.search LIBRARY NEWS [--queries 300]`.

Queries are sentences of the first articles of NEWS, a little rephrased, in turn with the questions of `--questions`.
Each is searched for twice: the second time its vector is remembered, which leaves the search alone. Questions are
answered without a language model, the first one right after a fresh process has said that it is ready.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from qa.page.preparation import Preparation
from qa.settings import load
from store.library import Library

from . import corpus
from .processes import memory
from .results import spread, told, with_json

K = 8


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=40000, help="of NEWS, those that queries are drawn from")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--questions", type=Path, help="JSON Lines with `question`, asked in turn with sentences")
    parser.add_argument("--embedding", default="multilingual-e5-small")
    with_json(parser)
    given = parser.parse_args()
    told(measured(given), given.json)


def measured(given: argparse.Namespace) -> dict[str, Any]:
    """The figures of this process."""
    asked = drawn(given, given.queries + given.answers)
    begun = time.perf_counter()
    prepared = Preparation(load(library=given.library, embedding=given.embedding, llm="extractive"))
    prepared.start()
    if (status := prepared.wait()).stage != "ready":
        raise status.error or RuntimeError(status.stage)
    ready = time.perf_counter() - begun

    processor = time.process_time()
    answers = timed(asked[: given.answers], lambda question: [*prepared.stream(question, ())])
    processor = time.process_time() - processor
    library = Library(given.library, given.embedding, create=False)
    library.embedding.load()
    queries = asked[given.answers :]
    fresh = timed(queries, lambda query: library.search(query, K))
    again = timed(queries, lambda query: library.search(query, K))
    articles, passages = library.count()
    held = memory([os.getpid()])
    return {
        "articles": articles,
        "passages": passages,
        "ready, s": round(ready, 2),
        "first question, ms": round(1000 * answers[0], 1),
        "times": [
            {"what": f"search k={K}", "n": len(fresh), **spread(fresh)},
            {"what": f"search k={K}, vector remembered", "n": len(again), **spread(again)},
            {"what": "answer, first question included", "n": len(answers), **spread(answers)},
        ],
        "CPU s per answer": round(processor / len(answers), 3),
        "RSS, MB": round(held.rss),
        "PSS, MB": round(held.pss),
    }


def drawn(given: argparse.Namespace, number: int) -> list[str]:
    """Distinct queries, sentences and questions in turn."""
    sentences = corpus.queries(corpus.news(given.news, given.articles), 2 * number)
    questions = corpus.questions(given.questions, number) if given.questions else []
    both = chain.from_iterable(zip_longest(questions, sentences))
    return [*dict.fromkeys(query for query in both if query)][:number]


def timed(queries: list[str], work: Callable[[str], object]) -> list[float]:
    """The seconds that some work takes for each query."""
    seconds = []
    for query in queries:
        begun = time.perf_counter()
        work(query)
        seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()

"""A process that holds a library open: `python -m tests.benchmarks.library.worker LIBRARY`.

It reads orders, JSON arrays a line, from standard input: a name of ORDERS and what it is given. For each it prints an
object: when it began and ended (seconds of time.monotonic, one clock for all processes), and the result or an `error`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from qa.assistant import Assistant
from store.article import article_id


def add(assistant: Assistant, *paths: str) -> dict[str, Any]:
    """Add files: the source and the status of each article."""
    return {"added": [[one.source, one.status] for one in assistant.add(paths)]}


def remove(assistant: Assistant, *sources: str) -> dict[str, Any]:
    """Remove articles by their sources: the ids of those that were there."""
    return {"removed": [article.id for article in assistant.library.remove(map(article_id, sources))]}


def search(assistant: Assistant, query: str, k: int = 8) -> dict[str, Any]:
    """Search: the source and the text of each hit."""
    return {"hits": [[hit.passage.source, hit.passage.text] for hit in assistant.search(query, k)]}


def ask(assistant: Assistant, question: str) -> dict[str, Any]:
    """Ask: the answer, its quotes, and whether it is a refusal."""
    answer = assistant.ask(question)
    quotes = [citation.quote for citation in answer.citations]
    return {"text": answer.text, "quotes": quotes, "refused": answer.refused}


ORDERS: Mapping[str, Callable[..., dict[str, Any]]] = {"add": add, "remove": remove, "search": search, "ask": ask}


def main() -> None:
    """Carry out orders until there are no more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--embedding", default="multilingual-e5-small")
    given = parser.parse_args()
    replies, sys.stdout = sys.stdout, sys.stderr  # what libraries print must not come between the replies
    assistant = Assistant.open(given.library, embedding=given.embedding, llm="extractive")
    for line in sys.stdin:
        order, *with_ = json.loads(line)
        begun = time.monotonic()
        try:
            reply = ORDERS[order](assistant, *with_)
        except Exception as error:  # noqa: BLE001  whatever goes wrong is counted by who gave the order
            reply = {"error": f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"}
        print(json.dumps(reply | {"begun": begun, "ended": time.monotonic()}), file=replies, flush=True)


if __name__ == "__main__":
    main()

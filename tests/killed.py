"""A process that changes copies of a library and dies at a given step of each change, as with kill -9.

    python -m tests.killed BASE ARTICLES PLACE

makes PLACE/OPERATION-STEP from BASE for each operation and step, and prints the names of those whose step was reached.
It forks for each, so that they start in no time: nothing has been opened before.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store import library, reembedding
from store.article import article_id
from store.encoding.embedding import Vectors
from store.errors import EmbeddingMismatch
from store.library import Library

from .letters import Letters, shelf


class Step(NamedTuple):
    """Where to die: `when` a function is called for the nth time, before or after what it does."""

    module: str
    function: str
    nth: int = 1
    when: str = "after"


JOURNAL, CHROMA, DATABASE = "store.index.journal", "store.index.chroma", "store.index.database"
WRITING, REPLICA, WORDS = "store.replica.writing", "store.replica.replica", "store.search.lexical"

IN_THE_REPLICA = {
    "replica-begun": Step(REPLICA, "Replica.update", when="before"),
    "replica-put": Step(WRITING, "Changing.finish", when="before"),
    "vectors-written": Step(WRITING, "Changing.finish"),
    "words-committed": Step(WORDS, "Lexical.writing"),
    "replica-committed": Step(REPLICA, "Replica.tidy", when="before"),
    "replica-tidied": Step(REPLICA, "Replica.tidy"),
    "done": Step(JOURNAL, "Journal.put", 2),
}
BEGUN = {"begun": Step(JOURNAL, "Journal.put")}
WRITE = {
    "passages": Step(CHROMA, "Index._put_passages"),
    "records": Step(CHROMA, "_put", 1),
    "rows": Step(CHROMA, "_put", 2),
}
GONE = {
    "rows-deleted": Step(CHROMA, "Index._drop", when="before"),
    "dropped": Step(CHROMA, "Index._drop"),
    "words-deleted": Step(WORDS, "Lexical.writing", 2),
}
STEPS: dict[str, dict[str, Step]] = {
    "add": BEGUN | WRITE | IN_THE_REPLICA,
    "replace": BEGUN | WRITE | GONE | IN_THE_REPLICA,
    "remove": BEGUN | GONE | IN_THE_REPLICA,
    "inherit": BEGUN | {"passages": WRITE["passages"], "retold": Step(CHROMA, "Index.retell")} | GONE | IN_THE_REPLICA,
    "set-aside": BEGUN | {"set-aside": Step(CHROMA, "Index.set_aside")} | IN_THE_REPLICA,
    "reindex": BEGUN
    | {
        "started-over": Step(DATABASE, "Database.start_over"),
        "embedded": Step(DATABASE, "Database.embed_again"),
        "dropped": Step(DATABASE, "Database.drop_new"),
        "old-deleted": Step("chromadb.api.client", "Client.delete_collection"),
        "switched": Step(DATABASE, "Database.switch"),
        "replica-begun": Step(REPLICA, "Replica.rebuild", when="before"),
        "vectors-written": Step(WRITING, "Changing.finish"),
        "words-committed": Step(WORDS, "Lexical.writing"),
        "replica-committed": Step(REPLICA, "Replica._drop_others", when="before"),
        "done": Step(JOURNAL, "Journal.put", 2),
    },
}


class Others(Letters):
    """Another model, whose vectors are those of `Letters` backwards."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "others"

    def _encode(self, texts: list[str], kind: str) -> Vectors:
        return super()._encode(texts, kind)[:, ::-1].copy()


def opened(place: Path) -> Library:
    """A library that was made with either model; from then on this process knows no others: see `as_it_was`."""
    for module in (library, reembedding):
        setattr(module, "Embedding", _model)  # noqa: B010
    try:
        return shelf(place)
    except EmbeddingMismatch:
        return Library(place, "others")


def as_it_was(patch: pytest.MonkeyPatch) -> None:
    """Have the models that this process knows now known again when a test is over."""
    for module in (library, reembedding):
        patch.setattr(module, "Embedding", vars(module)["Embedding"])


def _model(name: str, *_: object, **__: object) -> Letters:
    return Letters() if name == "letters" else Others()


def change(place: Path, articles: Path, operation: str) -> None:
    """Do one of the operations of STEPS."""
    gone = {"remove": "one", "inherit": "a"}
    files = {"add": "new", "replace": "two", "set-aside": "empty"}
    if operation == "reindex":
        opened(place)
        reembedding.reindex(place, "others", place)
    elif operation in gone:
        opened(place).remove([article_id(str(articles / f"{gone[operation]}.txt"))])
    else:
        opened(place).add([articles / f"{files[operation]}.txt"])


def die_at(step: Step) -> None:
    """Have this process killed at a step."""
    owner: Any = importlib.import_module(step.module)
    *parents, name = step.function.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    setattr(owner, name, _deadly(getattr(owner, name), step))


def _deadly(function: Callable[..., Any], step: Step) -> Callable[..., Any]:
    calls = 0

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls < step.nth:
            return function(*arguments, **named)
        if step.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        if step.function == "Lexical.writing":
            return _deadly_context(function, *arguments)
        function(*arguments, **named)
        return os.kill(os.getpid(), signal.SIGKILL)

    return counted


@contextmanager
def _deadly_context(function: Callable[..., Any], *arguments: Any) -> Any:
    with function(*arguments) as thing:
        yield thing
    os.kill(os.getpid(), signal.SIGKILL)


def main(base: Path, articles: Path, places: Path) -> None:
    """Make the library of every operation and step."""
    importlib.import_module("chromadb")
    for operation, steps in STEPS.items():
        for name, step in steps.items():
            place = places / f"{operation}-{name}"
            shutil.copytree(base, place)
            if not (child := os.fork()):
                die_at(step)
                change(place, articles, operation)
                os._exit(0)
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL:
                print(place.name, flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

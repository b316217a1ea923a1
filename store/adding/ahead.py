"""Files read ahead, in a process of its own where there are many: their articles come while earlier ones are embedded.

What is there already, with the same digest, is not read again.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store.article import Article, article_id
from store.errors import ArticleError
from store.reading import Part, parts

FEW = 40
"""Articles up to which no process is started: starting one takes a second."""
_TOGETHER = 16  # pieces sent at a time


class Piece(NamedTuple):
    """One article of a file, or the end of the file.

    An article has a `place`, which is its source, and the `digest` of what it is made from; then the `article` or an
    `error`, or neither when it is unchanged. Without a digest it is a row or member that is broken. The end of the file
    has no place, and an `error` where the file as a whole could not be read.
    """

    file: Path
    place: str = ""
    digest: str = ""
    article: Article | None = None
    error: ArticleError | None = None


@contextmanager
def ahead(files: Sequence[Path], digests: Mapping[str, str], *, many: bool) -> Iterator[Iterator[Piece]]:
    """The pieces of these files, in order. `digests` are those of the articles that are there, by id.

    With `many` a process reads them, which ends with this one, and when the iterator is done with.
    """
    if not many:
        yield _pieces(files, digests)
        return
    # Not with multiprocessing, whose new process would run a user's script again that has no main guard.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", f"from {__name__} import send; send()"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    try:
        yield _received(process, files, digests)
    finally:
        process.kill()
        process.communicate()


def _received(process: subprocess.Popen[bytes], files: Sequence[Path], digests: Mapping[str, str]) -> Iterator[Piece]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reading process has no pipes")
    pickle.dump(([*files], dict(digests)), process.stdin)
    process.stdin.flush()
    while True:
        try:
            pieces = pickle.load(process.stdout)
        except EOFError as error:
            raise RuntimeError(f"the reading process ended with status {process.wait()}") from error
        if not pieces:
            return
        yield from pieces


def send() -> None:
    """What the process does. Where the one that started it has died, its pipe is broken, and this one ends too."""
    files, digests = pickle.load(sys.stdin.buffer)
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not come between the pieces
    waiting: list[Piece] = []
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for piece in _pieces(files, digests):
            waiting.append(piece)
            if len(waiting) >= _TOGETHER:
                pickle.dump(waiting, pipe)
                pipe.flush()
                waiting = []
        if waiting:
            pickle.dump(waiting, pipe)
        pickle.dump([], pipe)
        pipe.flush()


def _pieces(files: Sequence[Path], digests: Mapping[str, str]) -> Iterator[Piece]:
    known = dict(digests)
    for file in files:
        try:
            for part in parts(file):
                if isinstance(part, Part):
                    yield _piece(file, part, known)
                else:
                    yield Piece(file, str(part.details["path"]), error=part)
        except ArticleError as error:
            yield Piece(file, error=error)
        else:
            yield Piece(file)


def _piece(file: Path, part: Part, known: dict[str, str]) -> Piece:
    row_id = article_id(part.source)
    if known.get(row_id) == part.digest:
        return Piece(file, part.source, part.digest)
    try:
        article = part.article()
    except ArticleError as error:
        return Piece(file, part.source, part.digest, error=error)
    known[row_id] = part.digest
    return Piece(file, part.source, part.digest, article)

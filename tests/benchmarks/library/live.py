"""Articles come and go while people ask: `python -m tests.benchmarks.library.live FOLDER [--minutes 10] [--server]`.

One process adds, changes and removes articles at random in a library in FOLDER; every few changes are made by the
command line instead, in processes of their own. Others ask a question each second. An article says its version, so
each answer shows which state it is from. It must be one that existed: not older than what was done two seconds before
the question began, and not younger than what was begun before it ended. With `--server` the library is on a Chroma
server, which is started here. Ends with status 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from . import corpus
from .facts import Change, Fact, behind, possible
from .facts import told as facts_in
from .processes import Worker, interruptible, killed, run, started, yuanwen
from .results import spread, told, with_json

LAG = 2.0
"""Seconds after which every process must see a change."""
COMMANDS = 0.15
"""The share of changes that are made by the command line."""
_PAUSE = 2.0  # the most seconds between two changes; half of it on average


@dataclass(slots=True)
class Log:
    """What happened: changes in order, the replies to questions with their slots, and what the writer was told."""

    changes: list[Change] = field(default_factory=list)
    replies: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    commands: int = 0


class Writer:
    """Changes articles at random."""

    def __init__(self, given: argparse.Namespace, library: str, log: Log) -> None:
        self._flags = ("--library", library, "--embedding", given.embedding)
        self._folder: Path = given.folder / "facts"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._slots = given.slots
        self._random = Random(given.seed)
        self._worker = Worker(library, embedding=given.embedding)
        self._there: dict[int, str] = {}
        self._versions: Counter[int] = Counter()
        self._log = log

    def fill(self) -> None:
        """Add one half of the articles."""
        for slot in range(0, self._slots, 2):
            self._add(slot, command=False)

    def change(self) -> None:
        """Add, change or remove one article."""
        slot = self._random.randrange(self._slots)
        command = self._random.random() < COMMANDS
        self._log.commands += command
        if slot in self._there and self._random.random() < 0.5:
            self._remove(slot, command=command)
        else:
            self._add(slot, command=command)

    def _add(self, slot: int, *, command: bool) -> None:
        self._versions[slot] += 1
        fact = Fact(slot, self._versions[slot])
        (file := self._file(slot)).write_text(fact.text, encoding="utf-8")
        begun = self._begin(slot, fact.version)
        if command:
            ended, error = self._command("add", file)
        else:
            reply = self._worker.do("add", str(file))
            ended, error = reply["ended"], reply.get("error", "")
            if not error and [status for *_, status in reply["added"]] not in (["added"], ["replaced"]):
                error = f"adding did this: {reply['added']}"
        self._end(slot, fact.version, begun, ended, error)
        self._there[slot] = str(file.resolve())

    def _remove(self, slot: int, *, command: bool) -> None:
        source = self._there.pop(slot)
        begun = self._begin(slot, 0)
        if command:
            ended, error = self._command("remove", source)
        else:
            reply = self._worker.do("remove", source)
            ended, error = reply["ended"], reply.get("error", "")
        self._end(slot, 0, begun, ended, error)

    def _file(self, slot: int) -> Path:
        return self._folder / f"{slot:04d}.txt"

    def _begin(self, slot: int, version: int) -> float:
        begun = time.monotonic()
        self._log.changes.append(Change(slot, version, begun))
        return begun

    def _end(self, slot: int, version: int, begun: float, ended: float, error: str) -> None:
        if error:
            self._log.trouble.append(error)
        else:
            self._log.changes[-1] = Change(slot, version, begun, ended)

    def _command(self, *arguments: object) -> tuple[float, str]:
        done = run(yuanwen(*arguments, *self._flags))
        return time.monotonic(), done.errors.strip()[-300:] if done.status else ""

    def close(self) -> None:
        """End its process."""
        self._worker.close()


def asking(worker: Worker, random: Random, slots: int, log: Log, until: float) -> None:
    """Search and ask once a second."""
    while (begun := time.monotonic()) < until:
        slot = random.randrange(slots)
        question = Fact(slot, 0).question
        for order in ("search", "ask"):
            log.replies.append((slot, {"order": order, **worker.do(order, question)}))
        time.sleep(max(0.0, begun + 1 - time.monotonic()))


def judged(log: Log) -> dict[str, Any]:
    """What is wrong: errors, what no state said, and what was there and not found; and what is only told."""
    errors: Counter[str] = Counter(log.trouble)
    wrong: Counter[str] = Counter(dict.fromkeys(("from no state", "missing"), 0))
    late = 0.0
    unanswered = 0
    times: dict[str, list[float]] = {"search": [], "ask": []}
    for slot, reply in log.replies:
        if "error" in reply:
            errors[f"{reply['order']}: {reply['error']}"] += 1
            continue
        times[reply["order"]].append(reply["ended"] - reply["begun"])
        seen = facts_in(json.dumps([reply.get(name) for name in ("hits", "text", "quotes")], ensure_ascii=False))
        span = reply["begun"], reply["ended"]
        false = [fact for fact in seen if fact.version not in possible(log.changes, fact.slot, *span, LAG)]
        wrong["from no state"] += bool(false)
        late = max([late, *(behind(log.changes, fact, reply["begun"]) for fact in seen)])
        if not any(fact.slot == slot for fact in seen) and 0 not in possible(log.changes, slot, *span, LAG):
            wrong["missing"] += reply["order"] == "search"
            unanswered += reply["order"] == "ask"
    return {
        "changes": len(log.changes),
        "of them by the command": log.commands,
        "questions": len(log.replies),
        "errors": errors.total(),
        **wrong,
        "latest sight of what had gone, s": round(late, 2),
        "there and not in the answer": unanswered,
        "times": [{"what": name, "n": len(took), **spread(took)} for name, took in times.items()],
        "kinds of errors": [{"n": count, "error": error} for error, count in errors.most_common(8)],
    }


def main() -> None:
    """Let them write and ask, then judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the library is made, or goes on")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--server", action="store_true", help="on a Chroma server of its own")
    parser.add_argument("--askers", type=int, default=1, help="processes that ask")
    parser.add_argument("--slots", type=int, default=40, help="articles that come and go")
    parser.add_argument("--news", type=Path, help="articles that are there besides")
    parser.add_argument("--articles", type=int, default=1000, help="how many of them")
    parser.add_argument("--embedding", default="multilingual-e5-small")
    parser.add_argument("--seed", type=int, default=0)
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    given.folder.mkdir(parents=True, exist_ok=True)
    with chroma(given.folder / "chroma") if given.server else nothing(given.folder / "library") as library:
        if given.news:
            paths = corpus.written(corpus.news(given.news, given.articles), given.folder / "news", "jsonl")
            run(yuanwen("add", paths, "--library", library, "--embedding", given.embedding))
        figures = judged(lived(given, library))
    told(figures, given.json)
    sys.exit(any(figures[name] for name in ("errors", "from no state", "missing")))


def lived(given: argparse.Namespace, library: str) -> Log:
    """What happened in so many minutes."""
    log = Log()
    writer = Writer(given, library, log)
    workers = [Worker(library, embedding=given.embedding) for _ in range(given.askers)]
    try:
        writer.fill()
        for worker in workers:
            worker.do("ask", Fact(0, 0).question)  # its models are loaded from now on
        until = time.monotonic() + 60 * given.minutes
        threads = [
            threading.Thread(
                target=asking, args=(worker, Random(given.seed + place), given.slots, log, until), daemon=True
            )
            for place, worker in enumerate(workers)
        ]
        for thread in threads:
            thread.start()
        random = Random(given.seed)
        while time.monotonic() < until:
            writer.change()
            time.sleep(random.uniform(0, _PAUSE))
        for thread in threads:
            thread.join()
    finally:
        writer.close()
        for worker in workers:
            worker.close()
    return log


@contextmanager
def nothing(folder: Path) -> Iterator[str]:
    """A library in a folder needs no server."""
    yield str(folder)


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """The address of a Chroma server on this machine, which keeps its data in a folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # it logs every request
    process = started([*command, "--path", str(folder)], **silence)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/api/v2/heartbeat")
        yield url
    finally:
        killed(process)


def _wait_for(url: str, patience: float = 60.0) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + patience
    while True:
        try:
            opener.open(url, timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()

"""The commands that are killed, each with the library that it starts from and what must come of it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from .facts import Fact
from .processes import killed, run, started, succeeded, yuanwen
from .state import State, seen

TOLD_AGAIN = 10
"""Each so-manieth article is told by a second file too."""
_PAUSE = 0.005  # seconds between two looks at the files
_BETWEEN = 0.05  # the most seconds after a change
_PATIENCE = 300.0  # seconds that a command may take
_REPLACED = 3  # each so-manieth article is in the library in an older version


@dataclass(frozen=True, slots=True)
class Scene:
    """A command, the library that it starts from, and the texts that are gone once it has run.

    `embeddings` are the model that the command is given and, if that is another, the one that the library is made with.
    """

    what: str
    arguments: tuple[str, ...]
    before: Path
    embeddings: tuple[str, ...]
    gone: tuple[str, ...]
    queries: Path

    def command(self, library: Path) -> list[str]:
        """The command line on a copy of the library."""
        return yuanwen(self.what, *self.arguments, "--library", library, "--embedding", self.embeddings[0])

    def state(self, library: Path) -> State:
        """What a library holds."""
        return seen(library, self.queries, self.embeddings)


@dataclass(frozen=True, slots=True)
class Course:
    """How an undisturbed command went: its seconds, how often files of the library changed, and its exit status."""

    seconds: float
    changes: int
    status: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When a command is killed: so many seconds after its start, or after so many changes of files were seen.

    Times differ from run to run by more than writing takes, so a change is the surer way to hit it.
    """

    seconds: float = 0.0
    changes: int = 0

    @classmethod
    def drawn(cls, random: Random, course: Course, *, writing: bool) -> Moment:
        """One at random of an undisturbed run."""
        if writing:
            return cls(random.uniform(0, _BETWEEN), random.randint(1, course.changes))
        return cls(random.uniform(0, course.seconds))

    @property
    def told(self) -> str:
        """It in words."""
        return f"{f'change {self.changes} and ' if self.changes else ''}{self.seconds:.2f} s"

    def wait(self, process: subprocess.Popen[str], library: Path) -> None:
        """Wait for it, or until the process has ended."""
        watched = Changes(library)
        while watched.seen < self.changes and process.poll() is None:
            watched.look()
            time.sleep(_PAUSE)
        time.sleep(self.seconds)


class Changes:
    """Counts how often the files of a folder are seen to have changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = self._now()
        self.seen = 0

    def look(self) -> None:
        """Look once more."""
        before, self._files = self._files, self._now()
        self.seen += before != self._files

    def _now(self) -> dict[str, tuple[int, int]]:
        found = {}
        for path in self._folder.rglob("*"):
            with suppress(FileNotFoundError):
                known = path.stat()
                found[str(path)] = known.st_size, known.st_mtime_ns
        return found


def scene(what: str, work: Path, articles: int, embeddings: tuple[str, str]) -> Scene:
    """The library and the articles of a command, in a folder of their own.

    One half of the articles stays in the library all the time, a third of it in an older version before an add or a
    watch; the other half is what is added or removed. Some are told by a second file too, of either half.
    """
    folder = work / what
    stay, come = folder / "articles" / "stay", folder / "articles" / "come"
    old = [Fact(slot, 1) for slot in range(articles // 2)]
    others = [Fact(slot, 1) for slot in range(articles // 2, articles)]
    write(stay, [*old, *others[::TOLD_AGAIN]])
    write(stay, old[::TOLD_AGAIN], "-again")
    queries = folder / "queries.txt"
    queries.write_text("\n".join(_query(fact) for fact in (*old, *others)[::_REPLACED]), encoding="utf-8")
    before, model = folder / "before", embeddings[0]
    add = yuanwen("add", folder / "articles", "--library", before, "--embedding", model)
    if what in ("add", "watch"):
        succeeded(add)
        write(stay, (Fact(fact.slot, 2) for fact in old[1::_REPLACED]))
        write(come, others)
        gone = tuple(fact.code for fact in old[1::_REPLACED] if fact.slot % TOLD_AGAIN)
        return Scene(what, (str(folder / "articles"),), before, (model,), gone, queries)
    write(come, others)
    succeeded(add)
    if what == "remove":
        gone = tuple(fact.code for place, fact in enumerate(others) if place % TOLD_AGAIN)
        return Scene(what, (str(come),), before, (model,), gone, queries)
    return Scene(what, (), before, embeddings[::-1], (), queries)


def write(folder: Path, facts: Iterable[Fact], suffix: str = "") -> None:
    """Write articles as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for fact in facts:
        (folder / f"{fact.slot:04d}{suffix}.txt").write_text(fact.text, encoding="utf-8")


def _query(fact: Fact) -> str:
    return fact.text.split("。")[1]


def undisturbed(scene: Scene, library: Path) -> Course:
    """Run the command to its end, or a watch until the library is up to date."""
    changes = Changes(library)
    begun = time.monotonic()
    process = started(scene.command(library), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None and time.monotonic() - begun < _PATIENCE:
            changes.look()
            if scene.what == "watch" and _up_to_date(scene, library):
                break
            time.sleep(_PAUSE)
        seconds = time.monotonic() - begun
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
    finally:
        killed(process)
    return Course(seconds, changes.seen, process.returncode)


def _up_to_date(scene: Scene, library: Path) -> bool:
    """Whether the library lists what is in the folder, in the versions that are there."""
    (folder,) = scene.arguments
    listed = run(yuanwen("list", "--json", "--library", library, "--embedding", scene.embeddings[0])).output
    expected = [str(file) for file in Path(folder).rglob("*.txt")]
    return all(file in listed for file in expected) and not any(code in listed for code in scene.gone)

"""Processes that are measured: what one takes with all that it starts, and a worker that does as it is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
"""The root of the repository, where the commands are run."""
PAUSE = 0.1  # seconds between two looks at the memory
_SHARED_EVERY = 20  # of these looks, at the proportional share, which takes the kernel milliseconds
_KIB = 1024
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process and all that it started hold, in MB.

    `rss` counts pages that processes share once for each, `pss` shares them out, `private` is nobody else's.
    """

    rss: float = 0.0
    pss: float = 0.0
    private: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended: its exit status, what it printed, and what it took.

    `seconds` is by the clock, `cpu` of the processors, `rss` and `pss` the most memory in MB, all with what it started.
    """

    status: int
    output: str
    errors: str
    seconds: float
    cpu: float
    rss: float
    pss: float

    def figures(self) -> dict[str, float]:
        """The figures, rounded for a table."""
        return {name: round(value, 2) for name, value in asdict(self).items() if isinstance(value, float)}


def yuanwen(*arguments: object) -> list[str]:
    """The command line of `yuanwen ARGUMENTS`, run from this repository."""
    return [sys.executable, "-m", "qa", *map(str, arguments)]


def script(name: str, *arguments: object) -> list[str]:
    """The command line of another script of this package."""
    return [sys.executable, "-m", f"{__package__}.{name}", *map(str, arguments)]


def surroundings() -> dict[str, str]:
    """The environment of the processes: no settings of this machine's user, messages in English, no proxy."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUANWEN_", "LC_"))}
    return kept | {"LANG": "C.UTF-8", "NO_PROXY": "127.0.0.1", "ANONYMIZED_TELEMETRY": "False"}


def interruptible() -> None:
    """Let SIGTERM end this process as Ctrl-C does: with all that it has started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def started(command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
    """A process in a session of its own, by which what it starts is found, and ended, with it."""
    return subprocess.Popen(
        command, cwd=ROOT, env=surroundings(), start_new_session=True, text=True, encoding="utf-8", **options
    )


def killed(process: subprocess.Popen[str]) -> None:
    """End a process that was `started`, and all of its session, at once: kill -9."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pid in session(process.pid):  # what has left the group
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def session(leader: int) -> Iterator[int]:
    """The processes of a session."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        with suppress(OSError):  # it has ended meanwhile
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == leader:
                yield int(folder.name)


def memory(pids: Iterable[int], *, shared: bool = True) -> Memory:
    """What processes hold together; without `shared` only their `rss`, which is quicker to tell."""
    rss = pss = private = 0
    for pid in pids:
        with suppress(OSError):
            status = _kilobytes(Path(f"/proc/{pid}/status"))
            rss += status.get("VmRSS", 0)
            if shared:
                maps = _kilobytes(Path(f"/proc/{pid}/smaps_rollup"))
                pss += maps.get("Pss", 0)
                private += maps.get("Private_Clean", 0) + maps.get("Private_Dirty", 0)
    return Memory(*(kilobytes * _KIB / _MB for kilobytes in (rss, pss, private)))


def _kilobytes(file: Path) -> Mapping[str, int]:
    lines = (line.split() for line in file.read_text(encoding="utf-8", errors="replace").splitlines())
    return {words[0].rstrip(":"): int(words[1]) for words in lines if len(words) == 3 and words[2] == "kB"}


def run(command: Sequence[str]) -> Run:
    """Run a command to its end and tell what it took."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        begun = time.perf_counter()
        process = started(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        rss = pss = 0.0
        looks = 0
        try:
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                held = memory(session(process.pid), shared=looks % _SHARED_EVERY == 0)
                rss, pss, looks = max(rss, held.rss), max(pss, held.pss), looks + 1
                time.sleep(PAUSE)
        except BaseException:  # Ctrl-C: it would run on, as it has a session of its own
            killed(process)
            raise
        seconds = time.perf_counter() - begun
        _, status, usage = ended
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        highest = max(rss, usage.ru_maxrss * _KIB / _MB)  # a peak between two looks
        cpu = usage.ru_utime + usage.ru_stime
        return Run(process.returncode, out.read(), err.read(), seconds, cpu, highest, pss)


def succeeded(command: Sequence[str]) -> Run:
    """The same as `run`. Raises RuntimeError, with what it said, where the command fails."""
    done = run(command)
    if done.status:
        raise RuntimeError(f"{' '.join(command[2:])} failed with {done.status}:\n{done.errors[-2000:]}")
    return done


class Worker:
    """A process that holds a library open and carries out orders, one after the other; see worker.py."""

    def __init__(self, library: str | Path, *, embedding: str) -> None:
        self._arguments = (library, "--embedding", embedding)
        self._closed = False
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = script("worker", *self._arguments)
        return started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def do(self, order: str, *given: object) -> dict[str, Any]:
        """The reply: `begun` and `ended` (seconds of time.monotonic), and what was asked for or an `error`.

        A worker that has died is an error too, and is started again.
        """
        begun = time.monotonic()
        try:
            assert self._process.stdin
            assert self._process.stdout
            print(json.dumps([order, *given]), file=self._process.stdin, flush=True)
            reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            killed(self._process)
            if not self._closed:
                self._process = self._start()
            return {"begun": begun, "ended": time.monotonic(), "error": "the process has ended"}
        return reply

    def close(self) -> None:
        """End it."""
        self._closed = True
        killed(self._process)

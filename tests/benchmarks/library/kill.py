"""Commands killed at random moments: `python -m tests.benchmarks.library.kill [--times 50] [--what add,remove]`.

Each command is run once undisturbed and timed. Then, on a copy of the same library, it is started and killed with all
its processes (kill -9): every other time at any moment of that span, else right after one of its changes of files. A
fresh process must then be able to read the library, and to find all that was printed as added. The same command is run
again, and the library must be that of the undisturbed run: the report, what is found, the rows of Chroma. Nothing of a
removed text may be left in any file. Ends with status 1 where anything is wrong.

Without `--embedding` the vectors are counts of bytes, which take no time: so most moments are those of writing.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Any

from tests.letters import folder_of_letters

from .processes import interruptible, killed, run, started, yuanwen
from .results import told, with_json
from .scenes import Moment, Scene, scene, undisturbed
from .state import State, differences, leftover, pieces

WHAT = ("add", "remove", "reindex", "watch")
STAGES = ("nothing written", "between", "all written", "ended")
_ADDED = re.compile(r"^(?:added|replaced)\s+(\S+)", re.MULTILINE)


class Trial:
    """One command: what its undisturbed run makes of the library, and what is wrong with that of a killed one."""

    def __init__(self, set_up: Scene, work: Path) -> None:
        self._scene = set_up
        self._work = work
        self._before = set_up.state(set_up.before)
        library = self._copy()
        self.course = undisturbed(set_up, library)
        self._expected = set_up.state(library)
        if self._expected.error or self._expected == self._before:
            reason = self._expected.error or "nothing has changed"
            raise RuntimeError(f"undisturbed, {set_up.what} ended with {self.course.status}: {reason}")
        self.left = self._left(library)

    def killed(self, moment: Moment) -> tuple[str, list[str]]:
        """Kill the command at a moment: how far it was, and what is wrong then and after the next run."""
        library = self._copy()
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            process = started(self._scene.command(library), stdout=out, stderr=subprocess.DEVNULL)
            try:
                moment.wait(process, library)
                ended = process.poll() is not None
            finally:
                killed(process)
            out.seek(0)
            printed = {*_ADDED.findall(out.read())}
        broken = self._scene.state(library)
        wrong = [f"killed: {said}" for said in differences(broken, broken)]
        if lost := printed - {source for source, *_ in broken.cards.values()}:
            wrong.append(f"killed: printed as added and missing: {len(lost)}, as {min(lost)}")
        undisturbed(self._scene, library)
        wrong += differences(self._scene.state(library), self._expected)
        wrong += [said for said in self._left(library) if said not in self.left]
        return "ended" if ended else self._stage(broken), wrong

    def _copy(self) -> Path:
        shutil.rmtree(library := self._work / "library", ignore_errors=True)
        return Path(shutil.copytree(self._scene.before, library))

    def _stage(self, broken: State) -> str:
        reached = {"nothing written": self._before, "all written": self._expected}
        rows = attrgetter("model", "collections", "others")
        same = (stage for stage, state in reached.items() if rows(state) == rows(broken))
        return next(same, "between")

    def _left(self, library: Path) -> list[str]:
        """Where something of the removed texts is left."""
        gone = self._before.packed.keys() - self._expected.packed.keys()
        packed = pieces(self._before.packed[row] for row in sorted(gone))
        return [f"left over in {said}" for said in leftover(library, [*self._scene.gone, *packed])]


def tried(what: str, given: argparse.Namespace, work: Path, embeddings: tuple[str, str]) -> dict[str, Any]:
    """The row of one command."""
    if what == "watch" and run(yuanwen("watch", "--help")).status:
        return {"command": what, "what": "skipped: there is no such command yet"}
    trial = Trial(scene(what, work, given.articles, embeddings), work / what)
    random = Random(given.seed)
    stages, kinds, wrong = Counter[str](dict.fromkeys(STAGES, 0)), Counter[str](), 0
    for turn in range(given.times):
        moment = Moment.drawn(random, trial.course, writing=turn % 2 == 1)
        stage, found = trial.killed(moment)
        stages[stage] += 1
        wrong += bool(found)
        kinds.update(re.sub(r": \d+(, as .*)?$", "", said) for said in found)
        print(f"{what} {turn + 1}, {moment.told}, {stage}: {'; '.join(found) or 'right'}", flush=True)
    return {
        "command": what,
        "undisturbed s": round(trial.course.seconds, 2),
        "kills": given.times,
        **stages,
        "wrong": wrong,
        "what": "; ".join(f"{kind} ({count})" for kind, count in kinds.most_common()),
        "left by the undisturbed run": "; ".join(trial.left),
    }


def main() -> None:
    """Kill, run again, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="kills of each command")
    parser.add_argument("--what", default=",".join(WHAT), help="the commands")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--embedding", action="append", help="two models, the first that of the library")
    parser.add_argument("--seed", type=int, default=0)
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        first, second = given.embedding or [str(folder_of_letters(work / name)) for name in ("letters", "others")]
        rows = [tried(what, given, work, (first, second)) for what in given.what.split(",")]
    told({"kills": rows}, given.json)
    sys.exit(any(row.get("wrong") or row.get("left by the undisturbed run") for row in rows))


if __name__ == "__main__":
    main()

"""What the protocols of the field share: their data found and read, questions put one by one, and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.errors import BenchmarkMissing, BenchmarkUnreadable
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.marking import Key, mark
from qa.evaluation.provenance import made_with
from qa.evaluation.questions import Question
from qa.evaluation.result import Result
from qa.evaluation.run import Progress, worked_through
from qa.evaluation.scores.matching import Groups
from qa.evaluation.scores.statistics import interval

from .published import Name, published

SEED = 2333
"""The seed of RGB's own program: with it, passages and their order are those of the published runs."""

Row = TypeVar("Row", bound=BaseModel)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as it is put once: to the library, or to `sources` alone. Its `kind` names the setting.

    `false` are the groups of strings of a false answer that the sources give.
    """

    question: Question
    sources: tuple[str, ...] | None = None
    false: Groups = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The trials of a benchmark, and what they follow from: the digests of its files, what was drawn, and how."""

    name: Name
    trials: tuple[Trial, ...]
    origin: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in a setting, 0 to 1, over so many questions; a mean has its 95% bootstrap interval beside it."""

    setting: str
    measure: str
    value: float
    questions: int
    low: float | None = None
    high: float | None = None


def find(folder: Path, *patterns: str) -> list[Path]:
    """The files of a folder that fit the first of these patterns that any fits, those of a development part first.

    Patterns are in lower case and fit both. A folder that can't be looked into has no files.
    """
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []
    for pattern in patterns:
        if fitting := [path for path in inside if Path(path.name.lower()).match(pattern)]:
            return sorted(fitting, key=lambda path: "dev" not in path.name.lower())
    return []


def missing(name: Name, folder: Path) -> BenchmarkMissing:
    """The error for a folder without the files of a benchmark."""
    return BenchmarkMissing(path=folder, **published(name).details)


def unreadable(name: Name, path: str | Path, reason: str) -> BenchmarkUnreadable:
    """The error for a file that is not what the benchmark's files are."""
    return BenchmarkUnreadable(path=path, reason=reason, **published(name).details)


def read_lines(name: Name, path: Path, form: type[Row]) -> list[Row]:
    """The rows of a file of JSON Lines, one at least. Raises BenchmarkUnreadable."""
    with _told(name, str(path)):
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            with _told(name, f"{path}:{number}"):
                rows.append(form.model_validate_json(line))
    if not rows:
        raise unreadable(name, path, "it is empty / 文件是空的")
    return rows


def read_whole(name: Name, path: Path, form: type[Row]) -> Row:
    """A file of one JSON object. Raises BenchmarkUnreadable."""
    with _told(name, str(path)):
        return form.model_validate_json(path.read_text(encoding="utf-8-sig"))


@contextmanager
def _told(name: Name, place: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
        raise unreadable(name, place, reason) from error
    except OSError as error:
        raise unreadable(name, place, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise unreadable(name, place, str(error)) from error


def sampled(items: Sequence[Item], number: int | None, seed: int) -> list[Item]:
    """So many of the items, drawn with the seed, in their own order; all of them without a number."""
    if number is None or number >= len(items):
        return [*items]
    return [items[place] for place in sorted(Random(seed).sample(range(len(items)), number))]


def series(name: Name, trials: Sequence[Trial], paths: Sequence[Path], **drawn: object) -> Series:
    """Trials with what they follow from: these files, and what was `drawn` from them with which seed."""
    digests = {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}
    return Series(name, tuple(trials), {"files": digests, **drawn})


def run(
    assistant: Assistant, series: Series, put: Callable[[Trial], Result], progress: Progress | None = None
) -> Evaluation:
    """Put every trial of a series.

    An interrupted run is gone on with, and kept, as by `run.run`. Raises what `put` raises, and RunsNotWritable.
    """
    trials = series.trials
    made = made_with(assistant, [trial.question for trial in trials], series.name) | {"protocol": dict(series.origin)}
    return worked_through(assistant, made, trials, put, progress)


def ask(
    assistant: Assistant, key: Key, trial: Trial, measured: Callable[[Trial, Answer], Mapping[str, float]]
) -> Result:
    """Ask one question and mark the reply. `measured` adds measures of it, or puts others in place.

    Raises an LLMError.
    """
    answer = assistant.ask(trial.question.question, sources=trial.sources)
    result = mark(trial.question, answer, key)
    measures = result.measures | {"refused": float(answer.refused), **measured(trial, answer)}
    return replace(result, measures=measures, failure=None if measures["right"] else result.failure or "misread")


def figures(results: Sequence[Result], shown: Sequence[tuple[str, str]]) -> list[Figure]:
    """The means of these settings and measures, in this order; what no result has is left out."""
    found = []
    for setting, measure in shown:
        values = np.array([r.measures[measure] for r in results if r.kind == setting and measure in r.measures])
        if len(values):
            low, high = interval(values)
            found.append(Figure(setting, measure, float(values.mean()), len(values), low, high))
    return found

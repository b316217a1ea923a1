"""What `yuanwen evaluate` does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import OptionsClash, OutputNotWritable
from qa.evaluation.errors import OnlyDrafts
from qa.formatting.plain import visible
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .terminal import as_json, bar, counter, language_of

if TYPE_CHECKING:
    from qa.evaluation.compare import Comparison
    from qa.evaluation.evaluated import Evaluation
    from qa.evaluation.gate import Broken
    from qa.evaluation.questions import Question
    from qa.evaluation.run import Progress
    from store.library import Library

OUTPUTS = ("answers", "result", "report")


def evaluate(given: argparse.Namespace, settings: Settings) -> int:
    """Ask a question set; print figures, and write what was asked for. A broken gate is exit status 1."""
    _check(given)
    asked = _accepted(given.questions, language_of(settings))
    return _swept(given, settings, asked) if given.vary else _run(given, settings, asked)


def _check(given: argparse.Namespace) -> None:
    """Raise now what would otherwise be found out after the last question."""
    for option in ("answers", "result", "compare", "gate"):
        if given.vary and getattr(given, option):
            raise OptionsClash(first="--vary", second=f"--{option}")
    for option in OUTPUTS:
        path = getattr(given, option)
        if path is None:
            continue
        with _told(path, option):
            if path.is_dir():
                raise IsADirectoryError(0, "it is a folder")
            if not os.access(path if path.exists() else path.parent, os.W_OK):
                raise PermissionError(0, "no such folder, or not to be written to")


def _accepted(path: Path, language: Language) -> list[Question]:
    """The questions of the set that are no drafts."""
    from qa.evaluation.questions import accepted, load

    questions = load(path)
    kept = accepted(questions)
    if not kept:
        raise OnlyDrafts(path=path, count=len(questions))
    if left := len(questions) - len(kept):
        _tell("evaluation.left_out", language, path=path, count=left)
    return kept


def _run(given: argparse.Namespace, settings: Settings, asked: Sequence[Question]) -> int:
    from qa.assistant import Assistant
    from qa.evaluation import gate
    from qa.evaluation.compare import compare, foresee, opened
    from qa.evaluation.run import run

    rules = gate.load(given.gate, compared=given.compare is not None) if given.gate else []
    old = opened(given.compare) if given.compare else None
    if old:
        foresee(old, asked, given.questions.name)
    assistant = Assistant.open(settings, create=False, progress=bar())
    _say_unknown(assistant.library, asked, language_of(settings))
    evaluation = run(assistant, asked, given.questions.name, progress=_progress(language_of(settings), "questions"))
    comparison = compare(old, evaluation) if old else None
    broken = gate.check(rules, evaluation, comparison)
    _write(given, settings, evaluation, comparison)
    _discard(settings, [evaluation])
    if given.json:
        whole = evaluation.as_dict()
        whole |= {"comparison": comparison.as_dict()} if comparison else {}
        whole |= {"broken": [asdict(rule) for rule in broken]} if given.gate else {}
        print(as_json(whole))
    else:
        _print(_said(evaluation, comparison, broken, language_of(settings)))
    return 1 if broken else 0


def _swept(given: argparse.Namespace, settings: Settings, asked: Sequence[Question]) -> int:
    from qa.assistant import Assistant
    from qa.evaluation.reports.listing import table
    from qa.evaluation.sweep import sweep
    from store.library import Library

    varied = {name: values.split(",") for name, values in given.vary}
    library = Library(settings.library, settings.embedding, settings.models, create=False, progress=bar())
    _say_unknown(library, asked, language_of(settings))
    bars = partial(_progress, language_of(settings))
    runs = sweep(Assistant(library, None, settings), varied, asked, given.questions.name, progress=bars)
    first, *others = runs
    _write(given, settings, first.evaluation, others=[(r.label, r.evaluation, r.comparison) for r in others])
    _discard(settings, [configuration.evaluation for configuration in runs])
    if given.json:
        rows = [{"label": r.label, **r.evaluation.as_dict(), "comparison": r.comparison.as_dict()} for r in runs]
        print(as_json({"configurations": rows}))
    else:
        _print(table(runs, language_of(settings)))
    return 0


def _progress(language: Language, label: str) -> Progress:
    """A bar with the time left; where nobody is looking, only a word on what was done before an interruption."""
    told, begun = counter(label), False

    def progress(done: int, total: int) -> None:
        nonlocal begun
        if done and not begun:
            _tell("evaluation.resumed", language, label=label, done=done, total=total)
        begun = True
        if told:
            told(done, total)

    return progress


def _say_unknown(library: Library, asked: Sequence[Question], language: Language) -> None:
    """Name the articles that the questions name and the library lacks: what rests on them can't be found."""
    from qa.evaluation.marking import Key

    for name in Key(library).unknown(asked):
        _tell("evaluation.unknown", language, article=name)


def _tell(key: str, language: Language, **values: object) -> None:
    """Say something beside the results, which others may read from standard output."""
    print(visible(text(key, language, **values)), file=sys.stderr)


def _write(
    given: argparse.Namespace,
    settings: Settings,
    evaluation: Evaluation,
    comparison: Comparison | None = None,
    others: Sequence[tuple[str, Evaluation, Comparison]] = (),
) -> None:
    """Write the files that were asked for, each whole or not at all."""
    from qa.evaluation.reports.report import report_page

    if given.answers:
        rows = [{"id": result.id} | result.reply for result in evaluation.results]
        _save(given.answers, "answers", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    if given.result:
        _save(given.result, "result", f"{as_json(evaluation.as_dict())}\n")
    if given.report:
        page = report_page(evaluation, language_of(settings), comparison, others)
        _save(given.report, "report", page)


def _save(path: Path, option: str, text: str) -> None:
    with _told(path, option):
        part = path.with_name(f"{path.name}.part")
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.replace(path)


@contextmanager
def _told(path: Path, option: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputNotWritable(path=path, reason=error.strerror, option=f"--{option}") from error


def _discard(settings: Settings, evaluations: Iterable[Evaluation]) -> None:
    """Forget the runs: their results are where they should be."""
    from qa.evaluation.journal import discard

    for evaluation in evaluations:
        discard(settings.runs, evaluation.made_with)


def _said(
    evaluation: Evaluation, comparison: Comparison | None, broken: Sequence[Broken], language: Language
) -> Iterator[str]:
    from qa.evaluation.reports.listing import listing

    yield from listing(evaluation, language)
    if comparison:
        yield f"\n{comparison.sentence(language)}"
    yield from (f"\n{rule.sentence(language)}" for rule in broken)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(visible(line))

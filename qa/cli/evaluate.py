"""The command that evaluates: a question set in, figures and files out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, BadParameter, Option

from qa.errors import OptionsClash, OutputNotWritable
from qa.evaluation.errors import OnlyDrafts
from qa.extras import require
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .terminal import (
    Json,
    ProgressBar,
    as_json,
    fetch_progress,
    language_of,
    print_json,
    print_lines,
    print_note,
    print_table,
)

if TYPE_CHECKING:
    from qa.evaluation.compare import Comparison
    from qa.evaluation.evaluated import Evaluation
    from qa.evaluation.questions import Question
    from qa.evaluation.run import Progress
    from store.library import Library


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where results go: the files for the answers, the whole result and the page; and who reads standard output."""

    answers: Path | None
    result: Path | None
    report: Path | None
    for_machines: bool

    def files(self) -> dict[str, Path]:
        """The files that were asked for, by their option."""
        files = {"--answers": self.answers, "--result": self.result, "--report": self.report}
        return {option: path for option, path in files.items() if path}


@dataclass(frozen=True, slots=True)
class Varied:
    """A setting, and the values to ask with."""

    name: str
    values: tuple[str, ...]


def _varied(written: str) -> Varied:
    name, _, values = written.partition("=")
    if not name or not values:
        raise BadParameter(f"{written} is not of the form top_k=5,10")
    return Varied(name.replace("-", "_"), tuple(values.split(",")))


def evaluate(
    settings: Settings,
    questions: Annotated[Path, Argument(metavar="QUESTIONS.jsonl", show_default=False)],
    *,
    answers: Annotated[Path | None, Option(metavar="OUT.jsonl", help="write one answer a line")] = None,
    result: Annotated[Path | None, Option(metavar="OUT.json", help="keep the whole result, to compare with")] = None,
    report: Annotated[Path | None, Option(metavar="OUT.html", help="write it as a page")] = None,
    compare: Annotated[Path | None, Option(metavar="OLD.json", help="say whether it differs from that result")] = None,
    gate: Annotated[Path | None, Option(metavar="RULES.toml", help="exit with 1 when a rule is broken")] = None,
    vary: Annotated[
        list[Varied] | None,
        Option(
            parser=_varied,
            metavar="NAME=VALUE,VALUE",
            help="ask with each of these values of a setting; again for another, for every combination",
        ),
    ] = None,
    asked_on: Annotated[
        str | None,
        Option("--asked-on", metavar="DATE", help="day from which 去年 counts where a question names none"),
    ] = None,
    for_machines: Json = False,
) -> int:
    """Ask a whole question set and say how good the answers are."""
    from qa.question.asking import asking

    require("evaluate")
    for option, path in {"answers": answers, "result": result, "compare": compare, "gate": gate}.items():
        if vary and path:
            raise OptionsClash(first="--vary", second=f"--{option}")
    outputs = Outputs(answers, result, report, for_machines)
    _check_writable(outputs)
    day = asking(asked_on).on.isoformat() if asked_on else ""
    asked = [replace(one, asked_on=one.asked_on or day) for one in _accepted(questions, language_of(settings))]
    if vary:
        return _sweep(settings, asked, questions.name, vary, outputs)
    return _run(settings, asked, questions.name, outputs, compared=compare, gated=gate)


def _check_writable(outputs: Outputs) -> None:
    """Raise now what would otherwise be found out after the last question."""
    for option, path in outputs.files().items():
        with _writing(path, option):
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
        print_note(text("evaluation.left_out", language, path=path, count=left))
    return kept


def _run(
    settings: Settings,
    asked: Sequence[Question],
    name: str,
    outputs: Outputs,
    *,
    compared: Path | None,
    gated: Path | None,
) -> int:
    """Ask once. A broken gate is exit status 1."""
    from qa.assistant import Assistant
    from qa.evaluation import gate
    from qa.evaluation.compare import compare, foresee, opened
    from qa.evaluation.journal import discard
    from qa.evaluation.reports.listing import listing
    from qa.evaluation.run import run

    language = language_of(settings)
    rules = gate.load(gated, compared=compared is not None) if gated else []
    old = opened(compared) if compared else None
    if old:
        foresee(old, asked, name)
    assistant = Assistant.open(settings, create=False, progress=fetch_progress())
    _note_unknown(assistant.library, asked, language)
    progress = _progress(language, text("commands.units.questions", language))
    evaluation = run(assistant, asked, name, progress=progress)
    comparison = compare(old, evaluation) if old else None
    broken = gate.check(rules, evaluation, comparison)
    _write(outputs, evaluation, language, comparison)
    discard(settings.runs, evaluation.made_with)  # the result is where it should be
    if outputs.for_machines:
        whole = evaluation.as_dict()
        whole |= {"comparison": comparison.as_dict()} if comparison else {}
        whole |= {"broken": [asdict(rule) for rule in broken]} if gated else {}
        print_json(whole)
    else:
        print_lines(*listing(evaluation, language))
        print_lines(*(f"\n{each.sentence(language)}" for each in [comparison, *broken] if each))
    return 1 if broken else 0


def _sweep(settings: Settings, asked: Sequence[Question], name: str, varied: Sequence[Varied], outputs: Outputs) -> int:
    """Ask with every combination of the values."""
    from qa.assistant import Assistant
    from qa.evaluation.journal import discard
    from qa.evaluation.reports.listing import settings_rows
    from qa.evaluation.sweep import sweep
    from qa.opening import opened_library

    language = language_of(settings)
    library = opened_library(settings, create=False, progress=fetch_progress())
    _note_unknown(library, asked, language)
    values = {setting.name: setting.values for setting in varied}
    bars = partial(_progress, language)
    runs = sweep(Assistant(library, None, settings), values, asked, name, progress=bars)
    first, *others = runs
    _write(outputs, first.evaluation, language, others=[(r.label, r.evaluation, r.comparison) for r in others])
    for configuration in runs:
        discard(settings.runs, configuration.evaluation.made_with)
    if outputs.for_machines:
        rows = [{"label": r.label, **r.evaluation.as_dict(), "comparison": r.comparison.as_dict()} for r in runs]
        print_json({"configurations": rows})
    else:
        print_table(settings_rows(runs, language))
    return 0


def _progress(language: Language, label: str) -> Progress:
    """A progress bar; and a note on what was done before an interruption."""
    bar = ProgressBar(label)
    begun = False

    def progress(done: int, total: int) -> None:
        nonlocal begun
        if done and not begun:
            print_note(text("evaluation.resumed", language, label=label, done=done, total=total))
        begun = True
        bar(done, total)

    return progress


def _note_unknown(library: Library, asked: Sequence[Question], language: Language) -> None:
    """Name the articles that the questions name and the library lacks: what rests on them can't be found."""
    from qa.evaluation.marking import Key

    for name in Key(library).unknown(asked):
        print_note(text("evaluation.unknown", language, article=name))


def _write(
    outputs: Outputs,
    evaluation: Evaluation,
    language: Language,
    comparison: Comparison | None = None,
    others: Sequence[tuple[str, Evaluation, Comparison]] = (),
) -> None:
    """Write the files that were asked for, each whole or not at all."""
    from qa.evaluation.reports.report import report_page

    for option, path in outputs.files().items():
        if option == "--answers":
            rows = [{"id": result.id} | result.reply for result in evaluation.results]
            content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        elif option == "--result":
            content = f"{as_json(evaluation.as_dict())}\n"
        else:
            content = report_page(evaluation, language, comparison, others)
        with _writing(path, option):
            part = path.with_name(f"{path.name}.part")
            part.write_text(content, encoding="utf-8", errors="backslashreplace")
            part.replace(path)


@contextmanager
def _writing(path: Path, option: str) -> Iterator[None]:
    """Raise OutputNotWritable for what goes wrong with a file."""
    try:
        yield
    except OSError as error:
        raise OutputNotWritable(path=path, reason=error.strerror, option=option) from error

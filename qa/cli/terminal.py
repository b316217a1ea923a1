"""What the terminal needs: its language, text that cannot take it over, tables, and progress bars."""

from __future__ import annotations

import atexit
import io
import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from qa.formatting.plain import visible
from qa.settings import Settings
from store.errors import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar

    from store.models.cache import Progress

Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]
"""The flag of a command that prints for machines too."""

_UNWRAPPED = 10_000
"""Columns of a pipe: no line of a table is as long."""


def language_of(settings: Settings | None) -> Language:
    """The language of messages: the one set, else that of the terminal."""
    if settings and settings.language:
        return settings.language
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


def take_any_text() -> None:
    """Let standard output and error take file names that are no Unicode, as escapes: in JSON they are right too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def as_json(thing: object) -> str:
    """`thing` as commands print it for machines."""
    return json.dumps(thing, ensure_ascii=False, indent=2)


def print_json(thing: object) -> None:
    """Print for machines."""
    print(as_json(thing))


def print_lines(*lines: str) -> None:
    """Print for people, with control characters visible: articles and file names are hostile input."""
    for line in lines:
        print(visible(line))


def print_note(note: str) -> None:
    """Print beside the results, which others may read from standard output."""
    print(visible(note), file=sys.stderr)


def print_table(rows: Sequence[Sequence[str]], *, justify: Literal["left", "right"] = "left") -> None:
    """Print rows in columns: the first aligned to the left, the others as `justify` says.

    What is too wide for the terminal is wrapped in its cell; a pipe gets every row on one line.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    for column in range(len(rows[0])):
        table.add_column(justify=justify if column else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    terminal = console()
    with terminal.capture() as printed:
        terminal.print(table)
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))


def console(*, stderr: bool = False) -> Console:
    """A terminal that shows text as it is: no markup, no highlighting. In a pipe no line is wrapped."""
    from rich.console import Console

    is_piped = not (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, width=_UNWRAPPED if is_piped else None, markup=False, highlight=False, emoji=False)


class ProgressBar:
    """A progress bar on standard error that counts what is done; nothing where nobody is looking."""

    def __init__(self, label: str, *, in_bytes: bool = False) -> None:
        self._label, self._in_bytes = label, in_bytes
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how much of the total is done."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = _start(self._label, done, total, in_bytes=self._in_bytes)
        task = self._bar.tasks[0]
        speed = f"{task.speed:,.1f}/s" if task.speed else ""
        self._bar.update(task.id, completed=done, total=total, speed=speed)
        if done >= total:
            self._bar.stop()


def _start(label: str, done: int, total: int, *, in_bytes: bool) -> Bar:
    from rich import progress

    amount = progress.DownloadColumn() if in_bytes else progress.MofNCompleteColumn()
    speed = progress.TransferSpeedColumn() if in_bytes else progress.TextColumn("{task.fields[speed]}", markup=False)
    about = progress.TextColumn("{task.description}", markup=False)
    bar = progress.Progress(
        *(about, progress.BarColumn(), amount, speed, progress.TimeRemainingColumn()),
        console=console(stderr=True),
        redirect_stdout=sys.stdout.isatty(),  # lines that are printed meanwhile stand above the bar; a pipe gets them
    )
    atexit.register(bar.stop)  # which gives the cursor back, however the command ends
    bar.add_task(visible(label), total=total, completed=done, speed="")
    bar.start()
    return bar


def fetch_progress() -> Callable[[Progress], None]:
    """Shows how far models are fetched, on standard error: a bar for each step, or in a pipe a line for each."""
    steps: dict[str, ProgressBar] = {}

    def show(progress: Progress) -> None:
        step = f"{progress.name}, {progress.stage}"
        if step not in steps:
            steps[step] = ProgressBar(step, in_bytes=True)
            if not sys.stderr.isatty():
                print_note(f"{step}: {progress.total / 1e6:,.0f} MB")
        steps[step](progress.done, progress.total)

    return show

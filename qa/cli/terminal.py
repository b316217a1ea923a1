"""What the terminal needs: its language, its width, progress bars, and text that cannot take it over."""

from __future__ import annotations

import io
import json
import locale
import os
import shutil
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from qa.formatting.plain import width
from qa.settings import Settings
from store.errors import Language

if TYPE_CHECKING:
    from store.models.cache import Progress


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


def whole_number(text: str) -> int:
    """A number above 0 from the command line. Raises ArgumentTypeError."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def columns() -> int:
    """How wide the terminal is."""
    return shutil.get_terminal_size().columns


def wrapped(pieces: list[tuple[str, str]], room: int) -> Iterator[list[tuple[str, str]]]:
    """Pieces of text, each with its style, in lines of at most `room` columns."""
    line: list[tuple[str, str]] = []
    left = room
    for text, style in pieces:
        for character in text:
            if (taken := width(character)) > left:
                yield line
                line, left = [], room
            line.append((character, style))
            left -= taken
    yield line


def bar() -> Callable[[Progress], None]:
    """A progress bar for a model being fetched, on standard error."""
    from tqdm import tqdm

    shown: tqdm[Any] | None = None

    def show(progress: Progress) -> None:
        nonlocal shown
        if shown is None or shown.desc != f"{progress.name}, {progress.stage}: ":
            if shown:
                shown.close()
            shown = tqdm(total=progress.total, unit="B", unit_scale=True, desc=f"{progress.name}, {progress.stage}")
        shown.update(progress.done - shown.n)
        if progress.done >= progress.total:
            shown.close()

    return show


def counter(unit: str) -> Callable[[int, int], None] | None:
    """A progress bar that counts things done, on standard error; nothing where nobody is looking."""
    from tqdm import tqdm

    if not sys.stderr.isatty():
        return None
    shown = tqdm(unit=f" {unit}")

    def show(done: int, total: int) -> None:
        if shown.total is None:
            shown.total, shown.initial = total, done  # the time left is reckoned from what is done from here on
        shown.update(done - shown.n)
        if done >= total:
            shown.close()

    return show

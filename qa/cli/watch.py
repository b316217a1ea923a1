"""The command that keeps a library equal to folders and feeds, and the same beside the chat page."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
from typer import Argument, Option

from qa.errors import CommandLineWrong
from qa.extras import require
from qa.formatting.notices import notice_as_dict, notice_line
from qa.formatting.texts import text
from qa.settings import Settings
from qa.version import VERSION
from store.errors import YuanwenError

from .terminal import Json, fetch_progress, language_of, print_lines, print_note

if TYPE_CHECKING:
    from qa.page.preparation import Preparation
    from store.library import Library
    from store.watching.notices import Notice, Tell
    from store.watching.watcher import Watcher

_PLACES = "folders, and addresses of RSS or Atom feeds; without any, those of the setting"
Places = Annotated[list[str] | None, Argument(metavar="PATH_OR_URL...", help=_PLACES, show_default=False)]
Once = Annotated[bool, Option("--once", help="make the library equal to them, and end")]
Private = Annotated[bool, Option("--allow-private", help="fetch from this machine and private networks too")]
Many = Annotated[bool, Option("--remove-many", help="remove articles also where most files of a folder went at once")]
_POLITE = 10
"""How much less of the processor the watching beside the page gets (nice): questions come first."""


def watch(
    settings: Settings,
    places: Places = None,
    *,
    once: Once = False,
    allow_private: Private = False,
    remove_many: Many = False,
    for_machines: Json = False,
) -> int:
    """Keep the library equal to folders, and add what is new in feeds. Ctrl-C ends it."""
    from qa.opening import opened_library

    named, language = places or settings.watched, language_of(settings)
    check_places(named)
    library = opened_library(settings, progress=fetch_progress())
    statuses = [0]

    def tell(notice: Notice) -> None:
        if notice.error and not notice.article:
            statuses.append(notice.error.exit_status)
        if for_machines:
            print(json.dumps(notice_as_dict(notice, language), ensure_ascii=False))
        else:
            print_lines(notice_line(notice, language))
        sys.stdout.flush()  # whoever reads along in a pipe waits for the line

    watcher = _watcher(settings, named, library, tell, allow_private=allow_private, remove_many=remove_many)
    with _ended_by_signals(watcher.stop):
        watcher.run(once=once)
    return max(statuses) if once else 0


def check_places(places: Sequence[str]) -> None:
    """Say at once what cannot be watched. Raises CommandLineWrong and ExtraMissing."""
    if not places:
        raise CommandLineWrong(reason="Name a folder or the address of a feed", command="yuanwen watch")
    if file := next((place for place in places if Path(place).is_file()), None):
        raise CommandLineWrong(reason=f"{file} is a file; name its folder", command="yuanwen watch")
    require("watch")
    if any("://" in place for place in places):
        require("formats")  # pages are HTML


def beside(settings: Settings, preparation: Preparation) -> None:
    """Watch what the settings name in a thread of its own, from when the page can answer until the program ends."""
    threading.Thread(target=_beside, args=(settings, preparation), daemon=True, name="watching").start()


def _beside(settings: Settings, preparation: Preparation) -> None:
    from qa.opening import opened_library

    if sys.platform == "linux":  # where each thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITE)
    language = language_of(settings)
    asked = preparation.opened()
    if asked is None:  # the page says why
        return
    try:
        library = opened_library(settings)
        library.embedding = asked.embedding  # which is loaded once
        _watcher(settings, settings.watched, library, lambda notice: print_note(notice_line(notice, language))).run()
    except YuanwenError as error:
        print_note(f"{text('watching.ended', language)} {error.message(language)}")


def _watcher(
    settings: Settings,
    places: Sequence[str],
    library: Library,
    tell: Tell,
    *,
    allow_private: bool = False,
    remove_many: bool = False,
) -> Watcher:
    from store.watching.options import Options
    from store.watching.watcher import Watcher

    is_folder = "://" not in settings.library
    options = Options(
        kept=Path(settings.library) / "fetched" if is_folder else _kept_for(settings.library),
        agent=f"yuanwen/{VERSION}",
        apart=Path(settings.library) if is_folder else None,
        every=settings.every_seconds,
        allow_private=allow_private,
        remove_many=remove_many,
    )
    return Watcher(library, places, tell, options)


def _kept_for(address: str) -> Path:
    """Where the pages for a library on a server are kept, which has no folder."""
    return platformdirs.user_data_path("yuanwen") / "fetched" / sha256(address.encode()).hexdigest()[:12]


@contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Stop at Ctrl-C, or when asked to end; a second Ctrl-C ends at once."""

    def end(number: int, _frame: object) -> None:
        signal.signal(number, earlier[number])
        stop()

    earlier = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in earlier:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)

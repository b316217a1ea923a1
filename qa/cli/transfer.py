"""The commands that move a library or look after it: copy, export, import, doctor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from typer import Argument, Option

from qa.formatting.texts import text
from qa.settings import Settings
from qa.version import VERSION
from store.errors import Language

from .terminal import Json, ProgressBar, language_of, print_json, print_lines

if TYPE_CHECKING:
    from store.index.connection import Place
    from store.upkeep.findings import Finding, Health
    from store.upkeep.moving import Moved

_SHOWN = 5
"""Places of a fault, and articles that were left, that people are shown."""

From = Annotated[str, Argument(metavar="FROM", help="folder or address of a library", show_default=False)]
To = Annotated[str, Argument(metavar="TO", help="the same of the one that takes", show_default=False)]
File = Annotated[Path, Argument(metavar="FILE", help="such as news.yuanwen", show_default=False)]
Replace = Annotated[bool, Option("--replace", help="replace articles that are there in another state")]


def copy(settings: Settings, source: From, target: To, *, replace: Replace = False, for_machines: Json = False) -> int:
    """Copy the articles of one library that another lacks into that one, with their vectors."""
    from store.upkeep.moving import LibrarySource, check_apart, opened
    from store.upkeep.moving import copy as copied

    from_place, to_place = places(settings, source, target)
    check_apart(from_place, to_place)
    library = LibrarySource(from_place, settings.models)
    moved = copied(library, opened(library, to_place, settings.models), overwrite=replace, progress=_progress(settings))
    return _print_moved(moved, settings, for_machines=for_machines)


def places(settings: Settings, source: str, target: str) -> tuple[Place, Place]:
    """Both libraries. The token is that of the one that takes; the other has it too unless it is elsewhere."""
    to_place = settings.place_of(target, settings.library_token)
    same = "://" not in target or urlsplit(source)[:2] == urlsplit(target)[:2]
    own = settings.source_token or (settings.library_token if same else None)
    return settings.place_of(source, own), to_place


def export(
    settings: Settings,
    file: File,
    *,
    force: Annotated[bool, Option("--force", help="replace a file that is there")] = False,
    for_machines: Json = False,
) -> int:
    """Write the library to one file, with its vectors and checksums."""
    from store.upkeep.archive import export as exported
    from store.upkeep.moving import LibrarySource

    done = exported(
        LibrarySource(settings.place, settings.models), file, VERSION, overwrite=force, progress=_progress(settings)
    )
    if for_machines:
        print_json({"file": str(file)} | asdict(done))
    else:
        size = f"{done.bytes / 1e6:,.1f}"
        counts = {"articles": f"{done.articles:,}", "passages": f"{done.passages:,}", "failures": f"{done.failures:,}"}
        print_lines(text("transfer.exported", language_of(settings), file=file, size=size, **counts))
        print_lines(f"SHA-256 {done.sha256}")
    return 0


def import_(settings: Settings, file: File, *, replace: Replace = False, for_machines: Json = False) -> int:
    """Read an exported file into the library: what is not there yet, with its vectors."""
    from store.upkeep.archive import Archive
    from store.upkeep.moving import copy as copied
    from store.upkeep.moving import opened

    with Archive(file) as archive:
        archive.verify()
        library = opened(archive, settings.place, settings.models)
        moved = copied(archive, library, overwrite=replace, progress=_progress(settings))
    return _print_moved(moved, settings, for_machines=for_machines)


def _print_moved(moved: Moved, settings: Settings, *, for_machines: bool) -> int:
    language = language_of(settings)
    if for_machines:
        print_json(asdict(moved))
        return 0
    counts = {name: f"{getattr(moved, name):,}" for name in ("added", "replaced", "unchanged", "failures")}
    print_lines(text("transfer.moved", language, **counts))
    if moved.left:
        print_lines(text("transfer.left", language, count=f"{len(moved.left):,}"), *_shown(moved.left, language))
    return 0


def doctor(
    settings: Settings,
    *,
    mend: Annotated[bool, Option("--mend", help="mend what can be")] = False,
    for_machines: Json = False,
) -> int:
    """Verify the library; the exit status is 1 where something is wrong."""
    from store.upkeep.doctor import Doctor

    examining = Doctor(settings.place, settings.models)
    health = examining.mend(_progress(settings)) if mend else examining.examine(_progress(settings))
    if for_machines:
        print_json(_as_dict(health, settings))
    else:
        print_lines(*_health_lines(health, mend=mend, language=language_of(settings)))
    return 0 if health.sound else 1


def _as_dict(health: Health, settings: Settings) -> dict[str, object]:
    def rows(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
        return [
            {"fault": one.fault, "says": _says(one, language_of(settings)), "places": [*one.places]} for one in findings
        ]

    counts = {"articles": health.articles, "passages": health.passages}
    found = {"sound": health.sound, "findings": rows(health.findings), "mended": rows(health.mended)}
    return {"library": settings.library} | counts | found


def _health_lines(health: Health, *, mend: bool, language: Language) -> Iterator[str]:
    for finding in health.mended:
        yield text("transfer.mended", language, what=_says(finding, language))
        yield from _shown(finding.places, language)
    for finding in health.findings:
        yield text("transfer.wrong", language, what=_says(finding, language))
        yield from _shown(finding.places, language)
    counts = {"articles": f"{health.articles:,}", "passages": f"{health.passages:,}"}
    if health.sound:
        yield text("transfer.sound", language, **counts)
    else:
        yield text("transfer.beyond" if mend else "transfer.mendable", language, **counts)


def _says(finding: Finding, language: Language) -> str:
    return text(f"transfer.faults.{finding.fault}", language, count=f"{len(finding.places):,}")


def _shown(places: tuple[str, ...], language: Language) -> Iterator[str]:
    """The first of many places."""
    yield from (f"    {place}" for place in places[:_SHOWN])
    if len(places) > _SHOWN:
        yield f"    {text('transfer.more', language, count=f'{len(places) - _SHOWN:,}')}"


def _progress(settings: Settings) -> ProgressBar:
    return ProgressBar(text("commands.units.articles", language_of(settings)))

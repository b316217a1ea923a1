"""A library in one file: a zip of JSON Lines and vectors, with a manifest of its members and their checksums.

`articles-00001.jsonl` has articles, `vectors-00001.f32` the vectors of their passages in the same order (little-endian
float32, one after the other), `failures.jsonl` what could not be read, and `manifest.json`, the last member, the rest.
The same library gives the same file.
"""

from __future__ import annotations

import json
import os
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EISDIR
from hashlib import file_digest, sha256
from io import BufferedRandom
from pathlib import Path
from types import TracebackType
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from store.encoding.embedding import Vectors
from store.errors import LibraryDamaged
from store.index.rows import Embedded, Entry, failure_row, to_failure
from store.replica.batch import Batch
from store.report import Failure

from .errors import ExportDamaged, ExportExists, ExportNotWritable, ExportTooNew, ExportUnreadable, Reembedded
from .lines import as_line, to_entry
from .moving import LibrarySource, Progress

FORMAT, VERSION = "yuanwen-library", 1
MOST = 1 << 28
"""Bytes that a member may have unpacked: 256 MiB. A batch of articles has about 1 MB."""

_MANIFEST, _FAILURES = "manifest.json", "failures.jsonl"
_BATCH = re.compile(r"articles-(\d{5,})\.jsonl")
_BROKEN = (
    *(BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError),
    *(ValueError, LookupError, TypeError, AttributeError),
)
"""What comes of a file that is no export, in whatever way."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: its articles, passages and failures, its bytes, and the SHA-256 of the file."""

    articles: int
    passages: int
    failures: int
    bytes: int
    sha256: str


def export(
    source: LibrarySource, path: Path, made_by: str, *, overwrite: bool = False, progress: Progress | None = None
) -> Exported:
    """Write a library to a file, which is there whole or not at all; `made_by` is the version that does.

    Raises ExportExists unless `overwrite`, ExportNotWritable, Reembedded, or a LibraryError.
    """
    if path.is_dir():
        raise ExportNotWritable(path=path, reason=os.strerror(EISDIR))
    if path.exists() and not overwrite:
        raise ExportExists(path=path)
    try:
        with _beside(path) as file:
            with ZipFile(file, "w") as archive:
                manifest = _write(archive, source, made_by, progress)
            bytes_ = file.tell()
            file.seek(0)
            digest = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ExportNotWritable(path=path, reason=error.strerror or str(error)) from error
    return Exported(manifest["articles"], manifest["passages"], manifest["failures"], bytes_, digest)


@contextmanager
def _beside(path: Path) -> Iterator[BufferedRandom]:
    """A file that takes the place of `path` once it is written, and is gone when that fails."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(archive: ZipFile, source: LibrarySource, made_by: str, progress: Progress | None) -> dict[str, Any]:
    members: list[dict[str, Any]] = []
    articles = passages = dimensions = 0

    def put(name: str, content: bytes, method: int) -> None:
        member = ZipInfo(name)  # of 1980, so that the same library gives the same file
        member.external_attr = 0o644 << 16
        archive.writestr(member, content, method)
        members.append({"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})

    for number, batch in enumerate(source.batches({}), start=1):
        try:
            lines = [as_line(entry) for entry in batch.entries]
        except ValueError as error:
            raise LibraryDamaged(path=source.name, reason=str(error)) from error
        put(f"articles-{number:05}.jsonl", b"\n".join(lines), ZIP_DEFLATED)
        vectors, model = batch.embedded
        if model != source.embedding:
            raise Reembedded(path=source.name, model=model)
        put(f"vectors-{number:05}.f32", vectors.astype("<f4").tobytes(), ZIP_STORED)
        articles += len(lines)
        passages += len(vectors)
        dimensions = vectors.shape[1] or dimensions
        if progress:
            progress(articles, source.articles)
    failures = [failure_row(failure)[1]["failure"].encode() for failure in source.failures()]
    put(_FAILURES, b"\n".join(failures), ZIP_DEFLATED)
    manifest = {"format": FORMAT, "version": VERSION, "made_by": made_by, "embedding": source.embedding}
    counts = {"dimensions": dimensions, "articles": articles, "passages": passages, "failures": len(failures)}
    whole = manifest | counts | {"members": [*members]}
    put(_MANIFEST, json.dumps(whole, ensure_ascii=False, indent=1).encode(), ZIP_DEFLATED)
    return counts


class Archive:
    """An export that is read. Use it in a `with`; `verify` first, before anything of it is written anywhere."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises ExportUnreadable, ExportDamaged or ExportTooNew."""
        self.name = str(path)
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise ExportUnreadable(path=path, reason=error.strerror) from error
        try:
            with self._telling():
                self._archive = ZipFile(self._file)
                self._manifest = self._opened()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def embedding(self) -> str:
        """The name of the model that made the vectors."""
        return str(self._manifest["embedding"])

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return int(self._manifest["articles"])

    def verify(self) -> None:
        """Read it from end to end. Raises ExportDamaged where anything is not as it was written."""
        with self._telling():
            articles = passages = 0
            for batch in self.batches({}):
                articles += len(batch.entries)
                passages += len(batch.embedded.vectors)
            found = {"articles": articles, "passages": passages, "failures": len(self.failures())}
            if wrong := {name: count for name, count in found.items() if self._manifest[name] != count}:
                raise ValueError(f"it holds {wrong}")

    def batches(self, known: Mapping[str, str]) -> Iterator[Batch]:  # noqa: ARG002  all must be read to reach any
        """The articles with their vectors, each member checked before it is used."""
        with self._telling():
            for name in self._members:
                if number := _BATCH.fullmatch(name):
                    entries = [to_entry(line) for line in self._read(name).splitlines()]
                    vectors = self._vectors(f"vectors-{number[1]}.f32", entries)
                    yield Batch(entries, Embedded(vectors, self.embedding))

    def failures(self) -> list[Failure]:
        """What could not be read."""
        with self._telling():
            lines = self._read(_FAILURES).decode("ascii").splitlines()
            found = [to_failure({"failure": line}) for line in lines]
            for failure in found:
                failure.error.message()  # which lacks something where the line does
            return found

    def _vectors(self, name: str, entries: list[Entry]) -> Vectors:
        count = sum(len(entry.passages) for entry in entries)
        vectors = np.frombuffer(self._read(name), "<f4").astype(np.float32)
        if vectors.size != count * self._manifest["dimensions"] or not np.isfinite(vectors).all():
            raise ValueError(f"{name} does not hold {count} vectors")
        return vectors.reshape(count, -1) if count else np.zeros((0, 0), np.float32)

    def _opened(self) -> Any:
        """The manifest, with its members compared with those that are there."""
        there = [member.filename for member in self._archive.infolist()]
        manifest = json.loads(self._bounded(_MANIFEST, self._archive.getinfo(_MANIFEST).file_size))
        if manifest["format"] != FORMAT:
            raise ValueError(f"its format is {manifest['format']}")
        if manifest["version"] > VERSION:
            details = {"made_by": manifest["made_by"], "found": manifest["version"], "known": VERSION}
            raise ExportTooNew(path=self.name, **details)
        self._members = {member["name"]: member for member in manifest["members"]}
        if sorted(there) != sorted([*self._members, _MANIFEST]):
            raise ValueError("its members are not those of its manifest")
        if not isinstance(manifest["embedding"], str) or type(manifest["dimensions"]) is not int:
            raise ValueError("its manifest names no model")
        return manifest

    def _read(self, name: str) -> bytes:
        member = self._members[name]
        content = self._bounded(name, member["bytes"])
        if len(content) != member["bytes"] or sha256(content).hexdigest() != member["sha256"]:
            raise ValueError(f"{name} is not as it was written")
        return content

    def _bounded(self, name: str, expected: int) -> bytes:
        """The content of a member, of which no more is unpacked than was promised."""
        if not 0 <= expected <= MOST:
            raise ValueError(f"{name} has {expected} bytes, more than {MOST}")
        with self._archive.open(name) as member:
            return member.read(expected + 1)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what is wrong with the file as an ExportDamaged."""
        try:
            yield
        except _BROKEN as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise ExportDamaged(path=self.name, reason=reason[:200]) from error
        except OSError as error:
            raise ExportUnreadable(path=self.name, reason=error.strerror) from error

"""A file of vectors, one row a passage, which any number of processes map into memory while one writes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.encoding.embedding import Vectors


class VectorFile:
    """Unit vectors in a file: float32, little-endian, shape (rows, dimensions).

    Which rows are in use is known elsewhere: those that a broken-off write has left at the end are written over.
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self._dimensions = dimensions
        self._mapped: Vectors = np.zeros((0, dimensions), np.float32)

    def write(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Put a vector into each of these rows, which may be new ones."""
        if not len(rows):
            return
        width = self._dimensions * 4
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "r+b") as file:
            for row, vector in zip(rows, np.asarray(vectors, "<f4"), strict=True):
                file.seek(row * width)
                file.write(vector.tobytes())

    def erase(self, rows: NDArray[np.int64], end: int) -> None:
        """Leave nothing of the vectors in these rows, and from the row `end` on."""
        self.write([*rows], np.zeros((len(rows), self._dimensions), np.float32))
        os.truncate(self.path, min(self.path.stat().st_size, end * self._dimensions * 4))
        self.sync()

    def sync(self) -> None:
        """See to it that what was written is on disk."""
        if self.path.exists():
            with self.path.open("rb") as file:
                os.fsync(file.fileno())

    def cosines(self, query: Vectors, rows: int) -> Vectors:
        """The similarity of a query with each of the first `rows` vectors: float32, shape (rows,)."""
        return np.asarray(self._first(rows)[:rows] @ query) if rows else np.zeros(0, np.float32)

    def read(self, rows: Sequence[int]) -> Vectors:
        """The vectors in these rows: float32, shape (rows, dimensions). Raises OSError or ValueError if any lack."""
        last = max(rows, default=-1)
        mapped = self._first(last + 1)
        if len(mapped) <= last:
            raise ValueError(f"{self.path.name} has {len(mapped)} rows and not row {last}")
        return np.array(mapped[[*rows]], np.float32)

    def _first(self, rows: int) -> Vectors:
        """The file, mapped again where it had fewer rows before."""
        if len(self._mapped) < rows:
            there = self.path.stat().st_size // (self._dimensions * 4)
            self._mapped = np.memmap(self.path, "<f4", "r", shape=(there, self._dimensions))
        return self._mapped

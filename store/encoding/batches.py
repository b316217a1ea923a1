"""Rows of tokens, in batches of like length.

A processor does one row at a time nearly as fast as many; what costs is padding, and the preparation of a new shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

TOKENS = 1024
"""Tokens of a batch, padding included. With 500 or with 4,000 embedding takes up to 5 % more processor time."""
ROUND = 8
"""Lengths are padded to multiples of this: every new shape costs a runtime a preparation, and memory."""


def batches(lengths: Sequence[int], tokens: int = TOKENS) -> Iterator[list[int]]:
    """The places of the rows, longest first, so many at a time that they have at most `tokens` tokens with padding.

    A row that has more comes alone.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if batch and rounded(lengths[batch[0]]) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def rounded(length: int) -> int:
    """The length that a row is padded to."""
    return -(-length // ROUND) * ROUND


def embedded(
    rows: Sequence[Sequence[int]],
    words: Callable[[NDArray[np.int64]], NDArray[np.float32]],
    places: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What an encoder takes for rows of token ids: float32, shape (rows, tokens, dimensions), and the mask of tokens,
    float32 of shape (rows, tokens).

    `words` gives the vectors of ids, `places` has one for each place in a row.
    """
    length = min(rounded(max(map(len, rows))), len(places))
    ids = np.zeros((len(rows), length), np.int64)  # whatever stands in the padding, the mask hides it
    mask = np.zeros((len(rows), length), np.float32)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return words(ids) + places[:length], mask

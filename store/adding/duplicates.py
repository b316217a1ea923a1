"""Which articles tell the same story, as mirror sites do: another headline, a cut end, a few words changed.

Articles are compared by their shingles, the runs of SHINGLE characters in the bare text. A MinHash signature (Broder,
"On the resemblance and containment of documents", 1997) finds the candidates, and the shingles themselves decide.
The only file that imports rensa.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.text.scripts import bare
from store.thresholds import CONTAINED_STORY, LIKELY_STORY, PART_OF_STORY, SAME_STORY

SHINGLE = 5
"""Characters in a shingle."""
CANDIDATES = 10
"""How many of those whose signatures look most alike are compared."""

# Read by eye on pairs from 40,000 news articles: of those above these bounds nearly all the wrong ones were twins
# from one template (the daily quotes of a share), which share at most 4 of 5 numbers, and all of the text between.
_NUMBER = re.compile(r"\d[\d点]*")
_HASHES = 128
_SKETCH = 32  # hashes that are compared with everyone; the others only with those that share three of these
_SKETCH_SHARED = 3

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Telling:
    """What a text is compared by: its shingles as sorted 64-bit hashes, and the numbers in it."""

    shingles: NDArray[np.uint64]
    numbers: frozenset[str]


def telling(text: str) -> Telling:
    """The shingles and numbers of a text; without shingles when it holds neither letter nor digit."""
    kept = bare(text)
    codes = np.frombuffer(kept.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if 0 < len(codes) < SHINGLE:
        codes = np.pad(codes, (0, SHINGLE - len(codes)))
    count = max(len(codes) - SHINGLE + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for place in range(SHINGLE):  # multiply and shift, as in splitmix64; overflow is wanted
        hashes = (hashes ^ codes[place : place + count]) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
    return Telling(np.unique(hashes), frozenset(_NUMBER.findall(kept)))


def resemblance(one: Telling, other: Telling) -> float:
    """How much of two tellings of one story is the same, above 0 to 1; 0 when they tell different ones."""
    sizes = sorted((len(one.shingles), len(other.shingles)))
    if not sizes[0]:
        return 0.0
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    alike = shared / (sum(sizes) - shared)
    close = alike >= SAME_STORY or (alike >= PART_OF_STORY and shared / sizes[0] >= CONTAINED_STORY)
    return alike if close and _numbers_agree(one.numbers, other.numbers) else 0.0


def _numbers_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether of the fewer numbers at most one in five is missing among the others; one always may be, as a date."""
    few, many = sorted((one, other), key=len)
    return len(few - many) <= max(1, len(few) // 5)


def signature(told: Telling) -> str:
    """The MinHash of a telling as a short string; empty where there is nothing to compare."""
    from rensa import RMinHash

    count = len(told.shingles)
    if not count:
        return ""
    matrix: Any = RMinHash.digest_matrix_from_flat_token_hashes(told.shingles, [0, count], num_perm=_HASHES, seed=1)
    lowest = np.array(matrix.to_rows()[0], dtype=np.uint64).astype(np.uint8)  # b-bit minwise hashing (Li, König 2010)
    return _made_by() + base64.b85encode(lowest.tobytes()).decode()


def is_current(made: str) -> bool:
    """Whether a signature can be compared with the ones made now."""
    return made.startswith(_made_by())


def _made_by() -> str:
    from rensa import RMinHash

    return f"{SHINGLE}.{RMinHash.ALGORITHM_VERSION}:"


class Signatures:
    """The signatures of many articles, to find those that look like one of them: 0.2 ms among 40,000."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._hashes: Bytes = np.zeros((_HASHES, 1024), np.uint8)  # a row a hash: it is read along the articles

    def put(self, article_id: str, made: str) -> None:
        """Remember the signature of an article, in place of an earlier one."""
        if not made:
            self.drop(article_id)
            return
        place = self._places.setdefault(article_id, len(self._ids))
        if place == len(self._ids):
            self._ids.append(article_id)
            if place == self._hashes.shape[1]:
                self._hashes = np.concatenate([self._hashes, np.zeros_like(self._hashes)], axis=1)
        self._hashes[:, place] = _hashes(made)

    def drop(self, article_id: str) -> None:
        """Forget an article."""
        if (place := self._places.pop(article_id, None)) is not None:
            self._ids[place] = ""

    def like(self, made: str) -> list[str]:
        """The articles whose signatures look most like this one, at most CANDIDATES, best first."""
        if not made or not self._ids:
            return []
        wanted = _hashes(made)
        there = self._hashes[:, : len(self._ids)]
        shared = np.zeros(len(self._ids), np.uint8)
        for row, value in zip(there[:_SKETCH], wanted[:_SKETCH], strict=True):
            shared += row == value
        places = np.flatnonzero(shared >= _SKETCH_SHARED)
        equal = np.count_nonzero(there[:, places] == wanted[:, np.newaxis], axis=0)
        ranked = sorted(zip(-equal, places, strict=True))
        found = [self._ids[place] for less, place in ranked if -less >= LIKELY_STORY * _HASHES]
        return [article_id for article_id in found if article_id][:CANDIDATES]


def _hashes(made: str) -> Bytes:
    return np.frombuffer(base64.b85decode(made.partition(":")[2]), np.uint8)

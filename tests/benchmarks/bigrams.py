"""Makes store/repair/bigrams.npz: how often one character follows another in Chinese news.

`python -m tests.benchmarks.bigrams ARTICLES.jsonl.gz --skip 10000` counts the `text` of all articles but the first
ones, which stay for measuring. Pairs that are rarer than `--least` are left out: the table holds no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from store.repair.language import TABLE, kinds, save


def main() -> None:
    """Count and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--skip", type=int, default=10_000)
    parser.add_argument("--least", type=int, default=4)
    given = parser.parse_args()
    pairs: Counter[str] = Counter()
    for text in _texts(given.articles, given.skip):
        pairs.update(map("".join, pairwise(kinds(text))))
    kept = {pair: count for pair, count in pairs.items() if count >= given.least}
    save(kept)
    print(f"{len(kept):,} of {len(pairs):,} pairs, {TABLE.stat().st_size:,} bytes")


def _texts(path: Path, skip: int) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number >= skip:
                yield str(json.loads(line)["text"])


if __name__ == "__main__":
    main()

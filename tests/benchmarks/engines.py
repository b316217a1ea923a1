"""How fast each engine embeds, and how true: `python -m tests.benchmarks.engines NEWS.jsonl.gz`.

NEWS holds an article a line, with its `text`. Its first passages of 250 characters are embedded by each engine in turn,
in one process. Processor seconds count, so that other work on the machine changes little; OMP_NUM_THREADS=1 keeps
torch's threads from burning them while they wait.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from store.encoding import engines, runtime
from store.encoding.embedding import DEFAULT, Embedding
from store.encoding.engines import Engine, OpenVINO, Torch, Vectors
from store.encoding.folder import described
from store.models.cache import default_cache, local_path

LENGTH = 250
WARM = 40
"""Passages that are embedded first, unmeasured."""


def passages(news: Path) -> Iterator[str]:
    """The news in passages of LENGTH characters; what is left at an article's end is left out."""
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            yield from (text[start : start + LENGTH] for start in range(0, len(text) - LENGTH + 1, LENGTH))


def makers(folder: Path) -> Iterator[tuple[str, Callable[[], Engine], int]]:
    """The engines by name, and how many texts sentence-transformers takes at a time."""
    yield "sentence-transformers f32, 4 at a time", lambda: Torch(folder, "f32"), 4
    yield "sentence-transformers f32", lambda: Torch(folder, "f32"), engines.BATCH
    if engines.halves():
        yield "sentence-transformers bf16", lambda: Torch(folder, "bf16"), engines.BATCH
    model = described(folder) if runtime.installed() else None
    if model:
        yield "OpenVINO f32", lambda: OpenVINO(model, "f32"), engines.BATCH
        if runtime.halves():
            yield "OpenVINO bf16", lambda: OpenVINO(model, "bf16"), engines.BATCH


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--number", type=int, default=1000, help="passages")
    given = parser.parse_args()
    texts = [*islice(passages(given.news), given.number)]
    Embedding(DEFAULT, default_cache()).load()
    folder = local_path(DEFAULT, default_cache())
    assert folder
    true: Vectors | None = None
    for name, make, batch in [*makers(folder)]:
        engine, engines.BATCH = make(), batch
        engine.encode(texts[:WARM], "passage")
        wall, used = perf_counter(), process_time()
        vectors = engine.encode(texts, "passage")
        wall, used = perf_counter() - wall, process_time() - used
        true = vectors if true is None else true
        cosines = (vectors * true).sum(axis=1)
        characters = LENGTH * len(texts)
        speed = f"{characters / used:6.0f} characters a processor second, {characters / wall:6.0f} a second"
        print(f"{name:40}{speed}, cosine {cosines.min():.6f} at least, {cosines.mean():.6f} on average", flush=True)


if __name__ == "__main__":
    main()

"""How well and how fast a damaged text is repaired: `python -m tests.benchmarks.repair ARTICLES.jsonl.gz`.

Clean Simplified articles (JSON Lines with `text`) are given the disease, repaired, and compared with what they were,
after folding to Simplified. store/repair/bigrams.npz was counted on later articles of the same set than those that
are read here by default.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from store import repair
from store.repair import glosses
from store.text.scripts import simplified
from tests.disease import converted, damaged, torn_spans


def main() -> None:
    """Damage, repair, compare, and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--share", type=float, default=1.0, help="of the converted characters that are glossed")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    clean = [*islice(_texts(given.articles), given.number)]
    random = Random(given.seed)
    sick = [damaged(text, random, given.share) for text in clean]
    print(json.dumps(_compare(clean, sick) | _clean(clean) | _speed(sick), indent=2, ensure_ascii=False))


def _texts(path: Path) -> Iterator[str]:
    """Articles that GBK can hold, before and after conversion."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = str(json.loads(line)["text"])
            try:
                (text + converted(text)).encode("gbk")
            except UnicodeEncodeError:
                continue
            yield text


def _compare(clean: list[str], sick: list[str]) -> dict[str, object]:
    spans: Counter[str] = Counter()
    characters = wrong = 0
    for before, after in zip(clean, sick, strict=True):
        truth = repair(converted(before)).text  # what is mended in a clean text too is no error
        repaired = repair(after)
        characters += len(truth)
        found = [*torn_spans(repaired, truth)]
        if any(true is None for _, true in found) or (not found and repaired.text != truth):
            wrong += len(truth)  # the texts part ways: all of it counts
        for span, true in found:
            if true is None:
                spans["lost"] += 1
                continue
            right = simplified(span.after) == simplified(true)
            spans["right" if right else "marked" if "\ufffd" in span.after else "wrong"] += 1
            if "\ufffd" not in span.after and not right:
                print(f"wrong: {span.before} is {true}, not {span.after}")
    return {"torn spans": dict(spans), "characters": characters, "wrong outside torn spans": wrong}


def _clean(clean: list[str]) -> dict[str, object]:
    altered = [change for text in clean for change in repair(text).changes]
    return {"changes in clean articles": dict(Counter(change.rule for change in altered))}


def _speed(sick: list[str]) -> dict[str, object]:
    megabytes = len("".join(sick).encode()) / 1e6
    timed = {}
    for name, work in (("gloss pass", glosses.find), ("everything", repair)):
        start = time.process_time()
        for text in sick:
            work(text)
        timed[f"{name}, MB/s"] = round(megabytes / (time.process_time() - start), 2)
    return {"damaged, MB": round(megabytes, 2), **timed}


if __name__ == "__main__":
    main()

"""How often sentences are cut in the wrong place: `python -m tests.benchmarks.sentences ARTICLES.jsonl.gz`.

Articles (JSON Lines with `text`) are cut, and each cut is judged by plain rules that share nothing with the code: a
walk that keeps the open marks of a line on a stack. What they call a fault nearly always is one; they don't see all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from store.text.sentences import Span, sentences

_PARTNERS = {"》": "《", "）": "（", ")": "(", "”": "“", "」": "「", "』": "『", "】": "【", "]": "["}
_FAR = 120
"""Characters on which a bracket that closes may be taken for one remark."""


def main() -> None:
    """Cut, judge, and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--every", type=int, default=20, help="take one article in so many")
    parser.add_argument("--show", type=int, default=0, help="places of each fault to print")
    given = parser.parse_args()
    with gzip.open(given.articles, "rt", encoding="utf-8") as file:
        texts = [str(json.loads(line)["text"]) for line in islice(file, 0, None, given.every)]
    start = time.process_time()
    cut = [sentences(text) for text in texts]
    seconds = time.process_time() - start
    places: defaultdict[str, list[str]] = defaultdict(list)
    for text, spans in zip(texts, cut, strict=True):
        for fault, place in faults(text, spans):
            places[fault].append(f"{text[max(0, place - 30) : place]}|{text[place : place + 30]}".replace("\n", "⏎"))
    figures = {
        "articles": len(texts),
        "sentences": sum(map(len, cut)),
        "faults": dict(Counter({fault: len(found) for fault, found in places.items()})),
        "MB/s": round(len("".join(texts).encode()) / 1e6 / seconds, 1),
    }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    for fault, found in places.items():
        print(
            *(f"{fault}: {place}" for place in found[:: max(1, len(found) // max(1, given.show))][: given.show]),
            sep="\n",
        )


def faults(text: str, spans: list[Span]) -> Iterator[tuple[str, int]]:
    """The faults of a cut text, each with its place."""
    ends = {end for _, end in spans}
    around = _around(text)
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if place in ends and "《" in around[place]:
            yield "title torn", place
        elif place in ends and around[place] & {"（", "("} and before in "。！？!?":
            yield "brackets torn", place
        elif before in "。！？" and not around[place] and place not in ends and re.match(r"\w", after):
            yield "end missed", place
    for start, end in spans:
        said = text[start:end]
        if re.match("[”」』》），、；]", said):
            yield "begins with a closing mark", start
        elif re.fullmatch(r"\d{1,2}\.", said):
            yield "a number alone", start
        elif text[:start].rstrip()[-1:] in ("”", "」") and re.fullmatch(r"[^，。“”]{1,30}[说說]。", said):
            yield "who spoke alone", start


def _around(text: str) -> list[set[str]]:
    """For each place of a text, the marks that open before it and close behind it, on its line and not far off."""
    around: list[set[str]] = [set() for _ in range(len(text) + 1)]
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character == "\n":
            opened = []
        elif character in _PARTNERS.values():
            opened.append((character, place))
        elif character in _PARTNERS and (_PARTNERS[character] in [mark for mark, _ in opened]):
            while opened:
                mark, start = opened.pop()
                if mark == _PARTNERS[character]:
                    break
            if place - start < _FAR:
                for inside in range(start + 1, place + 1):
                    around[inside].add(mark)
    return around


if __name__ == "__main__":
    main()

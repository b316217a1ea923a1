"""News articles to fill a library with, and queries drawn from them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Literal

Form = Literal["files", "jsonl"]
_SENTENCE = re.compile(r"[^。！？\n]{16,60}[。！？]")
_FILLERS = re.compile(r"据悉|据了解|此外|同时|目前|其中|的|了")


def news(path: Path, number: int) -> list[dict[str, Any]]:
    """The first articles of a file (JSON Lines with `text`, gzip or not)."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, number)]


def written(articles: list[dict[str, Any]], folder: Path, form: Form) -> Path:
    """Write articles as a file each or as one table; returns the path to be added."""
    folder.mkdir(parents=True, exist_ok=True)
    if form == "jsonl":
        lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
        (table := folder / "news.jsonl").write_text("".join(lines), encoding="utf-8")
        return table
    for place, article in enumerate(articles):
        part = folder / f"{place // 1000:03d}"  # folders of a size that people have
        part.mkdir(exist_ok=True)
        (part / f"{place:06d}.txt").write_text(article["text"], encoding="utf-8")
    return folder


def characters(articles: list[dict[str, Any]]) -> int:
    """How many characters the texts have."""
    return sum(len(article["text"]) for article in articles)


def queries(articles: list[dict[str, Any]], number: int, seed: int = 0) -> list[str]:
    """Sentences of articles, a little rephrased: without fillers, and the clauses in another order."""
    random = Random(seed)
    return [*islice(_rephrased(articles, random), number)]


def _rephrased(articles: list[dict[str, Any]], random: Random) -> Iterator[str]:
    while True:
        found = _SENTENCE.findall(random.choice(articles)["text"])
        if not found:
            continue
        clauses = [_FILLERS.sub("", clause) for clause in re.split("[，,；;]", random.choice(found)[:-1])]
        yield "，".join(clause for clause in (*clauses[1:], clauses[0]) if clause)


def questions(path: Path, number: int, seed: int = 0) -> list[str]:
    """Questions drawn from a file (JSON Lines with `question`)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["question"]) for line in Random(seed).sample(lines, min(number, len(lines)))]

"""What search finds, by article: `python -m tests.benchmarks.library.recall FOLDER --work WORK [--hidden NEWS]`.

FOLDER holds CMRC 2018 and DRCD (NAME_dev_passages.jsonl and NAME_dev_questions.jsonl), RGB (rgb_dev.jsonl) and ChronoQA
(chrono_dev.jsonl), none of which CI gates with. Each passage of a set is an article, read and cut as by `yuanwen add`.
NEWS (JSON Lines, gzip) hides them among its articles. For the vectors alone, BM25 alone and both together it prints how
often one of the right articles is among the first 1, 5 and 10, and which share of all right ones among the first 10.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from qa.question.time import asked_time
from store.encoding.embedding import DEFAULT, Embedding, Vectors
from store.errors import ArticleError
from store.models.cache import default_cache
from store.passage import Passage, split
from store.reading import parts
from store.search.lexical import Lexical
from store.search.ranking import Ground, ranked
from store.search.scope import Period
from store.text.dates import date_of
from store.text.scripts import bare
from store.thresholds import LEXICAL_WEIGHT

SETS = ("cmrc", "drcd", "rgb", "chrono")
FOUND = 60
"""Passages of a ranking that are looked at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the texts that are right, and the day on which it is asked, where that is said."""

    question: str
    right: frozenset[str]
    asked_on: date | None = None

    @property
    def periods(self) -> Sequence[Period]:
        """The times that it asks about: without a day on which it is asked, those that need none."""
        return asked_time(self.question, self.asked_on or date.today()).periods


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON Lines, packed with gzip or not."""
    content = path.read_bytes()
    yield from map(json.loads, (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines())


def read(name: str, folder: Path) -> tuple[list[str], list[Asked]]:
    """The texts of a set, each once, and its questions."""
    if name in ("cmrc", "drcd"):
        texts = {row["id"]: row["text"] for row in lines(folder / f"{name}_dev_passages.jsonl")}
        rows = lines(folder / f"{name}_dev_questions.jsonl")
        return [*texts.values()], [Asked(row["question"], frozenset({texts[row["passage"]]})) for row in rows]
    right, others = ("positive", "negative") if name == "rgb" else ("chunks", "none")
    rows_ = [*lines(folder / f"{name}_dev.jsonl")]
    every = dict.fromkeys(text for row in rows_ for text in (*row[right], *row.get(others, ())))
    return [*every], [Asked(row["question"], frozenset(row[right]), _day(row.get("asked_on"))) for row in rows_]


def _day(written: str | None) -> date | None:
    found = date_of((written or "").replace("月", "-").replace("日", ""))
    return date.fromisoformat(found) if found else None


def cut(texts: Iterable[Mapping[str, Any]], path: Path) -> list[Passage]:
    """The passages of texts that are written as one file and read as articles; a text that holds nothing has none."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(at), **row}, ensure_ascii=False) + "\n" for at, row in enumerate(texts))
    passages = list[Passage]()
    for part in parts(path):
        with suppress(ArticleError):
            if not isinstance(part, ArticleError):
                passages += split(part.article())
    return passages


def remembered(texts: Sequence[str], kind: str, work: Path, model: Embedding) -> Vectors:
    """The vectors of texts, kept in a folder: float32, shape (len(texts), dimensions)."""
    digest = sha256("\0".join((model.name, kind, *texts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    path = work / f"{digest}.npy"
    if not path.exists():
        made = model.passages(texts) if kind == "passage" else np.stack([model.query(text) for text in texts])
        np.save(path, made)
    vectors: Vectors = np.load(path)
    return vectors


class Shelf:
    """The passages of a set, and of what it is hidden among, to be searched in each way."""

    def __init__(self, name: str, texts: Sequence[str], news: Sequence[Mapping[str, Any]], work: Path) -> None:
        self._model = Embedding(DEFAULT, default_cache())
        self._work = work
        own = cut(({"text": text} for text in texts), work / f"{name}.jsonl")
        others = cut(news, work / "news.jsonl") if news else []
        self._passages = [*own, *others]
        self._titles = {passage.source: bare(texts[int(passage.source.rsplit("#")[-1])]) for passage in own}
        self._vectors = np.concatenate([self._vectors_of(some) for some in (own, others) if some])
        self._lexical = Lexical(work / f"lexical-{name}-{len(news)}")
        with self._lexical.writing() as writer:
            writer.clear()
            writer.add(enumerate(self._passages))

    def _vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        return remembered([one.findable for one in passages], "passage", self._work, self._model)

    def rankings(self, questions: Sequence[Asked], chosen: slice, weight: float) -> Iterator[dict[str, list[str]]]:
        """For each chosen question the texts that are found, best first, by the name of the way."""
        vectors = remembered([asked.question for asked in questions], "query", self._work, self._model)
        for asked, vector in zip(questions[chosen], vectors[chosen], strict=True):
            cosines = self._vectors @ vector
            ground = Ground(self._lexical, cosines, np.arange(len(cosines)), self._fetch)
            words = self._lexical.search(asked.question, FOUND)
            hits = ranked(asked.question, FOUND, ground, asked.periods, weight)
            yield {
                "dense": self._texts(self._passages[row] for row in np.argsort(-cosines, kind="stable")[:FOUND]),
                "BM25": self._texts(self._passages[row] for row, _ in words),
                "both": self._texts(hit.passage for hit in hits),
            }

    def _fetch(self, rows: Iterable[int]) -> dict[int, Passage]:
        return {row: self._passages[row] for row in rows}

    def _texts(self, passages: Iterable[Passage]) -> list[str]:
        """The texts that passages are from, each once; news by its source."""
        return [*dict.fromkeys(self._titles.get(one.source, one.source) for one in passages)]


def shown(name: str, rankings: Sequence[list[str]], questions: Sequence[Asked]) -> str:
    """The figures of one way."""
    right = [{bare(text) for text in asked.right} for asked in questions]
    pairs = [*zip(rankings, right, strict=True)]
    hit = {k: np.mean([not wanted.isdisjoint(found[:k]) for found, wanted in pairs]) for k in (1, 5, 10)}
    share = np.mean([len(wanted.intersection(found[:10])) / len(wanted) for found, wanted in pairs])
    figures = "  ".join(f"@{k} {value:.4f}" for k, value in hit.items())
    return f"  {name:5} {figures}  all@10 {share:.4f}"


def main() -> None:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for vectors and indexes")
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    parser.add_argument("--hidden", type=Path, help="news articles to hide the passages among")
    parser.add_argument("--news", type=int, help="only so many of them")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the questions with even or odd numbers")
    parser.add_argument("--weight", type=float, default=LEXICAL_WEIGHT, help="what words count beside vectors")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rows = islice(lines(given.hidden), given.news) if given.hidden else ()
    news = [{"text": row["text"], "published": row["published"]} for row in rows]
    for name in given.sets:
        texts, questions = read(name, given.folder)
        chosen = slice(given.half, None, 1 if given.half is None else 2)
        found = [*Shelf(name, texts, news, given.work).rankings(questions, chosen, given.weight)]
        questions = questions[chosen]
        print(f"{name}: {len(questions)} questions, {len(texts)} articles, hidden among {len(news)}", flush=True)
        several = [at for at, asked in enumerate(questions) if len(asked.right) > 1] if name == "chrono" else []
        for way in found[0]:
            print(shown(way, [one[way] for one in found], questions), flush=True)
            if several:
                some = [questions[at] for at in several]
                print(shown("", [found[at][way] for at in several], some), f"of {len(several)} with several")


if __name__ == "__main__":
    main()

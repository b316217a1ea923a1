"""What the weights of ranking and confidence are chosen on: `python -m tests.benchmarks.weights FOLDER --work WORK`.

FOLDER, WORK and the questions are those of `tests.benchmarks.thresholds`, none of which CI gates with. A weight of the
ranking is judged by how often the first sentence holds the answer; TERMS_IN_CONFIDENCE by how well the confidence tells
first sentences that hold it, among hits with and without the answer, from those that don't.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from qa.assistant import Assistant
from qa.benchmarks import reading
from qa.evaluation.questions import Question
from qa.evidence import ranking
from qa.evidence.pointing import PointedWords, point
from qa.thresholds import NOVELTY_WEIGHT, READER_WEIGHT, TERMS_IN_CONFIDENCE
from store.passage import Hit
from store.text.segmenter import terms

from .thresholds import Asked, desk, holds, of_news, of_set

WEIGHTS = {
    "READER_WEIGHT": (0.0, 0.25, 0.5, float(READER_WEIGHT), 2.0, 4.0),
    "NOVELTY_WEIGHT": (0.0, 0.1, float(NOVELTY_WEIGHT), 0.5, 1.0),
}
"""Values that are compared, the other weight as it is."""
SHARES = (0.0, 0.1, float(TERMS_IN_CONFIDENCE), 0.3, 0.5, 1.0)


class First(NamedTuple):
    """The first sentence: its cosine, the share of the question's terms in it, and whether it holds the answer."""

    cosine: float
    terms: float
    right: bool


def main() -> None:
    """Print how often the first sentence is right at each weight, and how well each confidence tells it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for the libraries of the sets")
    parser.add_argument("--number", type=int, default=100, help="questions of each set")
    given = parser.parse_args()
    for name in ("cmrc", "drcd"):
        data = reading.load(name, given.folder)
        assistant = desk(name, data, given.work)
        compare(name, of_set(data, given.number, assistant), assistant)
    compare("ChronoQA", of_news(given.folder / "chrono_dev.jsonl", given.number), assistant)


def compare(name: str, questions: Iterable[Asked], assistant: Assistant) -> None:
    """The figures of a set of questions."""
    firsts = list[First]()
    right: dict[tuple[str, float], list[bool]] = {(key, value): [] for key in WEIGHTS for value in WEIGHTS[key]}
    for asked in questions:
        pointed = point(asked.question.question, asked.hits, assistant.reader)
        firsts.append(first(asked.question, asked.hits, pointed, assistant))
        for (weight, value), found in right.items():
            with patch.object(ranking, weight, value):
                found.append(first(asked.question, asked.hits, pointed, assistant).right)
        pointed = point(asked.question.question, asked.without, assistant.reader)
        firsts.append(first(asked.question, asked.without, pointed, assistant))
    print(f"\n{name}: {len(firsts) // 2} questions")
    for (weight, value), found in right.items():
        print(f"  {weight} {value:.2f}: the first sentence is right in {np.mean(found):.1%}")
    for share in SHARES:
        print(f"  TERMS_IN_CONFIDENCE {share:.2f}: area under the ROC curve {area(firsts, share):.3f}", flush=True)


def first(question: Question, hits: Sequence[Hit], pointed: Sequence[PointedWords], assistant: Assistant) -> First:
    """What the first sentence of the ranking is like."""
    sentences = ranking.rank(question.question, hits, assistant.library.embedding, pointed)
    if not sentences:
        return First(0.0, 0.0, right=False)
    best = sentences[0]
    wanted = set(terms(question.question))
    held = wanted & set(terms(f"{best.passage.title} {best.text}"))
    return First(best.cosine, len(held) / (len(wanted) or 1), holds(best.text, question))


def area(firsts: Sequence[First], share: float) -> float:
    """How often a right sentence has more confidence than a wrong one, ties counted half (Hanley and McNeil, 1982)."""
    scores = np.array([(1 - share) * one.cosine + share * one.terms for one in firsts])
    right = np.array([one.right for one in firsts])
    differences = scores[right][:, None] - scores[~right][None, :]
    return float((differences > 0).mean() + (differences == 0).mean() / 2)


if __name__ == "__main__":
    main()

"""What the weights of ranking and confidence are chosen on: `python -m tests.benchmarks.weights FOLDER --work WORK`.

FOLDER, WORK and the questions are those of `tests.benchmarks.thresholds`, none of which CI gates with. A weight of the
ranking is judged by how often the first sentence holds the answer; TERMS_IN_CONFIDENCE by how well the confidence tells
first sentences that hold it, among hits with and without the answer, from those that don't.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa.assistant import Assistant
from qa.benchmarks import reading
from qa.evaluation.questions import Question
from qa.evaluation.scores.refusal import auroc
from qa.evidence.pointing import point
from qa.evidence.ranking import WEIGHTS, Weights, rank
from qa.thresholds import READER_WEIGHT, TERMS_IN_CONFIDENCE
from store.passage import Hit
from store.text.segmenter import terms

from .thresholds import Asked, desk, holds, of_news, of_set

RANKINGS = (
    *(Weights(reader=value) for value in (0.0, 0.25, 0.5, float(READER_WEIGHT), 2.0, 4.0)),
    *(Weights(novelty=value) for value in (0.0, 0.1, 0.5, 1.0)),
)
"""Weights that are compared: of each kind several values, the other as it is."""
SHARES = (0.0, 0.1, float(TERMS_IN_CONFIDENCE), 0.3, 0.5, 1.0)


class First(NamedTuple):
    """The first sentence: how likely it answers, the share of the question's terms in it, and whether it is right."""

    likely: float
    terms: float
    right: bool


def main() -> None:
    """Print how often the first sentence is right at each weight, and how well each confidence tells it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for the libraries of the sets")
    parser.add_argument("--number", type=int, default=60, help="questions of each set")
    given = parser.parse_args()
    for name in ("cmrc", "drcd"):
        data = reading.load(name, given.folder)
        assistant = desk(name, data, given.work)
        compare(name, of_set(data, given.number, assistant), assistant)
    compare("ChronoQA", of_news(given.folder / "chrono_dev.jsonl", given.number), assistant)


def compare(name: str, questions: Iterable[Asked], assistant: Assistant) -> None:
    """Print the figures of a set of questions."""
    ranked, unanswerable = list[list[First]](), list[First]()
    for asked in questions:
        ranked.append([*firsts(asked.question, asked.hits, assistant, RANKINGS)])
        unanswerable += firsts(asked.question, asked.without, assistant, [WEIGHTS])
    print(f"\n{name}: {len(ranked)} questions")
    for place, weights in enumerate(RANKINGS):
        share = np.mean([row[place].right for row in ranked])
        print(f"  reader {weights.reader:.2f}, novelty {weights.novelty:.2f}: first sentence right {share:.1%}")
    in_use = [*(row[RANKINGS.index(WEIGHTS)] for row in ranked), *unanswerable]
    for part in SHARES:
        right, wrong = ([_confidence(one, part) for one in in_use if one.right is kind] for kind in (True, False))
        print(f"  TERMS_IN_CONFIDENCE {part:.2f}: area under the ROC curve {auroc(right, wrong):.3f}", flush=True)


def firsts(
    question: Question, hits: Sequence[Hit], assistant: Assistant, rankings: Iterable[Weights]
) -> Iterator[First]:
    """What the first sentence of each ranking is like."""
    pointed = point(question.question, hits, assistant.reader)
    wanted = set(terms(question.question))
    for weights in rankings:
        best = rank(question.question, hits, pointed, weights)[0]
        held = wanted & set(terms(f"{best.passage.title} {best.text}"))
        yield First(best.answers, len(held) / (len(wanted) or 1), holds(best.text, question))


def _confidence(one: First, share: float) -> float:
    return (1 - share) * one.likely + share * one.terms


if __name__ == "__main__":
    main()

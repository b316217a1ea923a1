"""What is gained by answering less: risk against coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from qa.evaluation.result import Result


@dataclass(frozen=True, slots=True)
class Point:
    """Where only replies of at least this confidence are given: the share of questions that get one, and the share of
    wrong ones among these.
    """

    coverage: float
    risk: float
    confidence: float


def risk_coverage(results: Sequence[Result]) -> list[Point]:
    """The risk-coverage curve, from the most confident reply on; what is refused anyway is not given.

    El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", JMLR 2010. Replies of the same
    confidence are one point, so that the order of the questions does not matter.
    """
    given = [result for result in results if not result.reply["refused"]]
    given.sort(key=_confidence, reverse=True)
    points: list[Point] = []
    count = wrong = 0
    for confidence, same in groupby(given, key=_confidence):
        for result in same:
            count += 1
            wrong += not result.right
        points.append(Point(round(count / len(results), 4), round(wrong / count, 4), confidence))
    return points


def area(curve: Sequence[Point]) -> float:
    """The area under a risk-coverage curve, per unit of coverage: the mean risk over all thresholds.

    Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks", NeurIPS 2017.
    """
    before = total = 0.0
    for point in curve:
        total += (point.coverage - before) * point.risk
        before = point.coverage
    return total / before


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The area under the ROC curve: the chance that a right one's confidence is higher than a wrong one's, a tie being
    half of that. Neither may be empty.

    Hanley and McNeil, "The Meaning and Use of the Area under a ROC Curve", Radiology 1982.
    """
    above = (np.sign(np.subtract.outer(right, wrong)) + 1) / 2
    return float(above.mean())


def _confidence(result: Result) -> float:
    return float(result.reply["confidence"])

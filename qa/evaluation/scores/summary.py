"""From the results of a run to its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.evaluation.result import Result

from .measures import Measure, measures
from .refusal import Point, area, risk_coverage
from .statistics import interval


def summarized(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of a run.

    `measures` has by name, for those with a value: `value`, `questions` (how many it is of), and for a share `low` and
    `high` (95% bootstrap interval), for tokens and seconds `p95`. `kinds` has by kind `questions` and `right`,
    `failures` how many replies failed where, `curve` the risk-coverage curve from the most confident reply on.
    """
    curve = risk_coverage(results)
    return {
        "questions": len(results),
        "measures": {
            name: figure for name, measure in measures().items() if (figure := _figure(measure, results, curve))
        },
        "kinds": _kinds(results),
        "failures": dict(Counter(result.failure for result in results if result.failure).most_common()),
        "curve": [{"coverage": point.coverage, "risk": point.risk, "confidence": point.confidence} for point in curve],
    }


def _figure(measure: Measure, results: Sequence[Result], curve: Sequence[Point]) -> dict[str, float]:
    if measure.name == "aurc":
        return {"value": round(area(curve), 4), "questions": len(results)} if curve else {}
    if measure.name == "judge_agreement":
        return agreement(results)
    values = np.array([result.measures[measure.name] for result in results if measure.name in result.measures])
    if not len(values):
        return {}
    if not measure.is_share:
        median, p95 = np.percentile(values, [50, 95])
        return {"value": round(float(median), 3), "p95": round(float(p95), 3), "questions": len(values)}
    low, high = interval(values)
    figure = {"value": float(values.mean()), "low": low, "high": high}
    return {name: round(value, 4) for name, value in figure.items()} | {"questions": len(values)}


def agreement(results: Sequence[Result]) -> dict[str, float]:
    """Cohen's kappa between the judge and the strings, and how many questions both looked at; nothing without any."""
    pairs = [(r.measures["judged"], r.measures["correct"]) for r in results if "judged" in r.measures]
    if not pairs:
        return {}
    judged, correct = np.array(pairs).T
    agreed = float((judged == correct).mean())
    chance = float(judged.mean() * correct.mean() + (1 - judged.mean()) * (1 - correct.mean()))
    kappa = (agreed - chance) / (1 - chance) if chance < 1 else 1.0
    return {"value": round(kappa, 4), "agreed": round(agreed, 4), "questions": len(pairs)}


def _kinds(results: Sequence[Result]) -> dict[str, dict[str, int]]:
    asked = Counter(result.kind for result in results)
    right = Counter(result.kind for result in results if result.right)
    return {kind: {"questions": asked[kind], "right": right[kind]} for kind in sorted(asked)}

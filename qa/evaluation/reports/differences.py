"""The measures of two runs over the same questions, and whether each differs by more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Literal

import numpy as np

from qa.evaluation.result import Result
from qa.evaluation.scores import statistics
from qa.evaluation.scores.measures import Measure, Unit, measures

Verdict = Literal["better", "worse", "no difference"]
Results = Sequence[Result]

RIGHT = "right"
"""The measure that the verdict on the whole rests on."""

ALPHA = 0.05
"""The chance below which a difference is called one."""

TOLERANCE: dict[Unit, float] = {"tokens": 1.1, "seconds": 2.0}
"""How many times the smaller figure the larger one must be to be called better or worse. Whatever else the machine does
makes all questions of a run slower alike, which no interval over the questions shows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in both runs, over the questions of both: means of shares, medians of tokens and seconds.

    `low` to `high` is the 95% interval of the difference, by the paired bootstrap. `p` is McNemar's for the right
    replies, and for other shares that of the randomisation test, corrected for how many they are; None for tokens and
    seconds, which must differ by `TOLERANCE` instead.
    """

    measure: Measure
    old: float
    new: float
    low: float
    high: float
    p: float | None
    verdict: Verdict

    @property
    def difference(self) -> float:
        """The new figure less the old one."""
        return self.new - self.old

    def as_dict(self) -> dict[str, Any]:
        """The difference for machines: the figures rounded, shares to four digits."""
        figures = {"old": self.old, "new": self.new, "difference": self.difference, "low": self.low, "high": self.high}
        digits = 4 if self.measure.is_share else 3
        p = None if self.p is None else float(f"{self.p:.3g}")
        return {name: round(value, digits) for name, value in figures.items()} | {"p": p, "verdict": self.verdict}


def differences(old: Results, new: Results) -> dict[str, Difference]:
    """The difference of every measure that has a value in both runs, in the order of the measures."""
    held = [name for name in measures() if all(any(_has(result, name) for result in side) for side in (old, new))]
    shares = [name for name in held if measures()[name].is_share and name != RIGHT]
    costs = [name for name in held if not measures()[name].is_share]
    found = _shares(old, new, shares) | (_costs(old, new, costs) if costs else {})
    return {name: found[name] for name in measures() if name in found}


def _shares(old: Results, new: Results, others: Sequence[str]) -> dict[str, Difference]:
    """The right replies, which the verdict rests on, tested alone, and the other shares, tested together."""
    names = [RIGHT, *others]
    before, after = _table(old, names), _table(new, names)
    turned = Counter((one.right, other.right) for one, other in zip(old, new, strict=True))
    alone = statistics.mcnemar(turned[True, False], turned[False, True])
    together = statistics.corrected(statistics.randomisation(before[:, 1:], after[:, 1:]))
    rows = statistics.differences(before, after, statistics.means).tolist()
    return {
        name: _difference(measures()[name], row, p, enough=p < ALPHA)
        for name, row, p in zip(names, rows, [alone, *together.tolist()], strict=True)
    }


def _costs(old: Results, new: Results, names: Sequence[str]) -> dict[str, Difference]:
    rows = statistics.differences(_table(old, names), _table(new, names), statistics.medians).tolist()
    found = {}
    for name, row in zip(names, rows, strict=True):
        measure, (less, more) = measures()[name], sorted(row[:2])
        found[name] = _difference(measure, row, None, enough=more >= TOLERANCE[measure.unit] * less)
    return found


def _difference(measure: Measure, row: Sequence[float], p: float | None, *, enough: bool) -> Difference:
    """A difference from its old and new figure, low and high; without `enough` for a verdict it is none."""
    old, new, low, high = row
    verdict: Verdict = "no difference"
    if enough and (low > 0 or high < 0):
        verdict = "better" if (new < old) == measure.lower else "worse"
    return Difference(measure, old, new, low, high, p, verdict)


def _table(results: Results, names: Sequence[str]) -> statistics.Values:
    return np.array([[_value(result, name) for name in names] for result in results])


def _value(result: Result, name: str) -> float:
    return float(result.right) if name == RIGHT else result.measures.get(name, nan)


def _has(result: Result, name: str) -> bool:
    return not isnan(_value(result, name))

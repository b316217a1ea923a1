"""How sure are the figures? Intervals by resampling the questions, and tests of whether two runs differ.

Every function gives the same for the same values: chance begins at the same place each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""A value a question; with several measures, of shape (questions, measures), and NaN where a measure does not apply."""

Weights = NDArray[np.int32]
"""How often each question counts, of shape (resamples, questions)."""

RESAMPLES = 10_000
SEED = 20_240
BLOCK = 500
"""Resamples at a time: those of 10,000 questions take 20 MB."""


def interval(values: Values) -> tuple[float, float]:
    """The 95% interval of the mean of `values`, shape (questions,), by the percentile bootstrap.

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993. The same values give the same interval.
    """
    sampled = np.concatenate([weights @ values for weights in resampled(len(values))])
    low, high = np.percentile(sampled / len(values), [2.5, 97.5])
    return float(low), float(high)


def differences(old: Values, new: Values, figures: Callable[[Values, Weights], Values]) -> Values:
    """What `figures` makes of each measure in two runs, and how sure the change is: a row of the old figure, the new
    one, and the low and high end of the 95% interval of new less old, by the paired percentile bootstrap.

    Efron and Tibshirani, 1993; for paired runs Koehn, "Statistical Significance Tests for Machine Translation
    Evaluation", EMNLP 2004. Resamples in which a measure applies to no question are left out of its interval.
    """
    sides = np.hstack([old, new])
    before, after = np.split(figures(sides, np.ones((1, len(sides)), np.int32))[0], 2)
    drawn = np.concatenate([figures(sides, weights) for weights in resampled(len(sides))])
    low, high = np.nanpercentile(drawn[:, len(before) :] - drawn[:, : len(before)], [2.5, 97.5], axis=0)
    return np.stack([before, after, low, high], axis=1)


def means(values: Values, weights: Weights) -> Values:
    """Each measure's weighted mean over the questions that it applies to, shape (resamples, measures)."""
    return _ratios(weights @ _summands(values))


def _summands(values: Values) -> Values:
    """The values, 0 where there is none, and beside them whether there is one: what the two sums of a mean are of."""
    present = ~np.isnan(values)
    return np.hstack([np.where(present, values, 0.0), present])


def _ratios(sums: Values) -> Values:
    totals, counts = np.split(sums, 2, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):  # a measure may be left without a question: NaN
        return totals / counts


def medians(values: Values, weights: Weights) -> Values:
    """Each measure's weighted median over the questions that it applies to, shape (resamples, measures)."""
    return np.stack([_median(column, weights) for column in values.T], axis=1)


def _median(values: Values, weights: Weights) -> Values:
    order = np.argsort(values)[: np.count_nonzero(~np.isnan(values))]  # NaN is sorted to the end
    ranked = np.append(values[order], np.nan)
    counts = weights[:, order]
    reached, total = counts.cumsum(axis=1, dtype=np.int32), counts.sum(axis=1, keepdims=True, dtype=np.int32)
    lower = np.count_nonzero(reached < (total + 1) // 2, axis=1)
    upper = np.count_nonzero(reached < total // 2 + 1, axis=1)
    return np.where(total[:, 0] > 0, (ranked[lower] + ranked[upper]) / 2, np.nan)


def randomisation(old: Values, new: Values) -> Values:
    """For each measure the chance of a difference of means this large or larger if it were all the same which run a
    reply is of: two-sided, by exchanging the two runs' values of questions drawn at random.

    Fisher, "The Design of Experiments", 1935; for search Smucker, Allan and Carterette, CIKM 2007. Where every value is
    0 or 1 it is what McNemar's test counts out; with few questions the bootstrap would find too much. The data
    themselves are counted as one draw (Phipson and Smyth, 2010), so that no chance is 0.
    """
    generator = np.random.default_rng(SEED)
    before, after = _summands(old), _summands(new)
    observed = np.abs(_ratios(after.sum(axis=0)) - _ratios(before.sum(axis=0)))
    as_large = np.ones(len(observed))
    for _ in range(RESAMPLES // BLOCK):
        moved = generator.integers(2, size=(BLOCK, len(old))) @ (after - before)
        exchanged = np.abs(_ratios(after.sum(axis=0) - moved) - _ratios(before.sum(axis=0) + moved))
        # Sums of the same shares in another order differ in their last digits. NaN, a measure that is left without
        # any question in one of the runs, tells nothing against chance and counts as large.
        as_large += np.count_nonzero(~(exchanged < observed - 1e-9), axis=0)
    return as_large / (RESAMPLES + 1)


def corrected(chances: Values) -> Values:
    """The chances of several tests, each raised so that of those below .05 at most 5% are expected to be mere chance.

    Benjamini and Hochberg, "Controlling the False Discovery Rate", JRSS B 1995: it stays valid for measures that rise
    and fall together (Benjamini and Yekutieli, 2001), and there finds more than Holm's correction does.
    """
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(chances), np.float64) if len(chances) else chances


def mcnemar(became_wrong: int, became_right: int) -> float:
    """The two-sided p of McNemar's exact test: the chance of so uneven a split if both changes were as likely.

    McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 1947.
    """
    from scipy.stats import binomtest

    changed = became_wrong + became_right
    return float(binomtest(became_wrong, changed).pvalue) if changed else 1.0


def resampled(count: int) -> Iterator[Weights]:
    """`count` questions drawn with replacement, again and again: blocks of how often each was drawn."""
    generator = np.random.default_rng(SEED)
    rows = np.arange(BLOCK)[:, None] * count
    for _ in range(RESAMPLES // BLOCK):
        drawn = generator.integers(count, size=(BLOCK, count)) + rows
        yield np.bincount(drawn.ravel(), minlength=BLOCK * count).reshape(BLOCK, count).astype(np.int32)

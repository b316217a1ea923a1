"""Intervals and tests, against figures worked out by hand and against scipy's own."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from qa.evaluation.scores import statistics
from qa.evaluation.scores.statistics import Values, Weights

Figures = Callable[[Values, Weights], Values]


def column(*values: float) -> Values:
    """One measure's values."""
    return np.array(values)[:, None]


def noisy(seed: int, *, measures: int = 25, questions: int = 80, absent: float = 0.1) -> Values:
    """Shares drawn at random, some of them absent."""
    generator = np.random.default_rng(seed)
    values = generator.integers(0, 5, size=(questions, measures)) / 4
    return np.where(generator.random(values.shape) < absent, np.nan, values)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 9) | st.just(np.nan), st.integers(0, 4)), min_size=1, max_size=9))
def test_a_weight_is_a_repetition(drawn: list[tuple[float, int]]) -> None:
    """The weighted mean and median are those of the values repeated as often as their weights say."""
    values, weights = (np.array(side) for side in zip(*drawn, strict=True))
    repeated = np.repeat(values, weights)
    repeated = repeated[~np.isnan(repeated)]
    mean, median = (repeated.mean(), np.median(repeated)) if len(repeated) else (np.nan, np.nan)
    rows = weights[None, :].astype(np.int32)
    assert statistics.means(values[:, None], rows) == pytest.approx(mean, nan_ok=True)
    assert statistics.medians(values[:, None], rows) == pytest.approx(median, nan_ok=True)


def test_questions_are_drawn_with_replacement() -> None:
    """Every resample has as many questions as there are, and each question comes as often as any other."""
    weights = np.concatenate(list(statistics.resampled(7)))
    assert weights.shape == (statistics.RESAMPLES, 7)
    assert set(weights.sum(axis=1)) == {7}
    assert weights.mean(axis=0) == pytest.approx(np.ones(7), abs=0.05)


def test_interval_of_a_mean_is_scipys() -> None:
    """The interval of a mean is the one that scipy's percentile bootstrap finds."""
    values = noisy(1, measures=1, absent=0)[:, 0]
    theirs = stats.bootstrap((values,), np.mean, method="percentile", rng=np.random.default_rng(2)).confidence_interval
    assert statistics.interval(values) == pytest.approx((theirs.low, theirs.high), abs=0.01)


def nanmedian(values: Any, axis: int) -> Any:
    """The median of the values that are there."""
    return np.nanmedian(values, axis=axis)


def nanmean(values: Any, axis: int) -> Any:
    """The mean of the values that are there."""
    return np.nanmean(values, axis=axis)


@pytest.mark.parametrize(("ours", "theirs"), [(statistics.means, nanmean), (statistics.medians, nanmedian)])
def test_interval_of_a_difference_is_scipys(ours: Figures, theirs: Callable[..., Any]) -> None:
    """The interval of a difference is that of scipy's paired percentile bootstrap, with absent values too."""
    generator = np.random.default_rng(3)
    old = noisy(4, measures=1)
    new = old * 0.8 + generator.normal(0.1, 0.2, size=old.shape)
    new[:5] = np.nan
    (before, after, low, high), *_ = statistics.differences(old, new, ours).tolist()

    def difference(one: Any, other: Any, axis: int) -> Any:
        return theirs(other, axis=axis) - theirs(one, axis=axis)

    samples = (old[:, 0], new[:, 0])
    known = stats.bootstrap(samples, difference, paired=True, method="percentile", rng=generator).confidence_interval
    assert (before, after) == pytest.approx((theirs(old, axis=0)[0], theirs(new, axis=0)[0]))
    assert (low, high) == pytest.approx((known.low, known.high), abs=0.012)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 99))
def test_turned_round_the_interval_changes_its_sign(seed: int) -> None:
    """From new to old the interval is that from old to new, with the signs changed and the ends exchanged."""
    old, new = noisy(seed, measures=2, questions=9), noisy(seed + 1, measures=2, questions=9)
    forward = statistics.differences(old, new, statistics.means)
    back = statistics.differences(new, old, statistics.means)
    assert back == pytest.approx(forward[:, [1, 0, 3, 2]] * [1, 1, -1, -1], nan_ok=True)


def test_mcnemar_by_hand() -> None:
    """Of 10 questions that changed 9 became wrong: twice the chance of 9 or 10 heads in 10 tosses, 22/1024."""
    assert statistics.mcnemar(9, 1) == pytest.approx(22 / 1024)
    assert statistics.mcnemar(3, 0) == pytest.approx(2 / 8)
    assert statistics.mcnemar(0, 0) == statistics.mcnemar(4, 4) == 1


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_counts_tosses(wrong: int, right: int) -> None:
    """McNemar's p is twice the chance of so few heads or fewer, at most 1, whichever way the questions changed."""
    changed = wrong + right
    tail = sum(comb(changed, heads) for heads in range(min(wrong, right) + 1)) / 2**changed
    assert statistics.mcnemar(wrong, right) == pytest.approx(min(1, 2 * tail))
    assert statistics.mcnemar(wrong, right) == statistics.mcnemar(right, wrong)


def test_randomisation_by_hand() -> None:
    """Three questions that all fell from 1 to 0 would do so, or all rise, in 2 of the 8 ways to exchange them."""
    (chance,) = statistics.randomisation(column(1, 1, 1), column(0, 0, 0))
    assert chance == pytest.approx(2 / 8, abs=0.02)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 99))
def test_randomisation_of_right_and_wrong_is_mcnemars_test(seed: int) -> None:
    """Where every value is 0 or 1 the randomisation test finds McNemar's p."""
    generator = np.random.default_rng(seed)
    old, new = generator.integers(2, size=(2, 30, 1)).astype(float)
    exact = statistics.mcnemar(int(((old - new) > 0).sum()), int(((new - old) > 0).sum()))
    assert statistics.randomisation(old, new)[0] == pytest.approx(exact, abs=0.03)


def test_randomisation_is_scipys() -> None:
    """For shares between 0 and 1 the chance is that of scipy's permutation test on pairs."""
    generator = np.random.default_rng(5)
    old = noisy(6, measures=1, absent=0)
    new = np.clip(old + generator.normal(0.04, 0.2, size=old.shape), 0, 1)

    def difference(one: Any, other: Any, axis: int) -> Any:
        return other.mean(axis=axis) - one.mean(axis=axis)

    known = stats.permutation_test((old[:, 0], new[:, 0]), difference, permutation_type="samples", rng=generator)
    assert statistics.randomisation(old, new)[0] == pytest.approx(known.pvalue, abs=0.02)


def test_a_measure_that_may_vanish_tells_nothing() -> None:
    """A measure with one value in each run is as likely to differ this much by chance as not: its chance is 1."""
    assert statistics.randomisation(column(1, np.nan), column(np.nan, 0)) == 1


def test_correction_by_hand() -> None:
    """Of four chances each is raised by four over its rank, and to no more than the next larger one."""
    assert statistics.corrected(np.array([0.5, 0.01, 0.03, 0.02])) == pytest.approx([0.5, 0.04, 0.04, 0.04])
    assert len(statistics.corrected(np.array([]))) == 0


def test_noise_is_no_difference() -> None:
    """Of 40 pairs of runs that differ by chance alone few have any of their 25 measures called different; without the
    correction most would.
    """
    chances = [statistics.randomisation(noisy(2 * seed), noisy(2 * seed + 1)) for seed in range(40)]
    assert sum(statistics.corrected(chance).min() < 0.05 for chance in chances) <= 5
    assert sum(chance.min() < 0.05 for chance in chances) >= 20

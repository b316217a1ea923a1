"""Risk against coverage, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.scores.refusal import Point, area, risk_coverage

from .evaluations import result


def test_curve_worked_by_hand() -> None:
    """Of five questions four get a reply: right at .9, wrong and right at .8, wrong at .5; one is refused."""
    results = [
        result("a", confidence=0.9),
        result("b", False, confidence=0.8),
        result("c", confidence=0.8),
        result("d", expected=(), confidence=0.0),
        result("e", False, expected=(), confidence=0.5),
    ]
    curve = risk_coverage(results)
    assert curve == [Point(0.2, 0.0, 0.9), Point(0.6, 0.3333, 0.8), Point(0.8, 0.5, 0.5)]
    assert area(curve) == pytest.approx((0.2 * 0 + 0.4 / 3 + 0.2 * 0.5) / 0.8, abs=1e-4)


def test_all_refused_is_no_curve() -> None:
    """Where nothing is answered there is no risk to show."""
    assert risk_coverage([result("a", expected=())]) == []


RIGHT = st.lists(st.tuples(st.booleans(), st.sampled_from([0.2, 0.5, 0.9])), min_size=1, max_size=12)


@given(RIGHT)
def test_order_of_the_questions_does_not_matter(replies: list[tuple[bool, float]]) -> None:
    """The curve is the same in whatever order the questions come, also where confidences are equal."""
    results = [result(str(n), right, confidence=sure) for n, (right, sure) in enumerate(replies)]
    assert risk_coverage(results) == risk_coverage(results[::-1])


@given(RIGHT)
def test_curve_ends_at_all_replies(replies: list[tuple[bool, float]]) -> None:
    """The last point is what happens when every reply is given, and the area lies between the extremes."""
    curve = risk_coverage([result(str(n), right, confidence=sure) for n, (right, sure) in enumerate(replies)])
    wrong = sum(not right for right, _ in replies)
    assert curve[-1].coverage == 1.0
    assert curve[-1].risk == pytest.approx(wrong / len(replies), abs=1e-4)
    risks = [point.risk for point in curve]
    assert min(risks) - 1e-4 <= area(curve) <= max(risks) + 1e-4

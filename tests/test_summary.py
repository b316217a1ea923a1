"""The figures of a run, against figures worked out by hand."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from qa.evaluation.evaluated import Evaluation
from qa.evaluation.result import Result
from qa.evaluation.scores.measures import measures
from qa.evaluation.scores.statistics import interval
from qa.evaluation.scores.summary import agreement, summarized

from .evaluations import evaluation, result


def worked() -> list[Result]:
    """Four results: two answerable questions, one of them right; two unanswerable ones, one of them refused."""
    return [
        result("a", kind="person", confidence=0.9, measures={"seconds_total": 1.0, "citation_precision": 0.5}),
        result("b", False, kind="number", confidence=0.7, measures={"seconds_total": 2.0, "citation_precision": nan}),
        result("c", expected=(), kind="off-topic", measures={"seconds_total": 3.0}),
        result("d", False, expected=(), kind="off-topic", confidence=0.5, measures={"seconds_total": 10.0}),
    ]


def test_shares_are_means_over_the_questions_they_apply_to() -> None:
    """A share's figure is the mean over the questions that have it, and says how many these are."""
    figures = summarized(worked())["measures"]
    assert (figures["right"]["value"], figures["right"]["questions"]) == (0.5, 4)
    assert (figures["correct"]["value"], figures["correct"]["questions"]) == (0.5, 2)
    assert (figures["refusal_recall"]["value"], figures["refusal_recall"]["questions"]) == (0.5, 2)
    assert (figures["refusal_precision"]["value"], figures["refusal_precision"]["questions"]) == (1.0, 1)
    assert (figures["citation_precision"]["value"], figures["citation_precision"]["questions"]) == (0.75, 2)


def test_costs_are_medians_beside_the_95th_percentile() -> None:
    """Of 1, 2, 3 and 10 seconds the median is 2.5, and the 95th percentile lies 0.85 of the way from 3 to 10."""
    assert summarized(worked())["measures"]["seconds_total"] == {"value": 2.5, "p95": 8.95, "questions": 4}


def test_kinds_failures_and_curve() -> None:
    """Right replies are counted by kind and wrong ones by failure; the curve has the three that were given."""
    summary = summarized(worked())
    assert summary["kinds"] == {
        "number": {"questions": 1, "right": 0},
        "off-topic": {"questions": 2, "right": 1},
        "person": {"questions": 1, "right": 1},
    }
    assert summary["failures"] == {"misread": 1, "unfounded": 1}
    assert [(point["coverage"], point["risk"]) for point in summary["curve"]] == [
        (0.25, 0.0),
        (0.5, 0.5),
        (0.75, 0.6667),
    ]
    area = (0.25 * 0 + 0.25 * 0.5 + 0.25 * 2 / 3) / 0.75
    assert summary["measures"]["aurc"]["value"] == pytest.approx(area, abs=1e-4)


def test_what_has_no_value_has_no_figure() -> None:
    """A set of questions to refuse has no figures of answers, search or citations; without a judge there is none."""
    figures = summarized([result("a", expected=())])["measures"]
    assert {"correct", "recall@1", "citation_precision", "aurc", "judged", "judge_agreement"}.isdisjoint(figures)


def test_no_questions_are_no_figures() -> None:
    """An empty run has no figures, and no error."""
    assert summarized([]) == {"questions": 0, "measures": {}, "kinds": {}, "failures": {}, "curve": []}


def test_agreement_worked_by_hand() -> None:
    """Of four answers the judge and the strings agree on three: kappa is .5 where chance would bring .5."""
    judged = [(True, 1.0), (True, 1.0), (False, 0.0), (True, 0.0)]
    results = [result(str(n), right, measures={"judged": said}) for n, (right, said) in enumerate(judged)]
    # chance: judged right .5 and strings right .75: .5 * .75 + .5 * .25 = .5; (.75 - .5) / (1 - .5)
    assert agreement(results) == {"value": 0.5, "agreed": 0.75, "questions": 4}


def test_interval_brackets_the_mean_and_is_the_same_twice() -> None:
    """The interval holds the mean, and the same values give the same one."""
    figure = summarized(worked() * 10)["measures"]["right"]
    assert figure["low"] < figure["value"] < figure["high"]
    assert summarized(worked() * 10)["measures"]["right"] == figure


def test_interval_of_equal_values_is_a_point() -> None:
    """Where all questions have the same value there is nothing uncertain in drawing them anew."""
    assert interval(np.ones(8)) == (1.0, 1.0)


def test_result_file_comes_back() -> None:
    """What stands in a result file is read back as it was."""
    run = evaluation(worked())
    assert Evaluation.from_dict(run.as_dict()) == run


def test_another_form_is_refused() -> None:
    """A result file of another form is no evaluation."""
    with pytest.raises(ValueError, match="form 0, not 1"):
        Evaluation.from_dict(evaluation(worked()).as_dict() | {"form": 0})


@pytest.mark.parametrize("name", measures())
def test_measures_are_described_in_both_languages(name: str) -> None:
    """Every measure has a title and a meaning in both languages, and belongs to a group."""
    measure = measures()[name]
    for language in ("en", "zh"):
        assert measure.titles[language]
        assert measure.meanings[language]
    assert measure.meanings["en"] != measure.meanings["zh"]
    assert measure.group in {"answers", "search", "grounding", "refusal", "cost"}
    assert measure.unit in {"share", "tokens", "seconds"}

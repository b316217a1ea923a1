"""Two runs compared: what changed, whether it is more than chance, and what is said of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.compare import Comparison, compare, foresee, opened
from qa.evaluation.errors import NoCommonQuestion, RunUnreadable
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.questions import Question
from qa.evaluation.reports.differences import Difference
from qa.evaluation.reports.sentences import MOST, named

from .evaluations import EXPECTED, evaluation, kept, result


def run(rights: Iterable[bool], measures: Mapping[str, float] | None = None, **made_with: Any) -> Evaluation:
    """A run of as many questions, right as said, all with the same values of `measures`."""
    results = (result(f"q{n}", right, measures=measures) for n, right in enumerate(rights))
    return evaluation(results, **made_with)


def shares(right: int, of: int) -> list[bool]:
    """So many right ones, and then wrong ones."""
    return [n < right for n in range(of)]


def measured(name: str, old: Iterable[float], new: Iterable[float]) -> Comparison:
    """A comparison of runs that reply the same and differ in one measure."""
    before, after = ([result(f"q{n}", measures={name: value}) for n, value in enumerate(side)] for side in (old, new))
    return compare(evaluation(before), evaluation(after))


def verdicts(comparison: Comparison) -> dict[str, str]:
    """The measures that differ, with their verdicts."""
    differing = ((name, difference.verdict) for name, difference in comparison.measures.items())
    return {name: verdict for name, verdict in differing if verdict != "no difference"}


def test_the_same_run_has_no_difference() -> None:
    """A run beside itself has no difference in any measure, and that its replies are the same is said."""
    comparison = compare(run(shares(64, 77)), run(shares(64, 77)))
    assert verdicts(comparison) == {}
    assert {(d.difference, d.low, d.high) for d in comparison.measures.values()} == {(0, 0, 0)}
    assert comparison.sentence("en") == "The same replies to every question: 64 of 77 right."
    assert comparison.sentence("zh") == "每个问题的回复都相同：77 条回复中 64 条正确。"


def test_worse_worked_by_hand() -> None:
    """Of 77 questions 13 became wrong and none right: 13/77 is 16.9 points, and p is 2/2¹³, 0.0002."""
    comparison = compare(run(shares(64, 77)), run(shares(51, 77)))
    right = comparison.measures["right"]
    assert (right.old, right.new, right.p) == pytest.approx((64 / 77, 51 / 77, 2 / 2**13))
    assert right.low < -13 / 77 < right.high < 0
    assert right.verdict == "worse"
    assert [changed.id for changed in comparison.became_wrong] == [f"q{n}" for n in range(51, 64)]
    english = r"Worse, and not by chance: 51 of 77 replies right instead of 64 "
    english += r"\(−16\.9 points, 95% interval −2\d\.\d to −[89]\.\d; McNemar p < 0\.001\)\. Worse at grounding: "
    assert re.match(english, comparison.sentence("en"))
    chinese = r"变差，且并非偶然：77 条回复中 51 条正确，原为 64 条"
    chinese += r"（−16\.9 个百分点，95% 区间 −2\d\.\d 至 −[89]\.\d；McNemar 检验 p < 0\.001）。依据变差："
    assert re.match(chinese, comparison.sentence("zh"))


def test_turned_round_worse_is_better() -> None:
    """What is worse from one run to the other is better the other way round, in both languages."""
    old, new = run(shares(64, 77)), run(shares(51, 77))
    worse, better = verdicts(compare(old, new)), verdicts(compare(new, old))
    assert set(worse.values()) == {"worse"}
    assert better == dict.fromkeys(worse, "better")
    assert (
        compare(new, old)
        .sentence("en")
        .startswith("Better, and not by chance: 64 of 77 replies right instead of 51 (+")
    )
    assert compare(new, old).sentence("zh").startswith("变好，且并非偶然：77 条回复中 64 条正确，原为 51 条（+")


def test_as_many_right_as_before() -> None:
    """Where as many became right as wrong no difference can be told, and p is 1."""
    comparison = compare(run([True] * 9 + [False]), run([False] + [True] * 9))
    assert comparison.sentence("en").startswith(
        "No difference can be told: 9 of 10 replies right in both runs (0.0 points"
    )
    assert comparison.sentence("zh").startswith("看不出差别：两次的 10 条回复中都有 9 条正确（0.0 个百分点")
    assert comparison.sentence("en").endswith("McNemar p = 1.000).")


def test_few_questions_prove_nothing() -> None:
    """Three questions that all became wrong may have by chance, p = 1/4, though every resample of them is worse."""
    comparison = compare(run([True] * 3), run([False] * 3))
    right = comparison.measures["right"]
    assert (right.low, right.high) == (-1, -1)
    assert right.p == pytest.approx(0.25)
    assert verdicts(comparison) == {}
    assert comparison.sentence("en").startswith("No difference can be told: 0 of 3 replies right instead of 3")


def test_search_can_be_worse_where_the_replies_are_not() -> None:
    """A setting that halves recall is called worse at search, even where it changes no reply."""
    comparison = measured("recall@10", [1.0] * 40, [1.0, 0.0] * 20)
    assert verdicts(comparison) == {"recall@10": "worse"}
    said = comparison.sentence("en")
    assert said == (
        "The same replies to every question: 40 of 40 right. Worse at search: recall@10 (0.500 instead of 1.000)."
    )
    assert comparison.sentence("zh") == (
        "每个问题的回复都相同：40 条回复中 40 条正确。检索变差：召回率@10（0.500，原为 1.000）。"
    )


def test_a_share_is_of_the_questions_that_have_it() -> None:
    """A share is the mean over the questions that have a value in that run, which need not be the same in both.

    The old run refuses an answerable and an unanswerable question, so half of its refusals are right; the new one
    refuses the second alone, so all are.
    """
    old = [result("a", False, refused=True), result("b", expected=())]
    new = [result("a"), result("b", expected=())]
    difference = compare(evaluation(old), evaluation(new)).measures["refusal_precision"]
    assert (difference.old, difference.new) == (0.5, 1)


def test_measures_without_values_in_both_are_left_out() -> None:
    """A measure that one run has no value for, or that no question has, is not compared."""
    comparison = compare(run(shares(3, 4)), run(shares(3, 4), measures={"judged": 1.0}))
    assert not {"judged", "refusal_recall", "aurc", "judge_agreement"} & comparison.measures.keys()
    assert next(iter(comparison.measures)) == "right"


@pytest.mark.parametrize(("new", "said"), [(1.9, ""), (2.0, " Slower: seconds in all (2.00 instead of 1.00).")])
def test_time_is_mentioned_beyond_its_tolerance(new: float, said: str) -> None:
    """Seconds that all rise by 5% are no difference and those that double are, but neither is called worse replies."""
    comparison = measured("seconds_total", [1.0] * 20, [new] * 20)
    seconds = comparison.measures["seconds_total"]
    assert (seconds.low, seconds.high) == pytest.approx((new - 1, new - 1))
    assert seconds.p is None
    assert seconds.verdict == ("worse" if said else "no difference")
    assert comparison.sentence("en") == "The same replies to every question: 20 of 20 right." + said
    assert ("更慢：总秒数（2.00，原为 1.00）。" in comparison.sentence("zh")) == bool(said)


def test_tokens_and_seconds_are_medians() -> None:
    """Of tokens the median counts, and fewer are better."""
    comparison = measured("prompt_tokens", [300, 400, 9000], [100, 200, 9000])
    tokens = comparison.measures["prompt_tokens"]
    assert (tokens.old, tokens.new) == (400, 200)
    fewer = measured("prompt_tokens", [400] * 9, [200] * 9)
    assert fewer.sentence("en").endswith(" Fewer tokens: prompt tokens (200 instead of 400).")
    assert fewer.sentence("zh").endswith("所用 token 更少：提示词 token 数（200，原为 400）。")


def test_the_most_important_come_first() -> None:
    """At most five are named: the largest of each group, then the second of each, and costs last."""
    values = {"recall@1": 0.9, "recall@5": 0.8, "mrr@10": 0.7, "claims_supported": 0.5, "citation_recall": 0.6}
    whole = dict.fromkeys(values, 1.0)
    comparison = compare(
        run([True] * 20, whole | {"seconds_total": 1.0}), run([True] * 20, values | {"seconds_total": 9.0})
    )
    names = [difference.measure.name for difference in named(comparison)]
    assert names == ["claims_supported", "mrr@10", "citation_recall", "recall@5", "recall@1", "seconds_total"]
    said = comparison.sentence("en")
    assert said.endswith(
        " Worse at grounding: claims supported (0.500 instead of 1.000), citation recall (0.600 instead of 1.000); "
        "worse at search: MRR@10 (0.700 instead of 1.000), recall@5 (0.800 instead of 1.000), "
        "recall@1 (0.900 instead of 1.000)."
    )
    assert len(re.findall("instead of", said)) == MOST


def test_only_questions_that_are_the_same_count() -> None:
    """Questions of one run, and those that ask, expect or follow on something else, are listed and left out."""
    same = [result(f"q{n}") for n in range(3)]
    old = [*same, result("gone"), result("asked", question="谁？"), result("meant"), result("led")]
    new = [result("new", False), *same, result("asked", question="谁主持？")]
    new += [result("meant", expected=(("吕成蹊",),)), result("led", history=[("谁？", "韦皓。")])]
    comparison = compare(evaluation(old), evaluation(new))
    assert (comparison.only_old, comparison.only_new) == (("gone",), ("new",))
    assert comparison.altered == ("asked", "meant", "led")
    assert comparison.as_dict()["questions"] == 3
    assert comparison.sentence("en") == (
        "The same replies to every question: 3 of 3 right. "
        "Only the 3 questions that are the same in both runs were compared; 5 were left out."
    )
    assert comparison.sentence("zh").endswith("只比较了两次评测都有且相同的 3 个问题，另有 5 个未计入。")


def test_no_common_question_is_an_error() -> None:
    """Runs without a common question are refused with the names of both question sets."""
    old, new = (
        evaluation([result("a")]),
        evaluation([result("b")], questions={"name": "other.jsonl", "digest": "f" * 64}),
    )
    with pytest.raises(NoCommonQuestion) as caught:
        compare(old, new)
    for message in (caught.value.message("en"), caught.value.message("zh")):
        assert "questions.jsonl (77e1f00d)" in message
        assert "other.jsonl (ffffffffffff)" in message


def test_no_common_question_is_foreseen() -> None:
    """Before anything is asked it is known whether any of the questions is in the old run; lists do for tuples."""
    question = result("a").question
    lists: Any = [list(group) for group in EXPECTED]
    foresee(evaluation([result("a")]), [Question("b", "谁？"), Question("a", question, lists)], "set.jsonl")
    with pytest.raises(NoCommonQuestion, match=re.escape("set.jsonl")):
        foresee(evaluation([result("a")]), [Question("a", question)], "set.jsonl")


def test_what_the_runs_were_made_with() -> None:
    """Settings and digests that differ are listed by dotted name; one that is missing is the same as none."""
    old = run([True], settings={"top_k": 10, "judge": None})
    new = run([True], settings={"top_k": 1}, models={"qwen": "1f"})
    del new.made_with["settings"]["judge"]
    comparison = compare(old, new)
    assert comparison.made_with == {"settings.top_k": (10, 1), "models.qwen": (None, "1f")}
    assert comparison.sentence("en") == "The same replies to every question: 1 of 1 right."


@pytest.mark.parametrize(
    ("differing", "english", "chinese"),
    [
        ("library", "The libraries differ, so this compares more than the settings.", "文库不同"),
        ("questions", "The question sets differ.", "问题集不同"),
    ],
)
def test_other_libraries_and_questions_are_said(differing: str, english: str, chinese: str) -> None:
    """That the runs are of different libraries or question sets is said beside the verdict."""
    comparison = compare(run([True]), evaluation([result("q0")], **{differing: {"digest": "another"}}))
    assert comparison.sentence("en").endswith(f" {english}")
    assert chinese in comparison.sentence("zh")


def test_questions_that_changed() -> None:
    """Each changed question is listed once with both replies: became right, became wrong, or reworded."""
    old = [result("a"), result("b", False), result("c", text="韦皓主持。"), result("d")]
    new = [result("a", False), result("b"), result("c", text="由韦皓主持。"), result("d")]
    comparison = compare(evaluation(old), evaluation(new))
    (wrong,), (right,), (reworded,) = comparison.became_wrong, comparison.became_right, comparison.reworded
    assert (wrong.id, wrong.old, wrong.new) == ("a", "会议由韦皓主持。[1]", "会议由吕成蹊主持。[1]")
    assert (wrong.question, wrong.kind, wrong.failure) == ("第a场会议由谁主持？", "person", "misread")
    assert (right.id, right.failure) == ("b", None)
    assert (reworded.id, reworded.old, reworded.new) == ("c", "韦皓主持。[1]", "由韦皓主持。[1]")


def test_comparison_for_machines() -> None:
    """The comparison is JSON, with the sentence in both languages, the counts of McNemar's test and every measure."""
    comparison = compare(run(shares(64, 77)), run(shares(51, 77), settings={"top_k": 1}))
    told = json.loads(json.dumps(comparison.as_dict()))
    assert told["verdict"] == "worse"
    assert told["sentence"] == {"en": comparison.sentence("en"), "zh": comparison.sentence("zh")}
    assert told["mcnemar"] == {"became_right": 0, "became_wrong": 13, "p": 0.000244}
    assert told["measures"].keys() == comparison.measures.keys()
    right = told["measures"]["right"]
    assert (right["old"], right["new"], right["difference"]) == (0.8312, 0.6623, -0.1688)
    assert right.keys() == {"old", "new", "difference", "low", "high", "p", "verdict"}
    assert told["measures"]["seconds_total"]["p"] is None
    assert [changed["id"] for changed in told["became_wrong"]] == [f"q{n}" for n in range(51, 64)]
    assert told["made_with"] == {"settings.top_k": {"old": 10, "new": 1}}


def test_a_kept_run_is_compared_like_a_fresh_one(tmp_path: Path) -> None:
    """A run that was kept and read again compares as it did before."""
    old, new = run(shares(9, 12)), run(shares(7, 12))
    assert compare(opened(kept(tmp_path / "old.json", old)), new) == compare(old, new)


@pytest.mark.parametrize(
    "content", [None, "{", "[]", "{}", '{"form": 1}', '{"form": 1, "made_with": {}, "results": [{}]}']
)
def test_what_is_no_run_is_refused(tmp_path: Path, content: str | None) -> None:
    """A file that is not there, is no JSON, or holds something else is refused by name, in both languages."""
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RunUnreadable) as caught:
        opened(path)
    assert str(path) in caught.value.message("en")
    assert str(path) in caught.value.message("zh")


def test_a_difference_knows_its_measure() -> None:
    """Each difference is listed under its own measure's name."""
    for name, difference in compare(run([True]), run([False])).measures.items():
        assert isinstance(difference, Difference)
        assert difference.measure.name == name

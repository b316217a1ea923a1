"""The gate: which rules can be, and which a run breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from qa.evaluation.compare import compare
from qa.evaluation.errors import GateRuleImpossible, GateRulesError, GateRulesUnreadable, GateRuleUncompared
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.gate import Broken, Rule, check, load
from qa.evaluation.scores.measures import measures

from .evaluations import evaluation, result


def rules(folder: Path, text: str, *, compared: bool = True) -> list[Rule]:
    """The rules of a file with this text."""
    path = folder / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, compared=compared)


def run(rights: Iterable[bool], measures: Mapping[str, float] | None = None) -> Evaluation:
    """A run with questions of two kinds in turn, all with the same values of `measures`."""
    results = (
        result(f"q{n}", right, kind="number" if n % 2 else "person", measures=measures)
        for n, right in enumerate(rights)
    )
    return evaluation(results)


def broken(text: str, folder: Path, new: Evaluation, old: Evaluation | None = None) -> list[Broken]:
    """What a run breaks of the rules with this text."""
    return check(rules(folder, text, compared=old is not None), new, compare(old, new) if old else None)


def test_rules_as_they_are_written(tmp_path: Path) -> None:
    """Every bound is read, of measures, of kinds, quoted or not, and of a p95; their order stays."""
    text = """
        "recall@10" = { min = 0.9, max = 1, max_drop = 0.02, not_worse = true }
        [kinds.person]
        min = 0.5
        ["kinds.number"]
        max_drop = 0
        [seconds_total]
        max = 20
        p95.max = 60
        [aurc]
        max_drop = 0.1
    """
    assert rules(tmp_path, text) == [
        Rule("recall@10", "min", 0.9),
        Rule("recall@10", "max", 1),
        Rule("recall@10", "max_drop", 0.02),
        Rule("recall@10", "not_worse", 0),
        Rule("kinds.person", "min", 0.5),
        Rule("kinds.number", "max_drop", 0),
        Rule("seconds_total", "max", 20),
        Rule("seconds_total.p95", "max", 60),
        Rule("aurc", "max_drop", 0.1),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('["recal@10"]\nmin = 0.9', "recal@10"),
        ('["recall@10.p95"]\nmin = 0.9', "recall@10.p95"),
        ("[kinds]\nperson = 0.9", "kinds"),
        ("[recall.10]\nmin = 0.9", "recall.10"),
    ],
)
def test_unknown_measure_is_named(tmp_path: Path, text: str, key: str) -> None:
    """A rule for no measure is refused with file, key and what there is: measures, the p95s of costs, and kinds."""
    with pytest.raises(GateRuleImpossible) as caught:
        rules(tmp_path, text)
    for message in (caught.value.message("en"), caught.value.message("zh")):
        assert str(tmp_path / "gate.toml") in message
        assert f"[{key}]" in message
        assert all(name in message for name in (*measures(), "seconds_total.p95", "kinds.KIND"))


@pytest.mark.parametrize(
    ("text", "key", "bound", "known"),
    [
        ("[right]\nmni = 0.9", "right", "mni", "min, max, max_drop, not_worse"),
        ("[aurc]\nnot_worse = true", "aurc", "not_worse", "min, max, max_drop"),
        ("[kinds.person]\nnot_worse = true", "kinds.person", "not_worse", "min, max, max_drop"),
        ("[seconds_total.p95]\nnot_worse = true", "seconds_total.p95", "not_worse", "min, max, max_drop"),
    ],
)
def test_unknown_bound_is_named(tmp_path: Path, text: str, key: str, bound: str, known: str) -> None:
    """A bound that there is not, or not for this figure, is refused with those that there are."""
    with pytest.raises(GateRuleImpossible) as caught:
        rules(tmp_path, text)
    path = tmp_path / "gate.toml"
    assert caught.value.message("en") == f"{path}, [{key}]: {bound} cannot be here. What can be: {known}."
    assert caught.value.message("zh") == f"{path}，[{key}]：这里不能是 {bound}，可以是：{known}。"


@pytest.mark.parametrize(
    ("text", "key", "value", "known"),
    [
        ('[right]\nmin = "0.9"', "[right] min", "'0.9'", "0…1"),
        ("[right]\nmin = 90", "[right] min", "90", "0…1"),
        ("[right]\nmin = true", "[right] min", "true", "0…1"),
        ("[right]\nmin = [0.9]", "[right] min", "[0.9]", "0…1"),
        ("[right]\nmin = nan", "[right] min", "nan", "0…1"),
        ("[kinds.person]\nmin = 60", "[kinds.person] min", "60", "0…1"),
        ("[right]\nmax_drop = -0.1", "[right] max_drop", "-0.1", "0…1"),
        ("[seconds_total]\nmax = inf", "[seconds_total] max", "inf", "≥ 0"),
        ("[seconds_total.p95]\nmax = -1", "[seconds_total.p95] max", "-1", "≥ 0"),
        ("[right]\nnot_worse = false", "[right] not_worse", "false", "true"),
        ("[right]\nnot_worse = 1", "[right] not_worse", "1", "true"),
        ("right = 0.9", "right", "0.9", "{ min = 0.9 }"),
        ("min = 0.9", "min", "0.9", "{ min = 0.9 }"),
        ("[right]", "right", "{}", "{ min = 0.9 }"),
    ],
)
def test_impossible_value_is_named(tmp_path: Path, text: str, key: str, value: str, known: str) -> None:
    """A value of another type or beyond what can be is refused with the key, the value and what it can be."""
    with pytest.raises(GateRuleImpossible) as caught:
        rules(tmp_path, f'{text}\n["recall@10"]\nmin = 0.5')
    path = tmp_path / "gate.toml"
    assert caught.value.message("en") == f"{path}, {key}: {value} cannot be here. What can be: {known}."
    assert caught.value.message("zh") == f"{path}，{key}：这里不能是 {value}，可以是：{known}。"


@pytest.mark.parametrize(("bound", "value"), [("max_drop", "0.1"), ("not_worse", "true")])
def test_bound_against_another_run_needs_one(tmp_path: Path, bound: str, value: str) -> None:
    """A bound against another run is refused where there is none, before anything is asked, with the remedy."""
    with pytest.raises(GateRuleUncompared, match="--compare") as caught:
        rules(tmp_path, f"[right]\n{bound} = {value}", compared=False)
    assert f"[right] {bound}" in str(caught.value)
    assert "--compare" in caught.value.message("zh")


@pytest.mark.parametrize("content", [None, b"", b"# nothing", b"[right", "[right] # 对".encode("gb18030")])
def test_file_without_rules_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, holds no rule, or is no TOML is refused by name: no gate passes unread."""
    path = tmp_path / "gate.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GateRulesUnreadable) as caught:
        load(path, compared=True)
    assert caught.value.message("en").startswith(f"{path}: ")
    assert caught.value.message("zh").startswith(f"{path}：")


def test_all_faults_are_one_error() -> None:
    """Whatever is wrong with the rules is a GateRulesError, for which the command line returns 2."""
    faults = (GateRulesUnreadable, GateRuleImpossible, GateRuleUncompared)
    assert all(issubclass(fault, GateRulesError) and fault.exit_status == 2 for fault in faults)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("[right]\nmin = 0.75", True),
        ("[right]\nmin = 0.76", False),
        ("[right]\nmax = 0.75", True),
        ("[right]\nmax = 0.7", False),
        ("[kinds.person]\nmin = 1", True),
        ("[kinds.number]\nmin = 0.6", False),
        ("[seconds_total]\nmax = 1.2", True),
        ("[seconds_total]\nmax = 1.1", False),
        ("[seconds_total.p95]\nmax = 1.2", True),
        ("[seconds_total.p95]\nmax = 1", False),
        ("[aurc]\nmax = 1", True),
        ("[judged]\nmin = 0", False),
        ("[judged]\nmax = 1", False),
        ("[kinds.persn]\nmin = 0", False),
    ],
)
def test_bounds_of_one_run(tmp_path: Path, rule: str, kept: bool) -> None:
    """Of 4 questions 3 are right, both persons and one number of two: bounds at the figures are kept, beyond broken.

    What has no value breaks its rule whatever the bound.
    """
    new = run([True, True, True, False])
    assert (broken(rule, tmp_path, new) == []) is kept


def test_drop_at_the_limit_is_allowed(tmp_path: Path) -> None:
    """From 9 of 10 to 8 of 10 is a drop of 0.1, though the difference of the fractions is a little more."""
    old, new = run([True] * 9 + [False]), run([True] * 8 + [False] * 2)
    assert broken("[right]\nmax_drop = 0.1", tmp_path, new, old) == []
    (rule,) = broken("[right]\nmax_drop = 0.09", tmp_path, new, old)
    assert rule.actual == pytest.approx(0.1)
    assert rule.sentence("en") == "right is worse by 0.1 than in the run compared with, and the gate allows 0.09."
    assert rule.sentence("zh") == "right 比对照的评测差 0.1，门槛允许的是 0.09。"


def test_drop_of_kinds_and_of_less_is_better(tmp_path: Path) -> None:
    """Kinds fall, seconds rise: each may get worse by so much, and better by any amount."""
    old, new = run([True] * 4, {"seconds_total": 1.0}), run([True] * 3 + [False], {"seconds_total": 3.0})
    text = "[kinds]\nperson.max_drop = 0\nnumber.max_drop = 0.5\n[seconds_total]\nmax_drop = 1.5\np95.max_drop = 2"
    (rule,) = broken(text, tmp_path, new, old)
    assert (rule.measure, rule.bound, rule.limit, rule.actual) == ("seconds_total", "max_drop", 1.5, 2)
    assert broken(text, tmp_path, old, new) == []


def test_drop_is_of_the_questions_of_both(tmp_path: Path) -> None:
    """A question that only one run asked does not count as a drop."""
    old, new = run([True] * 4), run([True] * 4 + [False] * 4)
    assert broken("[right]\nmax_drop = 0", tmp_path, new, old) == []


def test_not_worse(tmp_path: Path) -> None:
    """Not worse is broken by a difference that is more than chance, and by no other."""
    old = run([True] * 30)
    text = "[right]\nnot_worse = true"
    assert broken(text, tmp_path, run([False] * 2 + [True] * 28), old) == []
    (rule,) = broken(text, tmp_path, run([False] * 15 + [True] * 15), old)
    assert rule.actual == pytest.approx(0.5)
    assert rule.sentence("en") == "right is worse by 0.5 than in the run compared with, and not by chance."
    assert rule.sentence("zh") == "right 比对照的评测差 0.5，且并非偶然。"


def test_nothing_to_compare_breaks_the_rule(tmp_path: Path) -> None:
    """A bound against another run is broken where that run, or either, has no value."""
    old, new = run([True] * 4), run([True] * 4, {"judged": 1.0})
    for rule in ("[judged]\nmax_drop = 1", "[judged]\nnot_worse = true", "[kinds.persn]\nmax_drop = 1"):
        (one,) = broken(rule, tmp_path, new, old)
        assert one.actual is None
    assert [one.actual for one in check(rules(tmp_path, "[right]\nnot_worse = true"), new)] == [None]


def test_sentences_have_both_numbers(tmp_path: Path) -> None:
    """A broken rule says what the figure is and what was asked; one without value says that."""
    text = '["recall@10"]\nmin = 1\n[right]\nmin = 0.9\n[seconds_total]\nmax = 1\n[judged]\nmin = 0.5'
    rules_broken = broken(text, tmp_path, run([True, True, False]))
    assert [rule.sentence("en") for rule in rules_broken] == [
        "right is 0.6667, less than the 0.9 that the gate asks for.",
        "seconds_total is 1.2, more than the 1 that the gate allows.",
        "judged has no value that min could be judged by.",
    ]
    assert [rule.sentence("zh") for rule in rules_broken] == [
        "right 为 0.6667，低于门槛要求的 0.9。",
        "seconds_total 为 1.2，超过门槛允许的 1。",
        "judged 没有值，无法按 min 判断。",
    ]

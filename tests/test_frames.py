"""An evaluation as pandas tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.evaluation.compare import compare
from qa.evaluation.errors import NoCommonQuestion, OnlyDrafts, RunUnreadable
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.frames import Frames, evaluate, frames
from qa.evaluation.questions import Question, save
from qa.settings import load
from store.errors import LibraryMissing
from store.library import Library

from .evaluations import evaluation, kept, result

UNSAID = {"check": "terms", "severity": "unsaid", "says": "很长", "span": [2, 4], "quote_says": "", "quote_span": None}
UNSAID |= {"quote": "", "asked": ""}


def worked() -> Evaluation:
    """Three questions: a person answered rightly with a claim withheld, a number answered wrongly, one refused."""
    return evaluation(
        [
            result(
                "a", confidence=0.9, withheld=[{"text": "会议很长。", "verdict": "unsupported", "findings": [UNSAID]}]
            ),
            result("b", False, kind="number", confidence=0.5),
            result("c", expected=(), kind="off-topic"),
        ]
    )


def test_summary_has_a_row_a_measure() -> None:
    """The figures stand by the measure's name: interval of shares, p95 of tokens and seconds, and how many of."""
    summary = frames(worked()).summary
    assert list(summary.columns) == ["value", "low", "high", "p95", "questions"]
    assert summary.index.name == "measure"
    assert summary.loc["right", "value"] == pytest.approx(2 / 3, abs=1e-4)
    assert summary.loc["correct", "questions"] == 2
    assert summary.loc["seconds_total", ["value", "p95"]].to_numpy().tolist() == [1.2, 1.2]
    absent = summary.isna()
    assert absent.loc["right"].to_numpy().tolist() == [False, False, False, True, False]
    assert absent.loc["seconds_total"].to_numpy().tolist() == [False, True, True, False, False]


def test_results_have_a_row_a_question() -> None:
    """Each question has its reply and verdict, and the values of its measures; those it has not are absent."""
    results = frames(worked()).results
    assert list(results.columns[:8]) == ["id", "kind", "question", "text", "right", "refused", "failure", "confidence"]
    assert results["right"].tolist() == [True, False, True]
    assert results["refused"].tolist() == [False, False, True]
    assert results["failure"].fillna("").tolist() == ["", "misread", ""]
    assert results["confidence"].tolist() == [0.9, 0.5, 0.8]
    assert results["text"][0] == "会议由韦皓主持。[1]"
    assert results["correct"].fillna(-1).tolist() == [1, 0, -1]
    assert results["refusal_recall"].fillna(-1).tolist() == [-1, -1, 1]
    assert results.columns.is_unique


def test_findings_say_why_a_claim_is_withheld() -> None:
    """Each finding of a claim is a row, with the words of the claim and those of the quote."""
    found = frames(worked()).findings
    assert found["claim"].tolist() == ["会议很长。"]
    assert found["withheld"].tolist() == [True]
    assert found["check"].tolist() == ["terms"]
    assert found["says"].tolist() == ["很长"]


def test_claims_have_their_quotes() -> None:
    """Each claim has its verdict and the sentences that it rests on; one that was withheld has none."""
    claims = frames(worked()).claims
    assert claims["id"].tolist() == ["a", "a", "b"]
    assert claims["claim"].tolist() == ["会议由韦皓主持。", "会议很长。", "会议由吕成蹊主持。"]
    assert claims["verdict"].tolist() == ["supported", "unsupported", "supported"]
    assert claims["quotes"].tolist() == [("会议由韦皓主持。",), (), ("会议由韦皓主持。",)]
    assert claims["withheld"].tolist() == [False, True, False]


def test_hits_have_their_place() -> None:
    """Each passage found stands with its question and its place, from 1."""
    hits = frames(worked()).hits
    assert hits["id"].tolist() == ["a", "a", "b", "b", "c", "c"]
    assert hits["place"].tolist() == [1, 2] * 3
    assert hits["right"].tolist() == [False, True] * 3
    assert hits["source"].tolist()[:2] == ["/articles/002.txt", "/articles/001.txt"]


def test_kinds_and_curve() -> None:
    """Kinds have their share right; of the two replies given the surer is right, so risk rises from 0 to a half."""
    made = frames(worked())
    assert made.kinds.loc[["person"]].to_numpy().tolist() == [[1, 1, 1]]
    assert made.kinds["share"].to_dict() == {"number": 0, "off-topic": 1, "person": 1}
    assert made.curve["confidence"].tolist() == [0.9, 0.5]
    assert made.curve["risk"].tolist() == [0, 0.5]
    assert made.curve["coverage"].tolist() == pytest.approx([1 / 3, 2 / 3], abs=1e-4)


def test_comparison_has_a_row_a_measure() -> None:
    """With another run beside it there is a row a measure with verdict, and the sentence; without, there is none."""
    old, new = (evaluation(result(f"q{n}", n < right) for n in range(30)) for right in (30, 15))
    made = frames(new, compare(old, new))
    assert made.comparison is not None
    assert made.compared is not None
    assert list(made.comparison.columns) == ["old", "new", "difference", "low", "high", "p", "verdict"]
    assert made.comparison.loc["right", ["old", "new", "verdict"]].to_numpy().tolist() == [1, 0.5, "worse"]
    assert made.comparison["p"].isna().sum() == 4, "the costs have none"
    assert made.compared.sentence("en").startswith("Worse")
    assert frames(new).comparison is None
    assert frames(new).compared is None


def test_tables_without_rows_have_their_columns() -> None:
    """A run of refusals without hits has tables without rows, with the columns all the same."""
    made = frames(evaluation([result("a", expected=(), hits=[])]))
    assert (len(made.claims), len(made.hits), len(made.curve)) == (0, 0, 0)
    assert list(made.claims.columns) == ["id", "claim", "verdict", "quotes", "withheld"]
    assert {"id", "place", "article", "score"} <= set(made.hits.columns)
    assert list(made.curve.columns) == ["coverage", "risk", "confidence"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where runs are kept that are under way."""
    return tmp_path_factory.mktemp("frames") / "runs"


@pytest.fixture(scope="module")
def assistant(sample_library: Library, runs: Path) -> Assistant:
    """An assistant without a language model, over the sample articles, which remembers what it has read."""
    return Assistant(sample_library, None, load(llm="extractive", runs=runs))


ASKED = [
    Question("a", "东莞市委理论学习中心组11月28日的会议由谁主持？", (("韦皓",),), kind="person"),
    Question("b", "今天晚饭吃什么？", kind="off-topic", draft=True),
]


def test_evaluate_asks_the_questions(assistant: Assistant) -> None:
    """Every question given is asked of the assistant given, and progress is told."""
    told: list[tuple[int, int]] = []
    made = evaluate(ASKED, assistant, progress=lambda done, count: told.append((done, count)))
    assert isinstance(made, Frames)
    assert made.results["id"].tolist() == ["a", "b"]
    assert "韦皓" in made.results["text"][0]
    assert told[-1] == (2, 2)


def test_evaluate_asks_no_drafts_of_a_file(assistant: Assistant, tmp_path: Path) -> None:
    """Of a file the questions that somebody accepted are asked; the run knows the name of their set."""
    save(tmp_path / "set.jsonl", ASKED)
    made = evaluate(tmp_path / "set.jsonl", assistant)
    assert made.results["id"].tolist() == ["a"]
    assert made.evaluation.made_with["questions"]["name"] == "set.jsonl"


def test_a_set_of_drafts_is_refused(assistant: Assistant, tmp_path: Path) -> None:
    """A file that holds drafts alone is refused by name, rather than measured as a set without questions."""
    save(tmp_path / "set.jsonl", ASKED[1:])
    with pytest.raises(OnlyDrafts, match=re.escape("set.jsonl")):
        evaluate(tmp_path / "set.jsonl", assistant)


def test_evaluate_asks_anew(assistant: Assistant, runs: Path) -> None:
    """What was evaluated leaves nothing behind to go on from: the same call asks again."""
    evaluate(ASKED, assistant)
    assert not list(runs.iterdir())


def test_evaluate_compares(assistant: Assistant, tmp_path: Path) -> None:
    """A run is set beside an earlier one, whether that is at hand or in a file."""
    first = evaluate(ASKED, assistant)
    path = kept(tmp_path / "first.json", first.evaluation)
    for earlier in (first, path, str(path)):
        second = evaluate(ASKED, assistant, compare=earlier)
        assert second.compared is not None
        assert second.compared.same_replies


def test_evaluate_refuses_before_it_asks(assistant: Assistant, tmp_path: Path) -> None:
    """What cannot be is said before the first question: an earlier run that is none or of other questions, settings
    for an assistant that is open already, a library that is not there.
    """
    told: list[int] = []
    with pytest.raises(RunUnreadable):
        evaluate(ASKED, assistant, compare=tmp_path / "none.json", progress=lambda done, _: told.append(done))
    with pytest.raises(NoCommonQuestion):
        evaluate(ASKED, assistant, compare=frames(worked()), progress=lambda done, _: told.append(done))
    with pytest.raises(TypeError, match="top_k"):
        evaluate(ASKED, assistant, top_k=1)
    with pytest.raises(LibraryMissing):
        evaluate(ASKED, tmp_path / "none", llm="extractive")
    assert told == []

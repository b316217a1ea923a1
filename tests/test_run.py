"""Runs: every question asked, interrupted and gone on with, and several settings in one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.assistant import Assistant
from qa.errors import SettingError
from qa.evaluation.errors import RunsNotWritable, SettingNotVaried
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.journal import discard
from qa.evaluation.provenance import DECIDING, made_with
from qa.evaluation.questions import Question
from qa.evaluation.run import run
from qa.evaluation.sweep import sweep
from qa.settings import load

from .chat import chatting
from .letters import shelf

COUNTIES = ("清河", "白山", "松江", "宝安", "东莞", "中山")
QUESTIONS = [
    Question(f"q{n}", f"{county}县植树活动由谁主持？", ((f"刘志{n}",),), (f"{n}.txt",), "person")
    for n, county in enumerate(COUNTIES)
] + [
    Question("then", "那县长呢？", (("赵明0",),), ("0.txt",), history=(("清河县植树活动由谁主持？", "刘志0。"),)),
    Question("none", "月球上有多少居民？", kind="off-topic"),
]


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    """An assistant without a language model over six small articles."""
    return opened(tmp_path)


def opened(folder: Path, **settings: Any) -> Assistant:
    """The same, made or opened again."""
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    for n, county in enumerate(COUNTIES):
        text = f"{county}县植树活动由县委书记刘志{n}主持。{county}县县长赵明{n}参加了植树活动。"
        (articles / f"{n}.txt").write_text(text, encoding="utf-8")
    library = shelf(folder / "library")
    library.add([articles])
    return Assistant(library, None, load(**{"llm": "extractive", "reader": "none", "runs": folder / "runs"} | settings))


def untimed(evaluation: Evaluation) -> dict[str, Any]:
    """The whole evaluation without its seconds, which no two runs have in common."""
    whole = json.loads(json.dumps(evaluation.as_dict()))
    for row in whole["results"]:
        del row["reply"]["seconds"]
        row["measures"] = {name: value for name, value in row["measures"].items() if "seconds" not in name}
    whole["summary"]["measures"] = {k: v for k, v in whole["summary"]["measures"].items() if "seconds" not in k}
    return dict(whole)


def interrupted(after: int) -> Callable[[int, int], None]:
    """A progress that breaks off when so many questions are done."""

    def progress(done: int, _: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    return progress


def test_every_question_is_asked_in_order(assistant: Assistant) -> None:
    """Every question is asked with its history, in the set's order, and progress is told each time."""
    told: list[tuple[int, int]] = []
    evaluation = run(assistant, QUESTIONS, "counties", progress=lambda *done: told.append(done))
    assert [result.id for result in evaluation.results] == [question.id for question in QUESTIONS]
    assert [result.right for result in evaluation.results] == [True] * len(QUESTIONS)
    assert told == [(n, len(QUESTIONS)) for n in range(len(QUESTIONS) + 1)]


def test_made_with_holds_all_it_depends_on(assistant: Assistant) -> None:
    """The result says with which version, settings, library and questions it was made."""
    made = run(assistant, QUESTIONS, "counties").made_with
    assert made["settings"].keys() == set(DECIDING)
    assert (made["settings"]["llm"], made["settings"]["embedding"]) == ("extractive", "multilingual-e5-small")
    assert (made["library"]["articles"], made["questions"]["name"]) == (len(COUNTIES), "counties")
    assert made["questions"]["count"] == len(QUESTIONS)


def test_same_inputs_same_figures(tmp_path: Path) -> None:
    """Two runs of the same are the same but for the seconds."""
    first = run(opened(tmp_path), QUESTIONS)
    discard(tmp_path / "runs", first.made_with)
    assert untimed(run(opened(tmp_path), QUESTIONS)) == untimed(first)


@pytest.mark.parametrize("after", [0, 1, 5, len(QUESTIONS)])
def test_interrupted_run_goes_on(tmp_path: Path, after: int) -> None:
    """A run that was interrupted goes on with the next question, keeps what it had to the last digit, and ends as one
    that nothing interrupted.
    """
    whole = run(opened(tmp_path), QUESTIONS)
    discard(tmp_path / "runs", whole.made_with)
    with pytest.raises(KeyboardInterrupt):
        run(opened(tmp_path), QUESTIONS, progress=interrupted(after))
    kept = [json.loads(line) for file in (tmp_path / "runs").glob("*.jsonl") for line in file.read_text().splitlines()]
    told: list[int] = []
    resumed = run(opened(tmp_path), QUESTIONS, progress=lambda done, _: told.append(done))
    assert told[0] == after
    assert json.loads(json.dumps(resumed.as_dict()))["results"][:after] == kept
    assert untimed(resumed) == untimed(whole)


def test_line_that_was_cut_short_is_asked_again(tmp_path: Path) -> None:
    """What a crash left of half a line is no result: that question is asked again."""
    with pytest.raises(KeyboardInterrupt):
        run(opened(tmp_path), QUESTIONS, progress=interrupted(3))
    (file,) = (tmp_path / "runs").glob("*.jsonl")
    file.write_bytes(file.read_bytes()[:-20])
    told: list[int] = []
    resumed = run(opened(tmp_path), QUESTIONS, progress=lambda done, _: told.append(done))
    assert told[0] == 2
    assert len(resumed.results) == len(QUESTIONS)


@pytest.mark.parametrize("changed", [{"top_k": 3}, {"lexical_weight": 0.0}], ids=str)
def test_other_settings_begin_anew(tmp_path: Path, changed: dict[str, Any]) -> None:
    """What was begun with other settings is not gone on with."""
    with pytest.raises(KeyboardInterrupt):
        run(opened(tmp_path), QUESTIONS, progress=interrupted(3))
    told: list[int] = []
    run(opened(tmp_path, **changed), QUESTIONS, progress=lambda done, _: told.append(done))
    assert told[0] == 0


def test_another_library_or_set_begins_anew(tmp_path: Path) -> None:
    """An article more, or a question more, and what the run depends on is another."""
    made = made_with(opened(tmp_path), QUESTIONS, "counties")
    assert made_with(opened(tmp_path), QUESTIONS, "counties") == made
    assert made_with(opened(tmp_path), QUESTIONS[1:], "counties")["questions"] != made["questions"]
    (tmp_path / "articles" / "more.txt").write_text("这一篇文章讲的是另外一件事情，与植树没有关系。", encoding="utf-8")
    assert made_with(opened(tmp_path), QUESTIONS, "counties")["library"] != made["library"]


def test_folder_for_runs_that_cannot_be_made(tmp_path: Path) -> None:
    """A run whose progress cannot be kept says so by the folder's name before anything is asked."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RunsNotWritable, match="file"):
        run(opened(tmp_path, runs=tmp_path / "file" / "runs"), QUESTIONS)


def test_sweep_runs_every_combination(assistant: Assistant) -> None:
    """A sweep has a run for every combination, the first values first, each compared with the first run."""
    runs = sweep(assistant, {"top_k": ["6", "1"], "lexical_weight": ["0.5", "0"]}, QUESTIONS)
    labels = [run.label for run in runs]
    assert labels[0] == "top_k=6  lexical_weight=0.5"
    assert labels[-1] == "top_k=1  lexical_weight=0"
    assert [run.evaluation.made_with["settings"]["top_k"] for run in runs] == [6, 6, 1, 1]
    assert runs[0].comparison.same_replies


def test_sweep_finds_what_single_runs_find(tmp_path: Path) -> None:
    """Sharing changes nothing: each configuration has the results that it has alone."""
    runs = sweep(opened(tmp_path), {"top_k": ["6", "1"]}, QUESTIONS)
    for shared, k in zip(runs, (6, 1), strict=True):
        discard(tmp_path / "runs", shared.evaluation.made_with)
        assert untimed(run(opened(tmp_path, top_k=k), QUESTIONS)) == untimed(shared.evaluation)


@pytest.mark.parametrize(
    ("varied", "error"),
    [
        ({"embedding": ["a", "b"]}, SettingNotVaried),
        ({"top_q": ["1"]}, SettingNotVaried),
        ({"top_k": ["5", "none"]}, SettingError),
    ],
)
def test_sweep_over_the_impossible(assistant: Assistant, varied: dict[str, list[str]], error: type[Exception]) -> None:
    """A setting that cannot be varied, or a value that it cannot have, is refused before the first question."""
    with pytest.raises(error, match=next(iter(varied))):
        sweep(assistant, varied, QUESTIONS)


def test_model_is_asked_the_same_only_once(tmp_path: Path) -> None:
    """Where two configurations make the same prompt, the model is asked once, and its reply and time are of both."""
    with chatting() as server:
        server.pieces = ("由刘志0", "主持[1]。")
        asked = opened(tmp_path, llm="openai:tiny", base_url=server.address)
        first, second = sweep(asked, {"top_k": ["6", "5"]}, QUESTIONS[:1])
        assert len(server.requests) == 1
    replies = [configuration.evaluation.results[0].reply for configuration in (first, second)]
    assert replies[0]["text"] == replies[1]["text"] != ""
    assert replies[0]["tokens"] == replies[1]["tokens"] == {"prompt": 11, "answer": 2}
    once = [reply["seconds"]["total"] - reply["seconds"]["search"] for reply in replies]
    assert once[1] >= once[0] - 0.01  # rounded to milliseconds


def test_judge_is_asked_about_answers(tmp_path: Path) -> None:
    """The judge is shown the question, what is expected and the answer, and its last word is its verdict."""
    with chatting() as server:
        server.script = [("没有说错，", "\n正确"), ("回答不正确，说错了县长。\n", "错误"), ("我不知道。",)]
        asked = opened(tmp_path, judge="openai:tiny", base_url=server.address)
        evaluation = run(asked, [*QUESTIONS[:3], QUESTIONS[-1]])
        assert [request.said.count("刘志") for request in server.requests] == [2, 2, 2]
    assert [result.measures.get("judged") for result in evaluation.results] == [1.0, 0.0, None, None]
    assert evaluation.summary["measures"]["judge_agreement"]["questions"] == 2


def test_local_judge_is_named_in_the_result(tmp_path: Path) -> None:
    """The judge is part of what a result depends on."""
    made = made_with(opened(tmp_path, judge="openai:tiny"), QUESTIONS, "counties")
    assert made["settings"]["judge"] == "openai:tiny"

"""`yuanwen evaluate`: what it prints, what it writes, when it fails, and that it can be interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .test_cli import PLANTING, ROOT, TRADE, Ran, refused, run

QUESTIONS: list[dict[str, Any]] = [
    {"id": "who", "question": "清河县春季植树活动由谁主持？", "answers": [["刘志远"]], "articles": ["planting.txt"]},
    {"id": "much", "question": "白山市2020年进出口总额是多少？", "answers": [["86.5亿元"]], "articles": ["trade.txt"]},
    {"id": "area", "question": "清河县全县计划新造林多少亩？", "answers": [["3.2万亩"]], "articles": ["planting.txt"]},
    {"id": "wrong", "question": "白山市2020年出口多少？", "answers": [["99亿元"]], "articles": ["trade.txt"]},
    {"id": "moon", "question": "月球上有多少居民？"},
]


@pytest.fixture(scope="module", autouse=True)
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two small articles."""
    folder = tmp_path_factory.mktemp("evaluating")
    (folder / "articles").mkdir()
    (folder / "articles" / "planting.txt").write_text(PLANTING, encoding="utf-8")
    (folder / "articles" / "trade.txt").write_text(TRADE, encoding="utf-8")
    assert run("add", folder / "articles", "--library", folder / "library").status == 0
    return folder / "library"


def set_up(monkeypatch: pytest.MonkeyPatch, library: Path, runs: Path) -> None:
    """These articles, no language model, a folder for runs, and messages in English."""
    for name, value in {"LIBRARY": library, "LLM": "extractive", "RUNS": runs}.items():
        monkeypatch.setenv(f"YUANWEN_{name}", str(value))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Path) -> None:
    """The same for every test, but a folder for runs of its own."""
    set_up(monkeypatch, library, tmp_path / "runs")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run of all questions: what it printed, and the folder with all that it wrote."""

    ran: Ran
    folder: Path

    @property
    def result(self) -> Path:
        """The file of `--result`."""
        return self.folder / "result.json"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, library: Path) -> Evaluated:
    """All questions, asked once for every test that looks at what comes of it."""
    folder = tmp_path_factory.mktemp("whole")
    written = ("--answers", folder / "answers.jsonl", "--report", folder / "report.html")
    with pytest.MonkeyPatch.context() as monkeypatch:
        set_up(monkeypatch, library, folder / "runs")
        ran = evaluated(folder, *written, "--result", folder / "result.json", "--json")
    assert ran.status == 0
    return Evaluated(ran, folder)


def asked(folder: Path, *rows: dict[str, Any]) -> Path:
    """A question set of these rows, or of all."""
    path = folder / "questions.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows or QUESTIONS), encoding="utf-8")
    return path


def evaluated(folder: Path, *options: object) -> Ran:
    """`evaluate` of all questions."""
    return run("evaluate", asked(folder), *options)


def rules(folder: Path, text: str) -> Path:
    """A gate with these rules."""
    path = folder / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_result_for_machines(whole: Evaluated) -> None:
    """`--json` prints what the result was made with, the figures, and a row a question."""
    result = whole.ran.json
    assert set(result) == {"form", "made_with", "summary", "results"}
    assert result["summary"]["measures"]["correct"]["value"] == 0.75
    assert [row["failure"] for row in result["results"]] == [None, None, None, "not_found", None]


def test_result_for_people(tmp_path: Path) -> None:
    """Without `--json` the figures are printed by group, and wrong replies under what failed."""
    ran = evaluated(tmp_path)
    assert ran.status == 0
    figures, _, failed = ran.out.partition("not found: 1")
    assert "right answers                        75.0%" in figures
    assert "wrong  白山市2020年出口多少？" in failed


def test_result_in_chinese(tmp_path: Path) -> None:
    """With `--language zh` the figures are named in Chinese."""
    assert "召回率@10" in run("evaluate", asked(tmp_path, QUESTIONS[0]), "--language", "zh").out


def test_files_are_written(whole: Evaluated) -> None:
    """`--answers` has the object of `ask --json` and the id on each line, `--result` what `--json` prints, `--report` a
    page with every question; nothing else is left.
    """
    rows = [json.loads(line) for line in (whole.folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [row["id"] for row in QUESTIONS]
    one = run("ask", QUESTIONS[0]["question"], "--json").json
    assert rows[0].keys() == one.keys() | {"id"}
    assert rows[0]["text"] == one["text"]
    assert json.loads(whole.result.read_text(encoding="utf-8")) == whole.ran.json
    page = (whole.folder / "report.html").read_text(encoding="utf-8")
    assert all(row["question"] in page for row in QUESTIONS)
    assert not [*(whole.folder / "runs").glob("*.jsonl")]


def test_comparison_with_a_worse_setting(tmp_path: Path, whole: Evaluated) -> None:
    """`--compare` says what became of each question and whether the difference is real; five questions tell nothing."""
    worse = ("--top-k", 1, "--lexical-weight", 0, "--compare", whole.result)
    comparison = evaluated(tmp_path, *worse, "--json").json["comparison"]
    assert comparison["made_with"]["settings.top_k"] == {"old": 10, "new": 1}
    assert comparison["verdict"] == "no difference"
    assert comparison["sentence"]["en"] in evaluated(tmp_path, *worse).out


def test_same_setting_twice_is_no_difference(tmp_path: Path, whole: Evaluated) -> None:
    """The same setting twice is called the same."""
    assert "The same replies to every question" in evaluated(tmp_path, "--compare", whole.result).out


def test_gate_that_holds_and_gate_that_breaks(tmp_path: Path) -> None:
    """A gate whose rules hold is exit status 0, one with a broken rule 1, with both numbers in a sentence."""
    assert evaluated(tmp_path, "--gate", rules(tmp_path, "[correct]\nmin = 0.75\n")).status == 0
    ran = evaluated(tmp_path, "--gate", rules(tmp_path, '[correct]\nmin = 0.8\n["recall@10"]\nmin = 0.5\n'))
    assert ran.status == 1
    assert "correct is 0.75, less than the 0.8" in ran.out
    assert "recall@10 is" not in ran.out
    assert evaluated(tmp_path, "--gate", tmp_path / "gate.toml", "--json").json["broken"] == [
        {"measure": "correct", "bound": "min", "limit": 0.8, "actual": 0.75}
    ]


def test_sweep_prints_a_table(tmp_path: Path) -> None:
    """`--vary` prints a line a configuration, the first values first, and its report has them all."""
    report = tmp_path / "report.html"
    ran = evaluated(tmp_path, "--vary", "top_k=5,1", "--vary", "lexical-weight=0.5,0", "--report", report)
    assert ran.status == 0
    head, *lines = ran.out.splitlines()
    assert "right replies" in head
    assert [line.split("  ")[0] for line in lines] == ["top_k=5"] * 2 + ["top_k=1"] * 2
    assert "lexical_weight=0" in report.read_text(encoding="utf-8")
    told = run("evaluate", asked(tmp_path, QUESTIONS[0]), "--vary", "top_k=5,1", "--json").json
    assert [row["label"] for row in told["configurations"]] == ["top_k=5", "top_k=1"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--vary", "embedding=a,b"], ["embedding", "top_k"]),
        (["--vary", "top_k=0"], ["top_k"]),
        (["--vary", "top_k=1,2", "--gate", "gate.toml"], ["--vary", "--gate"]),
        (["--vary", "top_k=1,2", "--answers", "a.jsonl"], ["--vary", "--answers"]),
        (["--compare", "absent.json"], ["absent.json"]),
        (["--gate", "absent.toml"], ["absent.toml"]),
        (["--report", "absent/report.html"], ["absent/report.html", "--report"]),
        (["--answers", "."], ["--answers"]),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_at_once(tmp_path: Path, options: list[str], words: list[str]) -> None:
    """An option that cannot be followed is one line of error, before the first question is asked."""
    refused(evaluated(tmp_path, *options), 2, *words)
    assert not (tmp_path / "runs").exists()


def test_drafts_are_left_out(tmp_path: Path) -> None:
    """Drafts are not asked, and that is said; a set of nothing but drafts is refused with what to do."""
    mixed = asked(tmp_path, QUESTIONS[0], QUESTIONS[1] | {"draft": True})
    ran = run("evaluate", mixed, "--json")
    assert [row["id"] for row in ran.json["results"]] == ["who"]
    assert "1 drafts left out" in ran.err
    refused(run("evaluate", asked(tmp_path, QUESTIONS[1] | {"draft": True})), 2, "questions review")


def test_article_that_is_not_here_is_said(tmp_path: Path) -> None:
    """An article that the set names and the library lacks is told, and its question still asked."""
    ran = run("evaluate", asked(tmp_path, QUESTIONS[0] | {"articles": ["elsewhere.txt"]}), "--json")
    assert ran.json["results"][0]["measures"]["recall@10"] == 0.0
    assert "elsewhere.txt" in ran.err


def test_killed_and_run_again(tmp_path: Path) -> None:
    """A run that is killed goes on where it was, and ends with the same answers as one that was left alone."""
    many = [QUESTIONS[n % 4] | {"id": f"q{n}", "question": f"{QUESTIONS[n % 4]['question']}（{n}）"} for n in range(24)]
    path = asked(tmp_path, *many)
    process = subprocess.Popen([sys.executable, "-m", "qa", "evaluate", str(path)], cwd=ROOT, env=dict(os.environ))
    while not (done := sum(len(f.read_bytes().splitlines()) for f in (tmp_path / "runs").glob("*.jsonl"))):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = run("evaluate", path, "--answers", tmp_path / "a.jsonl")
    assert "were done before the interruption" in again.err
    assert done < len(many)
    assert run("evaluate", path, "--answers", tmp_path / "b.jsonl").status == 0
    assert untimed(tmp_path / "a.jsonl") == untimed(tmp_path / "b.jsonl")


def untimed(path: Path) -> list[dict[str, Any]]:
    """The answers of a file without their seconds."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]

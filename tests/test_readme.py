"""The README says what is so: its examples run, its tables are complete."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from qa.cli.parser import COMMANDS, Request, parse
from qa.evaluation.gate import load as load_gate
from qa.settings import Settings
from store.reading.files import READABLE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def rows(heading: str) -> dict[str, str]:
    """The first and last cells of the table under a header row that begins with `heading`, by first cell."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", README, flags=re.MULTILINE)
    assert table, heading
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]
    return {row[0].strip("`"): row[-1] for row in cells}


def test_every_setting_has_its_row() -> None:
    """The table of settings names exactly those that exist."""
    assert rows("setting").keys() == Settings.model_fields.keys()


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if field.default_factory is None]
)
def test_a_default_is_the_one_in_the_table(name: str) -> None:
    """A default that is a fixed value stands in the table of settings."""
    default = Settings.model_fields[name].default
    if default is not None:
        shown = re.search(rf"^\| `{name}` \| (.*?) \|", README, flags=re.MULTILINE)
        assert shown
        assert shown[1].strip("`") == f"{default:g}" if isinstance(default, float) else str(default)


def test_every_command_has_its_row() -> None:
    """The table of commands names exactly those that the command line knows."""
    assert {row.split()[1] for row in rows("command")} == {name.split()[0] for name in COMMANDS}


def test_every_format_is_named() -> None:
    """The table of files names exactly the suffixes that can be read; .markdown and .htm go without saying."""
    named = {suffix for cell in rows("kind").values() for suffix in re.findall(r"`(\.\w+)`", cell)}
    assert named == {*READABLE} - {".markdown", ".htm"}


def test_every_command_line_is_understood() -> None:
    """Each `yuanwen` line of the README is one that the command line takes."""
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("yuanwen ")]
    assert lines
    for line in lines:
        assert isinstance(parse(shlex.split(line)[1:]), Request)


def test_the_two_commands_set_themselves_up() -> None:
    """Both commands of the README make the environment they need before they run in it."""
    for name, end in (("serve", "yuanwen serve"), ("test", "pytest")):
        command = re.search(rf"<!-- {name} command -->\n```sh\n(.*)\n```", README)
        assert command
        made, installed, ran = command[1].split(" && ")
        assert made == "python3 -m venv .venv"
        assert installed.startswith(".venv/bin/pip install -q -e ")
        assert ran == f".venv/bin/{end}"


def test_the_python_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples of the Python API print an answer with its quotes, and the figures of a question set."""
    (tmp_path / "qa").symlink_to(ROOT / "qa")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANWEN_RUNS", str(tmp_path / "runs"))
    question = {"id": "q1", "question": "东莞市委理论学习中心组11月28日的会议由谁主持？", "answers": [["韦皓"]]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(question), encoding="utf-8")
    asked, evaluated = blocks("python")
    exec(compile(asked, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "韦皓" in printed
    assert "市委書記韋皓主持會議" in printed
    names: dict[str, Any] = {}
    exec(compile(evaluated, "README.md", "exec"), names)
    assert names["frames"].results["right"].tolist() == [True]
    assert "measure" in capsys.readouterr().out


def test_the_gate_of_the_example_can_be_read(tmp_path: Path) -> None:
    """The example of a gate holds these rules."""
    (rules,) = blocks("toml")
    (tmp_path / "gate.toml").write_text(rules, encoding="utf-8")
    bounds = [(rule.measure, rule.bound) for rule in load_gate(tmp_path / "gate.toml", compared=True)]
    assert bounds == [
        ("right", "min"),
        ("right", "not_worse"),
        ("recall@10", "max_drop"),
        ("seconds_total.p95", "max"),
    ]


def test_the_gate_of_ci_can_be_read() -> None:
    """The rules that CI uses are rules, and need no other run."""
    assert load_gate(ROOT / "tests" / "gate.toml", compared=False)


def test_every_file_it_names_is_there() -> None:
    """The screenshot, the question set and the benchmark that the README names exist."""
    for name in re.findall(r"(?:qa|tests|store|prompts)/[\w/.]+\w", README):
        assert (ROOT / name).exists(), name

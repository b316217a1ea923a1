"""The README says what is so: its examples run, its tables are complete."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from qa.__main__ import main
from qa.checks.table import CHECKS
from qa.cli.parser import COMMANDS, Request, parse
from qa.evaluation.gate import load as load_gate
from qa.settings import Settings
from store.reading.files import READABLE
from store.text.segmenter import words

ROOT = Path(__file__).parent.parent
FRONT, QA, STORE, EVALUATION, BENCHMARKS = (
    *("README.md", "qa/README.md", "store/README.md", "qa/evaluation/README.md"),
    "tests/benchmarks/README.md",
)
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in (FRONT, QA, STORE, EVALUATION, BENCHMARKS)}
WORDS = 900
"""The most words of the front page in one language."""
WHO = "东莞市委理论学习中心组11月28日的会议由谁主持？"


def blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of one kind on a page, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGES[page], flags=re.MULTILINE | re.DOTALL)


def rows(page: str, heading: str) -> dict[str, str]:
    """The first and last cells of the table under a header row that begins with `heading`, by first cell."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGES[page], flags=re.MULTILINE)
    assert table, heading
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]
    return {row[0].strip("`"): row[-1] for row in cells}


def test_every_setting_has_its_row() -> None:
    """The table of settings names exactly those that exist."""
    assert rows(QA, "setting").keys() == Settings.model_fields.keys()


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if field.default_factory is None]
)
def test_a_default_is_the_one_in_the_table(name: str) -> None:
    """A default that is a fixed value stands in the table of settings."""
    default = Settings.model_fields[name].default
    if default is not None:
        shown = re.search(rf"^\| `{name}` \| (.*?) \|", PAGES[QA], flags=re.MULTILINE)
        assert shown
        assert shown[1].strip("`") == (f"{default:g}" if isinstance(default, float) else str(default))


def test_every_command_has_its_row() -> None:
    """The table of commands names exactly those that the command line knows."""
    assert {row.split()[1] for row in rows(QA, "command")} == {name.split()[0] for name in COMMANDS}


def test_every_format_is_named() -> None:
    """The table of files names exactly the suffixes that can be read; .markdown and .htm go without saying."""
    named = {suffix for cell in rows(STORE, "kind").values() for suffix in re.findall(r"`(\.\w+)`", cell)}
    assert named == {*READABLE} - {".markdown", ".htm"}


def test_every_check_has_its_row() -> None:
    """The table of checks names exactly those that there are, and the two findings that come from elsewhere."""
    named = {name for row in rows(QA, "check") for name in row.replace("`", "").split(", ")}
    assert named == {*(check.name for check in CHECKS), "terms", "second_look"}


def test_every_command_line_is_understood() -> None:
    """Each `yuanwen` line of the pages is one that the command line takes."""
    lines = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
    lines = [line for line in lines if line.startswith("yuanwen ")]
    assert lines
    for line in lines:
        assert isinstance(parse(shlex.split(line)[1:]), Request)


def shown(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_commands_print_what_is_shown(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of the front page print what it shows, in the language of the part that shows it."""
    (tmp_path / "qa").symlink_to(ROOT / "qa")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANWEN_LANGUAGE", ("zh", "en")[place])
    examples = [*shown(blocks(FRONT, "console")[place])]
    assert len(examples) == 3
    for command, printed in examples:
        typed, _, line = command.rpartition(" | ")
        given = BytesIO(shlex.split(typed)[-1].encode() if typed else b"")
        monkeypatch.setattr("sys.stdin", TextIOWrapper(given))
        assert main(shlex.split(line)[1:]) == 0
        assert capsys.readouterr().out.replace(f"{ROOT}/", "/…/") == printed


def test_front_page_is_short() -> None:
    """Each language takes at most WORDS words, what commands print left out."""
    plain = re.sub(r"^```(?:console|text)\n.*?^```$", "", PAGES[FRONT], flags=re.MULTILINE | re.DOTALL)
    chinese, english = plain.split("## English")
    assert len([word for word in words(chinese) if word.strip() and word.isalnum()]) <= WORDS
    assert len(english.split()) <= WORDS
    assert not re.search(r"[A-Z]+_(?:ZH|EN)", plain), "something is still to be filled in"


def test_the_two_commands_set_themselves_up() -> None:
    """Both commands of the README make the environment they need before they run in it."""
    for name, end in (("serve", "yuanwen serve"), ("test", "pytest")):
        command = re.search(rf"<!-- {name} command -->\n```sh\n(.*)\n```", PAGES[FRONT])
        assert command
        assert PAGES[FRONT].count(command[0].partition("\n")[2]) == 2, "each part has the same command"
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
    question = {"id": "q1", "question": WHO, "answers": [["韦皓"]]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(question), encoding="utf-8")
    ((asked,), (checked,), (repaired,)) = (blocks(page, "python") for page in (FRONT, QA, STORE))
    for example, said in (
        (asked, ("韦皓", "市委書記韋皓主持會議")),
        (checked, ("unsupported", "赵明")),
        (repaired, ("工業發展", "gloss")),
    ):
        exec(compile(example, "README.md", "exec"), {})
        printed = capsys.readouterr().out
        assert all(part in printed for part in said)
    (evaluated,) = blocks(EVALUATION, "python")
    names: dict[str, Any] = {}
    exec(compile(evaluated, "README.md", "exec"), names)
    assert names["frames"].results["right"].tolist() == [True]
    assert "measure" in capsys.readouterr().out


def test_the_gate_of_the_example_can_be_read(tmp_path: Path) -> None:
    """The example of a gate holds these rules."""
    (rules,) = blocks(EVALUATION, "toml")
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


def test_every_file_that_is_named_is_there() -> None:
    """The pictures, question sets, packages and benchmarks that the pages name exist."""
    for page, text in PAGES.items():
        for name in re.findall(r"(?:qa|tests|store|prompts)/[\w/.]+\w", text):
            assert (ROOT / name).exists(), f"{page}: {name}"
        for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text):
            assert (ROOT / page).parent.joinpath(link).exists(), f"{page}: {link}"


def test_every_module_of_the_benchmarks_is_named() -> None:
    """Each benchmark that is run as a module stands on the page of the benchmarks, and is there."""
    named = set(re.findall(r"python -m (tests\.benchmarks[\w.]*)", PAGES[BENCHMARKS]))
    for module in named:
        assert find_spec(module), module
    alone = {f"tests.benchmarks.{path.stem}" for path in (ROOT / "tests" / "benchmarks").glob("*.py")}
    assert alone - {"tests.benchmarks.__init__"} <= named

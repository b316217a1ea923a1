"""The command line: its JSON, its exit status, and its one line of error."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import prompts
from qa.__main__ import main
from qa.cli.parser import COMMANDS
from qa.settings import PREFIX, Settings
from store.models.cache import MODELS

ROOT = Path(__file__).parent.parent
PLANTING = "清河县举行春季植树活动,县委书记刘志远主持,县长赵明参加并讲话。今年全县计划新造林3.2万亩。"
TRADE = "2020年,白山市完成进出口总额86.5亿元,同比增长7.4%,其中出口52亿元。"
ASKED = "清河县春季植树活动由谁主持？"

ANSWER = {"question", "asked", "text", "refused", "confidence", "claims", "withheld", "citations", "nearest"}
ANSWER |= {"seconds", "tokens", "bounds"}
CLAIM = {"text", "exact", "verdict", "side", "citations", "quotes", "findings", "as_of"}
CITATION = {
    "number",
    "article",
    "title",
    "source",
    "published",
    "quote",
    "start",
    "end",
    "original",
    "resolved",
    "link",
}
FOUND = {"article", "source", "title", "text", "start", "end", "score"}
ADDED = {
    "account",
    "path",
    "source",
    "status",
    "article",
    "title",
    "passages",
    "story",
    "encoding",
    "changes",
    "suspicions",
    "error",
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int | str | None
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The object on standard output."""
        return json.loads(self.out)


def run(*arguments: object) -> Ran:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status: int | str | None = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # `--help` ends this way
            status = ended.code
    return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine's user, and messages in English."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two small articles, made by `add`."""
    folder = tmp_path_factory.mktemp("cli")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "planting.txt").write_text(PLANTING, encoding="utf-8")
    (articles / "trade.md").write_text(f"---\ndate: 2021-01-15\ntitle: 白山外贸\n---\n{TRADE}", encoding="utf-8")
    added = run("add", articles, "--library", folder / "library", "--json")
    assert added.status == 0
    assert [set(entry) for entry in added.json] == [ADDED, ADDED]
    assert [(Path(entry["path"]).name, entry["status"], entry["error"]) for entry in added.json] == [
        ("planting.txt", "added", None),
        ("trade.md", "added", None),
    ]
    return folder / "library"


def refused(ran: Ran, status: int, *words: str) -> None:
    """A command that failed: its status, and one line on standard error that has these words."""
    assert ran.status == status
    assert ran.out == ""
    assert ran.err.startswith("yuanwen: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def test_answer_for_machines(library: Path) -> None:
    """`ask --json` prints one object with the documented fields, whose quote stands where it says."""
    ran = run("ask", ASKED, "--library", library, "--llm", "extractive", "--json")
    assert ran.status == 0
    answer = ran.json
    assert set(answer) == ANSWER
    assert all(set(claim) == CLAIM for claim in answer["claims"])
    assert all(set(citation) == CITATION for citation in answer["citations"])
    assert set(answer["seconds"]) == {"search", "first_token", "total"}
    assert answer["tokens"] == {"prompt": 0, "answer": 0}
    assert (answer["question"], answer["refused"]) == (ASKED, False)
    assert "刘志远" in answer["text"]
    first = answer["citations"][0]
    assert first["source"].endswith("planting.txt")
    assert PLANTING[first["start"] : first["end"]] == first["quote"]
    assert answer["claims"][0]["verdict"] == "supported"
    assert answer["claims"][0]["citations"] == [first["number"]]
    assert answer["claims"][0]["quotes"] == [0]


def test_answer_for_people(library: Path) -> None:
    """`ask` prints the answer, then under each number the title, the file and the quoted sentence."""
    ran = run("ask", "白山市2020年完成进出口总额多少？", "--library", library, "--llm", "extractive")
    assert ran.status == 0
    answer, _, sources = ran.out.partition("\n\n")
    assert "86.5亿元" in answer
    assert "《白山外贸》 2021-01-15 · trade.md" in sources
    assert TRADE in sources


def test_found_passages(library: Path) -> None:
    """`search --json` prints the documented fields of at most --k passages, best first."""
    ran = run("search", "植树活动", "--k", 1, "--library", library, "--json")
    assert ran.status == 0
    (row,) = ran.json
    assert set(row) == FOUND
    assert row["source"].endswith("planting.txt")
    assert PLANTING[row["start"] : row["end"]] == row["text"]


def test_adding_again_changes_nothing(library: Path) -> None:
    """`add` prints a line a file and a summary, and leaves alone what is there already."""
    ran = run("add", library.parent / "articles", "--library", library)
    assert ran.status == 0
    *files, summary = ran.out.splitlines()
    assert [line.split()[0] for line in files] == ["unchanged", "unchanged"]
    assert summary == "2 unchanged"


def test_known_models_are_listed(tmp_path: Path) -> None:
    """`models --json` lists every known model, and where it is or that it isn't here."""
    ran = run("models", "--models", tmp_path, "--json")
    assert ran.status == 0
    assert {row["name"]: row["path"] for row in ran.json} == dict.fromkeys(MODELS)
    assert all(set(row) == {"name", "kind", "bytes", "licence", "path"} for row in ran.json)
    assert "not fetched" in run("models", "--models", tmp_path).out


def test_help_names_every_command_and_setting() -> None:
    """`--help` names every command, and a command's --help every setting with what it is."""
    ran = run("--help")
    assert (ran.status, ran.err) == (0, "")
    assert all(re.search(rf"^  {name.split()[0]}\b", ran.out, flags=re.MULTILINE) for name in COMMANDS)
    shown = run("ask", "--help").out
    for name, field in Settings.model_fields.items():
        assert f"--{name.replace('_', '-')} VALUE" in shown
        assert squeezed(field.description or "") in squeezed(shown)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Each command says what it does and what it takes, and so does `python -m qa` with `-h`."""
    ran = run(*name.split(), "-h")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: yuanwen {name} ")
    assert "YUANWEN_TOP_K" in ran.out


def squeezed(text: str) -> str:
    """A text without white space, since help is broken into lines."""
    return "".join(text.split())


def empty(path: Path) -> None:
    """Make a file without text."""
    path.write_text(" \n", encoding="utf-8")


def binary(path: Path) -> None:
    """Make a file that is no text."""
    path.write_bytes(b"\x89PNG\0\0\0")


def absent(path: Path) -> None:
    """Make nothing."""
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("absent.txt", absent, "no such file"),
        ("empty.txt", empty, "holds no text"),
        ("binary.txt", binary, "binary data"),
        ("slides.key", binary, "“.key”"),
        ("folder", Path.mkdir, "no articles here"),
    ],
)
def test_file_that_cannot_be_read(tmp_path: Path, name: str, make: Callable[[Path], None], says: str) -> None:
    """`add` says of a file that it cannot read what is wrong with it, in one line, and exits with 2."""
    path = tmp_path / name
    make(path)
    ran = run("add", path, "--library", tmp_path / "library")
    assert ran.status == 2
    (line,) = [line for line in (ran.out + ran.err).splitlines() if str(path) in line]
    assert says in line
    assert "Traceback" not in ran.out + ran.err
    machines = run("add", path, "--library", tmp_path / "library", "--json")
    assert machines.status == 2
    assert [(entry["status"], entry["article"]) for entry in machines.json] == [("failed", None)]
    assert says in machines.json[0]["error"]


def test_library_that_cannot_be_written(tmp_path: Path) -> None:
    """A library path inside a file is refused by name, and exits with 1."""
    file = tmp_path / "file.txt"
    file.write_text(PLANTING, encoding="utf-8")
    refused(run("add", file, "--library", file / "library"), 1, str(file / "library"), "--library")


@pytest.mark.parametrize("command", ["ask", "search", "reindex", "evaluate", "list", "show", "remove", "report"])
def test_library_that_is_missing(tmp_path: Path, command: str) -> None:
    """A command that only reads refuses a library that isn't there, says how to make one, and makes none."""
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "1", "question": "谁？"}', encoding="utf-8")
    arguments: dict[str, list[object]] = {"ask": ["谁？"], "search": ["谁"], "evaluate": [questions]}
    arguments |= {"show": ["planting.txt"], "remove": ["planting.txt"]}
    absent = tmp_path / "library"
    ran = run(command, *arguments.get(command, []), "--library", absent, "--llm", "extractive")
    refused(ran, 2, f"yuanwen add FOLDER --library {absent}")
    assert not absent.exists()


def test_unknown_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt environment variable is refused by name before anything is done."""
    monkeypatch.setenv("YUANWEN_TOPK", "3")
    refused(run("models"), 2, "YUANWEN_TOPK", "YUANWEN_TOP_K")


def test_impossible_value() -> None:
    """An impossible value of a setting is refused with the setting's name."""
    refused(run("models", "--top-k", "0"), 2, "top_k")


def test_unknown_language_model(tmp_path: Path) -> None:
    """An unknown language model is refused with the names of the known ones."""
    refused(run("ask", "谁？", "--llm", "gtp-9", "--library", tmp_path), 2, "gtp-9", "extractive")


@pytest.mark.parametrize("arguments", [["models", "fetch"], ["models", "fetch", "gtp-9"]])
def test_unknown_model_to_fetch(arguments: list[str], tmp_path: Path) -> None:
    """A model to fetch that is unknown, or not named, is refused with the known ones."""
    refused(run(*arguments, "--models", tmp_path), 2, *MODELS)


def test_bad_question_set(tmp_path: Path) -> None:
    """A bad line of a question set is named with its number before anything is asked."""
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "1", "question": "谁？"}\n{"id": "2"}\n', encoding="utf-8")
    refused(run("evaluate", path, "--library", tmp_path / "library"), 2, f"{path}, line 2, question: ")


def test_answers_that_cannot_be_written(tmp_path: Path) -> None:
    """A place where --answers cannot be written is refused by name before anything is asked."""
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": "1", "question": "谁？"}), encoding="utf-8")
    place = tmp_path / "absent" / "answers.jsonl"
    refused(run("evaluate", questions, "--answers", place), 2, str(place), "--answers")


def test_port_in_use(tmp_path: Path) -> None:
    """`serve` on a port that another program has is refused with both, and offers a free one."""
    file = tmp_path / "file"
    file.touch()  # no library can be made inside, so that nothing goes on being prepared
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "--port", port, "--llm", "extractive", "--library", file / "library")
    refused(ran, 1, f"127.0.0.1:{port}", "--port")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["ask", "谁？", "--llm", "gtp-9"], 2, "没有这个语言模型"),
        (["search", "谁", "--library", "absent"], 2, "这里还没有文库"),
        (["search", "谁", "--since", "2024-13"], 2, "--since 2024-13：这不是一个日期"),
        (["ask", "谁？", "--since", "2024", "--until", "2023"], 2, "--since 2024 晚于 --until 2023"),
        (["models", "fetch", "gtp-9"], 2, "没有这个模型"),
    ],
)
def test_messages_in_chinese(arguments: list[str], status: int, says: str) -> None:
    """With --language zh every message is in Chinese."""
    refused(run(*arguments, "--language", "zh"), status, says)


def test_terminal_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --language the messages are in the language of the terminal."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    refused(run("ask", "谁？", "--llm", "gtp-9"), 2, "没有这个语言模型")
    refused(run("ask", "谁？", "--llm", "gtp-9", "--language", "en"), 2, "no such language model")


def test_refusal_is_an_answer(library: Path) -> None:
    """A refusal is printed as the answer that it is, with the nearest articles and what they lack, and exits with 0."""
    ran = run("ask", "《紅樓夢》的作者是誰？", "--library", library, "--llm", "extractive")
    refusal, _, rest = ran.out.partition("\n\n")
    assert (ran.status, refusal) == (0, prompts.REFUSAL["zh-Hant"])
    assert "- 《白山外贸》 never names “紅樓夢”, “作者”" in rest.splitlines()
    told = run("ask", "白山市2019年完成进出口总额多少？", "--library", library, "--llm", "extractive", "--json").json
    assert told["refused"]
    trade = next(near for near in told["nearest"] if near["title"] == "白山外贸")
    assert set(trade) == {"article", "title", "source", "lacks", "instead"}
    assert (trade["lacks"], trade["instead"]) == (["2019年"], ["2020年"])


@pytest.mark.parametrize(
    ("terminal", "remedy"), [("C.UTF-8", "See what there is with: yuanwen"), ("zh_CN.UTF-8", "可用的命令和选项见")]
)
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing command"),
        (["sing"], "No such command 'sing'"),
        (["questions"], "Missing command"),
        (["ask"], "Missing argument 'QUESTION'"),
        (["ask", "谁？", "--topk", "3"], "--top-k"),
        (["ask", "谁？", "--top-k"], "--top-k"),
        (["ask", "谁", "主持"], "quotes"),
        (["models", "steal"], "fetch"),
        (["search", "谁", "--k", "0"], "--k"),
        (["evaluate", "set.jsonl", "--vary", "top_k"], "top_k=5,10"),
    ],
)
def test_wrong_usage(
    arguments: list[str], says: str, terminal: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command line that makes no sense is refused in one line that says why, and where help is."""
    monkeypatch.setenv("LC_ALL", terminal)
    refused(run(*arguments), 2, says, remedy)


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--api-keyy", "sk-7919"], ["--api-keyy=sk-7919"], ["-api-key", "sk-7919"], ["api-key", "sk-7919"]),
        *(
            ["--api-key", "sk-7919", "--port", "x"],
            ["--api-key=sk-7919", "--top-k", "0"],
            ["--api-key", "sk-7919", "x"],
        ),
    ],
)
def test_keys_are_not_printed(arguments: list[str]) -> None:
    """No error about a command line prints what could be a key, whatever is wrong with the flags around it."""
    ran = run("ask", "谁？", *arguments)
    assert ran.status == 2
    assert "7919" not in ran.out + ran.err


@pytest.mark.parametrize("name", ["a,b.txt", "[a].txt", "None", "-", "“引号”.txt", "$(x).txt", "007"])
def test_paths_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A path is one path, whatever characters are in it."""
    monkeypatch.chdir(tmp_path)
    ran = run("add", name, "--library", tmp_path / "library", "--json")
    assert [entry["path"] for entry in ran.json] == [name]


def test_flags_are_settings_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag overrides the environment variable of the same setting, before or after the arguments of the command."""
    monkeypatch.setenv("YUANWEN_LLM", "gtp-8")
    refused(run("ask", "谁？", "--library", tmp_path), 2, "gtp-8")
    for arguments in (["--llm", "gtp-9", "谁？"], ["谁？", "--llm=gtp-9"]):
        refused(run("ask", *arguments, "--library", tmp_path), 2, "gtp-9")


def test_interrupt_ends_quietly(tmp_path: Path) -> None:
    """Ctrl-C ends a command with status 130 and without a traceback."""
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"id": "1", "question": "谁？", "draft": True}), encoding="utf-8")
    command = [sys.executable, "-u", "-m", "qa", "questions", "review", str(file)]
    pipe = subprocess.PIPE
    # A shell starts jobs in the background with Ctrl-C ignored, which a command would inherit from the tests.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8") as ran:
        signal.signal(signal.SIGINT, before)
        assert ran.stdout
        assert ran.stderr
        while ran.stdout.read(1) != ">":  # which ends the prompt
            pass
        assert _interrupted(ran) == 130
        assert ran.stderr.read() == ""


def _interrupted(ran: subprocess.Popen[str]) -> int:
    """The status after Ctrl-C, pressed again if it came just before Python began to wait for a line."""
    for _ in range(6):
        ran.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return ran.wait(timeout=10)
    ran.kill()
    raise AssertionError("Ctrl-C does not end the command")


def test_control_characters_are_shown(tmp_path: Path) -> None:
    """Neither an article nor the name of a file moves the cursor: their control characters are printed by number."""
    evil = "清河县\x1b[2J举行植树活动\u202e，县委书记刘志远主持。[red]好[/red]"
    (tmp_path / "evil.txt").write_text(evil, encoding="utf-8")
    assert run("add", tmp_path / "evil.txt", "--library", tmp_path / "library").status == 0
    for arguments in (["search", "植树"], ["list"], ["show", "evil.txt"], ["ask", ASKED, "--llm", "extractive"]):
        printed = run(*arguments, "--library", tmp_path / "library").out
        assert printed
        assert "\x1b" not in printed
        assert "\u202e" not in printed
    assert "[red]好[/red]" in run("search", "植树", "--library", tmp_path / "library").out
    ran = run("show", "\x1b[2J", "--library", tmp_path / "library")
    assert (ran.status, "\x1b" in ran.err) == (2, False)


def test_program_of_its_own(tmp_path: Path) -> None:
    """`python -m qa` is the command line: its exit status and standard error are those of the command."""
    ran = subprocess.run(
        [sys.executable, "-m", "qa", "search", "谁", "--library", tmp_path / "absent"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    refused(Ran(ran.returncode, ran.stdout, ran.stderr), 2, "no library here yet")

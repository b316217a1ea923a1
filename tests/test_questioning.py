"""The commands about question sets: drafting, checking, reviewing, accepting."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.cli.parser import parse
from qa.cli.review import review
from qa.errors import CommandLineWrong, LLMUnknown
from qa.evaluation.errors import NoSuchDraft, QuestionsError
from qa.evaluation.questions import Question, load, save
from qa.settings import load as settings

from .letters import shelf

TEXT = "2020年,白山市完成进出口总额86.5亿元,同比增长7.4%。白山市工业和信息化局局长赵明远表示,要抓项目。"
DRAFT = Question(
    "draft-1",
    "白山市工信局局长是谁？",
    (("赵明远",),),
    ("trade.txt",),
    "person",
    (("谁？", "他。"),),
    ("局长赵明远表示。",),
    draft=True,
    note="tiny",
)
OTHER = Question("draft-2", "白山市市长是谁？", kind="feedback", draft=True)
PLAIN = Question("q1", "谁主持？", (("韦皓",),))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A question set with two drafts."""
    path = tmp_path / "questions.jsonl"
    save(path, [PLAIN, DRAFT, OTHER])
    return path


@pytest.fixture
def library(tmp_path: Path, articles: Callable[..., Path]) -> Path:
    """A library of one article."""
    shelf(tmp_path / "library").add([articles(trade=TEXT)])
    return tmp_path / "library"


def run(*arguments: object, **given: Any) -> int:
    """Run one of the commands as the command line does."""
    chosen = settings(**({"llm": "extractive", "language": "en"} | given))
    return parse(["questions", *map(str, arguments)]).run(chosen)


def typed(*lines: str) -> Callable[[str], str]:
    """Somebody who types these lines, and then ends the input."""
    left = iter(lines)

    def ask(prompt: str) -> str:
        for line in left:
            return line
        raise EOFError(prompt)

    return ask


def drawn(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    """What `new --json` prints."""
    out = tmp_path / "out.jsonl"
    assert run("new", "--out", out, "--json", *more, library=str(library), embedding="letters") == 0
    return json.loads(capsys.readouterr().out)


def test_new_adds_drafts_to_a_file(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`questions new` writes drafts to a file, and the next time other ones behind them."""
    first = drawn(library, tmp_path, capsys, "--number", "1")
    second = drawn(library, tmp_path, capsys, "--number", "9", "--seed", "3")
    assert len(first["questions"]) == 1
    asked = [question["question"] for question in first["questions"] + second["questions"]]
    assert "白山市工业和信息化局局长是谁？" in asked
    assert len(asked) == len(set(asked))
    kept = load(Path(first["file"]))
    assert [question.question for question in kept] == asked
    assert all(question.draft for question in kept)


def test_new_says_when_there_are_fewer(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the library gives fewer drafts than asked for, that is said, in the reader's language."""
    drafts = tmp_path / "drafts.jsonl"
    given = {"library": str(library), "embedding": "letters", "drafts": drafts}
    assert run("new", "--number", "40", **given, language="zh") == 0
    told = capsys.readouterr().out
    count = len(load(drafts))
    assert f"新增 {count} 个草稿" in told
    assert "想要 40 个" in told
    assert "白山市工业和信息化局局长是谁？  →  赵明远" in told


def test_new_leaves_a_faulty_file_alone(library: Path, tmp_path: Path) -> None:
    """A file with faults, and an unknown model, are refused before anything is drafted."""
    faulty = tmp_path / "faulty.jsonl"
    faulty.write_text("{", encoding="utf-8")
    with pytest.raises(QuestionsError, match="line 1"):
        run("new", "--out", faulty, library=str(library), embedding="letters")
    with pytest.raises(LLMUnknown):
        run("new", "--out", tmp_path / "new.jsonl", library=str(library), embedding="letters", llm="nobody")
    assert not (tmp_path / "new.jsonl").exists()


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_impossible_number_is_refused(number: str) -> None:
    """A number of drafts that is no whole number above zero is refused."""
    with pytest.raises(CommandLineWrong, match="--number"):
        run("new", "--number", number)


def test_check_counts_what_is_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`questions check` counts the questions by kind, and lists the drafts by their ids."""
    assert run("check", file) == 0
    told = capsys.readouterr().out
    assert "3 questions, 2 of them drafts" in told
    for words in (
        "1  feedback",
        "1  person",
        "1  without a kind",
        "draft-1  person  白山市工信局局长是谁？  →  赵明远",
    ):
        assert words in told
    assert run("check", file, "--json") == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["questions"], whole["drafts"], whole["faults"]) == (3, ["draft-1", "draft-2"], [])
    assert whole["kinds"] == {"": 1, "person": 1, "feedback": 1}


def test_check_tells_every_fault(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with faults is told with all of them, and status 2."""
    with file.open("a", encoding="utf-8") as written:
        written.write('{"id": 1}\n{\n')
    assert run("check", file) == 2
    told = capsys.readouterr().out
    for words in ("line 4, id: must be a text", "line 4, question: is missing", "line 5: is no JSON"):
        assert f"{file}  {words}" in told
    assert run("check", file, "--json", language="zh") == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert faults[0] == {"line": 4, "field": "id", "message": "必须是文字"}
    assert len(faults) == 3


def test_accept_takes_drafts_by_id(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`questions accept` makes questions of the drafts it is given, and leaves the others."""
    assert run("accept", file, "draft-1", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"accepted": ["draft-1"]}
    assert load(file) == [PLAIN, replace(DRAFT, draft=False), OTHER]


@pytest.mark.parametrize("unknown", ["draft-9", "q1"])
def test_accept_refuses_what_is_no_draft(file: Path, unknown: str) -> None:
    """An id that no draft has is refused, and nothing is accepted."""
    with pytest.raises(NoSuchDraft, match=unknown):
        run("accept", file, "draft-1", unknown)
    assert load(file) == [PLAIN, DRAFT, OTHER]


def test_review_accepts_and_rejects(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reviewer sees question, answer, evidence, article, note and history, accepts one draft and rejects another."""
    review(file, "en", typed("a", "r"))
    told = capsys.readouterr().out
    for words in ("[1/2]", *(DRAFT.question, "赵明远", *DRAFT.evidence, "trade.txt", "tiny", "谁？ 他。")):
        assert words in told
    assert "(a refusal" in told
    assert "1 accepted, 1 rejected, 0 left" in told
    assert load(file) == [PLAIN, replace(DRAFT, draft=False)]


def test_each_decision_is_saved_at_once(file: Path) -> None:
    """When the reviewer's next decision comes, the one before is in the file already."""
    seen: list[list[Question]] = []

    def ask(_: str) -> str:
        seen.append(load(file))
        return "a"

    review(file, "en", ask)
    assert seen == [[PLAIN, DRAFT, OTHER], [PLAIN, replace(DRAFT, draft=False), OTHER]]


@pytest.mark.parametrize("lines", [("s", "q"), ("q",), ()])
def test_review_can_be_left(file: Path, lines: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """A reviewer who skips, quits, or closes the terminal changes nothing."""
    review(file, "zh", typed(*lines))
    assert load(file) == [PLAIN, DRAFT, OTHER]
    assert "接受 0 个，删除 0 个，还剩 2 个" in capsys.readouterr().out


def test_review_edits(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft is edited before it is accepted: Enter keeps the question, and unsound answers are typed again."""
    review(file, "en", typed("e", "", "。；赵明远", "", "赵明远｜趙明遠；局长", "a", "e", "谁是市长？", "-", "s"))
    assert "answers[0][0]: has neither letters nor digits" in capsys.readouterr().out
    edited = replace(DRAFT, answers=(("赵明远", "趙明遠"), ("局长",)), draft=False)
    assert load(file) == [PLAIN, edited, replace(OTHER, question="谁是市长？")]


def test_review_without_drafts_says_so(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose questions are all accepted has nothing to review."""
    save(file, [PLAIN])
    review(file, "en", typed())
    assert "no drafts" in capsys.readouterr().out


def test_review_is_of_the_drafts_file_by_default(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a file, `questions review` goes through the file of the setting `drafts`, reading from the terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nq\n"))
    assert run("review", drafts=file) == 0
    assert load(file)[1] == replace(DRAFT, draft=False)
    assert "1 accepted" in capsys.readouterr().out

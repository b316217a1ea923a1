"""Question sets: what is read, what is refused, and the bundled one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from qa.errors import QuestionsError
from qa.preparation import SAMPLE
from qa.questions import Question, load
from store.folding import bare
from store.reading import read

GOOD = {"id": "q1", "question": "谁主持？"}


def written(folder: Path, *lines: str) -> Path:
    """A question set with these lines."""
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    """Every field of a question is read, and those left out are empty."""
    full = {
        "id": "q2",
        "question": "那市长呢？",
        "answers": [["吕成蹊", "呂成蹊"], ["市长"]],
        "articles": ["001.txt"],
        "kind": "person",
        "history": [["谁主持？", "韦皓。"]],
    }
    path = written(tmp_path, json.dumps(GOOD), "", "  ", json.dumps(full, ensure_ascii=False))
    assert load(path) == [
        Question("q1", "谁主持？"),
        Question(
            "q2", "那市长呢？", (("吕成蹊", "呂成蹊"), ("市长",)), ("001.txt",), "person", (("谁主持？", "韦皓。"),)
        ),
    ]


def test_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    """A file that begins with a byte order mark, as some editors write it, is read."""
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert load(path) == [Question("q1", "谁主持？")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        (GOOD | {"answer": []}, "unknown field 'answer'"),
        ({"id": "q2"}, "'question'"),
        ({"question": "谁？"}, "'id'"),
        (GOOD | {"id": 2}, "'id'"),
        (GOOD | {"id": "q2", "question": " "}, "'question'"),
        (GOOD | {"id": "q2", "answers": "韦皓"}, "'answers'"),
        (GOOD | {"id": "q2", "answers": ["韦皓"]}, "'answers'"),
        (GOOD | {"id": "q2", "answers": [[""]]}, "'answers'"),
        (GOOD | {"id": "q2", "answers": [[]]}, "'answers'"),
        (GOOD | {"id": "q2", "articles": "001.txt"}, "'articles'"),
        (GOOD | {"id": "q2", "articles": [1]}, "'articles'"),
        (GOOD | {"id": "q2", "history": [["谁？"]]}, "'history'"),
        (GOOD | {"id": "q2", "history": [{"a": 1, "b": 2}]}, "'history'"),
        (GOOD | {"id": "q2", "history": [1]}, "'history'"),
        (GOOD | {"id": "q2", "history": [None]}, "'history'"),
        (GOOD, "'q1' is used twice"),
    ],
)
def test_bad_line_is_named_with_its_number(tmp_path: Path, line: str | dict[str, Any], reason: str) -> None:
    """A line that is no question is refused with the file, the number of the line and what is wrong with it."""
    bad = line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
    path = written(tmp_path, json.dumps(GOOD), "", bad)
    with pytest.raises(QuestionsError, match=re.escape(reason)) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert caught.value.message("zh").startswith(f"{path} 第 3 行：")


@pytest.mark.parametrize("content", [b"", b"\n\n", "谁".encode("gb18030")], ids=["empty", "blank", "not UTF-8"])
def test_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that holds no question, or is not UTF-8, is refused by name."""
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionsError, match=re.escape(str(path))):
        load(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that isn't there, or is a folder, is refused by name."""
    for path in (tmp_path / "absent.jsonl", tmp_path):
        with pytest.raises(QuestionsError, match=re.escape(str(path))):
            load(path)


def test_bundled_set_is_large_and_varied() -> None:
    """The bundled set has at least eighty questions of several kinds, some to refuse and some with a history."""
    bundled = load(SAMPLE / "questions.jsonl")
    assert len(bundled) >= 80
    assert len({question.kind for question in bundled}) >= 5
    assert sum(not question.answers for question in bundled) >= 10
    assert all(question.articles for question in bundled if question.answers)


def test_bundled_set_names_bundled_articles() -> None:
    """Every article that the bundled set names is bundled, and every bundled article is asked about."""
    named = {article for question in load(SAMPLE / "questions.jsonl") for article in question.articles}
    assert named == {path.name for path in (SAMPLE / "articles").iterdir()}


def test_bundled_answers_are_in_their_articles() -> None:
    """Every right answer of the bundled set stands in one of the articles named for it."""
    texts = {path.name: bare(read(path).text) for path in (SAMPLE / "articles").iterdir()}
    absent = [
        (question.id, group)
        for question in load(SAMPLE / "questions.jsonl")
        for group in question.answers
        if not any(bare(said) in texts[name] for said in group for name in question.articles)
    ]
    assert absent == []

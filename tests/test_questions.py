"""Question sets: what is read, what is refused, what is written, and the bundled one."""

from __future__ import annotations

import json
from dataclasses import replace
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluation.errors import QuestionsError, QuestionsNotWritable
from qa.evaluation.faults import LISTED
from qa.evaluation.questions import Question, accepted, append, change, draft_id, faults_in, load, save
from qa.page.sample import SAMPLE
from store.reading import read
from store.text.scripts import bare

GOOD = {"id": "q1", "question": "谁主持？"}
FULL = {
    "id": "q2",
    "question": "那市长呢？",
    "answers": [["吕成蹊", "呂成蹊"], ["市长"]],
    "articles": ["001.txt"],
    "kind": "person",
    "history": [["谁主持？", "韦皓。"]],
    "evidence": ["市长吕成蹊出席会议。"],
    "draft": True,
    "note": "由模型起草",
}
QUESTION = Question(
    id="q2",
    question="那市长呢？",
    answers=(("吕成蹊", "呂成蹊"), ("市长",)),
    articles=("001.txt",),
    kind="person",
    history=(("谁主持？", "韦皓。"),),
    evidence=("市长吕成蹊出席会议。",),
    draft=True,
    note="由模型起草",
)

said = st.text(min_size=1).filter(str.strip)
answers = said.filter(lambda text: bool(bare(text)))
questions = st.builds(
    Question,
    id=said,
    question=said,
    answers=st.lists(st.lists(answers, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    articles=st.lists(said, max_size=2).map(tuple),
    kind=st.text(),
    history=st.lists(st.tuples(said, said), max_size=2).map(tuple),
    evidence=st.lists(said, max_size=2).map(tuple),
    draft=st.booleans(),
    note=st.text(),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all examples of a property share."""
    return tmp_path_factory.mktemp("questions")


def written(folder: Path, *lines: str | dict[str, Any]) -> Path:
    """A question set with these lines."""
    path = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    """Every field of a question is read, and those left out are empty."""
    assert load(written(tmp_path, GOOD, "", "  ", FULL)) == [Question("q1", "谁主持？"), QUESTION]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_editors_leave_no_trace(tmp_path: Path, encoding: str, end: str) -> None:
    """A file with a byte order mark, or with the line ends of Windows, reads the same."""
    path = tmp_path / "questions.jsonl"
    path.write_bytes(f"{json.dumps(GOOD)}{end}{end}".encode(encoding))
    assert load(path) == [Question("q1", "谁主持？")]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("{", "", "no JSON from column 1 on"),
        ('{"id": "你", "question": "好"} x', "", "no JSON from column 30 on"),
        ('{"id": "\\ud800", "question": "谁？"}', "", "no JSON"),
        ("[]", "", "no JSON object"),
        ("null", "", "no JSON object"),
        (GOOD | {"answer": []}, "answer", "no field; there are id, question, answers, articles"),
        ({"id": "q2"}, "question", "is missing"),
        ({"question": "谁？"}, "id", "is missing"),
        (GOOD | {"id": 2}, "id", "must be a text"),
        (GOOD | {"id": "q2", "asked_on": "去年"}, "asked_on", "must be a date like 2024-10-30"),
        (GOOD | {"id": "q2", "question": " "}, "question", "must not be empty"),
        (GOOD | {"id": "q2", "answers": "韦皓"}, "answers", "must be a list"),
        (GOOD | {"id": "q2", "answers": ["韦皓"]}, "answers[0]", "must be a list"),
        (GOOD | {"id": "q2", "answers": [["韦皓", ""]]}, "answers[0][1]", "must not be empty"),
        (GOOD | {"id": "q2", "answers": [["韦皓"], []]}, "answers[1]", "must not be empty"),
        (GOOD | {"id": "q2", "answers": [["。…"]]}, "answers[0][0]", "every text would hold it"),
        (GOOD | {"id": "q2", "articles": "001.txt"}, "articles", "must be a list"),
        (GOOD | {"id": "q2", "articles": [1]}, "articles[0]", "must be a text"),
        (GOOD | {"id": "q2", "evidence": [""]}, "evidence[0]", "must not be empty"),
        (GOOD | {"id": "q2", "history": [["谁？"]]}, "history[0]", "a question and its answer"),
        (GOOD | {"id": "q2", "history": [["谁？", "他。", "她。"]]}, "history[0]", "a question and its answer"),
        (GOOD | {"id": "q2", "history": [{"a": 1, "b": 2}]}, "history[0]", "must be a list"),
        (GOOD | {"id": "q2", "history": [None]}, "history[0]", "must be a list"),
        (GOOD | {"id": "q2", "draft": "yes"}, "draft", "must be true or false"),
        (GOOD | {"id": "q2", "draft": 1}, "draft", "must be true or false"),
        (GOOD | {"id": "q2", "note": None}, "note", "must be a text"),
        (GOOD, "id", "q1 is the id of line 1 already"),
    ],
)
def test_bad_line_is_named_with_its_number(tmp_path: Path, line: str | dict[str, Any], field: str, reason: str) -> None:
    """A line that is no question is refused with file, line, field, and what is wrong, in both languages."""
    path = written(tmp_path, GOOD, "", line)
    with pytest.raises(QuestionsError) as caught:
        load(path)
    place = f", {field}: " if field else ": "
    assert str(caught.value).startswith(f"{path}, line 3{place}")
    assert reason in str(caught.value)
    chinese = caught.value.message("zh")
    assert chinese.startswith(f"{path} 第 3 行{f' {field}' if field else ''}：")
    assert reason not in chinese


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """All faults of a file are told together, the first ones line by line and the others by their number."""
    bad = {"id": 1, "answers": [[""]], "draft": "no"}
    path = written(tmp_path, GOOD, bad, "{", *["[]"] * (LISTED - 4))
    with pytest.raises(QuestionsError) as caught:
        load(path)
    told = str(caught.value)
    for words in ("line 2, id", "line 2, question", "line 2, answers[0][0]", "line 2, draft", "line 3: "):
        assert words in told
    assert "11 faults" in told
    assert "and 1 more" in told
    assert "另有 1 处" in caught.value.message("zh")


@settings(deadline=None)
@given(lines=st.lists(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)
    | st.dictionaries(st.sampled_from([*FULL]), inner)), max_size=3))  # fmt: skip
def test_whatever_a_line_holds_is_told_in_words(folder: Path, lines: list[Any]) -> None:
    """Whatever JSON a file holds, it is read or refused with a message in each language."""
    path = folder / "any.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    try:
        load(path)
    except QuestionsError as error:
        assert error.message("en")
        assert error.message("zh")


@pytest.mark.parametrize("content", [b"", b"\n\n"], ids=["empty", "blank"])
def test_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that holds no question is refused by name."""
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionsError, match="no question") as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is refused with the line where that shows."""
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b"\n\n" + "谁主持会议？".encode("gb18030"))
    with pytest.raises(QuestionsError, match="line 3: is not UTF-8"):
        load(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that isn't there, or is a folder, is refused by name."""
    for path in (tmp_path / "absent.jsonl", tmp_path):
        with pytest.raises(QuestionsError, match="cannot be read") as caught:
            load(path)
        assert str(path) in str(caught.value)


@settings(deadline=None)
@given(asked=st.lists(questions, min_size=1, max_size=3, unique_by=lambda question: question.id))
def test_what_is_saved_is_read_again(folder: Path, asked: list[Question]) -> None:
    """Whatever questions are saved, the same are read again."""
    path = folder / "saved.jsonl"
    save(path, asked)
    assert load(path) == asked


def test_empty_fields_are_not_written(tmp_path: Path) -> None:
    """A question is written without the fields that are empty, and its Chinese as it is."""
    path = tmp_path / "questions.jsonl"
    save(path, [Question("q1", "谁主持？")])
    assert path.read_text(encoding="utf-8") == '{"id": "q1", "question": "谁主持？"}\n'


def test_drafts_are_not_accepted_yet() -> None:
    """The accepted questions are those that are no drafts."""
    plain = replace(QUESTION, draft=False)
    assert accepted([QUESTION, plain]) == [plain]


def test_appending_leaves_what_is_there(tmp_path: Path) -> None:
    """Questions come after what a file holds, to the letter; those whose ids are there are left out."""
    path = tmp_path / "questions.jsonl"
    path.write_text('\n{"question":"谁主持？",  "id":"q1"}', encoding="utf-8")
    assert append(path, [Question("q1", "又是谁？"), QUESTION]) == [QUESTION]
    assert path.read_text(encoding="utf-8").startswith('\n{"question":"谁主持？",  "id":"q1"}\n')
    assert load(path) == [Question("q1", "谁主持？"), QUESTION]
    assert append(path, [QUESTION]) == []


def test_appending_makes_the_file(tmp_path: Path) -> None:
    """A file that isn't there yet is made, with its folder."""
    path = tmp_path / "new" / "drafts.jsonl"
    append(path, [QUESTION])
    assert load(path) == [QUESTION]


def test_broken_file_is_not_appended_to(tmp_path: Path) -> None:
    """A file with faults is refused, and stays as it is."""
    path = written(tmp_path, "{")
    with pytest.raises(QuestionsError, match="line 1"):
        append(path, [QUESTION])
    assert path.read_text(encoding="utf-8") == "{"


def test_nothing_is_lost_among_several_writers(tmp_path: Path) -> None:
    """What several write to one file at the same time is all there in the end."""
    path = tmp_path / "drafts.jsonl"
    asked = [Question(f"q{number}", "谁？") for number in range(24)]
    with ThreadPool(8) as pool:
        pool.map(lambda question: append(path, [question]), asked)
    assert sorted(load(path), key=lambda question: question.id) == sorted(asked, key=lambda question: question.id)


def test_changing_replaces_and_removes(tmp_path: Path) -> None:
    """A question is replaced by what it is changed to, removed for None, and the others stay."""
    path = tmp_path / "questions.jsonl"
    save(path, [Question("q1", "一？"), Question("q2", "二？"), Question("q3", "三？")])
    changed = {"q1": Question("q1", "一改？"), "q2": None}
    change(path, lambda question: changed.get(question.id, question))
    assert load(path) == [Question("q1", "一改？"), Question("q3", "三？")]


def test_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A place that is no file, or that nobody can write to, is refused with its name."""
    in_a_file = written(tmp_path, GOOD) / "drafts.jsonl"
    for write in (lambda: append(in_a_file, [QUESTION]), lambda: save(in_a_file, [QUESTION])):
        with pytest.raises(QuestionsNotWritable) as caught:
            write()
        assert str(in_a_file) in str(caught.value)


def test_id_of_a_draft_follows_from_what_is_asked() -> None:
    """The same question has the same id in either script and however it is punctuated, and another one another."""
    assert draft_id("会议由谁主持？") == draft_id("會議由誰主持?")
    assert draft_id("会议由谁主持？") != draft_id("会议由谁主持？", "韦皓。")


def test_faults_of_a_question_are_those_of_its_line() -> None:
    """A question made in a program is checked as a line would be."""
    assert faults_in(QUESTION) == []
    (fault,) = faults_in(replace(QUESTION, answers=(("韦皓", "。"),)))
    assert fault.sentence("en").startswith("answers[0][1]: ")


def test_bundled_set_is_large_and_varied() -> None:
    """The bundled set has at least eighty questions of several kinds, some to refuse and some with a history."""
    bundled = load(SAMPLE / "questions.jsonl")
    assert len(bundled) >= 80
    assert len({question.kind for question in bundled}) >= 5
    assert sum(not question.answers for question in bundled) >= 10
    assert all(question.articles for question in bundled if question.answers)
    assert accepted(bundled) == bundled


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

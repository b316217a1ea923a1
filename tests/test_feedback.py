"""From an answer that a reader calls wrong to a draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Answer, Citation, Claim
from qa.evaluation.errors import QuestionsError, QuestionsNotWritable
from qa.evaluation.questions import append, load
from qa.page.feedback import note_wrong
from qa.page.preparation import Preparation
from qa.settings import load as settings
from store.passage import split

from .markup import ARTICLE

HISTORY = [("谁主持？", "韦皓。[1]"), ("哪天？", " ")]
QUOTE = "市委书记韦皓主持会议。"
ANSWER = Answer(
    "市长呢？",
    "市长主持了会议。[1]",
    (Claim("市长主持了会议。", (Citation(1, split(ARTICLE)[0], QUOTE, 0, 11),) * 2),),
    complete=True,
)


def test_wrong_answer_becomes_a_draft(tmp_path: Path) -> None:
    """The draft has the question, what came before it, what was cited, the answer as a note, and no right answer."""
    path = tmp_path / "drafts.jsonl"
    note_wrong(path, "市长呢？", HISTORY, ANSWER)
    (draft,) = load(path)
    assert draft.draft
    assert (draft.question, draft.kind, draft.answers, draft.note) == ("市长呢？", "feedback", (), ANSWER.text)
    assert draft.history == (("谁主持？", "韦皓。[1]"),)
    assert (draft.articles, draft.evidence) == ((ARTICLE.id,), (QUOTE,))


def test_same_answer_is_noted_once(tmp_path: Path) -> None:
    """The same question with the same answer is one draft; with another answer, or after others, it is a second one."""
    path = tmp_path / "drafts.jsonl"
    for history, answer in (
        (HISTORY, ANSWER),
        (HISTORY, ANSWER),
        (HISTORY, replace(ANSWER, text="不知道。")),
        ([], ANSWER),
    ):
        note_wrong(path, "市长呢？", history, answer)
    assert len(load(path)) == 3


def test_half_of_a_pair_is_no_obstacle(tmp_path: Path) -> None:
    """What no file can hold, since a damaged article has half a surrogate pair, is noted with a question mark."""
    path = tmp_path / "drafts.jsonl"
    note_wrong(path, "谁\ud83d？", [("\udc00", "\ud800")], replace(ANSWER, text="会\udfff。"))
    (draft,) = load(path)
    assert (draft.question, draft.note, draft.history) == ("谁?？", "会?。", (("?", "?"),))


def test_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A file that cannot be written, or that is no question set, is an error with its name, and stays as it is."""
    faulty = tmp_path / "faulty.jsonl"
    faulty.write_text("{", encoding="utf-8")
    with pytest.raises(QuestionsError, match="faulty"):
        note_wrong(faulty, "市长呢？", [], ANSWER)
    assert faulty.read_text(encoding="utf-8") == "{"
    with pytest.raises(QuestionsNotWritable, match="faulty"):
        note_wrong(faulty / "drafts.jsonl", "市长呢？", [], ANSWER)


def test_page_keeps_drafts_where_the_setting_says(tmp_path: Path) -> None:
    """The backend of the page notes a wrong answer in the file of the setting `drafts`, beside what is there."""
    path = tmp_path / "kept" / "drafts.jsonl"
    preparation = Preparation(settings(library=str(tmp_path / "library"), drafts=path, llm="extractive"))
    preparation.note_wrong("市长呢？", HISTORY, ANSWER)
    append(path, [])
    preparation.note_wrong("谁主持？", [], ANSWER)
    assert [draft.question for draft in load(path)] == ["市长呢？", "谁主持？"]

"""The evaluation's measures, against figures worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from qa.answer import Answer, Citation, Claim, Seconds, Tokens
from qa.assistant import Assistant
from qa.evaluate import DEPTH, Result, evaluate, found, holds, judge, summary
from qa.questions import Question
from qa.settings import load
from store.passage import Passage

from .letters import shelf


def passage_of(name: str) -> Passage:
    """A passage of the article in the file `name`."""
    return Passage(f"id-{name}", 0, "句子。", 0, 3, f"/articles/{name}", "题")


def answer_of(text: str, *cited: str, seconds: Seconds | None = None, tokens: Tokens | None = None) -> Answer:
    """A finished answer that cites the files named."""
    citations = tuple(Citation(n, passage_of(name), "句子。", 0, 3) for n, name in enumerate(cited, start=1))
    claims = (Claim(text, citations),) if cited else ()
    return Answer("问", text, claims, complete=True, seconds=seconds or Seconds(), tokens=tokens or Tokens())


REFUSED = answer_of(prompts.REFUSAL["zh-Hans"])


@pytest.mark.parametrize(
    ("text", "groups", "right"),
    [
        ("会议由韦皓主持。", [["韦皓"]], True),
        ("會議由韋皓主持。", [["韦皓"]], True),
        ("由韦皓、吕成蹊主持。", [["韦皓"], ["吕成蹊", "市长"]], True),
        ("由韦皓主持。", [["韦皓"], ["吕成蹊", "市长"]], False),
        ("增长 13.9 %。", [["13.9%"]], True),
        ("增长139%。", [["13.9%"]], False),
        ("October 30, 2024", [["OCTOBER 30"]], True),
        ("任何话", [], True),
    ],
)
def test_holds(text: str, groups: list[list[str]], right: bool) -> None:
    """A text is right when it holds one string of every group, whatever the script, case, spaces and punctuation."""
    assert holds(text, groups) is right


def test_measures_of_one_question() -> None:
    """Of two right articles one is cited beside a wrong one, and found at the second place: all four figures follow."""
    question = Question("q", "问", (("韦皓",),), ("1.txt", "3.txt"))
    passages = [passage_of("2.txt"), passage_of("1.txt"), passage_of("1.txt"), passage_of("4.txt")]
    result = judge(question, answer_of("韦皓。", "1.txt", "2.txt"), passages)
    assert result.correct
    assert (result.precision, result.citation_recall) == (1 / 2, 1 / 2)
    assert (result.rank, result.recall) == (2, 1 / 2)


def test_two_quotes_of_one_article_count_once() -> None:
    """Precision and recall count articles, so a second quote of the same one changes neither."""
    question = Question("q", "问", (("韦皓",),), ("1.txt",))
    result = judge(question, answer_of("韦皓。", "1.txt", "1.txt", "2.txt"), [])
    assert (result.precision, result.citation_recall) == (1 / 2, 1)


def test_articles_are_known_by_id_too() -> None:
    """A question set may name its articles by id rather than by file."""
    question = Question("q", "问", (("韦皓",),), ("id-1.txt",))
    result = judge(question, answer_of("韦皓。", "1.txt"), [passage_of("1.txt")])
    assert (result.precision, result.citation_recall, result.rank, result.recall) == (1, 1, 1, 1)


def test_nothing_to_measure_is_none() -> None:
    """Where nothing is cited, found or to be found, the figure is None rather than 0 or 1."""
    uncited = judge(Question("q", "问", (("韦皓",),), ("1.txt",)), answer_of("韦皓。"), [passage_of("2.txt")])
    assert (uncited.precision, uncited.citation_recall, uncited.rank, uncited.recall) == (None, 0, None, 0)
    unanswerable = judge(Question("q", "问"), REFUSED, [passage_of("1.txt")])
    assert (unanswerable.precision, unanswerable.citation_recall, unanswerable.recall) == (None, None, None)


@pytest.mark.parametrize("refusal", prompts.REFUSAL.values())
def test_refusal_is_right_just_where_nothing_is_to_be_said(refusal: str) -> None:
    """A refusal in any language is right without answers and wrong with them, even if their words are in it."""
    assert judge(Question("q", "问"), answer_of(refusal), []).correct
    assert not judge(Question("q", "问", ((refusal,),)), answer_of(refusal), []).correct


def test_answer_where_a_refusal_is_right_is_wrong() -> None:
    """Any answer to a question that the articles don't answer is wrong."""
    assert not judge(Question("q", "问"), answer_of("韦皓。", "1.txt"), []).correct


def worked() -> list[Result]:
    """Four results: two answerable questions, one of them right; two unanswerable ones, one of them refused."""
    person = Question("a", "问", (("韦皓",),), ("1.txt",), "person")
    number = Question("b", "问", (("4.8",),), ("1.txt", "2.txt"), "number")
    off = Question("c", "问", kind="off-topic")
    return [
        judge(
            person,
            answer_of("韦皓。", "1.txt", "2.txt", seconds=Seconds(1, 2, 4), tokens=Tokens(100, 10)),
            [passage_of("1.txt")],
        ),
        judge(
            number,
            answer_of("4.9。", "2.txt", seconds=Seconds(2, 4, 8), tokens=Tokens(300, 30)),
            [passage_of(name) for name in ("3.txt", "4.txt", "5.txt", "2.txt")],
        ),
        judge(off, REFUSED, [passage_of("1.txt")]),
        judge(off, answer_of("韦皓。", "1.txt", seconds=Seconds(3, 6, 12), tokens=Tokens(200, 20)), []),
    ]


def test_summary_worked_by_hand() -> None:
    """Shares, means and medians of four questions are those worked out by hand."""
    assert summary(worked()) == {
        "questions": 4,
        "answerable": {"questions": 2, "correct": 1, "share": 0.5},
        "unanswerable": {"questions": 2, "correct": 1, "share": 0.5},
        "citations": {"precision": 0.75, "recall": 0.75},  # (1/2 + 1) / 2 and (1 + 1/2) / 2
        "search": {"depth": DEPTH, "recall": 0.75, "mrr": 0.625},  # (1 + 1/2) / 2 and (1 + 1/4) / 2
        "seconds": {"search": 1.5, "first_token": 3, "total": 6},  # of 0, 1, 2, 3 and so on
        "tokens": {"prompt": 150, "answer": 15},  # of 0, 100, 200, 300 and so on
        "kinds": {
            "number": {"questions": 1, "correct": 0, "share": 0.0},
            "off-topic": {"questions": 2, "correct": 1, "share": 0.5},
            "person": {"questions": 1, "correct": 1, "share": 1.0},
        },
    }


def test_summary_without_answerable_questions() -> None:
    """A set of nothing but questions to refuse has no share of answers, citations or search, and says None."""
    figures = summary(worked()[2:])
    assert figures["answerable"] == {"questions": 0, "correct": 0, "share": None}
    assert figures["citations"] == {"precision": None, "recall": None}
    assert figures["search"] == {"depth": DEPTH, "recall": None, "mrr": None}


def test_result_for_machines() -> None:
    """What is kept of one question in the JSON has these fields."""
    kept = worked()[0].as_dict()
    assert kept == {
        "id": "a",
        "kind": "person",
        "answerable": True,
        "correct": True,
        "refused": False,
        "citation_precision": 0.5,
        "citation_recall": 1.0,
        "rank": 1,
        "recall": 1.0,
        "seconds": {"search": 1, "first_token": 2, "total": 4},
        "text": "韦皓。",
    }


def test_questions_are_asked_of_the_assistant(tmp_path: Path) -> None:
    """Every question is asked and searched with its history, and each result is handed on as it comes."""
    article = tmp_path / "1.txt"
    article.write_text("清河县植树活动由县委书记刘志远主持。县长赵明参加植树活动。", encoding="utf-8")
    assistant = Assistant(shelf(tmp_path / "library"), None, load(llm="extractive"))
    assistant.add([article])
    questions = [
        Question("a", "清河县植树活动由谁主持？", (("刘志远",),), ("1.txt",)),
        Question("b", "那县长呢？", (("赵明",),), ("1.txt",), history=(("清河县植树活动由谁参加？", "刘志远。"),)),
    ]
    seen: list[Result] = []
    results = evaluate(assistant, questions, seen.append)
    assert seen == results
    assert [result.question.id for result in results] == ["a", "b"]
    assert [result.correct for result in results] == [True, True]
    assert [result.rank for result in results] == [1, 1]
    assert [passage.source for passage in found(assistant, questions[0])] == [str(article)]

"""A question about several things is asked part by part, and its answers become one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Answer, Citation, Claim
from qa.answering.composing import completed, composed
from qa.answering.compound import merged
from qa.assistant import Assistant
from qa.llm import connect
from qa.question.compound import split
from store.library import Library
from store.passage import Passage

from .chat import ChatServer

PLANTING = ("清河縣的植樹活動由劉志遠主持。", "白山市的植樹活動由李晓东主持。")

pytestmark = pytest.mark.usefixtures("surroundings")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("北京的市长和上海的市长分别是谁？", ["北京的市长是谁？", "上海的市长是谁？"]),
        ("北京和上海两地的市长各是谁？", ["北京的市长是谁？", "上海的市长是谁？"]),
        ("北京、上海和深圳的市长分别是谁？", ["北京的市长是谁？", "上海的市长是谁？", "深圳的市长是谁？"]),
        (
            "把北京2024年和上海2023年的产值放在一起，各是多少？",
            ["北京2024年的产值是多少？", "上海2023年的产值是多少？"],
        ),
        ("2022年和2023年的产值分别是多少？", ["2022年的产值是多少？", "2023年的产值是多少？"]),
        ("《三體》與《流浪地球》的作者各是誰？", ["《三体》的作者是谁？", "《流浪地球》的作者是谁？"]),
    ],
)
def test_parts_are_named_alike(question: str, parts: list[str]) -> None:
    """A question about several things becomes one question for each, in Simplified."""
    assert split(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "北京和上海的市长是谁？",
        "北京的产值和增速分别是多少？",
        "会议由谁主持，各方达成了什么共识？",
        "整備、整治、轉型、更新分別擺在什麼位置？",
        "各是多少？",
        "和北京的各是多少？",
        "北京、上海、深圳、广州和武汉的市长分别是谁？",
        "",
    ],
)
def test_other_questions_stay_whole(question: str) -> None:
    """A question that does not ask the same of each of a few named things stays whole."""
    assert split(question) == [question]


def part(asked: str, article: str, said: str, confidence: float = 0.5) -> Answer:
    """The answer to a part, from one article; the refusal without any words."""
    passage = Passage(article, 0, said, 0, len(said), f"{article}.txt", article)
    claims = [Claim(said, (Citation(1, passage, said, 0, len(said)),))] if said else []
    return replace(completed(composed(Answer(asked, asked=asked), claims)), confidence=confidence)


def test_answers_to_parts_are_one() -> None:
    """The answers to the parts are one answer with one numbering, as sure as the least sure part."""
    whole = Answer("北京的市长和上海的市长分别是谁？")
    parts = [part("一", "a", "是甲。", 0.9), part("二", "b", "是乙。", 0.4), part("三", "a", "是丙。")]
    answer = merged(whole, parts, numbered=False, complete=True)
    assert (answer.text, answer.confidence, answer.complete) == ("是甲。[1]是乙。[2]是丙。[1]", 0.4, True)
    assert merged(whole, parts, numbered=True, complete=True).text == "是甲。[1]是乙。[1]是丙。[1]"


def test_part_without_an_answer_is_named() -> None:
    """A part without an answer is named, and if no part has one the whole answer is the refusal."""
    whole = Answer("北京的市长和上海的市长分别是谁？")
    told, not_told = part("北京的市长是谁？", "a", "是甲。"), part("上海的市长是谁？", "b", "", 0.0)
    answer = merged(whole, [told, not_told], numbered=False, complete=True)
    assert answer.text == "是甲。[1]\n文章中没有提到：上海的市长是谁？"
    assert (answer.refused, answer.confidence) == (False, 0.5)
    assert merged(whole, [not_told, not_told], numbered=False, complete=True).refused


def test_sentence_being_written_stands_behind_the_parts_before() -> None:
    """The sentence being written comes after the finished parts, and the answer is not complete yet."""
    growing = composed(Answer("二"), [], "是")
    answer = merged(Answer("各是谁？"), [part("一", "a", "是甲。"), growing], numbered=False, complete=False)
    assert (answer.text, answer.complete) == ("是甲。[1]是", False)


def test_model_is_asked_each_part(desk: Library, server: ChatServer) -> None:
    """The model is asked each part by itself, in the order of the question."""
    settings = server.settings()
    assistant = Assistant(desk, connect(settings), settings)
    *growing, last = assistant.stream("清河縣和白山市的植樹活動分別由誰主持？", sources=PLANTING)
    asked = [request.said.rpartition("问题：")[2].strip() for request in server.requests]
    assert asked == ["清河县的植树活动由谁主持？", "白山市的植树活动由谁主持？"]
    assert last.complete
    assert not any(answer.complete for answer in growing)
    assert last.asked == "清河縣和白山市的植樹活動分別由誰主持？"

"""The questions that a reader learns from: made by rule, changed, put in other words and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

import qa.llm as llms
from store.text.sentences import Span
from tests.benchmarks.reader import attributes, english, patterns
from tests.benchmarks.reader.clozes import Cloze, asked
from tests.benchmarks.reader.examples import Example
from tests.benchmarks.reader.negatives import Changes
from tests.benchmarks.reader.rewording import reworded
from tests.benchmarks.reader.siblings import instead

from .chat import chatting


def made(asked: Callable[[str, Span, str, Random], Iterator[Cloze]], sentence: str, title: str) -> list[Cloze]:
    """What a maker of questions asks about a sentence of an article with this title, by several seeds."""
    return [one for seed in range(12) for one in asked(sentence, (0, len(sentence)), title, Random(seed))]


def test_clozes_leave_out_their_answer() -> None:
    """A question made of a sentence does not hold its answer."""
    text = "2023年8月3日，华能澜沧江公司在昆明发布了糯扎渡水电站2500亿千瓦时的发电报告。"
    found = [cloze for seed in range(20) for cloze in asked(text, (0, len(text)), Random(seed))]
    assert {"date", "place"} & {cloze.kind for cloze in found}
    for cloze in found:
        assert text[slice(*cloze.answer)] not in cloze.question


@pytest.mark.parametrize(
    ("sentence", "kind", "answer", "kept"),
    [
        ("由于台风袭击广东港口，广州地铁停运两天。", "why", "台风袭击广东港口", "广州地铁停运"),
        ("广州地铁停运两天，是因为台风袭击广东港口。", "why", "台风袭击广东港口", "广州地铁停运"),
        ("广州南站位于广州市番禺区。", "where", "广州市番禺区", "广州南站"),
        ("广东经济长期以制造业为主导。", "as", "制造业", "主导"),
        ("大连港又称东方明珠，1899年开港。", "called", "东方明珠", "大连港"),
        ("大连港的主要货物包括石油、粮食、汽车等。", "list", "石油、粮食、汽车", "大连港"),
        ("大连港由华能集团承建。", "by", "华能集团", "承建"),
        ("大连港改造工程旨在提高粮食运输能力。", "aim", "提高粮食运输能力", "大连港改造工程"),
        ("南加州的人口约1750万人。", "fact", "1750万人", "人口"),
    ],
)
def test_pattern_asks_for_what_its_words_lead_to(sentence: str, kind: str, answer: str, kept: str) -> None:
    """A pattern asks for what its words lead to, and the question names what it is about."""
    found = [one for one in made(patterns.asked, sentence, "港口") if one.kind == kind]
    assert found
    for one in found:
        assert sentence[slice(*one.answer)] == answer
        assert answer not in one.question
        assert kept in one.question


@pytest.mark.parametrize(
    "sentence", ["广州地铁能够有效识别行人、车辆、路牌。", "广州公园使用者最多的是老人。", "广州南站位于广州市之前。"]
)
def test_pattern_leaves_parts_of_words_alone(sentence: str) -> None:
    """A pattern word inside a longer word makes no question, like 有 in 有效."""
    assert not made(patterns.asked, sentence, "")


@pytest.mark.parametrize(
    ("sentence", "kind", "answer", "kept"),
    [
        ("2022年，大连市地区生产总值8430.9亿元。", "amount", "8430.9亿元", "2022年大连市"),
        ("该公司上半年净利润为2.2亿元。", "amount", "2.2亿元", "大连港"),
        ("8月8日，第三届大连樱桃节在广场开幕。", "day", "8月8日", "第三届大连樱桃节"),
        ("第三届大连樱桃节在上海红点城开幕。", "where", "上海红点城", "第三届大连樱桃节"),
        ("李明执导的《大连往事》上映。", "maker", "李明", "《大连往事》"),
        ("《大连往事》由李明、王芳主演。", "makers", "李明、王芳", "《大连往事》"),
        ("运动员王芳夺得大连女子网球赛冠军。", "prize", "王芳", "大连女子网球赛冠军"),
    ],
)
def test_short_question_names_a_thing_and_what_is_asked_of_it(sentence: str, kind: str, answer: str, kept: str) -> None:
    """A short question names the thing, if need be from the title, and does not hold its answer."""
    found = [one for one in made(attributes.asked, sentence, "大连港") if one.kind == kind]
    assert len({one.question for one in found}) > 2
    for one in found:
        assert sentence[slice(*one.answer)] == answer
        assert answer not in one.question
        assert kept in one.question


@pytest.mark.parametrize(
    "sentence", ["8月8日，我参加的第三届大连樱桃节开幕。", "大连港上年同期的产量为10万吨。", "2006年5月8日在大连成立。"]
)
def test_no_short_question_where_it_would_not_be_sound(sentence: str) -> None:
    """A sentence about the writer, an earlier time, or nothing that is named makes no short question."""
    assert not made(attributes.asked, sentence, "")


def test_change_names_what_the_text_does_not() -> None:
    """A changed question asks about a year that the text does not name."""
    changes, asking, text = Changes(), "大连港2019年的吞吐量是多少？", "2019年，大连港的吞吐量是3.6亿吨。"
    made = {changed for seed in range(20) if (changed := changes.changed(asking, text, Random(seed)))}
    assert len(made) > 1
    assert all("2019" not in changed and "大连港" in changed for changed in made)


@pytest.mark.parametrize(
    ("question", "text", "others"),
    [
        # 编剧 stands in the text: that may be answered.
        ("《长城》的导演是谁？", "《长城》由李明导演，编剧是王芳。", {"主演", "制片人", "作曲", "原著作者"}),
        ("上半年产量是多少？", "上半年产量为三万吨，下半年待定。", {"前三季度", "销量", "库存", "产能"}),
        # What is said on the way is not what is asked, unless it tells one of several.
        ("成立于1990年的公司叫什么名字，在哪里？", "公司在广州。", set()),
        ("第二座大桥有多长？", "第二座大桥长900米。", {"第一", "第三", "第四", "第五"}),
    ],
)
def test_something_else_is_asked_of_the_same_thing(question: str, text: str, others: set[str]) -> None:
    """A changed question asks for one thing that the text does not name, about the same subject."""
    made = {one for seed in range(60) for one in instead(question, text, Random(seed))}
    assert len(made) == len(others)
    assert all(any(other in one for one in made) for other in others)


def test_reworded_question_keeps_names_and_numbers() -> None:
    """A reworded question keeps its names and numbers."""
    asking = "糯扎渡水电站2022年累计发电量达到多少？"
    made = {reworded(asking, Random(seed)) for seed in range(40)}
    assert len(made) > 3
    assert all("糯扎渡" in said and "2022" in said for said in made)


@pytest.mark.parametrize(("reply", "sound"), [("How much did it handle in 2019?", True), ("大连港 did well.", False)])
def test_questions_are_put_into_english_where_that_is_sound(reply: str, sound: bool) -> None:
    """A sound translation stands for the question in all its examples, and an unsound one in none."""
    question, said, spans = "大连港2019年完成多少吞吐量？", "2019年完成3.6亿吨。", ((7, 12),)
    examples = [
        Example(question, said, spans, "x"),
        Example(question, "没有说。", (), "mined"),
        Example("李明担任什么职务？", said, spans, "x"),
    ]
    with chatting() as server:
        server.pieces = [reply]
        llm = llms.connect(server.settings())
        assert llm
        found = english.translated(examples, llm, 9, Random(1))
    assert [(e.question, e.text, e.spans) for e in found] == sound * [(reply, said, spans), (reply, "没有说。", ())]


@pytest.mark.parametrize(
    ("question", "said", "sound"),
    [
        ("谁在8月7日主持会议？", "Who chaired the meeting on August 7?", True),
        ("公司交付多少台？", "How many units did the company deliver?", True),
        ("谁在8月7日主持会议？", "Who chaired the meeting on August 8?", False),
        ("2022年有多少家？", "How many were there?", False),
        ("有多少家？", "Sure! How many were there?", False),
        ("有多少家？", "How many were there in 松江?", False),
        ("口碑好的产品", "Products of good repute", False),
    ],
)
def test_translation_is_one_question_with_the_same_numbers(question: str, said: str, sound: bool) -> None:
    """A sound translation is one English question with the same numbers."""
    assert english.sound(question, said) is sound

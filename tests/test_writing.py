"""How a written answer comes about: a second reading where sources misled the model, and the other side beside it."""

from __future__ import annotations

import pytest

import prompts
from qa.answer import Answer
from qa.assistant import Assistant
from qa.llm import connect
from qa.thresholds import SIDE_WITH_MODEL
from store.library import Library

from .chat import ChatServer

pytestmark = pytest.mark.usefixtures("surroundings")

BUREAUS = ("东莞市工业和信息化局局长肖必良出席会议。", "中山市工业和信息化局局长林伟强主持会议。")
WHO_HEADS = "中山市工业和信息化局由谁负责？"
MISLED, RIGHT = "中山市工业和信息化局局长是肖必良。[1]", "中山市工业和信息化局局长是林伟强。[2]"
SECRETARIES = ("东莞市委书记肖亚非主持会议。", "東莞市委書記韋皓主持會議並講話。")
YES, NO = ({prompts.YES: -0.01, prompts.NO: -6.0}, {prompts.YES: -6.0, prompts.NO: -0.01})


def ask(desk: Library, server: ChatServer, question: str, sources: tuple[str, ...], **settings: str) -> Answer:
    """The answer of the server's model, which takes a second look."""
    chosen = server.settings(**({"verify": "always"} | settings))
    return Assistant(desk, connect(chosen), chosen).ask(question, sources=sources)


def test_sources_that_misled_are_left_out_of_a_second_reading(desk: Library, server: ChatServer) -> None:
    """The sources that misled the model are left out of a second reading, and the first answer is withheld."""
    server.script, server.likely = [[MISLED], [RIGHT]], [YES]
    answer = ask(desk, server, WHO_HEADS, BUREAUS)
    assert answer.text == RIGHT
    assert [claim.text for claim in answer.withheld] == [MISLED.removesuffix("[1]")]
    first, second, _ = server.requests
    assert "肖必良" in first.said
    assert "肖必良" not in second.said
    assert answer.tokens.prompt == 2 * server.usage[0]


def test_the_source_of_a_wrong_number_is_left_out(desk: Library, server: ChatServer) -> None:
    """The source of a wrong number is left out of the second reading, even if the check cites another one."""
    sources = (
        "2020年全年城镇新增就业1186万人。",
        "2021届毕业生的规模是909万人，就业压力大。",
        "全年城镇新增就业1269万人，比上年增加83万人。",
    )
    server.script = [["2021年城镇新增就业1186万人。[1]"], ["全年城镇新增就业1269万人。[3]"]]
    server.likely = [YES, NO]
    answer = ask(desk, server, "2021年城镇新增就业了多少人？", sources)
    assert answer.text == "全年城镇新增就业1269万人。[3]"
    assert "1186" not in server.requests[1].said


def test_an_unlikely_second_answer_is_withheld_too(desk: Library, server: ChatServer) -> None:
    """If the second answer is unlikely too, both are withheld and the answer is the refusal."""
    server.script, server.likely = [[MISLED], [RIGHT]], [NO]
    answer = ask(desk, server, WHO_HEADS, BUREAUS)
    assert answer.refused
    assert len(answer.withheld) == 2


@pytest.mark.parametrize(
    ("reply", "verify"), [(prompts.REFUSAL["zh-Hans"], "always"), (MISLED, "never")], ids=["refusal", "no second look"]
)
def test_nothing_is_read_again(desk: Library, server: ChatServer, reply: str, verify: str) -> None:
    """Nothing is read again if the model refused, or if no second look is wanted."""
    server.script, server.likely = [[reply], [RIGHT]], [NO]
    assert ask(desk, server, WHO_HEADS, BUREAUS, verify=verify).refused
    assert len(server.requests) == 1


@pytest.mark.parametrize(("told", "sides"), [(YES, ["东莞市委书记是肖亚非。", "韦皓"]), (NO, [])])
def test_other_side_is_told_where_the_model_finds_it_likely(
    desk: Library, server: ChatServer, told: dict[str, float], sides: list[str]
) -> None:
    """Another side is told, in the question's script, only if the model finds it likely."""
    server.pieces, server.likely = ["东莞市委书记是肖亚非。[1]"], [YES, told]
    answer = ask(desk, server, "东莞市委书记是谁？", SECRETARIES)
    assert [claim.text for claim in answer.claims if claim.side] == sides
    assert answer.disagrees is bool(sides)
    assert not sides or answer.citations[-1].quote == SECRETARIES[1]


SURE = ("首架C919于2022年12月9日交付。", "C919完成了失速改出试验。", "首架飞机计划在2022年年底前后交付给航空公司使用。")
WHEN_HANDED_OVER = "首架C919是哪一天交付的？"


def test_model_reads_no_more_where_the_reader_is_sure(desk: Library, server: ChatServer) -> None:
    """If the reader is sure of one sentence, the model is not shown the others."""
    server.pieces, server.likely = ["首架C919于2022年12月9日交付。[1]"], [YES]
    for reader, offered in (("bundled", False), ("none", True)):
        answer = ask(desk, server, WHEN_HANDED_OVER, SURE, reader=reader)
        assert answer.citations[0].number == 1
        assert (SURE[1] in server.requests[-2 if reader == "bundled" else -1].said) is offered


@pytest.mark.parametrize(("told", "quoted"), [(YES, True), (NO, False)])
def test_sentence_that_is_certain_is_quoted_where_the_model_finds_nothing(
    desk: Library, server: ChatServer, told: dict[str, float], *, quoted: bool
) -> None:
    """If the model refuses, a sentence that the reader is certain of is quoted, provided the model then agrees."""
    server.pieces, server.likely = [prompts.REFUSAL["zh-Hans"]], [told]
    answer = ask(desk, server, WHEN_HANDED_OVER, SURE)
    assert answer.refused is not quoted
    assert not quoted or answer.citations[0].quote == SURE[0]
    assert not quoted or answer.confidence > SIDE_WITH_MODEL
    assert not quoted or answer.llm == "extractive"


def test_words_that_are_no_list_are_not_quoted_for_one(desk: Library, server: ChatServer) -> None:
    """A sentence that names none of the things asked for is not quoted, however certain the reader is."""
    server.pieces, server.likely = [prompts.REFUSAL["zh-Hans"]], [YES]
    assert ask(desk, server, "清河县要建设哪三大工程？", ("清河县今年要全力建设三大工程，总投资1.5亿元。",)).refused


def test_question_in_english_is_translated_with_the_names_that_were_found(desk: Library, server: ChatServer) -> None:
    """An English question is translated with its names as the articles write them."""
    server.script = [
        [WHO_HEADS],
        [RIGHT],
        [prompts.YES],
        ["The head of the bureau in Zhongshan (中山) is Lin Weiqiang (林伟强)."],
    ]
    server.likely = [YES]
    answer = ask(desk, server, "Who heads Zhongshan's bureau of industry?", BUREAUS)
    assert server.requests[0].said.endswith("Names: Zhongshan = 中山")
    assert answer.asked == WHO_HEADS
    assert "Lin Weiqiang" in answer.text

"""Which articles speak of something: each that does is quoted, under its title or its place."""

from __future__ import annotations

import pytest

from qa.answer import Answer
from qa.answering.mentions import place_of
from qa.assistant import Assistant
from qa.llm import connect
from qa.question.listing import MentionQuestion, mention_question
from qa.settings import load
from store.library import Library
from store.text.scripts import fold

from .chat import ChatServer

pytestmark = pytest.mark.usefixtures("surroundings")

SHAOXING = (
    "绍兴市召开新春大会。\n绍兴提出三个目标。\n要支持电动飞机试飞，发展壮大低空经济产业。\n要落实“工业上楼”行动。"
)
JINHUA = "金华市印发实施意见。\n金华把新材料作为支柱产业。\n培育低空经济、海洋经济等新兴产业。"
WENZHOU = "溫州舉行植樹活動。\n溫州市民植樹三千棵。"
TEXTS = [SHAOXING, JINHUA, WENZHOU]


@pytest.fixture(scope="module")
def extractive(desk: Library) -> Assistant:
    """An assistant without a model."""
    return Assistant(desk, None, load(llm="extractive"))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("哪些文章提到了黄坤明？", MentionQuestion("黄坤明", None, 1)),
        ("哪篇报道里提到过植树", MentionQuestion("植树", None, 1)),
        ("哪三篇文章都谈到低空经济?", MentionQuestion("低空经济", None, 3)),
        ("提到低空经济的有哪些文章？", MentionQuestion("低空经济", None, 1)),
        ("文章里，哪兩個區提到要搞“工業上樓”?", MentionQuestion("要搞“工业上楼”", "区", 2)),
        ("哪几个城市的文章提到了植树？", MentionQuestion("植树", "城市", 1)),
        ("这些报道中,哪个地方把新材料作为支柱产业?", MentionQuestion("把新材料作为支柱产业", "地方", 1)),
    ],
)
def test_question_about_articles(question: str, asked: MentionQuestion) -> None:
    """A question for articles gives what they speak of, which kind of place is asked for, and how many."""
    assert mention_question(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "哪些文章没有提到低空经济？",
        "文章提到了哪些产业？",
        "哪个城市的进出口增长最快？",
        "哪个地方把新材料作为支柱产业？",
        "绍兴提到的三个目标是什么？",
        "条约中所提及的「周边」指的是哪一个地区？",
        "低空经济是什么？",
    ],
)
def test_other_questions(question: str) -> None:
    """A question that one passage may answer is no question for articles."""
    assert mention_question(question) is None


@pytest.mark.parametrize(
    ("question", "numbers", "begins"),
    [
        ("哪些文章提到了低空经济？", [1, 2], "《绍兴市召开新春大会。》：要支持"),
        ("哪篇文章提到了发展壮大低空经济？", [1], "《绍兴市召开新春大会。》：要支持"),
        ("哪两个地方的文章提到了发展壮大低空经济？", [1, 2], "绍兴：要支持"),
        ("文章里哪个城市把新材料作为支柱产业？", [2], "金华：金华把新材料"),
        ("哪些地方提到了植树？", [3], "温州：温州"),
        ("哪些地方提到了植樹？", [3], "溫州：溫州"),
        ("哪篇文章提到“工业上楼”？", [1], "《绍兴市召开新春大会。》：要落实"),
    ],
)
def test_each_article_that_speaks_of_it_is_quoted(
    extractive: Assistant, question: str, numbers: list[int], begins: str
) -> None:
    """Each article that speaks of the thing has one line with its quote, in the question's script."""
    answer = extractive.ask(question, sources=TEXTS)
    assert [claim.citations[0].number for claim in answer.claims] == numbers
    assert answer.text.startswith(begins)
    assert answer.text.count("\n") == len(numbers) - 1
    check(answer, TEXTS)


def check(answer: Answer, texts: list[str]) -> None:
    """What stands before a quote is said by its article, and the quotes stand in the texts."""
    for claim in answer.claims:
        said = "".join(citation.quote + citation.passage.title for citation in claim.citations)
        assert fold(claim.exact.strip("《》")) in fold(said)
        for citation in claim.citations:
            assert texts[citation.number - 1][citation.start : citation.end] == citation.quote


def test_no_model_is_asked(desk: Library, server: ChatServer) -> None:
    """The articles that speak of something are listed without asking a language model."""
    settings = server.settings()
    answer = Assistant(desk, connect(settings), settings).ask("哪些文章提到了低空经济？", sources=TEXTS)
    assert len(answer.claims) == 2
    assert answer.llm == "extractive"
    assert not server.requests


def test_what_no_article_speaks_of_is_refused(extractive: Assistant) -> None:
    """If no article speaks of the thing, the answer is the refusal, with the nearest articles."""
    answer = extractive.ask("哪些文章提到了区块链？", sources=TEXTS)
    assert answer.complete
    assert answer.refused
    assert answer.nearest


def test_list_that_is_not_whole_says_so(extractive: Assistant) -> None:
    """Five articles are listed at most, and a list that leaves some out says so."""
    texts = [f"第{number}号公报发布。\n公报说，低空经济增长{number}%。" for number in range(11, 18)]
    answer = extractive.ask("哪些文章提到了低空经济？", sources=texts)
    assert len(answer.claims) == 5
    assert answer.text.endswith("只列出最相关的5篇，还有别的文章提到。）")
    assert "只列出" not in extractive.ask("哪些文章提到了低空经济？", sources=texts[:5]).text


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("深圳是大市。宝安区印发意见。宝安要做强产业，宝安要做大。", "区", "宝安"),
        ("深圳是大市。宝安区印发意见。宝安要做强产业，宝安要做大。", "城市", "深圳"),
        ("深圳是大市。宝安区印发意见。宝安要做强产业，宝安要做大。", "地方", "宝安"),
        ("广东省召开大会。", "省", "广东"),
        ("今天天气很好。", "地方", None),
    ],
)
def test_place_of_an_article(text: str, kind: str, place: str | None) -> None:
    """The place of an article is the one that it names most often, of the kind asked for."""
    assert place_of(text, kind) == place

"""What a refusal tells of the articles that came near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Nearest
from qa.answering.refusal import nearest
from qa.formatting.answers import lacking
from store.article import Article
from store.passage import Hit, Passage

PASSAGE = Passage("a", 0, "2024年，东山区有企业1736家。", 0, 17, "a.txt", "东山区公布经济数据")
TOLD = {"a": "2024年，东山区有企业1736家，2019年为900家，2011年为300家。区长李晓东出席。", "b": "西海县举行植树活动。"}
ARTICLES = {name: Article(name, f"{name}.txt", "", told, "0" * 64) for name, told in TOLD.items()}
HITS = [
    Hit(PASSAGE, 1.0),
    Hit(replace(PASSAGE, number=1), 0.9),
    Hit(replace(PASSAGE, article_id="b", title="植树"), 0.5),
]


@pytest.mark.parametrize(
    ("question", "lacks", "instead"),
    [
        ("东山区2023年有多少家企业？", ("2023年",), ("2019年", "2024年")),
        ("东山区2024年有多少家企业？", (), ()),
        ("東山區2023年有多少家企業？", ("2023年",), ("2019年", "2024年")),
        ("东山区的校长王建国在哪所大学？", ("王建国", "校长", "大学"), ()),
        ("东山区有多少家医院？", ("医院",), ()),
        ("东山区2024年有多少家规上企业？", ("规上",), ()),
        ("哪里？", (), ()),
    ],
)
def test_what_an_article_lacks(question: str, lacks: tuple[str, ...], instead: tuple[str, ...]) -> None:
    """An article lacks the years, names and subjects of the question; for a year its nearest ones are named."""
    first, *_ = nearest(question, HITS, ARTICLES.get)
    assert (first.lacks, first.instead) == (lacks, instead)


def test_each_article_is_named_once_and_three_at_most() -> None:
    """The nearest articles are named once each, three at most, in the order of their best passages."""
    many = [*HITS, *(Hit(replace(PASSAGE, article_id=f"c{n}"), 0.1) for n in range(4))]
    assert [near.passage.article_id for near in nearest("哪里？", many, lambda _: None)] == ["a", "b", "c0"]
    assert nearest("哪里？", [], ARTICLES.get) == ()


def test_lacking_in_words() -> None:
    """What an article lacks is said in both languages, and nothing if it lacks nothing."""
    assert lacking(Nearest(PASSAGE), "zh") == ""
    assert lacking(Nearest(PASSAGE, ("2023年", "医院")), "zh") == "没有提到“2023年”、“医院”"
    assert lacking(Nearest(PASSAGE, ("2023年",), ("2024年",)), "en") == "never names “2023年”, but “2024年”"

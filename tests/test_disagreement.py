"""Where sources say different things, each side is told; where they only say it differently, none is."""

from __future__ import annotations

from dataclasses import replace

import pytest

import prompts
from qa.answer import Answer, Claim
from qa.answering.composing import as_sides, completed, composed
from qa.answering.disagreement import alike, comparable, other_sides, with_corroboration
from qa.answering.extractive import extract, with_sides
from qa.checks.grounding import cite
from qa.evidence.sources import Evidence, Sentence, Source
from qa.formatting.answers import as_dict
from store.article import Article
from store.passage import split

WHO = "东莞市委书记是谁？"
OLD, NEW = "东莞市委书记肖亚非主持会议。", "市委书记韦皓主持会议并讲话，东莞各界参加。"


def yes(_: Sentence) -> bool:
    """A second look that finds all words likely."""
    return True


def no(_: Sentence) -> bool:
    """One that finds none likely."""
    return False


def source(number: int, text: str, words: str, answers: float = 0.8, published: str | None = None) -> Source:
    """A source of one sentence, in which the reader points at words."""
    article = Article(str(number), f"{number}.txt", f"第{number}篇", text, "", published=published)
    start = text.index(words)
    sentence = Sentence(split(article)[0], 0, len(text), text, 1.0, (start, start + len(words)), answers)
    return Source(number, (sentence,), text)


def claim(of: Source, text: str) -> Claim:
    """A claim that quotes a source."""
    return Claim(text, (cite(of, of.sentences[0]),))


def sides(question: str, said: tuple[str, str, str], *rest: tuple[str, str]) -> list[str]:
    """What others say beside a claim: given its source's text, the reader's words in it, and the claim's own."""
    text, words, own = said
    first, *more = [source(n, *told) for n, told in enumerate([(text, words), *rest], start=1)]
    found = other_sides(question, [claim(first, own)], Evidence((first, *more)), yes)
    assert all(side.citations[0].number > 1 and side.exact == side.text for side in found)
    return [side.text for side in found]


def test_another_answer_of_another_article_is_a_side() -> None:
    """Another article that answers otherwise is another side of the answer."""
    assert sides(WHO, (OLD, "肖亚非", "东莞市委书记是肖亚非。"), (NEW, "韦皓")) == ["韦皓"]


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        (
            "军运会在哪个城市举办？",
            ("军运会在湖北省武汉举行。", "湖北省武汉", "在武汉。"),
            ("武汉承办军运会。", "武汉"),
        ),
        ("死了多少人？", ("共有近3000人丧生。", "近3000人", "近3000人。"), ("2988人在事故中丧生。", "2988人")),
        (
            "哪一天开幕？",
            ("2019年10月18日开幕。", "2019年10月18日", "2019年10月18日。"),
            ("10月18日开幕。", "10月18日"),
        ),
        ("有多少个议席？", ("共有70个议席。", "70个议席", "共70个议席。"), ("70席由选举产生。", "70")),
        (
            "导演是谁？",
            ("由史蒂文·斯皮尔伯格导演。", "史蒂文·斯皮尔伯格", "史蒂文·斯皮尔伯格。"),
            ("导演斯皮尔伯格。", "斯皮尔伯格"),
        ),
    ],
)
def test_the_same_told_in_other_words_is_none(
    question: str, said: tuple[str, str, str], other: tuple[str, str]
) -> None:
    """A longer name, a rounded number, or a date without its year is no other answer."""
    assert sides(question, said, other) == []


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("有多少个议席？", ("共有170个议席。", "170个", "共170个议席。"), ("70个议席花落谁家。", "70个")),
        (
            "2020年美网何时开始？",
            ("2020年1月31日开始。", "2020年1月31日", "2020年1月31日。"),
            ("于8月31日开始。", "8月31日"),
        ),
        ("巴西的首都在哪？", ("首都是圣保罗。", "圣保罗", "巴西的首都在圣保罗。"), ("定都巴西利亚。", "巴西利亚")),
        ("导演是谁？", ("导演郭帆。", "郭帆", "导演是郭帆。"), ("导演郭敬明。", "郭敬明")),
        ("出生率是多少？", ("出生率为5.48‰。", "5.48‰", "为5.48‰。"), ("出生率为10.48‰。", "10.48‰")),
    ],
)
def test_answers_much_alike_may_differ(question: str, said: tuple[str, str, str], other: tuple[str, str]) -> None:
    """Answers that share most of their characters may still be different answers."""
    assert sides(question, said, other) == [other[1]]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("出生人口是多少？", ("出生率为10.48‰。", "10.48‰")),
        ("出生人口是多少？", ("出生人口多于往年。", "往年")),
        ("中国的出生人口是多少？", ("中国的出生率下降。", "中国")),
        ("2023年出生人口是多少？", ("2019年出生人口1400万人。", "1400万人")),
        ("出生人口有哪些变化？", ("出生人口1500万人。", "1500万人")),
    ],
)
def test_what_answers_something_else_is_none(question: str, other: tuple[str, str]) -> None:
    """Words that answer another question are no other side: another measure, year or kind of thing."""
    assert sides(question, ("2023年出生人口1465万人。", "1465万人", "1465万人。"), other) == []


def test_only_likely_words_are_a_side() -> None:
    """Words are a side only if the reader finds them likely and the last check agrees."""
    first, second = source(1, OLD, "肖亚非"), source(2, NEW, "韦皓", 0.1)
    own = [claim(first, OLD)]
    assert other_sides(WHO, own, Evidence((first, second)), yes) == []
    likely = Evidence((first, source(2, NEW, "韦皓")))
    assert other_sides(WHO, own, likely, no) == []
    assert other_sides(WHO, [], likely, yes) == []


def test_sources_that_say_the_same_are_one_side() -> None:
    """Several articles that say the same are one side."""
    assert sides(WHO, (OLD, "肖亚非", OLD), (NEW, "韦皓"), (f"会上，{NEW}", "韦皓")) == ["韦皓"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("郭帆", "郭敬明", False),
        ("湖北省武汉", "武汉市", True),
        ("70个", "170个", False),
        ("1.2万人", "12000人", True),
        ("2988名", "近3000人", True),
    ],
)
def test_alike(one: str, other: str, *, same: bool) -> None:
    """Whether two answers are alike does not depend on their order."""
    assert alike(one, other) is alike(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("1465万人", "10.48‰", False),
        ("2019年", "肖亚非", False),
        ("5月1日", "6月", True),
        ("5个", "7", True),
        ("5公里", "700米", True),
    ],
)
def test_comparable(one: str, other: str, *, kind: bool) -> None:
    """Two amounts of one unit, two dates, or two other texts can be compared, in either order."""
    assert comparable(one, other, "") is comparable(other, one, "") is kind


PROJECT, SAYS = "要深入实施什么人才工程？", "要深入实施“十百千万百万”人才工程。"


@pytest.mark.parametrize(
    ("text", "words", "answers", "cited"),
    [
        ("持续深入实施“十百千万百万”人才工程，吸引人才。", "“十百千万百万”", 0.8, True),
        ("持续深入实施“十百千万百万”人才工程，吸引人才。", "“十百千万百万”", 0.2, False),
        ("持续深入实施“十百千万百万”人才工程，吸引人才。", "人才工程", 0.8, False),
        ("实施“卓越”人才工程。", "“卓越”", 0.8, False),
        ("不再实施“十百千万百万”人才工程。", "“十百千万百万”", 0.8, False),
    ],
)
def test_who_else_says_so_is_cited_too(text: str, words: str, answers: float, *, cited: bool) -> None:
    """Another article is cited too if it says the same words and supports the claim by itself."""
    first, second = source(1, SAYS, "十百千万百万"), source(2, text, words, answers)
    (found,) = with_corroboration(PROJECT, [claim(first, SAYS)], Evidence((first, second)))
    assert [citation.number for citation in found.citations] == ([1, 2] if cited else [1])
    assert found.citations[-1].quote == (text if cited else SAYS)


def test_what_is_said_in_part_gets_no_further_source() -> None:
    """A claim that holds in part gets no further source."""
    first, second = source(1, SAYS, "十百千万百万"), source(2, SAYS, "十百千万百万")
    said = replace(claim(first, SAYS), verdict="partly")
    assert with_corroboration(PROJECT, [said], Evidence((first, second))) == [said]


def opposite(question: str = WHO) -> Answer:
    """An answer with two sides, the older one its own."""
    old = claim(source(1, OLD, "肖亚非", published="2022-11-05"), "东莞市委书记是肖亚非。")
    new = claim(source(2, NEW, "韦皓", published="2024-12-01"), "韦皓")
    return completed(composed(Answer(question), as_sides([old], [new])))


def test_each_side_has_its_source_and_date_the_newest_first() -> None:
    """An answer with several sides says that they disagree, and lists them with source and date, the newest first."""
    answer = opposite()
    assert answer.text == (
        "各篇文章的说法不同：\n《第2篇》（2024-12-01）：韦皓[2]\n《第1篇》（2022-11-05）：东莞市委书记是肖亚非。[1]"
    )
    assert answer.disagrees
    assert [told["side"] for told in as_dict(answer)["claims"]] == [True, True]
    assert opposite("Who is the Party secretary of Dongguan?").text.splitlines()[:2] == [
        prompts.DISAGREEMENT["en"],
        "《第2篇》 (2024-12-01): 韦皓[2]",
    ]


def test_an_article_without_a_date_comes_last() -> None:
    """A side without a date comes after those with one, and what is no side after all sides."""
    dated, undated = (claim(source(n, OLD, "肖亚非", published=day), str(n)) for n, day in ((1, "2022"), (2, None)))
    doubted = replace(dated, text="?", verdict="unsupported")
    assert [told.text for told in as_sides([undated, doubted], [dated])] == ["1", "2", "?"]
    assert as_sides([undated, doubted], []) == [undated, doubted]


def test_without_a_model_too() -> None:
    """Without a language model the quoted sentence is the side, after the words that answer."""
    evidence = Evidence((source(1, OLD, "肖亚非"), source(2, NEW, "韦皓", 0.7)))
    told = with_sides(WHO, extract(WHO, evidence), evidence)
    assert [(one.exact, one.side) for one in told] == [("肖亚非", True), ("韦皓", True)]
    assert told[1].text == f"韦皓：{NEW}"

"""What a question asks for: another year, or another office, is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Citation, Claim
from qa.checks.asked.names import OtherPerson, unnamed
from qa.checks.asked.subject import other_rank
from qa.checks.asked.years import other_years, unknown_years
from qa.checks.base import case
from qa.checks.grounding import on_topic
from qa.evidence.sources import Evidence, Sentence, Source
from qa.question.answer_form import of_another_form, of_another_kind
from store.passage import Passage

SAID = "东山区经委副主任沈明说，去年全区有企业1736家，区长李晓东出席。"
PASSAGE = Passage("a", 0, SAID, 0, len(SAID), "a.txt", "东山区公布经济数据")


def source(article: str, published: str | None = None, said: str = SAID) -> Source:
    """A source that offers one sentence of an article."""
    passage = replace(PASSAGE, text=said, end=len(said), published=published)
    return Source(1, (Sentence(passage, 0, len(said), said),), article)


@pytest.mark.parametrize(
    ("question", "quotes", "other"),
    [
        ("2019年增长多少？", "2020年增长7.4%。", True),
        ("2019年增长多少？", "2019年和2020年分别增长6%和7.4%。", False),
        ("2019年增长多少？", "同比增长7.4%。", False),
        ("增长多少？", "2020年增长7.4%。", False),
        ("２０１９年增长多少？", "2020年增长7.4%。", True),
        ("编号12019是什么？", "2020年增长7.4%。", False),
        ("2022年上半年销量？", "上半年销售8.5万辆，较2021年提升1.7个百分点。", False),
        ("2022年上半年销量？", "上半年销售8.5万辆，与2021年同期相比增长。", False),
        ("2022年上半年销量？", "2020年销售8.5万辆，比2019年增长。", True),
        ("2022年一季度经济增长率？", "去年四季度经济增长2.9%。", True),
        ("2022年一季度经济增长率？", "一季度经济增长2.9%，四季度更低。", False),
        ("2022年上半年销量？", "一季度销售8.5万辆，上半年17万辆。", False),
        ("下半年销量？", "上半年销售8.5万辆。", True),
    ],
)
def test_other_years(question: str, quotes: str, other: bool) -> None:
    """Quotes are of other years only where both name years and none is the same."""
    assert other_years(question, quotes) is other


@pytest.mark.parametrize(
    ("question", "words", "another"),
    [
        ("東山區有多少家企業？", "规上企业", True),
        ("东山区有多少家企业？", "一家", False),
        ("大会什么时候召开？", "市会议中心", True),
        ("大会召开时间", "当天上午", False),
        ("产值增长了多少？", "86.5亿元", True),
        ("产值增长多少？", "百分之七", False),
        ("产值增长了多少亿元？", "86.5亿元", False),
        ("出生率是多少？", "1010万", True),
        ("出生率是多少？", "7.52‰", False),
        ("发动机的功率是多少？", "75千瓦", False),
        ("最高时速是多少？", "350公里", False),
        ("谁主持会议？", "韦皓", False),
        ("会议由谁主持？", "三名", True),
        ("會議由誰主持？", "12位", True),
        ("谁主持会议？", "三毛", False),
    ],
)
def test_words_of_another_kind(question: str, words: str, another: bool) -> None:
    """Words without a number, a time or a share are no answer where one is asked for."""
    assert of_another_kind(question, words) is another


@pytest.mark.parametrize(
    ("question", "article", "published", "unknown"),
    [
        ("东山区2030年有多少家企业？", SAID + "2024年有900家。", None, True),
        ("東山區2030年有多少家企業？", SAID, "2025-02-03", True),
        ("东山区2024年有多少家企业？", SAID, "2025-02-03", False),  # said as 去年
        ("东山区2025年有多少家企业？", SAID, "2025-02-03", False),
        ("东山区2030年有多少家企业？", SAID + "到2030年达3000家。", "2025-02-03", False),
        ("东山区2030年有多少家企业？", SAID, None, False),  # nothing to compare with
        ("东山区2030年有多少家企业？", SAID, "--02-03", False),
        ("东山区有多少家企业？", SAID, "2025-02-03", False),
    ],
)
def test_year_that_an_article_never_names(question: str, article: str, published: str | None, unknown: bool) -> None:
    """An article that tells of other years is not asked about this one, even by a sentence without any."""
    assert unknown_years(question, [source(article, published)]) is unknown


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("东山区的区长是谁？", "东山区经委副主任沈明说。", True),
        ("東山區的區長叫什麼名字？", "东山区经委副主任沈明说。", True),
        ("谁是东山区区长？", "东山区副区长沈明说。", True),
        ("东山区的区长是谁？", "东山区区长李晓东出席。", False),
        ("谁担任东山公司的首席执行官？", "东山公司CEO李晓东出席。", False),
        ("东山区区长李晓东在会上见了谁？", "东山区李晓东见了沈明。", False),
        ("东山区区长什么时候讲话？", "东山区12日讲话。", False),
    ],
)
def test_who_holds_another_office(question: str, said: str, other: bool) -> None:
    """A question for the holder of an office is not answered by a claim that names another office."""
    passage = replace(PASSAGE, text=said, end=len(said))
    claim = Claim(said, (Citation(1, passage, said, 0, len(said)),))
    verdict = on_topic(claim, question, Evidence((source(said, said=said),))).verdict
    assert (verdict == "unsupported") is other


@pytest.mark.parametrize(
    ("article", "other"), [("2018年我国出生人口1523万人。", False), ("全國出生人口", False), ("东京出生人口", True)]
)
def test_an_article_may_say_our_country(article: str, *, other: bool) -> None:
    """An article that says “our country”, or names no country, may answer a question about China."""
    assert bool(unnamed("中国2018年出生人口是多少？", [source(article)])) is other


@pytest.mark.parametrize(
    ("article", "other"),
    [
        ("地铁一期穿越本市中心城区，有10座车站。", False),
        ("本市地铁有10座车站，比上海少。", True),
        ("地铁有10座车站。", True),
    ],
)
def test_an_article_may_say_our_town(article: str, *, other: bool) -> None:
    """“This city” may be the city of the question if the article names no other place."""
    assert bool(unnamed("北京地铁一期有多少个车站？", [source(article)])) is other


@pytest.mark.parametrize(
    ("question", "article", "other"),
    [
        ("全国政协会议何时闭幕？", "中国人民政治协商会议第十三届全国委员会会议3月10日闭幕。", False),
        ("全国政协会议何时闭幕？", "全国人民代表大会会议3月11日闭幕。", True),
        ("谷歌Minerva的准确率是多少？", "Minerva的准确率高达50%。", False),
        ("谷歌Minerva的准确率是多少？", "Gopher的准确率高达50%。", True),
        ("阿根廷队第几次夺冠？", "这是阿根廷历史上第三次夺冠。", False),
        ("阿根廷队第几次夺冠？", "这是法国历史上第三次夺冠。", True),
    ],
)
def test_a_name_may_stand_in_another_form(question: str, article: str, *, other: bool) -> None:
    """A name of the question is found in its full form, by its Latin part alone, or without the word for “team”."""
    assert bool(unnamed(question, [source(article)])) is other


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("世锦赛在哪里举办？", "世锦赛将于8月26日至9月11日举办。", True),
        ("世锦赛在哪儿举办？", "世锦赛将在波兰举办。", False),
        ("世錦賽在哪裡舉辦？", "世锦赛将在波兰举办。", False),
        ("世锦赛在哪一年举办？", "世锦赛将于2022年举办。", False),
    ],
)
def test_a_place_is_asked_for(question: str, said: str, other: bool) -> None:
    """A claim that names no new place does not answer a question for a place."""
    passage = replace(PASSAGE, text=said, end=len(said))
    claim = Claim(said, (Citation(1, passage, said, 0, len(said)),))
    verdict = on_topic(claim, question, Evidence((source(said, said=said),))).verdict
    assert (verdict == "unsupported") is other


@pytest.mark.parametrize(
    ("question", "claim", "repeats"),
    [
        ("官方电影的主创团队都有谁？", "官方电影的主创团队有主创团队。", True),
        ("官方电影的主创团队都有谁？", "官方电影的主创团队有孙丽。", False),
        ("飞机上有多少人", "飞机上有11人。", False),
        ("飞机上有十人吗？", "飞机上有十人。", False),
    ],
)
def test_claim_that_only_repeats_the_question(question: str, claim: str, repeats: bool) -> None:
    """A claim that only repeats the question's words says nothing new, unless it has a number."""
    assert of_another_form(question, claim) is repeats


@pytest.mark.parametrize(
    ("question", "claim", "quotes", "other"),
    [
        ("女子单人滑金牌得主是谁？", "日本选手孙丽。", "李波取得金牌，铜牌则由日本选手孙丽获得。", True),
        ("女子单人滑金牌得主是谁？", "日本选手孙丽。", "铜牌得主为孙丽，总分216.73分。", True),
        ("女子单人滑铜牌得主是谁？", "日本选手孙丽。", "李波取得金牌，铜牌则由日本选手孙丽获得。", False),
        ("女子单人滑冠军是谁？", "孙丽。", "孙丽夺冠，去年她是铜牌得主。", False),
        ("谁参加了女子单人滑？", "孙丽。", "铜牌得主为孙丽。", False),
        ("金牌和银牌得主是谁？", "孙丽。", "铜牌得主为孙丽。", False),
    ],
)
def test_other_ranks(question: str, claim: str, quotes: str, other: bool) -> None:
    """The clause that names somebody says which medal; what another clause says counts for nobody else."""
    assert other_rank(question, claim, quotes) is other


PENALTIES = "一、林业局科员钱某收礼，受到警告处分。二、水利局科员孙某迟到，受到记过处分。三、李某获奖。"


@pytest.mark.parametrize(
    ("question", "quote", "asked"),
    [
        ("孙某受到什么处分？", "一、林业局科员钱某收礼，受到警告处分。", "孙某"),
        ("孙某受到什么处分？", "二、水利局科员孙某迟到，受到记过处分。", ""),
        ("谁和孙某一样受到处分？", "一、林业局科员钱某收礼，受到警告处分。", ""),
        ("李某受到什么处分？", "一、林业局科员钱某收礼，受到警告处分。", ""),
    ],
)
def test_a_sentence_about_another_person(question: str, quote: str, asked: str) -> None:
    """Of the items of a list, the one to quote is that of the person who is asked about, if it tells as much."""
    told = replace(case(quote, [quote], question), sources=(source(PENALTIES, said=quote),))
    assert [finding.asked for finding in OtherPerson().find(told)] == ([asked] if asked else [])

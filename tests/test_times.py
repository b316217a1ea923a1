"""Answers about times: 去年 by the day of its article, two calendars, and the day on which an article came out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Answer
from qa.assistant import Assistant
from qa.checks.asked.years import other_years
from qa.checks.base import case
from qa.checks.table import examine
from qa.cli.ask import citation_lines
from qa.evidence.datelines import asks_published, is_dateline, without_datelines
from qa.evidence.wording import date_asked, in_its_words, whole_date
from qa.formatting.answers import as_dict, joined
from qa.formatting.dates import in_words, resolution
from qa.formatting.scripts import shown_answer
from qa.page.conversation import conversation, sources
from qa.page.session import Turn
from qa.page.status import Status
from qa.question.answer_form import lacks_number, of_another_kind
from qa.settings import load
from store.errors import Language
from store.library import Library
from store.passage import split
from store.reading import Draft, article_from
from store.text.resolution.resolved import resolved_dates

CLINIC = """石桥镇卫生院新楼启用
云安晚报 2024年3月12日

本报讯（记者 方洁）昨天上午，石桥镇卫生院新门诊楼正式启用。上周五，设备全部调试完毕。
镇长陆平介绍，前年门诊量为8.6万人次，去年为9.2万人次，今年1月至2月为1.7万人次。住院楼将于明年6月动工，预计后年投用。
"""
SCHOOL = """松山中學新校舍落成

中華民國一百零八年九月一日

松山中學新校舍落成，民國105年動工，總經費三億五千萬元，可容納學生一千二百名。
"""
LANTERNS = """柳溪村春节活动安排
发布时间：2024年2月5日

柳溪村定于正月初六举行龙灯会，除夕当晚在文化广场放电影。每年农历三月三，村里还有歌会。
"""
ON = "2024-03-12"
PATIENTS = "前年门诊量为8.6万人次，去年为9.2万人次，今年1月至2月为1.7万人次。"


@pytest.fixture(scope="module")
def assistant(desk: Library) -> Assistant:
    """One that quotes; the texts are given with each question."""
    return Assistant(desk, None, load(llm="extractive"))


def asked(assistant: Assistant, question: str) -> Answer:
    """The answer from the three texts."""
    return assistant.ask(question, sources=[CLINIC, SCHOOL, LANTERNS])


@pytest.mark.parametrize(
    ("question", "exact", "told"),
    [
        ("石桥镇卫生院新门诊楼是哪天启用的？", "昨天上午", "昨天即2024年3月11日，按文章日期2024年3月12日推算"),
        ("设备是哪天调试完毕的？", "上周五", "上周五即2024年3月8日"),
        ("石桥镇卫生院2023年门诊量是多少？", "9.2万人次", "去年即2023年"),
        ("石桥镇卫生院2022年门诊量是多少？", "8.6万人次", "前年即2022年"),
        ("住院楼哪一年投用？", "后年", "后年即2026年"),
        ("龙灯会是哪一天举行？", "正月初六", "正月初六即2024年2月15日，按文章日期2024年2月5日推算"),
        ("柳溪村什么时候放电影？", "除夕", "除夕即2024年2月9日"),
        ("松山中學新校舍哪一年動工？", "民國105年", "民國105年即2016年，換算"),
    ],
)
def test_times_are_told(assistant: Assistant, question: str, exact: str, told: str) -> None:
    """What is asked for is answered in the article's words, and behind them stands what they mean."""
    answer = asked(assistant, question)
    assert answer.claims[0].exact.startswith(exact)
    assert f"（{told}" in answer.text
    for citation in answer.citations:
        assert told not in citation.quote
        assert all(citation.quote[one.start : one.end] == one.words for one in citation.resolved)


@pytest.mark.parametrize(
    "question",
    [
        "石桥镇卫生院2021年门诊量是多少？",
        "石桥镇卫生院2024年全年门诊量是多少？",
        "石桥镇卫生院2025年门诊量是多少？",
    ],
)
def test_another_time_is_no_answer(assistant: Assistant, question: str) -> None:
    """What an article says of 去年 does not answer a question about a year that it is not."""
    assert asked(assistant, question).refused


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("青田镇去年植树3万棵。", "supported"),
        ("青田镇2023年植树3万棵。", "supported"),
        ("青田镇2022年植树3万棵。", "unsupported"),
        ("青田镇2024年植树3万棵。", "unsupported"),
        ("青田桥2024年3月11日通车。", "supported"),
        ("青田桥2024年3月10日通车。", "unsupported"),
    ],
)
def test_claims_in_other_words_for_a_time(assistant: Assistant, claim: str, verdict: str) -> None:
    """A claim that names the year is compared with the year that 去年 is."""
    (checked,) = assistant.check(claim, sources=[f"青田镇近况\n{ON}\n青田镇去年植树3万棵。青田桥昨日通车。"]).claims
    assert checked.verdict == verdict


@pytest.mark.parametrize(
    ("question", "claim", "wrong"),
    [
        ("2023年门诊量是多少？", "9.2万人次。", False),
        ("2022年门诊量是多少？", "9.2万人次。", True),
        ("2024年门诊量是多少？", "1.7万人次。", False),
        ("2024年全年门诊量是多少？", "1.7万人次。", True),
        ("门诊量是多少？", "9.2万人次。", False),
        ("", "2022年门诊量为9.2万人次。", True),
        ("", "2023年门诊量为9.2万人次。", False),
    ],
)
def test_time_of_an_amount(question: str, claim: str, *, wrong: bool) -> None:
    """An amount is of the date that stands before it in its quote, and of no other one."""
    compared = replace(case(claim, [PATIENTS], question), published=(ON,))
    assert ("time" in [finding.check for finding in examine(compared, "said")]) is wrong


@pytest.mark.parametrize(
    ("question", "claim", "wrong"),
    [
        ("3月11日售票多少？", "900张。", False),
        ("3月10日售票多少？", "900张。", True),
        ("3月2日售票多少？", "700张。", False),
        ("2023年第四季度售票多少？", "5万张。", False),
        ("2023年第三季度售票多少？", "5万张。", True),
    ],
)
def test_time_without_a_year(question: str, claim: str, *, wrong: bool) -> None:
    """A day without its year, and a quarter, are no other ones either."""
    quote = "昨天售票900张，3月2日售票700张，上季度售票5万张。"
    compared = replace(case(claim, [quote], question), published=(ON,))
    assert ("time" in [finding.check for finding in examine(compared, "said")]) is wrong


def test_time_of_an_undated_quote() -> None:
    """Of an article of no known day, nobody can tell which year 去年 is."""
    compared = replace(case("9.2万人次。", [PATIENTS], "2021年门诊量是多少？"), published=(None,))
    assert "time" not in [finding.check for finding in examine(compared, "said")]


@pytest.mark.parametrize(
    ("question", "text", "published", "other"),
    [
        ("2021年动工的是什么？", "民国110年动工。", None, False),
        ("民國110年動工的是什麼？", "2021年动工。", None, False),
        ("2021年动工的是什么？", "二〇二一年动工。", None, False),
        ("2021年动工的是什么？", "民国111年动工。", None, True),
        ("2023年有多少？", "2021年为1.5万，去年为1.9万。", "2024-03-12", False),
        ("2023年有多少？", "2021年为1.5万，去年为1.9万。", None, True),
    ],
)
def test_years_in_other_words(question: str, text: str, published: str | None, *, other: bool) -> None:
    """A year is the same in whatever way it is written, and in an article of a known day 去年 is one."""
    assert other_years(question, text, published) is other


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2023年门诊量是多少？", "去年门诊量是多少？"),
        ("2024年3月11日谁来了？", "昨天谁来了？"),
        ("3月11日谁来了？", "昨天谁来了？"),
        ("2019年门诊量是多少？", "2019年门诊量是多少？"),
        ("民国99年谁来了？", "2010年谁来了？"),
    ],
)
def test_questions_in_the_words_of_a_text(question: str, said: str) -> None:
    """A date of a question is read in the words that the text has for it."""
    assert in_its_words(question, "去年9.2万人次，昨天方洁来了，2010年陆平来了。", ON) == said


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("工程于民国110年动工。", "110年", "民国110年"),
        ("昨天上午启用。", "上午", "昨天上午"),
        ("住院楼明年6月动工。", "6月", "明年6月"),
        ("住院楼6月动工。", "6月", "6月"),
    ],
)
def test_whole_dates_are_pointed_at(text: str, words: str, whole: str) -> None:
    """Words that begin within a resolved date begin where it does."""
    start = text.index(words)
    assert text[slice(*whole_date(text, ON, (start, start + len(words))))] == whole


@pytest.mark.parametrize(
    ("question", "pointed", "meant"),
    [
        ("住院楼哪一年投用？", "6月", "后年"),
        ("住院楼什么时候动工？", "动工", "明年6月"),
        ("住院楼什么时候动工？", "明年6月", "明年6月"),
        ("谁动工？", "住院楼", "住院楼"),
    ],
)
def test_date_that_is_asked_for(question: str, pointed: str, meant: str) -> None:
    """Of several dates, the one is meant after which what the question names is said."""
    text = "住院楼将于明年6月动工，预计后年投用。"
    start = text.index(pointed)
    assert text[slice(*date_asked(question, text, ON, (start, start + len(pointed))))] == meant


@pytest.mark.parametrize(
    ("sentence", "dateline"),
    [
        ("云安晚报 2024年3月12日", True),
        ("发布时间：2024年3月12日 10:20", True),
        ("2024年3月13日", False),
        ("2024年3月12日，新楼启用。", False),
    ],
)
def test_datelines(sentence: str, *, dateline: bool) -> None:
    """A line that only says when its article came out is one; a line of another date is not."""
    assert is_dateline(sentence, ON) is dateline
    assert not is_dateline(sentence, None)


def test_datelines_are_not_read() -> None:
    """Such lines are blank to the reader, and every other character keeps its place."""
    passage = split(article_from(Draft(CLINIC), "a", "0"))[0]
    shown = without_datelines(passage)
    assert "云安晚报" not in shown
    assert shown.index("昨天") == passage.text.index("昨天")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("这份通知是什么时候印发的？", True),
        ("這篇報道是哪天刊登的？", True),
        ("文件的成文日期是哪天？", True),
        ("运动会是几月几日？", False),
        ("什么时候动工？", False),
    ],
)
def test_asking_when_an_article_came_out(question: str, *, asks: bool) -> None:
    """Only a question about an article, or a document, is answered by the day on which it came out."""
    assert asks_published(question) is asks


@pytest.mark.parametrize(
    ("question", "claim", "lacks"),
    [
        ("哪天启用的？", "昨天启用。", False),
        ("什么时候放电影？", "除夕放电影。", False),
        ("哪一年投用？", "后年投用。", False),
        ("哪一年投用？", "昨天启用。", True),
        ("来了多少人？", "昨天启用。", True),
    ],
)
def test_a_relative_day_is_a_time(question: str, claim: str, *, lacks: bool) -> None:
    """A claim that says 昨天 has the time that is asked for, though no number."""
    assert lacks_number(question, claim) is lacks


@pytest.mark.parametrize("words", ["昨晚", "除夕", "上周五", "中秋节"])
def test_words_for_times(words: str) -> None:
    """They are of the kind that a question for a time wants."""
    assert not of_another_kind("什么时候放电影？", words)


def test_resolved_dates_for_machines(assistant: Assistant) -> None:
    """The JSON of a citation has each resolved date, with its place in the quote and the date from which it follows."""
    answer = asked(assistant, "石桥镇卫生院新门诊楼是哪天启用的？")
    quote = as_dict(answer)["citations"][0]
    (resolved,) = quote["resolved"]
    assert quote["quote"][resolved["start"] : resolved["end"]] == resolved["words"] == "昨天"
    assert (resolved["date"], resolved["precision"], resolved["basis"]) == ("2024-03-11", "day", "2024-03-12")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "（昨天即2024年3月11日，按文章日期2024年3月12日推算）"),
        ("en", "(昨天 is 11 March 2024, worked out from the article’s date, 12 March 2024)"),
    ],
)
def test_resolved_dates_for_readers(assistant: Assistant, language: Language, said: str) -> None:
    """Terminal and page say beside a quote what its words mean, in brackets that are no part of it."""
    answer = asked(assistant, "石桥镇卫生院新门诊楼是哪天启用的？")
    assert "\n".join(citation_lines(answer.citations[0], language)).splitlines()[-1].strip() == said
    turn = Turn("", Status("ready", answering=True), answer)
    assert f">{said}</span></li>" in sources([turn], language)
    assert "（昨天即2024年3月11日" in conversation([turn], language)


def test_resolved_dates_in_another_script(assistant: Assistant) -> None:
    """A resolved date follows the script of its quote."""
    answer = shown_answer(asked(assistant, "松山中學新校舍哪一年動工？"), "simplified")
    assert "民国105年即2016年，换算" in answer.text
    assert [one.words for one in answer.citations[0].resolved] == ["民国105年"]


def test_each_date_is_told_once(assistant: Assistant) -> None:
    """Where two claims have the same words for a date, the first one tells what they mean."""
    claim = asked(assistant, "石桥镇卫生院新门诊楼是哪天启用的？").claims[0]
    assert joined([claim, claim], "zh-Hans").count("推算") == 1


def test_weeks_and_conversions_in_words() -> None:
    """A week is told by its first and its last day, and what is converted from nothing else says so."""
    assert in_words("2024-10-21/2024-10-27", "zh") == "2024年10月21日至2024年10月27日"
    assert in_words("2024-10", "en") == "October 2024"
    assert resolution(resolved_dates("民国110年动工", None), "zh") == "（民国110年即2021年，换算）"
    assert resolution((), "zh") == ""


def test_library_keeps_what_articles_say(tmp_path: Path, assistant: Assistant) -> None:
    """From an article in a library, as from a text, 昨天 is the day before it came out."""
    (tmp_path / "a.txt").write_text(CLINIC, encoding="utf-8")
    kept = Assistant(Library(tmp_path / "library"), None, load(llm="extractive"))
    kept.library.embedding = assistant.library.embedding
    kept.add([tmp_path / "a.txt"])
    assert "昨天即2024年3月11日" in kept.ask("石桥镇卫生院新门诊楼是哪天启用的？").text

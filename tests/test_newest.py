"""Of what is asked as it is now the newest article answers, with its date; of what is asked of a time, those of it."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answer import AsOf
from qa.answering.newest import as_of
from qa.assistant import Assistant
from qa.checks.asked.years import tells_unresolved
from qa.formatting.answers import as_dict
from qa.settings import load
from store.errors import YuanwenError
from store.library import Library

OLD = "2023年3月1日 东山日报\n东山区区长李晓东出席了新桥的开工仪式，仪式上还宣布了投资计划。"
NEW = "2025年3月1日 东山日报\n东山区区长沈明出席了码头的通航仪式，并乘船视察。"


@pytest.fixture(scope="module")
def extractive(desk: Library) -> Assistant:
    """An assistant without a model."""
    return Assistant(desk, None, load(llm="extractive"))


@pytest.mark.parametrize("sources", [[OLD, NEW], [NEW, OLD]])
def test_newest_answers(extractive: Assistant, sources: list[str]) -> None:
    """The newest article that says it answers, and tells its date; the older one is another that says otherwise."""
    answer = extractive.ask("现任东山区区长是谁？", sources=sources, asked_on="2025-06-01")
    first, other = answer.claims
    assert (first.exact, first.side, other.exact, other.side) == ("沈明", False, "李晓东", True)
    assert "（据2025年3月1日的文章）\n别的文章另有说法：" in answer.text
    assert as_dict(answer)["claims"][0]["as_of"] == {"date": "2025-03-01", "basis": "published"}


def test_date_is_told_in_the_script_of_the_question(extractive: Assistant) -> None:
    """A question in Traditional gets the date in Traditional."""
    answer = extractive.ask("東山區現任區長是誰？", sources=[NEW], asked_on="2025-06-01")
    assert answer.text.endswith("[1]（據2025年3月1日的文章）")


@pytest.mark.parametrize(("question", "name"), [("2023年东山区区长是谁？", "李晓东"), ("今年东山区区长是谁？", "沈明")])
def test_time_asked_about_comes_first(extractive: Assistant, question: str, name: str) -> None:
    """What an article of the time says that is asked about comes before what another says."""
    answer = extractive.ask(question, sources=[OLD, NEW], asked_on="2025-06-01")
    assert answer.claims[0].exact == name


@pytest.mark.parametrize(
    ("question", "since"), [("只看2024年以后的文章，东山区区长是谁？", None), ("东山区区长是谁？", "2024")]
)
def test_exclusion(extractive: Assistant, question: str, since: str | None) -> None:
    """Articles outside of the time that is excluded, by the question or beside it, say nothing."""
    answer = extractive.ask(question, sources=[OLD, NEW], since=since)
    assert {claim.citations[0].number for claim in answer.claims} == {2}


def test_nothing_in_scope(extractive: Assistant) -> None:
    """With no article within the bounds the answer is the refusal, which tells them and publishers of similar names."""
    answer = extractive.ask("东山区区长是谁？", sources=[f"来源：东山日报\n{OLD}", NEW], publisher="东山时报")
    assert answer.refused
    assert answer.bounds
    assert (answer.bounds.publisher, answer.bounds.publishers) == ("东山时报", ("东山日报",))


def test_wrong_dates_are_told_at_once(extractive: Assistant) -> None:
    """A date that is none is an error before anything is asked."""
    with pytest.raises(YuanwenError, match="--until 2024-02-30"):
        extractive.stream("东山区区长是谁？", until="2024-02-30")


@pytest.mark.parametrize(
    ("published", "text", "found"),
    [
        ("2024-05-01", "2022年的事", AsOf("2024-05-01")),
        ("--05-01", "", AsOf("--05-01", "told")),
        (None, "5月1日，大会召开。", AsOf("--05-01", "told")),
        (None, "2021年动工，2022年完工。", AsOf("2022", "named")),
        (None, "完工。", AsOf("", "named")),
    ],
)
def test_from_when_an_article_is(published: str | None, text: str, found: AsOf) -> None:
    """An article is from the day on which it came out, else one it tells of, else the latest year that it names."""
    assert as_of(published, text) == found


@pytest.mark.parametrize(
    ("text", "published", "unresolved"),
    [
        ("去年共3万人。", None, True),
        ("去年共3万人。", "2024-05-01", False),
        ("2023年共3万人，比去年多。", None, False),
        ("共3万人。", None, False),
    ],
)
def test_year_that_nobody_knows(text: str, published: str | None, *, unresolved: bool) -> None:
    """去年 in an article of no known day is a year that nobody knows."""
    assert tells_unresolved(text, published) is unresolved


def test_unknown_year_is_no_match(extractive: Assistant) -> None:
    """What an article of no known day says of 去年 is no answer about a year."""
    assert extractive.ask("2023年东山区共有多少人？", sources=["东山区去年共有31万人。"]).refused
    assert "31万" in extractive.ask("去年东山区共有多少人？", sources=["东山区去年共有31万人。"]).text


def test_today_is_the_day_of_asking(extractive: Assistant) -> None:
    """Without a day of asking it is today."""
    assert extractive.ask("今年的东山区区长是谁？", sources=[NEW]).asked in (
        "今年的东山区区长是谁？",
        f"{date.today().year}年的东山区区长是谁？",
    )

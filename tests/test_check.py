"""A text that somebody wrote, checked sentence by sentence: verdicts, quotes and findings."""

from __future__ import annotations

import json

import pytest

from qa.answer import Answer, Checked, Claim
from qa.answering.checking import claimed
from qa.answering.strategy import STRATEGIES
from qa.assistant import Assistant
from qa.checks.base import case
from qa.checks.table import CHECKS, examine
from qa.evidence.given import articles_of
from qa.formatting.answers import checked_as_dict
from qa.formatting.scripts import shown_answer, shown_checked
from qa.settings import load
from store.library import Library
from store.text.scripts import Display

PLANTING = (
    "3月12日上午,清河县举行春季植树活动,县委书记刘志远主持,县长赵明参加并讲话。"
    "今年全县计划新造林3.2万亩,投入资金1.5亿元。"
)
TRADE = "2020年,白山市完成进出口总额86.5亿元,同比增长7.4%,其中出口52亿元。"
TEXTS = [TRADE, PLANTING]
DRAFT = (
    "清河县春季植树活动由县委书记刘志远主持。今年计划新造林3.3万亩。\n"
    "白山市2020年进出口总额86.5亿元。月球上有一座图书馆。"
)

pytestmark = pytest.mark.usefixtures("surroundings")


@pytest.fixture(scope="module")
def assistant(desk: Library) -> Assistant:
    """An assistant without a model, over an empty library."""
    return Assistant(desk, None, load(llm="extractive"))


@pytest.fixture(scope="module")
def checked(assistant: Assistant) -> Checked:
    """The draft, checked against the two texts."""
    return assistant.check(DRAFT, TEXTS)


def claim_with(checked: Checked, words: str) -> Claim:
    """The one claim that has these words."""
    (claim,) = (claim for claim in checked.claims if words in claim.text)
    return claim


def test_each_sentence_gets_a_verdict(checked: Checked) -> None:
    """What a text says is supported, and what none says, or one says otherwise, is not."""
    verdicts = [claim.verdict for claim in checked.claims]
    assert verdicts == ["supported", "unsupported", "supported", "unsupported"]


def test_supported_sentence_has_its_quote(checked: Checked) -> None:
    """The quote is a sentence of the text whose place in the list is its number, at its offsets."""
    for words, number in (("刘志远", 2), ("进出口", 1)):
        (citation,) = claim_with(checked, words).citations
        assert citation.number == number
        assert TEXTS[number - 1][citation.start : citation.end] == citation.quote


def test_wrong_sentence_has_a_finding(checked: Checked) -> None:
    """The finding names the words of the sentence and those of the quote, each at its place."""
    claim = claim_with(checked, "3.3万亩")
    (finding,) = (finding for finding in claim.findings if finding.check == "amount")
    assert (finding.says, finding.quote_says) == ("3.3万亩", "3.2万亩")
    assert claim.text[slice(*finding.span)] == finding.says
    assert finding.quote_span is not None
    assert finding.quote[slice(*finding.quote_span)] == finding.quote_says
    assert finding.quote in PLANTING


def test_invented_sentence_names_what_is_unsaid(checked: Checked) -> None:
    """A sentence that no text says names the words that none has."""
    claim = claim_with(checked, "月球")
    (finding,) = claim.findings
    assert (finding.check, finding.severity) == ("terms", "unsaid")
    assert claim.text[slice(*finding.span)] == finding.says
    assert finding.says.startswith("月球")


def test_text_without_a_sentence_has_no_claims(assistant: Assistant) -> None:
    """White space and marks claim nothing."""
    assert assistant.check(" \n。……", TEXTS).claims == ()


def test_text_is_checked_against_the_library(sample_library: Library) -> None:
    """Without texts of its own it is compared with the articles, which are numbered in the order they are cited."""
    assistant = Assistant(sample_library, None, load(llm="extractive"))
    checked = assistant.check(
        "东莞市委理论学习中心组11月28日的会议由市委书记韦皓主持。松江区2024年集聚规上工业企业1737家。"
    )
    assert [claim.verdict for claim in checked.claims] == ["supported", "unsupported"]
    assert checked.claims[0].citations[0].number == 1
    assert ("amount", "1737家", "1736家") in [
        (finding.check, finding.says, finding.quote_says) for finding in checked.claims[1].findings
    ]


def test_sentence_of_another_year_names_the_year(assistant: Assistant) -> None:
    """A sentence that is right but for its year is compared with the sentence of that other year, and cites it."""
    (claim,) = assistant.check("2021年白山市完成进出口总额86.5亿元。", TEXTS).claims
    assert [(finding.check, finding.says, finding.quote_says) for finding in claim.findings] == [
        ("date", "2021年", "2020年")
    ]
    assert [citation.number for citation in claim.citations] == [1]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("标题\n\n第二段。", ["标题", "第二段。"]),
        ("- 第一项\n- 第二项", ["- 第一项", "- 第二项"]),
        ("结论如下：\n3.5亿元用于环保。", ["结论如下：", "3.5亿元用于环保。"]),
        ("见[3]。\n2.\n3月", ["见[3]。", "3月"]),
    ],
)
def test_text_is_taken_as_it_is(text: str, sentences: list[str]) -> None:
    """It is no reply of a model: its lines, marks and numbers stay, and what has no letter claims nothing."""
    assert claimed(text) == sentences


def test_other_languages_are_supported_in_part(assistant: Assistant) -> None:
    """Only the numbers and names of such a sentence can be compared."""
    (claim,) = assistant.check("In 2020 trade reached 86.5亿元 in 白山.", TEXTS).claims
    assert claim.verdict != "supported"


@pytest.mark.parametrize("display", ["original", "simplified", "traditional"])
def test_findings_point_at_their_words(assistant: Assistant, display: Display) -> None:
    """Whatever script is shown, a finding's words stand at its spans in the claim and in the quote."""
    answer = shown_answer(assistant.ask("白山市2019年進出口總額是多少？", sources=TEXTS), display)
    checked = shown_checked(assistant.check(DRAFT, TEXTS), display)
    found = [(claim, finding) for claim in (*answer.withheld, *checked.claims) for finding in claim.findings]
    assert len(found) > 2
    for claim, finding in found:
        assert claim.text[slice(*finding.span)] == finding.says
        assert finding.quote_span is None or finding.quote[slice(*finding.quote_span)] == finding.quote_says


def test_json_of_a_checked_text(checked: Checked) -> None:
    """It has the claims with verdicts, numbers and findings, and the citations that these numbers name."""
    told = json.loads(json.dumps(checked_as_dict(checked)))
    assert [claim["verdict"] for claim in told["claims"]] == [claim.verdict for claim in checked.claims]
    numbers = {citation["number"] for citation in told["citations"]}
    assert {number for claim in told["claims"] for number in claim["citations"]} <= numbers
    (finding,) = (finding for claim in told["claims"] for finding in claim["findings"] if finding["check"] == "amount")
    assert finding.keys() >= {"check", "says", "quote_says", "span", "quote_span"}


def test_findings_bear_the_names_of_checks() -> None:
    """Every check of the table has a name of its own, and its findings have it."""
    names = [check.name for check in CHECKS]
    assert len({*names}) == len(names)
    found = examine(case("县长赵明没有参加，2021年投入1.6亿元。", ["2020年，县长赵明参加，投入1.5亿元。"]), "said")
    assert {finding.check for finding in found} == {"amount", "date", "negation"}
    assert {finding.check for finding in found} <= {*names}


def test_strategies_have_their_own_names(assistant: Assistant) -> None:
    """Each strategy has a name, and without a model the extractive one fits a question that is relevant."""
    names = [strategy.name for strategy in STRATEGIES]
    assert len({*names}) == len(names)
    question = "清河县春季植树活动由谁主持？"
    inquiry = assistant.inquiry(Answer(question, asked=question), given=articles_of(TEXTS))
    fitting = [strategy.name for strategy in STRATEGIES if strategy.fits(inquiry)]
    assert fitting == ["extractive"]

"""A text that somebody wrote, checked sentence by sentence: verdicts, quotes and findings."""

from __future__ import annotations

import json

import pytest

from qa.answer import Checked, Claim
from qa.answering.strategy import STRATEGIES
from qa.assistant import Assistant
from qa.checks.base import case
from qa.checks.table import CHECKS, examine
from qa.formatting.answers import checked_as_dict
from qa.settings import load
from store.library import Library

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
    """A sentence about something else has a finding too."""
    assert [finding.severity for finding in claim_with(checked, "月球").findings] != []


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


def test_last_strategy_fits_any_question() -> None:
    """With a model or without one, some strategy answers: their names are their own."""
    names = [strategy.name for strategy in STRATEGIES]
    assert len({*names}) == len(names)
    assert names[-2:] == ["extractive", "written"]

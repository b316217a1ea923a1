"""What people see: scripts and dates."""

from __future__ import annotations

from dataclasses import replace

import pytest

import prompts
from qa.answer import Answer, Citation, Claim
from qa.evidence.sources import Sentence, Source
from qa.formatting.dates import readable
from qa.formatting.scripts import shown_answer, shown_article
from store.passage import Hit, Passage, split
from store.text.scripts import Display

from .markup import ARTICLE

PASSAGE = split(ARTICLE)[0]
CLAIMS = (
    Claim("韦皓主持会议。", (Citation(1, PASSAGE, "市委书记韦皓主持会议。", 0, 11),)),
    Claim("会议强调制造业。", (Citation(1, PASSAGE, "会议强调制造业。", 18, 26),)),
)
ANSWER = Answer("谁主持？", "韦皓主持会议。[1]会议强调制造业。[1]会上还", CLAIMS, (Hit(PASSAGE, 1.0),))


def test_answer_is_shown_in_one_script() -> None:
    """An answer's words, quotes, titles and publishers are shown in the script, and its places stay."""
    shown = shown_answer(ANSWER, "traditional")
    assert shown.text == "韋皓主持會議。[1]會議強調製造業。[1]會上還"
    assert all(claim.text in shown.text for claim in shown.claims)
    assert [citation.quote for citation in shown.citations] == ["市委書記韋皓主持會議。", "會議強調製造業。"]
    assert [(citation.start, citation.end) for citation in shown.citations] == [(0, 11), (18, 26)]
    assert (shown.hits[0].passage.title, shown.hits[0].passage.publisher) == ("學習會", "東莞日報")
    assert shown.question == ANSWER.question


def test_article_is_shown_with_the_same_places() -> None:
    """An article in another script has each character in its place, and its original on record."""
    shown = shown_article(ARTICLE, "traditional")
    assert (shown.title, shown.publisher) == ("學習會", "東莞日報")
    assert shown.text[0:11] == "市委書記韋皓主持會議。"
    assert len(shown.text) == len(ARTICLE.text)
    assert (shown.id, shown.report) == (ARTICLE.id, ARTICLE.report)


def test_original_is_shown_as_it_is() -> None:
    """Without a script that is asked for, nothing is changed."""
    assert shown_answer(ANSWER, "original") is ANSWER
    assert shown_article(ARTICLE, "original") is ARTICLE


@pytest.mark.parametrize("language", prompts.REFUSAL)
@pytest.mark.parametrize("display", ["original", "simplified", "traditional"])
def test_refusal_is_one_in_every_script(language: prompts.Language, display: Display) -> None:
    """A refusal is still known as one when it is shown in another script."""
    assert shown_answer(Answer("问", prompts.REFUSAL[language], complete=True), display).refused


@pytest.mark.parametrize(
    ("published", "chinese", "english"),
    [
        ("--11-28", "11月28日", "28 November"),
        ("--02-03", "2月3日", "3 February"),
        ("2024-11-28", "2024-11-28", "2024-11-28"),
        ("--13-01", "--13-01", "--13-01"),
        ("--00-01", "--00-01", "--00-01"),
        ("soon", "soon", "soon"),
        ("", "", ""),
        (None, None, None),
    ],
)
def test_date_without_a_year_is_said_in_words(published: str | None, chinese: str, english: str) -> None:
    """A date without a year is said in words, and any other stays as it is."""
    assert readable(published, "zh") == chinese
    assert readable(published, "en") == english


def test_prompt_leaves_out_a_date_without_a_year() -> None:
    """The language model is told the publisher, and a date only if it is a whole one."""
    passage = Passage("a", 0, "会议。", 0, 3, "a.txt", "学习会", "日报", "--11-28")
    assert Source(1, (Sentence(passage, 0, 3, "会议。"),)).prompt() == "[1] 《学习会》（日报）\n会议。"
    dated = replace(passage, published="2024-11-28")
    assert Source(1, (Sentence(dated, 0, 3, "会议。"),)).prompt() == "[1] 《学习会》（日报，2024-11-28）\n会议。"

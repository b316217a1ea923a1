"""Does the source say it? Claims against hand-made evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.answer import Claim
from qa.answering.reply import sentences_of
from qa.checks.grounding import ground
from qa.evidence.sources import Evidence, Sentence, Source
from qa.thresholds import CERTAIN
from store.article import Article, article_id
from store.passage import split
from store.text.sentences import sentences

QINGHE = (
    "3月12日上午,清河县举行春季植树活动,县委书记刘志远主持,县长赵明参加并讲话。"
    "今年全县计划新造林3.2万亩,投入资金1.5亿元,重点建设防护林、经济林、风景林三大工程。"
    "县林业局局长孙丽表示,要用好苗木补贴、以工代赈等政策。"
)
BAISHAN = (
    "2020年,白山市地区生产总值达到4.8亿元,同比增长7.4%。"
    "白山市全年新建学校二十五所,培训教师1,736人次。"
    "白山市工业总产值突破4.8万亿元大关。"
)
TRADITIONAL = "市委書記韋皓主持會議並講話,市委副書記、市長呂成蹊,市政協主席鄭建民等出席會議。"


def source_of(number: int, text: str, title: str, kept: Sequence[int] | None = None) -> Source:
    """A source that offers the sentences of `text`, or those at the places `kept`."""
    name = f"/articles/{number}.txt"
    article = Article(article_id(name), name, title, text, "0" * 64)
    (passage,) = split(article)
    spans = [span for place, span in enumerate(sentences(text)) if kept is None or place in kept]
    offered = (Sentence(passage, start, end, text[start:end], 0.5) for start, end in spans)
    return Source(number, tuple(offered), text)


EVIDENCE = Evidence((source_of(1, QINGHE, "清河县举行春季植树活动"), source_of(2, BAISHAN, "白山市公布全年经济数据")))
TEXTS = {1: QINGHE, 2: BAISHAN}
ASKED = "清河县林业局局长是谁，说了什么？"
HEAD = "林业局局长孙丽说，要用好苗木补贴、以工代赈等政策"


def claim_of(reply: str, question: str, evidence: Evidence = EVIDENCE) -> Claim:
    """The claim of a reply with one sentence."""
    (sentence,) = sentences_of(reply)
    return ground(sentence.text, sentence.numbers, question, evidence)


def test_right_claim_is_supported_and_quoted_at_its_place() -> None:
    """A claim that a cited source makes is supported, and its quote is that sentence at its exact offsets."""
    claim = claim_of(f"{HEAD}。[1]", ASKED)
    assert claim.verdict == "supported"
    assert claim.text == f"{HEAD}。"
    (citation,) = claim.citations
    assert (citation.number, citation.quote) == (1, "县林业局局长孙丽表示,要用好苗木补贴、以工代赈等政策。")
    assert TEXTS[citation.number][citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ("清河县林业局局长是孙丽。[1]", "清河县林业局局长是谁？"),
        ("清河县的县长是赵明。[1]", "清河县的县长是谁？"),
        ("清河县计划新造林3.2万亩。[1]", "清河县计划新造林多少？"),
    ],
)
def test_right_claim_of_a_few_words_is_supported(reply: str, question: str) -> None:
    """A right claim that adds no more than a name or a number to the question is supported too."""
    assert claim_of(reply, question).verdict == "supported"


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ("白山市新建学校25所。[2]", "白山市新建了多少所学校？"),
        ("培训教师1736人次。[2]", "白山市培训教师多少人次？"),
        ("白山市地区生产总值为4.8亿元。[2]", "白山市地区生产总值是多少？"),
        ("计划新造林32000亩。[1]", "清河县有多少亩新造林的计划？"),
        ("清河縣投入資金1.5億元。[1]", "清河縣投入資金多少？"),
    ],
)
def test_number_written_otherwise_is_the_same_number(reply: str, question: str) -> None:
    """A number is the same in digits, in Chinese, with separators, with its unit written out, and in either script."""
    assert claim_of(reply, question).verdict == "supported"


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ("清河县计划新造林3.3万亩。[1]", "清河县计划新造林多少亩？"),
        ("清河县投入资金1.5万亿元。[1]", "清河县投入资金多少？"),
        ("清河县投入资金15亿元。[1]", "清河县投入资金多少？"),
        ("植树活动在3月21日举行。[1]", "清河县植树活动在哪天举行？"),
        ("2021年白山市地区生产总值增长7.4%。[2]", "白山市地区生产总值增长了多少？"),
        ("白山市新建学校26所。[2]", "白山市新建了多少所学校？"),
    ],
)
def test_wrong_number_is_unsupported(reply: str, question: str) -> None:
    """A claim with another number, unit, date or year than its source is unsupported, however alike the words are."""
    assert claim_of(reply, question).verdict == "unsupported"


@pytest.mark.parametrize(("said", "verdict"), [("4.8亿", "supported"), ("4.8万亿", "unsupported")])
def test_unit_is_part_of_the_number(said: str, verdict: str) -> None:
    """4.8亿 supports 4.8亿 and not 4.8万亿, which is ten thousand times as much."""
    evidence = Evidence((source_of(1, BAISHAN, "白山市公布全年经济数据", kept=[0]),))
    claim = claim_of(f"白山市地区生产总值达到{said}元。[1]", "白山市地区生产总值是多少？", evidence)
    assert claim.verdict == verdict


def test_claim_that_names_the_wrong_source_is_cited_anew() -> None:
    """A claim that names a source that doesn't say it is cited to the one that does."""
    claim = claim_of(f"{HEAD}。[2]", ASKED)
    assert claim.verdict == "supported"
    assert {citation.number for citation in claim.citations} == {1}


@pytest.mark.parametrize("marks", ["[9]", "[9][1]", "[1, 7]", "[0]", ""])
def test_number_that_was_not_offered_is_dropped(marks: str) -> None:
    """A number that no source has never becomes a citation, and the claim is still cited to what says it."""
    claim = claim_of(f"{HEAD}{marks}。", ASKED)
    assert claim.verdict == "supported"
    assert {citation.number for citation in claim.citations} == {1}


def test_claim_over_two_sentences_quotes_both() -> None:
    """A claim that draws on two sentences of a source quotes both of them."""
    reply = "县委书记刘志远主持植树活动，县林业局局长孙丽表示要用好苗木补贴、以工代赈等政策。[1]"
    claim = claim_of(reply, "清河县植树活动的情况如何？")
    assert claim.verdict == "supported"
    first, _, last = (QINGHE[start:end] for start, end in sentences(QINGHE))
    assert [citation.quote for citation in claim.citations] == [last, first]
    assert all(QINGHE[citation.start : citation.end] == citation.quote for citation in claim.citations)


def test_each_name_is_quoted() -> None:
    """Each name of a claim is quoted from the sentence that has it."""
    claim = claim_of(
        "清河县县委书记刘志远主持春季植树活动，县长赵明参加并讲话，局长是孙丽。[1]", "谁参加清河县的植树活动？"
    )
    assert claim.verdict == "supported"
    assert any("孙丽" in citation.quote for citation in claim.citations)


def test_invented_claim_is_unsupported() -> None:
    """A claim about things that no source mentions is unsupported whatever it cites."""
    reply = "清河县的博物馆收藏青铜器和瓷器，由考古学家王建国捐赠。[1]"
    assert claim_of(reply, "清河县博物馆有什么？").verdict == "unsupported"


@pytest.mark.parametrize("text", [TRADITIONAL, "市委书记韦皓主持会议并讲话,市委副书记、市长吕成蹊等出席会议。"])
@pytest.mark.parametrize("reply", ["會議由市委書記韋皓主持。[1]", "会议由市委书记韦皓主持。[1]"])
def test_scripts_of_claim_and_source_may_differ(reply: str, text: str) -> None:
    """A claim in either script is supported by a source in either, and the quote is as the source writes it."""
    evidence = Evidence((source_of(1, text, "学习会"),))
    claim = claim_of(reply, "会议由谁主持？", evidence)
    assert claim.verdict == "supported"
    assert [citation.quote for citation in claim.citations] == [text]


def test_english_claim_is_compared_by_names_and_numbers() -> None:
    """An English claim over Chinese sources is supported by the names and numbers that both write."""
    right = claim_of("The head of the forestry bureau is 孙丽.[1]", "Who heads the forestry bureau?")
    wrong = claim_of("The head of the forestry bureau is 王建国.[1]", "Who heads the forestry bureau?")
    assert right.verdict == "supported"
    assert wrong.verdict == "unsupported"
    number = claim_of("Investment is 150 million yuan.[1]", "How much will be invested?")
    assert number.verdict == "supported"


def test_nothing_offered_supports_nothing() -> None:
    """Without evidence every claim is unsupported and cites nothing."""
    claim = ground("韦皓主持。", (1,), "谁主持？", Evidence(()))
    assert (claim.text, claim.citations, claim.verdict) == ("韦皓主持。", (), "unsupported")
    assert [finding.check for finding in claim.findings] == ["terms"]


def test_claim_about_another_year_is_beside_the_question() -> None:
    """What a source says of 2020 does not answer a question about 2019."""
    claim = claim_of("白山市地区生产总值同比增长7.4%。[2]", "2019年白山市地区生产总值增长了多少？")
    assert claim.verdict == "unsupported"


@pytest.mark.parametrize(
    ("place", "verdict"),
    [
        ("上海市", "unsupported"),
        ("上海", "unsupported"),
        ("白山市", "supported"),
        ("白山", "supported"),
        ("", "supported"),
    ],
)
def test_claim_about_another_place_is_beside_the_question(place: str, verdict: str) -> None:
    """What a source says of 白山 answers a question about 白山 or about no place, and none about 上海."""
    claim = claim_of("地区生产总值同比增长7.4%。[2]", f"{place}地区生产总值增长了多少？")
    assert claim.verdict == verdict


def test_claim_without_a_number_does_not_say_how_many() -> None:
    """A claim without a number is no answer to a question for one."""
    assert claim_of("白山市新建了学校。[2]", "白山市新建了多少所学校？").verdict == "unsupported"


@pytest.mark.parametrize(
    ("words", "answers", "verdict"),
    [
        ("二十五所", CERTAIN, "supported"),
        ("二十五所", CERTAIN - 0.01, "unsupported"),
        ("1,736人次", 0.99, "unsupported"),
    ],
)
def test_certain_words_answer_whatever_years_the_article_names(words: str, answers: float, verdict: str) -> None:
    """An article of 2020 need not name the year that is asked about, if it all but certainly answers with the words of
    the claim.
    """
    source = source_of(1, BAISHAN, "白山市公布全年经济数据", kept=[1])
    (sentence,) = source.sentences
    start = sentence.start + sentence.text.index(words)
    pointed = replace(sentence, exact=(start, start + len(words)), answers=answers)
    evidence = Evidence((replace(source, sentences=(pointed,)),))
    claim = claim_of("白山市新建学校二十五所。[1]", "2021年白山市新建了多少所学校？", evidence)
    assert claim.verdict == verdict

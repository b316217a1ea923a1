"""The exact words of an answer: where they are pointed at, and what is made of them without a language model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Answer, Claim
from qa.answering.extractive import extract
from qa.benchmarks.reading import pointed
from qa.evidence.given import articles_of, hits_of
from qa.evidence.pointing import PointedWords, point
from qa.evidence.ranking import rank, relevant
from qa.evidence.sources import Evidence, Sentence, Source
from qa.page.conversation import conversation
from qa.page.session import Turn
from qa.page.status import Status
from qa.thresholds import ANSWERS, RELEVANT_LIKELIHOOD, SET_OFF
from store.article import Article
from store.passage import Hit, Passage, split
from store.span_reader import Reader

HOST = "清河縣春季植樹活動由縣委書記劉志遠主持。"
TRADE = "白山市2020年完成进出口总额86.5亿元，比上年增长百分之七。"
WHO = "清河县春季植树活动由谁主持？"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that the package brings."""
    return Reader()


def test_words_are_pointed_at_in_their_article(reader: Reader) -> None:
    """Words are pointed at by their place in the article, in its own script, the likeliest first."""
    articles = articles_of([TRADE, HOST])
    found = point(WHO, hits_of(articles), reader)
    best = found[0]
    (article,) = (one for one in articles.values() if one.id == best.passage.article_id)
    assert article.text[best.start : best.end].endswith("劉志遠")
    assert [exact.answers for exact in found] == sorted((exact.answers for exact in found), reverse=True)
    assert all(0 <= exact.answers <= 1 for exact in found)


def test_title_shown_above_a_passage_is_never_pointed_at(reader: Reader) -> None:
    """A passage from further down is read under its article's title, and the offsets leave that out."""
    text = "会议研究了明年的工作安排。" * 20 + "活动由县委书记刘志远主持。"
    passages = split(Article("a", "a.txt", "清河县春季植树活动举行", text, ""))
    found = point(WHO, [Hit(passage, 1.0) for passage in passages], reader)
    assert "刘志远" in text[found[0].start : found[0].end]
    for exact in found:
        assert exact.passage.start <= exact.start < exact.end <= exact.passage.end


def test_nothing_is_pointed_at_without_hits_or_reader(reader: Reader) -> None:
    """Without hits, or without a reader, no words are pointed at."""
    assert point(WHO, [], reader) == []
    assert point(WHO, hits_of(articles_of([HOST])), None) == []


def test_words_are_pointed_at_for_an_english_question(reader: Reader) -> None:
    """For an English question the words are found in the Chinese text that answers it."""
    hits = hits_of(articles_of([TRADE, HOST]))
    best = point("Who chaired the spring tree planting event?", hits, reader)[0]
    assert best.passage.text[best.start - best.passage.start : best.end - best.passage.start].endswith("劉志遠")


def test_ranking_puts_the_likely_sentence_first() -> None:
    """The sentence that holds the likeliest words comes first, with them."""
    hits = hits_of(articles_of(["植树活动在清河县举行。" + HOST + "清河县的植树活动由来已久。"]))
    passage = hits[0].passage
    start = passage.text.index("劉志遠")
    exact = PointedWords(passage, start, start + 3, 0.9)
    best = rank(WHO, hits, [exact])[0]
    assert (best.exact, best.answers) == ((start, start + 3), 0.9)
    assert best.text == HOST


def test_relevant_is_what_the_reader_or_the_words_say() -> None:
    """Sentences are relevant when the reader finds one likely or they hold enough of the question's words."""
    elsewhere = "海南自由贸易港哪一天封关运作？"
    assert relevant(WHO, [sentence(HOST, "", 0.0)])
    assert not relevant(elsewhere, [sentence(HOST, "", 0.0)])
    assert relevant(elsewhere, [sentence(HOST, "劉志遠", RELEVANT_LIKELIHOOD)])
    assert not relevant(WHO, [])


def test_other_language_is_left_to_who_reads() -> None:
    """Words of another language tell nothing, so that any sentence may be relevant."""
    assert relevant("Who chaired the spring tree planting event?", [sentence(TRADE, "", 0.0)])


def sentence(text: str, words: str, answers: float) -> Sentence:
    """A sentence in which these words are pointed at."""
    passage = Passage(f"article {text}", 0, text, 0, len(text), "a.txt", "清河县植树")
    exact = (text.index(words), text.index(words) + len(words)) if words else None
    return Sentence(passage, 0, len(text), text, score=answers, exact=exact, answers=answers)


def claims(question: str, *sentences: Sentence) -> list[Claim]:
    """What is extracted from these sentences, each of an article of its own."""
    sources = (Source(number, (one,), one.text) for number, one in enumerate(sentences, start=1))
    return [claim for claim in extract(question, Evidence(tuple(sources))) if claim.verdict == "supported"]


def test_answer_begins_with_the_exact_words() -> None:
    """An answer begins with the exact words in the question's script, and quotes the sentence in its own."""
    (claim,) = claims(WHO, sentence(HOST, "劉志遠", 0.9))
    assert (claim.text, claim.exact) == ("刘志远：清河县春季植树活动由县委书记刘志远主持。", "刘志远")
    assert claim.citations[0].quote == HOST


def test_sentence_that_is_all_answer_is_said_once() -> None:
    """If the sentence is nothing but the answer, its words are not said twice."""
    (claim,) = claims(WHO, sentence("县委书记刘志远主持植树。", "县委书记刘志远主持", 0.9))
    assert (claim.text, claim.exact) == ("县委书记刘志远主持植树。", "")


def test_english_question_gets_the_sentence_alone() -> None:
    """For an English question no words of the sentence are set before it, for the reader is often wrong there."""
    (claim,) = claims("Who chaired the spring tree planting event?", sentence(HOST, "劉志遠", 0.9))
    assert (claim.text, claim.exact) == (HOST, "")


def test_unlikely_words_are_no_answer() -> None:
    """Words below the threshold are no answer."""
    assert claims(WHO, sentence(HOST, "劉志遠", ANSWERS - 0.01)) == []


def test_words_of_another_kind_are_no_answer() -> None:
    """Words of another kind than is asked for are no answer, and the next best of the right kind are."""
    asked = "白山市2020年完成进出口总额多少？"
    wrong = sentence("白山市2020年完成进出口总额由海关统计。", "由海关统计", 0.9)
    assert claims(asked, wrong) == []
    assert [claim.exact for claim in claims(asked, wrong, sentence(TRADE, "86.5亿元", 0.4))] == ["86.5亿元"]


def test_other_words_are_set_off_when_they_come_near() -> None:
    """A second sentence that is nearly as likely has its words set off too, a less likely one is only quoted."""
    other = HOST.replace("劉志遠", "趙明")
    best, near = sentence(HOST, "劉志遠", 0.99), sentence(other, "趙明", 0.99 * SET_OFF + 0.01)
    assert [claim.exact for claim in claims(WHO, best, near)] == ["刘志远", "赵明"]
    far = replace(near, answers=0.99 * SET_OFF - 0.01)
    assert [claim.exact for claim in claims(WHO, best, far)] == ["刘志远", ""]
    hardly = replace(far, answers=0.01, score=0.01)
    assert [claim.exact for claim in claims(WHO, best, hardly)] == ["刘志远"]


def test_benchmarks_take_the_exact_words() -> None:
    """A benchmark gets the exact words, or the whole answer if none are pointed at."""
    assert pointed(Answer("", claims=(Claim("刘志远：他主持。", exact="刘志远"),))) == "刘志远"
    assert pointed(Answer("", claims=(Claim("他主持。"), Claim("是他。")))) == "他主持。是他。"


def test_page_sets_the_exact_words_off() -> None:
    """The page shows the exact words in bold, and their markup stays text."""
    claim = Claim("<b>刘志远：他主持。", exact="<b>刘志远")
    answer = Answer(WHO, text=claim.text, claims=(claim,), complete=True)
    turn = Turn(WHO, Status("ready", articles=1, answering=True), answer)
    assert "<strong>&lt;b&gt;刘志远</strong>：他主持。" in conversation([turn], "zh")

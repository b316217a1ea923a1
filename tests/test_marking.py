"""One reply against what is right: its measures, and where it went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import prompts
from qa.answer import Answer, Citation, Claim, Seconds, Tokens
from qa.evaluation.marking import Key, mark, parts_said
from qa.evaluation.questions import Question
from qa.evaluation.result import Failure
from qa.evaluation.scores.attribution import attribution
from store.passage import Hit, Passage

from .letters import shelf

TEXTS = {
    "meeting.txt": "清河县召开植树动员会，县委书记刘志远主持会议。县长赵明出席会议并讲话。",
    "trade.txt": "2020年，白山市完成进出口总额86.5亿元，同比增长7.4%。其中出口52亿元，进口34.5亿元。",
}
WHO = Question("who", "清河县植树动员会由谁主持？", (("刘志远",),), ("meeting.txt",), "person")
BOTH = Question("both", "书记和县长是谁？", (("刘志远",), ("赵明",)), ("meeting.txt",))
NONE = Question("none", "白山市有多少人口？")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """What a library of two articles holds."""
    folder = tmp_path_factory.mktemp("marking") / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = shelf(folder.parent / "library")
    library.add([folder])
    return Key(library)


def passage(key: Key, name: str) -> Passage:
    """The one passage of an article."""
    (found,) = key.passages(key.right(Question("q", "问", (("答",),), (name,)))[0])
    return found


def answered(key: Key, *claims: tuple[str, str, str], found: Iterable[str] = ("meeting.txt", "trade.txt")) -> Answer:
    """An answer of claims: what is said, the quoted sentence, and its article."""
    hits = tuple(Hit(passage(key, name), 1.0) for name in found)
    made = []
    for said, quote, name in claims:
        start = TEXTS[name].index(quote)
        citation = Citation(1, passage(key, name), quote, start, start + len(quote))
        made.append(Claim(said, (citation,)))
    text = "".join(f"{claim.text}[1]" for claim in made) or prompts.REFUSAL["zh-Hans"]
    seconds, tokens = Seconds(0.1, 0.5, 1.5), Tokens(300, 20)
    return Answer("问", text, tuple(made), hits, confidence=0.8, complete=True, seconds=seconds, tokens=tokens)


LED = ("会议由刘志远主持。", "清河县召开植树动员会，县委书记刘志远主持会议。", "meeting.txt")
TALKED = ("县长赵明讲话。", "县长赵明出席会议并讲话。", "meeting.txt")
TRADED = ("总额是86.5亿元。", "2020年，白山市完成进出口总额86.5亿元，同比增长7.4%。", "trade.txt")


def test_right_answer(key: Key) -> None:
    """A right answer has full marks, its costs, and no failure."""
    result = mark(WHO, answered(key, LED), key)
    assert result.right
    full = ("right", "correct", "recall@1", "evidence_mrr@10", "article_precision", "article_recall", "citation_recall")
    assert [result.measures[name] for name in full] == [1.0] * len(full)
    costs = ("prompt_tokens", "answer_tokens", "seconds_first_token", "seconds_total")
    assert [result.measures[name] for name in costs] == [300, 20, 0.5, 1.5]
    assert [(hit.right, hit.evidence) for hit in result.hits] == [(True, True), (False, False)]


def test_one_of_two_parts(key: Key) -> None:
    """An answer with one of two parts, beside another article, is wrong, and half of what it cites is right."""
    result = mark(BOTH, answered(key, LED, TRADED), key)
    assert (result.measures["correct"], result.measures["article_precision"]) == (0.0, 0.5)
    assert result.measures["evidence_recall@1"] == 1.0


def test_refusal_that_is_right(key: Key) -> None:
    """A refusal where the articles don't say is right; it has no measure of an answer, and none of search."""
    result = mark(NONE, answered(key), key)
    assert result.right
    assert {"correct", "recall@1", "citation_recall", "article_recall"}.isdisjoint(result.measures)
    assert (result.measures["refusal_recall"], result.measures["refusal_precision"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "claims", "found", "failure"),
    [
        (WHO, [TRADED], ["trade.txt"], "not_found"),
        (WHO, [], ["trade.txt"], "not_found"),
        (WHO, [], ["meeting.txt"], "refused"),
        (WHO, [TALKED], ["meeting.txt"], "not_used"),
        (WHO, [("会议由县委书记主持。", *LED[1:])], ["meeting.txt"], "misread"),
        (NONE, [TRADED], ["trade.txt"], "unfounded"),
    ],
)
def test_where_it_failed(
    key: Key, question: Question, claims: list[tuple[str, str, str]], found: list[str], failure: Failure
) -> None:
    """A wrong reply names the first step after which it could not be right any more."""
    assert mark(question, answered(key, *claims, found=found), key).failure == failure


@pytest.mark.parametrize("kept", [[], [TALKED]], ids=["a refusal", "another claim"])
def test_check_that_took_the_answer_away(key: Key, kept: list[tuple[str, str, str]]) -> None:
    """Where the right claim was written and withheld, the check is what failed."""
    answer = replace(answered(key, *kept), withheld=(Claim(LED[0], (), "unsupported"),))
    assert mark(WHO, answer, key).failure == "checker"


def test_refusal_of_a_question_whose_answer_holds_the_refusal(key: Key) -> None:
    """A refusal of an answerable question is wrong, whatever words the answer has in common with it."""
    question = replace(WHO, answers=((prompts.REFUSAL["zh-Hans"],),))
    assert not mark(question, answered(key), key).right


def test_evidence_takes_the_place_of_strings(key: Key) -> None:
    """Where a question names its sentences of evidence, a passage says the parts whose sentence it holds."""
    asked = replace(WHO, evidence=("县长赵明出席会议并讲话。", "没有这样一句话。"))
    assert parts_said(asked, passage(key, "meeting.txt")) == {0}
    assert mark(asked, answered(key, LED), key).measures["evidence_recall@10"] == 0.5


def test_copy_counts_as_the_article_it_copies(tmp_path: Path) -> None:
    """A question that names a copy of an article is answered by the first one, which alone is found."""
    story = "清河县召开植树动员会，县委书记刘志远主持会议，县长赵明出席会议并讲话，要求在三月底前完成全部任务。" * 3
    for name in ("first.txt", "copy.txt"):
        (tmp_path / name).write_text(story, encoding="utf-8")
    library = shelf(tmp_path / "library")
    library.add([tmp_path / "first.txt", tmp_path / "copy.txt"])
    known = Key(library)
    assert known.right(replace(WHO, articles=("copy.txt",))) == known.right(replace(WHO, articles=("first.txt",)))


def test_unknown_articles_are_named(key: Key) -> None:
    """A name in the question set that is no article's id, path or file name is told."""
    assert key.unknown([WHO, replace(WHO, articles=("absent.txt", "trade.txt"))]) == ["absent.txt"]


def test_attribution_worked_by_hand(key: Key) -> None:
    """Of two claims one rests on a quote that says it beside one that doesn't, the other on nothing that says it."""
    led, traded = answered(key, LED).claims[0], answered(key, TRADED).claims[0]
    both = Claim(led.text, (*led.citations, *traded.citations))
    wrong = Claim("会议由赵明主持，投资99亿元。", traded.citations, "partly")
    answer = Answer("谁主持会议？", "…", (both, wrong))
    assert attribution(answer) == pytest.approx(
        # recalled: the first claim. Precise: its first quote alone; not the one that it does without, nor the third.
        {"claims_supported": 0.5, "facts_held": 0.5, "citation_recall": 0.5, "citation_precision": 1 / 3}
    )


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (LED[0], 1.0),
        (f"It was chaired on March 12. ({LED[0]})", 1.0),
        ("It was chaired. (会议由赵明主持，投资99亿元。)", 0.0),
    ],
)
def test_facts_of_an_english_claim_are_those_of_its_chinese(key: Key, said: str, held: float) -> None:
    """Which is what was checked, and stands behind."""
    claim = Claim(said, answered(key, LED).claims[0].citations)
    assert attribution(Answer("谁主持会议？", said, (claim,)))["facts_held"] == held


def test_attribution_of_a_refusal(key: Key) -> None:
    """A refusal claims nothing, so there is nothing to measure."""
    assert attribution(answered(key)) == {}


def test_judgement_is_kept(key: Key) -> None:
    """What the judge said stands beside what the strings say, and decides nothing."""
    result = mark(WHO, answered(key, TALKED), key, judgement=1.0)
    assert (result.measures["judged"], result.measures["correct"]) == (1.0, 0.0)
    assert not result.right

"""The second look: what a language model is asked about its own answer, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import prompts
from qa.answer import Claim
from qa.answering.second_look import least_likely_word, likelihood, views
from qa.assistant import Assistant
from qa.checks.grounding import cite
from qa.errors import LLMFailed
from qa.evidence.sources import Evidence, Sentence, Source
from qa.llm import connect
from qa.thresholds import SECOND_LOOK
from store.article import Article
from store.library import Library
from store.passage import split
from store.text.sentences import sentences

from .chat import ChatServer

PLANTING = "清河縣舉行春季植樹活動。活動由縣委書記劉志遠主持，縣長趙明參加。投入資金1.5億元。"
TRADE = "2020年，白山市完成进出口总额86.5亿元，同比增长7.4%，其中出口52亿元。"
WHO = "清河縣春季植樹活動由誰主持？"
RIGHT = "活动由县委书记刘志远主持。"
YES, NO = ({prompts.YES: -0.01, prompts.NO: -6.0}, {prompts.YES: -6.0, prompts.NO: -0.01})
UNSURE = {prompts.YES: -0.7, prompts.NO: -0.7}


pytestmark = pytest.mark.usefixtures("surroundings")


def asking(desk: Library, server: ChatServer, **given: str) -> Assistant:
    """An assistant that asks the server."""
    settings = server.settings(**given)
    return Assistant(desk, connect(settings), settings)


def evidence(words: str = "劉志遠", answers: float = 0.5) -> Evidence:
    """An article of which the reader points at some words."""
    passage = split(Article("a", "a.txt", "清河縣春季植樹活動", PLANTING, ""))[0]
    found = []
    for start, end in sentences(PLANTING):
        place = PLANTING.find(words, start, end) if words else -1
        pointed = (place, place + len(words)) if place >= 0 else None
        found.append(Sentence(passage, start, end, PLANTING[start:end], exact=pointed, answers=answers * (place >= 0)))
    return Evidence((Source(1, tuple(found), PLANTING),))


def claim(text: str, given: Evidence, place: int = 1) -> Claim:
    """A claim that quotes one sentence."""
    (source,) = given.sources
    return Claim(text, (cite(source, source.sentences[place]),))


def look(server: ChatServer, told: dict[str, float], writing: float = -0.1, **of_reader: float | str) -> float:
    """How likely a claim answers when the model tells this of it and was so sure as it wrote, and the reader that."""
    server.likely = [told]
    llm, given = connect(server.settings()), evidence(**of_reader)  # type: ignore[arg-type]  # names say which
    assert llm
    likely = likelihood(WHO, [claim(RIGHT, given)], given, llm, writing)
    assert likely is not None
    return likely


def test_model_reads_question_answer_and_what_it_cites(server: ChatServer) -> None:
    """The second look shows the model question, answer and cited sentence in Simplified, and asks for one token."""
    look(server, YES)
    (request,) = server.requests
    assert request.body["max_completion_tokens"] == 1
    assert "《清河县春季植树活动》活动由县委书记刘志远主持，县长赵明参加。" in request.said
    assert "清河县春季植树活动由谁主持？" in request.said
    assert RIGHT in request.said
    assert "投入资金" not in request.said


@pytest.mark.parametrize("answers", [0.0, 0.3, 1.0])
def test_likelihood_grows_with_each_view(server: ChatServer, answers: float) -> None:
    """The likelihood grows with what the model says, how sure it wrote, and what the reader says."""
    likely = [look(server, told, answers=answers) for told in (NO, UNSURE, YES)]
    assert 0 < likely[0] < likely[1] < likely[2] < 1
    assert look(server, UNSURE, writing=-1.0, answers=answers) < likely[1]
    assert look(server, UNSURE, answers=min(answers + 0.2, 1.0)) >= likely[1]


def test_the_reader_is_heard_on_what_is_quoted(server: ChatServer) -> None:
    """Words that the reader finds in another sentence than the quoted one count nothing."""
    assert look(server, UNSURE, words="1.5億元", answers=0.9) < look(server, UNSURE, answers=0.1)


@pytest.mark.parametrize(
    ("told", "least"),
    [
        ([("由", -0.2), ("刘", -1.5), ("志远", -0.1), ("主持", -3.0), ("。", -4.0)], -1.5),
        ([("清河", -2.0), ("主持", -1.0)], 0.0),
        ([], 0.0),
    ],
)
def test_what_repeats_the_question_is_not_unsure(told: list[tuple[str, float]], least: float) -> None:
    """Words of the question, and punctuation, do not count as unsure."""
    assert least_likely_word(told, WHO) == least


def test_token_that_is_not_told_is_as_unlikely_as_the_least(server: ChatServer) -> None:
    """A word that the server does not list is taken to be as unlikely as the least likely one listed."""
    assert look(server, {prompts.YES: -0.1, "好": -3.0}) == look(server, {prompts.YES: -0.1, prompts.NO: -3.0})


@pytest.mark.parametrize("given", [evidence(""), Evidence(())])
def test_there_is_nothing_to_go_by_without_the_reader(server: ChatServer, given: Evidence) -> None:
    """If the reader points at nothing, the answer stands and the model is not asked."""
    llm = connect(server.settings())
    assert llm
    claims = [claim(RIGHT, given)] if given.sources else []
    assert views(WHO, claims, given, llm, 0.0) is None
    assert likelihood(WHO, claims, given, llm, 0.0) is None
    assert server.requests == []


def test_answer_that_the_model_takes_back_becomes_the_refusal(desk: Library, server: ChatServer) -> None:
    """An answer that the model takes back is withheld, and the refusal names the nearest articles."""
    server.pieces, server.likely = ("白山市完成进出口总额86.5亿元。[1]",), [NO]
    answer = asking(desk, server, verify="always").ask("白山市的进口总额是多少？", sources=[TRADE, PLANTING])
    assert answer.refused
    assert answer.nearest
    assert answer.confidence == 0
    assert [withheld.text for withheld in answer.withheld] == ["白山市完成进出口总额86.5亿元。"]


def test_answer_that_the_model_confirms_stays(desk: Library, server: ChatServer) -> None:
    """An answer that the model confirms stays, with its citation."""
    server.pieces, server.likely = ("植树活动由县委书记刘志远主持。[2]",), [YES]
    answer = asking(desk, server, verify="always").ask(WHO, sources=[TRADE, PLANTING])
    assert not answer.refused
    assert answer.confidence > SECOND_LOOK
    assert [citation.number for citation in answer.citations] == [2]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("verify", "local", "requests"),
    [("never", True, 1), ("never", False, 1), ("local", False, 1), ("local", True, 2), ("always", False, 2)],
)
def test_model_is_asked_again_only_where_that_is_wanted(
    desk: Library, server: ChatServer, verify: str, local: bool, requests: int
) -> None:
    """The model is asked a second time only if the setting says so for this kind of model."""
    server.pieces, server.likely = ("植树活动由县委书记刘志远主持。[2]",), [YES]
    assistant = asking(desk, server, verify=verify)
    assert assistant.llm
    assistant.llm = replace(assistant.llm, local=local)
    assert not assistant.ask(WHO, sources=[TRADE, PLANTING]).refused
    assert len(server.requests) == requests


def test_server_that_tells_no_likelihoods_is_named_with_the_remedy(desk: Library, server: ChatServer) -> None:
    """A server that tells no likelihoods is an error that names the setting to change."""
    server.pieces = ("植树活动由县委书记刘志远主持。[2]",)
    with pytest.raises(LLMFailed, match="verify"):
        asking(desk, server, verify="always").ask(WHO, sources=[TRADE, PLANTING])

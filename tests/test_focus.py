"""What the model gets to read where the reader is sure."""

from __future__ import annotations

import pytest

from qa.evidence.selection import focused
from qa.evidence.sources import Evidence, Sentence, Source
from qa.thresholds import FOCUSED, OFFERED
from store.passage import Passage

WHO = "会议由谁主持？"
TEXTS = ("韦皓主持会议。", "三名同志参加会议。", "会议时间不长。")


def evidence(*said: tuple[float, float]) -> Evidence:
    """A source for each sentence, with its score and how likely its first two characters answer."""
    sources = []
    for number, (text, (score, answers)) in enumerate(zip(TEXTS, said, strict=True), start=1):
        passage = Passage(f"{number}", 0, text, 0, len(text), "a.txt", "会议")
        sources.append(Source(number, (Sentence(passage, 0, len(text), text, score, (0, 2), answers),), text))
    return Evidence(tuple(sources))


def numbers(given: Evidence) -> list[int]:
    """Which sources are left, under their own numbers."""
    return [source.number for source in given.sources]


def test_sentences_that_fit_far_worse_are_left_out() -> None:
    """If the reader is sure of a source, those that fit far worse are left out, and near ones stay."""
    assert numbers(focused(WHO, evidence((1.0, FOCUSED), (OFFERED, 0.0), (OFFERED - 0.01, 0.0)))) == [1, 2]


@pytest.mark.parametrize("sure", [0.0, FOCUSED - 0.01])
def test_all_are_read_where_the_reader_is_not_sure(sure: float) -> None:
    """If the reader is not sure of any source, all of them stay."""
    given = evidence((1.0, sure), (0.1, 0.0), (0.1, 0.0))
    assert focused(WHO, given) is given


def test_the_reader_is_not_heard_on_what_is_not_asked_for() -> None:
    """That the reader is sure of words of another kind than is asked for leaves nothing out."""
    given = evidence((0.4, 0.1), (1.0, 0.95), (0.4, 0.0))
    assert focused(WHO, given) is given
    assert numbers(focused("多少人参加会议？", given)) == [2]

"""Answers against expected strings: worked by hand, and against the reference implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from qa.evaluation.scores.matching import character_f1, holds, rouge_l, segments

TEXT = st.text("韦皓主持会议增长139.% abc，。1", max_size=30)
SAID = TEXT.filter(segments)


class Segments:
    """The segments of a text, for the reference implementation."""

    def tokenize(self, text: str) -> list[str]:
        """The segments."""
        return segments(text)


@pytest.mark.parametrize(
    ("text", "groups", "right"),
    [
        ("会议由韦皓主持。", [["韦皓"]], True),
        ("會議由韋皓主持。", [["韦皓"]], True),
        ("由韦皓、吕成蹊主持。", [["韦皓"], ["吕成蹊", "市长"]], True),
        ("由韦皓主持。", [["韦皓"], ["吕成蹊", "市长"]], False),
        ("增长 13.9 %。", [["13.9%"]], True),
        ("增长139%。", [["13.9%"]], False),
        ("October 30, 2024", [["OCTOBER 30"]], True),
        ("任何话", [], True),
    ],
)
def test_holds(text: str, groups: list[list[str]], right: bool) -> None:
    """A text is right when it holds one string of every group, whatever the script, case, spaces and punctuation."""
    assert holds(text, groups) is right


def test_segments_are_characters_and_whole_numbers() -> None:
    """Characters stand alone, numbers and Latin words together, and punctuation is gone."""
    assert segments("增長１３.９%，GDP達4.8万亿元。") == ["增", "长", "13.9%", "gdp", "达", "4.8", "万", "亿", "元"]


@pytest.mark.parametrize(
    ("text", "groups", "f1", "rouge"),
    [
        ("韦皓", [["韦皓"]], 1.0, 1.0),
        ("韦皓主持", [["韦皓"]], 2 / 3, 2 / 3),  # 2 of 4 said, 2 of 2 expected
        ("主持韦皓", [["韦皓主持"]], 1.0, 1 / 2),  # the same characters, in order only two of four
        ("韦皓主持", [["市长", "韦皓"]], 2 / 3, 2 / 3),  # the nearer of the two
        ("韦皓、吕成蹊", [["韦皓"], ["吕成蹊", "市长"]], 1.0, 1.0),
        ("", [["韦皓"]], 0.0, 0.0),
        ("市长", [["韦皓"]], 0.0, 0.0),
        ("韦韦韦", [["韦皓"]], 2 / 5, 2 / 5),  # a character counts as often as it is expected
    ],
)
def test_character_f1_and_rouge_worked_by_hand(text: str, groups: list[list[str]], f1: float, rouge: float) -> None:
    """Character F1 and ROUGE-L are those worked out by hand."""
    assert character_f1(text, groups) == pytest.approx(f1)
    assert rouge_l(text, groups) == pytest.approx(rouge)


@given(text=TEXT, expected=SAID)
def test_rouge_agrees_with_rouge_score(text: str, expected: str) -> None:
    """ROUGE-L is that of the rouge-score package on the same segments."""
    scorer = RougeScorer(["rougeL"], tokenizer=Segments())
    assert rouge_l(text, [[expected]]) == pytest.approx(scorer.score(expected, text)["rougeL"].fmeasure)


@given(text=TEXT, expected=SAID)
def test_character_f1_agrees_with_rouge_score(text: str, expected: str) -> None:
    """Character F1 is the ROUGE-1 of the rouge-score package on the same segments."""
    scorer = RougeScorer(["rouge1"], tokenizer=Segments())
    assert character_f1(text, [[expected]]) == pytest.approx(scorer.score(expected, text)["rouge1"].fmeasure)


@given(text=TEXT, choices=st.lists(SAID, min_size=1, max_size=4))
def test_the_nearest_choice_counts(text: str, choices: list[str]) -> None:
    """Of several strings the one that fits best counts."""
    for measure in (character_f1, rouge_l):
        assert measure(text, [choices]) == max(measure(text, [[choice]]) for choice in choices)

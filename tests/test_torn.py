"""Torn characters: recovered where one reading is certain, marked where none is, never wrong."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from store import Repaired, repair
from store.repair import gbk
from store.text.edits import Change, undo
from store.text.scripts import simplified

from . import disease
from .conftest import SAMPLE

MARK = "\ufffd"
DISEASED = "市工業(yè)和信息化局黨組(zǔ)、板芙鎮(zhèn)黨委開(kāi)展聯(lián)學(xué)共建。"


def sample(number: str) -> str:
    """The text of one of the sample articles."""
    (path,) = SAMPLE.glob(f"{number}*.txt")
    return path.read_text(encoding="utf-8")


def torn(repaired: Repaired) -> list[Change]:
    """The changes that recovered or marked torn characters."""
    return [change for change in repaired.changes if {"torn", "mark"} & {*change.rule.split("+")}]


@pytest.mark.parametrize(
    ("number", "before", "truth", "behind"),
    [
        ("002", "、勇", "擔使命", "\n加快推動松江"),
        ("002", "要堅持鏈", "式集群發", "展思維"),
        ("002", "特色產業鏈", "式聯", "動、集聚發展"),
        ("002", "建立出海“專家", "庫”", ",制定“護企出海”"),
        ("002", "崗位為點、程序", "為線", "、制度為面"),
        ("000", "梯隊。要", "創", "新人才招引"),
    ],
)
def test_torn_spans_of_the_samples(number: str, before: str, truth: str, behind: str) -> None:
    """Each torn span of the sample articles is recovered, or reads as the truth does but for one visible mark."""
    text = repair(sample(number)).text
    assert text.count(before) == text.count(behind) == 1
    start = text.index(before) + len(before)
    found = text[start : text.index(behind, start)]
    head, mark, tail = found.partition(MARK)
    assert found == truth if not mark else truth.startswith(head) and truth.endswith(tail)
    assert MARK not in tail


def test_the_samples_have_no_other_torn_spans() -> None:
    """Six spans are torn in the sample articles: three come back at least, and nothing else is called torn."""
    found = [change for number in ("000", "001", "002", "003", "004") for change in torn(repair(sample(number)))]
    assert len(found) == 6
    assert sum(MARK not in change.after for change in found) >= 3


@pytest.mark.parametrize("share", [1.0, 0.7])
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_article_comes_back(seed: int, share: float) -> None:
    """A clean article that is given the disease comes back outside its torn spans, and these right or marked."""
    text = simplified(sample("003"))
    damaged = disease.damaged(text, Random(seed), share)
    repaired = repair(damaged)
    assert undo(repaired.text, repaired.changes) == damaged
    spans = [(span.after, true) for span, true in disease.torn_spans(repaired, disease.converted(text))]
    assert [true for _, true in spans if true is None] == []
    right = [simplified(found) == simplified(true or "") for found, true in spans]
    assert all(right or MARK in found for right, (found, _) in zip(right, spans, strict=True))
    assert any(right)
    if all(right):
        assert simplified(repaired.text) == text


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("產業鏈式集群發展", "準發"),
        ("产业链式集群发展思维", "準發鏈"),
        ("中國科學技術", "學術國"),
        ("全国国家科学大会", "國學會"),
    ],
)
def test_disease_is_what_the_mirror_did(text: str, characters: str) -> None:
    """The helper damages as the mirror did: what it makes is read back by repair, or marked."""
    damaged = disease.glossed(disease.converted(text), characters)
    mended = repair(DISEASED * 3 + damaged).text.removeprefix(repair(DISEASED * 3).text)
    head, mark, tail = simplified(mended).partition(MARK)
    assert head + mark + tail == simplified(text) or (mark and simplified(text).startswith(head))


def test_the_example_of_the_issue() -> None:
    """鏈式集群發, glossed as 準 and 發, reads as it does on the mirror."""
    assert disease.glossed("鏈式集群發", "準發") == "鏈?zhǔn)郊喊l(fā)"


@pytest.mark.parametrize("text", ["務Z字頭", "國B股", "務Q、務C"])
def test_a_gloss_of_a_character_and_a_letter(text: str) -> None:
    """A pair of half a character and a letter got its gloss as well, which tears nothing and goes."""
    pairs = [
        gbk.character(gbk.pair(character)[1], ord(letter)) for character, letter in pairwise(text) if letter.isascii()
    ]
    damaged = disease.glossed(text, pairs)
    assert damaged.count("(") == len(pairs)
    assert repair(DISEASED + damaged).text == repair(DISEASED).text + text


def test_a_healthy_text_has_no_torn_characters() -> None:
    """A question mark before a bracketed word tears nothing where no glosses show the disease."""
    text = "這是標準?zhǔn)是的。他問:準不準?zhun)"
    assert repair(text) == Repaired(text, ())


def test_a_gloss_without_its_pair_stays() -> None:
    """A torn gloss that no pair explains is left alone, in the midst of glosses that go."""
    assert repair(f"{DISEASED}好?bàn){DISEASED}").text == "".join(
        [repair(DISEASED).text, "好?bàn)", repair(DISEASED).text]
    )


def test_more_torn_spans_than_the_disease_makes_are_marked() -> None:
    """Where torn spans stand too densely to be the disease's, the first are recovered and the rest marked."""
    repaired = repair(f"{DISEASED}產業鏈?zhǔn)铰?lián)動" * 300)
    assert {change.after for change in torn(repaired)} == {"式聯", MARK}

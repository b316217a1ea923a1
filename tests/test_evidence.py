"""What the model reads of a source: the sentences, with who says them."""

from __future__ import annotations

import pytest

from qa.evidence.sources import Sentence, Source
from store.article import Article
from store.passage import split
from store.text.sentences import sentences

SPEECHES = (
    "白山市召开大会。\n市工业局局长孙丽:\n一是建设園區。二是服務企業，優化平臺。\n"
    "市财政局局长李晓东：\n增加投入。\n\n会后，与会人员参观。"
)


def source(text: str, *wanted: str) -> Source:
    """A source that offers those sentences of a text that have these words, the last one being the best."""
    passage = split(Article("a", "a.txt", "大会", text, ""))[0]
    found = []
    for start, end in sentences(text):
        scores = [place for place, words in enumerate(wanted) if words in text[start:end]]
        found += [Sentence(passage, start, end, text[start:end], float(score)) for score in scores]
    return Source(1, tuple(found), text)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("二是", "市工业局局长孙丽:二是服务企业，优化平台。"),
        ("增加", "市财政局局长李晓东：增加投入。"),
        ("召开", "白山市召开大会。"),
        ("孙丽", "市工业局局长孙丽:"),
    ],
)
def test_a_sentence_stands_under_the_line_that_leads_to_it(words: str, line: str) -> None:
    """A sentence is shown after the line with a colon that says who speaks."""
    assert source(SPEECHES, words).prompt().splitlines() == ["[1] 《大会》", line]


def test_a_line_leads_only_to_what_is_near() -> None:
    """A line with a colon leads to no sentence that is far away, and a sentence that ends in a colon leads to none."""
    far = SPEECHES + "会议继续。" * 200 + "散会了。"
    assert source(far, "散会").prompt().splitlines()[1] == "散会了。"
    within = "他说，要做到以下几点：\n一是建设。"
    assert source(within, "一是").prompt().splitlines()[1] == "一是建设。"


def test_the_best_sentence_comes_last() -> None:
    """The best sentence of a source comes last, for a small model leans on what it read last."""
    assert source(SPEECHES, "增加", "召开").prompt().splitlines()[1:] == [
        "市财政局局长李晓东：增加投入。",
        "白山市召开大会。",
    ]

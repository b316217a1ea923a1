"""Sentences and passages: at exact offsets, whole, and nothing lost."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from store.article import Article, article_id
from store.passage import PASSAGE_LENGTH, split
from store.reading import read
from store.text.sentences import SENTENCE_LENGTH, sentences

from .conftest import SAMPLE

SAMPLES = sorted(SAMPLE.glob("*.txt"))


def cut(text: str) -> list[str]:
    """The sentences of a text, as texts."""
    return [text[start:end] for start, end in sentences(text)]


def article(text: str) -> Article:
    """An article of this text."""
    return Article(article_id("a.txt"), "a.txt", "题目", text, "0" * 64, "东莞日报", "2024-11-28")


def assert_partition(text: str) -> None:
    """Spans are in order, apart, without white space at their ends, and hold every other character once."""
    spans = sentences(text)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert end - start <= SENTENCE_LENGTH
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    inside = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("什么？！真的……好。", ["什么？！", "真的……", "好。"]),
        ("第一行\n第二行\n\n 第三行 ", ["第一行", "第二行", "第三行"]),
        ("It works. “Good.” He left.", ["It works.", "“Good.”", "He left."]),
        ("没有句号", ["没有句号"]),
        ("", []),
        (" \n\u3000", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """A sentence ends at its full stop, at a line end or at the end of the text."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“好。”我走了。", ["他说：“好。”", "我走了。"]),
        ("「甲。」乙！』丙", ["「甲。」", "乙！』", "丙"]),
        ("“甲。”“乙？”丙", ["“甲。”", "“乙？”", "丙"]),
        ("(会议强调。)会后", ["(会议强调。)", "会后"]),
    ],
)
def test_closing_marks_stay(text: str, expected: list[str]) -> None:
    """Closing quotes and brackets behind a full stop belong to the sentence that it ends."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text", ["他说“好。”，然后走了。", "问了“为什么？？”、“怎么办？”，没有人答。", "「東莞，能造！」；這是口號。"]
)
def test_a_quoted_full_stop_before_a_comma_ends_nothing(text: str) -> None:
    """A sentence goes on where a comma follows the quotation in it, and its quotes are not torn off."""
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "编制产业链招商图谱3.0版",
        "可比增长13.9%,总量3726.3亿元",
        "见 http://www.x.cn/a.html?b=1 一文",
        "坚持鏈?zhǔn)郊发展",
        "版本 1.2.3 已发布",
    ],
)
def test_stops_inside_words_end_nothing(text: str) -> None:
    """Decimals, versions, addresses and the marks of torn glosses do not end a sentence."""
    assert cut(text) == [text]


def test_overlong_sentences_end_at_a_clause() -> None:
    """A sentence over the limit is cut behind the last comma that fits, and only there."""
    clause = "推动产业链上下游融通发展，"
    pieces = cut(clause * 70)
    assert "".join(pieces) == clause * 70
    assert [len(piece) for piece in pieces[:-1]] == [SENTENCE_LENGTH // len(clause) * len(clause)] * (len(pieces) - 1)


def test_text_without_any_mark_is_cut_all_the_same() -> None:
    """A text without a comma is cut at the limit, and a sentence of just that length is not cut."""
    assert [len(piece) for piece in cut("文" * (2 * SENTENCE_LENGTH + 1))] == [SENTENCE_LENGTH, SENTENCE_LENGTH, 1]
    assert len(cut("文，" + "文" * (SENTENCE_LENGTH - 2))) == 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name[:3]))
def test_sentences_of_samples(path: Path) -> None:
    """Every character of a sample article but white space stands in exactly one of its sentences."""
    assert_partition(read(path).text)


def test_sentences_of_random_texts() -> None:
    """The same holds for any text, whatever marks stand in whatever order."""
    chance = random.Random(11)
    marks = "。！？!?….,，、;；:：”’」』)）】》\"'“「(（ \n\t\u3000\u2028\x85文字aZ09%\u200b\U00020000"
    for _ in range(2000):
        assert_partition("".join(chance.choices(marks, k=chance.randrange(60))))
    for _ in range(20):
        assert_partition("".join(chance.choices("文字，；\n ", [60, 60, 1, 1, 0.2, 1], k=3000)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name[:3]))
def test_passages_of_samples(path: Path) -> None:
    """Passages lie at their offsets, in order and apart, and together hold every sentence of the article whole."""
    found = read(path)
    passages = split(found)
    assert [passage.number for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert found.text[passage.start : passage.end] == passage.text
        assert (passage.article_id, passage.source, passage.title) == (found.id, found.source, found.title)
        assert (passage.publisher, passage.published) == (found.publisher, found.published)
    for one, other in pairwise(passages):
        assert one.end <= other.start
    for start, end in sentences(found.text):
        assert sum(passage.start <= start and end <= passage.end for passage in passages) == 1


@pytest.mark.parametrize("length", [1, 50, PASSAGE_LENGTH])
def test_passages_keep_to_their_length(length: int) -> None:
    """A passage is longer than asked for only when it is a single sentence, and as full as the next one allows."""
    passages = split(read(SAMPLES[2]), length)
    for passage in passages:
        assert len(passage.text) <= length or len(sentences(passage.text)) == 1
    for one, other in pairwise(passages):
        first_end = other.start + sentences(other.text)[0][1]
        assert first_end - one.start > length


def test_passages_are_filled_to_the_last_character() -> None:
    """A sentence that just fits joins the passage before it."""
    assert [passage.text for passage in split(article("甲甲。乙乙。"), 6)] == ["甲甲。乙乙。"]
    assert [passage.text for passage in split(article("甲甲。乙乙。"), 5)] == ["甲甲。", "乙乙。"]


def test_no_passages_without_text() -> None:
    """White space has no passages."""
    assert split(article(" \n ")) == []


def test_passages_carry_what_a_citation_needs() -> None:
    """A passage names its article, source, title, publisher and date itself."""
    (passage,) = split(article("甲。乙。"))
    assert (passage.article_id, passage.source, passage.title) == (article_id("a.txt"), "a.txt", "题目")
    assert (passage.publisher, passage.published) == ("东莞日报", "2024-11-28")
    assert (passage.start, passage.end, passage.text) == (0, 4, "甲。乙。")

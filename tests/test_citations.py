"""From a model's words to sentences with source numbers."""

from __future__ import annotations

import pytest

from qa.answering.reply import WrittenSentence, sentences_of, unfinished


@pytest.mark.parametrize("mark", ["[1]", "［1］", "【1】", "[ 1 ]", "[资料1]", "[来源 1]", "[Source 1]", " [1]"])
def test_every_form_of_mark_is_read(mark: str) -> None:
    """A mark is read and removed in half-width, full-width and Chinese brackets, with or without a word before it."""
    assert sentences_of(f"会议由韦皓主持{mark}。") == [WrittenSentence("会议由韦皓主持。", (1,))]


@pytest.mark.parametrize(
    "marks", ["[1, 3]", "[1,3]", "[1，3]", "[1、3]", "[1][3]", "[1] [3]", "【1】［3］", "[1][3][1]"]
)
def test_several_numbers_are_read_once_each(marks: str) -> None:
    """Several numbers, in one mark or in several, are read in order and once each."""
    assert sentences_of(f"会议由韦皓主持{marks}。") == [WrittenSentence("会议由韦皓主持。", (1, 3))]


def test_marks_after_the_full_stop_belong_to_the_sentence_before() -> None:
    """Marks after a full stop belong to the sentence that it ends."""
    reply = "会议由韦皓主持。[1][2]市长出席！ 【3】县长呢？［4］"
    assert sentences_of(reply) == [
        WrittenSentence("会议由韦皓主持。", (1, 2)),
        WrittenSentence("市长出席！", (3,)),
        WrittenSentence("县长呢？", (4,)),
    ]


def test_english_sentences_stay_apart() -> None:
    """English sentences whose marks follow the full stop stay sentences of their own."""
    assert sentences_of("The head is 孙丽.[1] She spoke on Monday. [2]") == [
        WrittenSentence("The head is 孙丽.", (1,)),
        WrittenSentence("She spoke on Monday.", (2,)),
    ]


def test_mark_within_a_sentence_leaves_no_gap() -> None:
    """A mark between words leaves neither itself nor a second space behind."""
    assert sentences_of("Growth was 3.5% [2] in 2023 [1].") == [WrittenSentence("Growth was 3.5% in 2023.", (2, 1))]


@pytest.mark.parametrize(
    "number",
    [
        "〔2022〕11号",
        "〔2022〕11 号",
        "[2023]15号",
        "［2023］15号",
        "[23]15号",
        "[23]15 号",
        "[3]号",
        "[3] 号",
        "[100]",
    ],
)
def test_document_numbers_are_no_citations(number: str) -> None:
    """A document number is never taken for a citation and stays in the sentence word for word."""
    assert sentences_of(f"东委发{number}提出要求[2]。") == [WrittenSentence(f"东委发{number}提出要求。", (2,))]


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "1. ", "1、", "1) ", "1）"])
def test_list_over_several_lines_is_one_sentence(bullet: str) -> None:
    """A list over several lines becomes one sentence, without its bullets and with all its numbers."""
    reply = f"重点工程有：\n{bullet}防护林[1]\n{bullet}经济林[1]\n\n{bullet}风景林[2]。"
    assert sentences_of(reply) == [WrittenSentence("重点工程有：防护林；经济林；风景林。", (1, 2))]


def test_list_of_sentences_stays_sentences() -> None:
    """Lines that end in full stops stay sentences, each with its own numbers."""
    assert sentences_of("1. 韦皓主持。[1]\n2. 市长出席。[2]") == [
        WrittenSentence("韦皓主持。", (1,)),
        WrittenSentence("市长出席。", (2,)),
    ]


def test_decimal_at_the_beginning_of_a_line_is_no_bullet() -> None:
    """A reply that begins with a decimal number keeps it."""
    assert sentences_of("1.5亿元[1]。") == [WrittenSentence("1.5亿元。", (1,))]


@pytest.mark.parametrize("reply", ["", " \n", "[1]", "[1]。", "。", "……", "- "])
def test_reply_without_words_has_no_sentence(reply: str) -> None:
    """A reply of marks, punctuation or nothing has no sentence."""
    assert sentences_of(reply) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "资料中没有提到县长的籍贯。",
        "文章未说明具体人数。",
        "根据以上材料，无法确定时间。",
        "The sources do not say who it was.",
        "His birthplace is not mentioned.",
    ],
)
def test_saying_that_nothing_is_said_is_recognised(sentence: str) -> None:
    """A sentence that only says that the sources don't say is recognised as such."""
    assert [found.says_nothing for found in sentences_of(sentence)] == [True]


def test_negation_in_a_claim_is_no_refusal() -> None:
    """A claim that contains a negation still says something."""
    assert [found.says_nothing for found in sentences_of("会议要求没有完成任务的单位尽快完成。[1]")] == [False]


REPLIES = [
    "会议由韦皓主持。[1, 2]市长出席【3】。县长［1］参加。",
    "重点工程有：\n- 防护林[1]\n- 经济林[资料2]。",
    "The head is 孙丽.[1] She spoke [source 2] on Monday.",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_growing_reply_never_shows_a_mark_or_half_of_one(reply: str) -> None:
    """However far a reply has grown, the sentence being written shows neither a mark nor the beginning of one."""
    for length in range(len(reply) + 1):
        _, tail = unfinished(reply[:length])
        assert not set(tail) & set("[]［］【】")


@pytest.mark.parametrize("reply", REPLIES)
def test_complete_sentences_of_a_growing_reply_are_final(reply: str) -> None:
    """A sentence that counts as complete is never taken back or changed by what is written after it."""
    final = sentences_of(reply)
    for length in range(len(reply) + 1):
        done = sentences_of(unfinished(reply[:length])[0])
        assert done == final[: len(done)]


def test_sentence_is_complete_once_the_next_begins() -> None:
    """A sentence counts as complete when something follows its stop, since marks still may."""
    assert unfinished("会议由韦皓主持。") == ("", "会议由韦皓主持。")
    assert unfinished("会议由韦皓主持。[1") == ("", "会议由韦皓主持。")
    done, tail = unfinished("会议由韦皓主持。[1]市")
    assert sentences_of(done) == [WrittenSentence("会议由韦皓主持。", (1,))]
    assert tail == "市"


def test_document_number_in_a_growing_reply_is_kept() -> None:
    """A document number is shown once its bracket is closed, whatever follows."""
    assert unfinished("按[2023]15号") == ("", "按[2023]15号")
    assert unfinished("") == ("", "")


def test_decimal_at_the_beginning_of_a_line_is_whole() -> None:
    """A number with decimals is no number of a list."""
    assert [sentence.text for sentence in sentences_of("结论如下：\n3.5亿元用于环保。")] == [
        "结论如下：3.5亿元用于环保。"
    ]

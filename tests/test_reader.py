"""The reader: what it points at, when it says that a text doesn't answer, and what becomes of a broken one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from store.models.errors import NoReader
from store.span_reader import BUNDLED, Reader, packing
from store.span_reader.edges import trimmed, unsaid
from store.span_reader.spans import LONGEST, Span, best_spans
from store.text.scripts import traditional

TRADE = "白山市2020年完成进出口总额13.5亿元，比上年增长8.2%。其中出口9.1亿元，进口4.4亿元。"
PLANTING = "3月12日，吉林省林业厅厅长周建国在白山市参加义务植树，共栽下云杉600棵。"
OPENING = "会议由副市长李晓东主持，各区县负责人参加。"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that the package brings."""
    return Reader()


def said(reader: Reader, question: str, text: str) -> str:
    """The best words in a text."""
    (reading,) = reader.read(question, [text])
    return text[reading.spans[0].start : reading.spans[0].end]


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("白山市2020年的进出口总额是多少？", TRADE, "13.5亿元"),
        ("谁参加了义务植树？", PLANTING, "周建国"),
        ("栽下了多少棵云杉？", PLANTING, "600棵"),
        ("会议由谁主持？", OPENING, "李晓东"),
    ],
)
def test_exact_words_are_pointed_at(reader: Reader, question: str, text: str, words: str) -> None:
    """The reader points at the words that tell who, how much, or how many."""
    assert words in said(reader, question, text)


def test_text_that_does_not_answer_is_told_from_one_that_does(reader: Reader) -> None:
    """Of three texts, only the one that answers the question is likely to answer it."""
    asked = "白山市2020年的进出口总额是多少？"
    trade, planting, opening = reader.read(asked, [TRADE, PLANTING, OPENING])
    assert trade.answers > 0.5 > max(planting.answers, opening.answers)
    assert planting.spans  # the best words are told all the same


def test_another_year_is_not_the_one_asked_for(reader: Reader) -> None:
    """A text is less likely to answer a question about a year that it does not name."""
    right, wrong = (reader.read(f"白山市{year}年的进出口总额是多少？", [TRADE])[0] for year in (2020, 2014))
    assert right.answers > wrong.answers


def test_scripts_are_read_alike(reader: Reader) -> None:
    """The reading is the same if question and text are in Traditional."""
    (simplified,) = reader.read("谁参加了义务植树？", [PLANTING])
    (turned,) = reader.read("誰參加了義務植樹？", [traditional(PLANTING)])
    assert turned == simplified


def test_long_text_is_read_to_its_end(reader: Reader) -> None:
    """The answer is found at the end of a text that is read in several parts."""
    filler = "各单位要认真落实会议精神，扎实做好各项工作。" * 60
    assert "周建国" in said(reader, "谁参加了义务植树？", filler + PLANTING)


def test_readings_come_in_order_and_do_not_depend_on_their_company(reader: Reader) -> None:
    """Texts read together have the readings that each has alone, in their order."""
    asked = "会议由谁主持？"
    together = reader.read(asked, [PLANTING, OPENING, TRADE])
    alone = [Reader().read(asked, [text])[0] for text in (PLANTING, OPENING, TRADE)]
    for one, other in zip(together, alone, strict=True):
        assert one.spans[0].start == other.spans[0].start
        assert one.answers == pytest.approx(other.answers, abs=0.05)


@pytest.mark.parametrize("text", ["", "。", " ", "a"])
def test_text_without_words_answers_nothing(reader: Reader, text: str) -> None:
    """A text without words is not likely to answer."""
    (reading,) = reader.read("会议由谁主持？", [text])
    assert reading.answers < 0.5


def test_no_texts_are_no_readings(reader: Reader) -> None:
    """For no texts there are no readings."""
    assert reader.read("会议由谁主持？", []) == []


def scores(
    starts: list[float], ends: list[float], pairs: dict[tuple[int, int], float] | None = None, text: str = ""
) -> list[Span]:
    """The spans found in tokens of one character each, the first of them being "no answer"."""
    offsets = [(0, 0), *((place, place + 1) for place in range(len(starts) - 1))]
    table = np.add.outer(np.array(starts, np.float32), np.array(ends, np.float32))
    for pair, more in (pairs or {}).items():
        table[pair] += more
    return best_spans(table, offsets, 1, len(starts), text or "字" * len(starts))


def places(found: list[Span]) -> list[tuple[int, int]]:
    """Where spans stand."""
    return [(span.start, span.end) for span in found]


def test_spans_are_the_best_pairs_and_do_not_overlap() -> None:
    """Spans are the best pairs of a start and a later end, and do not overlap."""
    # The best start is after the best end, so that these two make no span.
    assert places(scores([0, 1, 0, 5], [0, 4, 0, 2]))[0] == (2, 3)
    assert places(scores([0, 9, 0, 0, 5, 0], [0, 0, 9, 0, 0, 5]))[:2] == [(0, 2), (3, 5)]
    found = places(
        scores([0, *np.random.default_rng(1).normal(size=30)], [0, *np.random.default_rng(2).normal(size=30)])
    )
    assert all(a[1] <= b[0] or b[1] <= a[0] for a in found for b in found if a != b)


def test_answer_seldom_crosses_the_end_of_a_sentence() -> None:
    """A span that crosses the end of a sentence is taken only if it is much better."""
    starts, ends = [0.0, 9.0, 0, 0, 0], [0.0, 0, 6.0, 0, 7.0]
    assert places(scores(starts, ends, text="会开了完"))[0] == (0, 4)
    assert places(scores(starts, ends, text="会。了完"))[0] == (0, 2)
    ends[4] = 11.0
    assert places(scores(starts, ends, text="会。了完"))[0] == (0, 4)


def test_start_and_end_of_two_answers_are_not_joined() -> None:
    """A start and an end that belong together beat ones that each score a little better alone."""
    starts, ends = [1.0, 5.0, 0, 4.0, 0], [2.0, 0, 4.0, 0, 5.0]
    assert places(scores(starts, ends))[0] == (0, 4)
    best = scores(starts, ends, {(1, 2): 2.0, (3, 4): 1.5})
    assert places(best)[:2] == [(0, 2), (2, 4)]
    assert [span.score for span in best[:2]] == [8.0, 7.5]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("由于台风登陆，", "台风登陆"),
        ("位于广州市的", "广州市"),
        ("，和平区", "和平区"),
        ("约40人", "约40人"),
        ("以色列", "以色列"),
        ("刘志远和", "刘志远"),
        ("在", "在"),
        ("。", "。"),
        ("东方明珠", "东方明珠"),
    ],
)
def test_answer_has_no_words_of_grammar_at_its_edges(said: str, kept: str) -> None:
    """Whole words of grammar are cut from the edges of an answer, but never all of it."""
    text = f"会议说{said}等等"
    span = trimmed(text, Span(3, 3 + len(said), 1.5))
    assert (text[span.start : span.end], span.score) == (kept, 1.5)


@pytest.mark.parametrize(
    ("question", "said", "new"),
    [
        ("钟惺的别号是什么？", "别号晚知居士", "晚知居士"),
        ("他出生在什么地方？", "1886年出生于西切斯特", "西切斯特"),
        ("郭麐是谁的门生？", "姚鼐的门生", "姚鼐"),
        ("高氏前肛鳗以什么为食？", "小型鱼类为食", "小型鱼类"),
        ("海鱼生活在水深多少的海域？", "水深2至23公尺", "2至23公尺"),
        # Beginning behind 台湾 would break a name; nothing is left behind 别号; no question word, no place to look at.
        ("他在台湾哪所大学任教？", "国立台湾大学", "国立台湾大学"),
        ("钟惺的别号是什么？", "别号", "别号"),
        ("钟惺的别号", "别号晚知居士", "别号晚知居士"),
        ("What is his 别号?", "别号晚知居士", "别号晚知居士"),
    ],
)
def test_what_the_question_says_is_no_part_of_the_answer(question: str, said: str, new: str) -> None:
    """What the question says beside its question word is cut from the same side of the answer."""
    text = f"据传：{said}。"
    span = unsaid(question, text, Span(3, 3 + len(said), 1.5))
    assert text[span.start : span.end] == new
    assert span.score == 1.5


def test_no_span_is_longer_than_the_longest() -> None:
    """No span has more tokens than LONGEST."""
    starts, ends = [0.0] * (LONGEST + 20), [0.0] * (LONGEST + 20)
    starts[1] = ends[-1] = 9.0
    assert all(end - start <= LONGEST for start, end in places(scores(starts, ends)))


def test_bundled_reader_is_what_its_sums_say_and_fits() -> None:
    """The bundled reader fits its checksums and takes at most 40 MB."""
    packing.read(BUNDLED)
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) <= 40_000_000


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the bundled reader, to be broken."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "reader"))


def test_changed_file_is_not_used(copy: Path) -> None:
    """A reader with a changed file is refused, with the file and the way to do without a reader."""
    with (copy / packing.SETTINGS).open("a") as file:
        file.write(" ")
    with pytest.raises(NoReader, match=r"reader\.json.*SHA-256.*--reader none"):
        Reader(copy).load()


@pytest.mark.parametrize("name", [packing.WEIGHTS, packing.TOKENIZER, packing.SETTINGS, packing.SUMS])
def test_missing_file_is_told(copy: Path, name: str) -> None:
    """A reader without one of its files is refused, with the name of its folder."""
    (copy / name).unlink()
    with pytest.raises(NoReader, match=str(copy)):
        Reader(copy).read("谁？", [OPENING])


Parts = dict[str, Any]
"""Of a reader: its weights, with its shape and calibration under their names in `reader.json`."""


def _without_head(parts: Parts) -> None:
    del parts["weights"]["span.weight"]


def _other_size(parts: Parts) -> None:
    parts["shape"]["hidden_size"] //= 2


def _other_network(parts: Parts) -> None:
    parts["weights"]["bert.pooler.dense.bias"] = parts["weights"]["span.bias"]


def _fewer_words(parts: Parts) -> None:
    parts["weights"][packing.WORDS] = parts["weights"][packing.WORDS][:100]
    parts["shape"]["vocab_size"] = 100


def _uncalibrated(parts: Parts) -> None:
    del parts["calibration"]["margin"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without_head, "no span.weight"),
        (_other_size, r"instead of \("),
        (_other_network, "bert.pooler.dense.bias"),
        (_fewer_words, "100 in the weights"),
        (_uncalibrated, "KeyError.*margin"),
    ],
)
def test_foreign_reader_is_told(copy: Path, change: Callable[[Parts], None], told: str) -> None:
    """A folder with right checksums that is no reader of ours is refused with the reason."""
    packed = packing.read(copy)
    parts = {"weights": dict(packed.weights()), "shape": dict(packed.shape), "calibration": dict(packed.calibration)}
    change(parts)
    packing.write(copy, tokenizer=packed.tokenizer, **parts)
    with pytest.raises(NoReader, match=f"{copy}.*{told}"):
        Reader(copy).load()


def test_weights_come_back_nearly_as_they_were(tmp_path: Path) -> None:
    """Weights that are packed and unpacked differ by at most half a step of 127."""
    values = np.random.default_rng(0).normal(size=(7, 32)).astype(np.float32)
    values[3] = 0
    vector = values[0].copy()
    packing.write(tmp_path, {"matrix": values, "vector": vector}, "{}", {"hidden_size": 32}, {"bias": 0.5})
    packed = packing.read(tmp_path)
    back = dict(packed.weights())
    assert np.abs(back["matrix"] - values).max() <= np.abs(values).max() / packing.LEVELS
    assert np.array_equal(back["vector"], vector)
    assert (packed.tokenizer, packed.shape, packed.calibration) == ("{}", {"hidden_size": 32}, {"bias": 0.5})


def test_trimmed_vocabulary_cuts_text_as_before() -> None:
    """A vocabulary with the pieces that a text needs cuts this text as before."""
    from tokenizers import Tokenizer

    whole = packing.read(BUNDLED).tokenizer
    cutter = Tokenizer.from_str(whole)
    cutter.no_truncation()
    needed = cutter.encode(TRADE, PLANTING)
    rows = np.arange(cutter.get_vocab_size(), dtype=np.float32)[:, None]
    smaller, kept = packing.trimmed(whole, rows, set(needed.ids))
    again = Tokenizer.from_str(smaller).encode(TRADE, PLANTING)
    assert [int(kept[piece, 0]) for piece in again.ids] == needed.ids
    assert (again.tokens, again.offsets) == (needed.tokens, needed.offsets)
    assert len(json.loads(smaller)["model"]["vocab"]) <= len(set(needed.ids)) + 5

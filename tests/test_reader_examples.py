"""The examples that a reader learns from: where answers stand, and what is kept apart."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

import pytest

from store.text.scripts import bare
from tests.benchmarks.reader.examples import Example, is_held_out, load, passages, published, save, titled, window
from tests.benchmarks.reader.making import Published, mined, plain
from tests.benchmarks.reader.news import from_news, title_of
from tests.benchmarks.reader.shortening import shortened

HARBOUR = "大連港位於遼東半島南端。2019年，大連港完成貨物吞吐量3.6億噸。港口由李明擔任總經理。當地還有三座機場。"
BRIDGE = "长江大桥全长1670米。大桥于1957年10月15日建成通车。总设计师是茅以升的学生。" * 4


def squad(title: str, text: str, asked: list[tuple[str, str, int]]) -> dict[str, object]:
    """An article in SQuAD's form; an answer of no characters is none."""
    questions = [
        {
            "question": question,
            "answers": [{"text": answer, "answer_start": start}] if answer else [],
            "is_impossible": not answer,
        }
        for question, answer, start in asked
    ]
    return {"title": title, "paragraphs": [{"context": text, "qas": questions}]}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A folder with training sets: places that are right, wrong, and not given."""
    harbour = squad(
        "大連港",
        HARBOUR,
        [
            ("大連港的貨物吞吐量是多少？", "3.6億噸", HARBOUR.index("3.6")),
            ("誰是總經理？", "李明", 3),
            ("誰建了港口？", "", -1),
        ],
    )
    bridge = squad("", BRIDGE, [("大桥全长多少？", "1670米", -1), ("大桥叫什么？", "不在文中", -1)])
    for name in ("squad2zh_dev", "checklist_dev", "robust_dev", "cmrc_trial", "drcd_test_a"):
        data = [harbour] if name == "drcd_test_a" else [bridge] if name == "robust_dev" else []
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """News that tell the same twice, and something else."""
    told = "8月3日，华能澜沧江公司在昆明发布消息，糯扎渡水电站累计发电量突破2500亿千瓦时。"
    told += "电站由中国水利水电第八工程局承建。"
    texts = [
        f"原标题：糯扎渡水电站发电量再创新高 {told}" + "电站位于普洱市，装机容量585万千瓦。" * 5,
        f"记者获悉，{told}据介绍，这座电站已安全运行十年。",
        "8月5日，白鹤滩水电站首台机组完成检修，比计划提前6天。白鹤滩水电站由三峡集团建设运营，位于四川省宁南县。" * 2,
    ]
    path = tmp_path / "news.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts * 3)
    return path


def test_published_answers_are_found_where_they_stand(sets: Path) -> None:
    """A published answer is found at the nearest place where it stands, and the texts come in Simplified."""
    found = {one.question: one for one in published(sets)}
    assert found["大连港的货物吞吐量是多少？"].answers == ["3.6亿吨"]
    assert found["谁是总经理？"].answers == ["李明"]
    assert found["谁建了港口？"].spans == ()
    assert found["大桥全长多少？"].answers == ["1670米"] * 4
    assert "大桥叫什么？" not in found  # its answer is nowhere
    assert found["谁是总经理？"].title == "大连港"


def test_windows_are_whole_sentences_with_the_answer() -> None:
    """A window of a text is whole sentences, and holds the answer, whatever is drawn."""
    start = BRIDGE.index("1957")
    for seed in range(30):
        a, b = window(BRIDGE, (start, start + 5), Random(seed))
        assert a <= start < b
        assert a == 0 or BRIDGE[a - 1] == "。"
        assert BRIDGE[b - 1] == "。"


def test_passages_cover_a_text() -> None:
    """Passages for training cover the whole text, and none is longer than asked for."""
    cut = [*passages(BRIDGE, 60)]
    assert "".join(BRIDGE[a:b] for a, b in cut) == BRIDGE
    assert max(b - a for a, b in cut) <= 60


def test_examples_hold_their_answers(sets: Path, news: Path, tmp_path: Path) -> None:
    """An example with a span has the answer there, and one without a span has it nowhere."""
    drawn = [example for seed in range(20) for example in plain(sets, Random(seed))]
    made = [*drawn, *mined(Published(sets, tmp_path), Random(2))]
    answers = {"大连港的货物吞吐量是多少？": "3.6亿吨", "大桥全长多少？": "1670米"}
    known = [(example, answers[example.question]) for example in made if example.question in answers]
    assert any(example.spans for example, _ in known)
    assert any(not example.spans for example, _ in known)
    for example, answer in known:
        assert {example.text[a:b] for a, b in example.spans} == ({answer} if example.spans else set())
        assert example.spans or bare(answer) not in bare(example.text)
    of_news = from_news(news, tmp_path, Random(3))
    assert {"retold", "news mined"} <= {example.source for example in of_news}
    for example in of_news:
        assert bool(example.spans) == (not example.source.endswith(("mined", "changed")))
        for a, b in example.spans:
            assert 0 <= a < b <= len(example.text)
            assert example.text[a:b] not in example.question


def test_training_never_sees_a_text_held_out(sets: Path, tmp_path: Path) -> None:
    """A text that is held out is in no example for training."""
    alike = (f"第{number}号大桥的全长没有人量过，大桥由谁设计也不知道。" for number in range(1000))
    kept = next(text for text in alike if is_held_out(text))
    article = squad(
        "", kept, [("大桥由谁设计？", "", -1), ("哪座大桥的全长没有人量过？", kept[: kept.index("大桥")], 0)]
    )
    (sets / "cmrc_trial.json").write_text(json.dumps({"data": [article]}), encoding="utf-8")
    every = Published(sets, tmp_path)
    made = [example for seed in range(20) for example in [*plain(sets, Random(seed)), *mined(every, Random(seed))]]
    assert all(example.held_out for example in made if kept in example.text)
    assert {example.held_out for example in made} == {True, False}
    assert any("1670米" in example.text for example in made if example.held_out)


def test_examples_are_kept_on_disk(tmp_path: Path) -> None:
    """Examples that are saved are the same when they are loaded again."""
    examples = [Example("谁？", "李明。", ((0, 2),), "一", True), Example("谁？", "没有。", (), "二")]
    save(tmp_path / "examples.jsonl", examples)
    assert load(tmp_path / "examples.jsonl") == examples


def test_title_goes_before_a_text() -> None:
    """With the title before the text, the spans still hold the answer."""
    example = titled(Example("谁？", "由李明主持。", ((1, 3),), "一"), "会议")
    assert example.text == "《会议》由李明主持。"
    assert [example.text[a:b] for a, b in example.spans] == ["李明"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("原标题：广东高质量发展大会召开 2月18日，大会在深圳举行。", "广东高质量发展大会召开"),
        ("中新网8月3日电 华能公司发布消息，称发电量创新高。", "华能公司发布消息"),
    ],
)
def test_news_give_a_title(text: str, title: str) -> None:
    """The title of a news text is its headline or its first clause."""
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("question", "answer", "short"),
    [
        ("雷公藤主要分布在哪些地区？", "雷公藤主要分布于东亚地区，包括日本", "东亚地区，包括日本"),
        ("玩家用什么泡封敌人？", "玩家以水枪、小枪、锤子或是水炸弹泡封敌人", "水枪、小枪、锤子或是水炸弹"),
        ("塞内加尔是何时独立的？", "塞内加尔在1960年8月20日宣布脱离联邦", "1960年8月20日"),
        ("马来穿山甲的体长约是多少厘米？", "牠们体长约65厘米", "65厘米"),
        # Two dates: which is meant is not to be told; and nothing is left of what says nothing new.
        ("他是何时任职的？", "1960年8月任职，1962年3月辞职", "1960年8月任职，1962年3月辞职"),
        ("总面积是多少？总面积多大？", "总面积是总面积多大", "总面积是总面积多大"),
        # A short one stays, as does one whose words would be torn.
        ("台湾有哪些大学？", "台湾大学", "台湾大学"),
        ("迦楼罗是什么样子的？", "迦楼罗人面鸟身形，其身如天王", "迦楼罗人面鸟身形，其身如天王"),
    ],
)
def test_answers_lose_the_questions_own_words(question: str, answer: str, short: str) -> None:
    """An annotated answer loses the words that the question says, and keeps what is asked for."""
    text = f"前面。{answer}。后面。"
    start, end = shortened(question, text, (3, 3 + len(answer)))
    assert text[start:end] == short


def test_only_the_wordy_set_is_shortened(sets: Path) -> None:
    """Only the answers of the wordy set are shortened."""
    text = "总面积为1.44平方公里。"
    wordy = squad("", text, [("总面积是多少？", text[:-1], 0)])
    for name in ("cmrc_trial", "robust_dev"):
        (sets / f"{name}.json").write_text(json.dumps({"data": [wordy]}), encoding="utf-8")
    found = {asking.source: asking.answers for asking in published(sets)}
    assert found["cmrc_trial"] == ["1.44平方公里"]
    assert found["robust_dev"] == ["总面积为1.44平方公里"]

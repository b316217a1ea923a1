"""The making of a reader: sound examples, and a training that goes on where it was interrupted."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from store.folding import bare
from store.reader import BUNDLED, Reader, packing
from tests.benchmarks.reader import calibration, patterns, training
from tests.benchmarks.reader.clozes import asked
from tests.benchmarks.reader.examples import Example, is_held_out, load, passages, published, save, titled, window
from tests.benchmarks.reader.making import Published, from_news, mined, plain, title_of
from tests.benchmarks.reader.negatives import Changes, Shelf
from tests.benchmarks.reader.rewording import reworded
from tests.benchmarks.reader.training import SHAPE, Stage, Training
from tests.benchmarks.reader.vocabulary import kept

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
    """A wrong place gives way to the nearest right one, a missing one to all; texts come in Simplified."""
    found = {one.question: one for one in published(sets)}
    assert found["大连港的货物吞吐量是多少？"].answers == ["3.6亿吨"]
    assert found["谁是总经理？"].answers == ["李明"]
    assert found["谁建了港口？"].spans == ()
    assert found["大桥全长多少？"].answers == ["1670米"] * 4
    assert "大桥叫什么？" not in found  # its answer is nowhere
    assert found["谁是总经理？"].title == "大连港"


def test_windows_are_whole_sentences_with_the_answer() -> None:
    """Whatever is drawn."""
    start = BRIDGE.index("1957")
    for seed in range(30):
        a, b = window(BRIDGE, (start, start + 5), Random(seed))
        assert a <= start < b
        assert a == 0 or BRIDGE[a - 1] == "。"
        assert BRIDGE[b - 1] == "。"


def test_passages_cover_a_text() -> None:
    """As the store cuts articles."""
    cut = [*passages(BRIDGE, 60)]
    assert "".join(BRIDGE[a:b] for a, b in cut) == BRIDGE
    assert max(b - a for a, b in cut) <= 60


def test_examples_hold_their_answers(sets: Path, news: Path, tmp_path: Path) -> None:
    """Where a span is said to be, the answer stands; where none is, it stands nowhere."""
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
    """Not even as one that doesn't answer; a question held out is given others."""
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
    """And come back as they were."""
    examples = [Example("谁？", "李明。", ((0, 2),), "一", True), Example("谁？", "没有。", (), "二")]
    save(tmp_path / "examples.jsonl", examples)
    assert load(tmp_path / "examples.jsonl") == examples


def test_title_goes_before_a_text() -> None:
    """The answer keeps its words."""
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
    """By name, or by their first clause."""
    assert title_of(text) == title


def test_clozes_leave_out_their_answer() -> None:
    """A question word stands for it."""
    text = "2023年8月3日，华能澜沧江公司在昆明发布了糯扎渡水电站2500亿千瓦时的发电报告。"
    found = [cloze for seed in range(20) for cloze in asked(text, (0, len(text)), Random(seed))]
    assert {"date", "place"} & {cloze.kind for cloze in found}
    for cloze in found:
        assert text[slice(*cloze.answer)] not in cloze.question


@pytest.mark.parametrize(
    ("sentence", "kind", "answer", "kept"),
    [
        ("由于台风袭击广东港口，广州地铁停运两天。", "why", "台风袭击广东港口", "广州地铁停运"),
        ("广州地铁停运两天，是因为台风袭击广东港口。", "why", "台风袭击广东港口", "广州地铁停运"),
        ("广州南站位于广州市番禺区。", "where", "广州市番禺区", "广州南站"),
        ("广东经济长期以制造业为主导。", "as", "制造业", "主导"),
        ("大连港又称东方明珠，1899年开港。", "called", "东方明珠", "大连港"),
        ("大连港的主要货物包括石油、粮食、汽车等。", "list", "石油、粮食、汽车", "大连港"),
        ("大连港由华能集团承建。", "by", "华能集团", "承建"),
        ("大连港改造工程旨在提高粮食运输能力。", "aim", "提高粮食运输能力", "大连港改造工程"),
        ("南加州的人口约1750万人。", "fact", "1750万人", "人口"),
    ],
)
def test_pattern_asks_for_what_its_words_lead_to(sentence: str, kind: str, answer: str, kept: str) -> None:
    """The words that lead to an answer are not in it, and what it is about is asked."""
    found = [
        one
        for seed in range(6)
        for one in patterns.asked(sentence, (0, len(sentence)), "港口", Random(seed))
        if one.kind == kind
    ]
    assert found
    for one in found:
        assert sentence[slice(*one.answer)] == answer
        assert answer not in one.question
        assert kept in one.question


@pytest.mark.parametrize(
    "sentence", ["广州地铁能够有效识别行人、车辆、路牌。", "广州公园使用者最多的是老人。", "广州南站位于广州市之前。"]
)
def test_pattern_leaves_parts_of_words_alone(sentence: str) -> None:
    """有 of 有效 lists nothing, 使用者 uses nothing, and nothing is called 之前."""
    assert not [one for seed in range(6) for one in patterns.asked(sentence, (0, len(sentence)), "", Random(seed))]


def test_change_names_what_the_text_does_not() -> None:
    """Another year, or another thing of the same kind."""
    changes, asking, text = Changes(), "大连港2019年的吞吐量是多少？", "2019年，大连港的吞吐量是3.6亿吨。"
    made = {changed for seed in range(20) if (changed := changes.changed(asking, text, Random(seed)))}
    assert len(made) > 1
    assert all("2019" not in changed and "大连港" in changed for changed in made)


def test_reworded_question_keeps_names_and_numbers() -> None:
    """Other words change, these don't."""
    asking = "糯扎渡水电站2022年累计发电量达到多少？"
    made = {reworded(asking, Random(seed)) for seed in range(40)}
    assert len(made) > 3
    assert all("糯扎渡" in said and "2022" in said for said in made)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small encoder with the reader's vocabulary, in a folder."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("encoder")
    known = packing.read(BUNDLED).shape
    small = {"hidden_size": 16, "num_hidden_layers": 5, "num_attention_heads": 2, "intermediate_size": 32}
    shape = {key: known[key] for key in SHAPE} | small
    BertModel(BertConfig(**shape), add_pooling_layer=False).save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(shape | {"model_type": "bert"}), encoding="utf-8")
    (folder / "tokenizer.json").write_text(packing.read(BUNDLED).tokenizer, encoding="utf-8")
    return folder


def test_interrupted_training_goes_on_where_it_was(
    encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same steps are taken as without the interruption, the lowest layers stay, and the loss falls."""
    monkeypatch.setattr(training, "SAVED", 3)
    monkeypatch.setattr(training, "TOKENS", 256)
    examples = [
        Example(
            f"第{n}次会议由谁主持？",
            f"第{n}次会议由{name}主持。",
            ((len(f"第{n}次会议由"), len(f"第{n}次会议由") + 2),),
            "",
        )
        for n, name in enumerate(["李明", "王芳", "张伟", "刘洋"] * 12)
    ]
    stage = Stage("all", passes=2.0, rate=1e-2, last_rate=1e-3, warm_up=2)
    whole = Training(encoder, _folder(tmp_path / "whole"), 1)
    before = {name: weight.clone() for name, weight in whole.network.state_dict().items()}
    batch = training.rows(examples[:8], whole.tokenizer)
    first = training.loss(whole.network, batch, whole.shape["pad_token_id"]).item()
    whole.run(stage, examples)
    assert training.loss(whole.network, batch, whole.shape["pad_token_id"]).item() < first

    broken = Training(encoder, _folder(tmp_path / "broken"), 1)
    loss, left = training.loss, iter(range(7))

    def interrupted(*given: object) -> torch.Tensor:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return loss(*given)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(training, "loss", interrupted)
    with pytest.raises(KeyboardInterrupt):
        broken.run(stage, examples)
    monkeypatch.setattr(training, "loss", loss)
    again = Training(encoder, tmp_path / "broken", 1)
    assert again.step == 6
    again.run(stage, examples)
    for name, weight in again.network.state_dict().items():
        assert torch.equal(weight, whole.network.state_dict()[name]), name
        frozen = "embeddings" in name or any(f"layer.{layer}." in name for layer in range(training.FROZEN))
        assert torch.equal(weight, before[name]) == frozen, name
    again.run(stage, examples)  # done before: nothing happens
    assert torch.equal(again.network.span.weight, whole.network.span.weight)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_last_two_stages_are_averaged(encoder: Path, tmp_path: Path) -> None:
    """Also after an interruption; before a second stage there is nothing to average."""
    examples = [Example("会议由谁主持？", "会议由李明主持。", ((3, 5),), "")] * 8
    running = Training(encoder, _folder(tmp_path / "work"), 1)
    running.run(Stage("first", passes=1.0, rate=1e-2, last_rate=1e-3, warm_up=1), examples)
    first = {name: weight.clone() for name, weight in running.averaged().items()}
    assert all(torch.equal(weight, first[name]) for name, weight in running.network.state_dict().items())
    running.run(Stage("second", passes=1.0, rate=1e-2, last_rate=1e-3, warm_up=1), examples)
    again = Training(encoder, tmp_path / "work", 1)
    last = again.network.state_dict()
    assert not torch.equal(last["span.weight"], first["span.weight"])
    for name, weight in again.averaged().items():
        torch.testing.assert_close(weight, 0.75 * last[name] + 0.25 * first[name])


def test_vocabulary_keeps_chinese_numbers_and_what_texts_need() -> None:
    """Of the bundled vocabulary nothing Chinese may go."""
    from tokenizers import Tokenizer

    tokenizer = packing.read(BUNDLED).tokenizer
    cutter = Tokenizer.from_str(tokenizer)
    pieces = kept(tokenizer, [])
    for text in ("白山市2020年完成进出口总额13.5亿元，增长8.2%。", "《长津湖》“上映”——第1天"):
        assert set(cutter.encode(text).ids) - {0, 2} <= pieces


def test_threshold_balances_right_answers_and_refusals() -> None:
    """Where both shares are as good as they can be together; a wrong answer counts at no threshold."""
    rights, wrongs = np.array([0.9, 0.8, 0.7, 0.0]), np.array([0.1, 0.2, 0.3, 0.85])
    step, right, refused = calibration.threshold(rights, wrongs)
    assert 0.3 < step <= 0.7
    assert (right, refused) == (0.75, 0.75)


def test_scores_become_a_probability() -> None:
    """Of examples, one with an empty text, the weights tell which are answered; none is infinitely sure."""
    places = ("大连", "鞍山", "抚顺")
    answered = [Example(f"{place}的总经理是谁？", f"李明任{place}总经理。", ((0, 2),), "") for place in places]
    silent = [Example(one.question, "今天天气很好，适合出游。", (), "") for one in answered]
    found = calibration.weights(Reader(), [*answered, *silent, Example("谁？", "", (), "")])
    assert set(found) == set(calibration.RAW)
    assert all(map(math.isfinite, found.values()))
    assert found["answers"] > 0


def test_best_of_five_is_tried_with_and_without_the_answer(tmp_path: Path) -> None:
    """A question has one trial with its text among others, and one with others alone; too few others are none."""
    others = [f"第{number}座港口由王{name}担任总经理，吞吐量{number}吨。" for number, name in enumerate("伟芳娜敏静丽")]
    shelf = Shelf(tmp_path, others)
    example = Example("大连港的总经理是谁？", "大连港由李明担任总经理。", ((4, 6),), "")
    rights, wrongs = calibration.trials(Reader(), [example, Example("没有？", "没有。", (), "")], shelf)
    assert (len(rights), len(wrongs)) == (1, 1)
    assert rights[0] > wrongs[0]
    assert [*map(len, calibration.trials(Reader(), [example], Shelf(tmp_path, others[:3])))] == [0, 0]

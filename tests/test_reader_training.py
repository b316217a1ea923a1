"""The training of a reader: it goes on where it was interrupted, and its scores become a probability."""

from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from store.span_reader import BUNDLED, Reader, packing
from tests.benchmarks.reader import calibration, deceiving, rows, training
from tests.benchmarks.reader.examples import Example
from tests.benchmarks.reader.negatives import Shelf
from tests.benchmarks.reader.training import SHAPE, Stage, Training
from tests.benchmarks.reader.vocabulary import kept


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
    """Training that was interrupted takes the same steps as without the interruption, and the loss falls."""
    monkeypatch.setattr(training, "SAVED", 3)
    monkeypatch.setattr(rows, "TOKENS", 256)
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
    batch = rows.encoded(examples[:8], whole.tokenizer)
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
    """The weights of the last two stages are averaged, also after an interruption."""
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


def test_some_tokens_are_hidden_and_no_answer_is() -> None:
    """In about half of the rows some tokens are hidden, and never those of the answer or the marks."""
    row = rows.Row([0, *range(10, 110), 2, 2, *range(200, 300), 2], 103, [(120, 124)])
    made = [rows.hidden(row, 9, Random(seed)) for seed in range(200)]
    counts = [one.ids.count(9) for one in made]
    assert 60 < sum(map(bool, counts)) < 140
    assert max(counts) < 45
    for one in made:
        assert one.ids[120:125] == row.ids[120:125]
        assert [at for at, token in enumerate(one.ids) if token in (0, 2)] == [0, 101, 102, 203]
        assert all(new in (9, old) for new, old in zip(one.ids, row.ids, strict=True))


def test_vocabulary_keeps_chinese_numbers_and_what_texts_need() -> None:
    """A trimmed vocabulary keeps all that Chinese text and numbers need."""
    from tokenizers import Tokenizer

    tokenizer = packing.read(BUNDLED).tokenizer
    cutter = Tokenizer.from_str(tokenizer)
    pieces = kept(tokenizer, [])
    for text in ("白山市2020年完成进出口总额13.5亿元，增长8.2%。", "《长津湖》“上映”——第1天"):
        assert set(cutter.encode(text).ids) - {0, 2} <= pieces


def test_threshold_balances_right_answers_and_refusals() -> None:
    """The threshold is where the shares of right answers and of right refusals are best together."""
    rights, wrongs = np.array([0.9, 0.8, 0.7, 0.0]), np.array([0.1, 0.2, 0.3, 0.85])
    step, right, refused = calibration.threshold(rights, wrongs)
    assert 0.3 < step <= 0.7
    assert (right, refused) == (0.75, 0.75)


def test_scores_become_a_probability() -> None:
    """The weights of a calibration are finite, and a higher score makes an answer likelier."""
    places = ("大连", "鞍山", "抚顺")
    answered = [Example(f"{place}的总经理是谁？", f"李明任{place}总经理。", ((0, 2),), "") for place in places]
    silent = [Example(one.question, "今天天气很好，适合出游。", (), "") for one in answered]
    found = calibration.weights(Reader(), [*answered, *silent, Example("谁？", "", (), "")])
    assert set(found) == set(calibration.RAW)
    assert all(map(math.isfinite, found.values()))
    assert found["answers"] > 0


def test_best_of_five_is_tried_with_and_without_the_answer(tmp_path: Path) -> None:
    """A question is tried with its text among others and without it, if there are enough others."""
    others = [f"第{number}座港口由王{name}担任总经理，吞吐量{number}吨。" for number, name in enumerate("伟芳娜敏静丽")]
    shelf = Shelf(tmp_path, others)
    example = Example("大连港的总经理是谁？", "大连港由李明担任总经理。", ((4, 6),), "")
    rights, wrongs = calibration.trials(Reader(), [example, Example("没有？", "没有。", (), "")], shelf)
    assert (len(rights), len(wrongs)) == (1, 1)
    assert rights[0] > wrongs[0]
    assert [*map(len, calibration.trials(Reader(), [example], Shelf(tmp_path, others[:3])))] == [0, 0]


def test_hits_that_deceive_a_reader_are_found() -> None:
    """The hits that deceive the reader are found; those with the right answer in other words are left out."""
    own = Example("大连港的总经理是谁？", "会议由大连港总经理王芳主持。", ((9, 11),), "x")
    wrong = ["大连港副总经理李明出席。", "大连港总经理助理张伟出席。"]
    hits = [("", "今天天气很好。"), *(("大连港", text) for text in wrong), ("", "大连港总经理王芳出席。")]
    found = deceiving.deceiving(Reader(), own, ["王芳"], hits, Random(1))
    assert found is not None
    assert {text for text in wrong for example in found if text in example.text} == {*wrong}
    assert len(found) == len(wrong)
    assert not any(example.spans for example in found)
    beside = Example(own.question, "今天天气很好。", ((0, 2),), "x")
    assert deceiving.deceiving(Reader(), beside, ["王芳"], hits, Random(1)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2500亿", "2500亿千瓦时", True), ("总统拜登", "拜登", True), ("李明", "王芳", False), ("", "拜登", False)],
)
def test_answers_that_say_the_same(one: str, other: str, *, same: bool) -> None:
    """Two answers say the same if one is the other in more words."""
    assert deceiving.alike(one, other) is same

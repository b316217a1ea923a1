"""The engines of the embedding: alike in their vectors, chosen once, and light to start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ExtraMissing
from qa.settings import load
from store.encoding.batches import ROUND, batches, rounded
from store.encoding.choice import NOTES, fastest, trial
from store.encoding.embedding import DEFAULT, Embedding
from store.encoding.engines import OpenVINO, Torch
from store.encoding.folder import described
from store.encoding.runtime import CONVERTER, Precision, halves
from store.library import Library
from store.models.cache import default_cache, local_path
from store.models.errors import DamagedModel

from .letters import folder_of_letters

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def default() -> Path:
    """The folder of the default model."""
    Embedding(DEFAULT, default_cache()).load()
    folder = local_path(DEFAULT, default_cache())
    assert folder
    return folder


def small(folder: Path, family: str, pooling: str) -> Path:
    """The folder, once a small model of random weights lies in it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import AutoConfig, AutoModel, PreTrainedTokenizerFast

    letters = ["<s>", "<pad>", "</s>", "<unk>", *sorted({*"".join(trial())})]
    plain = Tokenizer(models.WordLevel({letter: place for place, letter in enumerate(letters)}, "<unk>"))
    plain.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    plain.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    shape: dict[str, Any] = {"vocab_size": len(letters), "hidden_size": 32, "num_hidden_layers": 2}
    shape |= {"num_attention_heads": 4, "intermediate_size": 64, "max_position_embeddings": 66, "pad_token_id": 1}
    config = AutoConfig.for_model(family, initializer_range=0.5, **shape)
    AutoModel.from_config(config).save_pretrained(folder / "bare")  # type: ignore[no-untyped-call]  # has no types
    marks = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    kept: Any = PreTrainedTokenizerFast
    kept(tokenizer_object=plain, model_max_length=60, **marks).save_pretrained(folder / "bare")
    encoder = Transformer(str(folder / "bare"))
    modules = [encoder, Pooling(encoder.get_embedding_dimension(), pooling), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"


def test_vectors_of_the_engines_are_alike(default: Path) -> None:
    """OpenVINO's vectors are those of sentence-transformers, of texts as short as a word and longer than are read."""
    model = described(default)
    assert model
    texts = [*trial(), "云岭县" * 400]
    true = Torch(default, "f32").encode(texts, "passage")
    bounds: dict[Precision, float] = {"f32": 0.99999, "bf16": 0.999} if halves() else {"f32": 0.99999}
    for precision, bound in bounds.items():
        found = OpenVINO(model, precision).encode(texts, "passage")
        assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-3)
        assert (found * true).sum(axis=1).min() > bound


@pytest.mark.parametrize(("family", "pooling"), [("bert", "cls"), ("xlm-roberta", "mean")])
def test_other_models_are_built_too(tmp_path: Path, family: str, pooling: str) -> None:
    """A model of either family and way of pooling gives the vectors that sentence-transformers gives."""
    folder = small(tmp_path, family, pooling)
    model = described(folder)
    assert model
    true = Torch(folder, "f32").encode(trial(), "passage")
    assert (OpenVINO(model, "f32").encode(trial(), "passage") * true).sum(axis=1).min() > 0.9999
    engine = fastest(folder, "openvino", tmp_path, known=False)
    assert (engine.encode(trial(), "passage") * true).sum(axis=1).min() > 0.999


def test_models_of_other_kinds_stay_with_sentence_transformers(tmp_path: Path) -> None:
    """A folder that is no encoder of tokens is not built, and still embeds."""
    folder = folder_of_letters(tmp_path / "letters")
    assert described(folder) is None
    assert isinstance(fastest(folder, "openvino", tmp_path, known=False), Torch)


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    """Weights that end too early are an error that names their folder."""
    folder = small(tmp_path, "bert", "mean")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    model = described(folder)
    assert model
    with pytest.raises(DamagedModel) as raised:
        OpenVINO(model, "f32")
    assert str(folder) in raised.value.message()


def test_choice_is_kept_and_mended(default: Path, tmp_path: Path) -> None:
    """What was chosen is written down and used again; a damaged note is made anew."""
    fastest(default, "auto", tmp_path, known=True)
    notes = tmp_path / NOTES
    ((key, name),) = json.loads(notes.read_text()).items()
    assert name.startswith("openvino")
    notes.write_text(json.dumps({key: "openvino-f32", "another": "torch-f32"}))
    before = notes.stat().st_mtime_ns
    fastest(default, "auto", tmp_path, known=True)
    assert notes.stat().st_mtime_ns == before
    notes.write_text("[damaged")
    fastest(default, "auto", tmp_path, known=True)
    assert json.loads(notes.read_text()).keys() == {key}
    assert [*tmp_path.iterdir()] == [notes]


def test_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is asked for and not installed is an error that names the extra."""
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert load().engine == "auto"
    with pytest.raises(ExtraMissing) as raised:
        load(engine="openvino")
    assert "yuanwen[fast]" in raised.value.message("zh")


def test_query_needs_no_torch_and_reports_to_nobody(default: Path, tmp_path: Path) -> None:
    """A query is embedded without torch, and without the telemetry that openvino brings, which would write at home."""
    assert default.is_dir()
    code = f"""
import sys
from pathlib import Path
from store.encoding.embedding import DEFAULT, Embedding
Embedding(DEFAULT, Path({str(default.parent)!r})).query("云岭县有多少所小学？")
heavy = ("torch", "transformers", "sentence_transformers", "openvino_telemetry", {CONVERTER!r})
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert not [*tmp_path.iterdir()]


def test_texts_keep_their_order_and_equal_ones_their_vector(embedding: Embedding) -> None:
    """Vectors come in the order of the texts, whatever their lengths, and equal texts have the same."""
    texts = ["短句。", *trial(), "短句。", "長句" * 100]
    together = embedding.passages(texts)
    assert (together[0] == together[-2]).all()
    alone = np.stack([embedding.passages([text])[0] for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.9999


def test_a_question_is_not_embedded_as_a_passage(embedding: Embedding) -> None:
    """The prompts of the model's folder stand before a text: the same words make another vector as a question."""
    assert float(embedding.query("云岭县") @ embedding.passages(["云岭县"])[0]) < 0.999


@given(st.lists(st.integers(1, 600)), st.integers(1, 2000))
def test_batches_are_whole_and_within_bounds(lengths: list[int], tokens: int) -> None:
    """Each row is in one batch; a batch of several has at most so many tokens, padding included."""
    found = [*batches(lengths, tokens)]
    assert sorted(place for batch in found for place in batch) == [*range(len(lengths))]
    for batch in found:
        longest = rounded(max(lengths[place] for place in batch))
        assert longest % ROUND == 0
        assert len(batch) == 1 or longest * len(batch) <= tokens


@pytest.mark.parametrize(
    "asked", [["search", "规上工业企业"], ["ask", "松江有多少家规上工业企业？", "--llm", "extractive"]]
)
def test_commands_start_light(sample_library: Library, sample_folder: Path, asked: list[str]) -> None:
    """A search, and a question without a language model, import no torch and nothing of LangChain or OpenAI."""
    assert sample_library.count()[0]
    code = f"""
import sys
from qa.__main__ import main
assert main([*{asked!r}, "--library", {str(sample_folder)!r}]) == 0
heavy = ("torch", "transformers", "sentence_transformers", "langchain_core", "openai", "xllamacpp", "gradio")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

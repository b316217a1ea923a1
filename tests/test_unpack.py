"""The default embedding: the packed file, the folder made of it, and what its vectors say."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from store.models.cache import MODELS, default_cache, fetch, fetch_model, local_model
from store.models.errors import DamagedModel
from store.models.packed import dequantized, read
from store.models.unpack import PROMPTS, REFERENCE, check, unpack

from .test_models import running_hub

HIDDEN = 32
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "文", "<mask>"]


@pytest.fixture(scope="session")
def folder() -> Path:
    """The default embedding's folder, fetched once into the user's cache."""
    return fetch("multilingual-e5-small", default_cache())


@pytest.fixture(scope="session")
def model(folder: Path) -> SentenceTransformer:
    """The default embedding, loaded."""
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def packed_bytes(words: bytes) -> bytes:
    """A packed file of one 4-bit tensor: `words` are the blocks of the word embeddings."""
    text = "".join(PIECES).encode()
    bounds = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 1, 64, len(PIECES), 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text))
    head += struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(PIECES)}f", *range(len(PIECES)))
    head += text + struct.pack("<iI", 1, 5) + b"table"
    entry = struct.pack("<iH", 1, 8) + b"emb.word"
    start = len(head) + len(entry) + 21
    return head + entry + struct.pack("<BIQQ", 1, len(PIECES) * HIDDEN, start, len(words)) + words


def test_blocks() -> None:
    """A 4-bit block gives its low nibbles, then its high nibbles, less eight, times its scale."""
    nibbles = bytes(low | high << 4 for low, high in zip(range(16), reversed(range(16)), strict=True))
    block = np.float16(0.5).tobytes() + nibbles
    expected = [(n - 8) / 2 for n in [*range(16), *reversed(range(16))]]
    assert dequantized(np.frombuffer(block, np.uint8)).tolist() == expected


def test_reading(tmp_path: Path) -> None:
    """Reading a packed file gives its shape, its pieces, and its weights under a BertModel's names."""
    path = tmp_path / "tiny.bin"
    path.write_bytes(packed_bytes((np.float16(1).tobytes() + b"\x99" * 16) * len(PIECES)))
    packed = read(path)
    assert packed.shape["hidden_size"] == HIDDEN
    assert packed.shape["vocab_size"] == len(PIECES)
    assert packed.pieces == [(piece, float(score)) for score, piece in enumerate(PIECES)]
    assert packed.special == {"<s>": 0, "</s>": 2, "<pad>": 1, "<unk>": 3}
    [(name, weights)] = packed.weights()
    assert name == "embeddings.word_embeddings.weight"
    assert np.array_equal(weights, np.ones((len(PIECES), HIDDEN)))


@pytest.mark.parametrize("length", [0, 3, 40, 120, 240])
def test_a_packed_file_cut_short(tmp_path: Path, length: int) -> None:
    """A packed file cut short anywhere is reported as damaged."""
    path = tmp_path / "tiny.bin"
    path.write_bytes(packed_bytes(bytes(18 * len(PIECES)))[:length])
    with pytest.raises(DamagedModel, match=r"tiny\.bin"):
        read(path)


def test_another_file(tmp_path: Path) -> None:
    """A file of another kind is reported with how it begins."""
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00" + bytes(100))
    with pytest.raises(DamagedModel, match="begins with b'GGUF' 3"):
        read(path)


def test_another_model(tmp_path: Path) -> None:
    """A packed file of a model with other vectors leaves no folder behind."""
    path = tmp_path / "tiny.bin"
    path.write_bytes(packed_bytes(bytes(18 * len(PIECES))))
    with pytest.raises(DamagedModel, match=r"vectors are off by|cannot be loaded"):
        unpack(path, tmp_path / "tiny")
    assert list(tmp_path.iterdir()) == [path]


def test_a_tokenizer_without_normalization(folder: Path, tmp_path: Path) -> None:
    """The check refuses a folder whose tokenizer takes full-width digits for what they are not."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in ("config.json", "tokenizer_config.json", "model.safetensors"):
        (copy / file).symlink_to(folder / file)
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    (copy / "tokenizer.json").write_text(json.dumps(tokenizer | {"normalizer": None}), encoding="utf-8")
    with pytest.raises(DamagedModel, match="vectors are off by"):
        check(copy, copy, tolerance=0.05)


def test_reference(model: SentenceTransformer) -> None:
    """The vectors agree with those of the packed file's own engine, to a cosine above 0.999."""
    expected = np.array(list(REFERENCE.values()))
    vectors = model.encode(list(REFERENCE))[:, : expected.shape[1]]
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(expected, axis=1)
    assert ((vectors * expected).sum(axis=1) / lengths).min() > 0.999


def test_unit_vectors(model: SentenceTransformer) -> None:
    """A vector has 384 components and length one."""
    vectors = model.encode(["原文", "原文" * 1000])
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_prompts(model: SentenceTransformer) -> None:
    """The folder brings the prompts the model was trained with."""
    plain = model.encode("passage: 原文")
    assert np.allclose(model.encode("原文", prompt_name="passage"), plain, atol=1e-6)
    assert not np.allclose(model.encode("原文", prompt_name="query"), plain, atol=1e-2)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("东莞的生产总值是多少？", 0),
        ("東莞的生產總值是多少？", 0),
        ("What was the GDP of Dongguan?", 0),
        ("地铁什么时候开通？", 1),
        ("When will the metro line open?", 1),
        ("How much money do schools get?", 2),
    ],
)
def test_across_scripts(model: SentenceTransformer, question: str, expected: int) -> None:
    """A question finds its Chinese passage from Simplified, from Traditional and from English."""
    passages = [
        "东莞全市生产总值突破一万亿元，比上年增长百分之八点二。",
        "臺北市政府昨日宣布，捷運環狀線將於明年三月通車。",
        "The council approved a budget of $3.5 million for schools.",
    ]
    scores = model.encode(passages, prompt_name="passage") @ model.encode(question, prompt_name="query")
    assert int(scores.argmax()) == expected


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
def test_rubbish_from_the_hub(folder: Path, tmp_path: Path, file: str) -> None:
    """A folder with a page of a login portal in the place of a file is refused."""
    for name in ("config.json", "tokenizer_config.json", "tokenizer.json", "model.safetensors"):
        if name == file:
            (tmp_path / name).write_text("<html>Please log in</html>")
        else:
            (tmp_path / name).symlink_to(folder / name)
    with pytest.raises(DamagedModel, match="cannot be loaded"):
        check(tmp_path, tmp_path, tolerance=0.05)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("１２３％", "123%"),
        ("５～１０人", "5～10人"),
        ("第一行\n第二行", "第一行 第二行"),
        ("零\u200b宽", "零 宽"),
        ("响\x07铃", "响铃"),
        ("空   格", "空 格"),
    ],
)
def test_normalization(model: SentenceTransformer, raw: str, normal: str) -> None:
    """The tokenizer folds full-width forms and white space, and keeps the full-width tilde of a range."""
    encode = model.tokenizer
    assert encode(raw)["input_ids"] == encode(normal)["input_ids"]


def test_the_tilde(model: SentenceTransformer) -> None:
    """The full-width tilde is a piece of its own, and not an ASCII one."""
    assert "～" in model.tokenizer.tokenize("５～１０人")


def test_an_embedding_from_the_hub(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedding from the hub is checked, and gets the prompts that the hub's copy lacks."""
    e5 = MODELS["multilingual-e5-small"]
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        for file in e5.hub_files:
            hub.files[f"/{e5.hub}/resolve/main/{file}"] = (folder / file).read_bytes()
        made = fetch_model(e5, tmp_path / "models")
    assert made == tmp_path / "models" / "multilingual-e5-small"
    settings = json.loads((made / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert settings["prompts"] == PROMPTS
    assert not (made / ".cache").exists()


def test_an_incomplete_folder(folder: Path, tmp_path: Path) -> None:
    """A folder that lacks a file counts as none."""
    e5 = MODELS["multilingual-e5-small"]
    copy = tmp_path / e5.name
    copy.mkdir()
    for path in folder.iterdir():
        if path.name == "1_Pooling":
            shutil.copytree(path, copy / path.name)
        elif path.name != "tokenizer.json":
            (copy / path.name).symlink_to(path)
    assert local_model(e5, tmp_path) is None
    (copy / "tokenizer.json").symlink_to(folder / "tokenizer.json")
    assert local_model(e5, tmp_path) == copy

"""The packed file of multilingual-e5-small: a header, a SentencePiece vocabulary, 4-bit weights.

Little-endian throughout:

    "E5S1", u32 version
    i32 hidden, layers, heads, feed-forward, vocabulary, positions, token types; f32 epsilon; i32 block
    i32 pieces, <s>, </s>, <pad>, <unk>; u64 bytes of text
    u32 bounds[pieces + 1]; f32 scores[pieces]; the text
    i32 entries and u32 bytes of a normalization table; the table
    i32 tensors, and of each: u16 bytes of its name, the name, u8 quantized, u32 count, u64 start, u64 bytes
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.models.errors import DamagedModel

SHAPE = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_SPECIAL = ("<s>", "</s>", "<pad>", "<unk>")
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KIND = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one tensor lies: `bytes` bytes from `start`, 4-bit blocks if `quantized`, else float32."""

    name: str
    quantized: bool
    start: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The file's contents: `shape` by the names of a `BertConfig`, pieces with their scores, tensors.

    A piece's index is its token id; `special` gives the ids of `<s>`, `</s>`, `<pad>` and `<unk>`.
    """

    shape: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    special: dict[str, int]
    tensors: list[Tensor]
    data: NDArray[np.uint8]

    def weights(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Every weight under its name in a `BertModel`, matrices as (out, in): float16 or float32."""
        for tensor in self.tensors:
            raw = self.data[tensor.start : tensor.start + tensor.bytes]
            values: NDArray[Any] = dequantized(raw) if tensor.quantized else raw.view("<f4")
            name = _name(tensor.name)
            if name.endswith("weight") and "LayerNorm" not in name:
                wide = tensor.name.endswith("fo.w")
                values = values.reshape(-1, self.shape["intermediate_size" if wide else "hidden_size"])
            yield name, values


def read(path: Path) -> Packed:
    """Reads the packed file at `path`. Raises DamagedModel when it is not one, or not a whole one."""
    data = np.fromfile(path, dtype=np.uint8)
    at = 0

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{layout}", data.data, at)
        at += struct.calcsize(f"<{layout}")
        return values

    def array(kind: str, count: int) -> NDArray[Any]:
        nonlocal at
        values = np.frombuffer(data, dtype=kind, count=count, offset=at)
        at += values.nbytes
        return values

    try:
        magic, version = take("4sI")
        if (magic, version) != (b"E5S1", 1):
            raise DamagedModel(path=path, reason=f"it begins with {magic!r} {version}, not with b'E5S1' 1")
        shape = dict(zip(SHAPE, take("7i"), strict=True))
        epsilon, block = take("fi")
        if block != 32:
            raise DamagedModel(path=path, reason=f"its weights lie in blocks of {block}, not of 32")
        count, *ids = take("5i")
        (text_bytes,) = take("Q")
        bounds = array("<u4", count + 1).tolist()
        scores = array("<f4", count).tolist()
        text = array("u1", text_bytes).tobytes()
        spans = zip(bounds, bounds[1:], scores, strict=False)
        pieces = [(text[start:end].decode(), score) for start, end, score in spans]
        _, table_bytes = take("iI")
        at += table_bytes  # the tokenizer's NFKC does what this table does
        tensors = [_tensor(take) for _ in range(take("i")[0])]
        # Past the file's end, slicing would silently give fewer bytes.
        if at > data.size or any(tensor.start + tensor.bytes > data.size for tensor in tensors):
            raise ValueError(f"{data.size} bytes are too few")
    except (struct.error, ValueError) as error:
        raise DamagedModel(path=path, reason=f"it cannot be read beyond byte {at}: {error}") from error
    return Packed(shape, epsilon, pieces, dict(zip(_SPECIAL, ids, strict=True)), tensors, data)


def dequantized(raw: NDArray[np.uint8]) -> NDArray[np.float16]:
    """The weights of Q4_0 blocks, flat: a block is an f16 scale and 16 bytes, and holds 32 weights.

    A weight is `(nibble - 8) * scale`. Low nibbles are a block's first 16 weights, high nibbles its last 16:
    reading them in pairs would interleave the two halves. The layout is ggml's `block_q4_0`.
    """
    blocks = raw.reshape(-1, 18)
    scales = blocks[:, :2].copy().view("<f2")
    nibbles = np.concatenate((blocks[:, 2:] & 15, blocks[:, 2:] >> 4), axis=1).astype(np.int8)
    weights: NDArray[np.float16] = (nibbles - 8).astype(np.float16) * scales
    return weights.reshape(-1)


def _tensor(take: Any) -> Tensor:
    (length,) = take("H")
    name, quantized, _, start, size = take(f"{length}sBIQQ")
    return Tensor(name.decode(), bool(quantized), start, size)


def _name(packed: str) -> str:
    """`l3.ao.w` is `encoder.layer.3.attention.output.dense.weight`. Raises ValueError for no such name."""
    if packed in _EMBEDDINGS:
        return _EMBEDDINGS[packed]
    layer, part, kind = packed.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{_KIND[kind]}"

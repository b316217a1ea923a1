"""What a sentence-transformers folder says of its model, where it is one that `graph` can build.

That is an encoder of the BERT family, pooled by mean or first token, and nothing after it but normalization.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
FAMILIES = ("bert", "xlm-roberta")
WORDS, PLACES, TYPES = (f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type"))
KINDS = {"F16": np.float16, "F32": np.float32}

Pooling = Literal["mean", "cls"]


@dataclass(frozen=True, slots=True)
class Described:
    """A model that `graph` can build: where it lies, its shape as of BertConfig, and how texts are put to it.

    `limit` are the tokens that it reads of a text, `prompts` what stands before a text, by kind of text.
    """

    folder: Path
    shape: Mapping[str, Any]
    pooling: Pooling
    limit: int
    prompts: Mapping[str, str]


def described(folder: Path) -> Described | None:
    """The model in the folder, or None if it is of a kind that only sentence-transformers knows, or is damaged."""
    try:
        modules = {_kind(module): folder / module["path"] for module in _json(folder / "modules.json")}
        if list(modules) not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
            return None
        place = modules["Transformer"]
        shape, options = _json(place / "config.json"), _json(place / "sentence_bert_config.json")
        pooling, prompts = _pooling(_json(modules["Pooling"] / "config.json")), folder / _PROMPTS
        if not (pooling and _plain(shape, options) and (place / WEIGHTS).is_file() and (place / TOKENIZER).is_file()):
            return None
        most = shape["max_position_embeddings"] - offset(shape)
        limit = options.get("max_seq_length") or _json(place / "tokenizer_config.json").get("model_max_length") or most
        said = _json(prompts).get("prompts") if prompts.is_file() else None
        return Described(place, shape, pooling, int(min(limit, most)), said or {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # sentence-transformers is asked next, and says what is wrong


_PROMPTS = "config_sentence_transformers.json"


def offset(shape: Mapping[str, Any]) -> int:
    """Where the places of a row's tokens begin: RoBERTa's leaves out those up to the padding's own number."""
    return int(shape["pad_token_id"]) + 1 if shape["model_type"] == "xlm-roberta" else 0


def _kind(module: Mapping[str, str]) -> str:
    return module["type"].rpartition(".")[2]


def _plain(shape: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Whether the encoder has nothing beyond BERT as it was published."""
    return (
        shape["model_type"] in FAMILIES
        and shape.get("hidden_act") == "gelu"
        and shape.get("position_embedding_type", "absolute") == "absolute"
        and not (shape.get("is_decoder") or shape.get("add_cross_attention") or options.get("do_lower_case"))
    )


def _pooling(said: Mapping[str, Any]) -> Pooling | None:
    """How token vectors become one, in the older or the newer way of writing it."""
    ways = [name.removeprefix("pooling_mode_") for name, on in said.items() if name.startswith("pooling_mode_") and on]
    way = said.get("pooling_mode") or (ways[0] if len(ways) == 1 else None)
    if not said.get("include_prompt", True):
        return None
    return "mean" if way in {"mean", "mean_tokens"} else "cls" if way in {"cls", "cls_token"} else None


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class Weights:
    """The tensors of a safetensors file by their names in BERT, whatever stands before those in the file.

    The words' vectors, most of the file, stay there: only the rows that are asked for are read. Raises OSError or
    ValueError for a damaged file, KeyError for one that lacks a tensor.
    """

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size
        with path.open("rb") as file:
            begun = int.from_bytes(file.read(8), "little") + 8
            if not 8 < begun <= size:
                raise ValueError(f"{path.name}: no list of tensors")
            self._tensors = {
                name: entry for name, entry in json.loads(file.read(begun - 8)).items() if "dtype" in entry
            }
        self._prefix = next(name for name in self._tensors if name.endswith(WORDS)).removesuffix(WORDS)
        if any(begun + entry["data_offsets"][1] > size for entry in self._tensors.values()):
            raise ValueError(f"{path.name}: cut off after {size:,} bytes")
        self._path, self._begun = path, begun
        self._words = self._mapped(WORDS)

    def __call__(self, name: str) -> NDArray[np.float32]:
        """A tensor in full precision."""
        return np.array(self._mapped(name), np.float32)

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of tokens: float32, of the ids' shape and one dimension more."""
        found: NDArray[np.float32] = self._words[ids].astype(np.float32)
        return found

    def places(self, shape: Mapping[str, Any]) -> NDArray[np.float32]:
        """What is added to the vector of a token for its place: float32, shape (places, dimensions)."""
        found: NDArray[np.float32] = self(PLACES)[offset(shape) :] + self(TYPES)[0]
        return found

    def _mapped(self, name: str) -> NDArray[Any]:
        entry = self._tensors[self._prefix + name]
        start, shape = self._begun + entry["data_offsets"][0], tuple(entry["shape"])
        return np.memmap(self._path, KINDS[entry["dtype"]], "r", start, shape)

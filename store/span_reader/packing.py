"""A reader on disk: eight bits a weight, and of the vocabulary only what Chinese and English use.

A folder holds `reader.safetensors`, `tokenizer.json`, `reader.json` (the network's shape, and how its scores become a
probability), `SHA256SUMS` of these three, and `README.md`, the model card.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.models.errors import NoReader

Array = NDArray[np.float32]

WEIGHTS, TOKENIZER, SETTINGS, SUMS = "reader.safetensors", "tokenizer.json", "reader.json", "SHA256SUMS"
WORDS = "bert.embeddings.word_embeddings.weight"
SCALE = ".scale"
"""What the scales of a matrix are called after it."""
LEVELS = 127


@dataclass(frozen=True, slots=True)
class Packed:
    """What is read from a folder, but for the weights, which `weights` gives one after the other."""

    folder: Path
    shape: Mapping[str, Any]
    calibration: Mapping[str, float]
    tokenizer: str

    def weights(self) -> Iterator[tuple[str, Array]]:
        """Each tensor's name and values. Raises NoReader."""
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(self.folder / WEIGHTS, framework="numpy") as file:
                names = set(file.keys())
                for name in sorted(names):
                    if f"{name}{SCALE}" in names:
                        yield name, widened(file.get_tensor(name), file.get_tensor(f"{name}{SCALE}"))
                    elif not name.endswith(SCALE):
                        yield name, file.get_tensor(name).astype(np.float32)
        except (SafetensorError, OSError) as error:
            raise NoReader(path=self.folder / WEIGHTS, reason=str(error)) from error


def narrowed(values: Array) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix in eight bits, and the scale of each row: float32, shape (rows, 1)."""
    scale = np.abs(values).max(axis=1, keepdims=True) / LEVELS
    scale[scale == 0] = 1.0
    return np.rint(values / scale).astype(np.int8), scale.astype(np.float32)


def widened(values: NDArray[np.int8], scale: NDArray[np.float32]) -> Array:
    """What `narrowed` narrowed."""
    return values.astype(np.float32) * scale


def write(
    folder: Path,
    weights: Mapping[str, Array],
    tokenizer: str,
    shape: Mapping[str, Any],
    calibration: Mapping[str, float],
) -> None:
    """Write a reader into a folder, replacing what is there but for its model card."""
    from safetensors.numpy import save

    tensors: dict[str, NDArray[Any]] = {}
    for name, values in weights.items():
        if values.ndim == 2:
            tensors[name], tensors[f"{name}{SCALE}"] = narrowed(values)
        else:
            tensors[name] = values.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(save(tensors))
    (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
    settings = {"shape": dict(shape), "calibration": dict(calibration)}
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    sums = [f"{_sum(folder / name)}  {name}\n" for name in (WEIGHTS, TOKENIZER, SETTINGS)]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def read(folder: Path) -> Packed:
    """The reader in a folder. Raises NoReader when a file is missing, or is not what it was."""
    try:
        for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
            expected, name = line.split()
            if (found := _sum(folder / name)) != expected:
                reason = f"SHA-256 {found[:12]}… instead of {expected[:12]}…"
                raise NoReader(path=folder / name, reason=reason)
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        tokenizer = (folder / TOKENIZER).read_text(encoding="utf-8")
        return Packed(folder, settings["shape"], settings["calibration"], tokenizer)
    except (OSError, ValueError, KeyError) as error:
        raise NoReader(path=folder, reason=getattr(error, "strerror", None) or error) from error


def checksum(folder: Path) -> str:
    """The SHA-256 that tells one reader from another: of its list of sums. Raises NoReader."""
    try:
        return _sum(folder / SUMS)
    except OSError as error:
        raise NoReader(path=folder, reason=error.strerror or error) from error


def trimmed(tokenizer: str, words: Array, kept: Collection[int]) -> tuple[str, Array]:
    """A unigram tokenizer with only the pieces `kept`, by id, and their rows of the embedding, in their old order.

    Text that needs no other piece is cut as before.
    """
    content = json.loads(tokenizer)
    special = {token["id"] for token in content["added_tokens"]}
    ids = sorted({*kept, *special})
    pieces, new = content["model"]["vocab"], {old: place for place, old in enumerate(ids)}
    content["model"]["vocab"] = [pieces[old] for old in ids if old < len(pieces)]
    content["model"]["unk_id"] = new[content["model"]["unk_id"]]
    content["added_tokens"] = [token | {"id": new[token["id"]]} for token in content["added_tokens"]]
    for entry in content["post_processor"]["special_tokens"].values():
        entry["ids"] = [new[old] for old in entry["ids"]]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")), words[ids]


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()

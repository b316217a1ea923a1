"""What turns texts into vectors: a model on one of the libraries, in full or half precision, under one interface."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from store.models.errors import DamagedModel

from .batches import batches, embedded
from .folder import TOKENIZER, WEIGHTS, Described, Weights
from .runtime import Compiled, Precision

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Kind = Literal["query", "passage"]

BATCH = 32
"""Texts that sentence-transformers takes at a time."""


class Engine(Protocol):
    """A model, ready to embed. Several threads may use it at once."""

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors of texts: float32, shape (len(texts), dimensions)."""


class OpenVINO:
    """A model that was built as a graph. Neither torch nor transformers are imported."""

    def __init__(self, model: Described, precision: Precision) -> None:
        """Raises DamagedModel."""
        from tokenizers import Tokenizer

        from .graph import embedder

        try:
            weights = Weights(model.folder / WEIGHTS)
            self._words, self._places = weights.words, weights.places(model.shape)
            self._compiled = Compiled(embedder(model.shape, weights, model.pooling), precision)
            self._tokenizer = Tokenizer.from_file(str(model.folder / TOKENIZER))
        except Exception as error:  # tokenizers and openvino raise no narrower ones
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            raise DamagedModel(path=model.folder, reason=reason) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.limit)
        self._prompts = model.prompts

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """As the interface says."""
        prompt = self._prompts.get(kind) or ""
        rows = [row.ids for row in self._tokenizer.encode_batch_fast([prompt + text for text in texts])]
        order = [*batches([*map(len, rows)])]
        inputs = (embedded([rows[place] for place in batch], self._words, self._places) for batch in order)
        outputs = self._compiled(inputs)
        vectors = np.empty((len(texts), self._places.shape[1]), np.float32)
        for batch, (found,) in zip(order, outputs, strict=True):
            vectors[batch] = found
        return vectors


class Torch:
    """A model of any kind that sentence-transformers knows. The only class that imports it."""

    def __init__(self, folder: Path, precision: Precision) -> None:
        """Raises DamagedModel."""
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # Its bar would show between the lines of a command; and this function has no annotations.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        options = {"dtype": torch.bfloat16 if precision == "bf16" else torch.float32}
        try:
            self._model: SentenceTransformer = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs=options
            )
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise DamagedModel(path=folder, reason=str(error).splitlines()[0]) from error

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """As the interface says."""
        # Models without prompts of their own (most that are not of the e5 family) take the text as it is.
        prompt = kind if self._model.prompts.get(kind) else None
        found = self._model.encode(
            [*texts], prompt_name=prompt, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True
        )
        vectors = np.array(found, np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors


def halves() -> bool:
    """Whether torch multiplies in bf16 on this processor; elsewhere it is many times slower than in full precision."""
    import torch

    return any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))

"""Texts in, unit vectors out. The only file that imports sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from store.errors import DamagedModel
from store.models import cache as models
from store.text.scripts import simplified

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

DEFAULT = "multilingual-e5-small"
REMEMBERED = 8192
"""Vectors of questions and sentences kept in memory: with 384 dimensions 13 MB."""


class Embedding:
    """One embedding model, known by `name`, or by the path of a sentence-transformers folder.

    Nothing is fetched or loaded before the first text. Texts are folded to Simplified first, since questions and
    articles mix scripts.
    """

    def __init__(self, name: str, cache: Path, progress: Callable[[models.Progress], None] | None = None) -> None:
        self.name = name
        self._cache = cache
        self._progress = progress
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._alone)

    @cached_property
    def _model(self) -> SentenceTransformer:
        folder = Path(self.name)
        if not (folder / "modules.json").exists():
            folder = models.fetch(self.name, self._cache, self._progress)
        return _loaded(folder.resolve(), (folder / "modules.json").stat().st_mtime_ns)

    def load(self) -> None:
        """Fetch and load the model now. Raises UnknownModel, DownloadFailed or DamagedModel."""
        _ = self._model

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages: float32, shape (len(texts), dimensions)."""
        return self._encode([simplified(text) for text in texts], "passage")

    def sentences(self, texts: Sequence[str]) -> Vectors:
        """The same as `passages`, remembered: the sentences of an article come up with every question about it.

        Each is embedded on its own, so that its vector depends on nothing else, to the last bit.
        """
        return np.stack([self._vector(text, "passage") for text in texts])

    def query(self, text: str) -> Vectors:
        """Unit vector of a question: float32, shape (dimensions,)."""
        return self._vector(text, "query")

    def _vector(self, text: str, kind: str) -> Vectors:
        return self._remembered(text, kind)

    def _alone(self, text: str, kind: str) -> Vectors:
        vector: Vectors = self._encode([simplified(text)], kind)[0]
        return vector

    def _encode(self, texts: list[str], kind: str) -> Vectors:
        # Models without prompts of their own (most that are not of the e5 family) take the text as it is.
        prompt = kind if self._model.prompts.get(kind) else None
        vectors = self._model.encode(
            texts, prompt_name=prompt, batch_size=4, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


@lru_cache(maxsize=2)
def _loaded(folder: Path, _: int) -> SentenceTransformer:
    """The model in `folder`, loaded once for all libraries of this process, but again when it was put there anew."""
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # Its bar would show between the lines of a command; and this function has no annotations.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise DamagedModel(path=folder, reason=str(error).splitlines()[0]) from error

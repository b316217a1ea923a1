"""An embedding model of one line: how often a text has which characters. It needs no files and no second."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from store.encoding.embedding import Embedding, Vectors
from store.library import Library
from store.text.scripts import fold

DIMENSIONS = 64


class Letters(Embedding):
    """Vectors of DIMENSIONS numbers, under the name `letters`."""

    def __init__(self) -> None:
        super().__init__("letters", Path())

    def load(self) -> None:
        """There is nothing to load."""

    def _encode(self, texts: list[str], kind: str) -> Vectors:  # noqa: ARG002  a text has the same letters in any role
        return np.stack([_counted(text) for text in texts])


def folder_of_letters(folder: Path) -> Path:
    """The folder, once a model of the same kind lies in it, which counts bytes: for commands, which take a path."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    pieces = {piece: place for place, piece in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(pieces, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    counts = np.eye(DIMENSIONS, dtype=np.float32)[[place % DIMENSIONS for place in pieces.values()]]
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, counts), Normalize()], device="cpu").save(str(folder))
    return folder


def _counted(text: str) -> Vectors:
    places = [ord(character) % DIMENSIONS for character in fold(text)]
    counts = np.bincount(places, minlength=DIMENSIONS).astype(np.float32)
    return counts / np.linalg.norm(counts)


def shelf(library: str | Path, cache: Path | None = None) -> Library:
    """A library that is made with `Letters`, so that adding and searching take no time."""
    opened = Library(library, "letters", cache)
    opened.embedding = Letters()
    return opened

"""Questions and texts in, the words that answer out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from store.encoding.choice import Library
from store.encoding.runtime import installed
from store.models.errors import NoReader
from store.text.scripts import simplified

from . import packing
from .edges import trimmed, unsaid
from .spans import KEPT, Reading, Span, best_spans

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from .packing import Array, Packed

BUNDLED = Path(__file__).parent / "weights"
"""The reader that comes with this package."""
TOKENS, OVERLAP = 384, 128
"""Tokens read at a time, question and marks included, and how many of them a longer text's next part repeats."""
QUESTION = 96
"""Characters of a question that are read."""
REMEMBERED = 512
"""Questions whose readings are kept in memory, with the texts: a sweep puts them again."""
WEIGHED = ("answers", "margin", "bias")
"""What makes a likelihood of the network's two scores: a weight for each, and what is added."""

Run = Callable[[Sequence[Sequence[int]]], "list[tuple[Array, float]]"]
"""A network: for each row of n token ids the scores of starts with ends, of shape (n, n), and what speaks for there
being an answer.
"""
Row = tuple[Sequence[int], Sequence[tuple[int, int]], int, int]
"""A text, or a part of one: token ids, their offsets into the text, and where the text's tokens start and end."""


class Reader:
    """A reader, loaded from its folder with the first text. Texts are folded to Simplified first."""

    def __init__(self, folder: Path = BUNDLED, engine: Library = "auto") -> None:
        """`engine` is the library to run on: by default OpenVINO where it is installed, else torch."""
        self.folder = folder
        self._built = engine == "openvino" or (engine == "auto" and installed())
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._read)

    def load(self) -> None:
        """Load the reader now. Raises NoReader."""
        _ = self._loaded

    @property
    def checksum(self) -> str:
        """The SHA-256 by which an evaluation names this reader."""
        return packing.checksum(self.folder)

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """What the texts say to the question: one reading each. Raises NoReader.

        A text of more than about 500 characters is read in parts that overlap, and is likely to answer where the
        likeliest of them is.
        """
        return list(self._remembered(question, tuple(texts)))

    @cached_property
    def _loaded(self) -> tuple[Tokenizer, Run, dict[str, float]]:
        return _load(self.folder.resolve(), self.checksum, self._built)

    def _read(self, question: str, texts: tuple[str, ...]) -> tuple[Reading, ...]:
        tokenizer, runner, calibration = self._loaded
        asked = simplified(question)[:QUESTION]
        folded = [*map(simplified, texts)]
        encoded = tokenizer.encode_batch([(asked, text) for text in folded])
        parts = [(place, _row(part)) for place, whole in enumerate(encoded) for part in (whole, *whole.overflowing)]
        scored = runner([ids for _, (ids, *_) in parts])
        readings: list[list[tuple[float, list[Span]]]] = [[] for _ in texts]
        for (place, (_, offsets, first, last)), (scores, answers) in zip(parts, scored, strict=True):
            text = folded[place]
            found = best_spans(scores, offsets, first, last, text)
            spans = [unsaid(asked, text, trimmed(text, span)) for span in found]
            margin = spans[0].score if spans else -math.inf
            readings[place].append((_likely(answers, margin, calibration), spans))
        return tuple(_together(of_text) for of_text in readings)


def _row(part: Encoding) -> Row:
    places = [place for place, sequence in enumerate(part.sequence_ids) if sequence == 1]
    return part.ids, part.offsets, places[0] if places else 0, places[-1] + 1 if places else 0


def _likely(answers: float, margin: float, calibration: dict[str, float]) -> float:
    """The two scores as one probability, by logistic regression on questions that training left out."""
    if margin == -math.inf:
        return 0.0
    of_answers, of_margin, bias = (calibration[name] for name in WEIGHED)
    z = of_answers * answers + of_margin * margin + bias
    return 1 / (1 + math.exp(-max(min(z, 50.0), -50.0)))


def _together(parts: Sequence[tuple[float, list[Span]]]) -> Reading:
    """The reading of a text from those of its parts."""
    spans: list[Span] = []
    for span in sorted((span for _, found in parts for span in found), key=lambda span: -span.score):
        if all(span.end <= other.start or span.start >= other.end for other in spans):
            spans.append(span)
    return Reading(max(likely for likely, _ in parts), tuple(spans[:KEPT]))


@lru_cache(maxsize=2)
def _load(folder: Path, _: str, built: bool) -> tuple[Tokenizer, Run, dict[str, float]]:
    """The reader in a folder, loaded once a process, but again when it was put there anew."""
    from tokenizers import Tokenizer

    packed = packing.read(folder)
    try:
        tokenizer = Tokenizer.from_str(packed.tokenizer)
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS, stride=OVERLAP, strategy="only_second")
        calibration = {name: float(packed.calibration[name]) for name in WEIGHED}
        if (pieces := tokenizer.get_vocab_size()) != packed.shape["vocab_size"]:
            raise ValueError(f"{pieces} pieces in {packing.TOKENIZER}, {packed.shape['vocab_size']} in the weights")
        return tokenizer, _runner(packed, built), calibration
    except NoReader:
        raise
    except Exception as error:  # tokenizers raises no narrower one, and a foreign folder may fail anywhere here
        raise NoReader(path=folder, reason=f"{type(error).__name__}: {error}") from error


def _runner(packed: Packed, built: bool) -> Run:
    if built:
        from .built import BuiltRunner

        return BuiltRunner(packed.shape, packed.weights())
    from .network import Runner

    return Runner(packed.shape, packed.weights())

"""The network on OpenVINO: the encoder as a graph, its heads in plain arithmetic. Neither torch nor transformers.

The heads are a hundredth of the work, and in half precision they would lose the last digits of the scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.encoding.batches import batches, embedded
from store.encoding.folder import PLACES, TYPES, WORDS
from store.encoding.graph import Encoder
from store.encoding.runtime import Compiled, halves, openvino

Array = NDArray[np.float32]

ENCODER = "bert."
"""What stands before the names of the encoder's tensors."""
HEADS = ("span", "first", "last", "answers")


class BuiltRunner:
    """The same as `network.Runner`, on OpenVINO."""

    def __init__(self, shape: Mapping[str, Any], weights: Iterable[tuple[str, Array]]) -> None:
        """Raises ValueError or RuntimeError unless `weights` are those of this shape, ImportError without OpenVINO."""
        left = dict(weights)

        def taken(name: str) -> Array:
            if name not in left:
                raise ValueError(f"no {name}")
            return left.pop(name)

        self._heads = {name: (taken(f"{name}.weight").T, taken(f"{name}.bias")) for name in HEADS}
        self._words, due = taken(ENCODER + WORDS), (shape["vocab_size"], shape["hidden_size"])
        if self._words.shape != due:
            raise ValueError(f"{ENCODER}{WORDS}: {self._words.shape} instead of {due}")
        self._places = taken(ENCODER + PLACES) + taken(ENCODER + TYPES)[0]
        encoder = Encoder(shape, lambda name: taken(ENCODER + name))
        if left:
            raise ValueError(f"{min(left)} is none of this network's")
        graph = openvino().Model([encoder.states], encoder.inputs)
        self._compiled = Compiled(graph, "bf16" if halves() else "f32")

    def __call__(self, rows: Sequence[Sequence[int]]) -> list[tuple[Array, float]]:
        """As there."""
        order = [*batches([*map(len, rows)])]
        inputs = (embedded([rows[place] for place in batch], self._words.__getitem__, self._places) for batch in order)
        found: dict[int, tuple[Array, float]] = {}
        for batch, (states,) in zip(order, self._compiled(inputs), strict=True):
            for place, of_row in zip(batch, states, strict=True):
                found[place] = self._scored(of_row[: len(rows[place])])
        return [found[place] for place in range(len(rows))]

    def _scored(self, states: Array) -> tuple[Array, float]:
        """The two outputs of `network.Network` for the states of one row, of shape (tokens, dimensions)."""
        span, first, last, answers = (states @ weight + bias for weight, bias in self._heads.values())
        scores = span[:, :1] + span[:, 1] + first @ last.T / first.shape[1] ** 0.5
        return scores, float(answers[0, 0])

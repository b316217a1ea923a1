"""The encoder of BERT as a graph of OpenVINO's operations, built from its weights: no converter is needed.

Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers, NAACL 2019. The vectors of tokens come in
ready-made (`batches.embedded`), so that a large vocabulary stays out of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .folder import Pooling
from .runtime import openvino

if TYPE_CHECKING:
    from openvino import Model, Node

Weight = Callable[[str], NDArray[np.float32]]


class Encoder:
    """`states`, the last hidden states of shape (rows, tokens, dimensions), for the parameters `inputs`: the vectors
    of tokens, float32 of that shape, and the mask, float32 of shape (rows, tokens).
    """

    def __init__(self, shape: Mapping[str, Any], weight: Weight) -> None:
        """`weight` gives a tensor by its name in BERT. Raises RuntimeError where shapes don't fit."""
        self.ops = openvino().opset15
        self._weight, self._shape = weight, shape
        size, heads = shape["hidden_size"], shape["num_attention_heads"]
        vectors = self.ops.parameter([-1, -1, size], np.float32)
        self.mask = self.ops.parameter([-1, -1], np.float32)
        self.inputs = [vectors, self.mask]
        self._split, self._turned = self.constant([0, 0, heads, size // heads]), self.constant([0, 2, 1, 3])
        self._joined = self.constant([0, 0, size])
        hidden = self.ops.multiply(self.ops.subtract(self.mask, np.float32(1)), np.float32(1e9))
        self._hidden = self.ops.unsqueeze(hidden, self.constant([1, 2]))
        states = self._normed(vectors, "embeddings.LayerNorm")
        for layer in range(shape["num_hidden_layers"]):
            states = self._layer(states, f"encoder.layer.{layer}.")
        self.states = states

    def constant(self, values: int | list[int]) -> Node:
        """Whole numbers, for shapes and axes."""
        return self.ops.constant(np.array(values, np.int64))

    def _dense(self, states: Node, name: str) -> Node:
        weight, bias = (self.ops.constant(self._weight(f"{name}.{part}")) for part in ("weight", "bias"))
        return self.ops.add(self.ops.matmul(states, weight, False, True), bias)

    def _layer(self, states: Node, name: str) -> Node:
        ops = self.ops
        parts = (self._dense(states, f"{name}attention.self.{part}") for part in ("query", "key", "value"))
        query, key, value = (ops.transpose(ops.reshape(part, self._split, True), self._turned) for part in parts)
        seen = ops.scaled_dot_product_attention(query, key, value, self._hidden)
        seen = ops.reshape(ops.transpose(seen, self._turned), self._joined, True)
        seen = self._dense(seen, f"{name}attention.output.dense")
        states = self._normed(ops.add(seen, states), f"{name}attention.output.LayerNorm")
        wide = ops.gelu(self._dense(states, f"{name}intermediate.dense"), "erf")
        return self._normed(ops.add(self._dense(wide, f"{name}output.dense"), states), f"{name}output.LayerNorm")

    def _normed(self, states: Node, name: str) -> Node:
        scale, shift = (self.ops.constant(self._weight(f"{name}.{part}")) for part in ("weight", "bias"))
        epsilon = float(self._shape["layer_norm_eps"])
        even = self.ops.mvn(states, self.constant([-1]), True, epsilon, "INSIDE_SQRT")
        return self.ops.add(self.ops.multiply(even, scale), shift)


def embedder(shape: Mapping[str, Any], weight: Weight, pooling: Pooling) -> Model:
    """The encoder, then pooling and normalization: unit vectors, float32 of shape (rows, dimensions), come out."""
    encoder = Encoder(shape, weight)
    ops, tokens = encoder.ops, encoder.constant([1])
    if pooling == "cls":
        pooled = ops.gather(encoder.states, encoder.constant(0), tokens)
    else:  # the sum, since its length is normalized away
        shown = ops.unsqueeze(encoder.mask, encoder.constant([2]))
        pooled = ops.reduce_sum(ops.multiply(encoder.states, shown), tokens)
    return openvino().Model([ops.normalize_l2(pooled, tokens, 1e-12, "max")], encoder.inputs)

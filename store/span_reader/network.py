"""The network: the encoder of multilingual-e5-small with two heads. Importing it takes a while: `reader` does it late.

The only file of the reader that imports torch and transformers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import BertConfig, BertModel

from store.encoding.batches import batches, rounded

Array = NDArray[np.float32]

PAIRED = 64
"""Dimensions in which a start and an end are compared."""


class Network(nn.Module):
    """`bert`, the encoder, with heads for where an answer starts and ends, and one for whether there is any.

    A start and an end score alone (`span`) and as a pair (`first`, `last`): scored alone, the best start and the best
    end may belong to two answers (Fajcik et al., Rethinking the Objectives of Extractive Question Answering, 2021).
    """

    def __init__(self, shape: Mapping[str, Any]) -> None:
        """`shape` is what of BertConfig makes the shape. The weights are fresh."""
        super().__init__()
        # Dropout slows training on a processor down five times; scores written out are faster there than fused.
        config = BertConfig(**shape, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        config._attn_implementation = "eager"
        self.bert = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(shape["hidden_size"], 2)
        self.first = nn.Linear(shape["hidden_size"], PAIRED)
        self.last = nn.Linear(shape["hidden_size"], PAIRED)
        self.answers = nn.Linear(shape["hidden_size"], 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and their mask, int64 of shape (texts, tokens), in.

        Out come the scores of each token as start with each as end, float32 of shape (texts, tokens, tokens), and what
        speaks for there being an answer, float32 of shape (texts,).
        """
        # Given here, since `Runner` leaves the encoder's own buffers empty.
        kinds, places = torch.zeros_like(ids), torch.arange(ids.shape[1])[None]
        states = self.bert(ids, mask, token_type_ids=kinds, position_ids=places).last_hidden_state
        starts, ends = self.span(states).float().unbind(-1)
        pairs = (self.first(states) @ self.last(states).transpose(1, 2)).float() / PAIRED**0.5
        scores = starts.unsqueeze(2) + ends.unsqueeze(1) + pairs
        return scores, self.answers(states[:, 0]).float().squeeze(-1)


class Runner:
    """A network that is only to be used, on the processor."""

    def __init__(self, shape: Mapping[str, Any], weights: Iterable[tuple[str, Array]]) -> None:
        """`weights` are tensors by name, each copied before the next is asked for.

        Raises ValueError unless they are those of this shape.
        """
        # Half precision is twice as fast where the processor multiplies it, and many times slower elsewhere.
        half = any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
        with torch.device("meta"):  # no memory yet, which would be filled at random and in full precision
            network = Network(shape)
        self._network = network.to(torch.bfloat16 if half else torch.float32).to_empty(device="cpu").eval()
        missing = self._network.state_dict()
        for name, values in weights:
            own = missing.pop(name, None)
            if own is None or own.shape != values.shape:
                raise ValueError(f"{name}: {values.shape} instead of {tuple(own.shape) if own is not None else None}")
            own.copy_(torch.from_numpy(values))
        if missing:
            raise ValueError(f"no {', '.join(sorted(missing)[:3])}")

    def __call__(self, rows: Sequence[Sequence[int]]) -> list[tuple[Array, float]]:
        """For each row of n token ids: the scores of starts with ends, of shape (n, n), and what speaks for there
        being an answer.
        """
        found: dict[int, tuple[Array, float]] = {}
        for batch in batches([*map(len, rows)]):
            length = rounded(len(rows[batch[0]]))
            ids = torch.zeros((len(batch), length), dtype=torch.int64)  # the mask hides what stands in the padding
            mask = torch.zeros_like(ids)
            for at, place in enumerate(batch):
                ids[at, : len(rows[place])] = torch.tensor(rows[place])
                mask[at, : len(rows[place])] = 1
            with torch.inference_mode():
                scores, answers = (part.numpy() for part in self._network(ids, mask))
            for at, place in enumerate(batch):
                size = len(rows[place])
                found[place] = scores[at, :size, :size], float(answers[at])
        return [found[place] for place in range(len(rows))]

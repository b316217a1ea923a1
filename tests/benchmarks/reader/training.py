"""Training on a processor: no dropout, brain floats, the words and the lowest layers left as they are."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from store.models import packed
from store.span_reader.network import Network
from store.span_reader.spans import LONGEST as SPAN

from .examples import Example
from .rows import Row, batches, encoded, hidden, padded

FROZEN = 4
"""Layers that stay as they are: without a way back through them, a step takes a quarter less time."""
SAVED = 400
"""Steps between two states kept on disk."""
TOLD = 50
"""Steps between two lines of progress."""
CLOSED = -1e4
"""The score of what is no choice."""
LATEST = 0.75
"""What the last stage counts in the weights handed out, the one before it counting the rest. On the development parts
of the benchmarks the mean of both did better than the last alone at passages that don't answer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training: its examples, how often they come, and the learning rate at its start and end."""

    name: str
    passes: float
    rate: float
    last_rate: float
    warm_up: int = 60


def loss(network: Network, batch: Sequence[Row], pad: int) -> torch.Tensor:
    """The mean cross entropy of the answer's words, and half that of the yes or no.

    Where the text doesn't answer, the words are the first token (Devlin et al., BERT, NAACL 2019, section 4.3). Start
    and end are learned as a pair (see `Network`). Where the answer stands in several places, the likelihood of any
    counts (Clark and Gardner, ACL 2018).
    """
    length = max(map(padded, batch))
    ids = torch.full((len(batch), length), pad)
    mask = torch.zeros_like(ids)
    opened = torch.zeros((len(batch), length, length), dtype=torch.bool)
    right = torch.zeros_like(opened)
    for place, row in enumerate(batch):
        ids[place, : len(row.ids)] = torch.tensor(row.ids)
        mask[place, : len(row.ids)] = 1
        opened[place, row.text : len(row.ids) - 1, row.text : len(row.ids) - 1] = True
        for start, end in row.answers or [(0, 0)]:
            right[place, start, end] = True
    opened = opened.triu().tril(SPAN - 1)
    opened[:, 0, 0] = True
    with torch.autocast("cpu", torch.bfloat16):
        scores, answers = network(ids, mask)
    likely = scores.masked_fill(~opened, CLOSED).flatten(1).log_softmax(1)
    pointing = -likely.masked_fill(~right.flatten(1), CLOSED).logsumexp(1).mean()
    answered = torch.tensor([float(bool(row.answers)) for row in batch])
    whole: torch.Tensor = pointing + binary_cross_entropy_with_logits(answers, answered) / 2
    return whole


class Training:
    """A network in training, with its state on disk: what was interrupted goes on where it was."""

    def __init__(self, encoder: Path, work: Path, seed: int) -> None:
        """`encoder` is a sentence-transformers folder; `work` keeps the state."""
        torch.manual_seed(seed)
        self.seed, self.work = seed, work
        config = json.loads((encoder / "config.json").read_text(encoding="utf-8"))
        self.shape = {key: config[key] for key in SHAPE}
        self.tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.network = Network(self.shape)
        weights = load_file(encoder / "model.safetensors").items()
        self.network.bert.load_state_dict({name: w.float() for name, w in weights if not name.startswith("pooler.")})
        for head in (self.network.span, self.network.first, self.network.last, self.network.answers):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self.network.bert.embeddings.requires_grad_(False)
        self.network.bert.encoder.layer[:FROZEN].requires_grad_(False)
        self.trained = [weight for weight in self.network.parameters() if weight.requires_grad]
        groups = [
            {"params": [weight for weight in self.trained if weight.ndim > 1], "weight_decay": 0.01},
            {"params": [weight for weight in self.trained if weight.ndim == 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), fused=True)
        self.stage, self.step = "", 0
        self.earlier: dict[str, torch.Tensor] = {}
        self.done: list[str] = []
        if (work / STATE).exists():
            self._load()

    def run(self, stage: Stage, examples: Sequence[Example]) -> None:
        """Train one stage to its end, from wherever it is; nothing where it was done before."""
        if stage.name in self.done:
            return
        if self.stage != stage.name:
            self.stage, self.step = stage.name, 0
            if self.done:
                self.earlier = {name: weight.clone() for name, weight in self.network.state_dict().items()}
        plan = [*self._plan(stage, encoded([e for e in examples if not e.held_out], self.tokenizer))]
        started, seen, total = time.monotonic(), 0, 0.0
        self.network.train()
        mask = self.tokenizer.token_to_id("<mask>")
        assert mask, "the encoder was trained with hidden tokens"
        for batch in plan[self.step :]:
            self._set_rate(stage, self.step / len(plan))
            random = Random(f"{self.seed} {stage.name} {self.step}")  # the same after an interruption
            found = loss(self.network, [hidden(row, mask, random) for row in batch], self.shape["pad_token_id"])
            found.backward()  # type: ignore[no-untyped-call]  # torch types only part of itself
            nn.utils.clip_grad_norm_(self.trained, 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
            seen += sum(len(row.ids) for row in batch)
            total += found.item()
            if self.step % TOLD == 0:
                speed = seen / (time.monotonic() - started)
                print(
                    f"{stage.name} {self.step}/{len(plan)}: loss {total / TOLD:.3f}, {speed:,.0f} tokens/s", flush=True
                )
                total = 0.0
            if self.step % SAVED == 0:
                self._save()
        self.done.append(stage.name)
        self._save()

    def _plan(self, stage: Stage, found: list[Row]) -> Iterator[list[Row]]:
        random = Random(f"{self.seed} {stage.name}")
        left = stage.passes
        while left > 1e-6:
            one = batches(found, random)
            yield from one[: int(len(one) * min(left, 1.0))]
            left -= 1

    def _set_rate(self, stage: Stage, share: float) -> None:
        rate = stage.rate + (stage.last_rate - stage.rate) * share
        for group in self.optimizer.param_groups:
            group["lr"] = rate * min(1.0, (self.step + 1) / stage.warm_up)

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "earlier": self.earlier,
            "optimizer": self.optimizer.state_dict(),
            "stage": self.stage,
            "step": self.step,
            "done": self.done,
        }
        torch.save(state, self.work / f"{STATE}.writing")
        (self.work / f"{STATE}.writing").replace(self.work / STATE)

    def _load(self) -> None:
        state: dict[str, Any] = torch.load(self.work / STATE)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.earlier = state["earlier"]
        self.stage, self.step, self.done = state["stage"], state["step"], state["done"]

    def averaged(self) -> dict[str, torch.Tensor]:
        """The weights as they are and as they were before the last stage, averaged.

        Wortsman et al., Model soups, ICML 2022.
        """
        found = self.network.state_dict()
        if not self.earlier:
            return found
        return {name: LATEST * weight + (1 - LATEST) * self.earlier[name] for name, weight in found.items()}


STATE = "training.pt"
SHAPE = (*packed.SHAPE, "layer_norm_eps", "pad_token_id")
"""What of the encoder's configuration makes its shape."""

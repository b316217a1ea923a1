"""Make a reader: `python -m tests.benchmarks.reader TRAINING NEWS --work FOLDER`.

TRAINING is a folder with the sets that `examples.FILES` names, NEWS a file of articles (JSON Lines with `text`, gzip).
What is interrupted goes on where it was when the command is given again. On two cores that is a matter of hours. The
model that YUANWEN_LLM names puts some questions into English; with "extractive" none are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import torch

from qa import settings
from qa.llm import check, connect
from store.encoding.embedding import DEFAULT
from store.models import cache as models
from store.span_reader import BUNDLED, Reader, packing

from . import calibration, deceiving, english, making
from .examples import Example, load, save
from .negatives import Shelf
from .news import from_news
from .training import Stage, Training
from .vocabulary import kept

SEED = 7
STAGES = (
    Stage("plain", passes=1.4, rate=1.2e-4, last_rate=1.2e-4, warm_up=100),
    Stage("all", passes=1.0, rate=1.2e-4, last_rate=1e-6),
    Stage("again", passes=0.8, rate=1e-4, last_rate=1e-6, warm_up=100),
)
LAST = Stage("sure", passes=1.0, rate=6e-5, last_rate=1e-6)
AGAIN = 0.3
"""The share of the examples of the stage before that come again in the last one."""
ENGLISH = 1_000
"""Questions that a language model is to put into English."""
CHOSEN_ON = 600
"""Held-out examples with an answer that the threshold is chosen on."""


def main() -> None:
    """Make the examples, train, and write the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for examples and the state of the training")
    parser.add_argument("--out", type=Path, default=BUNDLED, help="folder to write the reader to")
    given = parser.parse_args()
    chosen = settings.load()
    check(chosen)
    given.work.mkdir(parents=True, exist_ok=True)
    encoder = models.fetch(DEFAULT, models.default_cache())

    def made(name: str, make: Callable[[Random], Sequence[Example]]) -> list[Example]:
        path = given.work / f"{name}.jsonl"
        if not path.exists():
            save(path, make(Random(f"{SEED} {name}")))
        return load(path)

    plain = made("plain", lambda random: making.plain(given.training, random))
    sets = making.Published(given.training, given.work)
    drawn = []
    for turn in ("", "_again"):
        mined = made(f"mined{turn}", lambda random: making.mined(sets, random))
        news = made(f"news{turn}", lambda random: from_news(given.news, given.work, random))
        drawn.append([*mined, *news])

    def translated(random: Random) -> list[Example]:
        llm = connect(chosen)
        return english.translated(drawn[-1], llm, ENGLISH, random) if llm else []

    drawn[-1] += made("english", translated)
    training = Training(encoder, given.work, SEED)
    for stage, examples in zip(STAGES, (plain, *drawn), strict=True):
        training.run(stage, examples)

    def hard(random: Random) -> list[Example]:
        write(training, encoder, drawn[-1], given.work / "reader")
        reader = Reader(given.work / "reader")
        of_news = deceiving.of_news(given.news, given.work, reader, random)
        return [*deceiving.of_published(sets, reader, random), *of_news]

    sure = made("hard", hard)
    twice = [example for example in sure if not example.spans]
    training.run(LAST, [*Random(SEED).sample(drawn[-1], int(AGAIN * len(drawn[-1]))), *sure, *twice])
    write(training, encoder, drawn[-1], given.out)
    choose(given.out, sets.shelf, mined)


def write(training: Training, encoder: Path, examples: Sequence[Example], out: Path) -> None:
    """Write the network with the pieces that it needs, and its scores' weights from the examples held out."""
    tokenizer = (encoder / "tokenizer.json").read_text(encoding="utf-8")
    with torch.inference_mode():
        weights = {name: tensor.float().numpy() for name, tensor in training.averaged().items()}
    pieces = kept(tokenizer, (example.text for example in examples))
    tokenizer, weights[packing.WORDS] = packing.trimmed(tokenizer, weights[packing.WORDS], pieces)
    pad = next(token["id"] for token in json.loads(tokenizer)["added_tokens"] if token["content"] == "<pad>")
    shape = training.shape | {"vocab_size": len(weights[packing.WORDS]), "pad_token_id": pad}
    packing.write(out, weights, tokenizer, shape, calibration.RAW)
    held_out = [example for example in examples if example.held_out]
    packing.write(out, weights, tokenizer, shape, calibration.weights(Reader(out), held_out))


def choose(out: Path, shelf: Shelf, mined: Sequence[Example]) -> None:
    """Tell the threshold to be given to `qa.evidence.pointing.ANSWERS`."""
    held_out = [example for example in mined if example.held_out and example.spans][:CHOSEN_ON]
    rights, wrongs = calibration.trials(Reader(out), held_out, shelf)
    best, right, refused = calibration.threshold(rights, wrongs)
    print(f"threshold {best}: {right:.1%} right with one of {calibration.GIVEN}, {refused:.1%} refused without")


if __name__ == "__main__":
    main()

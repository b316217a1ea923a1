"""What a second look is worth, and its weights: `python -m tests.benchmarks.verifying TRAINING --work FOLDER`.

TRAINING is a folder with reading sets, as for `tests.benchmarks.reader`; asked are questions about texts that the
reader's training left out. Each is put to its own text among GIVEN passages, and to GIVEN hits without the answer;
those that their text does not answer are put to this. What the model answers, and the checks let stand, is looked at
again; the weights are of a logistic regression that tells the right answers from the wrong ones. On two cores five
questions of each set take eight minutes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

import prompts
from qa.answer import Answer, Claim
from qa.answering.composing import claims_of
from qa.answering.second_look import Views, least_likely_word, views
from qa.assistant import Assistant
from qa.evidence.given import articles_of
from qa.evidence.selection import focused
from qa.question.language import language_of
from qa.thresholds import SECOND_LOOK_BIAS, SECOND_LOOK_WEIGHTS
from store.text.scripts import bare, simplified
from tests.benchmarks.reader.calibration import GIVEN, Floats
from tests.benchmarks.reader.examples import Asked, cut
from tests.benchmarks.reader.negatives import without

from .reader import making

SEED = 5
LENGTH = 400
"""Characters of a text that does not answer."""

Case = tuple[str, Sequence[str], Sequence[str]]
"""A question, passages, and its answers: none where the passages don't hold any."""


def cases(sets: making.Published, number: int) -> Iterator[Case]:
    """The questions to be put: of each set at most so many with answers, and twice as many without in all."""
    random = Random(SEED)
    held_out = [asking for asking in sets.asked if asking.held_out]
    random.shuffle(held_out)
    taken: Counter[str] = Counter()
    for asking in held_out:
        kind = asking.source if asking.spans else ""
        if taken[kind] >= (number if kind else 2 * number):
            continue
        if found := [*_cases(asking, sets, random)]:
            taken[kind] += 1
            yield from found


def _cases(asking: Asked, sets: making.Published, random: Random) -> Iterator[Case]:
    if not asking.spans:
        yield asking.question, [asking.text[:LENGTH]], ()
    elif len(min(asking.answers, key=len)) <= making.SHORT and (own := cut(asking, random)):
        hits = without([hit for _, hit in sets.hits(asking)], asking.answers)
        if len(hits) >= GIVEN:
            yield asking.question, [own.text, *hits[: GIVEN - 1]], asking.answers
            yield asking.question, hits[:GIVEN], ()


def main() -> None:
    """Print the weights and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for the texts' index and an empty library")
    parser.add_argument("--number", type=int, default=20, help="questions with answers of each set")
    parser.add_argument("--llm", default="qwen2.5-coder-1.5b-instruct")
    given = parser.parse_args()
    assistant = Assistant.open(given.work / "library", llm=given.llm)
    found: list[Views] = []
    right: list[bool] = []
    answerable = 0
    sets = making.Published(given.training, given.work)
    for asked, (question, texts, answers) in enumerate(cases(sets, given.number), start=1):
        answerable += bool(answers)
        claims, looked = answered(assistant, question, texts)
        if looked:
            found.append(looked)
            right.append(any(bare(answer) in bare(claim.text) for claim in claims for answer in answers))
        if asked % 20 == 0:
            print(f"{asked} questions, {len(found)} answers, {sum(right)} of them right", flush=True)
    tell(np.array(found), np.array(right), answerable)


def answered(assistant: Assistant, question: str, texts: Sequence[str]) -> tuple[list[Claim], Views | None]:
    """What the model answers and the checks let stand, and the views of it."""
    llm, given = assistant.llm, articles_of(texts)
    assert llm, "a language model takes the second look"
    inquiry = assistant.inquiry(Answer(question, asked=question), given=given)
    evidence = inquiry.evidence(inquiry.ranked)
    messages = prompts.answer(focused(question, evidence).prompt(), simplified(question))
    pieces = [*llm.stream(messages, max_tokens=assistant.settings.answer_tokens, logprobs=True)]
    reply = "".join(piece.text for piece in pieces)
    writing = least_likely_word([token for piece in pieces for token in piece.told], question)
    claims = claims_of(reply, question, evidence, language_of(question))
    holding = [claim for claim in claims if claim.verdict != "unsupported"]
    return holding, views(question, holding, evidence, llm, writing)


def tell(found: Floats, right: NDArray[np.bool_], answerable: int) -> None:
    """The weights, and what becomes of right and wrong answers at each threshold.

    `found` has a row of Views for each answer; `answerable` are the questions that could be answered rightly.
    """
    model = LogisticRegression(C=100).fit(found, right)
    weights = ", ".join(f"{weight:.2f}" for weight in model.coef_[0])
    print(f"SECOND_LOOK_WEIGHTS {weights}, SECOND_LOOK_BIAS {model.intercept_[0]:.2f} on {len(right)} answers")
    for name, view in zip(Views._fields, found.T, strict=True):
        print(f"{name}: AUROC {roc_auc_score(right, view):.3f}")
    z = found @ np.array(SECOND_LOOK_WEIGHTS) + SECOND_LOOK_BIAS
    print(f"as shipped: AUROC {roc_auc_score(right, z):.3f}")
    for threshold in np.arange(0.2, 0.81, 0.05):
        given = z >= np.log(threshold / (1 - threshold))
        kept, wrong = int((right & given).sum()), int((~right & given).sum())
        print(f"at {threshold:.2f}: {kept} of {answerable} answered rightly, {wrong} wrong answers given")


if __name__ == "__main__":
    main()

"""What thresholds of evidence are chosen on: `python -m tests.benchmarks.thresholds FOLDER --work WORK`.

FOLDER holds the development parts of CMRC 2018 and DRCD, as `yuanwen benchmark` reads them. Nothing that CI gates uses
them. Each question is asked of three sets of hits: its own ones; those of them that don't hold its answer; and the hits
of the other set's library, which has nothing to do with it. A threshold is the largest that loses at most LOST of what
is right without it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from qa.assistant import Assistant
from qa.benchmarks import reading
from qa.evaluation.questions import Question
from qa.evidence.pointing import point
from qa.evidence.ranking import rank
from qa.evidence.sources import Sentence
from qa.question.answer_form import of_another_kind
from qa.settings import load
from qa.thresholds import ANSWERS, RELEVANT_COSINE, RELEVANT_TERMS
from store.passage import Hit
from store.text.scripts import bare
from store.text.segmenter import terms

LOST = 0.01
"""Share of the right answers, or of the answerable questions, that a threshold may cost."""
HITS, MORE = 10, 30
"""Hits that a question is asked of, and those among which hits without its answer are looked for."""


class Seen(NamedTuple):
    """What a question's hits look like: the likelihood of the likeliest sentence and whether it holds the answer, the
    best cosine, and the share of the question's terms.
    """

    likely: float
    right: bool
    cosine: float
    terms: float


def main() -> None:
    """Print the figures at each threshold, and the one that the rule chooses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for the libraries of the sets")
    parser.add_argument("--number", type=int, default=300, help="questions of each set")
    given = parser.parse_args()
    own, without, unrelated = [], [], []
    sets = [("cmrc", reading.load("cmrc", given.folder)), ("drcd", reading.load("drcd", given.folder))]
    desks = [desk(name, data, given.work) for name, data in sets]
    for place, (_, data) in enumerate(sets):
        home, other = desks[place], desks[1 - place]
        for question in Random(0).sample([*data.questions], given.number):
            found = home.search(question.question, MORE)
            own.append(seen(question, found[:HITS], home))
            without.append(seen(question, [hit for hit in found if not holds(hit.passage.text, question)][:HITS], home))
            unrelated.append(seen(question, other.search(question.question, HITS), other))
            if len(own) % 50 == 0:
                print(f"{len(own)} questions", flush=True)
    answering(own, without)
    relevance(own, unrelated)


def desk(name: str, data: reading.Data, work: Path) -> Assistant:
    """An assistant with the library of a set's passages."""
    assistant = Assistant.open(load(library=str(work / name), llm="extractive"))
    reading.shelve(assistant.library, work, data.texts)
    return assistant


def holds(text: str, question: Question) -> bool:
    """Whether a text holds an answer."""
    return any(bare(answer) in bare(text) for group in question.answers for answer in group)


def seen(question: Question, hits: Sequence[Hit], assistant: Assistant) -> Seen:
    """What the answer path sees of a question's hits."""
    asked = question.question
    ranked = rank(asked, hits, assistant.library.embedding, point(asked, hits, assistant.reader))
    fitting = [sentence for sentence in ranked if not (sentence.exact and of_another_kind(asked, sentence.pointed))]
    best = max(fitting, key=lambda sentence: sentence.answers, default=None)
    wanted = set(terms(asked))
    held = {term for sentence in ranked[:8] for term in terms(f"{sentence.passage.title} {sentence.text}")}
    return Seen(
        best.answers if best else 0.0,
        best is not None and holds(best.text, question),
        cosine(ranked),
        len(wanted & held) / (len(wanted) or 1),
    )


def cosine(ranked: Iterable[Sentence]) -> float:
    """The best cosine similarity."""
    return max((sentence.cosine for sentence in ranked), default=0.0)


def answering(own: Sequence[Seen], without: Sequence[Seen]) -> None:
    """The figures of ANSWERS."""
    right = np.array([one.likely for one in own if one.right])
    wrong = np.array([one.likely for one in without])
    print(f"\nANSWERS: {len(own)} questions, {len(right)} right without a threshold")
    for threshold in (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5):
        print(
            f"  {threshold:.2f}: right kept {(right >= threshold).mean():.1%}, refused {(wrong < threshold).mean():.1%}"
        )
    print(f"  chosen by the rule: {np.quantile(right, LOST):.3f}, in use: {float(ANSWERS)}")


def relevance(own: Sequence[Seen], unrelated: Sequence[Seen]) -> None:
    """The figures of RELEVANT_COSINE and RELEVANT_TERMS, one of which an answerable question must reach."""
    print(f"\nRELEVANT_COSINE or RELEVANT_TERMS: {len(own)} answerable questions, {len(unrelated)} unrelated ones")
    for near in (0.86, 0.87, float(RELEVANT_COSINE), 0.89):
        for share in (0.2, 0.25, float(RELEVANT_TERMS), 0.35):
            kept = np.mean([one.cosine >= near or one.terms >= share for one in own])
            refused = np.mean([one.cosine < near and one.terms < share for one in unrelated])
            print(f"  {near:.2f}, {share:.2f}: answerable kept {kept:.1%}, unrelated refused {refused:.1%}")


if __name__ == "__main__":
    main()

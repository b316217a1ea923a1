"""What thresholds of evidence are chosen on: `python -m tests.benchmarks.thresholds FOLDER --work WORK`.

FOLDER holds the development parts of CMRC 2018 and DRCD, as `yuanwen benchmark` reads them, and `chrono_dev.jsonl`:
ChronoQA's questions in `question`, `answer` and `chunks`. Nothing that CI gates uses them. Each question is asked of
three sets of hits: its own ones; those of them that don't hold its answer; and, of CMRC and DRCD, the hits of the other
set's library, which has nothing to do with it. ChronoQA's are about news, in other words than the text's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from qa.assistant import Assistant
from qa.benchmarks import reading
from qa.benchmarks.protocol import SEED, sampled
from qa.evaluation.questions import Question
from qa.evidence.given import articles_of, hits_of
from qa.evidence.pointing import point
from qa.evidence.ranking import rank
from qa.question.answer_form import of_another_kind
from qa.settings import load
from qa.thresholds import ANSWERS, RELEVANT_LIKELIHOOD, RELEVANT_TERMS
from store.passage import Hit
from store.text.scripts import bare
from store.text.segmenter import terms
from store.text.sentences import sentences

LOST = 0.005
"""Share of the right answers that a threshold may cost."""
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Thresholds that are compared: the largest that costs no more than LOST on any set is taken."""
SHORT = 16
"""Characters of an answer that a text can be searched for."""
REPORTED = 200
"""Questions of a set on which figures are reported."""
HITS, MORE = 10, 30
"""Hits that a question is asked of, and those among which hits without its answer are looked for."""


class Asked(NamedTuple):
    """A question with hits that may hold its answer, and with hits that don't."""

    question: Question
    hits: Sequence[Hit]
    without: Sequence[Hit]


class Seen(NamedTuple):
    """What a question's hits look like: how likely the likeliest words answer, and whether their sentence does."""

    likely: float
    right: bool


class Near(NamedTuple):
    """How near a question's hits are: how likely the likeliest answers, and the share of the question's terms."""

    likely: float
    terms: float


def main() -> None:
    """Print the figures at each threshold, and the one that the rule chooses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder for the libraries of the sets")
    parser.add_argument("--number", type=int, default=300, help="questions of each set for ANSWERS")
    parser.add_argument("--compared", type=int, default=60, help="questions of each set for the relevance of sentences")
    given = parser.parse_args()
    sets = [("cmrc", reading.load("cmrc", given.folder)), ("drcd", reading.load("drcd", given.folder))]
    desks = [desk(name, data, given.work) for name, data in sets]
    own, without = list[Seen](), list[Seen]()
    home, other = list[Near](), list[Near]()
    for place, (_, data) in enumerate(sets):
        for number, asked in enumerate(of_set(data, given.number, desks[place]), start=1):
            own.append(seen(asked.question, asked.hits, desks[place]))
            without.append(seen(asked.question, asked.without, desks[place]))
            if number <= given.compared:
                text = asked.question.question
                home.append(near(text, asked.hits, desks[place]))
                elsewhere = desks[1 - place]
                other.append(near(text, elsewhere.search(text, HITS), elsewhere))
            if number % 50 == 0:
                print(f"{len(own)} questions", flush=True)
    answering("CMRC and DRCD", own, without)
    news = [*of_news(given.folder / "chrono_dev.jsonl", given.number)]
    own = [seen(asked.question, asked.hits, desks[0]) for asked in news]
    without = [seen(asked.question, asked.without, desks[0]) for asked in news]
    answering("ChronoQA", own, without)
    home += [near(asked.question.question, asked.hits, desks[0]) for asked in news[: given.compared]]
    relevance(home, other)


def of_set(data: reading.Data, number: int, assistant: Assistant) -> Iterator[Asked]:
    """Questions of CMRC or DRCD with what the search finds for them, and with what of it doesn't hold the answer.

    Those that `yuanwen benchmark --number 200` puts are left out: what is chosen here is reported on them.
    """
    reported = {question.id for question in sampled(data.questions, REPORTED, SEED)}
    others = [question for question in data.questions if question.id not in reported]
    for question in Random(0).sample(others, min(number, len(others))):
        found = assistant.search(question.question, MORE)
        left = [hit for hit in found if not holds(hit.passage.text, question)]
        yield Asked(question, found[:HITS], left[:HITS])


def of_news(file: Path, number: int) -> Iterator[Asked]:
    """Questions about one piece of news with a short answer, among the pieces that share most terms with the question,
    and among these without it.
    """
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    pieces = list(dict.fromkeys(piece for row in rows for piece in row["chunks"]))
    held = {piece: set(terms(piece)) for piece in pieces}
    asked = [row for row in rows if len(row["chunks"]) == 1 and len(row["answer"]) <= SHORT]
    asked = [row for row in asked if bare(row["answer"].rstrip("。")) in bare(row["chunks"][0])]
    for row in Random(0).sample(asked, min(number, len(asked))):
        question = Question(row["id"], row["question"], ((row["answer"].rstrip("。"),),))
        wanted = set(terms(question.question))
        near = sorted((piece for piece in pieces if not holds(piece, question)), key=lambda p: -len(held[p] & wanted))
        others = hits_of(articles_of(near[: HITS - 1]))
        yield Asked(question, [*hits_of(articles_of(row["chunks"])), *others], others)


def desk(name: str, data: reading.Data, work: Path) -> Assistant:
    """An assistant with the library of a set's passages."""
    assistant = Assistant.open(load(library=str(work / name), llm="extractive"))
    reading.shelve(assistant.library, work, data.texts)
    return assistant


def holds(text: str, question: Question) -> bool:
    """Whether a text holds an answer."""
    return any(bare(answer) in bare(text) for group in question.answers for answer in group)


def seen(question: Question, hits: Sequence[Hit], assistant: Assistant) -> Seen:
    """What the reader makes of a question's hits."""
    pointed = point(question.question, hits, assistant.reader)
    for words in pointed:
        passage = words.passage
        said = passage.text[words.start - passage.start : words.end - passage.start]
        if not of_another_kind(question.question, said):
            spans = ((passage.start + start, passage.start + end) for start, end in sentences(passage.text))
            start, end = next(span for span in spans if span[0] <= words.start < span[1])
            return Seen(words.answers, holds(passage.text[start - passage.start : end - passage.start], question))
    return Seen(0.0, False)


def near(question: str, hits: Sequence[Hit], assistant: Assistant) -> Near:
    """How near a question's hits are, as `ranking.relevant` compares them."""
    ranked = rank(question, hits, point(question, hits, assistant.reader))
    wanted = set(terms(question))
    held = {term for sentence in ranked[:8] for term in terms(f"{sentence.passage.title} {sentence.text}")}
    likely = max((sentence.answers for sentence in ranked), default=0.0)
    return Near(likely, len(wanted & held) / (len(wanted) or 1))


def answering(name: str, own: Sequence[Seen], without: Sequence[Seen]) -> None:
    """The figures of ANSWERS on a set."""
    right = np.array([one.likely for one in own if one.right])
    wrong = np.array([one.likely for one in without])
    print(f"\nANSWERS on {name}: {len(own)} questions, {len(right)} right without a threshold")
    for threshold in STEPS:
        kept, refused = (right >= threshold).mean(), (wrong < threshold).mean()
        print(f"  {threshold:.2f}: right answers kept {kept:.1%}, questions without an answer refused {refused:.1%}")
    print(f"  loses {LOST:.1%} of the right answers: {np.quantile(right, LOST):.3f}; in use: {float(ANSWERS)}")


def relevance(home: Sequence[Near], other: Sequence[Near]) -> None:
    """The figures of RELEVANT_LIKELIHOOD and RELEVANT_TERMS, one of which an answerable question must reach."""
    print(f"\nRELEVANT_LIKELIHOOD or RELEVANT_TERMS: {len(home)} answerable questions, {len(other)} unrelated ones")
    for likely in (0.05, float(RELEVANT_LIKELIHOOD), 0.3, 1.0):
        for share in (0.2, 0.25, float(RELEVANT_TERMS), 0.35):
            kept = np.mean([one.likely >= likely or one.terms >= share for one in home])
            refused = np.mean([one.likely < likely and one.terms < share for one in other])
            print(f"  {likely:.2f}, {share:.2f}: answerable kept {kept:.1%}, unrelated refused {refused:.1%}")


if __name__ == "__main__":
    main()

"""What a question must not be answered from: the best hits without the answer, and texts that a change makes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from qa.chinese.names import tagged
from store.passage import Passage
from store.search.lexical import Lexical
from store.text.scripts import bare

from .clozes import Thing, things
from .examples import WHOLE
from .siblings import instead

T = TypeVar("T")

HITS = 8
"""Best hits looked at for one question."""
DECAY = 0.9
"""The better a hit, the oftener it is taken: places are drawn from an exponential distribution with this rate."""
SIBLING = 0.5
"""The share of changes that are tried first on what is asked, and not on what it is asked about."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")
_ASKING = {"多少", "什么", "哪里", "时候", "时间"}


class Shelf:
    """Passages in the project's lexical index. Vectors of so many would take hours here."""

    def __init__(self, folder: Path, passages: Sequence[str]) -> None:
        self.passages = [passage[:WHOLE] for passage in passages]
        self._index = Lexical(folder)
        with self._index.writing() as writer:
            writer.clear()
            writer.add((place, _passage(place, text)) for place, text in enumerate(self.passages))

    def hits(self, question: str) -> list[int]:
        """The places of the best passages, best first."""
        return [place for place, _ in self._index.search(question, HITS)]


def _passage(place: int, text: str) -> Passage:
    return Passage(str(place), 0, text, 0, len(text), "", "")


def without(hits: Iterable[str], answers: Iterable[str]) -> list[str]:
    """The hits in which no answer stands."""
    wanted = [bare(answer) for answer in answers]
    return [hit for hit in hits if not any(answer in bare(hit) for answer in wanted)]


def drawn(hits: Sequence[T], random: Random) -> T:
    """One of the hits, a good one oftener."""
    return hits[min(int(random.expovariate(DECAY)), len(hits) - 1)]


def likeness(question: str, text: str) -> float:
    """The share of a question's names and nouns and verbs that a text has; 0 where it has fewer than three."""
    words = {
        word.text for word in tagged(question) if len(word.text) > 1 and (word.tag[0] in "nvj" or word.tag == "eng")
    }
    words -= _ASKING
    return sum(word in text for word in words) / len(words) if len(words) > 2 else 0.0


class Changes:
    """Things of each kind that a corpus names, to be put in each other's place."""

    def __init__(self) -> None:
        self._pools: dict[str, list[str]] = {}

    def learn(self, clause: str, found: Iterable[Thing]) -> None:
        """Remember the things of a clause."""
        for thing in found:
            self._pools.setdefault(thing.kind, []).append(clause[thing.start : thing.end])

    def changed(self, question: str, text: str, random: Random) -> str | None:
        """The question about another year, person, place or number, or about something else of the same thing, of which
        the text says nothing; None without any.
        """
        return next(self._changed(question, text, random), None)

    def _changed(self, question: str, text: str, random: Random) -> Iterator[str]:
        if random.random() < SIBLING:
            yield from instead(question, text, random)
        years = [match.span() for match in _YEAR.finditer(question)]
        if years and random.random() < 0.5:
            start, end = random.choice(years)
            year = str(int(question[start:end]) + random.choice((-5, -4, -3, -2, -1, 1, 2)))
            if year not in text:
                yield question[:start] + year + question[end:]
        found = things(question)
        random.shuffle(found)
        for thing in found:
            old = question[thing.start : thing.end]
            for new in random.choices(self._pools.get(thing.kind, [old]), k=4):
                if new not in text and new not in question and abs(len(new) - len(old)) < 5:
                    yield question[: thing.start] + new + question[thing.end :]

"""Examples made of the published sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from store.text.sentences import Span, sentences

from . import patterns
from .clozes import Cloze, asked, things
from .examples import TRANSLATED, Asked, Example, cut, is_held_out, passages, published, titled, window
from .negatives import Changes, Shelf, drawn, without
from .rewording import reworded

OF_TEXT = 5
"""Most questions made of a published text."""
MADE = "made"
"""The source of questions made of a published text."""
SHORT, OF_LONG = 30, 2
"""Characters up to which an answer counts as short, and how often at most a question with a longer one comes: most of
what people ask has a short one."""
TIMES = {"cmrc_trial": 6, "drcd_test_a": 4, "robust_dev": 2, "checklist_dev": 2, "squad2zh_dev": 2, MADE: 1}
"""How often a question with an answer comes, each time with another part of its text."""
ELSEWHERE, OTHER, CHANGED = 0.35, 0.6, 0.5
"""Shares of questions with: any other text; a hit without the answer; something changed in it."""
TITLED, REWORDED = 0.6, 0.4
"""Shares of texts under their title, and of questions in other words."""


def plain(folder: Path, random: Random) -> list[Example]:
    """The questions of the published sets with a part of their text, and some with a text that has nothing of it."""
    made = []
    everything = published(folder)
    sides = {side: [asking for asking in everything if asking.held_out is side] for side in (True, False)}
    for asking in everything:
        if not (example := _cut(asking, random)):
            continue
        made.append(example)
        if asking.spans and random.random() < ELSEWHERE:
            other = random.choice(sides[asking.held_out])
            start, end = window(other.text, None, random)
            if without([other.text[start:end]], asking.answers):
                found = Example(asking.question, other.text[start:end], (), "elsewhere", asking.held_out)
                made.append(headed(found, other.title, random))
    return made


class Published:
    """The published sets, with the passages of their texts on a shelf."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.asked = published(folder)
        titles = {asking.text: asking.title for asking in self.asked}
        cuts = [(title, text, text[a:b]) for text, title in titles.items() for a, b in passages(text) if b - a > 20]
        self.shelf = Shelf(work / "published", [passage for _, _, passage in cuts])
        self._owners = [(title, is_held_out(text)) for title, text, _ in cuts]
        self.changes = Changes()
        for text in titles:
            for start, end in sentences(text):
                self.changes.learn(text[start:end], things(text[start:end]))

    def hits(self, asking: Asked) -> Iterator[tuple[str, str]]:
        """The best passages for a question, under which title; none of a text held out for one that is trained on."""
        for hit in self.shelf.hits(asking.question):
            title, held_out = self._owners[hit]
            if asking.held_out or not held_out:
                yield title, self.shelf.passages[hit]

    def made(self, random: Random) -> Iterator[Asked]:
        """Further questions about the texts, made of their sentences."""
        for text, title in {asking.text: asking.title for asking in self.asked}.items():
            found = [cloze for sentence in sentences(text) for cloze in _made(text, sentence, title, random)]
            for cloze in random.sample(found, min(len(found), OF_TEXT)):
                yield Asked(cloze.question, text, (cloze.answer,), MADE, title)


def _made(text: str, sentence: Span, title: str, random: Random) -> Iterator[Cloze]:
    yield from patterns.asked(text, sentence, title, random)
    yield from asked(text, sentence, random)


def mined(sets: Published, random: Random) -> list[Example]:
    """The same questions with new parts of their texts, and the best hits that don't hold the answer."""
    made = []
    for asking in (*sets.asked, *sets.made(random)):
        times = _times(asking)
        cut_out = (_cut(asking, random) for _ in range(times))
        made += (found := [example for example in cut_out if example])
        if asking.spans:
            made += _unanswered(asking, sets.hits(asking), random)
            if found and random.random() < CHANGED:
                made += _changed(found[0], sets.changes, random)
    return made


def _changed(example: Example, changes: Changes, random: Random) -> Iterator[Example]:
    if question := changes.changed(example.question, example.text, random):
        yield replace(example, question=question, spans=(), source="changed")


def _times(asking: Asked) -> int:
    if not asking.spans:
        return 1
    times = TIMES[asking.source]
    return times if len(min(asking.answers, key=len)) <= SHORT else min(times, OF_LONG)


def _cut(asking: Asked, random: Random) -> Example | None:
    example = cut(asking, random)
    return headed(replace(example, question=put(example.question, random)), asking.title, random) if example else None


def put(question: str, random: Random) -> str:
    """A question as it is, or in other words."""
    return reworded(question, random) if random.random() < REWORDED else question


def headed(example: Example, title: str, random: Random) -> Example:
    """An example as it is, or under its article's title."""
    return titled(example, title) if title and random.random() < TITLED else example


def _unanswered(asking: Asked, hits: Iterable[tuple[str, str]], random: Random) -> Iterator[Example]:
    left = [(title, hit) for title, hit in hits if without([hit], asking.answers)]
    for _ in range(1 if asking.source == TRANSLATED else 2):
        if left and random.random() < OTHER:
            title, hit = drawn(left, random)
            left.remove((title, hit))
            found = Example(put(asking.question, random), hit, (), "mined", asking.held_out)
            yield headed(found, title, random)

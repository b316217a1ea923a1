"""Search: candidates from words and vectors, ranked by both, each text once, and all sides of a question among the
first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from store.passage import Hit, Passage
from store.text import segmenter
from store.text.identifiers import identifiers
from store.text.scripts import fold
from store.text.tables import Table
from store.thresholds import LEXICAL_WEIGHT

from .alike import distinct
from .days import days_told
from .fusion import fuse, nearness, rarity, worded
from .lexical import Lexical
from .scope import EVERYTHING, Period, Scope

CANDIDATES = 60
"""Passages taken from each leg."""
IN_PERIOD, ON_THE_DAY = 0.2, 0.5
"""What it counts, beside words and vectors, that a passage tells of the times that are asked about; and of the very day
on which something else happened that is asked about.
"""
SAME_IDENTIFIER, BESIDE_IDENTIFIER = 2.0, 1.0
"""What it counts that a passage has the very identifier, or that another passage of its article has it: more than any
words and vectors."""
SIDES, SEEN = 5, 5
"""Sides of a question that are looked for by themselves, and passages at the head of the ranking that may tell them."""
BROUGHT_FROM = 10
"""Passages from which a side brings the best behind the first."""
BETTER = 0.1
"""How much better, of 1, a passage must fit a side than all at the head of the ranking, to be brought there."""
_FEWEST_SIDES, _LEAST_TERMS = 2, 4
_JOINS = re.compile(Table(__package__, "ranking").pattern("joins"))
_SAME_DAY = re.compile(Table(__package__, "ranking").either("same_day"))
_MOST_DAYS = 3
"""Most days of one passage that others are looked for by."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is searched: the lexical index, the cosine of every row with the query (float32, shape (rows,)), the rows
    that may be found (int64), and how to get passages by their rows: those that exist.
    """

    lexical: Lexical
    cosines: NDArray[np.float32]
    allowed: NDArray[np.int64]
    fetch: Callable[[Iterable[int]], Mapping[int, Passage]]
    scope: Scope = EVERYTHING

    def nearest(self, k: int) -> list[int]:
        """The `k` allowed rows whose vectors are nearest to the query's."""
        most = min(len(self.allowed), k)
        if not most:
            return []
        places = np.argpartition(self.cosines[self.allowed], len(self.allowed) - most)[-most:]
        return [int(row) for row in self.allowed[places]]


def ranked(
    query: str, k: int, ground: Ground, periods: Sequence[Period] = (), weight: float = LEXICAL_WEIGHT
) -> list[Hit]:
    """The `k` passages that fit a query best, best first; of nearly equal ones the best alone.

    `weight` is what words count beside vectors, 0 to 1; passages that tell of the `periods` come first among equals.
    """
    found = dict(ground.fetch({*ground.nearest(CANDIDATES), *_worded(query, ground, periods)}))
    view = _View(query, weighed(query, ground.lexical), found, ground, weight)
    scores = view.scores(periods, IN_PERIOD)
    if scores and _SAME_DAY.search(fold(query)):
        days = days_told(found[scores[0][0]])[:_MOST_DAYS]
        found |= ground.fetch(_worded(query, ground, days))
        scores = view.scores(days, ON_THE_DAY)
    if weight:
        scores = _all_sides(view, scores)
    hits = (Hit(found[row], score, float(ground.cosines[row])) for row, score in _scaled(scores))
    return [*islice(distinct(hits), k)]


def weighed(query: str, lexical: Lexical) -> dict[str, float]:
    """The terms that a query looks for, each with what it counts: the rarer, the more."""
    wanted = segmenter.sought(query)
    count, having = lexical.frequencies(wanted)
    return {term: much * rarity(having[term], count) for term, much in wanted.items()}


def sides_of(query: str) -> list[str]:
    """The parts of a question between the words that join them, where they say enough to be looked for."""
    sides = [""]
    for word in segmenter.words(query):
        if _JOINS.fullmatch(word):
            sides.append("")
        else:
            sides[-1] += word
    return [side for side in sides if len(segmenter.sought(side)) >= _LEAST_TERMS]


def _worded(query: str, ground: Ground, periods: Sequence[Period]) -> list[int]:
    return [row for row, _ in ground.lexical.search(query, CANDIDATES, ground.scope, periods)]


Scores = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _View:
    """What is looked for, and the passages found so far, by row."""

    query: str
    sought: Mapping[str, float]
    found: dict[int, Passage]
    ground: Ground
    weight: float

    def scores(self, periods: Sequence[Period], much: float) -> Scores:
        """The ranking of what is found, best first; telling of all the periods counts as much as is said."""
        rows, lexical = [*self.found], self.ground.lexical
        said = worded(self.sought, self.found, lexical.scores(self.query, rows))
        gains = self._named()
        for period in periods:
            for row in lexical.telling(period, rows):
                gains[row] += much / len(periods)
        return fuse(said, nearness(self.ground.cosines, rows), gains, self.weight)

    def _named(self) -> dict[int, float]:
        """What passages gain by the identifiers of the query that they, or others of their article, have."""
        gains = dict.fromkeys(self.found, 0.0)
        values = {one.value for one in identifiers(self.query)}
        for value in values:
            having = self.ground.lexical.naming(value, [*self.found])
            articles = {self.found[row].article_id for row in having}
            for row, passage in self.found.items():
                share = SAME_IDENTIFIER if row in having else BESIDE_IDENTIFIER if passage.article_id in articles else 0
                gains[row] += share / len(values)
        return gains


def _all_sides(view: _View, scores: Scores) -> Scores:
    """The ranking with passages behind the first that fit a side of the question far better than those at its head.

    A question about two events is answered by an article about each: behind ten articles about one of them the other
    would not be seen.
    """
    sides = sides_of(view.query)
    if len(sides) < _FEWEST_SIDES or not scores:
        return scores
    ground, head = view.ground, [row for row, _ in scores[:SEEN]]
    added: dict[int, float] = {}
    for side in sides[:SIDES]:
        having = dict(ground.lexical.search(side, BROUGHT_FROM, ground.scope))
        found = {**ground.fetch(having), **{row: view.found[row] for row in head}}
        fits = worded(weighed(side, ground.lexical), found, ground.lexical.scores(side, [*found]))
        best = max(fits, key=lambda row: (fits[row], -row))
        if fits[best] > max(fits[row] for row in head) + BETTER:
            view.found[best] = found[best]
            added[best] = scores[0][1]
    return [*scores[:1], *added.items(), *(one for one in scores[1:] if one[0] not in added)]


def _scaled(scores: Scores) -> Scores:
    """The scores from 1 for the first to 0 for the last; without a difference, 1."""
    if not scores:
        return []
    high, low = scores[0][1], min(score for _, score in scores)
    return [(row, (score - low) / (high - low) if high > low else 1.0) for row, score in scores]

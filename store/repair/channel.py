"""What a torn text can have been: all texts that read like it once their bytes are one off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from . import gbk
from .candidates import Vanishing, beginning_with, frequent, leads_to, leads_to_reading, vanishing
from .characters import MARK
from .glosses import GLOSS, PINYIN
from .language import Language
from .markup import ENTITY_TAIL, TAG_TAIL, entity

WIDTH = 24
"""Readings that are kept at every step (a beam)."""
LONGEST = 80
"""Characters of a torn span."""
MOST_VANISHED = 3
"""Pairs that may have vanished from a torn span."""
_OPEN = 2
"""Readings, the best ones, in which a further pair may have vanished."""
_HEADS = 6
"""Characters, the best ones, that are tried before a vanished pair."""

_GLOSS = re.compile(rf"[(（]({PINYIN})[)）]")
_GLOSSES = re.compile(rf"(?:{GLOSS}){{0,3}}")
_TOOK = re.compile(rf"\?(?:({PINYIN})\)|({ENTITY_TAIL})|({TAG_TAIL})|(\Z))?")
"""What stands behind a byte that took its partner from a gloss, an entity, a tag, the end of the text, or elsewhere."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text shows of its conversion: the characters that it glosses, and those that it never does."""

    glossed: Set[str]
    plain: Set[str]

    def of_glossed(self, character: str) -> float:
        """What speaks against a character with a gloss, as a logarithm."""
        return 0.0 if character in self.glossed else -6.0 if character in self.plain else -1.0

    def of_plain(self, character: str) -> float:
        """What speaks against a character without a gloss, as a logarithm."""
        if gbk.is_converted(character):
            return -12.0 if character in self.glossed else 0.0 if character in self.plain else -3.0
        return -6.0 if gbk.is_unconverted(character) and character not in self.plain else 0.0


class Reading(NamedTuple):
    """A reading of a torn text as far as `end`, and the byte that waits for its second, or 0.

    `text` is the original, `last` its last character in Simplified, `score` the logarithm of its probability.
    """

    score: float
    end: int
    waiting: int
    last: str
    text: str = ""
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """The readings of one torn text, in the light of its habits and its language."""

    text: str
    habits: Habits
    language: Language

    def complete(self, first: list[Reading]) -> list[Reading]:
        """The likeliest readings that go on from `first`, up to where the bytes are in step again."""
        done: list[Reading] = []
        readings = first
        for _ in range(LONGEST):
            found = [following for reading in readings for following in self._next(reading)]
            for place, reading in enumerate(readings):
                if not reading.vanished or (place < _OPEN and reading.vanished < MOST_VANISHED):
                    for hidden in self._hidden(reading):
                        found += self._next(hidden)
            done += [reading for reading in found if not reading.waiting]
            readings = nlargest(WIDTH, (reading for reading in found if reading.waiting))
            if not readings:
                break
        return nlargest(WIDTH, done)

    def _next(self, reading: Reading) -> Iterator[Reading]:
        """`reading` with one character more: what is visible next holds the second byte that is waited for."""
        at, visible = reading.end, self.text[reading.end : reading.end + 1]
        if visible == "?":
            yield from self._took(reading)
        elif visible == "€" or "@" <= visible <= "~":
            found = gbk.character(reading.waiting, 0x80 if visible == "€" else ord(visible))
            if found and (gloss := _GLOSS.match(self.text, at + 1)):
                if gbk.is_reading(found, gloss[1]):
                    yield self._with(reading, found, gloss.end(), self.habits.of_glossed(found))
            elif found:
                yield self._with(reading, found, at + 1, self._of_plain(reading, found))
        elif visible and (pair := gbk.pair(visible)) and (found := gbk.character(reading.waiting, pair[0])):
            glosses = _GLOSSES.match(self.text, at + 1)  # its pair straddles as well
            end = glosses.end() if glosses else at + 1
            longer = self._with(reading, found, end, self._of_plain(reading, found))
            yield self._before(longer, chr(pair[1])) if pair[1] < 0x80 else longer._replace(waiting=pair[1])

    def _took(self, reading: Reading) -> Iterator[Reading]:
        """Readings for a byte that took its partner elsewhere and left a question mark."""
        match = _TOOK.match(self.text, reading.end)
        assert match  # a question mark alone matches
        pinyin, tail, tag, end = match.groups()
        if pinyin:
            for found in gbk.by_lead().get((reading.waiting, pinyin), ()):
                yield self._with(reading, found, match.end(), self.habits.of_glossed(found))
            return
        behind = entity(tail) if tail else "" if tag or end is not None else MARK
        for found in beginning_with(reading.waiting):
            yield self._before(self._with(reading, found, match.end(), self._of_plain(reading, found)), behind)

    def _hidden(self, reading: Reading) -> Iterator[Reading]:
        """`reading` with the character that ends in a vanished pair, where what is visible next can go on from there.

        Two pairs may have vanished in a row, if a frequent character stood between them: mostly the comma, A3AC.
        """
        if not (leads := self._leads(reading.end)):
            return
        likely = self.language.log_probability
        once = [
            (self._with(reading, found.character, reading.end, self._of_plain(reading, found.character)), found)
            for found in vanishing(reading.waiting)
        ]
        heads = nlargest(_HEADS, once)
        if not reading.vanished:
            heads += self._twice(heads)
        tried = [
            (head.score + likely(head.last, leads[second]), head, second)
            for head, found in nlargest(_HEADS, heads)
            for second in found.unassigned & leads.keys()
        ]
        for _, head, second in nlargest(WIDTH, tried):
            yield head._replace(waiting=second, vanished=head.vanished + 1)

    def _twice(self, heads: list[tuple[Reading, Vanishing]]) -> list[tuple[Reading, Vanishing]]:
        """What comes of readings with a pair vanished behind them if a frequent character and another pair follow."""
        likely = self.language.log_probability
        tried = [
            (head.score + likely(head.last, following.simplified), head, following)
            for head, found in heads
            for following in frequent()
            if following.lead in found.unassigned
        ]
        return [
            (self._with(head, following.character, head.end, 0.0)._replace(vanished=head.vanished + 1), following)
            for _, head, following in nlargest(_HEADS, tried)
        ]

    def _leads(self, at: int) -> Mapping[int, str]:
        """The first bytes that make a likely character with what is visible at `at`, each with one, Simplified."""
        visible = self.text[at : at + 1]
        if visible == "?":
            match = _TOOK.match(self.text, at)
            return leads_to_reading(match[1]) if match and match[1] else {}
        if visible == "€" or "@" <= visible <= "~":
            return leads_to(0x80 if visible == "€" else ord(visible))
        return leads_to(pair[0]) if visible and (pair := gbk.pair(visible)) else {}

    def _with(self, reading: Reading, found: str, end: int, score: float) -> Reading:
        """`reading` and one character, as far as `end`; `score` is what else speaks against it."""
        simplified = gbk.as_simplified(found)
        score += reading.score + self.language.log_probability(reading.last, simplified)
        return Reading(score, end, 0, simplified, reading.text + found, reading.vanished)

    def _before(self, reading: Reading, behind: str) -> Reading:
        """`reading` and what stands behind it for certain."""
        likely = self.language.log_probability(reading.last, behind) if behind and behind != MARK else 0.0
        last = behind if likely else reading.last
        return reading._replace(score=reading.score + likely, last=last, text=reading.text + behind)

    def _of_plain(self, reading: Reading, found: str) -> float:
        """What speaks against a character without a gloss; the first one of a torn span was split, and has none."""
        return self.habits.of_plain(found) if reading.text else 0.0

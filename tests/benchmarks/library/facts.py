"""Invented articles, each with a fact that names its version, and which versions an answer may tell at what time."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

WORDS = Path(__file__).with_suffix(".toml")
_CODE = re.compile(r"QH-(\d{4})-(\d{4})")
_SENTENCES = 9


@dataclass(frozen=True, slots=True)
class Fact:
    """The article of a slot in one version: its text holds `code`, which no other article and no other version has."""

    slot: int
    version: int

    @property
    def name(self) -> str:
        """What the article is about."""
        places, kinds = words()["places"], words()["kinds"]
        place, kind = divmod(self.slot, len(kinds))
        turn, place = divmod(place, len(places))
        return f"{places[place]}{f'第{turn + 1}' if turn else ''}{kinds[(kind + place) % len(kinds)]}"

    @property
    def code(self) -> str:
        """The fact."""
        return f"QH-{self.slot:04d}-{self.version:04d}"

    @property
    def question(self) -> str:
        """What the fact answers."""
        return f"{self.name}的编号是什么？"

    @property
    def text(self) -> str:
        """The article: the fact, and sentences that no two versions share."""
        random = Random(self.code)
        return f"{self.name}的编号是{self.code}。{''.join(self._sentence(random) for _ in range(_SENTENCES))}\n"

    def _sentence(self, random: Random) -> str:
        who, did, thing, after = (random.choice(words()[name]) for name in ("who", "did", "things", "after"))
        month, day, count = random.randint(1, 12), random.randint(1, 28), random.randint(12, 987)
        return f"{month}月{day}日，{self.name}的{who}{did}了{count}只{thing}，{after}。"


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """The words of the articles, by what they are."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def told(text: str) -> set[Fact]:
    """The facts that a text tells."""
    return {Fact(int(slot), int(version)) for slot, version in _CODE.findall(text)}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a slot to a version, 0 for none: when it was begun and when it was done, by the same clock.

    One that failed is never done: from then on both states are possible.
    """

    slot: int
    version: int
    begun: float
    ended: float = math.inf


def possible(changes: Sequence[Change], slot: int, begun: float, ended: float, lag: float = 0.0) -> set[int]:
    """The versions of a slot that a question asked from `begun` to `ended` may see.

    These are the one of the last change that was done `lag` seconds before it began, and all that were begun later and
    before it ended. `changes` are in order of time.
    """
    versions = {0}
    for change in changes:
        if change.slot != slot or change.begun > ended:
            continue
        if change.ended <= begun - lag:
            versions = set()
        versions.add(change.version)
    return versions


def behind(changes: Sequence[Change], fact: Fact, begun: float) -> float:
    """For how many seconds a fact had been true no more when a question began; infinite for one that never was."""
    own = [change for change in changes if change.slot == fact.slot]
    places = [place for place, change in enumerate(own) if change.version == fact.version]
    if not places:
        return math.inf
    done = min((change.ended for change in own[places[-1] + 1 :]), default=math.inf)
    return max(0.0, begun - done)

"""A text in words that can be compared with another's: its facts as one word each, and what negates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from qa.chinese.facts import Fact, facts
from qa.chinese.names import tagged
from qa.chinese.tables import table
from store.text import units
from store.text.amount import Amount
from store.text.scripts import fold, simplified

_WORDS = table("negation")

BREAK = re.compile(r"[，。；：！？,;:!?\s]")
"""Where a clause ends."""
_NEGATIONS = frozenset((*_WORDS.words("do_not"), *_WORDS.words("negations")))
_PREFIX = re.compile(f"(?:{_WORDS.either('prefixes')})(?=.)")
_NOT_NEGATED = re.compile(
    "|".join(f"{prefix}(?:{'|'.join(rest)})" for prefix, rest in _WORDS.lists("not_negated").items())
)
"""Words that begin like a negation and are none, or negate nothing that stands beside them."""
_DENIES = re.compile(
    f"(?:不[{_WORDS.characters('modal_characters')}]|不(?:{_WORDS.either('modal_verbs')})|{_WORDS.either('denies')})$"
)
"""Words that negate what they say themselves, 能 or 许, and what follows as well: 不能, 不许."""
_MODALS = frozenset((*_WORDS.words("modal_verbs"), *_WORDS.words("say_little")))
"""Words behind a negation with which it doesn't end, for they say little themselves: 不需要遵守, 不再继续有效."""


class Token(NamedTuple):
    """A word, or a fact, which counts as one word, at an offset into the text.

    `mask` is what alignment compares: of a fact only its kind and unit.
    """

    mask: str
    text: str
    fact: Fact | None = None
    start: int = 0

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is neither a fact nor a mark."""
        return self.fact is None and self.text.isalnum()

    @property
    def is_modal(self) -> bool:
        """Whether it says no more than that something can, may or will be, or is done."""
        return self.text in _MODALS

    @property
    def negates(self) -> bool:
        """Whether it negates itself, as 不信 does, or what follows."""
        itself = _PREFIX.match(self.text) and not _NOT_NEGATED.match(self.text)
        return self.fact is None and (self.negates_next or bool(itself))

    @property
    def negates_next(self) -> bool:
        """Whether it negates what follows, as 不 does, and 不能 as well."""
        return self.text in _NEGATIONS or bool(_DENIES.match(self.text))

    @property
    def outright(self) -> str:
        """What it negates in itself: 信 for 不信, 能 for 不能, and nothing for 不."""
        return "" if self.text in _NEGATIONS else _PREFIX.sub("", self.text)


def _measure(fact: Fact) -> str:
    """What a fact measures, if it is an amount: the same for 米 and 公里, 人 and 名."""
    unit = fact.value.unit if isinstance(fact.value, Amount) else ""
    return " ".join(sorted(units.sizes(unit))) if unit else ""


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, each of its facts as one word."""
    folded, plain = fold(text), simplified(text)
    found: list[Token] = []
    place = 0
    for fact in (*facts(text), None):
        if fact and (fact.start < place or fact.kind == "quoted"):
            continue
        end = fact.start if fact else len(text)
        for word in tagged(plain[place:end]):
            start = place + word.start
            said = folded[start : place + word.end]
            if said.strip():
                found.append(Token(said, said, start=start))
        if fact:
            mask = f"{fact.kind} {_measure(fact)}"
            found.append(Token(mask, folded[fact.start : fact.end], fact, fact.start))
            place = fact.end
    return tuple(found)

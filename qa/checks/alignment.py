"""Claim and quote aligned word by word: facts in another's place, negations more or less, opposites in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from qa.chinese.tables import table
from qa.thresholds import ALIGNED

from .base import Case
from .polarity import Reversal, reversals_in_place
from .tokens import BREAK, Token

_AND = frozenset((*table("conjunctions").words("and"), *table("conjunctions").words("with")))
"""Words between facts that tell nothing of them."""

Code = tuple[str, int, int, int, int]
"""Of `difflib`: what was done with the words from and to here in one text, and from and to there in the other."""


class Misplaced(NamedTuple):
    """A fact of the claim, and what stands in its place in the quote of a number; None where no fact stands there."""

    said: Token
    quoted: Token | None
    quote: int


class Aligned(NamedTuple):
    """Facts that a quote replaces with others, and reversals, each with the number of its quote."""

    misplaced: tuple[Misplaced, ...]
    reversals: tuple[tuple[int, Reversal], ...]


@lru_cache(maxsize=64)
def aligned(case: Case) -> Aligned:
    """The claim of a case aligned with its quotes; several checks ask for it."""
    return align(case.compared.tokens, [quote.tokens for quote in case.quotes])


def align(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Aligned:
    """Facts of the claim where a quote, in the same words, has others of their kind, or a negation more or less; and
    words whose opposite stands in their place.

    What one quote has at its place is right, whatever stands in another.
    """
    right: set[int] = set()
    wrong: dict[int, Misplaced] = {}
    turned: list[tuple[int, Reversal]] = []
    for number, quote in enumerate(quotes):
        matcher = SequenceMatcher(None, [token.mask for token in said], [token.mask for token in quote], autojunk=False)
        codes = matcher.get_opcodes()
        for place, (code, i1, i2, j1, j2) in enumerate(codes):
            if code == "equal":
                for at, stands in _in_place(said[i1:i2], quote, j1):
                    if stands:
                        right.add(i1 + at)
                    else:
                        there = quote[j1 + at]
                        wrong[i1 + at] = Misplaced(said[i1 + at], there if there.fact else None, number)
            elif _between(codes, place):
                beside = _in_clause(quote[j1:j2], codes, place)
                turned += [(number, turn) for turn in reversals_in_place(said[i1:i2], beside)]
        right |= _word_for_word(said, quote)
    return Aligned(tuple(fact for place, fact in wrong.items() if place not in right), tuple(turned))


def _word_for_word(said: Sequence[Token], quote: Sequence[Token]) -> set[int]:
    """Facts of the claim that a quote has in the same words, wherever else it has others of their kind: 2022年春节档
    beside 2018年春节档.
    """
    matcher = SequenceMatcher(None, [token.text for token in said], [token.text for token in quote], autojunk=False)
    blocks = [(match.a, match.a + match.size) for match in matcher.get_matching_blocks() if match.size > 1]
    return {
        place
        for start, end in blocks
        if any(token.is_word for token in said[start:end])
        for place in range(start, end)
        if said[place].fact
    }


def _in_place(said: Sequence[Token], quote: Sequence[Token], start: int) -> Iterator[tuple[int, bool]]:
    """By place, the facts of words that stand in a quote from `start` on: whether they stand there as well, or another
    of their kind does.

    Between two words a fact must be just that one; beside one only, it may be any of the clause.
    """
    alike = sum(len(token.text) for token in said if token.is_word) >= ALIGNED
    for place, token in enumerate(said):
        beside = sum(_tells(said[at]) for at in (place - 1, place + 1) if 0 <= at < len(said))
        if token.fact and _exchanged(said, quote[start : start + len(said)], place):
            yield place, False
        elif token.fact and _stands_at(token, quote, start + place, clause=beside < 2):
            yield place, True
        elif token.fact and beside and alike:
            yield place, False


def _exchanged(said: Sequence[Token], quoted: Sequence[Token], place: int) -> bool:
    """Whether the fact at a place and another one stand in each other's in the quote: 希腊超过中国 for 中国超过希腊.
    Where one is named right after the other, that makes no difference.
    """
    fact, there = said[place].fact, quoted[place].fact
    for other, token in enumerate(said):
        mine, theirs = token.fact, quoted[other].fact
        if fact and there and mine and theirs and fact.agrees(theirs) and mine.agrees(there) and not fact.agrees(mine):
            between = said[min(place, other) + 1 : max(place, other)]
            if any(map(_tells, between)):
                return True
    return False


def _tells(token: Token) -> bool:
    """Whether it is a word that tells something of the facts beside it: 和 doesn't."""
    return token.is_word and token.text not in _AND


def _stands_at(token: Token, quote: Sequence[Token], place: int, *, clause: bool) -> bool:
    """Whether a fact stands at a place of a quote, or anywhere in its clause: of people who took part, any did."""
    first = last = place
    while clause and first and not BREAK.fullmatch(quote[first - 1].text):
        first -= 1
    while clause and last + 1 < len(quote) and not BREAK.fullmatch(quote[last + 1].text):
        last += 1
    return any(token.fact and other.fact and token.fact.agrees(other.fact) for other in quote[first : last + 1])


def _between(codes: Sequence[Code], place: int) -> bool:
    """Whether the same words stand on both sides of a difference, or on one, and on the other a text ends."""
    before = place == 0 or codes[place - 1][0] == "equal"
    after = place == len(codes) - 1 or codes[place + 1][0] == "equal"
    return before and after and len(codes) > 1


def _in_clause(quoted: Sequence[Token], codes: Sequence[Code], place: int) -> Sequence[Token]:
    """What of a passage of the quote stands beside what the claim says too: where that is its beginning or its end, the
    clause.
    """
    breaks = [at for at, token in enumerate(quoted) if BREAK.fullmatch(token.text)]
    if breaks and place == 0:
        return quoted[breaks[-1] + 1 :]
    return quoted[: breaks[0]] if breaks and place == len(codes) - 1 else quoted

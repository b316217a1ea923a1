"""Which words a text negates, and which words of two texts are opposites: the reversals between a claim and a quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from qa.chinese.tables import table
from store.text.sentences import Span

from .tokens import BREAK, Token

NEAR = 2
"""Words after a negation among which is what it negates."""


_WORDS = table("opposites")
_OPPOSITES = _WORDS.opposites("pairs")
"""Words of which those on one side say the opposite of those on the other."""
_CONVERSES = _WORDS.opposites("converses")
"""Those that can tell the same from two ends, or of different things: they are compared only in the same place."""
_CONTRARY = frozenset(word for sides in _OPPOSITES for side in sides for word in side)

Kind = Literal["negation", "opposite"]


class Reversal(NamedTuple):
    """Words of the claim that the quote negates, or the other way round, or whose opposite it says; where they stand in
    both. Without a place in the claim, the claim lacks the negation.
    """

    kind: Kind
    said: Span | None
    quoted: Span | None


Polarity = Mapping[str, Mapping[bool, Span]]
"""Words, whether they are negated in a text, and where they first are; with what negates them."""


def reversals(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Iterator[tuple[int, Reversal]]:
    """What the claim negates and the quotes don't, or the other way round; and words with the opposite meaning. Each
    with the number of the quote.
    """
    theirs: dict[str, dict[bool, Span]] = {}
    where: dict[str, int] = {}
    for number, quote in enumerate(quotes):
        for word, kinds in _polarity(quote).items():
            where.setdefault(word, number)
            theirs[word] = {**kinds, **theirs.get(word, {})}
    mine = _polarity(said)
    for word, kinds in mine.items():
        if word in theirs and not kinds.keys() & theirs[word].keys():
            yield where[word], Reversal("negation", *_first(kinds, theirs[word]))
    for word, other in _opposed(mine, theirs, _OPPOSITES):
        yield where[other], Reversal("opposite", *_first(mine[word], theirs[other]))


def reversals_in_place(said: Sequence[Token], quoted: Sequence[Token]) -> Iterator[Reversal]:
    """The same of two passages that stand between the same words, whatever else their texts say; of words with the
    opposite meaning, one must stand just where the other does.
    """
    if _only_negated(said, quoted):
        yield Reversal("negation", _span(said), _span(quoted))
    if len(said) == len(quoted) == 1:
        for _ in _opposed(_polarity(said), _polarity(quoted), (*_OPPOSITES, *_CONVERSES)):
            yield Reversal("opposite", _span(said), _span(quoted))


def _first(said: Mapping[bool, Span], quoted: Mapping[bool, Span]) -> tuple[Span, Span]:
    return next(iter(said.values())), next(iter(quoted.values()))


def _span(tokens: Sequence[Token]) -> Span | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _opposed(said: Polarity, quoted: Polarity, pairs: Sequence[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Pairs of opposite words: the first text has only the one, the second only the other, and neither is negated."""
    for sides in pairs:
        for side, other in (sides, sides[::-1]):
            mine = [word for word in side if said.get(word, {}).keys() == {False}]
            theirs = [word for word in other if quoted.get(word, {}).keys() == {False}]
            if mine and theirs and not (quoted.keys() & {*side} or said.keys() & {*other}):
                yield mine[0], theirs[0]


def _polarity(said: Sequence[Token]) -> Polarity:
    """For each word whether it stands there negated, as it is, or both."""
    found: dict[str, dict[bool, Span]] = {}
    left, negated, start = 0, False, 0
    for token in said:
        if BREAK.fullmatch(token.text):
            left, negated = 0, False
        elif token.negates:
            if token.outright:
                found.setdefault(token.outright, {}).setdefault(not negated, (token.start, token.end))
            start = token.start
            left, negated = (NEAR, not negated) if token.negates_next else (0, False)
        else:
            if token.fact is None and (len(token.text) > 1 or negated or token.text in _CONTRARY):
                span = (start if negated else token.start, token.end)
                found.setdefault(token.text, {}).setdefault(negated, span)
            left -= 1
            negated = negated and left > 0 and (len(token.text) == 1 or token.is_modal)
    return found


def _only_negated(said: Sequence[Token], quoted: Sequence[Token]) -> bool:
    """Whether two passages are the same but for one negation more or less."""
    if sum(token.negates for token in said) % 2 == sum(token.negates for token in quoted) % 2:
        return False
    mine, theirs = ("".join(map(_outright, part)) for part in (said, quoted))
    return mine == theirs


def _outright(token: Token) -> str:
    """A word without its negation: 信 for 不信. Of 不能 nothing is left, and so of 能, which may stand in its place."""
    if token.negates_next or token.is_modal:
        return ""
    return token.outright if token.negates else token.text

"""Where a claim says otherwise than the sentences it rests on: another amount, date or name, or the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import starmap
from typing import Literal, NamedTuple

from qa.chinese.facts import Day, Fact, Kind, facts, root
from store.text.scripts import fold

from .measures import mismeasured
from .offices import misheld
from .polarity import turned, turned_in_place
from .tokens import BREAK, Token, tokens

ALIKE = 3
"""Characters of the same words around a fact from which on its place is the same in claim and quote."""
_AND = frozenset(("和", "与", "及", "以及", "同", "跟"))
"""Words between facts that tell nothing of them."""

Code = tuple[str, int, int, int, int]
"""Of `difflib`: what was done with the words from and to here in one text, and from and to there in the other."""


class Fault(NamedTuple):
    """What a claim says and its quotes don't: of what kind it is, and the words that say it."""

    kind: Kind | Literal["office", "measure", "negation", "direction"]
    words: str


def faults(claim: str, quotes: Sequence[str], known: str = "") -> list[Fault]:
    """Where a Chinese claim and its quotes differ in what can be told for certain; empty where nothing does.

    Each amount, date, name, quotation and document number of the claim must stand in the quotes, or in `known`: what
    may be taken for granted, as the article's title and the question. Where claim and quote run alike, there must be
    the same one, what one negates the other negates as well, no word is the opposite, and no two facts are exchanged.
    Nobody has another's office, no amount another's name.
    """
    claim = _unquoted(claim, quotes)
    granted = [fact for text in (*quotes, known) for fact in facts(text)]
    held = fold("\n".join((*quotes, known)))
    stated = {fact: _stated(fact, fold(claim[fact.start : fact.end]), granted, held) for fact in facts(claim)}
    said, against = tokens(claim), [tokens(quote) for quote in quotes]
    found = [Fault(fact.kind, claim[fact.start : fact.end]) for fact in stated if not stated[fact]]
    found += [Fault("office", person) for person in misheld(claim, quotes, known)]
    found += [Fault("measure", amount) for amount in mismeasured(claim, quotes)]
    return [*dict.fromkeys((*found, *_misplaced(said, against), *starmap(Fault, turned(said, against))))]


def _unquoted(claim: str, quotes: Sequence[str]) -> str:
    """What a claim says beside quoting a sentence whole: that needs no check, and would be compared with itself."""
    for quote in quotes:
        place = fold(claim).find(fold(quote)) if quote else -1
        if place >= 0:
            claim = f"{claim[:place]}\n{claim[place + len(quote) :]}"
    return claim


def _stands(words: str, held: str) -> bool:
    """Whether these very words stand in a text, not as a part of a longer number: 〔2022〕11号 ends in no date."""
    return re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d万亿])", held) is not None


def _stated(fact: Fact, words: str, granted: Sequence[Fact], held: str) -> bool:
    if isinstance(fact.value, Day):
        if _stands(words, held):
            return True
        # The year may stand elsewhere than the day, but each must stand somewhere.
        said = [other.value for other in granted if isinstance(other.value, Day) and fact.agrees(other)]
        return all(any(part in day.parts() for day in said) for part in fact.value.parts())
    return any(fact.agrees(other) for other in granted) or (isinstance(fact.value, str) and root(fact.value) in held)


def _misplaced(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Iterator[Fault]:
    """Facts of the claim where a quote, in the same words, has others of their kind, or a negation more or less;
    and words whose opposite it has there.

    What one quote has at its place is right, whatever stands in another.
    """
    right: set[int] = set()
    wrong: dict[int, Fault] = {}
    for quote in quotes:
        matcher = SequenceMatcher(None, [token.mask for token in said], [token.mask for token in quote], autojunk=False)
        codes = matcher.get_opcodes()
        for place, (code, i1, i2, j1, j2) in enumerate(codes):
            if code == "equal":
                for at, fault in _in_place(said[i1:i2], quote, j1):
                    if fault:
                        wrong[i1 + at] = fault
                    else:
                        right.add(i1 + at)
            elif _between(codes, place):
                beside = _in_clause(quote[j1:j2], codes, place)
                yield from starmap(Fault, turned_in_place(said[i1:i2], beside))
        right |= _word_for_word(said, quote)
    yield from (fault for place, fault in wrong.items() if place not in right)


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


def _in_place(said: Sequence[Token], quote: Sequence[Token], start: int) -> Iterator[tuple[int, Fault | None]]:
    """By place, the facts of words that stand in a quote from `start` on: whether there it has another of their kind.

    Between two words a fact must be just that one; beside one only, it may be any of the clause.
    """
    alike = sum(len(token.text) for token in said if token.is_word) >= ALIKE
    for place, token in enumerate(said):
        beside = sum(_tells(said[at]) for at in (place - 1, place + 1) if 0 <= at < len(said))
        if token.fact and _exchanged(said, quote[start : start + len(said)], place):
            yield place, Fault(token.fact.kind, token.text)
        elif token.fact and _stands_at(token.fact, quote, start + place, clause=beside < 2):
            yield place, None
        elif token.fact and beside and alike:
            yield place, Fault(token.fact.kind, token.text)


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


def _stands_at(fact: Fact, quote: Sequence[Token], place: int, *, clause: bool) -> bool:
    """Whether a fact stands at a place of a quote, or anywhere in its clause: of people who took part, any did."""
    first = last = place
    while clause and first and not BREAK.fullmatch(quote[first - 1].text):
        first -= 1
    while clause and last + 1 < len(quote) and not BREAK.fullmatch(quote[last + 1].text):
        last += 1
    return any(token.fact and fact.agrees(token.fact) for token in quote[first : last + 1])


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

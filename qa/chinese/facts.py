"""What a sentence states that can be compared word for word: amounts, dates, names, quotations, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from store.text.amount import Amount
from store.text.dates import Day, days
from store.text.numbers import amounts
from store.text.scripts import fold, simplified
from store.text.sentences import Span

from .names import SURNAMES, Word, person_at, tagged
from .tables import table

Kind = Literal["amount", "date", "name", "quoted", "document"]

OFFICE = 4
"""Words after a person among which is the office that is meant."""
_DOCUMENT = re.compile(r"[〔\[(](\d{4})[〕\])]\s*第?(\d+)\s*号")
_QUOTED = re.compile(r"《([^《》]{2,})》|“([^“”]{4,})”|「([^「」]{4,})」")
_FALLS = re.compile(table("measures").either("falls"))
_SAYS = table("verbs").characters("after_person")
_HOLDS = table("verbs").characters("before_office")
_CLAUSE_END = re.compile(r"[，。；：！？;:!?]|,(?!(?<=\d,)\d)")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text states, at offsets into it; `value` is what is compared.

    `falls` tells of an amount that its clause has a word of loss or fall, so that it may stand for one below zero.
    """

    kind: Kind
    value: Amount | Day | str
    start: int
    end: int
    falls: bool = False

    def agrees(self, other: Fact) -> bool:
        """Whether both may be the same; 亏损3亿元 and -3亿元 are, and 中山 and 中山市."""
        if isinstance(self.value, Amount) and isinstance(other.value, Amount):
            return self.value.agrees(other.value) or self._is_loss(other) or other._is_loss(self)
        if isinstance(self.value, Day) and isinstance(other.value, Day):
            return self.value.agrees(other.value)
        return self.kind == other.kind and root(str(self.value)) == root(str(other.value))

    def _is_loss(self, other: Fact) -> bool:
        """Whether an amount, which is said to be lost, is so much below zero as another."""
        mine, theirs = self.value, other.value
        if not (self.falls and isinstance(mine, Amount) and isinstance(theirs, Amount)):
            return False
        return theirs.value < 0 < mine.value and mine.agrees(theirs.absolute)


def root(name: str) -> str:
    """A name without what kind of place it is: 中山 for 中山市."""
    return re.sub("(?<=..)[省市区县镇乡]$", "", name)


@lru_cache(maxsize=2048)
def facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text, in order. Names are those of people, places and bodies as the segmenter has them."""
    folded = fold(text)
    found = [Fact("document", f"{match[1]}:{match[2]}", *match.span()) for match in _DOCUMENT.finditer(folded)]
    found += [fact for date in days(folded) if _free(fact := Fact("date", date.value, date.start, date.end), found)]
    found += _amounts(folded, [(fact.start, fact.end) for fact in found])
    found += [fact for fact in _names(text, folded) if _free(fact, found)]
    quoted = (Fact("quoted", match[match.lastindex or 0], *match.span()) for match in _QUOTED.finditer(folded))
    return tuple(sorted((*found, *quoted), key=lambda fact: (fact.start, -fact.end)))


def _free(fact: Fact, found: Sequence[Fact]) -> bool:
    return all(fact.end <= other.start or fact.start >= other.end for other in found)


def _amounts(folded: str, taken: Sequence[Span]) -> Iterator[Fact]:
    falls = _FALLS.search(folded) is not None
    for start, end, amount in amounts(folded, taken):
        yield Fact("amount", amount, start, end, falls and _falls(folded, start, end))


def _falls(folded: str, start: int, end: int) -> bool:
    """Whether the clause around a span has a word of loss or fall."""
    before = _CLAUSE_END.split(folded[:start])[-1]
    after = _CLAUSE_END.split(folded[end:], maxsplit=1)[0]
    return bool(_FALLS.search(before) or _FALLS.search(after))


def _names(text: str, folded: str) -> Iterator[Fact]:
    words = tagged(simplified(text))  # what folding makes of a name need not be one: 乾隆 would be 干隆
    for place, word in enumerate(words):
        span: tuple[int, int] | None = None
        before = words[place - 1].text if place else ""
        # 吕成蹊 is an adjective to it, but 市长吕成蹊 a mayor.
        in_office = place > 0 and words[place - 1].is_sole_office and len(word.text) == 3 and word.tag[0] in "ail"
        if (word.tag[:2] == "nr" and len(word.text) < 4) or in_office:
            span = person_at(words, place)
            if span is None and len(before) == 1 and before in SURNAMES and len(word.text) < 3:
                span = word.start - 1, word.end  # 刘 and 志远 are two words to it
        if span is None and word.tag[:2] in ("nr", "ns", "nt") and word.is_name:
            trimmed = _trimmed(word, words[place + 1 : place + 1 + OFFICE]) if word.tag == "nr" else word.text
            span = (word.start, word.start + len(trimmed)) if len(trimmed) > 1 else None
        if span:
            yield Fact("name", folded[slice(*span)], *span)


def _trimmed(word: Word, after: Sequence[Word]) -> str:
    """A person's name without the verb that the segmenter has as its end: 陈小华称 and, before an office, 朱玉任."""
    near = takewhile(lambda one: one.tag != "x", after)
    in_office = any(one.is_sole_office for one in near)
    return word.text.rstrip(_SAYS + _HOLDS if in_office else _SAYS)

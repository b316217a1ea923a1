"""People's names in Simplified text, whose characters a conversion must not change: 范 is no 範, 于 no 於."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.text.tables import Table

_WORDS = Table(__package__, "names")
SURNAMES = _WORDS.mapping("surnames")
"""Family names that OpenCC takes for another word, and how they are written in Traditional."""
ALL_SURNAMES = frozenset(Table(__package__, "surnames").words("single")) | SURNAMES.keys()
_WORDLIKE = _WORDS.characters("wordlike")
"""Those that are mostly no names: they need a neighbour that tells."""

_HAN = r"[\u3400-\u9fff]"
_BEFORE = rf"(?:(?:^|[\s、，。：；！？（(“《·|/]|{_WORDS.either('before')}))"
_AFTER = rf"(?=$|[\s、，。）)；：！？”》·|/]|{_WORDS.either('after')})"
_NO_GIVEN = rf"(?!{_WORDS.either('no_given')})"
_NO_NAME = re.compile(_WORDS.either("no_names"))
"""Words that begin as a name does."""
_BETWEEN_NEIGHBOURS = re.compile(rf"{_BEFORE}(?P<name>[{''.join(SURNAMES)}]{_NO_GIVEN}{_HAN}{{1,2}}?){_AFTER}")
_GIVEN = re.compile(_NO_GIVEN + _HAN)
_BEHIND = re.compile(f"{_BEFORE}$")
_COUNTED = re.compile(r"[\d十百千万亿]$")
PAIR, TRIPLE = 2, 3
"""How many characters people's names mostly have."""


def names(text: str) -> list[tuple[int, int]]:
    """Where people's names stand in Simplified `text`, as (start, end) offsets in order, the family name first.

    They are those that the segmenter tags as people, and those that stand between what stands beside names. Of a name
    of three characters every occurrence is found once one is. Not every name is found, and not all found are names.
    """
    text = re.sub("[\ud800-\udfff]", " ", text)  # the segmenter refuses half a surrogate pair
    found = {*_tagged(text), *(match.span("name") for match in _BETWEEN_NEIGHBOURS.finditer(text))}
    whole = {text[start:end] for start, end in found if end - start == TRIPLE}
    if whole:
        found |= {match.span() for match in re.finditer("|".join(sorted(whole)), text)}
    return sorted(span for span in found if not _NO_NAME.match(text, span[0]))


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    """Words that the segmenter takes for people, and family names that it left alone before a given name."""
    import rjieba

    start, alone = 0, False
    for word, tag in rjieba.tag(text):
        end = start + len(word)
        if alone and len(word) <= PAIR and tag[0] not in "xpucmdfr" and _GIVEN.match(text, start):
            yield start - 1, end
        alone = word in SURNAMES and word not in _WORDLIKE and not _COUNTED.search(text[start - 1 : start])
        person = tag[:2] == "nr" and PAIR <= len(word) <= TRIPLE and word[0] in ALL_SURNAMES
        behind = word[0] not in _WORDLIKE or _BEHIND.search(text[max(0, start - 4) : start])
        if person and behind and _GIVEN.match(text, start + 1):
            yield start, end
        start = end

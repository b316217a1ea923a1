"""Pinyin behind converted characters: 工業(yè)和信息化局.

A mirror turned Simplified text into Traditional one character at a time, and left behind every character that it
changed its pinyin in brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from functools import lru_cache
from itertools import accumulate

from store.text.edits import Change
from store.thresholds import FORMS_GLOSSED, GLOSSED_FORMS

from . import gbk

PINYIN = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɑɡ]{1,7}"
GLOSS = rf"[(（]{PINYIN}[)）]"
GLOSS_LENGTH = 9
"""Characters of a gloss, at most."""
_GLOSSED = re.compile(rf"([\u3400-\u9fff])((?:{GLOSS})+)")
_BRACKET = re.compile(rf"[(（]({PINYIN})[)）]")
_ON_A_LETTER = re.compile(rf"(?<=([^\x00-\x7f])([@-~]))[(（]({PINYIN})[)）]")


def glossed(text: str) -> Set[str]:
    """The characters that a text with the disease glosses; none when it does not show it, whatever it glosses.

    It takes two of them: an author may gloss one name as often as it occurs.
    """
    glosses: Counter[str] = Counter()
    for (character, run), count in Counter(_GLOSSED.findall(text)).items():
        if _glosses_of(character, run):
            glosses[character] += count
    counts = [count for character, count in glosses.items() if gbk.is_converted(character)]
    converted = sum(counts)
    if len(counts) < 2 or converted < GLOSSED_FORMS * glosses.total():
        return frozenset()
    characters = Counter(text)
    forms = sum(count for character, count in characters.items() if gbk.is_converted(character))
    if converted < FORMS_GLOSSED * forms:
        return frozenset()
    return glosses.keys()


def find(text: str) -> list[Change]:
    """The glosses of a text that shows the disease, each a change that cuts it."""
    pieces = _GLOSSED.split(text)  # text, character, glosses, text, character, glosses, …, text
    glossed = list(zip(pieces[1::3], pieces[2::3], strict=True))
    cut = {pair: _glosses_of(*pair) for pair in set(glossed)}
    places = list(accumulate(map(len, pieces)))[1::3]
    changes = [Change(place, cut[pair], "", "gloss") for place, pair in zip(places, glossed, strict=True) if cut[pair]]
    straddling = [
        Change(match.start(), match[0], "", "gloss")
        for match in _ON_A_LETTER.finditer(text)
        if gbk.is_converted(straddled := gbk.character((gbk.pair(match[1]) or b"\0")[-1], ord(match[2])))
        and gbk.is_reading(straddled, match[3])
    ]
    return sorted(changes + straddling) if straddling else changes


@lru_cache(maxsize=100_000)
def _glosses_of(character: str, run: str) -> str:
    """The part of a run of brackets behind a character that holds readings of it."""
    length = 0
    for match in _BRACKET.finditer(run):
        if not gbk.is_reading(character, match[1]):
            break
        length = match.end()
    return run[:length]


def without_glosses(text: str) -> str:
    """`text` without any gloss that holds a reading of its character, whatever the rest of the text is like."""
    return _GLOSSED.sub(lambda match: match[1] + match[2].removeprefix(_glosses_of(match[1], match[2])), text)

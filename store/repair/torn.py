"""Torn characters: glosses that went between the two bytes of one, and what they did to the text behind it.

A mirror put its glosses into the bytes of GBK text, also where a pair of bytes only looked like a character because
it straddled two. 鏈式集群發 is E69C CABD BCAF C8BA B06C; the pair 9CCA is 準, got its gloss, and what was read after it
is 鏈?zhǔn)郊喊l(fā): CA took the bracket for its partner and became ?, and from there every pair came one byte late,
until 6C, which begins no pair, read as the letter l. AFC8 is no character and vanished.

The gloss names the straddling pair and so the lost byte, and the characters behind it give their bytes. What remains
open are the vanished pairs, and bytes that took something else than a bracket for their partner. There the words
decide, if one reading is far more probable than all others together: a noisy channel (Kernighan, Church and Gale, "A
Spelling Correction Program Based on a Noisy Channel Model", COLING 1990) whose noise is known exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from heapq import nlargest
from itertools import pairwise, takewhile
from math import exp

from store.text.edits import Change
from store.text.scripts import simplified
from store.thresholds import AGAINST_VANISHED, CERTAIN_READING, WORDS_IN_READING

from . import gbk
from .channel import Channel, Habits, Reading
from .characters import MARK
from .glosses import GLOSS, GLOSS_LENGTH, PINYIN, without_glosses
from .language import Language, of_words

CONTENDERS = 20
"""Readings, the best ones by their characters, whose words are looked at."""
CONTEXT = 4
"""Characters behind a torn span that its readings are judged with."""
FEW = 50
"""Torn spans that any text may have."""
DENSE = 500
"""Characters of a text for which it may have one more: the disease leaves one in 4,000. Looking for more takes long."""

_TORN = re.compile(rf"\?({PINYIN})\)")
_LAST = re.compile(rf"([^\x00-\x7f])(?:{GLOSS})?\Z")
_NEAR_TORN = re.compile(rf"\?{PINYIN}\).{{0,6}}")


def find(text: str, glossed: Set[str]) -> list[Change]:
    """The torn spans of a text that glosses these characters: recovered (`torn`), or if uncertain with a `mark`.

    Where they stand more densely than the disease can make them, the rest of them is marked.
    """
    changes: list[Change] = []
    if not (matches := [*_TORN.finditer(text)]):
        return changes
    sound = _NEAR_TORN.sub("", without_glosses(text))
    channel = Channel(text, Habits(glossed, set(sound) - glossed), Language(simplified(sound)))
    end, recovered, searches = 0, "", FEW + len(text) // DENSE
    for match in matches:
        start = match.start()
        if start < end:
            continue
        goes_on = bool(changes) and start == end
        before = recovered[-1:] if goes_on else _before(text, start)
        straddling = gbk.by_lead().get(((gbk.pair(before) or b"\0")[-1], match[1]), ())
        if not straddling:
            continue
        last = gbk.as_simplified(before)
        first = [
            Reading(channel.habits.of_glossed(found), match.end(), gbk.pair(found)[1], last) for found in straddling
        ]
        readings = _likely(channel, channel.complete(first)) if searches > 0 else []
        searches -= 1
        end, recovered = _settled(readings) if readings else (match.end(), MARK)
        if goes_on:
            start, recovered = changes[-1].place, changes.pop().after + recovered
        changes.append(Change(start, text[start:end], recovered, "mark" if MARK in recovered else "torn"))
    return changes


def _before(text: str, at: int) -> str:
    """The character before `at`, or before its gloss; empty when it is not one of two bytes."""
    match = _LAST.search(text[max(0, at - GLOSS_LENGTH - 1) : at])
    return match[1] if match else ""


def _likely(channel: Channel, readings: list[Reading]) -> list[Reading]:
    """The most probable readings, best first: as many as it takes to be certain that the right one is among them."""
    if not readings:
        return []
    last = max(reading.end for reading in readings)
    behind = {end: _behind(channel.text, end, last) for end in {reading.end for reading in readings}}
    scores = {reading: _in_context(reading, behind[reading.end], channel.language) for reading in readings}
    contenders = nlargest(CONTENDERS, readings, key=scores.__getitem__)
    for reading in contenders:
        words = "".join([*map(gbk.as_simplified, reading.text), *behind[reading.end]])
        scores[reading] = (scores[reading] + WORDS_IN_READING * of_words(words)) / (1 + WORDS_IN_READING)
    best = max(scores[reading] for reading in contenders)
    weights = {reading: exp(scores[reading] - best) for reading in contenders}
    return list(_until(CERTAIN_READING * sum(weights.values()), weights))


def _behind(text: str, end: int, last: int) -> list[str]:
    """What stands behind `end`, a little beyond `last`, in Simplified."""
    context = without_glosses(text[last : last + 40])[:CONTEXT].partition("?")[0]
    return [gbk.as_simplified(character) for character in without_glosses(text[end:last]) + context]


def _in_context(reading: Reading, behind: list[str], language: Language) -> float:
    """The logarithm of the probability of a reading together with what stands behind it."""
    likely = sum(language.log_probability(*pair) for pair in pairwise([reading.last, *behind]))
    return reading.score + likely - AGAINST_VANISHED * reading.vanished


def _until(enough: float, weights: dict[Reading, float]) -> Iterator[Reading]:
    total = 0.0
    for reading, weight in sorted(weights.items(), key=lambda item: -item[1]):
        if total >= enough:
            return
        yield reading
        total += weight


def _settled(readings: Sequence[Reading]) -> tuple[int, str]:
    """What the readings agree on, with a mark for the rest, and where they end."""
    end = max(reading.end for reading in readings)
    texts = {reading.text for reading in readings}
    if len(texts) == 1:
        return end, readings[0].text
    before = _common([*texts]).rstrip(MARK)
    if any(reading.end != end for reading in readings):
        return end, before + MARK
    behind = _common([text[len(before) :][::-1] for text in texts])[::-1]
    return end, before + MARK + behind.lstrip(MARK)


def _common(texts: Sequence[str]) -> str:
    """The longest beginning that all texts share."""
    shared = takewhile(lambda characters: len(set(characters)) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in shared)

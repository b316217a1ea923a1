"""Which characters are worth trying where bytes are missing: by a byte that is known, without the rare ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from . import gbk
from .language import frequency

RARE = -13.0
"""Logarithm of a frequency: rarer characters are not tried where any would do. Twice in a million."""
FREQUENT = -6.0
"""Logarithm of a frequency: only more frequent ones are tried between two vanished pairs. Twice in a thousand."""


class Vanishing(NamedTuple):
    """A character whose second byte may have vanished with the byte behind it: with any of `unassigned`."""

    character: str
    simplified: str
    lead: int
    unassigned: frozenset[int]


@cache
def beginning_with(lead: int) -> tuple[str, ...]:
    """The characters with a first byte."""
    found = [character for trail in range(0x40, 0xFF) if (character := gbk.character(lead, trail))]
    return tuple(character for character in found if frequency(gbk.as_simplified(character)) > RARE)


@cache
def leads_to(trail: int) -> Mapping[int, str]:
    """The first bytes that make a character with a second byte, and these characters, Simplified."""
    found = {lead: gbk.as_simplified(gbk.character(lead, trail)) for lead in range(0x81, 0xFF)}
    return {lead: character for lead, character in found.items() if character and frequency(character) > RARE}


@cache
def leads_to_reading(pinyin: str) -> Mapping[int, str]:
    """The first bytes of the Traditional characters with a reading, and one of these for each, Simplified."""
    return {lead: gbk.as_simplified(found[0]) for (lead, reading), found in gbk.by_lead().items() if reading == pinyin}


@cache
def vanishing(lead: int) -> tuple[Vanishing, ...]:
    """The characters with a first byte whose second may have vanished."""
    found = [
        Vanishing(character, gbk.as_simplified(character), lead, _unassigned(gbk.pair(character)[1]))
        for character in beginning_with(lead)
    ]
    return tuple(character for character in found if character.unassigned)


@cache
def frequent() -> tuple[Vanishing, ...]:
    """All frequent characters whose second byte may have vanished."""
    found = (character for lead in range(0x81, 0xFF) for character in vanishing(lead))
    return tuple(character for character in found if frequency(character.simplified) > FREQUENT)


@cache
def _unassigned(first: int) -> frozenset[int]:
    """The second bytes with which a first one is no character."""
    return frozenset(second for second in range(0x81, 0xFF) if not gbk.character(first, second))

"""Chinese names in Hanyu Pinyin, and the letters that English texts are compared by."""

from __future__ import annotations

import re
from functools import cache

from store.text.tables import Table

from .facts import facts, root
from .names import CITIES, PROVINCES, SURNAMES, tagged
from .tables import table

OTHERWISE_IN_ENGLISH = table("places").words("not_in_pinyin")
"""Chinese places whose English names are no plain pinyin."""


DOUBLE_SURNAMES = Table("store.text.scripts", "surnames").words("double")


def romanized(text: str) -> dict[str, str]:
    """The Chinese people and places that a text in Simplified names, with their names in Hanyu Pinyin (ISO 7098): the
    family name apart from the given one. Of places only the well-known ones that are spelt so in English too.
    """
    found = {place: spelt for place, spelt in well_known_places().items() if place in text}
    for fact in facts(text):
        name = text[fact.start : fact.end]
        if fact.kind == "name" and _is_person(name):
            found[name] = f"{in_pinyin(name[0])} {in_pinyin(name[1:])}"
    return found


def _is_person(name: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) or name[0] not in SURNAMES or name[:2] in DOUBLE_SURNAMES:
        return False
    tags = {word.tag[:2] for word in tagged(name)}
    return "nt" not in tags and (tags != {"ns"} or len(name) == 3) and root(name) == name


@cache
def well_known_places() -> dict[str, str]:
    """The well-known Chinese places that English spells in pinyin, each with its spelling."""
    return {place: in_pinyin(place) for place in (*PROVINCES, *CITIES) if place not in OTHERWISE_IN_ENGLISH}


def in_pinyin(characters: str) -> str:
    """A name in Hanyu Pinyin as one word: an apostrophe stands before a syllable that begins with a vowel."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(characters, v_to_u=True)
    joined = syllables[0] + "".join(f"'{more}" if more[0] in "aoe" else more for more in syllables[1:])
    return str(joined).capitalize()


def letters_of(text: str) -> str:
    """The letters of a text in lower case, ü as v: passports say Lyu for Lü."""
    return re.sub("[^a-z]", "", re.sub("ü|(?<=[ln])yu", "v", text.lower()))

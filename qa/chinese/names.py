"""People, offices, places and bodies in Simplified text, by the segmenter's tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from store.text.tables import Table

from .tables import table

_BODIES = table("bodies")
_OFFICES = table("offices")
_PLACES = table("places")
_BESIDE = table("beside_names")

PROVINCES = _PLACES.words("provinces")
CITIES = _PLACES.words("cities")
COUNTRIES = _PLACES.words("countries")
"""The places of one list are of one sort, so that one can stand in another's place."""
PLACE = re.compile(f"(?:{_PLACES.either('provinces', 'regions', 'cities', 'countries')})[省市]?")
QUOTED = re.compile(
    rf"《(?!(?:{table('clauses').either('general_titles')})》)[^《》]{{2,}}》|“[^“”]{{3,}}”|「[^「」]{{3,}}」"
)
LATIN = re.compile(r".{0,2}[A-Za-z]{2,}")

MISTAKEN = table("verbs").mapping("tags")
"""What the segmenter's dictionary has under a wrong tag."""
SURNAMES = frozenset(Table("store.text.scripts", "surnames").words("single"))
NO_LAST = _BESIDE.characters("never_last")
WITHHELD = re.compile(f"[{''.join(sorted(SURNAMES))}]{_BESIDE.pattern('withheld')}")
"""A person whose given name is not told: 钱某, 钱某某."""
AFTER_NAMES = _BESIDE.characters("after_names")

IN_BODIES = _BODIES.either("within")
NO_BODY = f"(?:{_BODIES.either('not_at_end')})$|{_BODIES.either('not_within')}|^(?:{_BODIES.either('not_at_start')})"
"""What ends as a body's name does and is none, or is no whole name."""
ONE_BODY_AND = f"和(?!{_BODIES.either('after_and')})"
"""An 和 that joins two bodies, and none within a body's name."""
_BODY_ENDS = {end: asked for asked, ends in _BODIES.lists("asked").items() for end in ends}
_BODY = re.compile(f"(?:{'|'.join(sorted(_BODY_ENDS, key=len, reverse=True))})$")

SOLE_OFFICES = _OFFICES.either("sole")
"""What one person at a time is, as alternatives of a regular expression."""
NOT_SOLE = _OFFICES.either("not_sole")
_SOLE_OFFICE = re.compile(f"(?:{SOLE_OFFICES})$")
_OFFICE = re.compile(f"(?:{SOLE_OFFICES}|{_OFFICES.either('shared')})$")
_IN_ROLE = re.compile("[njbszlg].*|eng|vn|an")


class Word(NamedTuple):
    """A word with its tag, as the segmenter has them: n a noun, v a verb, nr a person, ns a place, nt a body, …"""

    text: str
    tag: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether the segmenter takes it for a name; it errs now and then, mostly about people."""
        if self.tag == "nr" and len(self.text) < 4 and self.text[0] not in SURNAMES:
            return False
        return self.tag[:2] in ("nr", "ns", "nt", "nz") and len(self.text) > 1

    @property
    def is_sole_office(self) -> bool:
        """Whether it ends in what one person at a time is: 局长, 董事长."""
        return bool(_SOLE_OFFICE.search(self.text))


def tagged(text: str) -> list[Word]:
    """The words of a text."""
    import rjieba

    words: list[Word] = []
    place = 0
    for word, tag in rjieba.tag(text):
        words.append(Word(word, MISTAKEN.get(word, tag), place, place + len(word)))
        place += len(word)
    return words


def which_body(name: str) -> str | None:
    """How one asks for a body: 哪家公司 for …集团; None for what is no body's name."""
    end = _BODY.search(name)
    whole = 4 <= len(name) <= 20 and not re.search(f"{NO_BODY}|{ONE_BODY_AND}", name)
    return _BODY_ENDS[end[0]] if end and whole else None


def person_at(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """Where the Chinese person's name stands that begins at a word; None where none seems to."""
    first, rest = words[place], words[place + 1 :]
    if first.text[0] not in SURNAMES:
        return None
    last = first
    if len(first.text) == 1:
        if not rest or len(rest[0].text) > 2 or rest[0].tag in ("x", "p", "uj"):
            return None
        last, rest = rest[0], rest[1:]
    elif len(first.text) > 3 or first.tag in ("v", "n", "vn", "d", "p", "ns"):
        return None
    if last.text[-1] in NO_LAST or (rest and not _ends_before(rest[0], last.end - first.start)):
        return None
    return first.start, last.end


def _ends_before(word: Word, length: int) -> bool:
    """Whether a name of so many characters ends before a word, and doesn't go on in it."""
    if word.tag[0] not in "vpdcxuf" or word.text in "·・•．‧∙":
        return False
    return length > 2 or len(word.text) > 1 or word.text in AFTER_NAMES


def role_before(text: str, words: Sequence[Word], place: int) -> str | None:
    """The office that ends just before a word, if it names the body or the place: 朝阳法院亚运村人民法庭庭长."""
    start = place
    while start and (_IN_ROLE.fullmatch(words[start - 1].tag) or re.fullmatch(IN_BODIES, words[start - 1].text)):
        start -= 1
    role = text[words[start].start : words[place].start]
    if not 5 <= len(role) <= 26 or re.search(f"{ONE_BODY_AND}|{NOT_SOLE}", role):
        return None
    if start and words[start - 1].tag not in ("v", "p", "x", "c"):
        return None
    if not all(_OFFICE.search(part) for part in role.split("、")):
        return None  # 区委书记孙新军、区长 are two people
    first = words[start]
    if first.tag[:2] == "nr" and first.text[0] in SURNAMES and not re.search("[省市区县镇乡村]$", first.text):
        return None  # 习近平主席
    named = (
        PLACE.match(role) or first.is_name or (first.tag == "eng" and not first.is_sole_office) or first.text == "国家"
    )
    return role if named else None

"""Where a sentence names a place, a body or a person, so that one can ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.chinese.names import IN_BODIES, PLACE, QUOTED, Word, person_at, role_before, tagged, which_body
from qa.chinese.tables import table

from .clauses import Clause, leans
from .holes import Hole

_VERBS = table("verbs")
_COVERBS = _VERBS.either("coverbs")
_STATE = table("bodies").words("of_the_country")
_IN = re.compile(
    rf"[在于](?P<place>[\u4e00-\u9fff]{{2,18}}?)(?=(?:{_VERBS.either('manner')})?(?:{_VERBS.either('held')}))"
)
_AT = re.compile(rf"(?:{_VERBS.either('at')})(?P<place>[\u4e00-\u9fff]{{2,18}})$")
_DONE_BY = re.compile(rf"由(?P<by>[\u4e00-\u9fff]{{2,24}}?)(?={_VERBS.either('done')})")
_NO_PREDICATE = re.compile(_VERBS.either("no_predicate"))


def places(clause: Clause) -> Iterator[Hole]:
    """Where something is, or is held: 在哪里举行."""
    text = clause.text
    for match in (*_IN.finditer(text), *_AT.finditer(text)):
        start, end = match.span("place")
        if (
            start > 4
            and PLACE.match(match["place"])
            and _is_phrase(clause.words, start, end)
            and clause.named(match.start())
        ):
            yield Hole("place", clause.lead, text[:start], "哪里", match["place"], text[end:])


def _is_phrase(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether [start:end) is whole words, none of them a verb or a particle."""
    within = [word for word in words if start <= word.start < end]
    whole = bool(within) and (within[0].start, within[-1].end) == (start, end)
    return whole and not any(word.tag in ("v", "p", "d", "uj", "c") for word in within)


def bodies(clause: Clause) -> Iterator[Hole]:
    """Which body does something, or by which it is done: 由哪家公司承办."""
    text = clause.text
    for place, word in enumerate(clause.words[1:9], start=1):
        asked = which_body(text[: word.start])
        if asked and word.tag in ("v", "d", "p") and _is_subject(clause.words[:place]) and _tells(clause, place):
            yield Hole("body", clause.lead, "", asked, text[: word.start], text[word.start :])
            break
    for match in _DONE_BY.finditer(text):
        if clause.named(match.start()) and (asked := which_body(match["by"])):
            yield Hole("body", clause.lead, text[: match.start("by")], asked, match["by"], text[match.end() :])


def _is_subject(words: Sequence[Word]) -> bool:
    """Whether these words are one name."""
    first, *others = words
    whole = all(word.tag[0] in "njbasgl" or word.tag == "vn" or re.fullmatch(IN_BODIES, word.text) for word in others)
    return whole and (first.is_name or bool(PLACE.match(first.text)) or first.text in _STATE)


def _tells(clause: Clause, place: int) -> bool:
    """Whether what stands from a word on is enough to know the subject by: it does something to something named."""
    words = clause.words[place:]
    rest = clause.text[words[0].start :]
    if len(rest) < 7 or _NO_PREDICATE.match(rest) or person_at(words, len(words) - 1):
        return False  # a list of bodies, or of somebody's offices, does nothing
    names = (word for word in words if word.is_name and word.tag != "nz" and len(word.text) > 2)
    named = any(not PLACE.fullmatch(word.text) for word in names) or QUOTED.search(rest)
    return bool(named) and _acts(words, clause.ends)


def _acts(words: Sequence[Word], ends: bool) -> bool:
    """Whether words say that something is done, and don't only lead up to it; `ends` where no more follows."""
    verb, following = _first_verb(words)
    leads_up = re.fullmatch(_COVERBS, verb.text)
    if verb.tag == "p":
        return any(word.tag == "v" for word in words) and (ends or not leads_up)
    return verb.tag in ("v", "vn") and following.tag != "uj" and not leads_up


def _first_verb(words: Sequence[Word]) -> tuple[Word, Word]:
    """The first word that is no adverb and no time, and the word after it."""
    place = next((i for i, word in enumerate(words) if word.tag not in ("d", "ad", "f", "t", "m", "x")), 0)
    return words[place], words[min(place + 1, len(words) - 1)]


def offices(text: str) -> Iterator[Hole]:
    """Who holds an office: it needs no whole clause, since 东莞市市长吕成蹊说 tells that."""
    words = tagged(text)
    for place, word in enumerate(words[:-1], start=1):
        if word.is_sole_office and (found := person_at(words, place)):
            role = role_before(text, words, place)
            if role and not leans(role):
                yield Hole("person", "", role, "是谁", text[slice(*found)], "", office=True)


def people(clause: Clause) -> Iterator[Hole]:
    """By whom something is done: 由谁执导."""
    text, words = clause.text, clause.words
    starts = {word.start: place for place, word in enumerate(words)}
    for match in _DONE_BY.finditer(text):
        place = starts.get(match.start("by"), -1)
        if place >= 0 and clause.named(match.start()) and person_at(words, place) == match.span("by"):
            yield Hole("person", clause.lead, text[: match.start("by")], "谁", match["by"], text[match.end() :])

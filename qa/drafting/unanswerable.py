"""Questions that the library doesn't answer: one that it does, with another year or another place."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from qa.chinese.names import CITIES, COUNTRIES, PLACE, PROVINCES, QUOTED, tagged
from qa.thresholds import SIMILAR_ARTICLE
from store.text.scripts import fold, in_script, script_of, simplified

from .corpus import Corpus
from .figures import dates, has_amount

_YEARS_BACK = range(3, 10)
"""Not the year before, nor the one before that: articles compare with those, and don't write their numbers."""


def altered(question: str, corpus: Corpus, random: Random) -> tuple[str, str, str] | None:
    """The question about another year or place of which no article speaks together with the question's subject.

    Returns it with what was replaced and what by; None if there is nothing to replace.
    """
    text = simplified(question)
    if has_amount(text):
        return None  # what it says already wouldn't be so any more
    swaps = [*_other_years(text), *_other_places(text)]
    random.shuffle(swaps)
    for start, old, new in swaps:
        if not _is_spoken_of(new, text[:start] + text[start + len(old) :], corpus):
            changed = text[:start] + new + text[start + len(old) :]
            script = script_of(question)
            return in_script(changed, script), in_script(old, script), in_script(new, script)
    return None


def _other_years(text: str) -> Iterator[tuple[int, str, str]]:
    found = [(one.start, one.value.year) for one in dates(_unquoted(text)) if one.value.year]
    if len(found) == 1:
        start, year = found[0]
        if text.startswith(str(year), start):
            yield from ((start, str(year), str(year - back)) for back in _YEARS_BACK)


def _other_places(text: str) -> Iterator[tuple[int, str, str]]:
    """Another province for a province, and so on, where the question names no second place that wouldn't fit."""
    found = list(PLACE.finditer(_unquoted(text)))
    places = [word for word in tagged(text) if word.tag == "ns" and len(word.text) > 1]
    if len(found) != 1 or len(places) > 1:
        return
    old = found[0][0].rstrip("省市")
    for sort in (PROVINCES, CITIES, COUNTRIES):
        if old in sort and old != "中国":
            yield from ((found[0].start(), old, new) for new in sort if new not in ("中国", old))


def _unquoted(text: str) -> str:
    """A text with what it quotes blanked out: titles are not to be changed."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def _is_spoken_of(new: str, rest: str, corpus: Corpus) -> bool:
    """Whether an article speaks of `new` and of what the rest of a question names, or is about the same things."""
    words = tagged(simplified(rest))
    names = {fold(word.text) for word in words if word.is_name} | {fold(match[0]) for match in QUOTED.finditer(rest)}
    nouns = {fold(word.text) for word in words if word.tag[0] == "n" and len(word.text) > 1} - names
    for text in corpus.holding(new):
        if any(name in text for name in names):
            return True
        if nouns and sum(noun in text for noun in nouns) >= SIMILAR_ARTICLE * len(nouns):
            return True
    return False

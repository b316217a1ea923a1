"""Claims about who holds an office, of sentences that name several people with theirs; changed, one has another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from qa.drafting.lexicon import SOLE_OFFICES
from qa.drafting.names import tagged
from store.passage import sentences

from .pairs import LONGEST, Pair

FORMS = (
    "{office}是{person}。",
    "{office}为{person}。",
    "{office}{person}。",
    "{person}是{office}。",
    "{person}任{office}。",
)
_OFFICE = re.compile(f"副?(?:{SOLE_OFFICES})$")
_CLAUSE = re.compile("[，,。；;：:]")


def of_offices(text: str, random: Random) -> Iterator[Pair]:
    """Of each sentence that names two people and more after their offices a claim about each of them, true and changed;
    no office is given that the person's own clause names.
    """
    for start, end in sentences(text):
        quote = text[start:end]
        held = list(_held(quote)) if len(quote) <= LONGEST else []
        for person, office, clause in held:
            others = [other for _, other, _ in held if other not in clause and office not in other]
            if others and [name for name, _, _ in held].count(person) == 1:
                form = random.choice(FORMS)
                for kind, said in (("true", office), ("office", random.choice(others))):
                    yield Pair(form.format(office=said, person=person), quote, kind, f"{said}是谁？")


def _held(sentence: str) -> Iterator[tuple[str, str, str]]:
    """The people named right after an office, with it and the clause before them."""
    for word in tagged(sentence):
        office = _OFFICE.search(sentence[: word.start])
        if word.tag == "nr" and word.is_name and office:
            yield word.text, office[0], _CLAUSE.split(sentence[: word.start])[-1]

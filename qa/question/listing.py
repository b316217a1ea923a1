"""Questions that ask which articles, or which places, speak of something."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.chinese.tables import table
from store.text.numerals import NUMERALS, number
from store.text.scripts import simplified

_WORDS = table("articles")
_ARTICLES = f"(?:{_WORDS.either('articles')})"


_WHICH_ARTICLES = rf"哪(?:(?:些|几篇|(?P<number>[{NUMERALS}十两])?篇)的?{_ARTICLES}?|[些几]?{_ARTICLES})"


_KINDS = "|".join(table("places").mapping("ends"))
_WHICH_PLACES = f"哪(?:些|几[个座]|(?P<number>[{NUMERALS}十两])?[个座])?(?P<kind>{_KINDS}|[省市区县镇])"


_SAYS = f"(?:{_WORDS.either('speak_of')})[过了]?"


_WHAT = r"(?P<what>[^，。？?]+?)"


_END = r"[了吗呢]?[?？]?$"


_LISTED = f"(?=[把将].+(?:{_WORDS.either('listed_as')}))"


_ASKS = [
    re.compile(form)
    for which in (_WHICH_ARTICLES, rf"{_WHICH_PLACES}(?:的{_ARTICLES})?")
    for form in (
        rf"{which}(?:里面?|中)?[都还也]?{_SAYS}{_WHAT}{_END}",
        rf"(?<!所){_SAYS}(?!的){_WHAT}的(?:{_ARTICLES})?[有是](?:{which}){_END}",
        rf"{_ARTICLES}(?:之?[里中]|里面|当中)[，,]?(?:一?共?有)?{which}[都还也]?{_LISTED}{_WHAT}{_END}",
    )
]


_DENIED = re.compile("[没未][有曾能]?(?:提|谈|讲|说|写|涉)")


class MentionQuestion(NamedTuple):
    """What articles are asked to speak of; of which kind the places are that are asked for, if places are; and how many
    at least are, 1 where that is not said.
    """

    what: str
    kind: str | None
    number: int


def mention_question(question: str) -> MentionQuestion | None:
    """What a question asks for that wants to know which articles, or places, speak of something; None of any other."""
    text = simplified(question).strip()
    found = next(filter(None, (asks.search(text) for asks in _ASKS)), None)
    if found is None or _DENIED.search(text):
        return None
    return MentionQuestion(
        found["what"], found.groupdict().get("kind"), int(number(found["number"])) if found["number"] else 1
    )

"""Places, bodies and people: the articles that a claim cites must name those that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from qa.answer import Finding
from qa.checks.base import Aim, Case, Parsed
from qa.chinese.facts import root
from qa.chinese.names import PLACE, WITHHELD, tagged
from qa.chinese.tables import table
from qa.evidence.sources import Source
from qa.question.answer_form import HOW_MANY
from store.text.scripts import fold, simplified
from store.text.segmenter import terms
from store.text.sentences import sentences

from .years import other_years

ABBREVIATED, SHORTEST = 3, 3
"""Most characters that a short form leaves out between two of its own, as 发改委 of 发展和改革委员会, and the fewest
that it has: those of shorter ones stand in order in too many texts."""
_LOCAL = re.compile("[本我][省市区县镇]")
"""How an article says the place that it is of."""
_HERE = re.compile("[我全]国")
"""How a Chinese article says China."""
_TEAM = re.compile("(?<=..)(?:代表)?队$")
"""What a text may leave out of the name of a country's team."""
_ASKS_WHO = re.compile(table("question_words").either("for_person"))
_PLACE_KINDS = re.compile(f"[{table('places').characters('kinds')}]")


@dataclass(frozen=True, slots=True)
class OtherNames:
    """The cited articles must name the places, bodies and people that the question names."""

    name: str = "subject"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The names of the question of which the cited articles have none."""
        if names := unnamed(case.question.text, case.sources):
            yield Finding(self.name, "off-topic", asked="、".join(names))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A sentence that names only other years cannot be quoted; nor one that names only other places, where the question
    asks for a number.
    """

    name: str = "elsewhere"
    aim: Aim = "quoted"

    def find(self, case: Case) -> Iterator[Finding]:
        """The sentences that cannot be quoted."""
        asked = f"{case.question.text} {case.claim.text}"
        dates = case.published or (None,) * len(case.quotes)
        for quote, published in zip(case.quotes, dates, strict=True):
            if elsewhere(asked, quote.text, published):
                yield Finding(
                    self.name, "off-topic", quote_says=quote.text, quote_span=(0, len(quote.text)), quote=quote.text
                )


@dataclass(frozen=True, slots=True)
class OtherPerson:
    """A sentence about somebody else cannot be quoted where another one of its article tells the same of the person
    whom the question names: of the items of a list, that of 王某 says nothing of 李某.
    """

    name: str = "person"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The person of the question, where every quote names only others, and a better sentence names this one."""
        asked = _people(case.question)
        if not asked or _ASKS_WHO.search(case.question.simplified):
            return
        wanted = set(terms(case.question.text))
        if case.quotes and all(self._is_of_another(quote, asked, wanted, case.sources) for quote in case.quotes):
            yield Finding(self.name, "off-topic", asked="、".join(sorted(asked)))

    def _is_of_another(self, quote: Parsed, asked: Set[str], wanted: Set[str], sources: Sequence[Source]) -> bool:
        """Whether a quote names only others, and a sentence that names a person of the question holds all words of the
        question that it does.
        """
        others = _people(quote)
        if not others or any(person in quote.folded for person in asked):
            return False
        held = wanted & set(terms(quote.text))
        articles = [source.article for source in sources if quote.text in source.article]
        lines = (article[slice(*span)] for article in articles for span in sentences(article))
        theirs = (line for line in lines if line != quote.text and any(person in fold(line) for person in asked))
        return any(held <= set(terms(line)) for line in theirs)


def _people(text: Parsed) -> set[str]:
    """The people whom a text names, folded, also those whose given names are not told."""
    names = [word.text for word in tagged(text.simplified) if word.tag[:2] == "nr" and len(word.text) > 1]
    return {fold(name) for name in (*names, *WITHHELD.findall(text.simplified))}


def elsewhere(asked: str, sentence: str, published: str | None = None) -> bool:
    """Whether a sentence, of an article published on a day, names only other years than a question and its claim, or,
    where a number is asked for, only other places.
    """
    if other_years(asked, sentence, published):
        return True
    if not HOW_MANY.search(fold(asked)):
        return False
    names, said = _names(asked, {"ns", "nr"}), fold(sentence)
    return bool(names and _names(sentence, {"ns"})) and not any(name in said for name in names)


def unnamed(question: str, sources: Sequence[Source]) -> list[str]:
    """The places, bodies or people that a question names, where the cited articles name none of one of these kinds.

    An article of a place may say no more than 本市 of it, and then names no other.
    """
    articles = fold(" ".join(f"{source.passage.title} {source.article}" for source in sources))
    if _HERE.search(articles):
        articles += "中国"
    is_local = _LOCAL.search(articles) and not PLACE.search(articles)
    for tag in ("nt", "nr") if is_local else ("ns", "nt", "nr"):
        names = _names(question, {tag})
        known = any(_named(name, question, articles) or (tag == "nt" and _in_full(name, articles)) for name in names)
        if names and sources and not known:
            return names
    return []


def _named(name: str, question: str, articles: str) -> bool:
    """Whether articles name what a question names: 阿根廷 for 阿根廷队, or 谷歌Minerva by its Latin name alone."""
    latin = re.search(rf"{re.escape(name)}\s*([a-z][a-z\d]+)", fold(question))
    return _TEAM.sub("", name) in articles or bool(latin and latin[1] in articles)


def _in_full(name: str, text: str) -> bool:
    """Whether a text says the name of a body in full, or each of its two parts: 全国政协 is 政治协商会议全国委员会."""
    parts = [(name,), *((name[:place], name[place:]) for place in range(2, len(name) - 1))]
    between = rf"[^，。；、\s]{{0,{ABBREVIATED}}}"
    return len(name) >= SHORTEST and any(
        all(re.search(between.join(map(re.escape, part)), text) for part in both) for both in parts
    )


def _names(text: str, tags: set[str]) -> list[str]:
    """The names in a text, by the segmenter's tags: ns places, nt bodies, nr people; places without their 市 or 区."""
    # What folding makes of a name need not be one: 乾隆 would be 干隆.
    words = tagged(simplified(text))
    named = [word.text for word in words if word.tag[:2] in tags and len(_PLACE_KINDS.sub("", word.text)) > 1]
    return [root(fold(word)) for word in named]

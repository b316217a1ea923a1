"""Is a claim about what the question is about: the same office, the same one of several things, the same rank?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa.answer import Finding
from qa.checks.base import Aim, Case, parsed
from qa.chinese.facts import root
from qa.chinese.names import SOLE_OFFICES, tagged
from qa.chinese.tables import table
from qa.thresholds import ON_TOPIC
from store.text.scripts import fold, simplified
from store.text.segmenter import terms

_OFFICES = table("offices")
_QUESTIONS = table("question_words")
_WHO_HOLDS = re.compile(
    f"(?P<held>{SOLE_OFFICES})(?:{_OFFICES.either('now')})?(?:的?(?:{_QUESTIONS.either('name')}))?"
    f"[是叫](?:{_QUESTIONS.either('holder')})"
    f"|谁(?:是|任|{_OFFICES.either('take')}|当)[^，。]{{0,12}}?(?P<holding>{SOLE_OFFICES})[?？]?$"
)
_SAME_OFFICE = dict.fromkeys(_OFFICES.words("chief_executive"), f"(?:{_OFFICES.either('chief_executive')})")
_RANKS = tuple(re.compile("|".join(names)) for names in table("measures").groups("ranks"))
_CLAUSE = re.compile("[，。；,;、]")


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """What answers who holds an office must quote a sentence with this office: 区长 is no 区委副主任."""

    name: str = "asked_office"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The office that is asked about, where no quote and no title names it."""
        asked = _WHO_HOLDS.search(case.question.simplified)
        if not asked or not _both_chinese(case):
            return
        office = asked["held"] or asked["holding"]
        said = simplified(" ".join([*(quote.text for quote in case.quotes), *_titles(case)]))
        if not re.search(f"(?<!副){_SAME_OFFICE.get(office, office)}", said):
            yield Finding(self.name, "off-topic", asked=office)


@dataclass(frozen=True, slots=True)
class Namesake:
    """A claim must speak of the same one of what the question names: 北京冬奥会, not 平昌冬奥会."""

    name: str = "namesake"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """What the claim speaks of instead, with what is asked about."""
        if not _both_chinese(case):
            return
        said = fold(case.claim.simplified)
        others = _named_ones(case.claim.text)
        for thing, names in _named_ones(case.question.text).items():
            other = others.get(thing, names)
            if other != names and not any(name in said for name in names):
                says = min(other) + thing
                start = case.claim.folded.find(says)
                span = (start, start + len(says)) if start >= 0 else (0, 0)
                yield Finding(self.name, "off-topic", case.claim.text[slice(*span)], span, asked=min(names) + thing)


@dataclass(frozen=True, slots=True)
class Rank:
    """The quotes must give the people of a claim the rank that is asked for: 金牌, not 铜牌."""

    name: str = "rank"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The rank that is asked for, where the quotes give another to everybody whom the claim names."""
        quotes = " ".join(quote.text for quote in case.quotes)
        if _both_chinese(case) and other_rank(case.question.text, case.claim.text, quotes):
            asked = next(filter(None, (rank.search(case.question.simplified) for rank in _RANKS)))
            yield Finding(self.name, "off-topic", asked=asked[0])


@dataclass(frozen=True, slots=True)
class Topic:
    """The quotes, with their articles' titles, must have some terms in common with the question."""

    name: str = "topic"
    aim: Aim = "asked"

    def find(self, case: Case) -> Iterator[Finding]:
        """The question, where the quotes have too little in common with it."""
        if not _both_chinese(case):
            return
        asked = set(terms(case.question.text))
        said = " ".join([*(quote.text for quote in case.quotes), *_titles(case)])
        if len(asked & set(terms(said))) < ON_TOPIC * len(asked):
            yield Finding(self.name, "off-topic", asked=case.question.text)


def _both_chinese(case: Case) -> bool:
    return case.question.is_chinese and case.claim.is_chinese


def _titles(case: Case) -> list[str]:
    return [source.passage.title for source in case.sources]


def other_rank(question: str, claim: str, quotes: str) -> bool:
    """Whether the question asks who won, or came second or third, and whoever the claim names came in elsewhere: what
    is asked for is 金牌, and 铜牌 is what stands in each clause of the quotes that has a name of the claim.
    """
    asked = _ranks(question)
    named = [
        fact for fact in parsed(claim).facts if fact.kind == "name" and fold(str(fact.value)) not in fold(question)
    ]
    clauses = [clause for clause in _CLAUSE.split(fold(quotes)) if any(str(fact.value) in clause for fact in named)]
    found = [ranks for clause in clauses if (ranks := _ranks(clause))]
    return len(asked) == 1 and bool(found) and not any(asked & ranks for ranks in found)


def _ranks(text: str) -> set[int]:
    return {place for place, names in enumerate(_RANKS) if names.search(simplified(text))}


def _named_ones(text: str) -> dict[str, set[str]]:
    """For each thing in a text the names that stand right before it: 冬奥会 with 北京."""
    found: dict[str, set[str]] = {}
    for name, thing in pairwise(tagged(simplified(text))):
        if name.tag[:2] in ("ns", "nr", "nt", "nz") and thing.tag in ("n", "nz", "j") and len(thing.text) > 1:
            found.setdefault(fold(thing.text), set()).add(root(fold(name.text)))
    return found

"""Do the sources agree? What others say instead of what an answer says, and which say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from qa.answer import Citation, Claim
from qa.checks.grounding import check_sentence, cite, supports
from qa.chinese.facts import facts
from qa.chinese.tables import table
from qa.evidence.sources import Evidence, Sentence, Source
from qa.thresholds import SAME_ANSWER, SIDE
from store.text import units
from store.text.amount import Amount
from store.text.dates import Day
from store.text.numerals import NUMERALS
from store.text.scripts import bare, fold

OTHERS = 2
"""Most other answers that are told."""
LONGEST = 24
"""Characters of words that can be compared as one answer: longer ones are told in a hundred ways."""
LETTERS = 2
"""Characters that two answers must share at least to be the same: 郭帆 is not 郭敬明."""
DIGITS = (2, 3)
"""Digits to which a rounded number is still the same: 2,988 and 近3,000."""
_SEVERAL = re.compile(f"哪[两{NUMERALS[1:]}]|{table('question_words').either('several', 'in_own_words')}")
"""What asks for several things, or for what each says in its own way: that others say other things is no conflict."""


def other_sides(
    question: str, claims: Sequence[Claim], evidence: Evidence, likely: Callable[[Sentence], bool]
) -> list[Claim]:
    """What sources that the claims don't cite say instead, as claims of their own, the likeliest first.

    Only short answers that can be compared: another amount, date or name than the claims say. Of sources that say the
    same, the first speaks for all. `likely` has the last word on whether a sentence's words answer the question.
    """
    if not claims or _SEVERAL.search(fold(question)):
        return []
    found: list[Claim] = []
    told = "".join(claim.text for claim in claims)
    said = _said(question, claims, evidence)
    for source, sentence in _elsewhere(claims, evidence):
        words = sentence.pointed
        known = _says(told, words) or any(alike(words, other) for other in said)
        if known or _says(question, words) or not any(comparable(words, other, question) for other in said):
            continue
        side = check_sentence(Claim(words, (cite(source, sentence),), exact=words), sentence, question, evidence)
        if side.verdict == "supported" and likely(sentence):
            found.append(side)
            said.append(words)
            if len(found) == OTHERS:
                break
    return found


def with_corroboration(question: str, claims: Sequence[Claim], evidence: Evidence) -> list[Claim]:
    """The claims; those that are supported cite as well each other article that supports them by itself, and in which
    the reader points at words that they say. Of 79 positive passages of RGB beside one that was cited this finds 40,
    and no negative one.
    """
    return [_with_others(question, claim, evidence) if claim.verdict == "supported" else claim for claim in claims]


def _with_others(question: str, claim: Claim, evidence: Evidence) -> Claim:
    found: dict[str, Citation] = {}
    for source, sentence in _elsewhere([claim], evidence):
        citation = cite(source, sentence)
        said = _says(claim.text, sentence.pointed) and not _says(question, sentence.pointed)
        if said and supports(claim.text, question, [citation]):
            found.setdefault(sentence.passage.article_id, citation)
    return replace(claim, citations=(*claim.citations, *found.values()))


def _says(text: str, words: str) -> bool:
    """Whether a text has these words, or most of them; of numbers and dates the same ones: 170 doesn't say 70."""
    if _values(words):
        return all(_held(value, text) for value in _values(words))
    return _shared(words, text) > SAME_ANSWER * len(bare(words))


def _said(question: str, claims: Sequence[Claim], evidence: Evidence) -> list[str]:
    """The words that answer in the claims: those the reader points at in their quotes, else all that they add to the
    question.
    """
    text = "".join(claim.text for claim in claims)
    quoted = evidence.quoted(citation for claim in claims for citation in claim.citations)
    pointed = [sentence.pointed for sentence in quoted if sentence.exact]
    return [words for words in pointed if bare(words) in bare(text)] or [_added(text, question)]


def _added(text: str, question: str) -> str:
    """A text without what it has in common with a question, in pieces of two characters and more."""
    added, place = "", 0
    for match in SequenceMatcher(None, text, question, autojunk=False).get_matching_blocks():
        added += text[place : match.a] if match.size > 1 or not match.size else text[place : match.a + match.size]
        place = match.a + match.size
    return added


def _elsewhere(claims: Sequence[Claim], evidence: Evidence) -> list[tuple[Source, Sentence]]:
    """The sentences of articles that the claims don't cite, the likeliest to answer first."""
    cited = {citation.passage.article_id for claim in claims for citation in claim.citations}
    found = [
        (source, sentence)
        for source in evidence.sources
        if source.passage.article_id not in cited
        for sentence in source.sentences
        if sentence.answers >= SIDE and 0 < len(sentence.pointed) <= LONGEST
    ]
    return sorted(found, key=lambda item: -item[1].answers)


def alike(one: str, other: str) -> bool:
    """Whether two answers may mean the same: they share an amount or a date, or most of the shorter one's words."""
    if _values(one) and _values(other):
        return _agree(one, other)
    shorter = min(len(bare(one)), len(bare(other)))
    return _shared(one, other) >= min(shorter, max(LETTERS, SAME_ANSWER * shorter))


def _shared(one: str, other: str) -> int:
    """Characters of the longest piece that two texts have in common."""
    return SequenceMatcher(None, bare(one), bare(other), autojunk=False).find_longest_match().size


def comparable(one: str, other: str, question: str) -> bool:
    """Whether two answers are of one kind, but for what they repeat of the question: amounts of the same thing, dates,
    or neither.
    """
    mine, theirs = ([value for value in _values(text) if not _held(value, question)] for text in (one, other))
    if not mine:
        return not theirs
    return any(_same_kind(value, against) for value in mine for against in theirs)


def _values(text: str) -> list[Amount | Day]:
    return [fact.value for fact in facts(text) if isinstance(fact.value, Amount | Day)]


def _held(value: Amount | Day, text: str) -> bool:
    """Whether a text says all of it: 2020年 says not all of 2020年1月31日."""
    if isinstance(value, Day):
        return any(isinstance(other, Day) and {*value.parts()} <= {*other.parts()} for other in _values(text))
    return any(_same(value, other) for other in _values(text))


def _agree(one: str, other: str) -> bool:
    return any(_same(mine, theirs) for mine in _values(one) for theirs in _values(other))


def _same(one: Amount | Day, other: Amount | Day) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.agrees(other) or _rounded(one, other)
    return isinstance(one, Day) and isinstance(other, Day) and one.agrees(other)


def _rounded(one: Amount, other: Amount) -> bool:
    """Whether one of two amounts of the same unit is the other, rounded."""
    values = one.value, other.value
    rounded = ((float(f"{value:.{digits - 1}e}") for value in values) for digits in DIGITS)
    return units.aliases(one.unit) >= {other.unit} and any(
        mine == other.value or theirs == one.value for mine, theirs in rounded
    )


def _same_kind(one: Amount | Day, other: Amount | Day) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.ordinal == other.ordinal and units.alike(one.unit, other.unit)
    return type(one) is type(other)

"""What a question asks for, and whether words or a claim have that form: a number, a time, a place, a list."""

from __future__ import annotations

import re

from qa.chinese.facts import facts
from qa.chinese.names import SURNAMES, tagged
from qa.chinese.tables import table
from store.text import units
from store.text.numbers import amounts, counted, quantities
from store.text.numerals import NUMERALS, number
from store.text.relative import relative_days
from store.text.resolution.feasts import names_feast
from store.text.scripts import fold, simplified
from store.text.segmenter import terms

_WORDS = table("question_words")

HOW_MANY = re.compile(_WORDS.either("number", "when"))
_COUNTED = re.compile(rf"(?:{_WORDS.either('amount')})([\u3400-\u9fff])")
_WHICH = re.compile(rf"哪([两{NUMERALS[1:]}])[\u3400-\u9fff]")
_WHEN = re.compile(_WORDS.either("when", "day", "date"))
_WHICH_YEAR = re.compile(_WORDS.either("which_year"))
_TIME = re.compile(_WORDS.either("in_times"))
_GROWTH = re.compile(_WORDS.either("growth"))
_SHARES = ("%", "百分点", "倍")
_WHERE = re.compile(_WORDS.either("where", "place"))
_YES_OR_NO = re.compile(_WORDS.either("whether", "whether_there"))
_SEAMS = _WORDS.characters("seams")
# Numbers are compared as values; single characters and pairs like 是孙 or 了重 are only seams between words, and so is
# 孙丽任, which is one word to the segmenter.
_SAYS_LITTLE = re.compile(rf"^\d|^.$|^(?:[{_SEAMS}].|.[{_SEAMS}])$|^[{''.join(sorted(SURNAMES))}].{{1,2}}[任是为]$")
_NAMES_NOTHING = frozenset("vdpcumftrqyxw")
"""First letters of the segmenter's tags of words that name neither a thing nor a place."""
_ITEM_ENDS = re.compile(f"[、；]|{table('conjunctions').either('and')}")


def asks_when(question: str) -> bool:
    """Whether a question asks for a time."""
    return _WHEN.search(simplified(question).strip()) is not None


def of_another_form(question: str, claim: str) -> bool:
    """Whether a claim only repeats the question, or has no number, place or list where that wants one."""
    return any(lacks(question, claim) for lacks in (only_repeats, lacks_number, lacks_place, lacks_list))


def only_repeats(question: str, claim: str) -> bool:
    """Whether a claim has no word and no number that the question does not have; a question for yes or no has one."""
    new = said_beside(claim, question) or [term for term in {*terms(claim)} - {*terms(question)} if term[0].isdigit()]
    return not (_YES_OR_NO.search(simplified(question)) or new)


def lacks_number(question: str, claim: str) -> bool:
    """Whether the question asks how much or when, and a claim has no number and no date of its own."""
    asked = fold(question)
    return bool(HOW_MANY.search(asked)) and not _counts(claim, asked)


def lacks_place(question: str, claim: str) -> bool:
    """Whether the question asks where, and a claim names nothing that the question does not name."""
    return bool(_WHERE.search(simplified(question).rstrip("?？"))) and not _adds_a_name(claim, question)


def lacks_list(question: str, claim: str) -> bool:
    """Whether the question asks which two or three, and a claim has fewer items."""
    wanted = _WHICH.search(fold(question))
    return wanted is not None and len(_ITEM_ENDS.findall(claim)) + 1 < min(number(wanted[1]), 3)


def said_beside(claim: str, question: str) -> list[str]:
    """The terms of a claim that the question doesn't have, but for numbers and what says nothing by itself."""
    asked = {*terms(question)}
    return [term for term in terms(claim) if term not in asked and not _SAYS_LITTLE.search(term)]


def of_another_kind(question: str, words: str) -> bool:
    """Whether exact words are not what is asked for: no number for how much, no time for when, how many for who, and
    for a growth or a rate a number that is none.
    """
    asked, said = simplified(question).strip(), simplified(words)
    numbers = quantities(said) | counted(said)
    if "多少" in asked and not numbers:
        return True
    if "谁" in asked and _counts_people(said):
        return True
    is_time = _TIME.search(said) or relative_days(fold(said)) or names_feast(fold(said))
    if _WHEN.search(asked) and not (numbers or is_time):
        return True
    return bool(_GROWTH.search(asked) and quantities(said)) and not _is_share(said)


def _counts_people(said: str) -> bool:
    """Whether words are no more than a number of people."""
    found = amounts(fold(said), ones=True)
    whole = len(found) == 1 and found[0][:2] == (0, len(said)) and not found[0].value.ordinal
    return whole and (found[0].value.unit == "个" or units.alike(found[0].value.unit, "人"))


def _is_share(said: str) -> bool:
    """Whether words have a share, or a change of one."""
    stated = [one.value.unit for one in amounts(fold(said), ones=True) if one.value.unit]
    return any(units.alike(unit, share) for unit in stated for share in _SHARES)


def _counts(claim: str, question: str) -> bool:
    """Whether a claim names a number or a date that the question does not; one of what is asked for is a number too:
    一家. When something was, 昨日 says as well.
    """
    known = [fact.value for fact in facts(question)]
    stated = [fact for fact in facts(claim) if fact.kind in ("amount", "date")]
    if quantities(claim) - quantities(question) or any(fact.value not in known for fact in stated):
        return True
    if _says_when(claim, question):
        return True
    return any(f"一{unit}" in fold(claim) for unit in _COUNTED.findall(question))


def _says_when(claim: str, question: str) -> bool:
    """Whether a question asks for a time, and a claim says one by the day of writing: for a year, a year."""
    told = relative_days(fold(claim)) if asks_when(question) else []
    if _WHICH_YEAR.search(simplified(question)):
        return any(one.value.unit == "year" for one in told)
    return bool(told) or (asks_when(question) and names_feast(fold(claim)))


def _adds_a_name(claim: str, question: str) -> bool:
    """Whether a claim names something, beside dates and amounts, that the question does not."""
    asked, plain = fold(simplified(question)), simplified(claim)
    stated = [fact for fact in facts(plain) if fact.kind in ("date", "amount")]
    words = [word for word in tagged(plain) if not any(fact.start <= word.start < fact.end for fact in stated)]
    return any(word.tag[:1] not in _NAMES_NOTHING and fold(word.text) not in asked for word in words)

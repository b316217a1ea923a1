"""The clauses of a sentence that say something by themselves: they name their subject, and lean on nothing around them.

Only for Simplified text. Chinese strings clauses together with commas, and a clause may take its time and its subject
from those before it; these then come along in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.chinese.names import LATIN, PLACE, QUOTED, Word, tagged
from qa.chinese.tables import table
from store.text.dates import days
from store.text.numerals import NUMERALS
from store.text.scripts import fold

from .figures import DATE, HOUR, with_dates_marked

_WORDS = table("clauses")
_TIMES = table("times")

_SEASON = f"{DATE}(?:{_TIMES.either('seasons')})"
_DATE_CLAUSE = re.compile(
    f"(?:{_TIMES.either('before_date')})?(?:{DATE}{HOUR}|{_SEASON})(?:{_TIMES.either('after_date')})?"
)
_CLAUSE_END = re.compile(r"，|,(?!(?<=\d,)\d{3}(?!\d))|[;；:：。！？!?…\n]")
_MARKS = " \u3000,，;；:：。！？!?…\n"
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("《", "》"))
_CONDITIONAL = _WORDS.either("conditional")
_LEANING = re.compile(_WORDS.either("leaning"))
_OPENING = re.compile(f"{_WORDS.either('opening')}|[{NUMERALS}][是要]")
_GENERAL = re.compile(rf"{_WORDS.either('general')}|[\d{NUMERALS}十]+[%．.、]")
_UNFINISHED = re.compile(f"(?:{_WORDS.either('unfinished')})$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its words. `lead` goes before it in a question: its date, and the clause that has its subject.

    `date` is what of the lead is a date in a clause of its own, `dated` tells whether the sentence gives any at all,
    and `ends` whether a statement ends with the clause.
    """

    text: str
    words: Sequence[Word]
    lead: str
    date: str
    dated: bool
    ends: bool

    def named(self, before: int) -> bool:
        """Whether the subject, which stands before an offset or in the lead, has a name."""
        return names_its_subject(self.words, self.text[:before]) or self.lead != self.date


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a sentence that a question can be made of."""
    if re.search(_CONDITIONAL, text):
        return
    dated = any(text[found.end - 1] in "年月日" for found in days(fold(text)))
    date = subject = ""
    for clause, goes_on, after_date in _pieces(text):
        if _is_time(clause):
            date, subject = f"{clause}，", ""
            continue
        if "日" in date and not after_date and not subject:
            date = ""  # a day is that of what follows it, a year that of the whole sentence
        words = tagged(clause) if is_sound(clause) else []
        named = bool(words) and _is_nominal(words[0]) and names_its_subject(words, clause)
        if words and (subject or _is_nominal(words[0])):
            yield Clause(clause, words, date if named else date + subject, date, dated, not goes_on)
        subject = f"{clause}，" if named and goes_on else ""


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each clause, whether the statement goes on after it, and whether a date is the clause before it."""
    start, after_date = 0, False
    for end in [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]:
        clause = text[start:end].strip(_MARKS)
        yield clause, text[end : end + 1] in ("，", ","), after_date
        start, after_date = end + 1, _is_time(clause)


def _is_time(clause: str) -> bool:
    """Whether a clause says no more than when: 2023年, 2月18日农历新春第一个工作日."""
    marked = with_dates_marked(clause)
    if _DATE_CLAUSE.fullmatch(marked):
        return True
    if not re.match(DATE, marked) or len(clause) > 19 or _LEANING.search(clause):
        return False
    return all(word.tag[0] in "mntxbfqp" for word in tagged(clause))


def is_sound(clause: str) -> bool:
    """Whether a clause leans on nothing outside, and is not broken off."""
    return (
        len(clause) > 3
        and not leans(clause)
        and not _OPENING.match(clause)
        and not _UNFINISHED.search(clause)
        and all(clause.count(opening) == clause.count(closing) for opening, closing in _PAIRS)
        and clause.count('"') % 2 == 0
    )


def leans(text: str) -> bool:
    """Whether a text has a word that only the text around it explains: 其, 该, 今年, 会议."""
    return bool(_LEANING.search(text))


def names_its_subject(words: Sequence[Word], text: str) -> bool:
    """Whether a name stands near the beginning of `text`, and no word that any article could begin a clause with."""
    if _GENERAL.match(text):
        return bool(QUOTED.search(text[:24]))
    if PLACE.search(text[:14]) or QUOTED.search(text[:24]) or LATIN.match(text):
        return True
    return any(word.is_name and word.end <= len(text) for word in words[:4])


def _is_nominal(word: Word) -> bool:
    return (word.tag[0] in "njbszmt" and word.tag != "vn") or word.tag in ("an", "eng") or word.text in "“《「"

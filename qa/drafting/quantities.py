"""Where a sentence says how much or when, so that one can ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.chinese.names import QUOTED
from qa.chinese.tables import table

from .clauses import Clause
from .figures import DATE, HOUR, figures, has_amount, which_day, with_dates_marked
from .figures import dates as dates_of
from .holes import Hole

_VERBS = table("verbs")
_COVERBS = _VERBS.either("coverbs")
_LASTING = _VERBS.either("lasting")
_STATES = _VERBS.either("states")
_NOT_ONCE = _VERBS.either("not_once")
_FROM_OR_EACH = re.compile(r"(?:[从由自每比的]|(?<![增升降减达高])[至到]|[—\-~～等、]|[一两][名位个家])\s*$")


def amounts(clause: Clause) -> Iterator[Hole]:
    """How much or how many, with the unit; of what changes, only where the clause says when."""
    for start, end, unit in figures(clause.text):
        before, after = clause.text[:start], clause.text[end:]
        if len(before) < 2 or has_amount(before + after) or _FROM_OR_EACH.search(before) or (unit == "岁" and after):
            continue
        if not clause.named(start) or not _is_counted(clause, start, end):
            continue
        when = clause.date or dates_of(clause.lead + before)
        if not when and (clause.dated or not re.search(_LASTING, before)):
            continue
        before = re.sub(r"[逾超]过?\s*$", "超过", re.sub(r"近\s*$", "约", before))
        asked = "多少" if unit in "%％" else f"多少{unit}"
        yield Hole("number", clause.lead, before, asked, clause.text[start:end].strip(), after)


def _is_counted(clause: Clause, start: int, end: int) -> bool:
    """Whether what follows an amount is no more than the thing counted, after a verb."""
    rest = [word for word in clause.words if word.start >= end]
    if not rest:
        return True
    if len(clause.text) - end > 8 or clause.text[end] in "的、级/":
        return False
    verb = any(word.tag == "v" for word in clause.words if word.end <= start)
    return verb and all(word.tag[0] in "nbjz" or word.tag == "vn" for word in rest)


_DATED = re.compile(rf"(?<![\d至到前—\-～~、和后])({DATE}){HOUR}(?!\s*(?:{table('times').either('not_after_date')}))")


def dates(clause: Clause) -> Iterator[Hole]:
    """When: in its place in the clause, or after it, where the date begins the clause (……是在哪一天)."""
    text = clause.text
    own = re.match(rf"在?({DATE}{HOUR})", with_dates_marked(clause.date))
    if own and clause.lead == clause.date and _happened(clause, 0):
        answer = clause.date[slice(*own.span(1))]
        yield Hole("date", "", text, f"是在{_asked(answer)}", answer, "")
    for match in _DATED.finditer(with_dates_marked(text)):
        start, end = match.span()
        before, answer, after = text[:start], text[start:end], text[end:]
        if dates_of(clause.lead + before + after):
            continue
        if not before and _happened(clause, end):
            yield Hole("date", "", after, f"是在{_asked(answer)}", answer, "")
        elif before and clause.named(start) and _is_adverb(clause, start, end):
            yield Hole("date", clause.lead, before, _asked(answer), answer, after)


def _asked(answer: str) -> str:
    return which_day(dates_of(answer)[0].value)


def _is_adverb(clause: Clause, start: int, end: int) -> bool:
    """Whether a date tells when something is done, as in 将于2月8日召开; in 推翻2020年大选结果 it doesn't."""
    before, after = clause.text[:start].rstrip(), clause.text[end:].lstrip()
    if re.search("时|期间", after[:-3]) or re.match(".{1,10}的", after):
        return False
    following = next((word for word in clause.words if word.start >= end and word.text.strip()), None)
    if not after and re.search("[于在]$", before):
        return True
    if following is None or not (following.tag in ("v", "p", "d", "ad") or re.match("起.|开始", after)):
        return False
    last = next((word for word in reversed(clause.words) if word.end <= len(before)), None)
    return bool(re.search("[于在自从]$", before)) or (last is not None and last.tag not in ("v", "p"))


def _happened(clause: Clause, start: int) -> bool:
    """Whether the rest of a clause tells what happened once: a named somebody did something to something named."""
    text = clause.text[start:]
    words = [word for word in clause.words if word.start >= start]
    if not 8 <= len(text) <= 36 or re.search(_NOT_ONCE, text) or words[0].tag[0] not in "njbszx":
        return False
    place = next((place for place, word in enumerate(words) if word.tag == "v"), 0)
    verb = words[place]
    if not place or re.fullmatch(f"{_COVERBS}|{_STATES}", verb.text) or words[-1].is_sole_office:
        return False
    named = any(word.is_name for word in words[place + 1 :]) or QUOTED.search(text[verb.end - start :])
    return bool(named) and any(word.is_name for word in words[:place][:4])

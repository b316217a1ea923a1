"""The table of checks, and the one place that walks it."""

from __future__ import annotations

from qa.answer import Finding

from .asked.form import FORMS, AnswerKind
from .asked.names import Elsewhere, OtherNames, OtherPerson
from .asked.rows import OtherColumn, OtherRow
from .asked.subject import AskedOffice, Namesake, Rank, Topic
from .asked.years import OtherYear
from .base import Aim, Case, Check
from .contrary import Reversed
from .days import AnotherTime, RelativeDays
from .identifiers import AnotherIdentifier, AskedIdentifier, KnownIdentifier
from .measures import Measures
from .offices import Offices
from .values import Values

CHECKS: tuple[Check, ...] = (
    Values("amount"),
    Values("date"),
    Values("name"),
    Values("quoted"),
    Values("document"),
    AnotherIdentifier(),
    AskedIdentifier(),
    RelativeDays(),
    AnotherTime(),
    Offices(),
    Measures(),
    Reversed("negation"),
    Reversed("opposite"),
    OtherColumn(),
    OtherNames(),
    OtherYear(),
    KnownIdentifier(),
    AskedOffice(),
    Namesake(),
    Rank(),
    OtherRow(),
    OtherPerson(),
    *FORMS,
    Topic(),
    Elsewhere(),
    AnswerKind(),
)
"""Every check. Another one is a class in a file of its own, and a line here."""


def examine(case: Case, *aims: Aim) -> tuple[Finding, ...]:
    """What the checks with these aims find wrong with a claim, in the order of the table; each finding once."""
    found = (finding for check in CHECKS if check.aim in aims for finding in check.find(case))
    return tuple(dict.fromkeys(found))

"""Lines that belong to the page, not to the article."""

from __future__ import annotations

import re

from store.text.edits import Change
from store.text.tables import Table

from .glosses import without_glosses

_WORDS = Table(__package__, "boilerplate")

# The length of a line is bounded, since a scraper may have put a page into one line that begins like one of these.
RULES = {
    "link-back": re.compile(rf"{_WORDS.pattern('link_back')}[:：].{{0,300}}"),
    "disclaimer": re.compile(
        rf"{_WORDS.pattern('disclaimer')}[:：].{{1,200}}"
        rf"|(?=.*(?:{_WORDS.either('marks_of_disclaimers')}))(?:{_WORDS.pattern('statement')})[:：].{{1,200}}"
    ),
    "related": re.compile(rf"[-–—•·]*\s*(?:{_WORDS.either('related')})[:：]?"),
    "share bar": re.compile(
        rf"分享[到至][:：]?.{{0,20}}|分享[:：]?\s*(?:{_WORDS.either('share_with')}).{{0,20}}"
        rf"|{_WORDS.pattern('scan')}[^。！？!?]{{0,20}}"
    ),
    "editor": re.compile(
        rf"[(（\[【]?\s*(?:{_WORDS.either('before_editor')})?(?:{_WORDS.either('editor')})\s*[:：/].{{1,30}}"
    ),
    "e-mail": re.compile(r"(?a:(?:.{0,12}[:：]\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
}


def find(text: str) -> list[Change]:
    """Such lines, each cut together with the line ends before it; at the beginning, with those behind it.

    A line may hold glosses: a single one shows no disease.
    """
    changes: list[Change] = []
    beginning = end = 0
    for match in re.finditer(r"[^\n]+", text):
        if not (rule := _rule(match[0])):
            continue
        last, (start, end) = end, match.span()
        while start > last and text[start - 1] == "\n":
            start -= 1
        if start == beginning:
            while text[end : end + 1] == "\n":
                end += 1
            beginning = end
        changes.append(Change(start, text[start:end], "", rule))
    return changes


def _rule(line: str) -> str | None:
    """The rule by which a line goes, if any."""
    line = without_glosses(line).strip()
    return next((rule for rule, pattern in RULES.items() if pattern.fullmatch(line)), None)

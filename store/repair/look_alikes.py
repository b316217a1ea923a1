"""Characters that look like those that people type, which PDF files and input methods leave: ⽔⼒ is 水力."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from store.text.edits import Change
from store.text.numerals import NUMERALS
from store.text.scripts import has_look_alikes, like_han, like_latin

LONGEST = 12
"""Look-alikes in a row that a text may have: a longer row lists them."""
SHOWN = 2
"""Places among Chinese characters that show that a text has them everywhere, also in brackets and before 、."""

_HAN = re.compile("[\u3400-\u9fff]")
_CODE = re.compile(r"\s?[(（]?U\+")  # tells which character stands before it
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_FORMULA = re.compile("[\U0001d7ce-\U0001d7ff]|[\U0001d400-\U0001d7ff]{2,}")
# Circles and the letter O where a year or a number in words has 〇: 二○二四年, 二O二四年, 一○五.
_ZEROS = "○◯OoＯｏ0０"
_YEAR = re.compile(rf"[一二](?<![{NUMERALS}〇零].)[{NUMERALS}〇零{_ZEROS}]{{3}}(?=\s?年)")
_CIRCLES = re.compile("[○◯]+")


def find(text: str) -> list[Change]:
    """Each look-alike of `text`, a change into the character that people type.

    Those of Chinese characters are changed where they stand among Chinese characters, or where the text has them in
    SHOWN such places; a list of radicals stays, and a radical in brackets in a text about it.
    """
    if not has_look_alikes(text):
        return sorted([*_ligatures(text), *_zeros(text)])
    return sorted([*_han(text), *_formulas(text), *_ligatures(text), *_zeros(text)])


def _han(text: str) -> Iterator[Change]:
    forms = like_han()
    runs = [run for run in _runs().finditer(text) if len(run[0]) <= LONGEST and not _CODE.match(text, run.end())]
    among = [bool(_HAN.search(text, max(0, run.start() - 1), run.end() + 1)) for run in runs]
    everywhere = sum(among) >= SHOWN
    for run, near in zip(runs, among, strict=True):
        if near or everywhere:
            for place, character in enumerate(run[0], run.start()):
                yield Change(place, character, forms[character], "look-alike")


@cache
def _runs() -> re.Pattern[str]:
    """Look-alikes of Chinese characters in a row."""
    return re.compile(f"[{''.join(sorted(like_han()))}]+")


def _formulas(text: str) -> Iterator[Change]:
    """Letters and digits for formulas outside of them."""
    forms = like_latin()
    for match in _FORMULA.finditer(text):
        if (typed := "".join(forms.get(character, character) for character in match[0])) != match[0]:
            yield Change(match.start(), match[0], typed, "look-alike")


def _ligatures(text: str) -> Iterator[Change]:
    for match in _LIGATURE.finditer(text):
        if any(map(str.isalpha, text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1])):
            yield Change(match.start(), match[0], normalize("NFKC", match[0]), "look-alike")


def _zeros(text: str) -> Iterator[Change]:
    places = {place for match in _YEAR.finditer(text) for place in range(*match.span()) if text[place] in _ZEROS}
    for match in _CIRCLES.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if all(one and one in NUMERALS + "〇" for one in around):
            places.update(range(*match.span()))
    yield from (Change(place, text[place], "〇", "look-alike") for place in places)

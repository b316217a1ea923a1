"""Texts as a reader wants to see them: what is in that script already stays as it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from store.text.tables import Table

from .conversion import simplified, traditional
from .marks import Script, count, marks
from .names import ALL_SURNAMES, SURNAMES, names

Display = Literal["original", "simplified", "traditional"]
"""What a reader sees: the script that a text came in, or the same one for all."""

STRAY = 5
"""In a text of so many times more characters of one script, a single one of the other is a variant, not a mixture."""
COMMON = 2
"""Characters that a text and its source must have in common to be the same words."""

_WORDS = Table(__package__, "scripts")
_IN_USE = str.maketrans(_WORDS.mapping("in_use"))
_PHRASES = {re.compile(phrase): said for phrase, said in _WORDS.mapping("phrases").items()}
_ALSO_TRADITIONAL = frozenset(_WORDS.characters("also_traditional"))
_IN_SIMPLIFIED_NAMES = re.compile(f"[{_WORDS.characters('simplified_names')}]")
_DECIDED = frozenset(_WORDS.characters("never_traditional_names"))
_CLAUSE = re.compile(r"[^，。！？；：]*[，。！？；：]*")


def displayed(text: str, display: Display, *, source: str = "") -> str:
    """`text` as a reader wants to see it, character for character; `source` as for `in_script`."""
    if display == "original":
        return text
    return in_script(text, "hant" if display == "traditional" else "hans", source=source)


def in_script(text: str, script: Script, *, source: str = "") -> str:
    """`text`, of either script, in the named one, character for character.

    What is in it already stays as it is, clause by clause where a text mixes the two. People's names keep their
    characters. `source` is a text that `text` was taken from, or tells again: it decides where nothing in `text` tells,
    as in 范后于, and what it writes in that script is written so.
    """
    other: Script = "hans" if script == "hant" else "hant"
    convert = _in_traditional if script == "hant" else _in_simplified
    tells = not marks(script).isdisjoint(text)
    if tells and marks(other).isdisjoint(text):
        return text
    if not (tells or source):
        return convert(text)
    is_own = count(source or text, script) > count(source or text, other)
    stray = count(text, script) > STRAY * count(text, other)
    runs = groupby(_clauses(text, script, other, is_own=is_own, stray=stray), key=lambda clause: clause[1])
    converted = "".join(
        run if kept else convert(run) for kept, clauses in runs for run in ["".join(clause for clause, _ in clauses)]
    )
    return _as_printed(converted, source, script, other) if source and is_own else converted


def _clauses(text: str, script: Script, other: Script, *, is_own: bool, stray: bool) -> Iterator[tuple[str, bool]]:
    """The clauses of a text, and whether each is in a script: by itself, or as its line is, or as the whole is."""
    for line in text.splitlines(keepends=True):
        mine, theirs = count(line, script), count(line, other)
        for clause in _CLAUSE.findall(line):
            if foreign := count(clause, other):
                yield clause, stray and foreign == 1
            elif count(clause, script):
                yield clause, True
            else:
                yield clause, mine > theirs or (mine == theirs and is_own)


def _as_printed(text: str, source: str, script: Script, other: Script) -> str:
    """`text`, in a script, with what it has in common with `source`, but for the script, as `source` writes it.

    What the source has just so, which may write a word in two ways, stays so; its clauses in the `other` script lend
    nothing.
    """
    if text in source:
        return text
    lent = "".join(
        "\0" * len(clause) if count(clause, other) > max(1, count(clause, script)) else clause
        for clause in _CLAUSE.findall(source)
    )
    plain, printed = simplified(text), simplified(lent)
    written, place = [*text], 0
    while place < len(text):
        length = COMMON
        at = printed.find(plain[place : place + length]) if place + length <= len(text) else -1
        while at >= 0 and place + length < len(text):
            longer = printed.find(plain[place : place + length + 1], at)
            if longer < 0:
                break
            at, length = longer, length + 1
        if at >= 0:
            written[place : place + length] = lent[at : at + length]
        place += length if at >= 0 else 1
    return "".join(written)


def _in_simplified(text: str) -> str:
    """Text in Simplified; in names it keeps characters that Simplified has too: 魏徵."""
    plain = simplified(text)
    kept = [match.start() for match in _IN_SIMPLIFIED_NAMES.finditer(text)]
    if not any(ALL_SURNAMES.intersection(plain[max(0, place - 2) : place]) for place in kept):
        return plain
    people = names(plain)
    written = [*plain]
    for place in kept:
        if any(start < place < end for start, end in people):
            written[place] = text[place]
    return "".join(written)


def _in_traditional(text: str) -> str:
    """Text in Traditional; in names it keeps characters that Traditional has too: 范, 于, 后.

    A mixture takes the way through Simplified: a mirror that converted character by character wrote 髮展 where the
    phrase says 發展.
    """
    plain = simplified(text)
    written = [*traditional(plain).translate(_IN_USE)]
    for phrase, said in _PHRASES.items():
        for match in phrase.finditer(plain):
            written[match.start() : match.end()] = said
    for start, end in names(plain):
        written[start] = SURNAMES.get(plain[start], written[start])
        for place in range(start + 1, end):
            if plain[place] in _ALSO_TRADITIONAL and plain[place] not in _DECIDED:
                written[place] = text[place]
    return "".join(written)

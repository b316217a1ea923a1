"""Text that was spaced out letter by letter, as recognised and letter-spaced pages give it: 2 0 万 吨 is 20万吨."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from store.text.edits import Change
from store.text.scripts import simplified
from store.text.tables import Table, either
from store.thresholds import SPACED_TEXT

from .language import coherence

SURE = 6
"""Chinese characters that stand alone in a run that shows by itself that its text is spaced out."""
HEADING = 4
"""Those of a whole line that shows it."""
SHORT = 4
"""Chinese characters of a word that was left whole among spaced ones."""

_TABLE = Table(__package__, "spaced")
_HAN = "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff"
_GAP = r"[^\S\n]+"
_CANDIDATE = re.compile(rf"[^\S\n](?=[{_HAN}](?![{_HAN}]))(?<=[{_HAN}\s].)")
_MARKS = r"[^\w\s]"
_ONE = re.compile(rf"{_MARKS}*[{_HAN}](?:{_MARKS}+[{_HAN}])*{_MARKS}*")
_PIECE = re.compile(rf"{_ONE.pattern}|{_MARKS}*[{_HAN}]{{1,{SHORT}}}{_MARKS}*|[!-~]+|{_MARKS}+")
_ASCII = re.compile(r"[!-~]+")
_LINE = re.compile(r"[^\n]+")
_LISTED = [frozenset(listed) for listed in _TABLE.words("listed")]
_SURNAMES = frozenset(_TABLE.characters("surnames"))
_HEADINGS = re.compile(
    rf"(?m)^[^\S\n]*(?:第[^\s]{{1,4}}[章节篇编]{_GAP})?"
    rf"(?P<heading>[{_HAN}](?:{_GAP}[{_HAN}]){{1,5}})(?=[^\S\n]*(?:[:：]|$))"
)
_KNOWN = re.compile(either(_TABLE.words("headings")))


def find(text: str) -> list[Change]:
    """The spaces between the letters of `text`, each a change that takes it out.

    They show in runs of Chinese characters that stand alone and make up words; the other runs of such a text are
    closed up too. Wider gaps, which part words and columns, stay, and so do lists of characters and names of two.
    """
    if not _CANDIDATE.search(text):
        return []
    runs = [run for line in _LINE.finditer(text) for run in _runs(line[0], line.start())]
    sure = [run for run in runs if run.is_sure]
    closed = [run for run in runs if run.is_sure or (sure and run.is_likely)]
    gaps = {*_headings(text), *(gap for run in closed for gap in run.inside())}
    return [Change(*gap, "spaced letters") for gap in sorted(gaps)]


def _headings(text: str) -> Iterator[tuple[int, str, str]]:
    """The gaps in headings and labels that are a line, or begin one with a colon behind them."""
    for match in _HEADINGS.finditer(text):
        if _KNOWN.fullmatch(simplified("".join(match["heading"].split()))):
            for gap in re.finditer(_GAP, match["heading"]):
                yield match.start("heading") + gap.start(), gap[0], ""


class _Run:
    """Pieces of one line with white space between them, most of them single characters."""

    def __init__(self, pieces: Sequence[re.Match[str]], line: str, start: int) -> None:
        self._pieces, self._line, self._start = pieces, line, start
        self._ones = [piece[0] for piece in pieces if _ONE.fullmatch(piece[0])]
        alone = [len(piece[0]) == 1 or _ONE.fullmatch(piece[0]) is not None for piece in pieces]
        pairs = zip(pairwise(pieces), pairwise(alone), strict=True)
        self._gaps = [len(self._gap(one, other)) for (one, other), both in pairs if all(both)]
        self._width = Counter(self._gaps).most_common(1)[0][0] if self._gaps else 0

    def _gap(self, one: re.Match[str], other: re.Match[str]) -> str:
        return self._line[one.end() : other.start()]

    @property
    def is_sure(self) -> bool:
        """Whether it shows that the text is spaced out: a list of characters, or of names, does not."""
        is_line = self._line[self._pieces[0].start() : self._pieces[-1].end()] == self._line.strip()
        enough = len(self._ones) >= (HEADING if is_line else SURE) and len(self._gaps) >= len(self._pieces) / 2
        closed = simplified("".join(piece[0] for piece in self._pieces))
        return enough and self.is_likely and coherence(closed) > SPACED_TEXT

    @property
    def is_likely(self) -> bool:
        """Whether it is spaced out too, where another run of the text is sure."""
        characters = simplified(re.sub(rf"[^{_HAN}]", "", "".join(self._ones)))
        names = len(characters) % 2 == 0 and _SURNAMES.issuperset(characters[::2])
        listed = any(listed.issuperset(characters) for listed in _LISTED)
        return bool(self._gaps) and not names and not listed

    def inside(self) -> Iterator[tuple[int, str, str]]:
        """The gaps to close, each with what stays: those no wider than most, but not between Latin words."""
        for one, other in pairwise(self._pieces):
            gap = self._gap(one, other)
            latin = _ASCII.fullmatch(one[0]) and _ASCII.fullmatch(other[0])
            words = latin and max(len(one[0]), len(other[0])) > 1
            if len(gap) <= self._width and not words:
                yield self._start + one.end(), gap, ""
            elif latin and gap != " ":
                yield self._start + one.end(), gap, " "


def _runs(line: str, start: int) -> Iterator[_Run]:
    """The runs of a line that begins at `start`: what stands between pieces that are no part of any."""
    pieces: list[re.Match[str]] = []
    for piece in re.finditer(r"\S+|$", line):
        if piece[0] and _PIECE.fullmatch(piece[0]):
            pieces.append(piece)
            continue
        kept = [place for place, held in enumerate(pieces) if len(held[0]) == 1 or _ONE.fullmatch(held[0])]
        if len(kept) >= HEADING - 1:
            yield _Run(pieces[kept[0] : kept[-1] + 1], line, start)
        pieces = []

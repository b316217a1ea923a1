"""Lines, and ends of lines, that belong to the page, not to the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.text.edits import Change
from store.text.tables import Table

from .glosses import without_glosses

_WORDS = Table(__package__, "boilerplate")
_NAME = r"[\u3400-\u9fff]{2,4}"

# Sentences may begin so too, 版权声明：这四个字……, and so what follows has to hold a mark of those that pages have.
_OF_PAGE = rf"(?=[^\n]*(?:{_WORDS.either('marks_of_disclaimers')}))[^\n]{{1,200}}"
_DISCLAIMER = rf"(?:【{_WORDS.pattern('disclaimer')}】[:：]?|{_WORDS.pattern('disclaimer')}[:：]){_OF_PAGE}"
_STATEMENT = rf"(?:{_WORDS.pattern('statement')})[:：]"

# The length of a line is bounded, since a scraper may have put a page into one line that begins like one of these.
_LINES = {
    "link-back": re.compile(rf"{_WORDS.pattern('link_back')}[:：].{{0,300}}"),
    "disclaimer": re.compile(rf"{_DISCLAIMER}|{_STATEMENT}{_OF_PAGE}"),
    "related": re.compile(rf"[-–—•·]*\s*(?:{_WORDS.either('related')})[:：]?"),
    "share bar": re.compile(
        rf"分享[到至][:：]?.{{0,20}}|分享[:：]?\s*(?:{_WORDS.either('share_with')}).{{0,20}}"
        rf"|{_WORDS.pattern('scan')}[^。！？!?]{{0,20}}"
    ),
    "editor": re.compile(
        rf"[(（\[【]?\s*(?:{_WORDS.either('before_editor')})?(?:{_WORDS.either('editor')})\s*[:：/]"
        rf"(?:(?!.*\d\s?[\u3400-\u9fff])[^。！？!?…]{{1,30}}|{_NAME}。)"  # 审核：3个工作日 is a step of something
    ),
    "e-mail": re.compile(r"(?a:(?:.{0,12}[:：]\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
}

LONGEST = 300
"""Characters at the end of a line among which such pieces are looked for."""

# A piece behind the last sentence of a line ends where the next one begins. What is credited holds no comma or stop.
_LABEL = rf"(?:{_WORDS.either('of_editor')}|{_WORDS.either('of_source')}|{_WORDS.pattern('of_title')})\s*[:：]"
_EDITOR = rf"(?:{_WORDS.either('of_editor')})"
_NEXT = rf"(?:{_LABEL}|{_WORDS.either('more')}|{_WORDS.pattern('link_back')}|[(（【\[])"
_CREDITED = rf"(?:(?!{_NEXT})[^。，！？；：,!?;:()（）【】\[\]\n]){{0,30}}"
_INSIDE = {
    "more": rf"(?:{_WORDS.either('more')}|{_WORDS.either('more_behind')})",
    "editor": rf"{_EDITOR}[/／]{_NAME}|[(（【\[]{_EDITOR}[\s/／]+{_CREDITED}[)）】\]]"
    rf"|[(（【\[]?{_EDITOR}\s*[:：]{_CREDITED}[)）】\]]?",
    "source": rf"[(（【\[]?(?:{_WORDS.either('of_source')})\s*[:：]{_CREDITED}[)）】\]]?",
    "title": rf"[(（【\[]{_WORDS.pattern('of_title')}[:：]?[^()（）【】\n]{{1,80}}[)）】\]]"
    rf"|{_WORDS.pattern('of_title')}[:：]?《[^《》\n]{{1,80}}》",
    "share bar": rf"分享[到至][:：].{{0,20}}|{_WORDS.pattern('scan')}(?![”」])[^。，！？!?”」]{{0,20}}",
    "disclaimer": rf"(?:{_WORDS.pattern('notice')})[^\n]{{1,150}}不代表[^\n]{{1,80}}|{_DISCLAIMER}"
    rf"|{_STATEMENT}(?=[^\n]*(?:{_WORDS.either('marks_of_pages')}))[^\n]{{1,200}}",
}
_PIECE = re.compile(
    r"\s*+(?:" + "|".join(f"(?P<{name.replace(' ', '_')}>{piece})" for name, piece in _INSIDE.items()) + r")\s*+"
)
_BEHIND_SENTENCE = re.compile(r"""(?<=[。！？!?…])[”’」』)）】》"']*|(?<=[)）】])""")
_ANYWHERE = re.compile(_WORDS.either("more"))
_BEFORE_TEXT = re.compile(
    rf"\s*+(?:(?P<title>[(（【\[]{_WORDS.pattern('of_title')}[:：][^()（）\n]{{1,80}}[)）】\]])(?=\s*\S)"
    rf"|(?:(?P<more>{_WORDS.pattern('more_before')})"
    rf"|(?P<editor>[(（【\[]{_EDITOR}\s*[:：]{_CREDITED}[)）】\]]|{_EDITOR}\s*[:：]\s*{_NAME}(?=\s)))"
    r"(?=[^\n]*[。！？]))\s*+"
)

RULES = frozenset({*_LINES, *_INSIDE})
"""What such lines and pieces are."""


def find(text: str) -> list[Change]:
    """Such lines, each cut together with the line ends before it; at the beginning, with those behind it; and such
    pieces at the end of a line, behind its last sentence, or at its beginning.

    A line may hold glosses: a single one shows no disease.
    """
    changes: list[Change] = []
    beginning = end = 0
    for match in re.finditer(r"[^\n]+", text):
        if not (rule := _rule(match[0])):
            changes += _pieces(text, *match.span())
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
    found = (rule for rule, pattern in _LINES.items() if pattern.fullmatch(line))
    return next(found, "more" if _ANYWHERE.match(line) and _chain(line, 0, len(line)) else None)


def _pieces(text: str, start: int, end: int) -> Iterator[Change]:
    """The pieces at both ends of a line that hold nothing of the article, each a change."""
    while before := _BEFORE_TEXT.match(text, start, end):
        yield Change(start, before[0], "", str(before.lastgroup))
        start = before.end()
    first = max(start, end - LONGEST)
    places = {match.end() for match in _BEHIND_SENTENCE.finditer(text, first, end)}
    places |= {match.start() for match in _ANYWHERE.finditer(text, first, end)}
    for place in sorted(places):
        if place > start and (found := _chain(text, place, end)):
            yield from found
            return


def _chain(text: str, start: int, end: int) -> list[Change]:
    """The pieces that make up all of text[start:end]; none where something else stands there."""
    found: list[Change] = []
    while start < end:
        piece = _PIECE.match(text, start, end)
        if not piece:
            return []
        found.append(Change(start, piece[0], "", str(piece.lastgroup).replace("_", " ")))
        start = piece.end()
    return found

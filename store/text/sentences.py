"""Where the sentences of a text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numerals import NUMERALS
from .tables import Table

SENTENCE_LENGTH = 400
"""Characters at which a text without full stops is cut all the same."""

Span = tuple[int, int]

_WORDS = Table(__package__, "sentences")

_HAN = r"\u3400-\u9fff"
_NO_SPEECH = "".join(f"(?<!{verb})" for verb in (*_WORDS.words("said"), *_WORDS.words("introduced")))

# What holds together, so that no mark in it ends a sentence: titles, brackets, and names and slogans in quotation
# marks, which follow a word that is no verb of saying. Each has to close on its line, and not far on: a mark without
# its partner must not hold the rest of the text together.
_TITLE = r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,80}〉"
_BRACKETS = (
    r"[（(][^（）()\n]{0,120}+(?:[（(][^（）()\n]{0,60}[）)][^（）()\n]{0,60}+){0,3}+[）)]"
    r"|【[^【】\n]{1,60}】|\[[^\[\]\n]{1,60}\]|〔[^〔〕\n]{1,60}〕"
)
_NAMED = "|".join(f"{opening}[^{opening}{closing}。\n]{{1,20}}{closing}" for opening, closing in ("“”", "「」", "‘’"))
_MARK = re.compile(
    r"(?=[。！？!?….\n《〈（(【\[〔“「‘])(?:"  # for speed alone
    rf"(?P<title>{_TITLE})|(?P<brackets>{_BRACKETS})|(?=[“「‘])(?<=[\w、]){_NO_SPEECH}(?P<named>{_NAMED})"
    r"|(?P<dots>…+(?![。！？!?…])|\.{3,})|(?P<stop>[。！？!?…]+)|(?P<lines>\n+)"
    rf"""|(?P<point>(?<=[\w)\]%”’"'])\.(?=["”’')\]]*(?:\s+["“'A-Z0-9{_HAN}]|\s*$))))"""
)

_CLOSING = frozenset("”’」』)）】》〉〕]\"'")
_STOPS = frozenset("。！？")
_INSIDE = frozenset(",，、;；…")
"""What stands inside a sentence, and behind a mark shows that it is not over."""
_LETTER = re.compile(rf"[^\W\d_{_HAN}]")
_GOES_ON = re.compile(
    rf"(?:{_WORDS.either('goes_on')})|[^，。！？；：,!?;:“”「」『』《》没沒未\n]{{1,40}}"
    rf"(?:{_WORDS.either('said')}|{_WORDS.pattern('told')})[。！!]"
)
_GOES_ON_AFTER_DOTS = re.compile(rf"\s*(?:[a-z]|{_WORDS.either('goes_on_after_dots')})")
_OPENING_ONLY = re.compile(r"""[\s“‘「『（(【《"']*+""")
_BEFORE_NAME = re.compile(rf"(?:{_WORDS.either('names')})$")

_TITLE_OF_PERSON = re.compile(rf"(?<![A-Za-z])(?:{_WORDS.either('titles')})$")
_INITIAL = re.compile(r"(?<![A-Za-z.])(?<![a-z] (?=I))[A-Z]$")
_MAY_END = re.compile(rf"(?<![A-Za-z])(?:{_WORDS.either('may_end')})$")
_BEGINS = re.compile(rf"\s+[\"“']*(?:{_WORDS.either('begins')})\b")
_ITEM = re.compile(rf"(?:^|[；;：:，,、])\s*(?:\d{{1,2}}|[{NUMERALS}十]{{1,3}}|[ivxIVX]{{1,4}}|[A-Za-z])$")
_BEFORE_DIGIT = re.compile(r"[a-z]{3}$|[%)\]”’\"']$")
_CLAUSE_END = re.compile(r"[;；,，、:：]")


def sentences(text: str) -> list[Span]:
    """Where the sentences of `text` stand: (start, end) offsets without surrounding white space, in order.

    Everything but white space belongs to exactly one sentence. A sentence over SENTENCE_LENGTH characters is cut at
    the last clause end before that. A speech of several sentences is cut between them, and what only says who spoke
    stays with the last: “……。”他说。 Without a full stop a title, a name in quotation marks or a remark in brackets
    ends nothing, whatever marks it holds.
    """
    spans: list[Span] = []
    start = 0
    for end in _ends(text):
        spans += _trimmed(text, start, end)
        start = end
    spans += _trimmed(text, start, len(text))
    return [piece for span in spans for piece in _clauses(text, span)]


def _ends(text: str) -> Iterator[int]:
    """Where sentences end, behind their closing marks."""
    start = counted = straight = 0
    for mark in _MARK.finditer(text):
        kind, at = mark.lastgroup, mark.end()
        if kind == "title":
            continue
        if kind == "lines":
            counted, straight, start = at, 0, at
            yield at
            continue
        straight += text.count('"', counted, at)
        counted = at
        if _may_end(text, start, mark):
            closed = _closed(text, at, inside=straight % 2 == 1)
            if not _runs_on(text, mark, closed):
                start = closed
                yield closed


def _may_end(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a mark can end the sentence that begins at `start`, as far as it and what stands before it tell."""
    if mark["brackets"]:
        # A sentence in brackets stands by itself, or else its author put the full stop on their wrong side.
        last = mark[0][-2]
        return last == "。" or (last in "！？!?…" and not text[start : mark.start()].strip())
    if mark["named"]:
        # In heads that were joined to the text a speech may stand behind any word.
        return mark[0][-2] in "！？!?…" and not _BEFORE_NAME.search(text[max(start, mark.start() - 4) : mark.start()])
    if mark["dots"]:
        return not _OPENING_ONLY.fullmatch(text, start, mark.start())
    if mark["point"]:
        return not _is_abbreviated(text, start, mark.start())
    return True


def _closed(text: str, at: int, *, inside: bool) -> int:
    """Where the closing marks at `at` end, and the full stops behind them: “……？”。

    A straight quote is one where another is open before it, or at the end.
    """
    end = at
    while (mark := text[end : end + 1]) and (mark in _CLOSING or mark in _STOPS):
        if mark == '"' and not inside and text[end + 1 : end + 2].strip():
            break
        end += 1
    return end


def _runs_on(text: str, mark: re.Match[str], closed: int) -> bool:
    """Whether what stands behind a mark and its closing marks shows that the sentence is not over.

    A half-width mark ends a sentence only where no letter follows: torn glosses (鏈?zhǔn) and addresses hold them too.
    """
    following = text[closed : closed + 1]
    if following in _INSIDE:
        return True
    if mark["dots"] and (_GOES_ON_AFTER_DOTS.match(text, closed) or _is_stammered(text, mark)):
        return True
    if mark["stop"] and mark[0].isascii() and closed == mark.end():
        before = text[mark.start() - 1 : mark.start()]
        if _LETTER.match(following) or (following.isdigit() and before.isalnum() and before.isascii()):
            return True
    is_quoted = text[closed - 1] in _CLOSING and (mark["named"] or closed > mark.end())
    return bool(is_quoted and _GOES_ON.match(text, closed))


def _is_stammered(text: str, mark: re.Match[str]) -> bool:
    """Whether the words before a mark come again right behind it: 我……我没有."""
    before = text[max(0, mark.start() - 2) : mark.start()]
    return any(word.isalnum() and text.startswith(word, mark.end()) for word in (before, before[1:]))


def _is_abbreviated(text: str, start: int, at: int) -> bool:
    """Whether the point at `at` belongs to an abbreviation, an initial or the number of an item."""
    before, behind = text[max(start, at - 12) : at], text[at + 1 : at + 12]
    if _TITLE_OF_PERSON.search(before) or _INITIAL.search(before) or _ITEM.search(before.lstrip()):
        return True
    if behind.lstrip("\"”’') ")[:1].isdigit():
        return not _BEFORE_DIGIT.search(before)
    return _MAY_END.search(before) is not None and not _BEGINS.match(behind)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += piece.index(stripped)
    return [(start, start + len(stripped))]


def _clauses(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > SENTENCE_LENGTH:
        ends = [match.end() for match in _CLAUSE_END.finditer(text, start, start + SENTENCE_LENGTH)]
        cut = ends[-1] if ends else start + SENTENCE_LENGTH
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)

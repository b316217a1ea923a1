"""A question about several things at once, taken apart: 中山和东莞的人口各是多少 asks for two numbers.

What is asked of each is found by what runs parallel: the second thing is named as the first one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from qa.chinese.names import QUOTED, Word, tagged
from qa.chinese.tables import table
from store.text.scripts import simplified

MOST = 4
"""Parts of a question that are asked one by one: each costs as much as a question."""


_WORDS = table("question_words")
_EACH = re.compile(_WORDS.either("each"))
_TOGETHER = re.compile(_WORDS.either("together"))
_BOTH = re.compile(_WORDS.pattern("both"))
_AND = re.compile(f"[跟、]|{table('conjunctions').either('and')}")


def split(question: str) -> list[str]:
    """The parts of a question that asks the same of several named things, in Simplified; else the question alone."""
    text = simplified(question)
    if not _EACH.search(text):
        return [question]
    text = _TOGETHER.sub("", text).strip("，, ")
    each = _EACH.search(text)
    if each is None:
        return [question]
    named = _parallel([*_words(text[: each.start()])])
    if not 1 < len(named) <= MOST:
        return [question]
    rest = _BOTH.sub("", text[named[-1][1] : each.start()]).strip("，, ") + text[each.end() :]
    return [text[start:end] + rest for start, end in named]


def _words(text: str) -> Iterator[Word]:
    """The words of a text, a quoted title as one of them."""
    place = 0
    for quoted in (*QUOTED.finditer(text), None):
        end = quoted.start() if quoted else len(text)
        yield from (Word(word.text, word.tag, place + word.start, place + word.end) for word in tagged(text[place:end]))
        if quoted:
            yield Word(quoted[0], "nz", *quoted.span())
            place = quoted.end()


def _parallel(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the things stand that a text names alike, one after the other, from its beginning on; none without any."""
    conjunctions = [place for place, word in enumerate(words) if _AND.fullmatch(word.text)]
    if not conjunctions or not conjunctions[0]:
        return []
    first = words[: conjunctions[0]]
    form = _form(first)
    if form[0] not in "NT":
        return []
    found = [(first[0].start, first[-1].end)]
    place = conjunctions[0]
    while place < len(words) and _AND.fullmatch(words[place].text):
        length = _same_form(words[place + 1 :], form)
        if not length:
            return []
        found.append((words[place + 1].start, words[place + length].end))
        place += 1 + length
    return found


def _form(words: Sequence[Word]) -> str:
    """What follows what: a name, a time, 的, anything else; N, T, D, O."""
    return "".join(kind for kind, _ in groupby(map(_kind, words)))


def _kind(word: Word) -> str:
    if word.text == "的":
        return "D"
    if word.tag in ("m", "t") or re.fullmatch(r"[年月日号]", word.text):
        return "T"
    return "N" if word.is_name else "O"


def _same_form(words: Sequence[Word], form: str) -> int:
    """How many words from the first on have this form; 0 if none have."""
    length = 0
    for end in range(1, len(words) + 1):
        if _AND.fullmatch(words[end - 1].text) or not form.startswith(_form(words[:end])):
            break
        length = end
    return length if length and _form(words[:length]) == form else 0

"""The disease of the sample articles, given to clean ones: converted character by character, glossed byte by byte.

A mirror turned Simplified text into Traditional one character at a time, and put its pinyin in brackets behind every
character that it changed. It did so by replacing pairs of bytes in the GBK text, one character after another through
the whole of it. So a pair that straddles two characters was glossed as well, and tore the second one apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from pypinyin import pinyin

from store.repair import Repaired
from store.text.edits import Change
from store.text.scripts import traditional


def converted(text: str) -> str:
    """Simplified `text` in Traditional, one character at a time."""
    return "".join(traditional(character) if character >= "\u3400" else character for character in text)


def changed(text: str) -> list[str]:
    """The Traditional characters that converting Simplified `text` puts there."""
    return sorted({after for before, after in zip(text, converted(text), strict=True) if before != after})


def glossed(text: str, characters: Iterable[str]) -> str:
    """`text` as the mirror showed it, with these characters glossed one after another. GBK must be able to hold it."""
    content = text.encode("gbk")
    for character in characters:
        pair = character.encode("gbk")
        content = content.replace(pair, pair + f"({pinyin(character)[0][0]})".encode("gbk", errors="ignore"))
    return _read(content)


def damaged(text: str, random: Random, share: float = 1.0) -> str:
    """Simplified `text` with the disease: `share` of the changed characters are glossed, in an order of chance."""
    found = [character for character in changed(text) if random.random() < share]
    random.shuffle(found)
    return glossed(converted(text), found)


def _read(content: bytes) -> str:
    """GBK as the mirror read it: a byte without a partner takes what follows, and unknown pairs vanish."""
    characters: list[str] = []
    at = 0
    while at < len(content):
        lead, pair = content[at], content[at : at + 2]
        if lead <= 0x80:
            characters.append("€" if lead == 0x80 else chr(lead))
            at += 1
            continue
        at += 2
        if len(pair) < 2 or pair[1] < 0x40:
            characters.append("?")
            continue
        try:
            characters.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            continue
    return "".join(characters)


def torn_spans(repaired: Repaired, truth: str) -> Iterator[tuple[Change, str | None]]:
    """Each torn span of a repaired text with what stands for it in the truth; None where the two part ways.

    The pieces between the spans are looked up in the truth one after another.
    """
    spans = [change for change in repaired.changes if {"torn", "mark"} & {*change.rule.split("+")}]
    pieces = _between(repaired, spans)
    at = len(pieces[0])
    found = truth.startswith(pieces[0])
    for number, (span, piece) in enumerate(zip(spans, pieces[1:], strict=True), start=1):
        end = (len(truth) - len(piece) if number == len(spans) else truth.find(piece, at)) if found else -1
        found = found and end >= at and truth.startswith(piece, end)
        yield span, truth[at:end] if found else None
        at = end + len(piece)


def _between(repaired: Repaired, spans: list[Change]) -> list[str]:
    """The pieces of a repaired text before, between and behind its torn spans."""
    pieces, position, shift = [], 0, 0
    for change in repaired.changes:
        if change in spans:
            pieces.append(repaired.text[position : change.place + shift])
            position = change.place + shift + len(change.after)
        shift += len(change.after) - len(change.before)
    return [*pieces, repaired.text[position:]]

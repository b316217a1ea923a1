"""Bytes in, text out: which encoding a file is in, told by the whole of it, and what does not fit mended or kept.

A byte that belongs to no character becomes a lone surrogate (`errors="surrogateescape"`), so that the text gives the
bytes back; repair turns it into a visible mark.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from store.errors import BinaryFile, EmptyFile
from store.text.edits import Change
from store.text.scripts import simplified
from store.thresholds import PLAUSIBLE_LINE, TEXT_LIKE

CHUNK = 1 << 20
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
"""What Chinese text without a byte order mark is read as; of two that fit equally well, the earlier."""
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
_PUNCTUATION = frozenset("‘’“”…—–·•《》￥℃①②③④⑤⑥⑦⑧⑨⑩×÷±→■●★▲")
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: `text.encode(encoding, "surrogateescape")` is its bytes, unless it is damaged UTF-16.

    `changes` mend the pieces of `text` that are in another encoding than the rest.
    """

    text: str
    encoding: str
    changes: tuple[Change, ...] = ()


def decode(content: bytes, source: object) -> Decoded:
    """Decode a whole file. Raises EmptyFile or BinaryFile, which name `source`."""
    encoding = detect(BytesIO(content), source)
    if encoding.startswith("utf-16"):
        # What is no UTF-16 can't be written as such either: its mark is all that can be kept of it.
        text = content.decode(encoding, "replace")
        return Decoded(text, encoding, (Change(0, "\ufeff", "", "byte order mark"),) if text[0] == "\ufeff" else ())
    text = content.decode(encoding, "surrogateescape")
    if encoding in {"big5hkscs", "cp950"} and text.encode(encoding, "surrogateescape") != content:
        return _twice_coded(content, text, encoding)
    if encoding.startswith("utf-8") and not _UNDECODED.search(text):
        return Decoded(text, encoding)
    return Decoded(text, encoding, tuple(_mended(text, encoding)))


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends, decoded one at a time, and mended where one is in another encoding."""
    if encoding.startswith("utf-16"):
        yield from _wide_lines(stream, encoding)
        return
    stream.seek(len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
    for line in stream:
        text = line.decode(encoding, "surrogateescape")
        fits = encoding.startswith("utf-8") and not _UNDECODED.search(text)
        yield text if fits else _other(line, text, encoding) or text


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    for chunk in chain(_chunks(stream), [b""]):
        *whole, rest = (rest + decoder.decode(chunk, final=not chunk)).split("\n")
        yield from (line.removeprefix("\ufeff") + "\n" for line in whole)
    if rest:
        yield rest.removeprefix("\ufeff")


def detect(stream: BinaryIO, source: object) -> str:
    """The encoding that most of a file is in, as Python calls it. Raises EmptyFile or BinaryFile."""
    stream.seek(0)
    head = stream.read(CHUNK)
    mark = next((mark for mark in MARKS if head.startswith(mark)), b"")
    if not head.removeprefix(mark).strip():
        raise EmptyFile(path=source)
    likely = [MARKS[mark]] if mark else [*CANDIDATES]
    binary = b"\0" in head or _controls(head) > len(head) / 100  # for all but UTF-16
    if likely[0].startswith("utf-8") and not binary and _is_utf8(stream):
        return likely[0]
    scores = {encoding: _score([head], encoding) for encoding in likely}
    near = [encoding for encoding in likely if scores[encoding] > max(scores.values()) - 0.3]
    if len(near) > 1 and len(head) == CHUNK:
        scores = {encoding: _score(_chunks(stream), encoding) for encoding in near}
    best = max(near, key=lambda encoding: scores[encoding])
    if scores[best] < TEXT_LIKE or (binary and not best.startswith("utf-16")):
        raise BinaryFile(path=source)
    return best


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(stream):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


def _score(chunks: Iterable[bytes], encoding: str) -> float:
    """How much bytes look like Chinese or English text in an encoding: at most 1."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    counts: Counter[str] = Counter()
    for chunk in chunks:
        counts.update(decoder.decode(chunk))
    return _plausible(counts)


def plausibility(text: str) -> float:
    """How much `text` looks like Chinese or English: at most 1."""
    return _plausible(Counter(text))


def _plausible(counts: Counter[str]) -> float:
    total = counts.total()
    return sum(_worth(character) * count for character, count in counts.items()) / total if total else 0.0


@cache
def _worth(character: str) -> float:
    """What one character says for the encoding that gave it.

    The common characters are those of the first level of GB2312, which is ordered by use: 3,755 of them.
    """
    code = ord(character)
    if code < 128:
        return 1.0 if character.isprintable() or character in "\t\n\r\f\x1b" else -1.0
    if 0xD800 <= code < 0xF900 or character == "\ufffd" or not (character.isprintable() or character.isspace()):
        return -1.0
    if 0x3000 <= code < 0x3020 or 0xFF01 <= code < 0xFF5F or character in _PUNCTUATION:
        return 1.0
    if not 0x4E00 <= code < 0xA000:
        return 0.0
    try:
        lead = simplified(character).encode("gb2312")[0]
    except UnicodeEncodeError:
        return 0.1
    return 1.0 if 0xB0 <= lead <= 0xD7 else 0.3


def _controls(content: bytes) -> int:
    return len(content) - len(content.translate(None, _CONTROLS))


# Pieces in another encoding: files that were put together from several.


def _mended(text: str, encoding: str) -> Iterator[Change]:
    """Lines, and runs within lines, that are plausible in another encoding and not in the file's own."""
    for match in re.finditer(r"[^\n]*[^\x00-\x7f\n][^\n]*", text):
        line = match[0]
        if encoding.startswith("utf-8") and not _UNDECODED.search(line):
            continue
        if other := _other(line.encode(encoding, "surrogateescape"), line, encoding):
            yield Change(match.start(), line, other, "encoding")
        elif encoding.startswith("utf-8"):
            for run in re.finditer(r"[^\x00-\x7f]+", line):
                if other := _other(run[0].encode("utf-8", "surrogateescape"), run[0], encoding):
                    yield Change(match.start() + run.start(), run[0], other, "encoding")


def _other(line: bytes, text: str, encoding: str) -> str | None:
    """`line` in the encoding that it is plausible in, when it is not in the file's own, which reads it as `text`."""
    if line.isascii():
        return None
    best, other = _plausible(_beyond_ascii(text)) + 0.2, None
    if best >= 1:
        return None
    for candidate in ("utf-8", "gb18030", "big5hkscs"):
        if candidate == encoding.removesuffix("-sig"):
            continue
        try:
            read = line.decode(candidate)
        except UnicodeDecodeError:
            continue
        found = _beyond_ascii(read)
        if found.total() > 1 and (score := _plausible(found)) > max(best, PLAUSIBLE_LINE):
            best, other = score, read
    return other


def _beyond_ascii(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\x00-\x7f]+", "", text))


def _twice_coded(content: bytes, text: str, encoding: str) -> Decoded:
    """Big5 has a dozen characters twice; the second code would be lost in the text, and stays as bytes, mended."""
    pieces: list[str] = []
    changes: list[Change] = []
    at = place = 0
    for character in text:
        code = character.encode(encoding, "surrogateescape")
        kept = character
        if content[at : at + len(code)] != code:
            kept = content[at : at + len(code)].decode("ascii", "surrogateescape")
            changes.append(Change(place, kept, character, "encoding"))
        pieces.append(kept)
        at += len(code)
        place += len(kept)
    return Decoded("".join(pieces), encoding, tuple(changes))

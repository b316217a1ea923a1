"""Which pieces of the encoder's vocabulary a reader of Chinese and English keeps."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable

from tokenizers import Tokenizer

ENGLISH = 12_000
"""Pieces of Latin letters kept for how common they are in all of the encoder's languages, English most of all."""
SEEN = 3
"""Times that the training texts must need any other piece."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[^\W\d_\u3400-\u9fffA-Za-z]")
_LETTER = re.compile(r"[\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]")


def kept(tokenizer: str, texts: Iterable[str]) -> set[int]:
    """The ids of pieces to keep: all of Han characters, numbers and marks, common Latin ones, and what `texts` need."""
    pieces = [(piece.replace("▁", ""), score) for piece, score in json.loads(tokenizer)["model"]["vocab"]]
    latin = [place for place, (piece, _) in enumerate(pieces) if re.search("[A-Za-z]", piece) and piece.isascii()]
    latin.sort(key=lambda place: -pieces[place][1])
    plain = [
        place
        for place, (piece, _) in enumerate(pieces)
        if not _OTHER.search(piece) and (_HAN.search(piece) or not re.search("[A-Za-z]", piece))
    ]
    letters = [
        place
        for place, (piece, _) in enumerate(pieces)
        if _LETTER.fullmatch(piece) or (len(piece) == 1 and piece.isascii())
    ]
    counts: Counter[int] = Counter()
    cutter = Tokenizer.from_str(tokenizer)
    for text in texts:
        counts.update(cutter.encode(text).ids)
    return {*latin[:ENGLISH], *plain, *letters, *(piece for piece, count in counts.items() if count >= SEEN)}

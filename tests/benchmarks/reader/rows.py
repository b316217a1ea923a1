"""Examples as a network in training gets them: in tokens, in batches, and with some tokens hidden."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

from store.span_reader.spans import LONGEST as SPAN

from .examples import Example

LONGEST, ROUND = 384, 32
"""Most tokens of an example, and what lengths are padded to a multiple of: each new shape costs a preparation."""
TOKENS = 2560
"""Tokens of a batch, padding included."""
SORTED = 4000
"""Examples among which those of like length are put together."""
HIDDEN, OF_TOKENS = 0.5, 0.1
"""The share of examples with hidden tokens, and how many of theirs are: what was read many times is learned by heart
otherwise, and no dropout is affordable here."""


class Row(NamedTuple):
    """An example in tokens: their ids, the text's first, and the first and last of each answer."""

    ids: list[int]
    text: int
    answers: list[tuple[int, int]]


def encoded(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Row]:
    """The examples in tokens; not those that are too long, or whose answer is longer than a reader looks
    for, or begun by no token.
    """
    encodings = tokenizer.encode_batch([(example.question, example.text) for example in examples])
    found = (_row(example, encoding) for example, encoding in zip(examples, encodings, strict=True))
    return [row for row in found if row]


def _row(example: Example, encoding: Encoding) -> Row | None:
    if len(encoding.ids) > LONGEST:
        return None
    places = [(encoding.char_to_token(a, 1), encoding.char_to_token(b - 1, 1)) for a, b in example.spans]
    known = {(start, end) for start, end in places if start is not None and end is not None and end - start < SPAN}
    if example.spans and not known:
        return None
    return Row(encoding.ids, encoding.sequence_ids.index(1), sorted(known))


def batches(found: list[Row], random: Random) -> list[list[Row]]:
    """The rows in random order, those of like length together."""
    random.shuffle(found)
    made: list[list[Row]] = []
    for at in range(0, len(found), SORTED):
        batch: list[Row] = []
        for row in sorted(found[at : at + SORTED], key=lambda row: len(row.ids)):
            if batch and (len(batch) + 1) * padded(row) > TOKENS:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    random.shuffle(made)
    return made


def hidden(row: Row, mask: int, random: Random) -> Row:
    """A row as it is, or with some tokens of the question and the text hidden, but none of an answer."""
    if random.random() >= HIDDEN:
        return row
    shown = {row.ids[0], row.ids[-1]}
    answers = {at for start, end in row.answers for at in range(start, end + 1)}
    ids = [
        mask if token not in shown and at not in answers and random.random() < OF_TOKENS else token
        for at, token in enumerate(row.ids)
    ]
    return row._replace(ids=ids)


def padded(row: Row) -> int:
    """The length that a row is padded to."""
    return -(-len(row.ids) // ROUND) * ROUND

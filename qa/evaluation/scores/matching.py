"""Answers against the strings that are expected: contained, and how much in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product

from store.text.scripts import bare, fold

Groups = Sequence[Sequence[str]]
"""What an answer must hold: one string of every group."""

CHOICES = 256
"""Most choices of one string a group that are compared; sets have far fewer."""

_SEGMENT = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*%?|[^\W_]")


def holds(text: str, groups: Groups) -> bool:
    """Whether a text holds one string of every group, after folding scripts, case, white space and punctuation."""
    folded = bare(text)
    return all(any(bare(string) in folded for string in group) for group in groups)


def segments(text: str) -> list[str]:
    """A folded text as it is compared: its characters one by one, words and numbers in Latin script whole."""
    return _SEGMENT.findall(fold(text))


def character_f1(text: str, groups: Groups) -> float:
    """The best F1 of the segments of `text` against one string of every group, 0 to 1.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016, on segments.
    """
    said = Counter(segments(text))
    return max(_f1((said & Counter(expected)).total(), said.total(), len(expected)) for expected in _references(groups))


def rouge_l(text: str, groups: Groups) -> float:
    """The best ROUGE-L F-measure of the segments of `text` against one string of every group, 0 to 1.

    Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL workshop 2004, with precision and recall alike.
    """
    from rapidfuzz.distance import LCSseq

    said = segments(text)
    return max(_f1(LCSseq.similarity(said, expected), len(said), len(expected)) for expected in _references(groups))


def _references(groups: Groups) -> Iterator[list[str]]:
    for choice in islice(product(*groups), CHOICES):
        yield segments(" ".join(choice))


def _f1(common: int, said: int, expected: int) -> float:
    return 2 * common / (said + expected) if said and expected else 0.0

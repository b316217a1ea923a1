"""Questions with a text each, and where in it the answer stands, if it does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from store.text.scripts import simplified
from store.text.sentences import Span, sentences

from .shortening import shortened

SHORTEST, LONGEST, WHOLE = 120, 320, 480
"""Characters that a run of sentences aims at, at least and at most, and the most that are read at a time."""
FULL = 0.5
"""The share of runs of the published sets that may be as long as what is read at a time: whole texts are read too."""
HELD_OUT = 25
"""One text in so many is kept from training, to choose thresholds on."""

TRANSLATED, WORDY = "squad2zh_dev", "cmrc_trial"
"""The set that a machine translated, and the one of which three answers in ten say the question again; of the others
one or two in a hundred do."""
# What the published sets call theirs, in the order in which they are read.
FILES = (TRANSLATED, "checklist_dev", "robust_dev", WORDY, "drcd_test_a")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a text, both in Simplified; `spans` are where the answer stands, and empty if it doesn't."""

    question: str
    text: str
    spans: tuple[Span, ...]
    source: str
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a published set, with its whole text."""

    question: str
    text: str
    spans: tuple[Span, ...]
    source: str
    title: str

    @property
    def held_out(self) -> bool:
        """Whether the text is kept from training."""
        return is_held_out(self.text)

    @property
    def answers(self) -> list[str]:
        """The words that answer."""
        return [self.text[start:end] for start, end in self.spans]


def is_held_out(text: str) -> bool:
    """Whether a text is one of those kept from training: the same on each machine."""
    return int(sha256(text.encode()).hexdigest(), 16) % HELD_OUT == 0


def published(folder: Path) -> list[Asked]:
    """The questions of the training sets in a folder, in SQuAD's form."""
    return [asked for name in FILES for asked in _of_set(folder / f"{name}.json", name)]


def _of_set(path: Path, source: str) -> Iterator[Asked]:
    content = json.loads(path.read_text(encoding="utf-8"))
    paragraphs = ((entry, paragraph) for entry in content["data"] for paragraph in entry["paragraphs"])
    for entry, paragraph in paragraphs:
        text = simplified(paragraph["context"])
        title = simplified(paragraph.get("title") or entry.get("title") or "")
        for asked in paragraph["qas"]:
            impossible = asked.get("is_impossible", False)
            question = simplified(asked["question"])
            marked = {*(() if impossible else _spans(text, asked["answers"]))}
            if source == WORDY:
                marked = {shortened(question, text, span) for span in marked}
            if marked or impossible:
                yield Asked(question, text, tuple(sorted(marked)), source, title)


def _spans(text: str, answers: Iterable[dict[str, Any]]) -> Iterator[Span]:
    """Where annotated answers stand; one whose place is not given, or wrong, wherever its words do, or nearest."""
    for answer in answers:
        words, start = simplified(answer["text"]), answer["answer_start"]
        places = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
        if start in places:
            yield start, start + len(words)
        elif start >= 0 and places:
            nearest = min(places, key=lambda place: abs(place - start))
            yield nearest, nearest + len(words)
        else:
            yield from ((place, place + len(words)) for place in places)


def window(text: str, span: Span | None, random: Random, longest: int = LONGEST) -> Span:
    """A random run of whole sentences: around a span, or anywhere."""
    pieces, aim = sentences(text), random.randint(SHORTEST, longest)
    if span is None:
        first = last = random.randrange(len(pieces))
    else:
        first = last = max(place for place, piece in enumerate(pieces) if place == 0 or piece[0] <= span[0])
        while pieces[last][1] < span[1] and last + 1 < len(pieces):
            last += 1
    while True:
        ways = [(first - 1, last)] if first and pieces[last][1] - pieces[first - 1][0] <= aim else []
        if last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= aim:
            ways.append((first, last + 1))
        if not ways:
            break
        first, last = random.choice(ways)
    start, end = pieces[first][0], pieces[last][1]
    if end - start > WHOLE:
        start = max(start, span[0] - random.randint(20, 150)) if span else start
        end = min(end, max(span[1] if span else 0, start + WHOLE - 20))
    return start, end


def cut(asked: Asked, random: Random) -> Example | None:
    """A question with a part of its text; None where the part broke its answer."""
    longest = WHOLE if random.random() < FULL else LONGEST
    start, end = window(asked.text, random.choice(asked.spans) if asked.spans else None, random, longest)
    spans = tuple((a - start, b - start) for a, b in asked.spans if start <= a and b <= end)
    if asked.spans and not spans:
        return None
    return Example(asked.question, asked.text[start:end], spans, asked.source, asked.held_out)


def titled(example: Example, title: str) -> Example:
    """An example whose text stands under its article's title, as `qa.evidence.pointing` shows the reader passages."""
    head = f"《{title}》"
    spans = tuple((start + len(head), end + len(head)) for start, end in example.spans)
    return replace(example, text=head + example.text, spans=spans)


def passages(text: str, length: int = 250) -> Iterator[Span]:
    """A text cut as the store cuts articles."""
    run: Span | None = None
    for start, end in sentences(text):
        if run and end - run[0] > length:
            yield run
            run = None
        run = (run[0] if run else start, end)
    if run:
        yield run


def save(path: Path, examples: Sequence[Example]) -> None:
    """Write examples, one a line, whole or not at all."""
    lines = (json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in examples)
    unnamed = path.with_suffix(".writing")
    unnamed.write_text("".join(lines), encoding="utf-8")
    unnamed.replace(path)


def load(path: Path) -> list[Example]:
    """The examples of a file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(**row | {"spans": tuple((start, end) for start, end in row["spans"])}) for row in rows]

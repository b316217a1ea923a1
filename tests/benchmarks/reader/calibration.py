"""From a network's two scores to a probability, and from that to a threshold: on texts that training left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from store.span_reader import Reader
from store.text.scripts import bare

from .examples import Example
from .negatives import Shelf, without

RAW = {"answers": 1.0, "margin": 0.0, "bias": 0.0}
"""With these weights a reader's likelihood is no more than its one score."""
CERTAIN = 1e-9
"""A likelihood nearer to 0 or 1 than this is taken for this: its odds would not be finite."""
GIVEN = 5
"""Passages given with a question when the threshold is chosen."""

Floats = NDArray[np.float64]


def weights(reader: Reader, examples: Sequence[Example]) -> dict[str, float]:
    """The weights of the two scores, by logistic regression on examples; `reader` has been written with RAW."""
    read = [(example, reader.read(example.question, [example.text])[0]) for example in examples]
    known = [(example, reading) for example, reading in read if reading.spans]
    likely = np.clip([reading.answers for _, reading in known], CERTAIN, 1 - CERTAIN)
    scores = np.stack([np.log(likely / (1 - likely)), [reading.spans[0].score for _, reading in known]], axis=1)
    model = LogisticRegression().fit(scores, [bool(example.spans) for example, _ in known])
    answers, margin = map(float, model.coef_[0])
    return {"answers": answers, "margin": margin, "bias": float(model.intercept_[0])}


def trials(reader: Reader, examples: Sequence[Example], shelf: Shelf) -> tuple[Floats, Floats]:
    """For each example with an answer and enough hits without it: how likely its best passage answers, 0 where that
    points at other words, with its own text among GIVEN passages; and how likely the best of GIVEN others does.
    """
    rights, wrongs = [], []
    for example in (example for example in examples if example.spans):
        answers = [example.text[start:end] for start, end in example.spans]
        hits = without((shelf.passages[place] for place in shelf.hits(example.question)), answers)
        if len(hits) < GIVEN:
            continue
        given = [example.text, *hits[: GIVEN - 1]]
        readings = reader.read(example.question, given)
        best = max(range(GIVEN), key=lambda place: readings[place].answers)
        span = readings[best].spans[0]
        said = bare(given[best][span.start : span.end])
        right = any(bare(answer) in said or said in bare(answer) for answer in answers)
        rights.append(readings[best].answers if right else 0.0)
        wrongs.append(max(reading.answers for reading in reader.read(example.question, hits[:GIVEN])))
    return np.array(rights), np.array(wrongs)


def threshold(rights: Floats, wrongs: Floats) -> tuple[float, float, float]:
    """The threshold at which right answers given and questions rightly refused are best balanced, and both shares."""
    steps = np.arange(0.02, 0.99, 0.01)
    shares = [(float((rights >= step).mean()), float((wrongs < step).mean())) for step in steps]
    best = max(range(len(steps)), key=lambda place: min(shares[place]))
    return (round(float(steps[best]), 2), *shares[best])

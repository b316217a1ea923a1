"""A comparison of two runs in plain sentences, in English and Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from qa.evaluation.evaluated import Evaluation
from qa.evaluation.scores.measures import Group, Unit
from qa.formatting.texts import joined, text
from store.errors import Language

from .differences import RIGHT, Difference

MOST = 5
"""How many other measures are named at most."""

_DECIMALS: dict[Unit, int] = {"share": 3, "tokens": 0, "seconds": 2}


class Compared(Protocol):
    """Two runs over the same questions, as `compare.compare` makes them."""

    @property
    def new(self) -> Evaluation:
        """The new run."""

    @property
    def measures(self) -> Mapping[str, Difference]:
        """How each measure differs, by name."""

    @property
    def same_replies(self) -> bool:
        """Whether every reply is the same."""

    @property
    def only_old(self) -> tuple[str, ...]:
        """The ids of questions in the old run alone."""

    @property
    def only_new(self) -> tuple[str, ...]:
        """The ids of questions in the new run alone."""

    @property
    def altered(self) -> tuple[str, ...]:
        """The ids of questions that ask or expect something else."""

    @property
    def made_with(self) -> dict[str, tuple[Any, Any]]:
        """What the runs were made with where it differs."""


def told(comparison: Compared, language: Language) -> str:
    """The comparison in one to five sentences: the replies, other measures, and what differs beside the settings."""
    sentences = [_replies(comparison, language), _others(comparison, language), *_caveats(comparison, language)]
    return (" " if language == "en" else "").join(filter(None, sentences))


def named(comparison: Compared) -> list[Difference]:
    """The differences beside the right replies that are worth a word, the most important first.

    That is the largest of each group and then the second of each, so that ten figures of search hide no refusals; the
    costs come last. Where the replies as a whole are better or worse, that the answers are too is no news.
    """
    whole = comparison.measures[RIGHT].verdict
    real = [
        difference
        for name, difference in comparison.measures.items()
        if name != RIGHT and difference.verdict != "no difference"
    ]
    shares = [d for d in real if d.measure.is_share and not (d.measure.group == "answers" and d.verdict == whole)]
    shares.sort(key=lambda difference: -abs(difference.difference))
    places: Counter[Group] = Counter()
    turns: dict[str, int] = {}
    for difference in shares:
        turns[difference.measure.name] = places[difference.measure.group]
        places[difference.measure.group] += 1
    shares.sort(key=lambda difference: turns[difference.measure.name])
    return shares + [difference for difference in real if not difference.measure.is_share]


def _replies(comparison: Compared, language: Language) -> str:
    right, questions = comparison.measures[RIGHT], len(comparison.new.results)
    counts = {"questions": questions, "old": round(right.old * questions), "new": round(right.new * questions)}
    if comparison.same_replies:
        return text("comparison.same", language, **counts)
    points = {"points": right.difference, "low": right.low, "high": right.high}
    signed = {name: _signed(share) for name, share in points.items()}
    interval = text("comparison.interval", language, p=_p(right), **signed)
    key = "comparison.as_many" if counts["old"] == counts["new"] else "comparison.changed"
    replies = text(key, language, **counts)
    return text(f"comparison.verdicts.{right.verdict}", language, counts=replies, interval=interval)


def _others(comparison: Compared, language: Language) -> str:
    clauses: dict[str, list[str]] = {}
    for difference in named(comparison)[:MOST]:
        clauses.setdefault(_lead(difference, language), []).append(_item(difference, language))
    parts = [
        text("comparison.clause", language, lead=lead, items=joined(items, language)) for lead, items in clauses.items()
    ]
    sentence = text("punctuation.semicolon", language).join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}{text('punctuation.stop', language)}" if sentence else ""


def _lead(difference: Difference, language: Language) -> str:
    measure = difference.measure
    subject = measure.group if measure.is_share else measure.unit
    return text(f"comparison.leads.{subject}.{difference.verdict}", language)


def _item(difference: Difference, language: Language) -> str:
    decimals = _DECIMALS[difference.measure.unit]
    old, new = (f"{figure:.{decimals}f}" for figure in (difference.old, difference.new))
    return text("comparison.item", language, title=difference.measure.titles[language], old=old, new=new)


def _caveats(comparison: Compared, language: Language) -> Iterator[str]:
    """What makes this more than a comparison of settings."""
    left = len({*comparison.only_old, *comparison.only_new, *comparison.altered})
    if "questions.digest" in comparison.made_with:
        yield text("comparison.sets", language)
    if left:
        yield text("comparison.left_out", language, questions=len(comparison.new.results), left=left)
    if "library.digest" in comparison.made_with:
        yield text("comparison.libraries", language)


def _signed(share: float) -> str:
    """A difference of shares in percentage points, with the sign that is printed for it."""
    points = f"{abs(share) * 100:.1f}"
    sign = "" if points == "0.0" else "−" if share < 0 else "+"
    return sign + points


def _p(difference: Difference) -> str:
    if difference.p is None:
        return ""
    return "p < 0.001" if difference.p < 0.001 else f"p = {difference.p:.3f}"

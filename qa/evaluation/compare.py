"""Two runs side by side, question by question: what changed, and whether that is more than chance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.evaluation.reports.differences import RIGHT, Difference, differences
from store.errors import Language

from .errors import NoCommonQuestion, RunUnreadable
from .evaluated import Evaluation
from .result import Failure, Result

if TYPE_CHECKING:
    from .questions import Question


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose reply is another: the texts before and after, and where the new one goes wrong, if it does."""

    id: str
    question: str
    kind: str
    old: str
    new: str
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, cut to the questions that are the same in both, in the new run's order.

    `only_old` and `only_new` are the ids of questions in one run alone, `altered` of those in both that ask or expect
    something else; none of them counts. `measures` has by name those that have a value in both runs.
    """

    old: Evaluation
    new: Evaluation
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    altered: tuple[str, ...]
    measures: Mapping[str, Difference]

    @property
    def pairs(self) -> list[tuple[Result, Result]]:
        """Each question's old and new result."""
        return list(zip(self.old.results, self.new.results, strict=True))

    @property
    def became_right(self) -> list[Changed]:
        """The questions that were wrong and are right."""
        return [_changed(old, new) for old, new in self.pairs if new.right and not old.right]

    @property
    def became_wrong(self) -> list[Changed]:
        """The questions that were right and are wrong."""
        return [_changed(old, new) for old, new in self.pairs if old.right and not new.right]

    @property
    def reworded(self) -> list[Changed]:
        """The questions with another reply that is as right or wrong as before."""
        changed = ((old, new) for old, new in self.pairs if old.reply["text"] != new.reply["text"])
        return [_changed(old, new) for old, new in changed if old.right == new.right]

    @property
    def same_replies(self) -> bool:
        """Whether every question has the same reply in both runs, and the same verdict."""
        return not (self.became_right or self.became_wrong or self.reworded)

    @property
    def made_with(self) -> dict[str, tuple[Any, Any]]:
        """What the runs were made with where it differs, old and new by dotted name; None where a run has none."""
        old, new = _flat(self.old.made_with), _flat(self.new.made_with)
        names = dict.fromkeys([*old, *new])
        return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}

    def sentence(self, language: Language) -> str:
        """Whether the difference is real, in plain words: one sentence on the replies, and where there is something
        to say one on other measures, and one on what makes this more than a comparison of settings.
        """
        from qa.evaluation.reports.sentences import told

        return told(self, language)

    def as_dict(self) -> dict[str, Any]:
        """The comparison for machines, as `--json` prints it."""
        right = self.measures[RIGHT]
        became_right, became_wrong = self.became_right, self.became_wrong
        return {
            "questions": len(self.new.results),
            "verdict": right.verdict,
            "sentence": {"en": self.sentence("en"), "zh": self.sentence("zh")},
            "mcnemar": {
                "became_right": len(became_right),
                "became_wrong": len(became_wrong),
                "p": right.as_dict()["p"],
            },
            "measures": {name: difference.as_dict() for name, difference in self.measures.items()},
            "became_right": [asdict(changed) for changed in became_right],
            "became_wrong": [asdict(changed) for changed in became_wrong],
            "reworded": [asdict(changed) for changed in self.reworded],
            "only_old": list(self.only_old),
            "only_new": list(self.only_new),
            "altered": list(self.altered),
            "made_with": {name: {"old": old, "new": new} for name, (old, new) in self.made_with.items()},
        }


def opened(path: Path) -> Evaluation:
    """The run that a result file keeps. Raises RunUnreadable."""
    try:
        return Evaluation.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RunUnreadable(path=path, reason=error.strerror) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RunUnreadable(path=path, reason=f"{type(error).__name__}: {error}") from error


def foresee(old: Evaluation, questions: Iterable[Question], name: str) -> None:
    """Say before the questions of the set called `name` are asked that the old run has none of them.

    Raises NoCommonQuestion.
    """
    before = {result.id: _asked(result) for result in old.results}
    if not any(before.get(one.id) == _asking(one.question, one.history, one.answers) for one in questions):
        raise NoCommonQuestion(old=_set_of(old), new=name)


def compare(old: Evaluation, new: Evaluation) -> Comparison:
    """What became of `old` in `new`: a question is the same if its id, wording, history and expected answer are.

    Raises NoCommonQuestion.
    """
    before = {result.id: result for result in old.results}
    after = {result.id: result for result in new.results}
    same = [id for id in after if id in before and _asked(before[id]) == _asked(after[id])]
    if not same:
        raise NoCommonQuestion(old=_set_of(old), new=_set_of(new))
    old_results, new_results = tuple(before[id] for id in same), tuple(after[id] for id in same)
    return Comparison(
        old=Evaluation(old.made_with, old_results),
        new=Evaluation(new.made_with, new_results),
        only_old=tuple(id for id in before if id not in after),
        only_new=tuple(id for id in after if id not in before),
        altered=tuple(id for id in after if id in before and _asked(before[id]) != _asked(after[id])),
        measures=differences(old_results, new_results),
    )


def _asked(result: Result) -> tuple[object, ...]:
    return _asking(result.question, result.history, result.expected)


def _asking(question: str, *nested: Iterable[Iterable[str]]) -> tuple[object, ...]:
    """A question as a value: what comes from Python may have lists where what comes from a file has tuples."""
    return question, *(tuple(map(tuple, rows)) for rows in nested)


def _changed(old: Result, new: Result) -> Changed:
    return Changed(new.id, new.question, new.kind, old.reply["text"], new.reply["text"], new.failure)


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The entries of nested tables by dotted name."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": value}
    return flat


def _set_of(evaluation: Evaluation) -> str:
    """The question set of a run in a few words, for a message."""
    made = _flat(evaluation.made_with)
    return f"{made.get('questions.name')} ({str(made.get('questions.digest'))[:12]})"

"""RGB: does an answer withstand noise, the lack of an answer, several parts to gather, and falsified passages?

Chen et al., "Benchmarking Large Language Models in Retrieval-Augmented Generation", AAAI 2024. Passages are chosen as
by `processdata` of the authors' evalue.py (https://github.com/chen700564/RGB): with its seed, the same in the same
order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from qa.assistant import Assistant
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.marking import Key, words
from qa.evaluation.questions import Question
from qa.evaluation.result import Result
from qa.evaluation.run import Progress
from qa.evaluation.scores.matching import Groups
from qa.evaluation.scores.refusal import area, auroc, risk_coverage
from store.text.scripts import bare

from .protocol import SEED, Figure, Series, Trial, ask, figures, find, missing, read_lines, run, sampled, series

PASSAGES = 5
"""Passages given with a question."""
NOISE, LITTLE_NOISE = range(PASSAGES), range(3)
"""How many of them are negative, for questions of one part and of several."""
FALSIFIED = 3
"""Most passages that are falsified where true ones stand beside them."""

SHOWN = (
    *((f"noise_{noise / PASSAGES:.1f}", measure) for noise in NOISE for measure in ("correct", "refused")),
    ("rejection", "refused"),
    *((f"integration_{noise / PASSAGES:.1f}", measure) for noise in LITTLE_NOISE for measure in ("correct", "refused")),
    *(("counterfactual_true", measure) for measure in ("correct", "refused")),
    *(("counterfactual_false", measure) for measure in ("correct", "false_answer", "refused")),
    *(("counterfactual_both", measure) for measure in ("correct", "false_answer", "both_answers", "refused")),
)
"""The figures, by setting and measure."""

Read = TypeVar("Read", bound="Item")


def _grouped(value: Any) -> Any:
    """Answers as groups of strings: evalue.py wants every member of a list, and any one of a list within it."""
    members = value if isinstance(value, list) else [value]
    return [member if isinstance(member, list) else [member] for member in members]


def _parted(value: Any) -> Any:
    """Passages by the part of the question that they answer; most questions have one part, and a plain list."""
    return [value] if isinstance(value, list) and not any(isinstance(member, list) for member in value) else value


Texts = tuple[str, ...]
Some = Annotated[Texts, Field(min_length=1)]
Answers = Annotated[tuple[Some, ...], BeforeValidator(_grouped), Field(min_length=1)]
Parts = Annotated[tuple[Some, ...], BeforeValidator(_parted), Field(min_length=1)]


class Item(BaseModel, coerce_numbers_to_str=True):
    """A question, by the names of evalue.py's fields or by ours. What `negative` passages don't say, `positive` do."""

    id: str
    question: str = Field(validation_alias=AliasChoices("question", "query"))
    answers: Answers = Field(validation_alias=AliasChoices("answers", "answer"))
    positive: Parts
    negative: Texts


class Counterfactual(Item):
    """A question whose positive passages are there in a falsified form too, which gives a false answer."""

    positive_wrong: Some
    false: Answers = Field(validation_alias=AliasChoices("false_answer", "fakeanswer"))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each passage as it was, and falsified."""
        return [*zip(self.positive[0], self.positive_wrong, strict=False)]


def noisy(item: Item, noise: int, seed: int = SEED) -> list[str]:
    """PASSAGES passages, `noise` of them negative; where one kind is too few, the other fills up."""
    positive, negative = item.positive[0], item.negative
    if noise < PASSAGES:
        noise = len(negative) if noise > len(negative) else max(noise, PASSAGES - len(positive))
    chosen = [*positive[: PASSAGES - noise], *negative[:noise]]
    Random(seed).shuffle(chosen)
    return chosen


def integrated(item: Item, noise: int, seed: int = SEED) -> list[str]:
    """PASSAGES passages, `noise` of them negative; the others are of each part in turn, one of each in any case."""
    chance = Random(seed)
    parts = [[*part] for part in item.positive]
    for part in parts:
        chance.shuffle(part)
    in_turn = [passage for turn in zip_longest(*parts) for passage in turn if passage is not None]
    chosen = in_turn[: max(PASSAGES - noise, len(parts))]
    chosen += item.negative[: max(PASSAGES - len(chosen), 0)]
    chance.shuffle(chosen)
    return chosen


def falsified(item: Counterfactual, seed: int = SEED) -> list[tuple[str, str]]:
    """At most PASSAGES passages that say the answer, each as it was and falsified."""
    chance = Random(seed)
    chosen = chance.sample(item.pairs, min(PASSAGES, len(item.pairs)))
    chance.shuffle(chosen)
    return chosen


def conflicting(item: Counterfactual, seed: int = SEED) -> list[str]:
    """At most PASSAGES passages, one half falsified; of a single passage both forms.

    From five passages on they are evalue.py's at a correct_rate of .4; of fewer that would leave too few true ones.
    """
    chance = Random(seed)
    places = range(len(item.pairs))
    wrong = chance.sample(places, min(FALSIFIED, (len(places) + 1) // 2))
    others = [place for place in places if place not in wrong] or wrong
    right = chance.sample(others, min(PASSAGES - FALSIFIED, len(others)))
    chosen = [*(item.pairs[place][1] for place in wrong), *(item.pairs[place][0] for place in right)]
    chance.shuffle(chosen)
    return chosen


def says(text: str, wanted: Groups, beside: Groups) -> bool:
    """Whether a text says a string of every group, where it is no piece of a string of `beside`: 70 of 170."""
    whole = [bare(string) for group in beside for string in group]

    def apart(string: str) -> bool:
        said = bare(text)
        for other in whole:
            if string in other and string != other:
                said = said.replace(other, "\0")
        return string in said

    return all(any(apart(bare(string)) for string in group) for group in wanted)


def replied(trial: Trial, said: str) -> dict[str, float]:
    """Of a question with falsified passages: whether the true answer is said, the false one, and both."""
    if not trial.false:
        return {}
    true, false = says(said, trial.question.answers, trial.false), says(said, trial.false, trial.question.answers)
    shares = {"right": true, "correct": true, "false_answer": false, "both_answers": true and false}
    return {name: float(share) for name, share in shares.items()}


def noise_trials(item: Item, seed: int) -> list[Trial]:
    """The trials of noise robustness and of negative rejection."""
    trials = [_trial(item, f"noise_{noise / PASSAGES:.1f}", noisy(item, noise, seed)) for noise in NOISE]
    unanswerable = Question(item.id, item.question, kind="rejection")
    return [*trials, Trial(unanswerable, tuple(noisy(item, PASSAGES, seed)))]


def integration_trials(item: Item, seed: int) -> list[Trial]:
    """The trials of information integration."""
    return [
        _trial(item, f"integration_{noise / PASSAGES:.1f}", integrated(item, noise, seed)) for noise in LITTLE_NOISE
    ]


def counterfactual_trials(item: Counterfactual, seed: int) -> list[Trial]:
    """The trials of counterfactual robustness: passages as they were, the same falsified, and both together."""
    pairs = falsified(item, seed)
    return [
        _trial(item, "counterfactual_true", [true for true, _ in pairs], item.false),
        _trial(item, "counterfactual_false", [wrong for _, wrong in pairs], item.false),
        _trial(item, "counterfactual_both", conflicting(item, seed), item.false),
    ]


def _trial(item: Item, setting: str, passages: Sequence[str], false: Groups = ()) -> Trial:
    return Trial(Question(item.id, item.question, item.answers, kind=setting), tuple(passages), false)


def load(folder: Path, number: int | None = None, seed: int = SEED) -> Series:
    """The trials of those testbeds that the folder has, `number` questions of each: all settings of one, then the next.

    Raises BenchmarkMissing or BenchmarkUnreadable.
    """
    several = find(folder, "zh_int.json", "rgb_int*.jsonl")[:1]
    facts = find(folder, "zh_fact.json", "rgb_fact*.jsonl")[:1]
    others = {*find(folder, "rgb_int*.jsonl"), *find(folder, "rgb_fact*.jsonl")}
    plain = [path for path in find(folder, "zh_refine.json", "zh.json", "rgb*.jsonl") if path not in others][:1]
    if not (plain or several or facts):
        raise missing("rgb", folder)

    def picked(path: Path, form: type[Read]) -> list[Read]:
        return sampled(read_lines("rgb", path, form), number, seed)

    trials = [
        *(trial for path in plain for item in picked(path, Item) for trial in noise_trials(item, seed)),
        *(trial for path in several for item in picked(path, Item) for trial in integration_trials(item, seed)),
        *(
            trial
            for path in facts
            for item in picked(path, Counterfactual)
            for trial in counterfactual_trials(item, seed)
        ),
    ]
    return series("rgb", trials, [*plain, *several, *facts], number=number, seed=seed)


def separation(results: Sequence[Result]) -> list[Figure]:
    """How well confidence tells replies to passages without noise from those to noise alone, by the area under the ROC
    curve; and the risk-coverage curve of both together.
    """
    told = [result for result in results if result.kind in ("noise_0.0", "rejection")]
    founded, unfounded = (
        [float(result.reply["confidence"]) for result in told if result.kind == kind]
        for kind in ("noise_0.0", "rejection")
    )
    if not (founded and unfounded):
        return []
    separated = Figure("confidence", "auroc", auroc(founded, unfounded), len(told))
    curve = risk_coverage(told)
    return [separated, Figure("confidence", "aurc", area(curve), len(told))] if curve else [separated]


def measured(assistant: Assistant, given: Series, progress: Progress | None = None) -> tuple[Evaluation, list[Figure]]:
    """Run the testbeds. Raises an LLMError or RunsNotWritable."""
    key = Key(assistant.library)
    done = run(
        assistant,
        given,
        lambda trial: ask(assistant, key, trial, lambda asked, answer: replied(asked, words(answer))),
        progress,
    )
    return done, [*figures(done.results, SHOWN), *separation(done.results)]

"""Several settings over one question set, sharing the work they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from qa.assistant import Assistant
from qa.llm import LLM, check, connect
from qa.settings import Settings, load

from .compare import Comparison, compare
from .errors import SettingNotVaried
from .evaluated import Evaluation
from .questions import Question
from .run import Progress, run
from .shared_work import Clock, remembered

VARIED = ("llm", "reader", "top_k", "lexical_weight", "evidence_tokens", "answer_tokens")
"""The settings that a sweep can vary: those that the library does not depend on."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One configuration's run, called by what sets it apart, beside the run of the first one."""

    label: str
    evaluation: Evaluation
    comparison: Comparison


def sweep(
    assistant: Assistant,
    varied: Mapping[str, Sequence[str]],
    questions: Sequence[Question],
    name: str = "",
    *,
    progress: Callable[[str], Progress | None] | None = None,
) -> list[Configuration]:
    """Run every combination of the values of the `varied` settings, with the library and other settings of `assistant`.

    A prompt that comes again gets the reply it got; the seconds count that as if each had run alone. `progress` is
    asked for a new bar for every configuration. Raises SettingError, SettingNotVaried, LLMError and RunsNotWritable.
    """
    chosen = [*configurations(assistant.settings, varied)]  # all are looked at before the first one runs
    clock = Clock()
    models: dict[str, LLM | None] = {}
    runs: list[tuple[str, Evaluation]] = []
    for label, settings in chosen:
        if settings.llm not in models:
            models[settings.llm] = remembered(connect(settings), clock)
        asked = Assistant(assistant.library, models[settings.llm], settings, clock)
        runs.append((label, run(asked, questions, name, progress=progress(label) if progress else None)))
    first = runs[0][1]
    return [Configuration(label, evaluation, compare(first, evaluation)) for label, evaluation in runs]


def configurations(settings: Settings, varied: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Settings]]:
    """The settings of every combination, with what sets it apart. Raises SettingError and SettingNotVaried."""
    for name in varied:
        if name not in VARIED:
            raise SettingNotVaried(name=name, known=", ".join(VARIED))
    for values in product(*varied.values()):
        chosen = dict(zip(varied, values, strict=True))
        made = load(**(dict(settings) | chosen))
        check(made)
        yield "  ".join(f"{name}={value}" for name, value in chosen.items()), made

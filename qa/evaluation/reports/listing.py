"""An evaluation in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qa.evaluation.evaluated import Evaluation
from qa.evaluation.scores.measures import Measure, measures
from qa.evaluation.sweep import Configuration
from qa.formatting.plain import padded
from qa.formatting.texts import text, texts_of
from store.errors import Language

COLUMNS = ("right", "correct", "refusal_recall", "evidence_recall@10", "citation_precision", "seconds_total")
"""The measures that a table of configurations has a column for."""

_MARKS = {"better": "▲", "worse": "▼"}


def listing(evaluation: Evaluation, language: Language) -> Iterator[str]:
    """The figures, where wrong replies failed, and the wrong replies."""
    figures = evaluation.summary["measures"]
    for group in texts_of("evaluation.groups"):
        of_group = [measure for measure in measures().values() if measure.group == group and measure.name in figures]
        if of_group:
            yield f"\n{text(f'evaluation.groups.{group}', language)}"
            yield from (f"  {_figure(measure, figures[measure.name], language)}" for measure in of_group)
    wrong = [result for result in evaluation.results if result.failure]
    for failure, count in evaluation.summary["failures"].items():
        yield f"\n{text(f'evaluation.failures.{failure}', language)}: {count}"
        for result in wrong:
            if result.failure == failure:
                yield f"  {result.id}  {result.question}\n      {result.reply['text']}"


def settings_rows(configurations: Sequence[Configuration], language: Language) -> list[list[str]]:
    """A table: the names of the main measures, then for each configuration its label and its figures.

    Those that differ from the first one's by more than chance have a mark.
    """
    shown = [name for name in COLUMNS if any(name in c.evaluation.summary["measures"] for c in configurations)]
    rows = [["", *(measures()[name].titles[language] for name in shown)]]
    for configuration in configurations:
        rows.append([configuration.label, *(_cell(configuration, name) for name in shown)])
    return rows


def _cell(configuration: Configuration, name: str) -> str:
    figure = configuration.evaluation.summary["measures"].get(name)
    difference = configuration.comparison.measures.get(name)
    mark = _MARKS.get(difference.verdict, "") if difference else ""
    return f"{_value(measures()[name], figure['value'])}{mark}" if figure else ""


def _figure(measure: Measure, figure: Mapping[str, float], language: Language) -> str:
    shown = f"{padded(measure.titles[language], 34)}{_value(measure, figure['value']):>8}"
    if "low" in figure:
        shown += f"   {_value(measure, figure['low'])} – {_value(measure, figure['high'])}"
    if "p95" in figure:
        shown += f"   p95 {_value(measure, figure['p95'])}"
    return f"{shown}   n = {figure['questions']}"


def _value(measure: Measure, value: float) -> str:
    if measure.of_run:
        return f"{value:.3f}"
    if measure.is_share:
        return f"{value:.1%}"
    return f"{value:.2f} s" if measure.unit == "seconds" else f"{value:,.0f}"

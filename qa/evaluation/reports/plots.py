"""The plots of the report: what answering less would gain, how long one waits, where replies are right and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from qa.evaluation.evaluated import Evaluation
from qa.formatting.plain import shortened, width
from qa.formatting.texts import explanation, text, text_or_name, texts_of
from store.errors import Language

from .drawing import BAD, GOOD, INK, LINK, RULE, SOFT, TEXT, WIDTH, Drawing, as_shares, drawing_style

Name = Literal["curve", "latency", "kinds", "failures"]

KINDS = 24
"""Most kinds of questions that are drawn."""

_HEIGHT = 230
_LEFT, _RIGHT, _BELOW = 40, 14, 46
"""Room beside and below the axes of a curve."""
_LINE = 20
_BAR = 26
_LABEL = 20
"""Columns that the label of a bar may take; a Chinese character takes two."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its title, how to read it, and the drawing as SVG, which also says in words what it shows."""

    name: Name
    title: str
    how: str
    svg: str


class _Bar(NamedTuple):
    label: str
    share: float
    note: str


def plots(evaluation: Evaluation, language: Language) -> list[Plot]:
    """The plots of a run, those that it has values for. The same run gives the same bytes."""
    with drawing_style():
        return [
            *_curve(evaluation, language),
            *_latency(evaluation, language),
            *_kinds(evaluation, language),
            *_failures(evaluation, language),
        ]


def _plot(name: Name, drawing: Drawing, told: Sequence[str], language: Language, more: str = "") -> Plot:
    """A plot with its words: `told` says what it shows, `more` what one needs to know besides how it is read."""
    key = f"evaluation.plots.{name}"
    how = f"{explanation(key, language)} {more}".strip()
    shows = text("punctuation.semicolon", language).join(told)
    return Plot(name, text(key, language), how, drawing.svg(shows))


def _label(name: str, language: Language, **values: object) -> str:
    return text(f"evaluation.labels.{name}", language, **values)


def _curve(evaluation: Evaluation, language: Language) -> Iterator[Plot]:
    """The risk-coverage curve, its end marked: there only what is refused anyway is held back."""
    points = [(point["coverage"], point["risk"]) for point in evaluation.summary["curve"]]
    if not points:
        return
    label = partial(_label, language=language)
    drawing = Drawing("curve", _HEIGHT)
    axes = drawing.axes(_LEFT, 30, _RIGHT, _BELOW)
    coverage, risk = zip(*points, strict=True)
    axes.fill_between(coverage, risk, color=LINK, alpha=0.12, linewidth=0)
    axes.plot(coverage, risk, color=LINK, linewidth=2, clip_on=False)
    axes.plot(*points[-1], "o", color=LINK, clip_on=False)
    axes.set(xlim=(0, 1), ylim=(0, 1.2 * max(*risk, 0.1)))
    as_shares(axes.xaxis, axes.yaxis)
    end = drawing.stand_in(label("curve_end", risk=f"{risk[-1]:.1%}"))
    axes.annotate(end, points[-1], (0, 9), textcoords="offset points", ha="right")
    drawing.write(label("curve_y"), 4, 12, color=SOFT)
    drawing.write(label("curve_x"), WIDTH - _RIGHT, _HEIGHT - 12, "right", SOFT)
    half = next(point for point in points if point[0] >= coverage[-1] / 2)
    told = [label("curve_told", coverage=f"{given:.1%}", risk=f"{wrong:.1%}") for given, wrong in (half, points[-1])]
    yield _plot("curve", drawing, told, language)


def _latency(evaluation: Evaluation, language: Language) -> Iterator[Plot]:
    """How many replies are there within so many seconds, whole and their first token."""
    label = partial(_label, language=language)
    figures = evaluation.summary["measures"]
    looks = {"seconds_total": (LINK, "-"), "seconds_first_token": (INK, (0, (2, 1.5)))}
    shown = [name for name in looks if name in figures]
    if not shown:
        return
    top = _LINE * len(shown)
    drawing = Drawing("latency", _HEIGHT + top)
    axes = drawing.axes(_LEFT, 30 + top, _RIGHT, _BELOW)
    told = []
    for row, name in enumerate(shown):
        color, dashes = looks[name]
        seconds = [result.measures[name] for result in evaluation.results if name in result.measures]
        axes.ecdf(seconds, color=color, linewidth=2, linestyle=dashes)
        median, p95 = figures[name]["value"], figures[name]["p95"]
        axes.plot([median, p95], [0.5, 0.95], "o", color=color, clip_on=False)
        told.append(label(name, median=f"{median:.2f}", p95=f"{p95:.2f}"))
        drawing.sample(4, 12 + _LINE * row, color=color, linewidth=2, linestyle=dashes)
        drawing.write(told[-1], 36, 12 + _LINE * row)
    # The few replies that took far longer than the others would press these against the axis.
    longest = min(2 * max(figures[name]["p95"] for name in shown), axes.dataLim.x1)
    axes.set(xlim=(0, longest or 1), ylim=(0, 1))
    as_shares(axes.yaxis)
    axes.xaxis.set_major_formatter("{x:g}")
    drawing.write(label("latency_y"), 4, 12 + top, color=SOFT)
    drawing.write(label("latency_x"), WIDTH - _RIGHT, drawing.height - 12, "right", SOFT)
    yield _plot("latency", drawing, told, language)


def _kinds(evaluation: Evaluation, language: Language) -> Iterator[Plot]:
    """The share of right replies of each kind, the best first."""
    kinds = sorted(evaluation.summary["kinds"].items(), key=lambda kind: -kind[1]["questions"])
    bars = []
    for kind, of in kinds[:KINDS]:
        right, asked = of["right"], of["questions"]
        bars.append(_Bar(text_or_name("evaluation.kinds", kind, language), right / asked, f"{right:,} / {asked:,}"))
    if bars:
        more = text("evaluation.labels.most", language, count=KINDS) if len(kinds) > KINDS else ""
        yield _bars("kinds", sorted(bars, key=lambda bar: -bar.share), GOOD, language, more)


def _failures(evaluation: Evaluation, language: Language) -> Iterator[Plot]:
    """How many replies failed where, in the order of the steps."""
    failed = evaluation.summary["failures"]
    if not failed:
        return
    most = max(failed.values())
    counts = {name: failed.get(name, 0) for name in texts_of("evaluation.failures")}
    bars = [_Bar(text(f"evaluation.failures.{name}", language), n / most, f"{n:,}") for name, n in counts.items()]
    yield _bars("failures", bars, BAD, language)


def _bars(name: Name, bars: Sequence[_Bar], color: str, language: Language, more: str = "") -> Plot:
    """Bars across, each on a track as long as the longest can be, with its note at the end."""
    drawing = Drawing(name, _BAR * len(bars))
    labels = [shortened(bar.label, _LABEL) for bar in bars]
    left = 16 + 0.52 * TEXT * max(map(width, labels))
    right = 16 + 0.56 * TEXT * max(len(bar.note) for bar in bars)
    axes = drawing.axes(left, 0, right, 0)
    axes.set(xlim=(0, 1), ylim=(len(bars) - 0.5, -0.5))
    axes.set_axis_off()
    axes.barh(range(len(bars)), [1] * len(bars), height=0.5, color=RULE)
    axes.barh(range(len(bars)), [bar.share for bar in bars], height=0.5, color=color)
    for place, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        middle = _BAR * (place + 0.5)
        drawing.write(label, 4, middle)
        drawing.write(bar.note, WIDTH - 4, middle, "right", SOFT)
    return _plot(name, drawing, [f"{bar.label} {bar.note}" for bar in bars], language, more)

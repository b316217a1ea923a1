"""The report of an evaluation as one HTML page that needs nothing else, for a screen of any width."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qa.evaluation.compare import Comparison
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.result import Found, Result
from qa.evaluation.scores.matching import holds
from qa.evaluation.scores.measures import measures
from qa.formatting.dates import readable
from qa.formatting.links import file_name
from qa.formatting.plain import visible
from qa.formatting.texts import explanation, text, text_or_name, texts_of
from store.errors import Language

from .differences import RIGHT, Difference
from .plots import plots

if TYPE_CHECKING:
    from jinja2 import Template

MAIN = (
    *("right", "correct", "evidence_recall@10", "citation_recall", "citation_precision", "refusal_recall", "aurc"),
    *("seconds_first_token", "seconds_total"),
)
"""The measures that a table of many settings has a column for, where there is a value."""

_FORMS = {"share": (100, ".1f"), "index": (1, ".3f"), "tokens": (1, ",.0f"), "seconds": (1, ",.2f")}
"""What a value is multiplied with, and how it is written."""


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one outcome, "right" or a failure, each with its place in the question set."""

    name: str
    results: list[tuple[int, Result]]

    @property
    def failed(self) -> bool:
        """Whether the replies are wrong."""
        return self.name != "right"


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table of settings: what they are, and a run with them, compared with the first one's if another."""

    name: str
    evaluation: Evaluation
    comparison: Comparison | None = None


def report_page(
    evaluation: Evaluation,
    language: Language,
    comparison: Comparison | None = None,
    others: Sequence[tuple[str, Evaluation, Comparison]] = (),
) -> str:
    """The page. `comparison` is of an earlier run with this one; `others` are runs with other settings, by name, each
    compared with this one. What comes from questions, replies and articles is escaped. The same gives the same bytes.
    """
    css = _file("report.css")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return _template(language).render(
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        evaluation=evaluation,
        sections=list(_sections(evaluation.results)),
        places={result.id: place for place, result in enumerate(evaluation.results, start=1)},
        comparison=comparison,
        settings=list(_settings(evaluation, others)),
        plots=plots(evaluation, language),
    )


def _template(language: Language) -> Template:
    """The template with the functions that it writes with. Each value that it writes is made visible, then escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_readable,
    )
    environment.globals |= {
        "language": language,
        "measures": measures(),
        "groups": list(texts_of("evaluation.groups")),
        "main": MAIN,
        "say": lambda key, **values: text(f"evaluation.{key}", language, **values),
        "why": lambda key: explanation(f"evaluation.{key}", language),
        "called": lambda name, section: text_or_name(f"evaluation.{section}", name, language),
        "headline": partial(_headline, language=language),
        "shown": partial(_shown, language=language),
        "changed": _changed,
        "parted": _parted,
        "ran_with": _ran_with,
        "about": partial(_about, language=language),
        "evidence_place": _evidence_place,
        "span": _span,
        "expected_groups": _expected_groups,
    }
    return environment.from_string(_file("report.html"))


def _readable(value: object) -> object:
    """What is written of a value: markup that the template made is left alone, nothing else is markup."""
    return value if hasattr(value, "__html__") else visible(str(value))


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _sections(results: Sequence[Result]) -> Iterator[Section]:
    """The results by how they came out, in the order of the steps that lead to a reply; the right ones at the end."""
    for name in (*texts_of("evaluation.failures"), "right"):
        held = [(place, result) for place, result in enumerate(results, start=1) if (result.failure or "right") == name]
        if held:
            yield Section(name, held)


def _settings(first: Evaluation, others: Sequence[tuple[str, Evaluation, Comparison]]) -> Iterator[Setting]:
    """The first run, by what sets it apart from the others, and these; nothing without others."""
    if not others:
        return
    of_first = first.made_with.get("settings", {})
    of_others = [other.made_with.get("settings", {}) for _, other, _ in others]
    apart = (f"{name}={value}" for name, value in of_first.items() if any(of.get(name) != value for of in of_others))
    yield Setting("  ".join(apart), first)
    yield from (Setting(*other) for other in others)


def _headline(evaluation: Evaluation, language: Language) -> str:
    """The result in one line."""
    right = evaluation.summary["measures"].get("right")
    if not right:
        return text("evaluation.nothing", language)
    return text(
        "evaluation.headline",
        language,
        count=f"{len(evaluation.results):,}",
        right=f"{sum(result.right for result in evaluation.results):,}",
        value=f"{right['value']:.1%}",
        interval=_span(right["low"], right["high"]),
    )


def _span(low: float, high: float) -> str:
    return f"{100 * low:.1f}–{100 * high:.1f}"


def _shown(name: str, value: float, language: Language) -> str:
    """A value of a measure with its unit."""
    number = _number(name, value)
    if measures()[name].unit == "seconds":
        return text("evaluation.seconds", language, value=number)
    return number if _form(name) != "share" else f"{number}%"


def _changed(change: Difference) -> dict[str, str]:
    """A difference as it is written: `by` how much, its interval's `low` and `high` end, and the `verdict`."""
    ends = {"by": change.difference, "low": change.low, "high": change.high}
    return {end: _number(change.measure.name, value, "+") for end, value in ends.items()} | {"verdict": change.verdict}


def _number(name: str, value: float, sign: str = "") -> str:
    """A value of a measure in figures, a share in percent; with "+" for `sign` as a difference."""
    scale, form = _FORMS[_form(name)]
    return format(scale * value, f"{sign}z{form}").replace("-", "\N{MINUS SIGN}")


def _form(name: str) -> str:
    """The row of _FORMS for a measure. One of a whole run is no share of anything."""
    measure = measures()[name]
    return "index" if measure.of_run else measure.unit


def _parted(comparison: Comparison) -> tuple[list[str], list[str]]:
    """The measures to show at once, that of the verdict and those that differ, and the others."""
    told = [name for name, change in comparison.measures.items() if name == RIGHT or change.verdict != "no difference"]
    return told, [name for name in comparison.measures if name not in told]


def _ran_with(made_with: Mapping[str, Any]) -> str:
    """What a reader asks for first: which models, and which version."""
    settings = made_with.get("settings", {})
    return " · ".join(
        str(part) for part in (settings.get("llm"), settings.get("embedding"), made_with.get("version")) if part
    )


def _about(title: str, source: str, published: str | None, language: Language) -> str:
    """What a passage is from."""
    named = f"《{title.strip()}》" if title.strip() else text("evaluation.untitled", language)
    return " · ".join(filter(None, (named, file_name(source), readable(published, language))))


def _evidence_place(hits: Sequence[Found]) -> int | None:
    """The place, from 1, of the first passage that says a part of the answer."""
    return next((place for place, hit in enumerate(hits, start=1) if hit.evidence), None)


def _expected_groups(result: Result) -> list[tuple[tuple[str, ...], bool]]:
    """The groups of strings that were expected, each with whether the claims hold one of it."""
    said = "".join(claim["text"] for claim in result.reply["claims"])
    return [(group, holds(said, [group])) for group in result.expected]

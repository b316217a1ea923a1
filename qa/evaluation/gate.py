"""The gate: bounds that a run must keep, so that a change which makes the answers worse is caught.

A file of rules is TOML, one table a figure. The figure is a measure, `kinds.KIND` for the share right of a kind of
questions, or the p95 of tokens or seconds:

    [right]
    min = 0.8
    not_worse = true

    ["recall@10"]
    max_drop = 0.02

    [seconds_total.p95]
    max = 20
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal, get_args

from qa.evaluation.scores.measures import measures
from qa.formatting.texts import text
from store.errors import Language

from .compare import Comparison
from .errors import GateRuleImpossible, GateRulesUnreadable, GateRuleUncompared
from .evaluated import Evaluation

Bound = Literal["min", "max", "max_drop", "not_worse"]
"""What is asked of a figure: to be at least so much, or at most; and against another run, to fall at most so far (where
less is better, to rise at most so far), or not to be called worse."""

BOUNDS: tuple[Bound, ...] = get_args(Bound)
AGAINST: tuple[Bound, ...] = ("max_drop", "not_worse")
"""The bounds against another run."""

_KINDS = "kinds."
_P95 = ".p95"
_EXAMPLE = "{ min = 0.9 }"
_ROUNDING = 1e-9
"""0.9 - 0.8 is a little more than 0.1, and may still be the drop that 0.1 allows."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A bound of a figure. The limit of `not_worse` is 0."""

    measure: str
    bound: Bound
    limit: float


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a run breaks. `actual` is the figure, or for a bound against another run how much worse it became;
    None where there is no value: what nobody measured has not passed.
    """

    measure: str
    bound: Bound
    limit: float
    actual: float | None

    def sentence(self, language: Language) -> str:
        """What is wrong, with both numbers."""
        key = f"gate.broken.{'absent' if self.actual is None else self.bound}"
        limit, actual = f"{self.limit:g}", f"{self.actual or 0:.4g}"
        return text(key, language, measure=self.measure, bound=self.bound, limit=limit, actual=actual)


def load(path: Path, *, compared: bool) -> list[Rule]:
    """The rules of a file; `compared` tells whether there is another run, for the bounds against one.

    Raises a GateRulesError that names the file, the key, and what can be there.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GateRulesUnreadable(path=path, reason=error.strerror) from error
    except ValueError as error:
        raise GateRulesUnreadable(path=path, reason=error) from error
    rules = [_rule(path, name, bound, value) for name, bound, value in _entries(path, tables)]
    if not rules:
        raise GateRulesUnreadable(path=path, reason="0 rules")
    for rule in rules:
        if rule.bound in AGAINST and not compared:
            raise GateRuleUncompared(path=path, key=f"[{rule.measure}] {rule.bound}")
    return rules


def check(rules: Iterable[Rule], evaluation: Evaluation, comparison: Comparison | None = None) -> list[Broken]:
    """The rules that the run breaks, in their order. Bounds against another run look at the questions of both."""
    broken = []
    for rule in rules:
        actual = _actual(rule, evaluation, comparison)
        if actual is None or not _within(rule, actual):
            broken.append(Broken(rule.measure, rule.bound, rule.limit, actual))
    return broken


def _within(rule: Rule, actual: float) -> bool:
    if rule.bound == "min":
        return actual >= rule.limit - _ROUNDING
    return actual <= rule.limit + _ROUNDING


def _actual(rule: Rule, evaluation: Evaluation, comparison: Comparison | None) -> float | None:
    """The figure, or for a bound against another run how much worse it became."""
    if rule.bound not in AGAINST:
        return _figure(evaluation, rule.measure)
    if comparison is None:
        return None
    if rule.bound == "not_worse":
        difference = comparison.measures.get(rule.measure)
        if difference is None:
            return None
        return abs(difference.difference) if difference.verdict == "worse" else 0.0
    old, new = _figure(comparison.old, rule.measure), _figure(comparison.new, rule.measure)
    if old is None or new is None:
        return None
    return new - old if _is_lower(rule.measure) else old - new


def _figure(evaluation: Evaluation, name: str) -> float | None:
    """The figure that a rule is for, None where the run has none."""
    summary = evaluation.summary
    if name.startswith(_KINDS):
        kind = summary["kinds"].get(name.removeprefix(_KINDS))
        return kind["right"] / kind["questions"] if kind else None
    row: Mapping[str, float] = summary["measures"].get(name.removesuffix(_P95), {})
    return row.get("p95" if name.endswith(_P95) else "value")


def _is_lower(name: str) -> bool:
    return not name.startswith(_KINDS) and measures()[name.removesuffix(_P95)].lower


def _entries(path: Path, table: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, bound and value of each rule. `[kinds.person]` and `["kinds.person"]` say the same."""
    for key, value in table.items():
        inner = f"{name}.{key}" if name else key
        if isinstance(value, Mapping) and value:
            yield from _entries(path, value, inner)
        elif isinstance(value, Mapping) or not name:
            raise GateRuleImpossible(path=path, key=inner, value=value, known=_EXAMPLE)
        else:
            yield name, key, value


def _rule(path: Path, name: str, bound: str, value: object) -> Rule:
    bounds = _bounds(name)
    if not bounds:
        raise GateRuleImpossible(path=path, key=f"[{name}]", value=name, known=", ".join(_names()))
    for known in bounds:
        if known == bound:
            return Rule(name, known, _limit(path, name, known, value))
    raise GateRuleImpossible(path=path, key=f"[{name}]", value=bound, known=", ".join(bounds))


def _bounds(name: str) -> tuple[Bound, ...]:
    """The bounds that a figure can have, none where there is no such figure. Chance is told only from single values."""
    if name in measures() and not measures()[name].of_run:
        return BOUNDS
    return BOUNDS[:-1] if name in _names() or name.startswith(_KINDS) else ()


def _names() -> list[str]:
    """What a rule can be for."""
    costs = (name for name, measure in measures().items() if not measure.is_share)
    return [*measures(), *(f"{name}{_P95}" for name in costs), f"{_KINDS}KIND"]


def _limit(path: Path, name: str, bound: Bound, value: object) -> float:
    """The limit as a number. A share above 1, as 90 for 90%, would be no bound at all."""
    if bound == "not_worse":
        if value is True:
            return 0.0
        raise GateRuleImpossible(path=path, key=f"[{name}] {bound}", value=_shown(value), known="true")
    share = name.startswith(_KINDS) or measures()[name.removesuffix(_P95)].is_share
    most = 1 if share else inf
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most and value < inf:
        return float(value)
    known = "0…1" if share else "≥ 0"
    raise GateRuleImpossible(path=path, key=f"[{name}] {bound}", value=_shown(value), known=known)


def _shown(value: object) -> str:
    """A value as TOML writes it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)

"""Units: what they are called, and how many of one another is: 0.5公里 is 500米."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache

from .tables import Table, any_of, either

_UNITS = Table(__package__, "units")
_LATIN = re.compile("[a-z/]+")


@cache
def _sizes() -> dict[str, dict[str, float]]:
    """By name of a unit and dimension, how many of the dimension's first unit one is."""
    sizes: dict[str, dict[str, float]] = {}
    for dimension, names in _UNITS.sections("dimensions").items():
        for factor, same in names.items():
            for name in same:
                sizes.setdefault(name, {})[dimension] = float(factor)
    for same in _UNITS.groups("same"):
        for name in same:
            sizes[name] = {same[0]: 1.0}
    return sizes


def sizes(unit: str) -> Mapping[str, float]:
    """How many of each dimension's base unit one of `unit` is; a unit of no table is its own dimension.

    Several dimensions where the name is one of several units: 度.
    """
    plain = unit if unit in _sizes() else unit.removeprefix("个") or unit
    return _sizes().get(plain) or {plain: 1.0}


def aliases(unit: str) -> frozenset[str]:
    """All names of a unit, itself among them: 星期 and 礼拜 for 周."""
    return frozenset({unit, *(name for name in _sizes() if sizes(name) == sizes(unit))})


def is_measure(unit: str) -> bool:
    """Whether it measures what may be below zero: degrees, money, shares; not 架 or 号."""
    return unit in _sizes()


def alike(one: str, other: str) -> bool:
    """Whether two units may measure the same: 米 and 公里, 名 and 人; a missing one may be any."""
    return not (one and other) or not sizes(one).keys().isdisjoint(sizes(other))


def equal(value: float, unit: str, other_value: float, other_unit: str) -> bool:
    """Whether so many of one unit are so many of another, in some dimension of both."""
    mine, theirs = sizes(unit), sizes(other_unit)
    return any(math.isclose(value * mine[name], other_value * theirs[name]) for name in mine if name in theirs)


def is_numbering(unit: str) -> bool:
    """Whether it numbers a thing with or without 第: 二季度 is 第二季度."""
    return unit in _numbering()


@cache
def _numbering() -> frozenset[str]:
    return frozenset(_UNITS.words("numbering"))


@cache
def names() -> frozenset[str]:
    """The names of all units, with and without 个."""
    with_ge = {f"个{name}" for name in _UNITS.words("with_ge")}
    return frozenset({*_sizes(), *_UNITS.words("counters"), *_UNITS.words("numbering"), *with_ge})


@cache
def currencies() -> Mapping[str, str]:
    """The currencies of the signs that stand before a number: 美元 for $."""
    return _UNITS.mapping("currency_signs")


@cache
def pattern() -> str:
    """A regular expression of every unit, the longest first. Letters right behind a number are a unit too: 120hz."""
    guards = {name: f"(?![{after}])" for name, after in _UNITS.mapping("not_before").items()}
    latin = {name for name in names() if _LATIN.fullmatch(name)}
    others = names() - latin
    several = {name: re.escape(name) + guards.get(name, "") for name in others if len(name) > 1 or name in guards}
    single = "".join(re.escape(name) for name in others if len(name) == 1 and name not in guards)
    return rf"(?:{any_of(several)}|[{single}]|(?<!\s)[a-z]+(?:/[a-z]+)?|{either(latin)}(?![a-z]))"

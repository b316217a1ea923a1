"""The measures: what each is called, what it says, and where its definition comes from, as `measures.toml` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from store.errors import Language
from store.text.tables import read_table

Group = Literal["answers", "search", "grounding", "refusal", "cost"]
Unit = Literal["share", "tokens", "seconds"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure; `lower` means that less of it is better, `source` names the paper or program that defined it.

    Those `of_run` have no value for a single question.
    """

    name: str
    group: Group
    titles: Mapping[Language, str]
    meanings: Mapping[Language, str]
    source: str
    unit: Unit
    lower: bool
    of_run: bool

    @property
    def is_share(self) -> bool:
        """Whether it is 0 to 1, so that the figure is a mean; of tokens and seconds it is the median."""
        return self.unit == "share"


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by name, in the order they are shown."""
    return {name: _measure(name, row) for name, row in read_table(__package__, "measures").items()}


def _measure(name: str, row: Mapping[str, Any]) -> Measure:
    return Measure(
        name=name,
        group=row["group"],
        titles={"en": row["en"], "zh": row["zh"]},
        meanings={"en": row["en_meaning"], "zh": row["zh_meaning"]},
        source=row.get("source", ""),
        unit=row.get("unit", "share"),
        lower=row.get("lower", False),
        of_run=row.get("of_run", False),
    )

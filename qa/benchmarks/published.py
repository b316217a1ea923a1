"""What is published of the benchmarks: their files, where they are, what others reached. `published.toml` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from store.errors import Language
from store.text.tables import read_table

Name = Literal["rgb", "cmrc", "drcd"]


@dataclass(frozen=True, slots=True)
class System:
    """What somebody else's system reached: by setting and measure, 0 to 1. `source` says who printed it where."""

    name: str
    source: str
    figures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Published:
    """A benchmark: its name, what its files are called, where they are, what to mind, and what others reached."""

    title: str
    files: str
    where: str
    remark: Mapping[Language, str]
    systems: tuple[System, ...]

    @property
    def details(self) -> dict[str, str]:
        """What the errors about its data tell."""
        return {"benchmark": self.title, "files": self.files, "where": self.where}


def published(name: Name) -> Published:
    """What is published of a benchmark."""
    row = read_table(__package__, "published")["benchmarks"][name]
    return Published(**row | {"systems": tuple(_system(system) for system in row["systems"])})


def _system(row: Mapping[str, Any]) -> System:
    printed = row["figures"].items()
    figures = {setting: {name: percent / 100 for name, percent in named.items()} for setting, named in printed}
    return System(row["name"], row["source"], figures)

"""Language data: word lists and patterns, in TOML files beside the code that uses them.

A file is read when something of it is first asked for, and then kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """The data of `name`.toml in a package. Each method raises KeyError for a key that the file lacks."""

    package: str
    name: str

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, or of regular expressions for words, in the order of the file."""
        return tuple(self._rows[key])

    def either(self, *keys: str) -> str:
        """The words of lists as alternatives of a regular expression, without a group around them."""
        return "|".join(word for key in keys for word in self.words(key))

    def characters(self, key: str) -> str:
        """A set of single characters, as one string."""
        return str(self._rows[key])

    def pattern(self, key: str) -> str:
        """A regular expression."""
        return str(self._rows[key])

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of words."""
        return tuple(map(tuple, self._rows[key]))

    def opposites(self, key: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Pairs of lists: the words of one say the opposite of the words of the other."""
        return tuple(tuple(map(tuple, pair)) for pair in self._rows[key])

    def mapping(self, key: str) -> dict[str, str]:
        """A section that gives one word, or one regular expression, for another."""
        return dict(self._rows[key])

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A section that gives a list of words for each of its keys."""
        return {name: tuple(words) for name, words in self._rows[key].items()}

    @property
    def _rows(self) -> Mapping[str, Any]:
        return _read(self.package, self.name)


@cache
def _read(package: str, name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

"""Language data: word lists and patterns, in TOML files beside the code that uses them.

A file is read when something of it is first asked for, and then kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
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

    def numbers(self, key: str) -> dict[str, int]:
        """A section that gives a number for each word."""
        return dict(self._rows[key])

    def sections(self, key: str) -> dict[str, dict[str, tuple[str, ...]]]:
        """Sections within a section, each of which gives a list of words for each of its keys."""
        return {
            name: {number: tuple(words) for number, words in section.items()}
            for name, section in self._rows[key].items()
        }

    @property
    def _rows(self) -> Mapping[str, Any]:
        return read_table(self.package, self.name)


@cache
def read_table(package: str, name: str) -> Mapping[str, Any]:
    """What `name`.toml in a package holds. Raises FileNotFoundError."""
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """A regular expression of any of the words, the longest that matches.

    Those that begin alike stand together, so that a search tries each first character once.
    """
    return any_of({word: re.escape(word) for word in words})


def any_of(expressions: dict[str, str]) -> str:
    """A regular expression of any of several, given by the words they begin with; the longest words come first."""
    groups: dict[str, list[str]] = {}
    for word in sorted(expressions, key=lambda word: (-len(word), word)):
        first = re.escape(word[0])
        groups.setdefault(first, []).append(expressions[word].removeprefix(first))
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items()) + ")"

"""The tables of language data: sound, without anything twice, packaged, and used."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from store.text.tables import Table

ROOT = Path(__file__).parent.parent
FILES = sorted(path.relative_to(ROOT).as_posix() for top in ("qa", "store") for path in (ROOT / top).glob("**/*.toml"))
PACKAGED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
CHARACTERS, PATTERNS, WORDS = {"characters"}, {"pattern"}, {"words", "either"}
SHORT = 3
"""Entries of a list from which on it must not be a part of another: shorter ones may be so by chance."""


class Use(NamedTuple):
    """A value that code asks a table for."""

    file: str
    method: str
    key: str


def opened(node: ast.expr, package: str) -> str | None:
    """The file that `table("offices")` or `Table(package, "offices")` opens; None for anything else."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("table", "Table")):
        return None
    *where, name = node.args
    if node.func.id == "table":
        package = "qa.chinese"
    elif isinstance(where[0], ast.Constant):
        package = str(where[0].value)
    assert isinstance(name, ast.Constant)
    return f"{package.replace('.', '/')}/{name.value!s}.toml"


def uses_in(path: Path) -> Iterator[Use]:
    """What a module asks its tables for, by keys that stand in the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = path.parent.relative_to(ROOT).as_posix()
    names = {
        target.id: file
        for node in tree.body
        if isinstance(node, ast.Assign) and (file := opened(node.value, package))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.value
            file = names.get(asked.id) if isinstance(asked, ast.Name) else opened(asked, package)
            if file:
                keys = [key.value for key in node.args if isinstance(key, ast.Constant)]
                yield from (Use(file, node.func.attr, str(key)) for key in keys)


@cache
def uses() -> list[Use]:
    """What all modules ask tables for."""
    return [use for top in ("qa", "store") for path in sorted((ROOT / top).glob("**/*.py")) for use in uses_in(path)]


TABLES = sorted({use.file for use in uses()})
"""The files that are read as tables; others have readers of their own."""


@cache
def data(file: str) -> dict[str, object]:
    """What a file holds."""
    return tomllib.loads((ROOT / file).read_text(encoding="utf-8"))


def lists(value: object, name: str) -> Iterator[tuple[str, list[str]]]:
    """The lists of words in a value, each with where it stands."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from lists(held, f"{name} {key}")
    elif isinstance(value, list) and any(isinstance(held, list) for held in value):
        for place, held in enumerate(value):
            yield from lists(held, f"{name} {place}")
    elif isinstance(value, list):
        yield name, value


LISTS = dict(pair for file in TABLES for pair in lists(data(file), file))
"""Every list of every table, by where it stands."""


@pytest.mark.parametrize("file", FILES)
def test_tables_parse(file: str) -> None:
    """Every table is TOML, and holds something."""
    assert data(file)


@pytest.mark.parametrize("file", FILES)
def test_tables_are_packaged(file: str) -> None:
    """Every table goes into the wheel with its package."""
    path = Path(file)
    globs = PACKAGED[".".join(path.parent.parts)]
    assert any(path.relative_to(path.parent).match(glob) for glob in globs)


@pytest.mark.parametrize("file", FILES)
def test_tables_are_read(file: str) -> None:
    """Every table is opened by some code, by its name."""
    named = f'"{Path(file).stem}"', f'"{Path(file).name}"', f'"{Path(file).stem}.'
    code = [path.read_text(encoding="utf-8") for top in ("qa", "store") for path in (ROOT / top).glob("**/*.py")]
    assert file in TABLES or any(name in text for text in code for name in named)


@pytest.mark.parametrize("file", TABLES)
def test_keys_are_used(file: str) -> None:
    """Some code asks for every key of a table."""
    assert data(file).keys() == {use.key for use in uses() if use.file == file}


@pytest.mark.parametrize("use", sorted(set(uses())), ids=lambda use: f"{use.file} {use.method} {use.key}")
def test_values_are_what_code_takes_them_for(use: Use) -> None:
    """A value has the form that the code reads: words where words are asked for, one string where a pattern is."""
    value = data(use.file)[use.key]
    assert isinstance(value, str if use.method in CHARACTERS | PATTERNS else list | dict)
    if use.method in WORDS:
        assert all(isinstance(word, str) and word for word in LISTS[f"{use.file} {use.key}"])
    if use.method in PATTERNS:
        re.compile(str(value))
    assert getattr(Table(use.file.rpartition("/")[0].replace("/", "."), Path(use.file).stem), use.method)(use.key)


@pytest.mark.parametrize("name", LISTS)
def test_entries_stand_once(name: str) -> None:
    """No list has an entry twice, and each is a regular expression by itself, as all words are."""
    assert len(LISTS[name]) == len(set(LISTS[name]))
    for entry in LISTS[name]:
        re.compile(entry)


@pytest.mark.parametrize("use", [use for use in uses() if use.method in CHARACTERS], ids=lambda use: str(use.key))
def test_characters_stand_once(use: Use) -> None:
    """No set of characters has one twice."""
    characters = str(data(use.file)[use.key])
    assert len(characters) == len(set(characters))


def test_lists_stand_once() -> None:
    """No two lists are equal, and none is a part of another: what two have in common stands in a list of its own."""
    several = {name: frozenset(entries) for name, entries in LISTS.items() if len(entries) > 1}
    pairs = [
        (one, other)
        for one, other in combinations(several, 2)
        if several[one] == several[other]
        or (min(len(several[one]), len(several[other])) >= SHORT and _within(several[one], several[other]))
    ]
    assert not pairs


def _within(one: frozenset[str], other: frozenset[str]) -> bool:
    return one < other or other < one

"""The words of the evaluation report, in Chinese and English, as `phrases.toml` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from store.errors import Language

Words = Mapping[str, str]
"""One wording: `zh` and `en`, and for some `zh_why` and `en_why`, which say more."""


@cache
def phrases() -> Mapping[str, Mapping[str, Words]]:
    """Every wording by its table and its name, in the order they are shown."""
    return tomllib.loads(files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


def word(name: str, table: str = "words", *, language: Language, **values: object) -> str:
    """The words for `name`, with `values` filled in."""
    return phrases()[table][name][language].format(**values)


def called(name: str, table: str, *, language: Language) -> str:
    """The words for a name that came with the results. One that nobody put into words stands as it is."""
    return word(name, table, language=language) if name in phrases()[table] else name


def why(name: str, table: str, *, language: Language) -> str:
    """What there is to say of `name` beyond its name; empty if nothing is."""
    return phrases()[table][name].get(f"{language}_why", "")

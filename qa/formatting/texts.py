"""The texts that people read, in Chinese and English, from the TOML tables beside this file.

A text is called by its file, its section if the file has sections, and its name: "page.ask" is `ask` in page.toml, and
"evaluation.kinds.person" is `person` under [kinds] in evaluation.toml. The messages of errors stand with the errors,
and what a measure means stands with the measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from store.errors import Language
from store.text.tables import read_table

Text = Mapping[str, str]
"""One text: `zh` and `en`, and for some `zh_why` and `en_why`, which say more."""


def text(key: str, language: Language, /, **values: object) -> str:
    """The text `key` in `language`, with `values` filled in. Raises KeyError, with the key, where there is none."""
    return _entry(key)[language].format(**values)


def explanation(key: str, language: Language) -> str:
    """What there is to say about the text `key` beyond the text; empty if nothing is. Raises KeyError."""
    return _entry(key).get(f"{language}_why", "")


def text_or_name(section: str, name: str, language: Language) -> str:
    """The text for a name from data, such as the kind of a question. A name without a text stands as it is."""
    entry = texts_of(section).get(name)
    return entry[language] if entry else name


def joined(parts: Iterable[str], language: Language) -> str:
    """The parts of a list, with the comma of the language between them."""
    return text("punctuation.comma", language).join(parts)


def texts_of(section: str) -> Mapping[str, Text]:
    """The texts of a section ("evaluation.kinds") by name, in the order of the file. Raises KeyError, with the section.

    The section of a file without sections is the file itself ("questions").
    """
    if not (found := _section(section)):
        raise KeyError(f"there are no texts {section!r}")
    return found


@cache
def _section(section: str) -> Mapping[str, Any]:
    """The section, empty if there is none."""
    file, *path = section.split(".")
    try:
        found = read_table(__package__, file)
        for part in path:
            found = found[part]
    except (FileNotFoundError, KeyError):
        return {}
    return found


def _entry(key: str) -> Text:
    section, _, name = key.rpartition(".")
    entry: Text = _section(section).get(name, {})
    if "zh" not in entry:
        raise KeyError(f"there is no text {key!r}")
    return entry

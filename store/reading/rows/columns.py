"""Columns of a collection: which one holds what, by the names people give them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from store.reading.draft import Draft
from store.reading.metadata import name_of, tidy
from store.text.dates import date_of
from store.text.scripts import simplified
from store.text.tables import Table

NAMES = Table(__package__, "columns").lists("names")
"""Column names for each field, most telling first; case, spaces, underscores and script make no difference."""


def fields(columns: Iterable[object]) -> dict[str, str]:
    """Which column holds which field: {"text": "正文", …}; a field that no column holds is left out."""
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(re.sub(r"[\s_\-:：]", "", simplified(str(column)).lstrip("\ufeff")).lower(), str(column))
    found = {field: next((known[name] for name in names if name in known), None) for field, names in NAMES.items()}
    return {field: column for field, column in found.items() if column is not None}


def draft_of(row: Mapping[str, object], held: Mapping[str, str]) -> Draft:
    """The draft in one row, whose fields are `held` by these columns."""
    value = {field: row.get(column) for field, column in held.items()}
    text = value.get("text")
    paragraphs = text if isinstance(text, list) else [text]
    return Draft(
        text="\n".join(str(paragraph) for paragraph in paragraphs if paragraph is not None),
        title=tidy(value.get("title")),
        publisher=name_of(value.get("publisher")),
        published=date_of(value.get("published")),
        url=tidy(value.get("url")),
        author=name_of(value.get("author")),
        editor=name_of(value.get("editor")),
    )


def digest_of(row: Mapping[str, object]) -> str:
    """The SHA-256 of a row's canonical JSON."""
    return sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()

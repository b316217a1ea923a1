"""The pieces of a format code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "literal",
    "general",
    "text",
    "date",
    "half",  # AM/PM
    "digit",
    "point",
    "comma",
    "percent",
    "power",
    "slash",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format code: what it is, and for a "literal" what it writes."""

    kind: Kind
    text: str

"""Something found in a text, with its place."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Found(NamedTuple, Generic[T_co]):
    """A value that `text[start:end]` states."""

    start: int
    end: int
    value: T_co

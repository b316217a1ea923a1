"""Reading: files of every kind become articles, and what cannot be read says why and what to do."""

from __future__ import annotations

from .draft import Draft, Part, article_from
from .files import count, find, is_of, parts, read
from .metadata import TITLE_LENGTH

__all__ = ["TITLE_LENGTH", "Draft", "Part", "article_from", "count", "find", "is_of", "parts", "read"]

"""Files of every kind in, articles out; what cannot be read says why and what to do.

Imports the repair, the text and the types of the store.
"""

from __future__ import annotations

from .draft import Draft, Part, article_from
from .files import count, find, is_of, parts, passed_over, read
from .metadata import TITLE_LENGTH

__all__ = ["TITLE_LENGTH", "Draft", "Part", "article_from", "count", "find", "is_of", "parts", "passed_over", "read"]

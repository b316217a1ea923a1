"""A question and texts in, the words that answer it out, or that there are none: a small model of our own.

Imports `store.encoding`, `store.text` and the errors of the store.
"""

from .reader import BUNDLED, Reader
from .spans import Reading, Span

__all__ = ["BUNDLED", "Reader", "Reading", "Span"]

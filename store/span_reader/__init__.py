"""The reader: a small model of our own that points at the words that answer a question, or says that there are none."""

from .reader import BUNDLED, Reader
from .spans import Reading, Span

__all__ = ["BUNDLED", "Reader", "Reading", "Span"]

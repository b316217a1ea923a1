"""Chinese numerals, as they stand in the character classes of patterns."""

from __future__ import annotations

NUMERALS = "一二三四五六七八九"
"""One to nine; without 两, which stands for two before a unit."""

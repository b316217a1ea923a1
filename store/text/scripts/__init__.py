"""A text of either script in; the same text in Simplified or Traditional out, or folded so that two can be compared.

Imports nothing of ours but `store.text`.
"""

from __future__ import annotations

from .conversion import bare, fold, simplified, traditional
from .display import Display, displayed, in_script
from .look_alikes import has_look_alikes, like_han, like_latin
from .marks import Script, is_chinese, script_of

__all__ = [
    "Display",
    "Script",
    "bare",
    "displayed",
    "fold",
    "has_look_alikes",
    "in_script",
    "is_chinese",
    "like_han",
    "like_latin",
    "script_of",
    "simplified",
    "traditional",
]

"""Articles in, ranked passages out. No language model, no user interface.

Imports its own rooms only.
"""

from store.text.edits import Change

from .article import Article, Report
from .errors import YuanwenError
from .passage import Passage
from .repair import Repaired, repair

__all__ = ["Article", "Change", "Passage", "Repaired", "Report", "YuanwenError", "repair"]

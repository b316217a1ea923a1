"""Rows of cells in, lines of text out: each cell beside the head of its column, so that every row can be read alone.

The table

    乡镇    计划  完成
    云岭镇    40    31

reads 乡镇：云岭镇；计划：40；完成：31. A row is one line, and so one sentence, one passage and one quote.

Imports nothing of ours but `store.text`.
"""

from __future__ import annotations

from .cells import Cell, Merged
from .forms import MOST_ROWS, looks_like_form
from .heads import HEAD_LENGTH, are_listed, heads_of, is_value, may_name
from .labelled import Labelled, cells_of
from .lines import BETWEEN, row_lines, table_lines

__all__ = [
    "BETWEEN",
    "HEAD_LENGTH",
    "MOST_ROWS",
    "Cell",
    "Labelled",
    "Merged",
    "are_listed",
    "cells_of",
    "heads_of",
    "is_value",
    "looks_like_form",
    "may_name",
    "row_lines",
    "table_lines",
]

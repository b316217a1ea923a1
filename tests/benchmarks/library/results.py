"""Figures as a table and as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Figures = Mapping[str, Any]


def with_json(parser: ArgumentParser) -> None:
    """Give a script the flag `--json`."""
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures as JSON too")


def told(figures: Figures, out: Path | None) -> None:
    """Print figures, one a line, or a table for what is a list of rows; and write them to `out`."""
    for name, value in figures.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            print(f"{name}:", *table(value), sep="\n")
        else:
            print(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    if out:
        out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(rows: Sequence[Figures]) -> list[str]:
    """Rows as lines of a Markdown table; the columns are those of all rows, in order of appearance."""
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    cells = [columns, *([_cell(row.get(name, "")) for name in columns] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(columns))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """The median, the 95th percentile and the most of some times, in milliseconds."""
    if not seconds:
        return {"p50 ms": 0.0, "p95 ms": 0.0, "max ms": 0.0}
    middle, high = np.percentile(seconds, [50, 95])
    return {
        name: round(1000 * float(value), 1)
        for name, value in zip(("p50 ms", "p95 ms", "max ms"), (middle, high, max(seconds)), strict=True)
    }

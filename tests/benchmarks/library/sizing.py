"""What a library of a size needs: `python -m tests.benchmarks.library.sizing NEWS --work FOLDER [--page SIZING.md]`.

Libraries of the first articles of NEWS are made and asked, one after the other, by `ingest` and `search`. What is
measured is kept in FOLDER, so that an interrupted run goes on where it was. With `--page`, the table in that page is
written anew.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .processes import interruptible, script, succeeded
from .results import table, told, with_json

SIZES = (5, 1000, 10_000, 40_000)
FAR = 1_000_000
"""The size to which the two largest are extrapolated, along a straight line."""
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)
_DRAWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MB = 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder of the libraries and of what was measured")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--embedding", default="multilingual-e5-small")
    parser.add_argument("--page", type=Path, help="Markdown page whose table is written anew")
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    measured = [measure(given, size) for size in sorted(given.sizes)]
    rows = [row(one) for one in measured]
    if len(rows) > 1:
        rows.append(extrapolated(rows[-2], rows[-1]))
    told({"sizes": rows, "disk, MB": [one["disk"] for one in measured]}, given.json)
    if given.page:
        written(given.page, [*table(rows), "", *table([one["disk"] for one in measured])])


def measure(given: argparse.Namespace, size: int) -> dict[str, Any]:
    """What was measured of one size, now or in an earlier run."""
    work: Path = given.work / str(size)
    work.mkdir(parents=True, exist_ok=True)
    model = ("--embedding", given.embedding)
    steps = {
        "ingest": ("ingest", given.news, "--articles", size, "--work", work, *model),
        "search": (
            *("search", work / "library", given.news, "--articles", size, *model),
            *("--queries", given.queries, "--answers", given.answers),
        ),
    }
    found: dict[str, Any] = {}
    for name, (program, *arguments) in steps.items():
        if not (out := work / f"{name}.json").exists():
            succeeded(script(str(program), *arguments, "--json", out))
        found[name] = json.loads(out.read_text(encoding="utf-8"))
    return found | {"disk": {"articles": size, **disk(work / "library")}}


def disk(library: Path) -> dict[str, float]:
    """The MB of each part of a library's folder; the folders that Chroma names by chance hold its vectors."""
    parts: Counter[str] = Counter()
    for file in library.rglob("*"):
        if file.is_file():
            first, *rest = file.relative_to(library).parts
            name = "vectors of Chroma" if any(map(_DRAWN.fullmatch, (first, *rest))) else "/".join([first, *rest[:1]])
            parts[re.sub(r"-(wal|shm)$", "", name)] += file.stat().st_size
    return {name: round(size / _MB, 1) for name, size in sorted(parts.items()) if size >= _MB / 10}


def row(measured: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of one size."""
    ingest, search, disk = (measured[name] for name in ("ingest", "search", "disk"))
    first, *_ = ingest["runs"]
    again = next(one for one in ingest["runs"] if one["what"].startswith("again"))
    fresh, remembered, answer = search["times"]
    return {
        "articles": ingest["articles"],
        "passages": search["passages"],
        "disk, MB": round(sum(size for name, size in disk.items() if name != "articles"), 1),
        "ingest, s": first["seconds"],
        "ingest, memory, MB": first["rss"],
        "again, unchanged, s": again["seconds"],
        "asking, memory, MB": search["RSS, MB"],
        "ready, s": search["ready, s"],
        "first question, ms": search["first question, ms"],
        "search p95, ms": fresh["p95 ms"],
        "search p95 without embedding, ms": remembered["p95 ms"],
        "answer p50, ms": answer["p50 ms"],
        "answer p95, ms": answer["p95 ms"],
    }


def extrapolated(smaller: Mapping[str, Any], larger: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of FAR articles, on the straight line through two sizes."""
    far = (FAR - smaller["articles"]) / (larger["articles"] - smaller["articles"])
    return {name: float(value + far * (larger[name] - value)) for name, value in smaller.items()} | {"articles": FAR}


def written(page: Path, lines: Sequence[str]) -> None:
    """Write a table between the marks of a page. Raises ValueError where it has none."""
    text = page.read_text(encoding="utf-8")
    if not _TABLE.search(text):
        raise ValueError(f"{page} has no place for a table: <!-- table --> and <!-- end --> on lines of their own")
    page.write_text(_TABLE.sub(lambda _: "\n".join([*lines, ""]), text), encoding="utf-8")


if __name__ == "__main__":
    main()

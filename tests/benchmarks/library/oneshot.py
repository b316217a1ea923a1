"""What one question costs that is asked of a fresh process: `python -m tests.benchmarks.library.oneshot`.

`ask` without a language model, and `search`, each as a command of its own on the library of the sample articles. Told
are the least and the median of several runs, and which heavy libraries a run imports.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from qa.page.sample import SAMPLE

from .processes import interruptible, succeeded, yuanwen
from .results import told, with_json

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "openvino",
    "chromadb",
    "tantivy",
    "scipy",
    "sklearn",
    "pandas",
)
"""Libraries that take long to import, or much memory."""
QUESTION = "松江2024年有多少家规上工业企业？"
_LISTING = """
import sys
from qa.__main__ import main
status = main()
print(*sorted(set({heavy!r}) & sys.modules.keys()), file=sys.stderr)
sys.exit(status)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--library", help="another library than that of the sample articles")
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--embedding", default="multilingual-e5-small")
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    with tempfile.TemporaryDirectory() as folder:
        library = given.library or str(Path(folder) / "library")
        flags = ("--library", library, "--embedding", given.embedding)
        if not given.library:
            succeeded(yuanwen("add", SAMPLE / "articles", *flags))
        commands = {
            "ask": yuanwen("ask", given.question, *flags, "--llm", "extractive"),
            "search": yuanwen("search", given.question, *flags),
        }
        told({"commands": [row(name, command, given.times) for name, command in commands.items()]}, given.json)


def row(name: str, command: list[str], times: int) -> dict[str, Any]:
    """The figures of a command, and the heavy libraries that it imports."""
    runs = [succeeded(command) for _ in range(times)]
    python, _, _, *arguments = command
    listing = succeeded([python, "-c", _LISTING.format(heavy=HEAVY), *arguments])
    return {
        "command": name,
        "CPU s, least": round(min(run.cpu for run in runs), 2),
        "CPU s, median": round(median(run.cpu for run in runs), 2),
        "s, least": round(min(run.seconds for run in runs), 2),
        "s, median": round(median(run.seconds for run in runs), 2),
        "RSS, MB": round(max(run.rss for run in runs)),
        "imports": listing.errors.strip().rpartition("\n")[2],
    }


if __name__ == "__main__":
    main()

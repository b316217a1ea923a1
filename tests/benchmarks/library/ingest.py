"""How fast articles go in: `python -m tests.benchmarks.library.ingest NEWS [--articles 4000] [--stock]`.

The first articles of NEWS are added by a fresh `yuanwen add`; with `--stock`, by the stock LangChain recipe too, in a
process of its own afterwards. Times are of whole processes, start and end included. Then the same is added again,
unchanged, and one new article, while another process searches for it: once by the command and once by a process that
holds the library open.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from . import corpus
from .processes import Worker, interruptible, run, script, succeeded, yuanwen
from .results import told, with_json

PATIENCE = 60.0
"""Seconds until a new article that is not found is given up."""
_PAUSE = 0.02  # seconds between two searches for it


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--form", choices=("files", "jsonl"), default="files", help="a file each, or one table")
    parser.add_argument("--stock", action="store_true", help="measure the stock recipe too")
    parser.add_argument("--embedding", default="multilingual-e5-small")
    parser.add_argument("--work", type=Path, help="folder where articles and library are kept")
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        figures = added(given, work)
        told(figures | {"one new article, seconds until found": one(work, given.embedding)}, given.json)


def added(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    """The figures of adding to a new library in a folder, and of adding the same again."""
    articles = corpus.news(given.news, given.articles)
    length = corpus.characters(articles)
    paths = corpus.written(articles, work / "articles", given.form)
    library = work / "library"
    flags = ("--library", library, "--embedding", given.embedding)

    def row(what: str, command: list[str]) -> dict[str, Any]:
        done = succeeded(command).figures()
        return {"what": what, "characters/s": round(length / done["seconds"]), **done}

    rows = [row("ours", yuanwen("add", paths, *flags))]
    if given.stock:
        numbers = ("--articles", given.articles, "--embedding", given.embedding)
        rows.append(row("stock", script("stock", given.news, work / "stock", *numbers)))
    rows.append(row("again, unchanged", yuanwen("add", paths, *flags)))
    figures: dict[str, Any] = {"articles": len(articles), "characters": length, "form": given.form, "runs": rows}
    if given.stock:
        figures["ratio to stock"] = round(rows[1]["seconds"] / rows[0]["seconds"], 2)
        figures["ratio to stock, CPU"] = round(rows[1]["cpu"] / rows[0]["cpu"], 2)
    return figures


def one(work: Path, embedding: str) -> dict[str, float | str]:
    """Seconds from the start of adding one article until another process, already running, finds it; or the error."""
    library = work / "library"
    searcher, adder = (Worker(library, embedding=embedding) for _ in range(2))
    try:
        for worker in (searcher, adder):
            worker.do("search", "登记")  # its models are loaded from now on
        command = _new(work, "command", "沙洲灯塔的守塔人换成了郝渡舟。")
        process = _new(work, "process", "北岭气象站的站长换成了闻听雨。")
        flags = ("--library", library, "--embedding", embedding)
        return {
            "by the command": _found(searcher, command, lambda: run(yuanwen("add", command, *flags)).status),
            "by a running process": _found(searcher, process, lambda: adder.do("add", str(process)).get("error")),
        }
    finally:
        searcher.close()
        adder.close()


def _new(work: Path, name: str, text: str) -> Path:
    folder = work / "new"
    folder.mkdir(exist_ok=True)
    (file := folder / f"{name}-{time.time_ns()}.txt").write_text(text, encoding="utf-8")
    return file


def _found(searcher: Worker, file: Path, add: Any) -> float | str:
    query = file.read_text(encoding="utf-8")
    failed: list[object] = []
    begun = time.monotonic()
    thread = threading.Thread(target=lambda: failed.append(add()))
    thread.start()
    said: float | str = f"not within {PATIENCE:.0f} s"
    while time.monotonic() - begun < PATIENCE:
        reply = searcher.do("search", query)
        if "error" in reply:
            said = str(reply["error"])
            break
        if any(source == str(file.resolve()) for source, _ in reply["hits"]):
            said = round(reply["ended"] - begun, 2)
            break
        time.sleep(_PAUSE)
    thread.join()
    return f"adding failed: {failed[0]}" if failed[0] else said


if __name__ == "__main__":
    main()

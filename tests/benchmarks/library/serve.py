"""What the served page holds in memory: `python -m tests.benchmarks.library.serve [--llm NAME]`.

`yuanwen serve` is started on the library of the sample articles, and asked questions in Chromium once it is ready.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from qa.evaluation.questions import load
from qa.page.sample import SAMPLE
from qa.settings import Settings

from .processes import interruptible, killed, memory, session, started, succeeded, yuanwen
from .results import told, with_json

_PATIENCE = 300_000  # milliseconds to wait for the models or an answer
_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--llm", default=Settings.model_fields["llm"].default)
    parser.add_argument("--library", help="another library than that of the sample articles")
    with_json(parser)
    given = parser.parse_args()
    interruptible()
    with tempfile.TemporaryDirectory() as folder:
        library = given.library or str(Path(folder) / "library")
        if not given.library:
            succeeded(yuanwen("add", SAMPLE / "articles", "--library", library))
        told(served(library, given.llm, given.questions), given.json)


def served(library: str, llm: str, questions: int) -> dict[str, Any]:
    """The memory of `serve`, when it is ready and after each question. Raises RuntimeError where it does not start."""
    begun = time.monotonic()
    command = yuanwen("serve", "--library", library, "--llm", llm, "--port", 0)
    process = started(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout
        url = next((word for word in process.stdout.readline().split() if word.startswith("http")), "")
        if not url:
            raise RuntimeError("serve did not start")
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=_SWITCHES)
            page = browser.new_page(locale="zh-CN")
            page.goto(url)
            expect(page.locator("#status .ready")).to_be_visible(timeout=_PATIENCE)
            rows = [_row("ready", process.pid, time.monotonic() - begun)]
            asked = [one for one in load(SAMPLE / "questions.jsonl") if one.answers and not one.history]
            for number, question in enumerate(asked[:questions], start=1):
                begun = time.monotonic()
                _ask(page, question.question)
                rows.append(_row(f"question {number}", process.pid, time.monotonic() - begun))
            browser.close()
    finally:
        killed(process)
    return {"llm": llm, "serve": rows}


def _ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is complete."""
    turns = page.locator(".turn")
    before = turns.count()
    page.locator("#box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(before + 1, timeout=_PATIENCE)
    expect(page.locator(".turn.writing")).to_have_count(0, timeout=_PATIENCE)
    expect(page.locator("#box .submit-button")).to_be_visible()


def _row(what: str, leader: int, seconds: float) -> dict[str, Any]:
    held = memory(session(leader))
    return {
        "after": what,
        "s": round(seconds, 1),
        "processes": len([*session(leader)]),
        "RSS, MB": round(held.rss),
        "PSS, MB": round(held.pss),
        "private, MB": round(held.private),
    }


if __name__ == "__main__":
    main()

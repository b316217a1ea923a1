"""The texts that people read: complete in both languages, all of them used, and unknown ones refused by name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from qa.formatting.texts import explanation, joined, text, text_or_name, texts_of

ROOT = Path(__file__).parent.parent
TABLES = {path.stem: path for path in sorted((ROOT / "qa" / "formatting").glob("*.toml"))}
REPORT = ROOT / "qa" / "evaluation" / "reports" / "report.html"


def entries(section: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text of a table with its key."""
    for name, entry in table.items():
        if "zh" in entry or "en" in entry:
            yield f"{section}.{name}", entry
        else:
            yield from entries(f"{section}.{name}", entry)


TEXTS = {
    key: entry
    for stem, path in TABLES.items()
    for key, entry in entries(stem, tomllib.loads(path.read_text(encoding="utf-8")))
}


def places(template: str) -> set[str]:
    """The names of what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_in_both_languages(key: str) -> None:
    """A text has Chinese and English words, with the same values to fill in, and explains itself in both or neither."""
    entry = TEXTS[key]
    assert entry.keys() in ({"zh", "en"}, {"zh", "en", "zh_why", "en_why"})
    assert all(entry.values())
    assert places(entry["zh"]) == places(entry["en"])


def strings(package: str) -> Iterator[str]:
    """Every string in the code of a package. A computed one counts as far as it is fixed."""
    for path in (ROOT / package).glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                yield str(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_text_is_used() -> None:
    """The code names each text or the section that holds it; each rule of repair is one that the store applies."""
    named = {*strings("qa")}
    named |= {f"evaluation.{name}" for name in re.findall(r"'([\w.]+)'", REPORT.read_text(encoding="utf-8"))}
    sections = {name.rstrip(".") for name in named} - TABLES.keys()
    rules = {*strings("store")}
    for key in TEXTS:
        file, *inner = key.split(".")
        holders = {".".join([file, *inner[:depth]]) for depth in range(1, len(inner))}
        used = inner[-1] in rules if file == "rules" else key in named or not sections.isdisjoint(holders)
        assert used, f"nothing shows {key}: take it out of its table"


@pytest.mark.parametrize("key", ["page.nothing", "nowhere.ask", "page.stages.nothing", "page.stages", "page"])
def test_unknown_text_is_refused_by_name(key: str) -> None:
    """A key without a text fails with the key, and so does a section without texts."""
    for look_up in (text, explanation):
        with pytest.raises(KeyError, match=re.escape(key)):
            look_up(key, "zh")
    with pytest.raises(KeyError, match="nowhere"):
        texts_of("page.nowhere")


def test_values_are_filled_in() -> None:
    """A text has its values in it, and a missing value fails with its name."""
    assert text("page.bytes", "en", percent=5, done=1, total=20) == "5% (1 of 20 MB)"
    with pytest.raises(KeyError, match="total"):
        text("page.bytes", "en", percent=5, done=1)


def test_names_without_a_text_are_shown_as_they_are() -> None:
    """The kind of a question has its text if it is a known one, and else its own name."""
    assert text_or_name("evaluation.kinds", "person", "zh") == "人物"
    assert text_or_name("evaluation.kinds", "treaty 1.0", "zh") == "treaty 1.0"


def test_lists_have_the_comma_of_the_language() -> None:
    """Parts of a list are joined as the language joins them."""
    assert (joined(["甲", "乙"], "zh"), joined("ab", "en")) == ("甲、乙", "a, b")


def test_import_reads_no_table() -> None:
    """Importing the package and its command line opens none of the tables of texts."""
    code = """
        import sys
        opened = []
        sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
        import qa, qa.__main__, qa.formatting.texts
        print(*(path for path in opened if path.endswith(".toml") and "formatting" in path))
    """
    command = [sys.executable, "-c", "if True:" + code]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == ""

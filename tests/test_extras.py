"""The extras: without one, the rest works, and what needs it names the command that installs it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from qa.errors import ExtraMissing
from qa.extras import LIBRARIES, Extra, require

ROOT = Path(__file__).parent.parent
FORMATS = LIBRARIES["formats"]


def without(libraries: tuple[str, ...], code: str) -> str:
    """What a Python prints that runs some code and has none of these libraries."""
    hidden = f"import sys; sys.modules.update(dict.fromkeys({libraries!r}))\n"
    done = subprocess.run([sys.executable, "-c", hidden + code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_everything_is_there_for_the_tests() -> None:
    """The tests run with every extra installed."""
    for extra in LIBRARIES:
        require(extra)


@pytest.mark.parametrize("extra", LIBRARIES)
def test_missing_extra_is_named(extra: Extra) -> None:
    """A missing extra is one error, which names the libraries and the command that installs them."""
    code = f"from qa.extras import require\ntry:\n    require({extra!r})\nexcept Exception as error:\n"
    said = without(LIBRARIES[extra], f"{code}    print(error.message('en'), type(error).__name__)")
    assert f"pip install 'yuanwen[{extra}]'" in said
    assert said.split()[-1] == ExtraMissing.__name__
    assert all(library in said for library in LIBRARIES[extra])


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".xlsx"])
def test_file_that_needs_an_extra_says_so(suffix: str, tmp_path: Path) -> None:
    """A file that needs a missing extra is set aside with its name and the command that installs the extra."""
    file = tmp_path / f"file{suffix}"
    file.write_bytes(b"PK\x05\x06" + bytes(18) if suffix in (".docx", ".xlsx") else b"<p>%PDF</p>")
    code = f"""
from pathlib import Path
from store.errors import ArticleError
from store.reading import read
try:
    read(Path({str(file)!r}))
except ArticleError as error:
    print(type(error).__name__, error.message("en"))
"""
    said = without(FORMATS, code)
    assert said.startswith("FormatsMissing")
    assert str(file) in said
    assert "pip install 'yuanwen[formats]'" in said


def test_text_is_read_without_extras() -> None:
    """Text and Markdown are read without any extra."""
    hidden = tuple(name for names in LIBRARIES.values() for name in names)
    code = "from store.reading.plain import read_text, read_markdown\n"
    code += "print(read_text('春天来了。'.encode(), 'a.txt')[0].text)\n"
    code += "print(read_markdown('# 春\\n\\n来了。'.encode(), 'a.md')[0].title)"
    assert without(hidden, code).split() == ["春天来了。", "春"]


def test_every_extra_is_declared() -> None:
    """The package declares each extra, and one with all of them but the recognition of text, which is large."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {*LIBRARIES, "all", "test"} == declared.keys()
    assert declared["all"] == [f"yuanwen[{','.join(name for name in declared if name not in ('all', 'ocr', 'test'))}]"]

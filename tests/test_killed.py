"""A change that is killed at any of its steps leaves a whole library, which the next change completes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.index.chroma import Index
from store.index.database import NEXT
from store.library import Library
from store.replica.replica import Replica

from .conftest import SAMPLE
from .killed import STEPS, as_it_was, change, opened
from .letters import shelf

ROOT = SAMPLE.parent.parent.parent
NEWS = "".join(f"第{place}项工程由市政府在{place + 3}月启动，总投资{place * 17}亿元。" for place in range(1, 40))
CASES = [(operation, step) for operation, steps in STEPS.items() for step in steps]


class Killed(NamedTuple):
    """The folder of the libraries, that of their articles, and which were killed at their step."""

    places: Path
    articles: Path
    reached: set[str]


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests have their models back."""
    as_it_was(monkeypatch)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """All libraries that were killed, and those of which the change was undisturbed."""
    root = tmp_path_factory.mktemp("killed")
    articles, places = root / "articles", root / "libraries"
    articles.mkdir()
    texts = {"one": "东莞的会议。", "two": "松江的企业1736家。", "a": NEWS, "b": NEWS, "c": NEWS[:400]}
    for name, text in texts.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    shelf(root / "base").add([articles])
    for name, text in {"two": "松江的展览在第7厅。" * 90, "new": "中山的论坛。", "empty": ""}.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "tests.killed", root / "base", articles, places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=True)
    return Killed(places, articles, {*done.stdout.split()})


@pytest.fixture(scope="module")
def undisturbed(killed: Killed, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Any, Any]]:
    """What is in the library before an operation and after it, where nothing is killed."""
    known: dict[str, tuple[Any, Any]] = {}

    def states(operation: str) -> tuple[Any, Any]:
        if operation not in known:
            place = tmp_path_factory.mktemp("undisturbed") / "library"
            shutil.copytree(killed.places.parent / "base", place)
            before = content(place)
            change(place, killed.articles, operation)
            known[operation] = before, content(place)
        return known[operation]

    return states


def content(place: Path) -> Any:
    """What Chroma holds of a whole library.

    Its replica holds the same, every passage is found by its words and its vector, and nothing else is left.
    """
    opened(place).sign({})  # a change of nothing, which completes what broke off
    index, replica = Index(place, "letters"), Replica(place / "replica", place)
    try:
        assert index.journal.pending() == []
        assert NEXT not in index._names()
        stored = [*index.stored(index.states().keys())]
        passages, records = index._ids(index._passages), index._ids(index._records)
        assert {name for one in stored for name, _ in one.passages} == {*passages}
        assert len(records) == len(stored)
        with replica.view() as view:
            ids, words = dict(view.ids()), replica.lexical(view)
            assert (view.about("embedding"), view.states()) == (index.embedding, index.states())
            assert ids.keys() == {*passages}
            assert words.count == len(ids)
            assert view.listed() == []
            for one in stored:
                for (name, _), vector in zip(one.passages, one.vectors, strict=True):
                    assert replica.cosines(view, vector)[ids[name]] == pytest.approx(1, abs=1e-5)
            for row, passage in view.passages(ids.values()).items():
                assert row in dict(words.search(passage.text, 100))
        return index.embedding, index.states(), sorted(passages), sorted(records), index.failures()
    finally:
        index.close()


@pytest.mark.parametrize(("operation", "step"), CASES)
def test_killed(killed: Killed, undisturbed: Callable[[str], tuple[Any, Any]], operation: str, step: str) -> None:
    """After a kill the library reads as before the change or after it, and the next change completes it."""
    place = killed.places / f"{operation}-{step}"
    assert place.name in killed.reached
    before, after = undisturbed(operation)
    reader = opened(place)
    assert_found(reader, before, after)
    found = content(place)
    assert found in (before, after) or (operation == "inherit" and step in {"passages", "retold"})
    assert_found(reader, before, after)
    if found != after:
        change(place, killed.articles, operation)
        assert content(place) == after


def assert_found(library: Library, before: Any, after: Any) -> None:
    """Each article is there in its state before or after, and its passages are found."""
    for article in library.articles():
        assert article.digest in {states[article.id][0] for states in (before[1], after[1]) if article.id in states}
    assert {article.id for article in library.articles()} >= before[1].keys() & after[1].keys()
    for query in ("总投资", "东莞的会议", "松江"):
        assert library.search(query, 5)

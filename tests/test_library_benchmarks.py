"""The measuring of libraries: what it must find wrong it finds, and what is right passes."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.library import Library
from tests.benchmarks.library import corpus, ingest, live, sizing
from tests.benchmarks.library.facts import Change, Fact, behind, possible, told
from tests.benchmarks.library.processes import Worker, run
from tests.benchmarks.library.results import spread, table
from tests.benchmarks.library.search import measured
from tests.benchmarks.library.state import COLLECTIONS, State, differences, leftover, pieces, seen

from .letters import folder_of_letters

CHANGES = [Change(0, 1, 0.0, 1.0), Change(1, 1, 1.0, 2.0), Change(0, 2, 10.0, 11.0), Change(0, 0, 20.0, 21.0)]
"""A slot that comes, changes and goes, and one that stays."""
STATE = State("letters", {"a": [1]}, {"query": ["a"]}, {name: {} for name in COLLECTIONS}, {}, {})


def reply(begun: float, *facts: Fact, order: str = "search") -> tuple[int, dict[str, Any]]:
    """A reply to a question about slot 0, which found these facts."""
    hits = [[f"{fact.slot}.txt", fact.text] for fact in facts]
    return 0, {"order": order, "begun": begun, "ended": begun + 0.1, "hits": hits}


def test_fact_is_read_back() -> None:
    """A text of an invented article tells its fact and no other, and no two articles share a sentence."""
    facts = [Fact(slot, version) for slot in (0, 1, 20, 399, 400) for version in (1, 2)]
    assert [told(fact.text) for fact in facts] == [{fact} for fact in facts]
    sentences = [sentence for fact in facts for sentence in fact.text.strip("。\n").split("。")]
    assert len({*sentences}) == len(sentences)


def test_possible_states() -> None:
    """A question may see what was done before it began, what goes on meanwhile, and what is just two seconds old."""
    assert possible(CHANGES, 0, 5.0, 6.0) == {1}
    assert possible(CHANGES, 0, 9.5, 10.5) == {1, 2}
    assert possible(CHANGES, 0, 12.0, 12.1) == {2}
    assert possible(CHANGES, 0, 12.0, 12.1, lag=2.0) == {1, 2}
    assert possible(CHANGES, 0, 30.0, 31.0) == {0}
    assert possible([Change(0, 1, 0.0, 1.0), Change(0, 0, 2.0)], 0, 90.0, 91.0) == {0, 1}  # one that failed


def test_lateness() -> None:
    """A fact is late by the time since it was replaced."""
    assert behind(CHANGES, Fact(0, 1), 10.5) == 0.0
    assert behind(CHANGES, Fact(0, 1), 14.0) == 3.0
    assert behind(CHANGES, Fact(0, 7), 14.0) == float("inf")


@pytest.mark.parametrize(
    ("replies", "wrong"),
    [
        ([reply(5.0, Fact(0, 1)), reply(12.0, Fact(0, 1)), reply(25.0), reply(30.0, Fact(1, 1))], {}),
        ([reply(14.0, Fact(0, 2), Fact(0, 1))], {"from no state": 1}),
        ([reply(25.0, Fact(0, 2))], {"from no state": 1}),
        ([reply(5.0, Fact(0, 2))], {"from no state": 1}),
        ([reply(5.0, Fact(1, 1))], {"missing": 1}),
        ([reply(5.0, Fact(1, 1), order="ask")], {"there and not in the answer": 1}),
        ([(0, {"order": "ask", "error": "LibraryDamaged: Error finding id"})], {"errors": 1}),
    ],
)
def test_live_answers_are_judged(replies: list[tuple[int, dict[str, Any]]], wrong: dict[str, int]) -> None:
    """An answer of a state that had gone for over two seconds, or had not come, is wrong, and so is one without it."""
    figures = live.judged(live.Log(changes=CHANGES, replies=replies))
    counted = ("errors", "from no state", "missing", "there and not in the answer")
    assert {name: figures[name] for name in counted} == dict.fromkeys(counted, 0) | wrong


def test_states_are_compared() -> None:
    """Equal libraries do not differ; another hit, a row that was left, and a model that has not changed are told."""
    orphan = replace(STATE, collections={**STATE.collections, "passages": {"a-1": "digest"}})
    assert differences(STATE, STATE) == []
    assert differences(replace(STATE, others={"next": 9}), STATE) == ["Chroma, collections: 1, as next"]
    assert differences(orphan, STATE) == ["Chroma, passages, too many: 1, as a-1"]
    assert differences(STATE, orphan) == ["Chroma, passages, missing: 1, as a-1"]
    assert differences(replace(STATE, hits={"query": ["b"]}), STATE) == ["search, other: 1, as query"]
    assert differences(replace(STATE, model="old"), STATE) == ["embedded by old"]
    assert differences(replace(STATE, error="damaged"), STATE) == ["cannot be read: damaged"]


def test_bytes_of_removed_texts_are_found(tmp_path: Path) -> None:
    """A text is found in any file, in UTF-8 and in UTF-16, and a packed one by any whole piece of it."""
    (tmp_path / "database").write_bytes(b"\0" + "编号QH-1".encode() + b"\0")
    (tmp_path / "index").write_bytes("编号QH-1".encode("utf-16-le"))
    packed = "".join(chr(33 + place % 90) for place in range(500))
    (tmp_path / "free").write_bytes(packed[390:460].encode())
    assert leftover(tmp_path, ["编号QH-1"]) == ["database: 1", "index: 1"]
    assert leftover(tmp_path, pieces([packed])) == ["free: 1"]
    assert leftover(tmp_path, ["编号QH-2"]) == []


def test_state_of_a_library(tmp_path: Path) -> None:
    """The state of a library has its articles, its hits and the rows of Chroma."""
    model = str(folder_of_letters(tmp_path / "letters"))
    fact = Fact(0, 1)
    (file := tmp_path / "0.txt").write_text(fact.text, encoding="utf-8")
    (queries := tmp_path / "queries").write_text(fact.name, encoding="utf-8")
    with_article = Library(tmp_path / "library", model)
    with_article.add([file])
    state = seen(tmp_path / "library", queries, [model])
    assert state.error == ""
    assert state.model == model
    assert [source for source, *_ in state.cards.values()] == [str(file)]
    assert fact.code in str(state.hits)
    assert {name: len(rows) for name, rows in state.collections.items()}["articles"] == 1
    assert state.packed
    assert "cannot be read" in differences(seen(tmp_path / "nothing", queries, [model]), state)[0]


def test_memory_of_children_counts() -> None:
    """What a process and what it starts hold at their highest is told, with the output and the status."""
    child = "held = bytearray(b'x' * 150_000_000); import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done'); sys.exit(3)"
    done = run([sys.executable, "-c", parent])
    assert (done.status, done.output) == (3, "done\n")
    assert done.rss > 150
    assert done.cpu > 0


def test_ingest_is_measured(tmp_path: Path) -> None:
    """Adding a table of articles and adding it again are measured, and a worker then searches in what was added."""
    news = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": str(slot), "text": Fact(slot, 1).text}, ensure_ascii=False) for slot in range(3)]
    news.write_text("\n".join(lines), encoding="utf-8")
    model = str(folder_of_letters(tmp_path / "letters"))
    figures = ingest.added(Namespace(news=news, articles=3, form="jsonl", stock=False, embedding=model), tmp_path)
    assert figures["characters"] == sum(len(Fact(slot, 1).text) for slot in range(3))
    assert [row["what"] for row in figures["runs"]] == ["ours", "again, unchanged"]
    worker = Worker(tmp_path / "library", embedding=model)
    found = worker.do("search", Fact(2, 1).name)
    assert told(str(found["hits"])) == {Fact(slot, 1) for slot in range(3)}
    assert found["begun"] < found["ended"]
    assert "Error" in worker.do("search", ["no query"])["error"]
    worker.close()
    assert worker.do("search", "")["error"] == "the process has ended"


def test_search_is_measured(sample_library: Library, sample_folder: Path, tmp_path: Path) -> None:
    """Searches and answers are timed on a library that is there, and its size is told."""
    news = tmp_path / "news.jsonl"
    news.write_text(json.dumps({"text": Fact(0, 1).text + Fact(1, 1).text}, ensure_ascii=False), encoding="utf-8")
    given = Namespace(library=str(sample_folder), news=news, articles=1, queries=3, answers=1, questions=None)
    figures = measured(Namespace(**vars(given), embedding=sample_library.embedding.name))
    assert (figures["articles"], figures["passages"]) == sample_library.count()
    assert [row["n"] for row in figures["times"]] == [3, 3, 1]


def test_queries_are_rephrased() -> None:
    """A query has the words of a sentence of an article, and is not a part of the article."""
    articles = [{"text": Fact(slot, 1).text} for slot in range(3)]
    queries = corpus.queries(articles, 20)
    assert len(queries) == 20
    assert not any(query in article["text"] for query in queries for article in articles)


def test_sizing_page(tmp_path: Path) -> None:
    """The table of the page is written anew, its last line on the straight line through the two largest sizes."""
    smaller = {"articles": 10_000, "disk, MB": 100.0}
    far = sizing.extrapolated(smaller, {"articles": 40_000, "disk, MB": 400.0})
    assert far == {"articles": 1_000_000, "disk, MB": pytest.approx(10_000.0)}
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- table -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    sizing.written(page, table([smaller, far]))
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [lines[0], lines[1], *lines[-2:]] == ["before", "<!-- table -->", "<!-- end -->", "after"]
    assert [len(line) for line in lines[2:-2]] == [len(lines[2])] * 4
    page.write_text("none", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for a table"):
        sizing.written(page, [])


def test_parts_of_a_library_on_disk(tmp_path: Path) -> None:
    """The disk space is told by part, a database with its journal, and Chroma's folders of vectors as one."""
    for name, size in (
        *(("chroma.sqlite3", 2_000_000), ("chroma.sqlite3-wal", 1_000_000), ("lexical/a/b", 500_000)),
        ("123e4567-e89b-42d3-a456-426614174000/data_level0.bin", 3_000_000),
    ):
        (file := tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(size))
    assert sizing.disk(tmp_path) == {"chroma.sqlite3": 3.0, "lexical/a": 0.5, "vectors of Chroma": 3.0}


def test_spread_of_times() -> None:
    """The median, the 95th percentile and the most are told in milliseconds."""
    times = spread([place / 100 for place in range(101)])
    assert times == {"p50 ms": 500.0, "p95 ms": 950.0, "max ms": 1000.0}

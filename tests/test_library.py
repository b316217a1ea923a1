"""The library: what goes in comes out, and stays whole whatever happens in between."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from store.adding.batches import BATCH
from store.article import Article
from store.encoding.embedding import DEFAULT, Embedding
from store.errors import (
    EmbeddingMismatch,
    EmptyFile,
    LibraryDamaged,
    LibraryMissing,
    LibraryNotWritable,
    LibraryUnreachable,
    MissingPath,
)
from store.index.chroma import Index
from store.index.database import NEXT, PASSAGES
from store.index.rows import Entry
from store.library import Library
from store.models.cache import default_cache
from store.models.errors import UnknownModel
from store.passage import split
from store.reading import read
from store.reembedding import reindex
from store.replica.replica import Replica
from store.replica.view import View

from .conftest import SAMPLE
from .letters import Letters, shelf
from .servers import free_port, serving

ROOT = SAMPLE.parent.parent.parent
Articles = Callable[..., Path]

CHAIR = "11月28日上午,東莞市委理論學習中心組召開專題學習會"
"""The beginning of the passage that answers who chaired the meeting of 28 November."""


def statuses(library: Library, *paths: Path) -> list[str]:
    """What became of each file, in order."""
    return [entry.status for entry in library.add(paths)]


def texts(library: Library, query: str, k: int = 8) -> list[str]:
    """The texts of the passages found, best first."""
    return [hit.passage.text for hit in library.search(query, k)]


@contextmanager
def replica_of(library: str | Path) -> Iterator[tuple[Replica, View]]:
    """The replica of a folder's library, and the state that it has."""
    replica = Replica(Path(library) / "replica", library)
    with replica.view() as view:
        yield replica, view


def lexical_rows(library: str | Path, query: str, k: int = 100) -> list[int]:
    """What the lexical index of a folder's library finds by itself."""
    with replica_of(library) as (replica, view):
        return [row for row, _ in replica.lexical(view).search(query, k)]


def words_of(library: str | Path) -> Path:
    """The folder of that index."""
    (folder,) = (Path(library) / "replica").glob("words-*")
    return folder


def revision(library: str | Path) -> int:
    """How many changes a folder's library has seen."""
    with replica_of(library) as (_, view):
        return view.revision


# Searching


@pytest.mark.parametrize(
    "question",
    [
        "东莞市委理论学习中心组11月28日的会议由谁主持？",
        "東莞市委理論學習中心組11月28日的會議由誰主持？",
        "Who chaired the Dongguan party committee's study session on 28 November?",
    ],
    ids=["Simplified", "Traditional", "English"],
)
def test_a_question_in_any_script(sample_library: Library, question: str) -> None:
    """Simplified, Traditional and English questions find the same Traditional passage first."""
    assert texts(sample_library, question)[0].startswith(CHAIR)


def test_scripts_rank_alike(sample_library: Library) -> None:
    """A question has the same hits with the same scores in both scripts."""
    hits = [sample_library.search(f"{word}规上工业企业有多少家") for word in ("松江区", "松江區")]
    assert [hit.score for hit in hits[0]] == pytest.approx([hit.score for hit in hits[1]])
    assert [hit.passage for hit in hits[0]] == [hit.passage for hit in hits[1]]
    assert "規上工業企業1736家" in hits[0][0].passage.text


def test_hits_can_be_cited(sample_library: Library) -> None:
    """A hit's offsets lead to its text in the article it names, and its source to the file."""
    for hit in sample_library.search("新质生产力", 20):
        article = sample_library.article(hit.passage.article_id)
        assert article is not None
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert Path(hit.passage.source).name in {path.name for path in SAMPLE.iterdir()}
        assert hit.passage.title == article.title


def test_hits_are_ranked(sample_library: Library) -> None:
    """Hits are different passages, best first, with scores of 0 to 1, at most as many as asked for."""
    for k in (1, 3, 40):
        hits = sample_library.search("先进制造业", k)
        scores = [hit.score for hit in hits]
        assert len({(hit.passage.article_id, hit.passage.number) for hit in hits}) == len(hits) == k
        assert scores == sorted(scores, reverse=True)
        assert 0 <= scores[-1] <= scores[0] <= 1


@pytest.mark.parametrize("query", ["", " \n", "\u3000"])
def test_an_empty_query_finds_nothing(sample_library: Library, query: str) -> None:
    """An empty query has no hits."""
    assert sample_library.search(query) == []


@pytest.mark.parametrize("query", ["？！", "😀", "a" * 3000, "x\u0000y", 'AND "( OR *'])
def test_odd_queries_are_answered(sample_library: Library, query: str) -> None:
    """Any other query gets hits, by meaning alone when it holds no word."""
    assert len(sample_library.search(query, 3)) == 3


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    """A library without articles has no hits, and no articles."""
    library = shelf(tmp_path / "library")
    assert library.search("东莞") == []
    assert library.articles() == []
    assert library.count() == (0, 0)
    assert library.article("none") is None


def test_retriever(sample_library: Library) -> None:
    """As a LangChain retriever the library gives documents that can be cited."""
    documents = sample_library.as_retriever(k=2).invoke("东莞市委理论学习中心组11月28日的会议由谁主持？")
    hits = sample_library.search("东莞市委理论学习中心组11月28日的会议由谁主持？", 2)
    assert [document.page_content for document in documents] == [hit.passage.text for hit in hits]
    assert documents[0].metadata == {
        "article_id": hits[0].passage.article_id,
        "source": hits[0].passage.source,
        "title": hits[0].passage.title,
        "publisher": None,
        "published": None,
        "start": hits[0].passage.start,
        "end": hits[0].passage.end,
        "score": hits[0].score,
    }


# Adding


def test_what_goes_in_comes_out(sample_library: Library) -> None:
    """Articles come back as they were read, with every change: one by one, and all in order of source without them."""
    for path, article in zip(sorted(SAMPLE.iterdir()), sample_library.articles(), strict=True):
        original = read(path)
        names = ("id", "source", "title", "text", "digest", "publisher", "published", "url")
        assert [getattr(article, name) for name in names] == [getattr(original, name) for name in names]
        assert sample_library.article(article.id) == original
        assert article == original.light()
        assert article.report.counts == original.report.counts
    assert sample_library.count() == (5, sum(len(split(read(path))) for path in SAMPLE.iterdir()))


def test_adding_twice(tmp_path: Path, articles: Articles) -> None:
    """What is there already is left alone, by this library and when it is opened again."""
    folder = articles(one="东莞的会议。", two="中山的会议。")
    library = shelf(tmp_path / "library")
    assert statuses(library, folder) == ["added", "added"]
    before = revision(tmp_path / "library")
    assert statuses(library, folder) == ["unchanged", "unchanged"]
    assert statuses(shelf(tmp_path / "library"), folder) == ["unchanged", "unchanged"]
    assert library.count() == (2, 2)
    assert revision(tmp_path / "library") == before


def test_a_file_named_twice_is_one(tmp_path: Path, articles: Articles) -> None:
    """A file named beside its folder, by another path or through a link is added once."""
    folder = articles(one="东莞的会议。")
    (folder / "link.txt").symlink_to(folder / "one.txt")
    library = shelf(tmp_path / "library")
    assert statuses(library, folder, folder / "one.txt", folder / ".." / "articles" / "one.txt") == ["added"]
    assert library.count() == (1, 1)
    assert len(lexical_rows(tmp_path / "library", "会议")) == 1


def test_a_changed_file_replaces_its_old_self(tmp_path: Path, articles: Articles) -> None:
    """After a file has changed, only its new text is found, by either leg, and other articles stay."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="韦皓主持会议。" * 80, two="吕成蹊出席。")])
    old = library.count()
    (entry,) = library.add([articles(one="肖亚非主持会议。") / "one.txt"])
    assert (entry.status, entry.passages) == ("replaced", 1)
    assert old[1] > 2
    assert library.count() == (2, 2)
    assert set(texts(library, "韦皓主持会议", 50)) == {"肖亚非主持会议。", "吕成蹊出席。"}
    assert lexical_rows(tmp_path / "library", "韦皓") == []
    assert [article.text for article in library.articles()] == ["肖亚非主持会议。", "吕成蹊出席。"]


def test_nothing_is_left_of_an_old_self(tmp_path: Path) -> None:
    """A changed file that does not say who published it, or when, has no publisher and no date any more."""
    path = tmp_path / "one.md"
    path.write_text("---\nsource: 东莞日报\ndate: 2024-02-18\n---\n会议&rdquo;召开。", encoding="utf-8")
    library = shelf(tmp_path / "library")
    library.add([path])
    path.write_text("论坛召开。", encoding="utf-8")
    library.add([path])
    (article,) = library.articles()
    assert (article.publisher, article.published, article.report.counts) == (None, None, {})


def test_a_file_that_changed_back(tmp_path: Path, articles: Articles) -> None:
    """A file that goes back to an earlier text is found with that text again."""
    library = shelf(tmp_path / "library")
    for text in ("韦皓主持会议。", "肖亚非主持会议。", "韦皓主持会议。"):
        library.add([articles(one=text)])
    assert texts(library, "主持会议") == ["韦皓主持会议。"]
    assert library.count() == (1, 1)


def test_bad_files_stop_nothing(tmp_path: Path, articles: Articles) -> None:
    """Missing, empty and unreadable files are reported with their errors, and all the others are added."""
    folder = articles(one="东莞的会议。", two="", three="中山的会议。")
    (folder / "two-and-a-half.md").write_text("---\ndate: 2024-13-45\n---\n正文。", encoding="utf-8")
    (folder / os.fsdecode("名.txt".encode("gbk"))).write_text("正文。", encoding="utf-8")
    library = shelf(tmp_path / "library")
    report = library.add([tmp_path / "none.txt", folder])
    assert sorted(entry.status for entry in report) == ["added"] * 2 + ["failed"] * 4
    errors = {type(entry.error) for entry in report if entry.status == "failed"}
    assert errors >= {MissingPath, EmptyFile}
    assert all(entry.error is None for entry in report if entry.article)
    assert {article.text for article in library.articles()} == {"东莞的会议。", "中山的会议。"}


def test_nothing_to_add(tmp_path: Path) -> None:
    """Adding nothing reports nothing."""
    assert shelf(tmp_path / "library").add([]) == []


def test_progress(tmp_path: Path, articles: Articles) -> None:
    """Progress is told in articles, rises, and ends with all of them; every one that is done has been written."""
    folder = articles(**{f"n{number}": "\n".join(told_in(number)) for number in range(5)})
    library = shelf(tmp_path / "library")
    told: list[tuple[int, int, int]] = []
    library.add([folder], lambda done, total: told.append((done, total, library.count()[0])))
    done = [one for one, _, _ in told]
    assert done == sorted(done)
    assert {*done} >= {2, 5}
    assert all(total == 5 and written >= one for one, total, written in told)
    assert texts(library, told_in(4)[7], 1) == [told_in(4)[7]]


def told_in(number: int) -> list[str]:
    """As many lines as half a batch has passages, each of them one."""
    return [f"第{number}次会议的第{line}项议题" + f"在第{line * 3 + number}室讨论" * 25 for line in range(BATCH // 2)]


# Broken off


def test_half_an_article_is_not_found(tmp_path: Path, articles: Articles) -> None:
    """Passages whose article is not written yet are not found, and adding the file again mends it."""
    folder = articles(one="东莞的会议。", two="中山的会议。")
    library = shelf(tmp_path / "library")
    library.add([folder / "one.txt"])
    with pytest.raises(AttributeError):  # the passages are written, and then there is no article to write
        library.write([half(read(folder / "two.txt"))])
    assert library.count() == (1, 1)
    assert texts(library, "中山的会议") == ["东莞的会议。"]
    assert statuses(library, folder) == ["unchanged", "added"]
    assert texts(library, "中山的会议")[0] == "中山的会议。"
    assert library.count() == (2, 2)


class Half:
    """An article that has an identity and nothing else."""

    def __init__(self, article: Article) -> None:
        self.id, self.digest = article.id, article.digest


def half(article: Article) -> Entry:
    """An article of which only the passages can be written."""
    return Entry(Half(article), "", split(article))  # type: ignore[arg-type]


def test_half_a_replacement_is_not_found(tmp_path: Path, articles: Articles) -> None:
    """While an article is being replaced its old text is found, and adding it again leaves only the new one."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="韦皓主持会议。")])
    new = read(articles(one="肖亚非主持会议。") / "one.txt")
    with pytest.raises(AttributeError):
        library.write([half(new)])
    assert texts(library, "主持会议") == ["韦皓主持会议。"]
    assert statuses(library, tmp_path / "articles") == ["replaced"]
    assert texts(library, "主持会议") == ["肖亚非主持会议。"]
    assert library.count() == (1, 1)


KILLED = """
import pathlib, sys
from store.adding import batches
from store.index import lock
from tests.letters import shelf
batches.BATCH, lock.LEASE = 20, 1.0
shelf(sys.argv[1], pathlib.Path(sys.argv[3])).add([sys.argv[2]])
"""


def test_a_killed_process_leaves_a_whole_library(tmp_path: Path, articles: Articles) -> None:
    """After the process was killed in the middle of adding, what is there is found, and adding again adds the rest."""
    folder = articles(**{f"n{number:03}": f"第{number}次会议在第{number}会议室。" for number in range(300)})
    place = tmp_path / "library"
    reader = shelf(place)
    adding = subprocess.Popen([sys.executable, "-c", KILLED, place, folder, tmp_path], cwd=ROOT)
    try:
        while reader.count()[0] < 60:
            assert adding.poll() is None, "the process was done before it could be killed"
            time.sleep(0.01)
    finally:
        adding.send_signal(signal.SIGKILL)
        adding.wait()
    library = shelf(place)
    written = {article.text for article in library.articles()}
    assert 0 < len(written) < 300
    assert {hit.passage.text for hit in library.search("会议室", 200)} <= written
    assert all(texts(library, text, 1) == [text] for text in list(written)[:5])
    again = statuses(library, folder)
    assert (again.count("unchanged"), again.count("added")) == (len(written), 300 - len(written))
    assert library.count() == (300, 300)
    assert len(lexical_rows(place, "会议室", 1000)) == 300
    assert texts(library, "第29次会议在第29会议室", 1) == ["第29次会议在第29会议室。"]


def forget_version(folder: Path) -> None:
    """As an interrupted first writing leaves it."""
    (folder / "version").unlink()


def damage(folder: Path) -> None:
    """Garbage in its table of contents."""
    (folder / "meta.json").write_bytes(b"\x00garbage")


def lose(folder: Path) -> None:
    """Files gone astray."""
    for file in folder.glob("*.term"):
        file.unlink()


@pytest.mark.parametrize("harm", [shutil.rmtree, forget_version, damage, lose])
def test_the_lexical_index_is_built_anew(tmp_path: Path, articles: Articles, harm: Callable[[Path], None]) -> None:
    """A lexical index that is lost, interrupted or damaged is built from Chroma when the library is opened."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="东莞的会议。", two="松江的企业1736家。")])
    before = library.search("松江企业1736家")
    harm(words_of(tmp_path / "library"))
    library = shelf(tmp_path / "library")
    assert library.search("松江企业1736家") == before
    assert len(lexical_rows(tmp_path / "library", "1736")) == 1


def test_a_stale_lexical_index_is_built_anew(tmp_path: Path, articles: Articles) -> None:
    """A lexical index of an earlier state, as from a restored copy, is not trusted."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="东莞的会议。")])
    words = words_of(tmp_path / "library")
    shutil.copytree(words, tmp_path / "copy")
    library.add([articles(two="松江的企业1736家。")])
    shutil.rmtree(words)
    shutil.copytree(tmp_path / "copy", words)
    shelf(tmp_path / "library").search("企业")
    assert len(lexical_rows(tmp_path / "library", "1736")) == 1


def test_a_replica_that_is_lost_is_made_anew(tmp_path: Path, articles: Articles) -> None:
    """A library whose replica is deleted while it is open goes on as before, for reading and for writing."""
    folder = articles(one="东莞的会议。", two="松江的企业1736家。")
    uses: list[Callable[[Library], object]] = [
        lambda library: library.search("松江企业1736家"),
        lambda library: library.add([folder]),
    ]
    for use in uses:
        library = shelf(tmp_path / "library")
        library.add([folder])
        before = library.search("松江企业1736家")
        shutil.rmtree(tmp_path / "library" / "replica")
        use(library)
        assert library.search("松江企业1736家") == before


def test_the_replica_of_another_library_is_not_read(tmp_path: Path, articles: Articles) -> None:
    """Where Chroma's files have been replaced, by older ones of this library or by none, nothing newer is found."""
    place, folder = tmp_path / "library", articles(one="东莞的会议。")
    shelf(place).add([folder])
    shutil.copytree(place, tmp_path / "copy", ignore=shutil.ignore_patterns("replica"))
    shelf(place).add([articles(two="松江的企业1736家。")])
    shutil.copytree(place / "replica", tmp_path / "copy" / "replica")
    older = shelf(tmp_path / "copy")
    assert statuses(older, folder / "two.txt") == ["unchanged"], "until somebody writes, the replica is believed"
    older.remove(["none"])
    assert older.add([folder / "one.txt"])
    for file in place.iterdir():
        if file.name != "replica":
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    assert shelf(place).count() == (0, 0)


def test_two_libraries_on_one_folder(tmp_path: Path, articles: Articles) -> None:
    """A library that is open finds at once what another has added to its folder."""
    reader, writer = shelf(tmp_path / "library"), shelf(tmp_path / "library")
    writer.add([articles(one="东莞的会议。")])
    assert reader.search("东莞的会议") == writer.search("东莞的会议")
    writer.add([articles(two="松江的企业1736家。")])
    hits = reader.search("松江企业1736家")
    assert hits == writer.search("松江企业1736家")
    assert hits[0].passage.text == "松江的企业1736家。"


def test_adding_from_two_threads(tmp_path: Path, articles: Articles) -> None:
    """Two threads may add to one library at the same time, and nothing is lost."""
    folder = articles(**{f"n{number}": f"第{number}次会议。" for number in range(20)})
    library = shelf(tmp_path / "library")
    halves = [[folder / f"n{number}.txt" for number in range(start, 20, 2)] for start in (0, 1)]
    threads = [threading.Thread(target=library.add, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.count() == (20, 20)
    assert len(lexical_rows(tmp_path / "library", "会议")) == 20


# Another embedding model


def test_another_embedding_model_is_refused(tmp_path: Path) -> None:
    """A library opened with another model than it was made with names both, and both ways out."""
    shelf(tmp_path / "library")
    for create in (True, False):
        with pytest.raises(EmbeddingMismatch) as caught:
            Library(tmp_path / "library", create=create)
        for message in (str(caught.value), caught.value.message("zh")):
            assert "--embedding letters" in message
            assert f"yuanwen reindex --library {tmp_path / 'library'} --embedding {DEFAULT}" in message


def test_reindex(tmp_path: Path, articles: Articles, embedding: Embedding) -> None:
    """Re-embedding gives every passage the vector of the new model, of whatever length, and loses nothing else."""
    folder = articles(one="东莞市委的会议由韦皓主持。", two="松江规上工业企业1736家。")
    library = shelf(tmp_path / "library")
    library.add([folder])
    before = library.articles()
    told: list[tuple[int, int]] = []
    assert reindex(tmp_path / "library", DEFAULT, default_cache(), lambda *state: told.append(state)) == 2
    assert told == [(2, 2)]
    library = Library(tmp_path / "library", create=False)
    library.embedding = embedding
    assert library.articles() == before
    assert statuses(library, folder) == ["unchanged", "unchanged"]
    (hit, *_) = library.search("Who chairs the meeting in Dongguan?")
    assert hit.passage.text == "东莞市委的会议由韦皓主持。"
    (stored,) = Index(tmp_path / "library", DEFAULT).stored([hit.passage.article_id])
    expected = embedding.passages([hit.passage.findable])
    assert stored.vectors == pytest.approx(expected, abs=1e-3)
    assert hit.cosine == pytest.approx(expected[0] @ embedding.query("Who chairs the meeting in Dongguan?"), abs=1e-3)
    with pytest.raises(EmbeddingMismatch):
        Library(tmp_path / "library", "letters")


def test_reindex_that_breaks_off(tmp_path: Path, articles: Articles) -> None:
    """A re-embedding that fails leaves the library as it was, and what it has made goes with the next change."""
    library, folder = shelf(tmp_path / "library"), articles(one="东莞的会议。", two="松江的企业。")
    library.add([folder / "one.txt"])
    with pytest.raises(UnknownModel):
        reindex(tmp_path / "library", "no-such-model", tmp_path / "cache")
    assert texts(shelf(tmp_path / "library"), "东莞的会议", 1) == ["东莞的会议。"]
    assert statuses(library, folder) == ["unchanged", "added"]
    assert NEXT not in collections(tmp_path / "library")


def collections(library: Path) -> set[str]:
    """The names of all that Chroma holds."""
    return {collection.name for collection in Index(library, "letters", create=False).client.list_collections()}


def test_reindex_that_breaks_off_at_its_end(tmp_path: Path, articles: Articles) -> None:
    """When only the last step of a re-embedding is missing, opening the library takes it."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="东莞的会议。")])
    index = Index(tmp_path / "library", "letters")
    index.start_over("other")
    (stored,) = index.stored([library.articles()[0].id])
    index.embed_again([name for name, _ in stored.passages], np.eye(3, dtype=np.float32)[:1])
    index.client.delete_collection(PASSAGES)
    index.close()
    assert Library(tmp_path / "library", "other").count() == (1, 1)
    with pytest.raises(EmbeddingMismatch):
        shelf(tmp_path / "library")
    assert {PASSAGES} == {PASSAGES, NEXT} & collections(tmp_path / "library")


def test_reindex_needs_a_library(tmp_path: Path) -> None:
    """There is nothing to re-embed where no library is, and none is made."""
    with pytest.raises(LibraryMissing):
        reindex(tmp_path / "none", DEFAULT, default_cache())
    assert not (tmp_path / "none").exists()


# Libraries that cannot be opened


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """Where a file stands no library can be made, nor below it, and the message says where and offers another place."""
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "library"):
        with pytest.raises(LibraryNotWritable, match=f"{place}: .*--library"):
            Library(place)
    assert (tmp_path / "file").read_text() == "x"


def test_no_library_is_made_by_reading(tmp_path: Path) -> None:
    """Opened for reading only, a missing library is an error and leaves nothing behind."""
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(LibraryMissing, match="yuanwen add"):
            Library(place, create=False)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_an_interrupted_beginning_is_no_library(tmp_path: Path) -> None:
    """A folder in which Chroma began and made no collections is missing its library."""
    (tmp_path / "chroma.sqlite3").touch()
    with pytest.raises(LibraryMissing):
        Library(tmp_path, create=False)
    assert shelf(tmp_path).count() == (0, 0)


@pytest.mark.parametrize("content", [b"garbage" * 1000, None], ids=["garbage", "cut in half"])
def test_a_damaged_database(tmp_path: Path, articles: Articles, content: bytes | None) -> None:
    """A database that cannot be opened is told as damaged by whatever needs it, and works again once it is restored."""
    shelf(tmp_path / "library").add([articles(one="东莞的会议。")])
    shutil.copytree(tmp_path / "library", tmp_path / "moved")
    database = tmp_path / "moved" / "chroma.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(content or whole[: len(whole) // 2])
    library = shelf(tmp_path / "moved")
    assert texts(library, "东莞") == ["东莞的会议。"], "the replica is whole"
    for _ in range(2):
        with pytest.raises(LibraryDamaged, match=str(tmp_path / "moved")):
            library.add([articles(two="松江的企业。")])
    shutil.rmtree(tmp_path / "moved" / "replica")
    for create in (True, False):
        with pytest.raises(LibraryDamaged, match=str(tmp_path / "moved")):
            Library(tmp_path / "moved", "letters", create=create)
    database.write_bytes(whole)
    assert shelf(tmp_path / "moved").count() == (1, 1)


def test_an_unknown_embedding_is_told_when_it_is_needed(tmp_path: Path) -> None:
    """Opening a library loads no model, so that it is quick and works without one."""
    library = Library(tmp_path / "library", "no-such-model", tmp_path / "cache")
    assert library.count() == (0, 0)
    assert not (tmp_path / "cache").exists()


# A Chroma server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests that only need some; each leaves its articles there."""
    with serving(tmp_path_factory.mktemp("chroma"), free_port()) as url:
        yield url


def test_a_server_has_no_library_at_first(tmp_path: Path) -> None:
    """A server without a library is told apart from one that does not answer, and gets one when it may be made."""
    with serving(tmp_path / "chroma", free_port()) as url:
        with pytest.raises(LibraryMissing):
            Library(url, "letters", tmp_path / "cache" / "models", create=False)
        assert shelf(url, tmp_path / "cache" / "models").count() == (0, 0)
        assert Library(url, "letters", tmp_path / "cache" / "models", create=False).count() == (0, 0)


def test_a_library_on_a_server(server: str, tmp_path: Path, articles: Articles) -> None:
    """A library on a server adds, replaces, finds and re-opens as one in a folder does, and refuses other models."""
    cache = tmp_path / "cache" / "models"
    library = shelf(server, cache)
    folder = articles(one="韦皓主持会议。", two="松江的企业1736家。")
    assert statuses(library, folder) == ["added", "added"]
    assert texts(library, "松江企业1736家")[0] == "松江的企业1736家。"
    assert statuses(library, articles(one="肖亚非主持会议。")) == ["replaced", "unchanged"]
    again = shelf(server, cache)
    assert "韦皓主持会议。" not in texts(again, "韦皓主持会议", 50)
    assert again.search("主持会议") == library.search("主持会议")
    assert {"肖亚非主持会议。", "松江的企业1736家。"} <= {article.text for article in again.articles()}
    with pytest.raises(EmbeddingMismatch, match=f"--library {server}"):
        Library(server, cache=cache)


def test_replicas_agree(server: str, tmp_path: Path, articles: Articles) -> None:
    """A replica that searches while another adds finds the same as that one afterwards."""
    folder = articles(**{f"r{number:02}": f"第{number}场论坛在第{number}展厅。" for number in range(40)})
    writer, reader = (shelf(server, tmp_path / name / "models") for name in ("writer", "reader"))
    adding = threading.Thread(target=writer.add, args=([folder],))
    adding.start()
    while adding.is_alive():
        reader.search("论坛在展厅")
    adding.join()
    for number in (0, 20, 39):
        query = f"第{number}场论坛"
        found = reader.search(query, 50)
        assert found[0].passage.text == f"第{number}场论坛在第{number}展厅。"
        same = writer.search(query, 50)
        assert [hit.passage for hit in found] == [hit.passage for hit in same]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in same], abs=1e-4)


def test_replicas_see_what_a_killed_one_left(server: str, tmp_path: Path, articles: Articles) -> None:
    """When a replica is killed while it adds, one that was open before finds what got through, as a new one does."""
    folder = articles(**{f"k{number:03}": f"第{number}届展览在第{number}车间。" for number in range(600)})
    reader = shelf(server, tmp_path / "reader" / "models")
    reader.search("展览在车间")
    there = reader.count()[0]
    adding = subprocess.Popen([sys.executable, "-c", KILLED, server, folder, tmp_path / "killed" / "models"], cwd=ROOT)
    try:
        while reader.count()[0] < there + 5:
            assert adding.poll() is None, "the process was done before it could be killed"
    finally:
        adding.kill()
        adding.wait()
    assert reader.count()[0] < there + 600
    new = shelf(server, tmp_path / "new" / "models")
    new.add([articles(another="松江的企业。") / "another.txt"])  # which completes what broke off
    assert reader.count() == new.count()
    found, same = reader.search("第1届展览", 50), new.search("第1届展览", 50)
    assert [hit.passage for hit in found] == [hit.passage for hit in same]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in same], abs=1e-4)


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "http://127.0.0.1:{port}/", "http://127.0.0.1:123456"])
def test_no_server(tmp_path: Path, address: str) -> None:
    """Where no server answers, or none can be, the message has the address."""
    url = address.format(port=free_port())
    with pytest.raises(LibraryUnreachable, match=f"{url}: the Chroma server does not answer"):
        Library(url, "letters", tmp_path / "models")


def test_a_server_that_is_none_of_chroma(tmp_path: Path) -> None:
    """A server of another kind is told in one line, not with the page it sends."""
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port := free_port())]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as other:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            with pytest.raises(LibraryUnreachable) as caught:
                Library(f"http://127.0.0.1:{port}", "letters", tmp_path / "models")
        finally:
            other.kill()
    assert len(str(caught.value).splitlines()) == 1


def test_a_server_that_goes_away(tmp_path: Path, articles: Articles) -> None:
    """When the server stops, every use of the library says so, and works again once it is back."""
    port, folder = free_port(), articles(one="东莞的会议。")
    with serving(tmp_path / "chroma", port) as url:
        library = shelf(url, tmp_path / "models")
        library.add([folder])
    uses: list[Callable[[], object]] = [
        lambda: library.search("东莞"),
        lambda: library.add([articles(two="松江的企业。")]),
        library.articles,
        library.count,
        lambda: library.article("none"),
    ]
    for use in uses:
        with pytest.raises(LibraryUnreachable, match=url):
            use()
    with serving(tmp_path / "chroma", port):
        assert texts(library, "东莞的会议") == ["东莞的会议。"]
        assert statuses(library, folder) == ["unchanged", "added"]


def test_letters_are_a_model() -> None:
    """The small model of these tests keeps the shapes of a real one: unit vectors, one row a text."""
    vectors = Letters().passages(["东莞", "松江的企业"])
    assert vectors.shape == (2, 64)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)

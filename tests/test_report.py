"""The report card: what was done to every file is said, kept, and told again."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.cli.report_page import report_page
from store.article import Article, Report
from store.encoding.embedding import DEFAULT
from store.errors import ArticleError, EmptyFile, restored
from store.index.chroma import Index
from store.index.rows import changes_of, record_row, text_of, to_article, to_card
from store.library import Library
from store.report import Card, Failure, LibraryReport
from store.text.edits import Change

from .letters import shelf

Articles = Callable[..., Path]

DAMAGED = (
    "11月28日上午,東莞市委理論學(xué)習(xí)中心組召開(kāi)專題學(xué)習(xí)會(huì)，市委書(shū)記韋皓主持&rdquo;。\n"
    * 3
)


def statuses(library: Library, *paths: Path) -> list[str]:
    """What became of each article, in order."""
    return [entry.status for entry in library.add(paths)]


def test_every_change_is_kept(tmp_path: Path, articles: Articles) -> None:
    """After the library is opened anew an article has all its changes, and undoing them gives the file's text."""
    folder = articles(one=DAMAGED)
    shelf(tmp_path / "library").add([folder])
    library = shelf(tmp_path / "library")
    (light,) = library.articles()
    article = library.article(light.id)
    assert article
    assert article.report.changes
    assert article.report.original(article.text) == DAMAGED
    assert light.report.changes == ()
    assert light.report.counts == article.report.counts == library.report().cards[0].counts


def test_records_are_exact() -> None:
    """A record gives back lone surrogates, control characters and changes by several rules."""
    changes = (Change(0, "\udcff\x00", "", "undecodable"), Change(3, "a\ud800", "\ufffd\U0001f600", "tag+entity"))
    article = Article("id", "source", "title", "正文\ud800\u2028", "digest", report=Report("gb18030", 9, changes))
    record = record_row(article)
    assert (text_of(record), changes_of(record)) == (article.text, changes)


def test_rows_of_an_earlier_version() -> None:
    """A row from before there were counts, authors, stories and signatures makes an article and a card."""
    row = {"source": "/a.txt", "title": "标题", "digest": "d", "encoding": "utf-8", "characters": 7}
    article = to_article("id", row, "正文")
    assert (article.text, article.author, article.story, article.report.counts) == ("正文", None, None, {})
    assert (to_card("id", row).characters, to_card("id", row).suspicions) == (7, ())


def make_old(folder: Path) -> None:
    """Write a library as version 0.3.0 did: passages with their texts, and an index of words beside Chroma's files."""
    texts = {article.id: article.text for article in shelf(folder).articles()}
    index = Index(folder, "letters")
    index.client.delete_collection("changes")
    index._passages.modify(metadata={"embedding": "letters", "revision": "e3f1"})
    titles = {row_id: (row["source"], row["title"]) for row_id, row in index._rows(index._articles)}
    there: Any = index._passages.get(include=["metadatas", "embeddings"])
    for row_id, row, vector in zip(there["ids"], there["metadatas"], there["embeddings"], strict=True):
        source, title = titles[row["article_id"]]
        text, known = texts[row["article_id"]][row["start"] : row["end"]], row | {"source": source, "title": title}
        index._passages.update(ids=[row_id], embeddings=[vector], documents=[text], metadatas=[known])
    index.close()
    shutil.rmtree(folder / "replica")
    (folder / "lexical").mkdir()
    (folder / "lexical" / "meta.json").write_text("{}")


def make_older(folder: Path) -> None:
    """Write a library's articles as they were written before there were records, too."""
    texts = {article.id: article.text for article in shelf(folder).articles()}
    make_old(folder)
    index = Index(folder, "letters")
    for name in ("records", "failures", "changes"):
        index.client.delete_collection(name)
    rows = index._articles.get(include=["metadatas"])
    index.client.delete_collection("articles")
    old = index.client.create_collection("articles", embedding_function=None)
    for row_id, row in zip(rows["ids"], rows["metadatas"] or [], strict=True):
        kept = {name: row[name] for name in ("source", "title", "digest", "encoding", "characters")}
        vector = np.ones((1, 1), dtype=np.float32)
        old.add(ids=[row_id], embeddings=vector, documents=[texts[row_id]], metadatas=[kept])
    index.close()


@pytest.mark.parametrize("age", [make_old, make_older])
def test_a_library_of_an_earlier_version(tmp_path: Path, articles: Articles, age: Callable[[Path], None]) -> None:
    """A library of an earlier version is read, searched, added to and changed, and loses its old index of words."""
    folder = articles(one="东莞的会议。", two="松江的企业。")
    shelf(tmp_path / "library").add([folder])
    age(tmp_path / "library")
    library = shelf(tmp_path / "library")
    assert not (tmp_path / "library" / "lexical").exists()
    assert [article.text for article in library.articles()] == ["东莞的会议。", "松江的企业。"]
    assert library.search("东莞的会议")[0].passage.text == "东莞的会议。"
    assert statuses(library, folder) == ["unchanged", "unchanged"]
    assert library.add([articles(three="东莞的会议。") / "three.txt"])[0].story == library.articles()[0].id
    assert statuses(library, articles(one="中山的会议。") / "one.txt") == ["replaced"]
    assert {article.text for article in library.articles()} == {"中山的会议。", "松江的企业。", "东莞的会议。"}
    assert library.search("东莞的会议")[0].passage.text == "东莞的会议。"


def test_what_an_earlier_version_has_left_is_purged(tmp_path: Path, articles: Articles) -> None:
    """Passages and records without an article, as an interrupted removal once left them, are deleted by a purge."""
    library = shelf(tmp_path / "library")
    library.add([articles(one="东莞的会议。", two="松江的企业。")])
    gone = library.articles()[0].id
    make_old(tmp_path / "library")
    index = Index(tmp_path / "library", "letters")
    index._articles.delete(ids=[gone])
    index.close()
    library = shelf(tmp_path / "library")
    assert [hit.passage.text for hit in library.search("东莞的会议")] == ["松江的企业。"]
    library.purge()
    index = Index(tmp_path / "library", "letters")
    assert [index._passages.count(), index._records.count()] == [1, 1]


# Failures


def test_failures_are_remembered(tmp_path: Path, articles: Articles) -> None:
    """A file that could not be read is in the report, after reopening too, until it could be."""
    folder = articles(one="东莞的会议。", two="")
    assert statuses(shelf(tmp_path / "library"), folder) == ["added", "failed"]
    library = shelf(tmp_path / "library")
    (failure,) = library.report().failures
    assert (Path(failure.path).name, type(failure.error)) == ("two.txt", EmptyFile)
    assert failure.error.message("zh").startswith(failure.path)
    assert statuses(library, articles(two="中山的会议。")) == ["unchanged", "added"]
    assert library.report().failures == ()


def test_failures_can_be_forgotten(tmp_path: Path, articles: Articles) -> None:
    """A failure that is forgotten is gone, and one of a file that is not there was never kept."""
    library = shelf(tmp_path / "library")
    assert statuses(library, articles(two=""), tmp_path / "none.txt") == ["failed", "failed"]
    library.forget(library.report().failures)
    assert library.report().failures == ()


def test_a_name_that_is_no_unicode(tmp_path: Path, articles: Articles) -> None:
    """A file whose name is no Unicode is set aside like any other, and its failure is kept and mended."""
    folder = articles(one="东莞的会议。")
    (folder / os.fsdecode("名.txt".encode("gbk"))).write_text("正文。", encoding="utf-8")
    library = shelf(tmp_path / "library")
    assert sorted(statuses(library, folder)) == ["added", "failed"]
    assert len(shelf(tmp_path / "library").report().failures) == 1


@pytest.mark.parametrize("name", [error.__name__ for error in ArticleError.__subclasses__()])
def test_errors_are_restored(name: str) -> None:
    """An error that was kept by its name is the same error again."""
    assert type(restored(name, {"path": "/a"})).__name__ == name


def test_an_error_of_a_later_version() -> None:
    """An error that this version does not know is told by its name."""
    assert "QuantumFile" in str(restored("QuantumFile", {"path": "/a"}))


# Tables and archives


def table(path: Path, *texts: str) -> Path:
    """A table with a row for each text."""
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), encoding="utf-8")
    return path


def test_rows_are_articles(tmp_path: Path) -> None:
    """Each row of a table is an article with a source and an entry of its own, and a bad one stops nothing."""
    path = table(tmp_path / "t.jsonl", "东莞的会议。", "", "松江的企业。")
    library = shelf(tmp_path / "library")
    report = library.add([path])
    assert [entry.status for entry in report] == ["added", "failed", "added"]
    assert [entry.source for entry in report] == [f"{path}#{row}" for row in (1, 2, 3)]
    assert {entry.path for entry in report} == {path}
    assert [failure.path for failure in library.report().failures] == [f"{path}#2"]
    table(path, "东莞的会议。", "中山的会议。", "松江的企业。")
    assert statuses(library, path) == ["unchanged", "added", "unchanged"]
    assert library.report().failures == ()


def test_rows_that_are_gone(tmp_path: Path) -> None:
    """Rows that a table holds no longer are removed, and what only they said is found no longer."""
    path = table(tmp_path / "t.jsonl", "东莞的会议。", "松江的企业。", "中山的展览。")
    other = table(tmp_path / "t.jsonl2.jsonl", "清溪的论坛。")
    library = shelf(tmp_path / "library")
    library.add([path, other])
    table(path, "东莞的会议。")
    report = library.add([path])
    assert [entry.status for entry in report] == ["unchanged", "removed", "removed"]
    assert [entry.article.title for entry in report if entry.article] == [
        "东莞的会议。",
        "松江的企业。",
        "中山的展览。",
    ]
    assert {hit.passage.text for hit in library.search("松江的企业")} == {"东莞的会议。", "清溪的论坛。"}
    assert library.count() == (2, 2)


def test_rows_with_names_that_are_gone(tmp_path: Path) -> None:
    """Rows that have ids are known by them: the others stay when one is gone from among them."""
    path = tmp_path / "t.csv"
    path.write_text("id,正文\na,东莞的会议。\nb,松江的企业。\nc,中山的展览。\n", encoding="utf-8")
    library = shelf(tmp_path / "library")
    library.add([path])
    path.write_text("id,正文\na,东莞的会议。\nc,中山的展览。\n", encoding="utf-8")
    assert [(entry.source, entry.status) for entry in library.add([path])] == [
        (f"{path}#a", "unchanged"),
        (f"{path}#c", "unchanged"),
        (f"{path}#b", "removed"),
    ]


def test_a_table_that_breaks_off_keeps_its_rows(tmp_path: Path) -> None:
    """Rows behind the place where a file breaks off may still be meant, so they are kept."""
    path = tmp_path / "t.json"
    rows = [{"text": "东莞的会议。"}, {"text": "松江的企业。"}, {"text": "中山的展览。"}]
    whole = json.dumps(rows, ensure_ascii=False)
    path.write_text(whole, encoding="utf-8")
    library = shelf(tmp_path / "library")
    library.add([path])
    path.write_text(whole[: whole.index("中山")], encoding="utf-8")
    assert statuses(library, path) == ["unchanged", "unchanged", "failed"]
    assert library.count()[0] == 3


def test_a_table_that_cannot_be_read_keeps_its_rows(tmp_path: Path) -> None:
    """When a file that was added cannot be read any more, what it told is kept and the failure is named."""
    path = table(tmp_path / "t.jsonl", "东莞的会议。", "松江的企业。")
    library = shelf(tmp_path / "library")
    library.add([path])
    path.write_bytes(b"\0\1\2" * 50)
    assert "failed" in statuses(library, path)
    assert library.count() == (2, 2)
    assert library.report().failures


def test_members_that_are_gone(tmp_path: Path) -> None:
    """Members of an archive come and go like rows."""
    path = tmp_path / "a.zip"
    library = shelf(tmp_path / "library")
    for names, expected in ((("一.txt", "b/二.txt"), ["added"] * 2), (("一.txt",), ["unchanged", "removed"])):
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, f"{name}里的会议。")
        assert statuses(library, path) == expected
    assert library.count() == (1, 1)


# The page


class Seen(HTMLParser):
    """The tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag, and what it would fetch."""
        self.tags += [tag, *(value or "" for name, value in attrs if name in {"src", "href"})]


def card(number: int, **known: object) -> Card:
    """A report card."""
    fields: dict[str, object] = {
        "id": f"id{number}",
        "source": f"/{number}.txt",
        "title": f"标题{number}",
        "publisher": None,
        "published": None,
        "story": None,
        "encoding": "utf-8",
        "characters": 100,
        "counts": {},
        "suspicions": (),
    }
    return Card(**fields | known)  # type: ignore[arg-type]


def test_the_page_is_escaped() -> None:
    """Nothing that comes from an article or a file name becomes markup, and the page fetches nothing."""
    evil = "<script src=//x>&\x1b[2J\udcff"
    failure = Failure(evil, evil, EmptyFile(path=evil))
    page = report_page(LibraryReport((card(1, title=evil, source=evil, counts={evil: 1}),), (failure,)), "en")
    tags = Seen(page).tags
    assert "script" not in tags
    assert not any("//" in tag for tag in tags)
    assert "\x1b" not in page
    page.encode()


def test_the_page_says_what_was_done() -> None:
    """The page has the totals, the failures, every article of a small library, and its language."""
    report = LibraryReport(
        (card(1, counts={"gloss": 1200}), card(2, story="id1", suspicions=("short",))),
        (Failure("/x.txt", "/x.txt", EmptyFile(path="/x.txt")),),
    )
    page = report_page(report, "zh")
    assert all(said in page for said in ('lang="zh-Hans"', "1,200", "标题1", "标题2", "太短", "/x.txt：文件里没有文字"))
    assert 'href="#id1"' in page
    assert "too short" in report_page(report, "en")


def test_the_page_of_a_large_library() -> None:
    """Of a large library the page names the articles with a remark, and counts the others."""
    page = report_page(LibraryReport(tuple(card(n, counts={"gloss": n == 7}) for n in range(3000)), ()), "en")
    assert len(page) < 2_000_000


def test_totals() -> None:
    """The report counts changes, encodings, duplicates and suspicious articles."""
    cards = (card(1, counts={"gloss": 2, "tag": 1}), card(2, counts={"tag": 4}, encoding="big5", story="id1"))
    report = LibraryReport((*cards, card(3, suspicions=("short",))), ())
    assert report.counts == {"tag": 5, "gloss": 2}
    assert report.encodings == {"utf-8": 2, "big5": 1}
    assert (report.duplicates, [found.id for found in report.suspicious]) == (1, ["id3"])


def test_records_are_small() -> None:
    """A record of a text full of glosses takes less room than the text as it came."""
    changes = tuple(Change(place * 8, "(xué)", "", "gloss") for place in range(1000))
    record = record_row(Article("id", "s", "t", "學習" * 1000, "d", report=Report("utf-8", 0, changes)))
    assert len(str(record)) < 8000


def test_opening_reads_no_model(tmp_path: Path) -> None:
    """The report of a library needs no embedding model."""
    Library(tmp_path / "library", DEFAULT, tmp_path / "cache")
    assert Library(tmp_path / "library", DEFAULT, tmp_path / "cache", create=False).report().cards == ()

"""A library verified and mended: each kind of damage is told, and only damage is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.__main__ import main
from store.article import Article, article_id
from store.index.chroma import Index
from store.index.raw import RawRows
from store.index.rows import Embedded, Entry
from store.library import Library
from store.passage import split
from store.replica.batch import batch
from store.replica.live import Live
from store.upkeep.doctor import Doctor
from store.upkeep.findings import Fault

from .letters import DIMENSIONS, Letters, shelf
from .test_moving import Articles, chroma, contents, library, revision

__all__ = ["chroma", "library"]

SAID = ("当天签下订单四百台", "停车场设在东门", "恢复双向通行", "工業發展很快")
"""One sentence of each article."""


class Damaging(RawRows):
    """A library that its tests may damage."""

    def __init__(self, index: Index) -> None:
        super().__init__(index)
        names = ("articles", "records", "passages", "failures")
        self.collections: dict[str, Any] = {
            name: index.client.get_collection(name, embedding_function=None) for name in names
        }

    def first(self, kind: Any) -> str:
        """The id of the first row of a kind."""
        return min(row_id for row_id, _ in self.rows(kind))


def damage_rows(place: Path, damage: Callable[[Damaging], object]) -> None:
    """Damage what lies in Chroma; the replica stays as it is."""
    with Live(place, "", place.parent / "models", create=False).raw() as index:
        damage(Damaging(index))


def of(index: Damaging, name: str) -> str:
    """The id of the article of a file."""
    return next(row_id for row_id, row in index.rows("articles") if Path(row["source"]).stem == name)


def passage(index: Damaging, name: str) -> str:
    """The id of the first passage of an article."""
    return min(index.passage_ids([of(index, name)]))


def record(index: Damaging, name: str) -> str:
    """The id of the record of an article."""
    return next(row_id for row_id, row in index.rows("records") if row["article_id"] == of(index, name))


def change(index: Damaging, kind: str, row_id: str, **values: Any) -> None:
    """Change the metadata of a row."""
    index.collections[kind].update(ids=[row_id], metadatas=[values])


def rewrite(index: Damaging, row_id: str, **values: Any) -> None:
    """Change the text or the vector of a passage."""
    vector = np.eye(DIMENSIONS, dtype=np.float32)[:1]
    index.collections["passages"].update(ids=[row_id], **({"embeddings": vector} | values))


def add_orphan(index: Damaging) -> None:
    """Leave a passage and a record of an article that is gone."""
    vector = np.eye(DIMENSIONS, dtype=np.float32)[:1]
    row = {"article_id": "gone", "digest": "gone", "number": 0, "start": 0, "end": 2, "source": "x", "title": "x"}
    index.collections["passages"].add(ids=["gone-0"], embeddings=vector, documents=["旧文"], metadatas=[row])
    index.collections["records"].add(ids=["gone"], embeddings=[[1.0]], metadatas=[{"article_id": "gone"}])


DAMAGE: dict[str, tuple[Callable[[Damaging], object], set[Fault]]] = {
    "a row without a title": (lambda index: change(index, "articles", of(index, "bridge"), title=None), {"rows"}),
    "a row with broken JSON": (lambda index: change(index, "articles", of(index, "glossed"), counts="{"), {"rows"}),
    "a text that cannot be unpacked": (
        lambda index: change(index, "records", index.first("records"), text="x"),
        {"texts"},
    ),
    "no text": (lambda index: index.drop("records", [index.first("records")]), {"texts"}),
    "rests of a killed remove": (add_orphan, {"records", "orphans"}),
    "a passage of an earlier state": (
        lambda index: change(index, "passages", passage(index, "bridge"), digest="0" * 64),
        {"orphans", "gaps"},
    ),
    "a passage gone": (lambda index: index.drop("passages", [passage(index, "bridge")]), {"gaps"}),
    "the only passage gone": (lambda index: index.drop("passages", [passage(index, "glossed")]), {"gaps"}),
    "another text": (lambda index: rewrite(index, passage(index, "fair"), documents=["别的话。"]), {"passages"}),
    "another end": (lambda index: change(index, "passages", passage(index, "fair"), end=9999), {"passages"}),
    "no unit vector": (
        lambda index: rewrite(index, passage(index, "fair"), embeddings=[[0.0] * DIMENSIONS]),
        {"vectors"},
    ),
    "no offset": (lambda index: change(index, "passages", passage(index, "fair"), start=None), {"passages"}),
    "a lost first teller": (lambda index: change(index, "articles", of(index, "bridge"), story="gone"), {"stories"}),
    "a first teller who is none": (
        lambda index: change(index, "articles", of(index, "bridge"), story=of(index, "mirror")),
        {"stories"},
    ),
    "a failure of nothing": (
        lambda index: change(index, "failures", index.first("failures"), failure="{}"),
        {"failures"},
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_and_mended(library: Library, tmp_path: Path, articles: Articles, name: str) -> None:
    """Each kind of damage is told, mended without any replica, and all that can be found is found again."""
    damage, expected = DAMAGE[name]
    damage_rows(tmp_path / "library", damage)
    shutil.rmtree(tmp_path / "library" / "replica")
    doctor = Doctor(tmp_path / "library", tmp_path / "models")
    doctor.embedding = Letters()
    sick = doctor.examine()
    assert {finding.fault for finding in sick.findings} == expected
    assert all(finding.places for finding in sick.findings)
    mended = doctor.mend()
    assert mended.sound
    assert {finding.fault for finding in mended.mended} >= expected
    library.add([articles()])
    assert doctor.examine().sound
    for said in SAID:
        assert any(said in hit.passage.text for hit in library.search(said))


def test_a_replica_gives_back_what_is_damaged(library: Library, tmp_path: Path) -> None:
    """What the replica still has is written back as it was: nothing is embedded, and no file is read again."""
    before = contents(tmp_path / "library", tmp_path)

    def damage(index: Damaging) -> None:
        change(index, "articles", of(index, "bridge"), title=None, story="gone")
        change(index, "records", record(index, "mirror"), text="x")
        rewrite(index, passage(index, "fair"), embeddings=[[0.0] * DIMENSIONS])
        index.drop("passages", [passage(index, "glossed")])

    damage_rows(tmp_path / "library", damage)
    doctor = Doctor(tmp_path / "library", tmp_path / "none")  # where no model is
    mended = doctor.mend()
    assert mended.sound
    assert {finding.fault for finding in mended.mended} >= {"rows", "texts"}
    assert contents(tmp_path / "library", tmp_path).same(before)
    assert library.count()[0] == 4


REPLICA: dict[str, Callable[[Path], object]] = {
    "a text": lambda at: in_replica(at, "update passages set text = '别的话。' where row = 0"),
    "an article": lambda at: in_replica(
        at, "update articles set story = 'gone' where id = (select max(id) from articles)"
    ),
    "a passage less": lambda at: in_replica(at, "delete from passages where row = 0"),
    "a failure": lambda at: in_replica(at, "delete from failures"),
    "a vector": lambda at: next(at.glob("vectors*")).write_bytes(bytes(next(at.glob("vectors*")).stat().st_size)),
    "lost vectors": lambda at: next(at.glob("vectors*")).write_bytes(b""),
}


def in_replica(replica: Path, statement: str) -> None:
    """Change what is in a replica."""
    with closing(sqlite3.connect(replica / "library.sqlite")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("name", REPLICA)
def test_a_damaged_replica_is_told_and_made_anew(library: Library, tmp_path: Path, name: str) -> None:
    """A replica that is not as the database is told, and made anew from it."""
    REPLICA[name](tmp_path / "library" / "replica")
    doctor = Doctor(tmp_path / "library", tmp_path / "models")
    assert [finding.fault for finding in doctor.examine().findings] == ["copy"]
    mended = doctor.mend()
    assert mended.sound
    assert [finding.fault for finding in mended.mended] == ["copy"]
    for said in SAID:
        assert any(said in hit.passage.text for hit in library.search(said))


@pytest.mark.usefixtures("library")
def test_a_replica_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    """A replica whose file is damaged is made anew by whoever opens the library next, the doctor among them."""
    file = tmp_path / "library" / "replica" / "library.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    whole = file.read_bytes()
    for kept in (0, 8192):
        file.write_bytes(whole[:kept] + b"\xa5" * (len(whole) - kept))
        assert Doctor(tmp_path / "library", tmp_path / "models").examine().sound
    assert shelf(tmp_path / "library", tmp_path / "models").search("大桥通行", 1)


def no_database(whole: bytes) -> bytes:
    """Something else altogether."""
    return b"no database" * len(whole)


def a_bad_page(whole: bytes) -> bytes:
    """A database with a page that is none."""
    return whole[:40960] + b"\xa5" * 4096 + whole[45056:]


@pytest.mark.parametrize("damage", [no_database, a_bad_page, lambda _: b""])
def test_a_damaged_database_is_made_anew(library: Library, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Where the database cannot be read, the replica has all of it: it is made anew, and the old one kept."""
    before, place = contents(tmp_path / "library", tmp_path), tmp_path / "library"
    (place / "fetched").mkdir()
    damaged = damage((place / "chroma.sqlite3").read_bytes())
    (place / "chroma.sqlite3").write_bytes(damaged)
    doctor = Doctor(place, tmp_path / "models")
    assert [finding.fault for finding in doctor.examine().findings] == ["database"]
    mended = doctor.mend()
    assert mended.sound
    assert [finding.fault for finding in mended.mended] == ["database"]
    assert contents(place, tmp_path).same(before)
    assert library.count()[0] == 4
    (kept,) = place.glob("damaged-*/chroma.sqlite3")
    assert kept.read_bytes() == damaged
    assert not [*place.glob(".mending-*")]
    assert (place / "fetched").is_dir()


def test_a_damaged_database_without_a_replica(library: Library, tmp_path: Path) -> None:
    """Where neither can be read that is said, and nothing is touched."""
    del library
    place = tmp_path / "library"
    (place / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    shutil.rmtree(place / "replica")
    mended = Doctor(place, tmp_path / "models").mend()
    assert [finding.fault for finding in mended.findings] == ["database"]
    assert mended.mended == ()
    assert not [*place.glob("damaged-*")]


def test_a_sound_library(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A library with stories, changes and failures is sound, and mending it changes nothing."""
    before = revision(library)
    assert main(["doctor", "--library", str(tmp_path / "library"), "--language", "zh"]) == 0
    assert capsys.readouterr().out.startswith("文库完好：4 篇文章")
    assert main(["doctor", "--mend", "--json", "--library", str(tmp_path / "library")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["sound"], found["findings"], found["mended"], found["articles"]) == (True, [], [], 4)
    assert revision(library) == before


def test_a_library_of_before(library: Library, tmp_path: Path) -> None:
    """Passages with texts and sources of their own, as version 0.3.0 has written them, are sound."""
    texts = {one.id: one.text for one in library.articles()}

    def age(index: Damaging) -> None:
        kept = [one for found in index.passages_of(texts).values() for one in found]
        index.collections["passages"].update(
            ids=[one.row_id for one in kept],
            embeddings=[one.vector for one in kept],
            documents=[texts[one.row["article_id"]][one.row["start"] : one.row["end"]] for one in kept],
            metadatas=[{"source": "x.txt", "title": "x"} for _ in kept],
        )

    damage_rows(tmp_path / "library", age)
    shutil.rmtree(tmp_path / "library" / "replica")
    assert Doctor(tmp_path / "library", tmp_path / "models").examine().sound


@pytest.mark.usefixtures("library")
def test_what_is_wrong_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Doctor says in words what is wrong and what mends it, with status 1, and after mending with status 0."""
    damage_rows(tmp_path / "library", add_orphan)
    at = ["--library", str(tmp_path / "library"), "--language"]
    assert main(["doctor", *at, "en"]) == 1
    said = capsys.readouterr().out
    assert "1 passages belong to no article" in said
    assert "doctor --mend" in said
    assert main(["doctor", "--json", *at, "zh"]) == 1
    faults = {finding["fault"]: finding for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert faults["orphans"]["says"] == "1 个段落不属于任何现有文章"
    assert faults["orphans"]["places"] == ["gone-0"]
    assert main(["doctor", "--mend", *at, "zh"]) == 0
    assert "已修复：1 个段落不属于任何现有文章" in capsys.readouterr().out


def test_a_library_on_a_server(chroma: str, tmp_path: Path, articles: Articles) -> None:
    """A library on a server is mended from the replica here, and a replica elsewhere hears of it."""
    place = f"{chroma}/sick"
    here, there = shelf(place, tmp_path / "one" / "models"), shelf(place, tmp_path / "two" / "models")
    here.add([articles(fair="北岭镇春季农具展开幕。", bridge="南河大桥今起恢复双向通行。")])
    assert there.count() == (2, 2)
    with Live(place, "", tmp_path / "one" / "models", create=False).raw() as index:
        damaging = Damaging(index)
        damaging.drop("passages", [passage(damaging, "bridge")])
    doctor = Doctor(place, tmp_path / "one" / "models")
    assert [finding.fault for finding in doctor.examine().findings] == ["gaps"]
    before = revision(there)
    assert doctor.mend().sound
    assert revision(there) > before
    assert there.search("大桥", 1)[0].passage.text == "南河大桥今起恢复双向通行。"


@pytest.mark.parametrize("has_replica", [True, False])
def test_lost_vectors_are_made_again(tmp_path: Path, *, has_replica: bool) -> None:
    """Vectors that Chroma has lost are told, and taken from the replica or made by the model."""
    made = shelf(tmp_path / "library", tmp_path / "models")
    text = "".join(f"第{number}号仓库{'存粮' * 60}。" for number in range(1100))  # from 1,000 on Chroma writes files
    article = Article(article_id("a.txt"), "a.txt", "仓库", text, "d" * 64)
    passages = split(article)
    vectors = np.resize(np.eye(DIMENSIONS, dtype=np.float32), (len(passages), DIMENSIONS))
    made.write([Entry(article, "", passages)], Embedded(vectors, "letters"))
    for file in [*(tmp_path / "library").rglob("header.bin")]:
        shutil.rmtree(file.parent)
    if not has_replica:
        shutil.rmtree(tmp_path / "library" / "replica")
    doctor = Doctor(tmp_path / "library", tmp_path / "none")
    if not has_replica:
        doctor.embedding = Letters()
    found = doctor.mend()
    assert (found.sound, found.passages) == (True, len(passages))
    assert [(one.fault, one.places) for one in found.mended] == [("vectors", ("a.txt",))]
    (now,) = batch(made._live, [article.id]).entries
    assert len(now.passages) == len(passages)

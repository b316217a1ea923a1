"""The lexical index: it finds words, forgets what it should, and is never more than a cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import LibraryNotWritable
from store.index.lexical import Lexical

TEXTS = {
    "a-0": "东莞市委书记韦皓主持会议",
    "a-1": "吕成蹊出席会议",
    "b-0": "松江区规上工业企业1736家",
    "b-1": "会议会议会议",
}


def filled(folder: Path, revision: str = "one") -> Lexical:
    """An index of TEXTS."""
    index = Lexical(folder)
    with index.writing() as writer:
        writer.add((row, row[0], text) for row, text in TEXTS.items())
        writer.revision = revision
    return index


def rows(index: Lexical, query: str, k: int = 10) -> list[str]:
    """The ids of what is found, best first."""
    return [row for row, _ in index.search(query, k)]


def test_search(tmp_path: Path) -> None:
    """A passage is found by its words and figures, whatever the script of the question."""
    index = filled(tmp_path)
    assert rows(index, "1736") == ["b-0"]
    assert rows(index, "韋皓") == ["a-0"]
    assert rows(index, "誰是東莞市委書記")[0] == "a-0"
    assert rows(index, "深圳") == []


def test_search_is_ranked(tmp_path: Path) -> None:
    """Scores fall from the first passage to the last, and only `k` are given."""
    found = filled(tmp_path).search("东莞市委的会议", 2)
    assert [row for row, _ in found] == ["a-0", "b-1"]
    assert found[0][1] > found[1][1] > 0


@pytest.mark.parametrize("query", ["", "。！？", '"AND (', "a:b OR *", "+会议 -会议~2^"])
def test_any_query_is_only_words(tmp_path: Path, query: str) -> None:
    """No query is an error: the signs of a query language mean nothing here."""
    assert set(rows(filled(tmp_path), query)) <= set(TEXTS)


def test_removed_articles_are_not_found(tmp_path: Path) -> None:
    """Removing an article forgets its passages and no others, and what is added in the same writing stays."""
    index = filled(tmp_path)
    with index.writing() as writer:
        writer.remove("a")
        writer.add([("a-9", "a", "新的会议")])
    assert set(rows(index, "会议")) == {"a-9", "b-1"}
    with index.writing() as writer:
        writer.clear()
    assert rows(index, "会议") == []


def test_revision_outlives_the_process(tmp_path: Path) -> None:
    """An index that is opened again knows its revision and its passages."""
    filled(tmp_path)
    index = Lexical(tmp_path)
    assert index.revision == "one"
    assert rows(index, "1736") == ["b-0"]


def test_a_new_index_has_no_revision(tmp_path: Path) -> None:
    """A new index agrees with no state of any library."""
    assert Lexical(tmp_path / "new").revision == ""


def test_broken_off_writing_changes_nothing_but_the_revision(tmp_path: Path) -> None:
    """When writing fails half-way, the old passages stay, the revision is unknown, and writing is possible again."""
    index = filled(tmp_path)
    with pytest.raises(KeyError), index.writing() as writer:
        writer.clear()
        writer.add([("c-0", "c", "深圳")])
        writer.revision = "two"
        raise KeyError
    assert index.revision == ""
    assert rows(index, "深圳") == []
    assert rows(index, "1736") == ["b-0"]
    with index.writing() as writer:
        writer.add([("c-0", "c", "深圳")])
        writer.revision = "three"
    assert rows(index, "深圳") == ["c-0"]
    assert index.revision == "three"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second writer is told that another one writes, and the first is not disturbed."""
    index = filled(tmp_path)
    with index.writing() as writer:
        with pytest.raises(LibraryNotWritable, match="another process"), Lexical(tmp_path).writing():
            pass
        writer.add([("c-0", "c", "深圳")])
        writer.revision = "two"
    assert rows(index, "深圳") == ["c-0"]
    assert index.revision == "two"


def test_readers_see_what_another_wrote(tmp_path: Path) -> None:
    """An index that stays open finds what a second one on the same folder has written since."""
    reader = filled(tmp_path)
    assert rows(reader, "深圳") == []
    with Lexical(tmp_path).writing() as writer:
        writer.add([("c-0", "c", "深圳")])
        writer.revision = "two"
    assert reader.revision == "two"
    assert rows(reader, "深圳") == ["c-0"]


def damage_meta(folder: Path) -> None:
    """Put garbage into the index's own table of contents."""
    (folder / "meta.json").write_bytes(b"\x00garbage{")


def cut_meta(folder: Path) -> None:
    """Leave the table of contents empty, as a full disk does."""
    (folder / "meta.json").write_bytes(b"")


def lose_segments(folder: Path) -> None:
    """Lose the files that hold the words."""
    for file in (*folder.glob("*.term"), *folder.glob("*.idx"), *folder.glob("*.store")):
        file.unlink()


@pytest.mark.parametrize("damage", [damage_meta, cut_meta, lose_segments])
def test_a_damaged_index_starts_anew(tmp_path: Path, damage: object) -> None:
    """A damaged index opens as an empty one without a revision, so that its library fills it again."""
    assert callable(damage)
    filled(tmp_path / "index")
    damage(tmp_path / "index")
    index = Lexical(tmp_path / "index")
    assert index.revision == ""
    assert rows(index, "会议") == []
    assert rows(filled(tmp_path / "index", "two"), "1736") == ["b-0"]

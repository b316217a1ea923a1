"""The lexical index: it finds words, days and identifiers within a scope, and is never more than a cache."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.errors import LibraryNotWritable
from store.passage import Passage
from store.search.lexical import Lexical
from store.search.scope import EVERYTHING, Period, Scope

SOURCES = ("/news/city/a.txt", "/news/b.jsonl#1", "/news/b.jsonl#2", "https://example.org/c/d.html")
TEXTS = (
    "东莞市委书记韦皓主持会议",
    "吕成蹊出席会议",
    "松江区规上工业企业1736家",
    "会议会议会议",
)
PUBLISHERS = ("东莞日报", "松江报", None, "东莞日报")
PUBLISHED = ("2023-06-30", "2024-02-01", "--07-01", None)


def passage(text: str, place: int = 0, title: str = "") -> Passage:
    """A passage of an article of its own."""
    return Passage(f"a{place}", 0, text, 0, len(text), SOURCES[place], title, PUBLISHERS[place], PUBLISHED[place])


def filled(folder: Path, *texts: str) -> Lexical:
    """An index of these texts, or of TEXTS, in rows from 10 on."""
    index = Lexical(folder)
    with index.writing() as writer:
        writer.add((10 + place, passage(text, place)) for place, text in enumerate(texts or TEXTS))
    return index


def rows(index: Lexical, query: str, k: int = 10, scope: Scope = EVERYTHING) -> list[int]:
    """The rows of what is found, best first."""
    return [row for row, _ in index.search(query, k, scope)]


def test_search(tmp_path: Path) -> None:
    """A passage is found by its words and figures, whatever the script of the question."""
    index = filled(tmp_path)
    assert rows(index, "1736") == [12]
    assert rows(index, "韋皓") == [10]
    assert rows(index, "誰是東莞市委書記")[0] == 10
    assert rows(index, "深圳") == []


def test_search_is_ranked(tmp_path: Path) -> None:
    """Scores fall from the first passage to the last, and only `k` are given."""
    found = filled(tmp_path).search("东莞市委的会议", 2)
    assert [row for row, _ in found] == [10, 13]
    assert found[0][1] > found[1][1] > 0


def test_scores_of_some(tmp_path: Path) -> None:
    """The scores of chosen passages are those of the search, and a passage without a word of the query has none."""
    index = filled(tmp_path)
    found = dict(index.search("东莞市委的会议", 10))
    assert index.scores("东莞市委的会议", [11, 12]) == {11: pytest.approx(found[11])}
    assert index.scores("会议", []) == {}


def test_which_passages_have_what(tmp_path: Path) -> None:
    """Of some passages it tells those of a period and those with an identifier, and of terms how many have them."""
    index = filled(tmp_path, "昨日印发临政发〔2023〕17号", "2023年6月29日开会", "会议")
    day = Period(date(2023, 6, 29), date(2023, 6, 29))
    assert index.telling(day, [10, 11, 12]) == {10, 11}
    assert index.telling(day, [11]) == {11}
    assert index.telling(day, []) == set()
    assert index.naming("临政发〔2023〕17号", [10, 11, 12]) == {10}
    assert index.having({"会议": 1.0}, 5) == [12]
    assert index.frequencies(["会议", "开会", "深圳"]) == (3, {"会议": 1, "开会": 1, "深圳": 0})


@pytest.mark.parametrize("query", ["", "。！？", '"AND (', "a:b OR *", "+会议 -会议~2^"])
def test_any_query_is_only_words(tmp_path: Path, query: str) -> None:
    """No query is an error: the signs of a query language mean nothing here."""
    assert set(rows(filled(tmp_path), query)) <= {10, 11, 12, 13}


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(since="2024-01-01"), {11}),
        (Scope(until="2023-06-30"), {10}),
        (Scope(since="2023-06-30", until="2024-02-01"), {10, 11}),
        (Scope(publisher="東莞日報"), {10, 13}),
        (Scope(publisher="东莞"), set()),
        (Scope(within="/news"), {10, 11}),
        (Scope(within="/news/city/"), {10}),
        (Scope(within="/news/b.jsonl"), {11}),
        (Scope(within="/new"), set()),
        (Scope(within="https://example.org/c"), {13}),
        (Scope(within="https://example.org/x"), set()),
        (Scope(publisher="东莞日报", until="2023-12-31"), {10}),
    ],
)
def test_scope(tmp_path: Path, scope: Scope, found: set[int]) -> None:
    """Nothing is found outside of a scope of days, a publisher, a folder or collection, the beginning of an address."""
    assert set(rows(filled(tmp_path), "会议", scope=scope)) == found


def test_scope_does_not_change_scores(tmp_path: Path) -> None:
    """What is found within a scope has the score that it has without."""
    index = filled(tmp_path)
    free = dict(index.search("东莞的会议", 10))
    assert dict(index.search("东莞的会议", 10, Scope(within="/news/city"))) == {10: pytest.approx(free[10])}


@pytest.mark.parametrize(
    ("period", "row"),
    [
        (Period(date(2023, 6, 29), date(2023, 6, 29)), 10),
        (Period(date(2023, 5, 1), date(2023, 5, 31)), 11),
        (Period(date(2022, 1, 1), date(2022, 12, 31)), 12),
        (Period(date(2023, 6, 20), date(2023, 7, 5)), 10),
        (Period(date(2024, 1, 1), date(2024, 12, 31)), 11),
    ],
)
def test_periods_are_preferred(tmp_path: Path, period: Period, row: int) -> None:
    """Of passages with the same words that comes first which tells of the period, or came out in it."""
    index = filled(tmp_path, "昨日举行会议", "2023年5月3日举行会议", "2022年举行会议", "二〇二一年举行会议")
    assert index.search("举行会议", 1, periods=[period])[0][0] == row


def test_titles_are_found(tmp_path: Path) -> None:
    """A word in the title counts more than the same word in the text alone."""
    index = Lexical(tmp_path)
    with index.writing() as writer:
        writer.add([(1, passage("今天举行，白塔会", 0)), (2, passage("今天举行会", 1, "白塔"))])
    assert rows(index, "白塔") == [2, 1]


def test_identifiers_are_matched_whole(tmp_path: Path) -> None:
    """A passage with the very identifier comes before those with a neighbour of it, however often they say it."""
    index = filled(
        tmp_path,
        "临政发〔2023〕17号印发。",
        "临政办发〔2023〕17号，临政办发〔2023〕17号。",
        "项目LJ-2023-0087",
        "项目LJ-2023-1087",
    )
    assert rows(index, "临政发[2023]17号是关于什么的？")[0] == 10
    assert rows(index, "临政办发〔2023〕17号")[0] == 11
    assert rows(index, "LJ－2023－1087的总投资")[0] == 13


def test_removed_passages_are_not_found(tmp_path: Path) -> None:
    """Removing rows forgets these passages and no others, and what is added in the same writing stays."""
    index = filled(tmp_path)
    with index.writing() as writer:
        writer.remove([10, 11])
        writer.add([(14, passage("新的会议"))])
    assert set(rows(index, "会议")) == {13, 14}
    with index.writing() as writer:
        writer.clear()
    assert rows(index, "会议") == []


def test_a_new_index_is_not_current(tmp_path: Path) -> None:
    """A new index says that it must be filled; once filled it is current, in other processes too."""
    assert not Lexical(tmp_path).current
    filled(tmp_path)
    again = Lexical(tmp_path)
    assert again.current
    assert rows(again, "1736") == [12]


def test_another_version_is_filled_anew(tmp_path: Path) -> None:
    """What another version of the terms has written is not found, and forgotten with the next writing."""
    filled(tmp_path)
    (tmp_path / "version").write_text("0")
    index = Lexical(tmp_path)
    assert not index.current
    assert rows(index, "会议") == []
    with index.writing() as writer:
        writer.add([(14, passage("新的会议"))])
    assert index.current
    assert rows(index, "会议") == [14]


def test_broken_off_writing_changes_nothing(tmp_path: Path) -> None:
    """When writing fails half-way, the old passages stay, and writing is possible again."""
    index = filled(tmp_path)
    with pytest.raises(KeyError), index.writing() as writer:
        writer.clear()
        writer.add([(14, passage("深圳"))])
        raise KeyError
    assert index.current
    assert rows(index, "深圳") == []
    assert rows(index, "1736") == [12]
    with index.writing() as writer:
        writer.add([(14, passage("深圳"))])
    assert rows(index, "深圳") == [14]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second writer is told that another one writes, and the first is not disturbed."""
    index = filled(tmp_path)
    with index.writing() as writer:
        with pytest.raises(LibraryNotWritable, match="another process"), Lexical(tmp_path).writing():
            pass
        writer.add([(14, passage("深圳"))])
    assert rows(index, "深圳") == [14]


def test_readers_see_what_another_wrote(tmp_path: Path) -> None:
    """An index that stays open finds what a second one on the same folder has written since."""
    reader = filled(tmp_path)
    assert rows(reader, "深圳") == []
    with Lexical(tmp_path).writing() as writer:
        writer.add([(14, passage("深圳"))])
    assert rows(reader, "深圳") == [14]


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
    """A damaged index opens as an empty one that is not current, so that its library fills it again."""
    assert callable(damage)
    filled(tmp_path / "index")
    damage(tmp_path / "index")
    index = Lexical(tmp_path / "index")
    assert not index.current
    assert rows(index, "会议") == []
    assert rows(filled(tmp_path / "index"), "1736") == [12]

"""Search among passages: words and vectors fused, times and identifiers preferred, each text once, all sides seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from store.passage import Hit, Passage
from store.search.alike import distinct
from store.search.days import days_told, period_terms
from store.search.fusion import coverage, nearness
from store.search.lexical import Lexical
from store.search.ranking import Ground, ranked
from store.search.scope import Period


def passage(text: str, article: str = "a", published: str | None = None) -> Passage:
    """A passage that is the whole of an article."""
    return Passage(article, 0, text, 0, len(text), f"/{article}.txt", "", None, published)


def ground(folder: Path, passages: Sequence[Passage], cosines: Iterable[float] = ()) -> Ground:
    """These passages in rows from 0 on, to be searched; without cosines, all are equally near."""
    lexical = Lexical(folder)
    with lexical.writing() as writer:
        writer.add(enumerate(passages))
    near = np.array([*cosines] or [0.8] * len(passages), np.float32)
    return Ground(
        lexical,
        near,
        np.arange(len(passages)),
        lambda rows: {row: passages[row] for row in rows if row < len(passages)},
    )


def texts(hits: Iterable[Hit]) -> list[str]:
    """What is found, best first."""
    return [hit.passage.text for hit in hits]


BRIDGE, PARK, LIBRARY = "石桥镇的大桥通车。", "柳河区的公园开放。", "图书馆迎来读者。"


def test_words_and_vectors_decide_together(tmp_path: Path) -> None:
    """The weight says whom to trust: words alone, vectors alone, or both."""
    place = ground(tmp_path, [passage(BRIDGE, "a"), passage(PARK, "b"), passage(LIBRARY, "c")], [0.80, 0.80, 0.90])
    assert texts(ranked("石桥镇的大桥", 3, place, weight=1.0))[0] == BRIDGE
    assert texts(ranked("石桥镇的大桥", 3, place, weight=0.0))[0] == LIBRARY
    found = ranked("石桥镇的大桥", 3, place)
    assert texts(found)[0] == BRIDGE
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert found[0].score == 1.0
    assert found[0].cosine == pytest.approx(0.8)


def test_a_question_without_known_words_is_ranked_by_vectors(tmp_path: Path) -> None:
    """A question of which no passage has a word leaves the ranking to the vectors."""
    place = ground(tmp_path, [passage(BRIDGE, "a"), passage(PARK, "b")], [0.80, 0.90])
    assert texts(ranked("When did it open?", 2, place)) == [PARK, BRIDGE]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    """An empty library, and rows that hold nothing any more, give no hits."""
    assert ranked("大桥", 3, ground(tmp_path / "empty", [])) == []
    gone = replace(ground(tmp_path / "gone", [passage(BRIDGE)]), fetch=lambda _: {})
    assert ranked("大桥", 3, gone) == []


def test_only_allowed_rows_are_found(tmp_path: Path) -> None:
    """A row that is not allowed is not found by its vector."""
    place = ground(tmp_path, [passage(BRIDGE, "a"), passage(PARK, "b")], [0.80, 0.90])
    assert texts(ranked("When?", 2, replace(place, allowed=np.array([0])))) == [BRIDGE]


def test_coverage_counts_what_stands_together() -> None:
    """A passage whose one sentence holds all that is sought covers more than one that has it in two sentences."""
    sought = {"大桥": 2.0, "通车": 1.0}
    assert coverage(sought, passage("大桥昨日通车。")) == 1.0
    assert coverage(sought, passage("大桥在建。公路通车。")) == pytest.approx((1 + 2 / 3) / 2)
    assert coverage(sought, passage("公路。")) == 0.0
    assert coverage({}, passage("大桥。")) == 0.0


def test_nearness_is_told_from_all() -> None:
    """A cosine counts by how many standard deviations it lies above the mean of all."""
    cosines = np.array([0.7, 0.7, 0.7, 0.9], np.float32)
    assert nearness(cosines, [3])[3] == pytest.approx(3**0.5 / 5, abs=1e-4)
    assert nearness(np.array([0.7], np.float32), [0]) == {0: 0.0}


YEARS = ("2021年大桥的车流量为300辆。", "2022年大桥的车流量为400辆。", "2023年大桥的车流量为500辆。")


def test_periods_come_first(tmp_path: Path) -> None:
    """Of passages with the same words that one comes first which tells of the time asked about."""
    place = ground(tmp_path, [passage(text, str(at)) for at, text in enumerate(YEARS)])
    for year, text in zip((2021, 2022, 2023), YEARS, strict=True):
        asked = [Period(date(year, 1, 1), date(year, 12, 31))]
        assert texts(ranked("大桥的车流量是多少？", 3, place, asked))[0] == text


def test_centuries_are_no_preference(tmp_path: Path) -> None:
    """A period of which any passage may tell changes nothing."""
    place = ground(tmp_path, [passage(text, str(at)) for at, text in enumerate(YEARS)])
    found = ranked("大桥的车流量是多少？", 3, place)
    assert ranked("大桥的车流量是多少？", 3, place, [Period(date(1, 1, 1), date(2023, 12, 31))]) == found


def test_the_same_day(tmp_path: Path) -> None:
    """What a question ties to the day of another event is found by that day, which only the other article tells."""
    told = [
        "2023年5月6日，石桥镇大桥通车。",
        "2023年5月6日，柳河区开放了一座公园。",
        *(f"2023年4月{day}日，柳河区开放了一座公园和广场。" for day in range(1, 9)),
    ]
    found = texts(ranked("石桥镇大桥通车当天，柳河区开放了什么？", 3, ground(tmp_path, [*map(passage, told)])))
    assert {*found[:2]} == {*told[:2]}


def test_identifiers_come_first(tmp_path: Path) -> None:
    """The passage with the very identifier comes first, then others of its article, and neighbours last."""
    told = [
        passage("项目QX-2023-1087的总投资为3亿元，QX-2023-1087由市政府投资。", "a"),
        passage("项目QX-2023-0087在柳河区。", "b"),
        replace(passage("总投资为5亿元。", "b"), number=1),
    ]
    found = texts(ranked("QX-2023-0087的总投资", 3, ground(tmp_path, told, [0.95, 0.8, 0.8])))
    assert found == [told[1].text, told[2].text, told[0].text]


def test_all_sides_are_seen(tmp_path: Path) -> None:
    """A question about two events finds an article about each, though many are about the first alone."""
    many = [passage(f"石桥镇的大桥工程通车，投资{count}亿元，大桥工程通车。", f"a{count}") for count in range(1, 30)]
    place = ground(tmp_path, [*many, passage("公园开放。", "park")], [0.9] * 29 + [0.7])
    assert "公园开放。" in texts(ranked("石桥镇的大桥工程通车和公园开放哪个更早？", 3, place))


LONG = "市水务局昨日通报，全市水库蓄水量比上月增加，供水安全有保障，居民用水不受影响。"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (LONG, True),
        (LONG.replace("昨日", "今日"), True),
        (f"【本报讯】{LONG}", True),
        (LONG.replace("上月", "3月"), False),
        (f"{LONG}{'另有消息说，明天有雨，气温下降，市民出行请带伞，并注意保暖和防滑。' * 2}", False),
        ("市教育局昨日通报，全市新建学校多所，学位供应有保障，学生入学不受影响。", False),
    ],
)
def test_nearly_equal_passages_come_once(text: str, *, same: bool) -> None:
    """Of passages that differ in a few words only the best is given; other figures, or more text, make another."""
    hits = [Hit(passage(LONG), 1.0), Hit(passage(text, "b"), 0.9)]
    assert len([*distinct(hits)]) == (1 if same else 2)


def test_scripts_make_no_difference() -> None:
    """The same text in Traditional is no other one."""
    hits = [Hit(passage("县长与会"), 1.0), Hit(passage("縣長與會", "b"), 0.9), Hit(passage("。", "c"), 0.8)]
    assert [hit.passage.article_id for hit in distinct(hits)] == ["a", "c"]


def test_days_of_a_passage() -> None:
    """Days without a year are of the year before them, or of that in which the article came out; none is told twice."""
    told = days_told(passage("昨日签约。6月2日开工，3日、2022年7月1日、8月9日和2月30日。", "a", "2023-06-30"))
    days = [day.first.isoformat() for day in told]
    assert sorted(days) == ["2022-07-01", "2022-08-09", "2023-06-02", "2023-06-03", "2023-06-29"]


@pytest.mark.parametrize(
    ("first", "last", "terms"),
    [
        ((2023, 5, 6), (2023, 5, 6), ["2023-05-06"]),
        ((2023, 12, 30), (2024, 1, 1), ["2023-12-30", "2023-12-31", "2024-01-01"]),
        ((2023, 12, 1), (2024, 1, 31), ["2023-12", "2024-01"]),
        ((2023, 1, 1), (2024, 12, 31), ["2023", "2024"]),
        ((2023, 1, 15), (2023, 4, 15), ["2023-01", "2023-02", "2023-03", "2023-04"]),
        ((2010, 3, 1), (2013, 3, 31), ["2010", "2011", "2012", "2013"]),
        ((668, 1, 1), (668, 12, 31), ["0668"]),
        ((1, 1, 1), (1912, 12, 31), []),
    ],
)
def test_terms_of_a_period(first: tuple[int, int, int], last: tuple[int, int, int], terms: list[str]) -> None:
    """A period is looked for by its days, its months or its years, according to its length."""
    assert period_terms(Period(date(*first), date(*last))) == terms

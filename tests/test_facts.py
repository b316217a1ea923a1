"""What a sentence states: amounts, dates, names, quotations and document numbers, however they are written."""

from __future__ import annotations

import pytest

from qa.chinese.facts import facts
from store.text.amount import Amount
from store.text.dates import Day
from store.text.numbers import counted, quantities
from store.text.numerals import number


def amounts(text: str) -> list[tuple[float, str]]:
    """The amounts in a text, by value and unit."""
    return [(round(f.value.value, 6), f.value.unit) for f in facts(text) if isinstance(f.value, Amount)]


def days(text: str) -> list[Day]:
    """The dates in a text."""
    return [fact.value for fact in facts(text) if isinstance(fact.value, Day)]


def said(text: str, kind: str) -> list[str]:
    """What a text says of a kind, as it says it."""
    return [text[fact.start : fact.end] for fact in facts(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("企业1,736家", [(1736, "家")]),
        ("產值4.8萬億元", [(4.8e12, "元")]),
        ("增長13.9%", [(13.9, "%")]),
        ("增长百分之七点五", [(7.5, "%")]),
        ("出生率为7.52‰", [(7.52, "‰")]),
        ("共二十五项措施", [(25, "项")]),
        ("两百多人参加", [(200, "人")]),
        ("下降1.2个百分点", [(1.2, "个百分点")]),
        ("第三名", [(3, "名")]),
        ("这是首次", [(1, "次")]),
        ("三千万元", [(3e7, "元")]),
        ("实现GDP43214.85亿元", [(4.321485e12, "元")]),
        ("MIX2手机", []),
        ("一个人一起走", []),
        ("iPhone15Pro", []),
        ("十分重要", []),
        ("5G网络", [(5, "g")]),
    ],
)
def test_amounts(text: str, found: list[tuple[float, str]]) -> None:
    """Amounts are read with value and unit, and not out of words that only look like numbers."""
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年11月28日", [Day(2024, 11, 28)]),
        ("2024 年 11 月", [Day(2024, 11)]),
        ("11月28日上午", [Day(None, 11, 28)]),
        ("2024-11-28", [Day(2024, 11, 28)]),
        ("28日,会议召开", [Day(None, None, 28)]),
        ("3月份", [Day(None, 3)]),
        ("为期3个月", []),
        ("6号线", []),
        ("13月40日", []),
    ],
)
def test_dates(text: str, found: list[Day]) -> None:
    """Of a date, those parts are read that are said."""
    assert days(text) == found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Amount(5, "家"), Amount(5, "家"), True),
        (Amount(5, "家"), Amount(5, "个"), False),
        (Amount(5, "名"), Amount(5, "人"), True),
        (Amount(5, ""), Amount(5, "家"), True),
        (Amount(5, "家"), Amount(5, "家", ordinal=True), False),
        (Amount(3.7e8, "元", said=3.7), Amount(3.7, "", said=3.7), True),
        (Amount(3.7e8, "元", said=3.7), Amount(3.7, "元", said=3.7), False),
        (Amount(3.7e8, "元", said=3.7), Amount(3.7e4, "元", said=3.7), False),
    ],
)
def test_amounts_agree(one: Amount, other: Amount, *, agree: bool) -> None:
    """Amounts agree if number, scale and unit are the same; a bare number may leave out scale and unit."""
    assert one.agrees(other) is other.agrees(one) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Day(2024, 11, 28), Day(None, 11, 28), True),
        (Day(2024, 11, 28), Day(2023, 11, 28), False),
        (Day(None, 11, 28), Day(None, 11, 27), False),
        (Day(2024), Day(None, 11, 28), False),
    ],
)
def test_dates_agree(one: Day, other: Day, *, agree: bool) -> None:
    """Dates agree if they share a part and none of their parts differs."""
    assert one.agrees(other) is other.agrees(one) is agree


def test_names_quotations_and_documents() -> None:
    """Names, quotations and document numbers are found, each as its own kind; a title is a quotation."""
    text = "市委书记李晓东在哈尔滨印发《关于加快建设的意见》（哈发〔2022〕11号），强调“守住安全的底线”。"
    assert said(text, "name") == ["李晓东", "哈尔滨"]
    assert said("市长吕成蹊和县长高质量推进工作。", "name") == ["吕成蹊"]  # an adjective to the segmenter
    assert said("朱玉任院长，李飞任副部长，王兆永是馆长，魏任大。", "name")[:3] == ["朱玉", "李飞", "王兆永"]
    assert said(text, "quoted") == ["《关于加快建设的意见》", "“守住安全的底线”"]
    assert said(text, "document") == ["〔2022〕11号"]
    assert not amounts(text)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,736", 1736),
        ("二十五", 25),
        ("十", 10),
        ("一百零三", 103),
        ("二〇二四", 2024),
        ("三点六", 3.6),
        ("两千", 2000),
    ],
)
def test_number(words: str, value: float) -> None:
    """A number is read in digits and in words."""
    assert number(words) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4.8万亿元", {4.8e12}),
        ("4.8億元", {4.8e8}),
        ("3.2万亩", {32000}),
        ("1,736人", {1736}),
        ("１２．５％", {12.5}),
        ("1.5 billion and 3 million", {1.5e9, 3e6}),
        ("11月28日", {11, 28}),
        ("没有数字", set()),
    ],
)
def test_quantities(text: str, numbers: set[float]) -> None:
    """Numbers in digits are read with separators, decimals and units, in either script and full-width too."""
    assert sorted(quantities(text)) == sorted(numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("二十五所", {25}),
        ("十所", {10}),
        ("十九届", {19}),
        ("三十", {30}),
        ("两家", {2}),
        ("三大工程", {3}),
        ("无", set()),
    ],
)
def test_counted(text: str, numbers: set[float]) -> None:
    """Chinese numbers below a hundred are read as values."""
    assert counted(text) == numbers

"""What of a text a question can ask for: its dates and amounts, as the text writes them."""

from __future__ import annotations

import pytest

from qa.drafting.figures import dates, figures, has_amount, which_day, with_dates_marked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("出口86.5亿元，增长7.4％", [("86.5亿元", "元"), ("7.4％", "％")]),
        ("减持900万股", [("900万股", "股")]),
        ("第3届，6号线，11时30分", []),
        ("10至15人，20多家，500名左右", []),
        ("2024年8月3日", []),
        ("三百人", []),
    ],
)
def test_figures(text: str, asked: list[tuple[str, str]]) -> None:
    """Exact amounts in digits are found with their units; ordinals, ranges, dates and times of the day are not."""
    assert [(text[one.start : one.end], one.unit) for one in figures(text)] == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [("2024年", "哪一年"), ("2024年8月", "哪个月"), ("8月3日", "哪一天"), ("民国十七年3月", "哪个月")],
)
def test_dates(text: str, asked: str) -> None:
    """A year, or a month and a day, is found, and asked for as exactly as it is given."""
    (found,) = dates(f"于{text}通车")
    assert which_day(found.value) == asked


def test_dates_are_marked_in_their_place() -> None:
    """A text keeps its length with its dates marked, so that what is found in it has the same place."""
    marked = with_dates_marked("于2024年8月3日通车，3日开放")
    assert marked.strip("\ue000") == marked
    assert [marked.index("通"), marked.count("\ue000")] == [10, 9]


@pytest.mark.parametrize(
    ("text", "has"), [("2024年第3届", False), ("11月28日9时", False), ("共3家", True), ("A320", True)]
)
def test_has_amount(text: str, has: bool) -> None:
    """Digits are an amount but in dates, hours and ordinals."""
    assert has_amount(text) is has

"""Cells of workbooks: each number, date and text as a person sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.reading.rows.book.formats import builtin, shown, shown_text
from store.reading.rows.line import FIRST_DAY, FIRST_DAY_1904


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.125", "0%", "13%"),
        ("0.0625", "0.0%", "6.3%"),
        ("-0.256", "0.00%", "-25.60%"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("999", "#,##0", "999"),
        ("-1234.5", "#,##0.0;[Red]-#,##0.0", "-1,234.5"),
        ("-1234.5", "#,##0.0_);(#,##0.0)", "(1,234.5)"),
        ("0", '0;-0;"无"', "无"),
        ("3.5", "¥#,##0.00", "¥3.50"),
        ("3.5", "[$￥-804]#,##0.0", "￥3.5"),
        ("3.5", "[$€-2] 0.0", "€ 3.5"),
        ("56789000", '0!.0,"万"', "5678.9万"),
        ("56789000", '0"."0000"万"', "5678.9000万"),
        ("234567890", '[>=100000000]0.00,,"百万";#,##0', "234.57百万"),
        ("2345", '[>=100000000]0.00,,"百万";#,##0', "2,345"),
        ("7", "000", "007"),
        ("13900001111", "000-0000-0000", "139-0000-1111"),
        ("12", '"第"0"号"', "第12号"),
        ("0.5", "#.##", ".5"),
        ("2.5", "0.0#", "2.5"),
        ("2.5", "0", "3"),
        ("1.75", "# ?/?", "1 3/4"),
        ("0.375", "# ?/8", "3/8"),
        ("56000", "0.0E+00", "5.6E+04"),
        ("44", "@", "44"),
        ("123", 'G/通用格式"元"', "123元"),
        ("8", '[DBNum2][$-804]General"元整"', "8元整"),
        ("-3", '[<0]"亏损"0;0', "亏损3"),
    ],
)
def test_numbers(value: str, code: str, text: str) -> None:
    """A number has the percent sign, separators, places, currency and words of its format."""
    assert shown(value, code, FIRST_DAY) == (text, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("62.4", "62.4"),
        ("0.30000000000000004", "0.3"),
        ("62.399999999999999", "62.4"),
        ("123456789012", "123456789012"),
        ("-5", "-5"),
        ("1E-4", "0.0001"),
        ("2.5E+25", "2.5E+25"),
        ("0.000000000012", "1.2E-11"),
    ],
)
def test_numbers_without_a_format(value: str, text: str) -> None:
    """A number without a format has its digits, without what computers add; whole ones have all of them."""
    assert shown(value, "", FIRST_DAY) == (text, None)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45200", "yyyy-mm-dd", "2023-10-01"),
        ("45200", '[$-804]yyyy"年"m"月"d"日";@', "2023年10月1日"),
        ("45200", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "2023年10月1日"),
        ("45200", "[$-F800]dddd, mmmm dd, yyyy", "2023年10月1日"),
        ("45200.6041667", "yyyy/m/d h:mm", "2023/10/1 14:30"),
        ("45200", "d-mmm-yy", "1-Oct-23"),
        ("45200", '[$-804]mmmm d"日"', "十月 1日"),
        ("45200", "[$-404]e/m/d", "2023/10/1"),
        ("45200", "yyyymmdd", "20231001"),
        ("45200.25", 'm"月"d"日" h:mm', "10月1日 6:00"),
    ],
)
def test_dates(value: str, code: str, text: str) -> None:
    """A date is written as its format says, and known as a day."""
    assert shown(value, code, FIRST_DAY) == (text, "2023-10-01")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("0.25", "h:mm AM/PM", "6:00 AM"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.001", "[mm]:ss", "01:26"),
        ("0.0000116", "ss.00", "01.00"),
        ("45200", "[$-804]dddd", "星期日"),
        ("45200", "ddd", "Sun"),
        ("45200", "aaaa", "星期日"),
    ],
)
def test_times_and_weekdays(value: str, code: str, text: str) -> None:
    """A time, a length of time or the name of a weekday is shown as such."""
    assert shown(value, code, FIRST_DAY)[0] == text


def test_days_are_counted_from_two_beginnings() -> None:
    """Old Macintosh workbooks count from 1904, and days of early 1900 are numbered one too low."""
    assert shown("43738", "yyyy-mm-dd", FIRST_DAY_1904) == ("2023-10-01", "2023-10-01")
    assert shown("1", "yyyy-mm-dd", FIRST_DAY)[0] == "1900-01-01"
    assert shown("61", "yyyy-mm-dd", FIRST_DAY)[0] == "1900-03-01"
    assert shown("-7", "yyyy-mm-dd", FIRST_DAY) == ("-7", None)


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (9, "0.5", "50%"),
        (14, "45200", "2023/10/1"),
        (31, "45200", "2023年10月1日"),
        (57, "45200", "2023年10月"),
        (58, "45200", "10月1日"),
        (44, "3.5", "¥3.50"),
        (0, "3.5", "3.5"),
    ],
)
def test_formats_by_number(number: int, value: str, text: str) -> None:
    """A format that a workbook names by number alone is the one of Chinese programs."""
    assert shown(value, builtin(number), FIRST_DAY)[0].strip() == text


def test_texts_have_formats() -> None:
    """A format may add words to a text, hide it, or leave it alone."""
    assert shown_text("甲", '@"号"') == "甲号"
    assert shown_text("甲", ";;;") == ""
    assert [shown_text("甲", code) for code in ("0.00", "0;-0;0", "General", "")] == ["甲"] * 4
    assert shown("5", ";;;", FIRST_DAY)[0] == ""


@given(st.text('0#?.,%;@"E+-/[]$\\ _*ymdhsaeg!万元<>=1', max_size=12), st.floats(allow_nan=False))
def test_any_format(code: str, value: float) -> None:
    """Whatever a format code holds, a number is shown somehow."""
    assert isinstance(shown(repr(value), code, FIRST_DAY)[0], str)
    assert isinstance(shown_text("甲", code), str)

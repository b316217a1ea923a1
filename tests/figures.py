"""Numbers and days in every way that one writes them."""

from __future__ import annotations

import datetime
import re

from hypothesis import strategies as st

from store.text.scripts import traditional

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def in_words(value: int) -> str:
    """A whole number in words, as one says it: 12005 is 一万二千零五."""
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value >= scale:
            high, low = divmod(value, scale)
            zero = "零" if low and low < scale // 10 else ""
            return in_words(high) + name + zero + (in_words(low) if low else "")
    said, skipped = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            said += ("零" if skipped else "") + _DIGITS[digit] + name
        skipped = bool(said) and not digit
    return said


def ways(value: int, unit: str) -> list[str]:
    """Ways to write a number above one of a unit."""
    words = in_words(value)
    written = [f"{value}{unit}", f"{value:,}{unit}", f"{value} {unit}", f"{words}{unit}"]
    written.append(str(value).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}) + unit)
    written.append(traditional(words) + unit)
    written.append(re.sub("^二(?=[千万亿]|$)|(?<=[万亿])二(?=千)", "两", words) + unit)
    if value > 20 and value % 10:
        written.append(words.translate(_FORMAL) + unit)
    for scale, name in ((10**4, "万"), (10**8, "亿"), (10**12, "万亿")):
        if value * 100 % scale == 0:
            written.append(f"{value / scale:.2f}{name}{unit}")
    return written


numerals = st.text(
    st.sampled_from(
        "零一二两三十百千万亿壹贰拾第负-−~至到几数上近多余来半点分之成% .,，０1２3年月日号农历初首个元人Ⅱiv期周"
    )
)


def days_in_ways(day: datetime.date) -> list[str]:
    """Ways to write a day of the calendar."""
    year = str(day.year).translate(dict(zip(range(ord("0"), ord("9") + 1), "〇一二三四五六七八九", strict=True)))
    month, ordinal = in_words(day.month), re.sub("^一十", "十", in_words(day.day))
    month = re.sub("^一十", "十", month)
    return [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{day.month:02}月{day.day:02}号",
        f"{year}年{month}月{ordinal}日",
        f"{year.replace('〇', '零')}年{month}月{ordinal}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}",
        *([f"民國{day.year - 1911}年{day.month}月{day.day}日"] if day.year > 1911 else []),
    ]

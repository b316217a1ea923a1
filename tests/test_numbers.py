"""Amounts: the same number, however it is written, and nothing that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.text import units
from store.text.amount import Amount
from store.text.numbers import amounts, counted, quantities
from store.text.numerals import number
from store.text.scripts import fold
from store.text.tables import Table

from .figures import numerals, ways


def found(text: str) -> list[tuple[float, str]]:
    """The amounts in a text, by value and unit."""
    return [(round(one.value.value, 6), one.value.unit) for one in amounts(fold(text))]


def the(text: str) -> Amount:
    """The one amount in a text."""
    (one,) = amounts(fold(text))
    return one.value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,736", 1736),
        ("十", 10),
        ("二十五", 25),
        ("一百零五", 105),
        ("两千三", 2300),
        ("三万五", 35000),
        ("一万二千", 12000),
        ("十二万五千", 125000),
        ("一亿三千万", 130000000),
        ("三万亿", 3e12),
        ("二〇二四", 2024),
        ("二零二四", 2024),
        ("三点六", 3.6),
        ("廿五", 25),
        ("卅", 30),
        ("壹仟贰佰叁拾肆万", 12340000),
        ("3726.3亿", 3726.3e8),
        ("1亿2000万", 1.2e8),
        ("5万3", 53000),
        ("30000万", 3e8),
        ("10343.11万", 103431100),
        ("800.13百万", 800130000),
        ("负五", -5),
        ("-5", -5),
        ("ⅳ", 4),
    ],
)
def test_number(words: str, value: float) -> None:
    """A numeral has one value, in digits, in words, or in both."""
    assert number(words) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业1,736家", [(1736, "家")]),
        ("企业1 736 家", [(1736, "家")]),
        ("营收157.56 亿元", [(15756000000, "元")]),
        ("產值4.8萬億元", [(4.8e12, "元")]),
        ("１２３人", [(123, "人")]),
        ("增長13.9%", [(13.9, "%")]),
        ("增长百分之七点五", [(7.5, "%")]),
        ("百分之一", [(1, "%")]),
        ("超五成，近一成，三成五", [(50, "%"), (10, "%"), (35, "%")]),
        ("出生率为7.52‰，千分之五，万分之三", [(7.52, "‰"), (5, "‰"), (3, "‱")]),
        ("四分之一", [(25, "%")]),
        ("下降1.2个百分点", [(1.2, "个百分点")]),
        ("共二十五项措施", [(25, "项")]),
        ("两百多人参加", [(200, "人")]),
        ("3亿5千万元", [(3.5e8, "元")]),
        ("投资一万二千元", [(12000, "元")]),
        ("人民币伍拾万元整", [(500000, "元")]),
        ("三千万元", [(3e7, "元")]),
        ("实现GDP43214.85亿元", [(4.321485e12, "元")]),
        ("$5亿，¥300", [(5e8, "美元"), (300, "元")]),
        ("两个半小时，三年半", [(2.5, "小时"), (3.5, "年")]),
        ("300本，100摄氏度，128GB", [(300, "本"), (100, "摄氏度"), (128, "gb")]),
        ("三两，两两，两人", [(3, "两"), (2, "两"), (2, "人")]),
        ("5G网络", [(5, "g")]),
    ],
)
def test_amounts(text: str, expected: list[tuple[float, str]]) -> None:
    """They are found by value, with their unit."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为−5亿元", -5e8),
        ("-5", -5),
        ("负5", -5),
        ("零下5度", -5),
        ("零下五度", -5),
        ("气温-5℃", -5),
        ("下降5%", 5),
        ("歼-20战机", 20),
        ("平负5场", 5),
    ],
)
def test_signs(text: str, expected: float) -> None:
    """Below zero is what has a minus or 负, and below freezing; what falls does not, nor has a name a minus."""
    assert the(text).value == expected


LOOK_ALIKES = """
    十分重要 一些 万一 一下 三明市 四川 五一 九江市 双十一 七一 千万别去 下周一 周三 星期三天气 昨日 一个人一起走
    MIX2手机 iPhone15Pro 五花八门 统一部署 百度 十字路口 三角形 说三道四 大陆 收拾 参加 一成不变 四处 第三方 万元户
    二手房 三国演义 十四五时期 中建二局
"""


@pytest.mark.parametrize("text", LOOK_ALIKES.split())
def test_words_that_look_like_numbers(text: str) -> None:
    """A word with a numeral in it is no amount."""
    assert found(text) == []


def test_a_word_of_the_table_may_be_a_number() -> None:
    """It is one where it counts: 十分钟, 三轮谈判, 第三轮."""
    assert found("十分钟，三轮谈判，四周年") == [(10, "分钟"), (3, "轮"), (4, "周年")]
    assert the("第四轮车").ordinal


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("500人", "exact"),
        ("约500人", "about"),
        ("500人左右", "about"),
        ("近500人", "under"),
        ("不足500人", "under"),
        ("附近500人", "exact"),
        ("逾500人", "over"),
        ("超过500人", "over"),
        ("500多人", "over"),
        ("500余人", "over"),
        ("3年多", "over"),
        ("十几人", "over"),
        ("至少500人", "least"),
        ("500人以上", "least"),
        ("上百人", "least"),
        ("网上百人", "exact"),
        ("最多500人", "most"),
        ("不超过500人", "most"),
        ("数百人", "several"),
        ("几十万人", "several"),
        ("人数百余人", "over"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    """What is said of how exact a number is stays with it."""
    assert the(text).bound == bound


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3至5天", 3, 5, "天"),
        ("三至五天", 3, 5, "天"),
        ("10-20人", 10, 20, "人"),
        ("3~5%", 3, 5, "%"),
        ("百分之三至五", 3, 5, "%"),
        ("3%—5%", 3, 5, "%"),
        ("500-1000万元", 5e6, 1e7, "元"),
        ("9000-1.2万元", 9000, 12000, "元"),
        ("-5～3℃", -5, 3, "℃"),
        ("七八百人", 700, 800, "人"),
        ("十七八岁", 17, 18, "岁"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    """Both ends of a range have its unit and its scale."""
    first, last = amounts(fold(text))
    assert (first.value.value, first.value.bound, first.value.unit) == (low, "from", unit)
    assert (last.value.value, last.value.bound, last.value.unit) == (high, "to", unit)


def test_no_range() -> None:
    """Numbers that a hyphen joins without a unit are a score, or a name."""
    assert [one.value.bound for one in amounts("3-2")] == ["exact", "exact"]


def test_rows_of_numbers() -> None:
    """Numbers in a row are no digits in groups of three."""
    assert not [one for one in found("号码 233 237 238 345 368 369 精选") if one[0] > 999]
    assert found("企业1 736 家") == [(1736, "家")]


def test_ordinals() -> None:
    """第Ⅱ, 第二, 第2 and No. 2 are one; 首次 is the first; what numbers things does so without 第 too."""
    assert the("第Ⅱ") == the("第二") == the("第2") == the("No. 2") == the("NO.2")
    assert the("首次") == Amount(1, "次", ordinal=True, said=1)
    assert the("第二季度").agrees(the("二季度"))
    assert the("Ⅱ期").agrees(the("第二期"))
    assert the("第III期").value == the("Ⅲ期").value
    assert not the("第三名").agrees(the("三名"))


def test_ones_in_words_only_where_asked_for() -> None:
    """一家 says little: it is an amount only with `ones`; 1家 always is."""
    assert found("一家") == []
    assert [one.value.value for one in amounts("一家", ones=True)] == [1]
    assert found("1家") == [(1, "家")]


def test_places() -> None:
    """An amount stands where its number, its unit, its sign and 第 stand; what is taken is no amount."""
    text = fold("約３，７００萬元，第三名，零下5度，8月3日")
    assert [text[one.start : one.end] for one in amounts(text, [(17, 21)])] == ["3,700万元", "第三名", "零下5度"]


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
        (Amount(500, "人", bound="about"), Amount(500, "人"), True),
        (Amount(100, "人", bound="several"), Amount(300, "人"), True),
        (Amount(100, "人", bound="several"), Amount(3000, "人"), False),
        (Amount(100, "人", bound="several"), Amount(1000, "人", bound="several"), False),
    ],
)
def test_agrees(one: Amount, other: Amount, *, agree: bool) -> None:
    """Two agree where number, scale and unit are the same, or a bare number leaves the latter two out."""
    assert one.agrees(other) is other.agrees(one) is agree


@pytest.mark.parametrize(
    "same",
    [
        "0.5公里 500米 五百米 500公尺",
        "1万吨 10000吨 一万吨 一千万公斤 1000万千克",
        "50% 50％ 百分之五十 五成 500‰ 二分之一",
        "100℃ 100摄氏度 100度 一百度",
        "100度 100千瓦时",
        "5元 5块钱 五元人民币 ¥5",
        "3天 72小时 三天",
        "25个基点 0.25个百分点",
        "15亩 1公顷",
        "36公里/小时 10米/秒",
        "2年 24个月 两年",
    ],
)
def test_units_are_converted(same: str) -> None:
    """The same amount in other units is the same."""
    first, *others = (the(text) for text in same.split())
    assert all(first.agrees(other) and other.agrees(first) for other in others)


@pytest.mark.parametrize(
    ("one", "other"), [("5元", "5美元"), ("5个百分点", "5%"), ("100度", "100元"), ("5公里", "5米"), ("5吨", "5公里")]
)
def test_other_units_differ(one: str, other: str) -> None:
    """What is counted in another unit is not the same."""
    assert not the(one).agrees(the(other))


def test_every_unit_is_read() -> None:
    """Each name of a unit in the table is read whole behind a number; tenths are per cent."""
    wrong = {name for name in units.names() - {"成"} if found(f"共5{name}。") != [(5, name)]}
    assert not wrong


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4.8万亿元", {4.8e12}),
        ("4.8億元", {4.8e8}),
        ("1,736人", {1736}),
        ("1 736 人", {1736}),
        ("１２．５％", {12.5}),
        ("1.5 billion and 3 million", {1.5e9, 3e6}),
        ("1亿2000万", {1.2e8}),
        ("20000万，1.62万亿", {2e8, 1.62e12}),
        ("11月28日", {11, 28}),
        ("没有数字", set()),
    ],
)
def test_quantities(text: str, numbers: set[float]) -> None:
    """Numbers in digits are values, whatever stands around them."""
    assert quantities(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("二十五所", {25}),
        ("十九届", {19}),
        ("两家", {2}),
        ("三大工程", {3}),
        ("一万二千", {12000}),
        ("无", set()),
    ],
)
def test_counted(text: str, numbers: set[float]) -> None:
    """Numbers in words are values, also in other words."""
    assert counted(text) == numbers


DIMENSIONS = Table("store.text", "units").sections("dimensions")
whole = st.one_of(st.integers(2, 99), st.integers(2, 10**6), st.integers(2, 10**6).map(lambda value: value * 10**6))
measures = st.sampled_from([name for name in sorted(DIMENSIONS) if name not in ("clock", "index")])


@given(whole, st.sampled_from(["元", "人", "家", "吨", "公里", "%", "项"]))
def test_the_same_in_another_form_agrees(value: int, unit: str) -> None:
    """Each way to write an amount gives the same amount."""
    read = [the(f"共{written}。") for written in ways(value, unit)]
    assert all(one.agrees(other) for one in read for other in read)


@given(whole, whole, st.sampled_from(["元", "人", "家", "吨", "公里", "%"]), st.data())
def test_another_value_differs(value: int, other: int, unit: str, data: st.DataObject) -> None:
    """Another number of the same unit is not the same, however either is written."""
    assume(value != other)
    one, two = (data.draw(st.sampled_from(ways(number, unit))) for number in (value, other))
    assert not the(f"共{one}。").agrees(the(f"共{two}。"))


@given(whole, st.sampled_from(["元", "℃", "%", "吨"]), st.data())
def test_another_sign_differs(value: int, unit: str, data: st.DataObject) -> None:
    """A number below zero is not the one above."""
    positive, negative = (data.draw(st.sampled_from(ways(value, unit))) for _ in range(2))
    minus = data.draw(st.sampled_from(["-", "−", "负"]))
    assert not the(f"为{positive}。").agrees(the(f"为{minus}{negative}。"))


@given(st.integers(2, 9999), st.sampled_from(["", "万", "亿", "万亿"]), st.sampled_from(["", "万", "亿", "万亿"]))
def test_another_scale_differs(value: int, one: str, other: str) -> None:
    """万 for 亿 is not the same."""
    assume(one != other)
    assert not the(f"共{value}{one}元。").agrees(the(f"共{value}{other}元。"))


@given(st.integers(2, 10**6), st.data())
def test_another_unit(value: int, data: st.DataObject) -> None:
    """An amount in another unit of its dimension agrees, and in one of another dimension does not."""
    dimension, other = (data.draw(measures) for _ in range(2))
    factor, same = data.draw(st.sampled_from(sorted(DIMENSIONS[dimension].items())))
    other_factor, others = data.draw(st.sampled_from(sorted(DIMENSIONS[dimension].items())))
    name, alias = (data.draw(st.sampled_from(names)) for names in (same, others))
    amount = Amount(value, name)
    assert amount.agrees(Amount(value * float(factor) / float(other_factor), alias))
    assert not amount.agrees(Amount(1.5 * value * float(factor) / float(other_factor), alias)) or dimension == "months"
    foreign = data.draw(st.sampled_from([name for names in DIMENSIONS[other].values() for name in names]))
    assume(units.sizes(name).keys().isdisjoint(units.sizes(foreign)))
    assert not amount.agrees(Amount(value, foreign))


@given(numerals)
def test_any_text_is_read(text: str) -> None:
    """Amounts stand in order, apart from each other, inside the text, whatever it is."""
    for ones in (False, True):
        ends = [place for one in amounts(fold(text), ones=ones) for place in (one.start, one.end)]
        assert ends == sorted(ends)
        assert all(0 <= place <= len(text) for place in ends)
    assert quantities(text) | counted(text) >= set()

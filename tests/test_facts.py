"""What a sentence states: amounts, dates, names, quotations and document numbers, however they are written."""

from __future__ import annotations

from qa.chinese.facts import facts
from store.text.amount import Amount
from store.text.dates import Day


def amounts(text: str) -> list[tuple[float, str]]:
    """The amounts in a text, by value and unit."""
    return [(round(f.value.value, 6), f.value.unit) for f in facts(text) if isinstance(f.value, Amount)]


def days(text: str) -> list[Day]:
    """The dates in a text."""
    return [fact.value for fact in facts(text) if isinstance(fact.value, Day)]


def said(text: str, kind: str) -> list[str]:
    """What a text says of a kind, as it says it."""
    return [text[fact.start : fact.end] for fact in facts(text) if fact.kind == kind]


def test_amounts_and_dates() -> None:
    """Amounts and dates are found in either script and any width, at their places; a part of a date is no amount."""
    text = "2024年11月28日，產值４.8萬億元，二十五项措施"
    assert days(text) == [Day(2024, 11, 28)]
    assert amounts(text) == [(4.8e12, "元"), (25, "项")]
    assert said(text, "amount") == ["４.8萬億元", "二十五项"]


def test_names_quotations_and_documents() -> None:
    """Names, quotations and document numbers are found, each as its own kind; a title is a quotation."""
    text = "市委书记李晓东在哈尔滨印发《关于加快建设的意见》（哈发〔2022〕11号），强调“守住安全的底线”。"
    assert said(text, "name") == ["李晓东", "哈尔滨"]
    assert said("市长吕成蹊和县长高质量推进工作。", "name") == ["吕成蹊"]  # an adjective to the segmenter
    assert said("朱玉任院长，李飞任副部长，王兆永是馆长，魏任大。", "name")[:3] == ["朱玉", "李飞", "王兆永"]
    assert said(text, "quoted") == ["《关于加快建设的意见》", "“守住安全的底线”"]
    assert said(text, "document") == ["〔2022〕11号"]
    assert not amounts(text)


def test_a_loss_agrees_with_an_amount_below_zero() -> None:
    """An amount in a clause with a word of loss or fall agrees with one below zero; any other amount does not."""
    (below,) = facts("净利润-3亿元")
    for text, agree in (
        ("亏损3亿元", True),
        ("净利润下降3亿元", True),
        ("净利润3亿元", False),
        ("亏损，营收3亿元", False),
    ):
        (above,) = facts(text)
        assert above.agrees(below) is below.agrees(above) is agree


def test_relative_days_are_no_facts() -> None:
    """Relative days are no facts: which days they are depends on when they are said."""
    assert not facts("昨日、去年和下周一")

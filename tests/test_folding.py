"""Folding: one form to compare texts in, whatever script and width they came in."""

from __future__ import annotations

import pytest

from store.folding import bare, fold, in_script, is_chinese, script_of, simplified, terms, traditional


def test_fold() -> None:
    """Folded text is Simplified, lower case and half-width; its spaces and punctuation stay."""
    assert fold("發展ＡＢＣ　１２％，GDP！") == "发展abc 12%,gdp!"


@pytest.mark.parametrize("text", ["發展 Ａ１", "乾坤與乾燥", "İstanbul", "着力", ""])
def test_fold_twice_changes_nothing(text: str) -> None:
    """Folding a folded text changes nothing."""
    assert fold(fold(text)) == fold(text)


def test_bare_finds_a_string_in_another() -> None:
    """Bare texts differ neither in script, width, case, spaces nor punctuation."""
    assert bare("「東莞」, G D P：１３．９％") == bare("东莞gdp13.9%") == "东莞gdp13点9%"


@pytest.mark.parametrize(("one", "other"), [("13.9%", "139%"), ("13.9%", "13.9"), ("3.0", "30"), ("1736家", "1763家")])
def test_bare_keeps_figures_apart(one: str, other: str) -> None:
    """Figures that mean something else stay different."""
    assert bare(one) != bare(other)


def test_bare_of_punctuation() -> None:
    """Of punctuation alone nothing is left, nor of a full stop behind a figure."""
    assert bare("。，！ \n") == ""
    assert bare("2024.") == "2024"


def test_terms() -> None:
    """Terms are pairs of neighbouring characters, longer words, and figures and Latin words whole."""
    found = terms("市委書記 GDP增長13.9% 3.0版")
    assert {"市委", "委书", "书记", "gdp", "增长", "13.9%", "3.0"} <= set(found)
    assert "市委书记" in found
    assert "13" not in found


def test_terms_mind_gaps() -> None:
    """No pair reaches over punctuation, and a character that stands alone is a term."""
    found = terms("東莞，能造！乙")
    assert "莞能" not in found
    assert found[-1] == "乙"


@pytest.mark.parametrize("text", ["", "。！？", " \n", "😀"])
def test_no_terms(text: str) -> None:
    """A text without words has no terms."""
    assert terms(text) == []


def test_terms_of_both_scripts() -> None:
    """A question in either script has the same terms."""
    assert terms("东莞市委书记是谁") == terms("東莞市委書記是誰")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("东莞市发展和改革局", "hans"),
        ("東莞市發展和改革局", "hant"),
        ("東莞发展", "hans"),
        ("東莞發展与", "hant"),
        ("中山", "hans"),
        ("GDP 13.9%", "hans"),
        ("", "hans"),
    ],
)
def test_script_of(text: str, script: str) -> None:
    """The script is that of most characters that tell, and Simplified when none does."""
    assert script_of(text) == script


def test_scripts_convert() -> None:
    """Text is converted by phrase, so that one character may become different ones."""
    assert simplified("乾坤") == "乾坤"
    assert traditional("头发") == "頭髮"
    assert traditional("发展") == "發展"
    assert in_script("發展", "hans") == "发展"
    assert in_script("发展", "hant") == "發展"
    assert simplified("") == traditional("") == ""


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("东莞的书记是谁?", True),
        ("GDP是多少", True),
        ("华为 and SAP in 东莞", True),
        ("Who chaired the meeting in Dongguan?", False),
        ("Who is 韦皓, and which meeting did he chair there?", False),
        ("2024?", True),
        ("", True),
    ],
)
def test_is_chinese(text: str, chinese: bool) -> None:
    """A question with some Chinese is Chinese, also one of figures alone; one quoted name does not make it so."""
    assert is_chinese(text) is chinese

"""Folding: one form to compare texts in, whatever script and width they came in."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.passage import Passage
from store.search.lexical import Lexical
from store.text.scripts import bare, displayed, fold, in_script, is_chinese, script_of, simplified, traditional
from store.text.segmenter import terms

_PHRASES = """
    著力/着力 著手/着手 著重/着重 沿著/沿着 意味著/意味着 圍繞著/围绕着 本著/本着 隨著/随着 著眼/着眼 著陸/着陆
    執著/执着 穿著/穿着 接著/接着 討論著/讨论着 配合著/配合着 著名/著名 顯著/显著 著作/著作 著作權/著作权 名著/名著
    土著/土著 編著/编著 原著/原著 卓著/卓著 專著/专著 論著/论著 合著/合著 著稱/著称 著述/著述 見微知著/见微知著
    乾隆/乾隆 乾坤/乾坤 幹部/干部 乾燥/干燥 才幹/才干 干擾/干扰 皇后/皇后 以後/以后 後勁/后劲 里程碑/里程碑 公里/公里
    這裡/这里 城裏/城里 頭髮/头发 發展/发展 答覆/答复 重複/重复 復旦/复旦 覆蓋/覆盖 什麽/什么 那麼/那么 鐘錶/钟表
    鍾愛/钟爱 瞭望/瞭望 瞭解/了解 於是/于是 位於/位于 一週/一周 周邊/周边 佔領/占领 占卜/占卜 製造/制造 制度/制度
    模範/模范 范仲淹/范仲淹 臺灣/台湾 平臺/平台 颱風/台风 只有/只有 一隻/一只 關係/关系 聯繫/联系 系統/系统 準備/准备
    批准/批准 計畫/计划 規劃/规划 衞生/卫生 軟件/软件 信息/信息 憑藉/凭借 慰藉/慰藉 徵收/征收 長征/长征 麵條/面条
    鬥爭/斗争 松樹/松树 穀物/谷物 日曆/日历 簷下/檐下 麻痺/麻痹 餘額/余额
"""
PHRASES = dict(pair.split("/") for pair in _PHRASES.split())
"""Words in Traditional, as some region or a mirror writes them, and in Simplified."""


def mirrored(words: str) -> str:
    """Simplified words as a mirror site turns them into Traditional ones, character by character."""
    return "".join(traditional(character) for character in words).replace("着", "著")


def test_fold() -> None:
    """Folded text is Simplified, lower case and half-width; its spaces and punctuation stay."""
    assert fold("發展ＡＢＣ　１２％，GDP！") == "发展abc 12%,gdp!"


@pytest.mark.parametrize("start", range(0, 0x20000, 0x1000))
def test_fold_keeps_every_place(start: int) -> None:
    """Folding puts one character in the place of each."""
    text = "".join(map(chr, range(start, start + 0x1000)))
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(("hant", "hans"), PHRASES.items())
def test_folding_knows_one_word_in_every_script(hant: str, hans: str) -> None:
    """A word folds to the same, in Simplified, in Traditional, and as a mirror writes it."""
    assert fold(hant) == fold(hans) == fold(mirrored(hans)) == fold(in_script(hans, "hant"))


def test_question_in_either_script_finds_the_article_in_the_other(tmp_path: Path) -> None:
    """A question finds the article that holds its word in another script, also where a mirror mistook a character."""
    index = Lexical(tmp_path / "lexical")
    said = [*PHRASES, *(mirrored(word) for word in PHRASES.values())]
    with index.writing() as writer:
        writer.add((row, telling_of(word)) for row, word in enumerate(said))
    for row, (hant, hans) in enumerate(PHRASES.items()):
        for question in (f"{hans}多少", f"{hant}多少"):
            found = {place for place, _ in index.search(question, 8)}
            assert {row, row + len(PHRASES)} <= found, question


def telling_of(word: str) -> Passage:
    """A passage that holds a word."""
    text = f"本市{word}了。"
    return Passage(word, 0, text, 0, len(text), f"/{word}.txt", word)


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


@pytest.mark.parametrize(("hant", "hans"), PHRASES.items())
def test_words_become_simplified(hant: str, hans: str) -> None:
    """Words in Traditional, and those that a mirror converted by character, become what Simplified writes."""
    assert simplified(hant) == simplified(mirrored(hans)) == in_script(hant, "hans") == hans


@pytest.mark.parametrize("hans", PHRASES.values())
def test_simplified_words_stay(hans: str) -> None:
    """Words that are Simplified already stay as they are, and no region's word takes the place of another's."""
    assert simplified(hans) == hans


@pytest.mark.parametrize(
    ("text", "hant"),
    [
        ("随着显著增长", "隨着顯著增長"),
        ("關系和联系", "關係和聯繫"),
        ("皇后以后", "皇后以後"),
        ("因為面条", "因為麵條"),
        ("軟件和信息", "軟件和信息"),
        ("GDP 13.9%", "GDP 13.9%"),
    ],
)
def test_text_becomes_traditional_by_phrase(text: str, hant: str) -> None:
    """Text of either script, and a mirror's mixture, becomes Traditional by phrase."""
    assert in_script(text, "hant") == hant
    assert in_script(hant, "hant") == hant


def test_display_keeps_every_place() -> None:
    """Text is displayed as it is, or in one script with each character in its place."""
    text = "着力头发，Ａ１ for 13.9%\n\ufffd"
    assert displayed(text, "original") == text
    assert displayed(text, "simplified") == "着力头发，Ａ１ for 13.9%\n\ufffd"
    assert displayed(text, "traditional") == "着力頭髮，Ａ１ for 13.9%\n\ufffd"


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

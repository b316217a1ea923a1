"""Repair as a whole: every change has its place in the original, can be undone, and is made once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Repaired, repair
from store.text.edits import Change, Trace, undo

from . import disease
from .conftest import SAMPLE

SAMPLES = [pytest.param(path.read_text(encoding="utf-8"), id=path.name[:3]) for path in sorted(SAMPLE.glob("*.txt"))]


def test_clean_text_is_left_alone() -> None:
    """A text without any damage comes back as it is, without a change."""
    (clean,) = (parameter.values[0] for parameter in SAMPLES if parameter.id == "003")
    assert repair(str(clean)) == Repaired(str(clean), ())


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_hold_no_glosses_afterwards(text: str) -> None:
    """No bracketed pinyin is left behind a character of a sample article, and every bracketed word still is."""
    repaired = repair(text).text
    assert not re.search(r"[\u3400-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", repaired)
    for kept in ("(黨組)", "(東莞)", "(黨工委)", "(園區)"):
        assert repaired.count(kept) >= text.count(kept)


PIECES = """
業(yè) 產(chǎn) 發（fā） 重(chóng) (yè) (東莞) 務Z(yǔ) ?zhǔn) ? 鏈?zhǔn)郊喊l(fā) 產業鏈?zhǔn)铰?lián)動
程序?yàn)榫€ 勇?lián)姑?/strong> 專家?guī)?rdquo; rdquo; &rdquo; &amp;lt;b&amp;gt; &amp; &#38; amp; #65; & ; &#3８;
&nbsp; <b> </b> <b <br> <p> <a/b/> /b> < > /strong> <a&#32;href=x> ä¸­å›½ Ã© é ”“ â€œ 鍏充簬寮€灞曞伐 鍏充簬寮€灞曞伐浣?
東莞市 工业 e 2０23 ３ 2 Ａ . 。 30％ 本文链接: 本文鏈(liàn)接:x 声明:转载 相關(guān)新聞 责任编辑：王 分享到： a@b.cn
"""
SPACES = ["\n", "\r\n", "\r", "\n\n", " ", "\u00a0", "\u3000", "\u2028"]
UNSEEN = ["\u200b", "\u200d", "👨\u200d👩", "\ufeff", "\x00", "\x07", "\u00ad", "\udc80", "\udcff\udc81", "\ufffd"]
WRAPPED = ["東莞市人民政府關於發展制造業的\n" * 4, "the quick brown fox jumps over\n" * 4]
SICK = "市工業(yè)和信息化局黨組(zǔ)、板芙鎮(zhèn)黨委開(kāi)展聯(lián)學(xué)共建。"


@st.composite
def glossed(draw: st.DrawFn) -> str:
    """A piece of Traditional text, glossed as the mirror did it."""
    text = draw(st.text("產業鏈式集群發展專家庫程序為線創新國務院東莞市AZ,“”", max_size=12))
    return disease.glossed(text, draw(st.lists(st.sampled_from("產業鏈準發專庫為創國務標懼語"), max_size=4)))


DAMAGED = st.lists(st.sampled_from([*PIECES.split(), *SPACES, *UNSEEN, *WRAPPED, SICK]) | glossed(), max_size=14).map(
    "".join
)


@given(DAMAGED | st.text(st.characters(), max_size=30) | st.text(st.characters(max_codepoint=0x2FF), max_size=30))
@settings(max_examples=500, deadline=None)
def test_every_change_is_kept(text: str) -> None:
    """Changes stand in the original, in order and apart; undoing them gives it back; all that is left comes from it."""
    repaired = repair(text)
    assert undo(repaired.text, repaired.changes) == text
    end = 0
    for place, before, _, _ in repaired.changes:
        assert before
        assert place >= end
        assert text.startswith(before, place)
        end = place + len(before)
    trace = Trace(repaired.changes)
    for offset in range(len(repaired.text)):
        start, end = trace.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)


@given(DAMAGED | st.text(st.characters(), max_size=30))
@settings(max_examples=500, deadline=None)
def test_repair_once_is_enough(text: str) -> None:
    """A repaired text needs no second repair, and has no undecodable character left."""
    once = repair(text).text
    assert repair(once) == Repaired(once, ())
    once.encode()


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_are_mended_for_good(text: str) -> None:
    """The changes of a sample article give the file back, and its repaired text is left alone."""
    repaired = repair(text)
    assert undo(repaired.text, repaired.changes) == text
    assert repair(repaired.text).changes == ()


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("業(yè)務<b&#62;發(fā)展</b>,開(kāi)展", "業務發展,開展"),
        ("&amp;amp;#38;lt;b&gt;甲", "甲"),
        ("ä¸­å›½&amp;ldquo;2&#65296;23", "中国“2023"),
        ("<b<b<b<b>>>>甲", "甲"),
        ("声\u200b明：转载\r\n甲", "甲"),
        ("產(chǎn)業(y<b>è)發(fā)展", "產業發展"),
        ("產(chǎn)業(y&egrave;)發(fā)展", "產業發展"),
    ],
)
def test_damage_inside_damage(text: str, mended: str) -> None:
    """What one repair bares is mended by the next, wherever it comes in their order."""
    repaired = repair(text)
    assert repaired.text == mended
    assert undo(repaired.text, repaired.changes) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<b" * 40_000 + ">" * 40_000, id="tags inside tags"),
        pytest.param("&" + "amp;#38;" * 15_000, id="entities inside entities"),
        pytest.param("<a " * 40_000, id="open tags"),
        pytest.param(SICK + "業" + "(yè)" * 25_000, id="glosses"),
        pytest.param(f"{SICK}鏈?zhǔn)郊喊l(fā)展" * 700, id="torn spans"),
        pytest.param("中国发展".encode().decode("latin-1") * 5_000, id="mojibake"),
        pytest.param("东莞\n" * 15_000, id="short lines"),
        pytest.param("东莞市人民政府关于发展工业的通知" * 2_500, id="one line"),
        pytest.param("本文链接:x\n" * 8_000, id="boilerplate"),
    ],
)
def test_hostile_texts_come_back_whole(text: str) -> None:
    """A text of a hundred kilobytes that is made to keep repair busy comes to an end, and can be undone."""
    repaired = repair(text)
    assert undo(repaired.text, repaired.changes) == text


@pytest.mark.parametrize(
    "text",
    [
        "东莞日报讯（记者 王小明）11月28日上午，市委召开会议（扩大），听取“十四五”规划（2021—2025年）的汇报。\n"
        "会议指出：一是……；二是……。详见 https://www.dg.gov.cn/a?b=1&c=2#d 。",
        "GDP同比增长 5.1%，其中 R&D 投入占 3.8%；CPI < 2%，PMI > 50。A股(含B股)收涨，C++ 与 C# 岗位增加。",
        "「行政院」昨（28）日表示，《個資法》修正草案已送審；聯絡人：陳先生（02-2345-6789），e-mail: a@b.tw。",
        "他问：“准备好了吗?”她答：“好了!”😀👍🏽 #东莞# @市民",
        "The mayor (市长) said: “We’ll build 3,000 homes by 2025/26 — café included.” He didn’t say how.",
        "第一章\u3000总则\n\u3000\u3000第一条\u3000为了规范管理，制定本办法。\n\u3000\u3000第二条\u3000本办法自发布之日起施行。\n",
        "def f(x):\n\treturn x if a<b and c>d else {'k': [1, 2]}  # 注释",
        "拼音：东（dōng）莞（guǎn）；她姓單(shàn)，不姓單(dān)。",
    ],
)
def test_clean_paragraphs_are_left_alone(text: str) -> None:
    """Dates, brackets, addresses, comparisons, emoji, English, layout and code go through unchanged."""
    assert repair(text) == Repaired(text, ())


def test_changes_tell_what_was_done() -> None:
    """A change names its place in the original, both texts and the rule."""
    assert repair("甲\u200b乙").changes == (Change(1, "\u200b", "", "invisible"),)
    assert repair("業(yè)務&rdquo;發(fā)").changes == (
        Change(1, "(yè)", "", "gloss"),
        Change(6, "&rdquo;", "”", "entity"),
        Change(14, "(fā)", "", "gloss"),
    )

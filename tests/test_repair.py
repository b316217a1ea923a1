"""Repair: what scraping did to a text is undone, and nothing else is."""

from __future__ import annotations

import random
import re

import pytest

from store import Repaired, repair
from store.edits import Change

from .conftest import SAMPLE

DISEASED = "市工業(yè)和信息化局黨組(zǔ)、板芙鎮(zhèn)黨委開(kāi)展聯(lián)學(xué)共建。"
SAMPLES = [pytest.param(path.read_text(encoding="utf-8"), id=path.name[:3]) for path in sorted(SAMPLE.glob("*.txt"))]


def rules(repaired: Repaired) -> list[str]:
    """The rules that made the changes, in order of place."""
    return [change.rule for change in repaired.changes]


def undone(repaired: Repaired) -> str:
    """The text as it was, from the repaired one and its changes: each is taken back where it must stand now."""
    text, shift = repaired.text, 0
    for change in repaired.changes:
        place = change.place + shift
        assert text[place : place + len(change.after)] == change.after
        text = text[:place] + change.before + text[place + len(change.after) :]
    return text


def assert_undoes(text: str) -> None:
    """Undoing the changes of `text` gives it back, and no two of them touch the same character."""
    repaired = repair(text)
    assert undone(repaired) == text
    for change, following in zip(repaired.changes, repaired.changes[1:], strict=False):
        assert change.place + len(change.before) <= following.place
    for change in repaired.changes:
        assert change.before
        assert text.startswith(change.before, change.place)


def test_glosses_are_removed() -> None:
    """A gloss that holds a reading of the character before it goes, and the character stays in its script."""
    assert repair("產(chǎn)業(yè)園區(qū)的發(fā)展").text == "產業園區的發展"


@pytest.mark.parametrize("gloss", ["(chǎn)", "（chǎn）", "(chan)"])
def test_glosses_in_every_form(gloss: str) -> None:
    """Full-width brackets and pinyin without tones are glosses as well."""
    assert repair(f"產{gloss}業(yè)園區(qū)").text == "產業園區"


def test_other_readings_are_glosses() -> None:
    """A character with several readings may be glossed with any of them."""
    assert repair(
        "重(chóng)復會(huì)議,會(kuài)計師,學(xué)習(xí),長(zhǎng)期,長(cháng)江,開(kāi)會(huì),發(fā)展,業(yè)務,體(tǐ)系"
    ).text == ("重復會議,會計師,學習,長期,長江,開會,發展,業務,體系")


@pytest.mark.parametrize(
    "kept", ["業(chǎn)", "業(ye4)", "業(YÈ)", "業( yè)", "業(zhìnéng)", "業(yezhe)", "大學(東莞)", "認證(AEO)"]
)
def test_brackets_without_a_reading_stay(kept: str) -> None:
    """Brackets that hold no reading of the character before them stay, in the midst of glosses that go."""
    assert repair(f"{DISEASED}{kept}{DISEASED}").text == repair(DISEASED).text + kept + repair(DISEASED).text


def test_gloss_needs_its_character() -> None:
    """Pinyin in brackets behind a letter, a space or nothing is not a gloss."""
    assert repair(f"(yè){DISEASED}A(yè) (yè)").text == f"(yè){repair(DISEASED).text}A(yè) (yè)"


@pytest.mark.parametrize(
    "lesson",
    [
        "我去过重(chóng)庆,在银行(háng)里遇见了王校长(zhǎng)。",
        "我去過重(chóng)慶,在銀行(háng)裡遇見了王校長(zhǎng),他姓單(shàn)。",
        "「行」讀作行(xíng)時是動詞,讀作行(háng)時是名詞;「長」可讀長(cháng)、長(zhǎng)。",
    ],
)
def test_a_lesson_keeps_its_pinyin(lesson: str) -> None:
    """A text that glosses characters which no conversion changed is a lesson, and is left as it is."""
    assert repair(lesson) == Repaired(lesson, ())


def test_a_single_gloss_stays() -> None:
    """One gloss in a whole text is the author's: 「單」 may be glossed as a surname."""
    text = "單(shàn)縣位於山東省。"
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("torn", "mended"),
    [
        ("建立“專家庫rdquo;,制定", "建立“專家庫”,制定"),
        ("ldquo;甲rdquo;", "“甲”"),
        ("甲nbsp;乙", "甲 乙"),
        ("等等hellip;", "等等…"),
        ("5lt;7", "5lt;7"),
        ("Afterquot;", "Afterquot;"),
    ],
)
def test_torn_entities(torn: str, mended: str) -> None:
    """An entity that lost its ampersand is resolved, unless it is the end of a word."""
    assert repair(torn).text == mended


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&ldquo;甲&rdquo;", "“甲”"),
        ("&#19996;&#x839e;", "东莞"),
        ("R&amp;D", "R&D"),
        ("&amp;rdquo;", "”"),
        ("&amp;lt;甲", "<甲"),
        ("&amp;amp;", "&"),
        ("甲&nbsp;乙", "甲 乙"),
        ("AT&T;", "AT&T;"),
        ("&nosuch;", "&nosuch;"),
        ("甲 & 乙;", "甲 & 乙;"),
    ],
)
def test_entities(written: str, read: str) -> None:
    """An entity is resolved, also one escaped twice; what only looks like one stays."""
    assert repair(written).text == read


@pytest.mark.parametrize(
    ("tagged", "plain"),
    [
        ("<p>甲</p>乙", "\n甲\n乙"),
        ("甲<br/>乙<BR>丙", "甲\n乙\n丙"),
        ('<span class="a" style="b">甲</span>', "甲"),
        ('<a href="http://x.cn/?a=1&b=2">甲</a>', "甲"),
        ("擔當為?/strong>", "擔當為?"),
        ("<h2>甲</h2>", "甲"),
        ("1/2", "1/2"),
        ("a < b > c", "a < b > c"),
        ("《<关于>的通知》", "《<关于>的通知》"),
        ("<script>", "<script>"),
        ("若a<b 而c>d", "若a<b 而c>d"),
    ],
)
def test_tags(tagged: str, plain: str) -> None:
    """Tags of running text go, torn ones too, and those that end a line leave a line end; comparisons stay."""
    assert repair(tagged).text == plain


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("本文链接:http://www.x.cn/show-1.html东莞召开会议", "link-back"),
        ("本文鏈(liàn)接:http://www.x.cn/show-1.html東莞召開會議", "link-back"),
        ("声明：本网页内容旨在传播知识，若有侵权等问题请及时与本网联系。", "disclaimer"),
        ("聲(shēng)明:本網(wǎng)頁(yè)內(nèi)容旨在傳播知識(shí)", "disclaimer"),
        ("免责声明：仅供参考", "disclaimer"),
        ("- 相關(guān)新聞", "related"),
        ("相关阅读：", "related"),
        ("推荐阅读", "related"),
        ("分享到：微信 微博", "share bar"),
        ("扫一扫在手机打开当前页", "share bar"),
        ("责任编辑：王小明", "share bar"),
    ],
)
def test_footers_go(line: str, rule: str) -> None:
    """A line that belongs to the web page goes whole, with the line end before it."""
    repaired = repair(f"正文在此。\n{line}\n后文。")
    assert repaired.text == "正文在此。\n后文。"
    assert rules(repaired) == [rule]


@pytest.mark.parametrize(
    "line",
    [
        "声明" + "说，双方将加强合作" * 3,
        "声明：" + "各方同意继续谈判。" * 30,
        "相关新闻报道说，东莞的工业增长了百分之六。",
        "扫一扫门前雪，是老人每天清晨的习惯，他已经坚持了整整四十年。",
        "编辑：" + "这个职业在今天的媒体里越来越难做" * 2,
        "据报道，本文链接:http://x.cn/1.html",
        "他在推荐阅读的书单里写道",
    ],
)
def test_ordinary_lines_stay(line: str) -> None:
    """A line that only begins like a footer, or holds one in its middle, is part of the article."""
    assert repair(f"正文在此。\n{line}").text == f"正文在此。\n{line}"


def test_invisible_characters() -> None:
    """Zero-width and control characters go; every kind of space and line end becomes the ordinary one."""
    assert repair("\ufeff东\u200b莞\u2060\x07\u00ad市\u00a0委\u2003会\r\n议\r后\tx").text == "东莞市 委 会\n议\n后\tx"


def test_emoji_stay_whole() -> None:
    """The zero-width joiner that holds an emoji together is kept, as is the ideographic space."""
    text = "👨‍👩‍👧 一家\u3000三口 👍🏽"
    assert repair(text) == Repaired(text, ())


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


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_can_be_undone(text: str) -> None:
    """Undoing every change of a sample article by its place gives the file's text back."""
    assert_undoes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\r\n\r\n",
        "本文链接:",
        "\n\n本文链接:http://x.cn\n声明：甲\r\n分享到：",
        "業(yè)&nbsp;</p>業(yè)\u200b",
        "聲(shēng)明:業(yè)&lt;b&gt;</b>業(yè)\u200b\r\n業(yè)",
        "<a href='&quot;'>&lt;br&gt;</a>",
        "<p title='\u200b&rdquo;'>",
        "&amp;rdquo;rdquo;",
    ],
)
def test_rules_that_meet_can_be_undone(text: str) -> None:
    """Where rules claim the same characters, one of them wins and its change can be undone."""
    assert_undoes(text)


def test_random_damage_can_be_undone() -> None:
    """Whatever pieces of damage stand in whatever order, their changes never overlap and can be undone."""
    pieces = [
        "業(yè)",
        "產(chǎn)",
        "(yè)",
        "rdquo;",
        "&amp;",
        "&",
        "amp;",
        "</p>",
        "/strong>",
        "<b>",
        "<",
        ">",
        "\r\n",
        "\r",
    ]
    pieces += [
        "\n",
        "\u200b",
        "\u200d",
        "本文链接:",
        "声明:",
        "http://x.cn/a",
        "- 相關(guān)新聞",
        "文",
        " ",
        "\u00a0",
        "\x00",
    ]
    chance = random.Random(7)
    for _ in range(3000):
        assert_undoes("".join(chance.choices(pieces, k=chance.randrange(12))))


def test_repair_once_is_enough() -> None:
    """A repaired sample article needs no second repair."""
    for parameter in SAMPLES:
        once = repair(str(parameter.values[0])).text
        assert repair(once).text == once


def test_changes_tell_what_was_done() -> None:
    """A change names its place in the original, both texts and the rule."""
    assert repair("甲\u200b乙").changes == (Change(1, "\u200b", "", "invisible"),)
    assert repair("業(yè)務&rdquo;發(fā)").changes == (
        Change(1, "(yè)", "", "gloss"),
        Change(6, "&rdquo;", "”", "entity"),
        Change(14, "(fā)", "", "gloss"),
    )

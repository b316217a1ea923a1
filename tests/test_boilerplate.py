"""Lines of the web page are cut, and kept for what they say; lines of the article stay."""

from __future__ import annotations

import pytest

from store import Repaired, repair

DISEASED = "市工業(yè)和信息化局黨組(zǔ)、板芙鎮(zhèn)黨委開(kāi)展聯(lián)學(xué)共建。"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("本文链接:http://www.x.cn/show-1.html东莞召开会议", "link-back"),
        ("声明：本网页内容旨在传播知识，若有侵权等问题请及时与本网联系。", "disclaimer"),
        ("免责声明：仅供参考", "disclaimer"),
        ("特別聲明：以上文章轉載自其他網站，不代表本網觀點。", "disclaimer"),
        ("- 相關新聞", "related"),
        ("相关阅读：", "related"),
        ("推荐阅读", "related"),
        ("分享到：微信 微博", "share bar"),
        ("分享: 微信 QQ", "share bar"),
        ("扫一扫在手机打开当前页", "share bar"),
        ("责任编辑：王小明", "editor"),
        ("（编辑：王小明）", "editor"),
        ("2376512515@qq.com", "e-mail"),
        ("邮件：someone@example.com.cn", "e-mail"),
    ],
)
def test_footers_go(line: str, rule: str) -> None:
    """A line that belongs to the web page goes whole, with the line end before it, and is kept with its rule."""
    repaired = repair(f"正文在此。\n{line}\n后文。")
    assert repaired.text == "正文在此。\n后文。"
    assert [change.rule for change in repaired.changes] == [rule]
    assert repaired.cut == ((rule, line),)


@pytest.mark.parametrize(
    ("line", "bare", "rule"),
    [
        ("本文鏈(liàn)接:http://x.cn/1.html東莞召開會議", "本文鏈接:http://x.cn/1.html東莞召開會議", "link-back"),
        ("聲(shēng)明:本網頁內容僅供參考", "聲明:本網頁內容僅供參考", "disclaimer"),
        ("- 相關(guān)新聞", "- 相關新聞", "related"),
    ],
)
@pytest.mark.parametrize(("text", "suffix"), [("正文在此。", ""), (DISEASED, "+gloss")])
def test_glosses_hide_no_footer(line: str, bare: str, rule: str, text: str, suffix: str) -> None:
    """A line with glosses is known without them, in a text that shows the disease and in one that does not."""
    repaired = repair(f"{text}\n{line}")
    assert repaired.text == repair(text).text
    assert repaired.changes[-1] == (len(text), f"\n{line}", "", rule + suffix)
    assert repaired.cut == ((rule, bare),)


@pytest.mark.parametrize(
    "line",
    [
        "声明" + "说，双方将加强合作" * 3,
        "声明：" + "各方同意继续谈判。" * 30,
        "声明：双方同意继续谈判。",
        "相关新闻报道说，东莞的工业增长了百分之六。",
        "扫一扫门前雪，是老人每天清晨的习惯，他已经坚持了整整四十年。",
        "分享：我的创业故事",
        "编辑：" + "这个职业在今天的媒体里越来越难做" * 2,
        "据报道，本文链接:http://x.cn/1.html",
        "本文链接:http://x.cn/1.html" + "东莞召开会议。" * 100,
        "他在推荐阅读的书单里写道",
        "有意者请将简历发送至hr@example.com",
    ],
)
def test_ordinary_lines_stay(line: str) -> None:
    """A line that only begins like a footer, is as long as an article, or holds one in its middle, is part of it."""
    text = f"正文在此。\n{line}"
    assert repair(text) == Repaired(text, ())


def test_lines_before_the_article_leave_no_gap() -> None:
    """Lines at the beginning go together with the line ends behind them."""
    repaired = repair("\n责任编辑：王小明\n\n分享到：微信\n\n正文在此。\n相关新闻\n\n")
    assert repaired.text == "正文在此。\n\n"
    assert [rule for rule, _ in repaired.cut] == ["editor", "share bar", "related"]


def test_nothing_but_boilerplate() -> None:
    """A text of nothing else is empty afterwards, and can be had back."""
    assert repair("本文链接:http://x.cn\n声明：转载\n分享到：").text == ""

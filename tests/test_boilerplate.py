"""Lines of the web page are cut, and kept for what they say; lines of the article stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import Repaired, repair
from store.reading import read
from store.text.edits import undo

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
        "责任编辑：这个岗位新设三名，年薪十万元。",
        "校对：他一生校对了三百本书。",
        "审核：3个工作日内办结",
        "版权声明：这四个字写在扉页上，很少有人看。",
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


SENTENCE = "全年增长4.1%。他说：“很好！”"


@pytest.mark.parametrize(
    ("pieces", "rules"),
    [
        (["返回搜狐，查看更多"], ["more"]),
        (["返回搜狐，查看更多", "责任编辑："], ["more", "editor"]),
        (["返回搜狐，查看更多   ", "                责任编辑：王小明"], ["more", "editor"]),
        (["（责编：王小明、李大力）"], ["editor"]),
        ([" 【纠错】  ", "【责任编辑:王小明 】"], ["more", "editor"]),
        (["来源：东莞日报", "作者：王小明", "流程编辑：TF01"], ["source", "source", "editor"]),
        (["（来源：东莞日报）", "分享让更多人看到"], ["source", "more"]),
        (["原标题：《下雨了！怎么办？》", "(责任编辑：王小明 CN01)"], ["title", "editor"]),
        (["（原标题：下雨了）"], ["title"]),
        (["点击查看更多"], ["more"]),
        (["打开日报APP，阅读全文"], ["more"]),
        (["分享到：微信 微博"], ["share bar"]),
        (["扫一扫在手机打开"], ["share bar"]),
        (["本文来自某号，作者观点仅供参考，不代表本站立场。"], ["disclaimer"]),
        (["點擊閱讀全文", "責任編輯：王小明"], ["more", "editor"]),
        (["（编辑 王小明）"], ["editor"]),
        (["编辑/王小明"], ["editor"]),
        (["举报/反馈"], ["more"]),
        (["更多新闻请点击查看更多"], ["more"]),
        (["【免责声明】本文只供参考，投资有风险。"], ["disclaimer"]),
        (["版权声明：本文归东莞日报所有。转载请注明。"], ["disclaimer"]),
        (["聲明：轉載是為了傳遞信息。"], ["disclaimer"]),
        (["一审：王小明", "二审：李大力", "三审：张远"], ["editor", "editor", "editor"]),
    ],
)
@pytest.mark.parametrize("after", ["", "\n后文在此。"])
def test_pieces_behind_the_last_sentence_go(pieces: list[str], rules: list[str], after: str) -> None:
    """What a page adds behind the last sentence of a line is cut piece by piece, each kept with its rule."""
    text = f"{SENTENCE}{''.join(pieces)}{after}"
    repaired = repair(text)
    assert repaired.text == SENTENCE + after
    assert repaired.cut == tuple(zip(rules, (piece.strip() for piece in pieces), strict=True))
    assert undo(repaired.text, repaired.changes) == text


@pytest.mark.parametrize(
    "text",
    [
        "他是责任编辑：负责头版。",
        "报社只有一名责任编辑：王小明",
        "会后提问。责任编辑：这个职位，很辛苦。",
        "他说完就走。编辑：你去哪里？",
        "数据有两个来源：统计局和海关",
        "他谈了看法。来源：统计局，海关。",
        "本文来自一次谈话。它不代表终点。",
        "扫码即可。扫一扫，就能看到全部内容。",
        "此事被分享到社交媒体后引发讨论。",
        "他们在畅通举报渠道，供读者查看更多内容。",
        "他问：“责任编辑：王小明”是谁写的。",
        "记者问完了。记者：好的",
        "公司要求员工每天打开APP打卡。",
        "外交部回应了。声明：本网络攻击来源不明，须承担法律责任。",
        "作者：王小明 他写了三本书。",
    ],
)
def test_sentences_about_editors_and_sources_stay(text: str) -> None:
    """A sentence that talks about an editor or a source, or goes on behind one, is part of the article."""
    assert repair(text) == Repaired(text, ())


@pytest.mark.parametrize("title", ["（原标题：下雨了，怎么办？）", "(原題：下雨了) ", "【原标题：下雨了】\u3000"])
def test_an_original_title_before_the_text_goes(title: str) -> None:
    """The original title in brackets at the beginning of a line is cut, and the text stays."""
    repaired = repair(f"{title}{SENTENCE}")
    assert repaired.text == SENTENCE
    assert repaired.cut == (("title", title.strip()),)


@pytest.mark.parametrize("piece", ["【纠错】", "责任编辑：王小明 ", "（责编：王小明）", "【纠错】【责任编辑:王小明】"])
def test_pieces_before_the_first_sentence_go(piece: str) -> None:
    """What a page adds before the first sentence of a line is cut, and the sentence stays."""
    assert repair(f"正文在此。\n{piece}{SENTENCE}").text == f"正文在此。\n{SENTENCE}"


def test_a_line_of_such_pieces_goes_whole() -> None:
    """A line that begins with a link of the page and holds nothing else goes with its line end."""
    assert repair(f"{SENTENCE}\n返回搜狐，查看更多 责任编辑：王小明\n后文。").text == f"{SENTENCE}\n后文。"


@pytest.mark.parametrize(
    ("tail", "publisher", "author", "editor"),
    [
        ("来源：东莞日报作者：王小明责任编辑：李大力", "东莞日报", "王小明", "李大力"),
        ("（来源：东莞日报）返回搜狐，查看更多责任编辑：", "东莞日报", None, None),
        ("(责任编辑：李大力 CN01)", None, None, "李大力"),
    ],
)
def test_what_was_cut_is_still_known(
    tail: str, publisher: str | None, author: str | None, editor: str | None, tmp_path: Path
) -> None:
    """What such pieces say of publisher, author and editor is kept as metadata."""
    path = tmp_path / "a.txt"
    path.write_text(f"年度统计\n\n{SENTENCE * 5}{tail}\n", encoding="utf-8")
    article = read(path)
    assert (article.publisher, article.author, article.editor) == (publisher, author, editor)
    assert article.text.rstrip().endswith("很好！”")

"""The text of web pages: whole sentences whatever the tags, lists with their numbers, tables row by row."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from store.article import Account
from store.reading.account import account
from store.reading.web.page import read_html


def lines(body: str, head: str = "") -> list[str]:
    """The lines of the article of a page, of which nothing may be lost."""
    found, kept = read(body, head)
    assert kept.lost == ()
    return found


def read(body: str, head: str = "") -> tuple[list[str], Account]:
    """The lines of the article of a page, and the page's account."""
    draft, _ = read_html(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), "a.html")
    return draft.text.split("\n"), account(draft.raw or (), draft.text, draft.left, draft.added)


INLINE = ("b", "i", "a", "em", "span", "font", "strong", "mark", "u", "time", "bdo", "small", "code", "ins")


@pytest.mark.parametrize("tag", INLINE)
@pytest.mark.parametrize("end", ["<br>", "<br/><br/>\n", "</p><p>", "</div><div>", "<hr>"])
def test_inline_tags_break_no_sentence(tag: str, end: str) -> None:
    """A tag within a sentence leaves it whole, and the end of a line ends it, on a page of two short sentences."""
    first, second = f"城南桥昨日<{tag}>通车</{tag}>，全长<{tag}>820</{tag}>米。", f"工期<{tag}>两年</{tag}>。"
    assert lines(first + end + second) == ["城南桥昨日通车，全长820米。", "工期两年。"]


def test_wrapped_source() -> None:
    """A line end in the source of a page is no space between Chinese characters, and is one between Latin words."""
    text = "<p>\n  东湖\n  <b>\n  公园\n  </b>\n  免费开放，园方用 open\n air 形容它。</p>"
    assert lines(text) == ["东湖公园免费开放，园方用 open air 形容它。"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("约10<sup>8</sup>株，H<sub>2</sub>O，另见<sup>[1]</sup>。", "约10^8株，H2O，另见[1]。"),
        ("他说<q>好</q>。", "他说“好”。"),
        ("<ruby>邕<rp>(</rp><rt>yōng</rt><rp>)</rp></ruby>江水位下降。", "邕江水位下降。"),
        ("原价<del>90元</del><ins>80元</ins>一张。", "原价80元一张。"),
        ("长长的<wbr>一个词。", "长长的一个词。"),
        ("先生<span style='display:none'>隐</span>来了。", "先生来了。"),
        ("选<select><option>甲<option>乙</select>一项。", "选一项。"),
        ("5 &lt; 6 &amp; 7&nbsp;&gt; 6，<!-- 注 -->没错。", "5 < 6 & 7\xa0> 6，没错。"),
    ],
)
def test_inline_elements(markup: str, text: str) -> None:
    """Powers keep their sign, quotes their marks; readings, deletions and what nobody sees are left out."""
    assert lines(f"<p>{markup}</p>") == [text]


def test_reasons() -> None:
    """What is left out of a line has its reason."""
    _, kept = read("<p><ruby>邕<rt>yōng</rt></ruby>江<del>涨水</del>落水了<span hidden>暗</span>，水位正常。</p>")
    assert kept.reasons == {"reading": 4, "deleted": 2, "hidden": 1}


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ("<ol><li>修桥。<li>铺路。</ol>", ["1、修桥。", "2、铺路。"]),
        ("<ol start=4><li>修桥。<li value=7>铺路。</ol>", ["4、修桥。", "7、铺路。"]),
        ("<ol type=A><li>修桥。<li>铺路。</ol>", ["A、修桥。", "B、铺路。"]),
        ("<ol type=i start=9><li>修桥。<li>铺路。</ol>", ["ix、修桥。", "x、铺路。"]),
        ("<ol reversed><li>修桥。<li>铺路。</ol>", ["2、修桥。", "1、铺路。"]),
        (
            "<ol style='list-style-type:cjk-ideographic' start=10><li>修桥。<li>铺路。</ol>",
            ["十、修桥。", "十一、铺路。"],
        ),
        ("<ol style='list-style:none'><li>修桥。<li>铺路。</ol>", ["修桥。", "铺路。"]),
        ("<ol><li>（一）修桥。<li>2.铺路。</ol>", ["（一）修桥。", "2.铺路。"]),
        (
            "<ol><li><p>修桥。</p><p>桥长九米。</p><li><ol><li>铺路。</ol></ol>",
            ["1、修桥。", "桥长九米。", "1、铺路。"],
        ),
        ("<ul><li>修桥。<li>铺路。</ul>", ["修桥。", "铺路。"]),
    ],
)
def test_list_numbers(items: str, numbers: list[str]) -> None:
    """The items of an ordered list have the numbers that a browser shows, unless they say one themselves."""
    assert lines(items) == numbers


def test_linked_items_are_kept() -> None:
    """Items that begin with a link and go on are sentences, and no list of links."""
    items = "".join(
        f"<li><a href={n}>{what}</a>今起可以在网上办理；</li>" for n, what in enumerate(["落户", "换证", "退税"])
    )
    assert lines(f"<ul>{items}</ul>") == [f"{what}今起可以在网上办理；" for what in ("落户", "换证", "退税")]


def test_definitions() -> None:
    """A term and its description are one line; a term alone is a line too."""
    text = "<dl><dt>票价</dt><dd>20元</dd><dt>地点：<dd>东门<dd>西门<dt>停车</dl>"
    assert lines(text) == ["票价：20元", "地点：东门", "西门", "停车"]


def test_other_blocks() -> None:
    """Details, quotations, captions and preformatted text are read line by line."""
    text = (
        "<details><summary>如何报名？</summary>在网上报名。</details><blockquote>“一定来。”他说。</blockquote>"
        "<figure><img alt=图><figcaption>开工现场。</figcaption></figure><pre>第一行，  空格。\n第二行。</pre>"
    )
    assert lines(text) == [
        *("如何报名？", "在网上报名。", "“一定来。”他说。", "开工现场。"),
        *("第一行，  空格。", "第二行。"),
    ]


HEADED = "<tr><th>乡镇<th>计划<th>完成</tr><tr><td>云岭<td>40<td>31</tr><tr><td>河西<td>90<td></tr>"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (f"<table>{HEADED}</table>", ["乡镇：云岭；计划：40；完成：31", "乡镇：河西；计划：90"]),
        (
            f"<table><caption>修建<b>公路</b></caption>{HEADED}</table>",
            ["修建公路", "乡镇：云岭；计划：40；完成：31", "乡镇：河西；计划：90"],
        ),
        (
            "<table><thead><tr><th rowspan=2>镇<th colspan=2>上半年<tr><th>产值<th>增速</thead>"
            "<tr><td>甲镇<td>5<td>2%<tr style='display:none'><td>丙镇<td>9<td>9%<tr><td>乙镇<td colspan=2>未报</table>",
            ["镇：甲镇；上半年产值：5；上半年增速：2%", "镇：乙镇；上半年产值：未报；上半年增速：未报"],
        ),
        (
            "<table border=1><tr><td>编号<td>09-1<td>日期<td>2020-03-04<tr><td>名称<td colspan=3>停水通告</table>",
            ["编号：09-1；日期：2020-03-04", "名称：停水通告"],
        ),
        (
            "<table border=1><tr><td>类别<td>名称<td>负责人<td>说明<tr><td>甲<td>石桥<td>韩某<td>已修"
            "<tr><td>合计<td colspan=3>两座</table>",
            ["类别：甲；名称：石桥；负责人：韩某；说明：已修", "类别：合计；名称：两座；负责人：两座；说明：两座"],
        ),
        ("<table><tr><th>法人<td>韩某<tr><th>地址<td>东街</table>", ["法人：韩某", "地址：东街"]),
        (
            "<table border=1><tr><th>户名<th>金额<th>备注<tr><td>钱某<td>30<td><tr><td>孔某<td>50<td></table>",
            ["户名：钱某；金额：30；备注：", "户名：孔某；金额：50"],
        ),
        ("<table border=1><tr><th>户名<th>金额<th>备注<tr></table>", ["户名；金额；备注"]),
    ],
    ids=["heads", "caption", "merged", "form", "merged total", "row heads", "empty column", "heads alone"],
)
def test_tables(table: str, text: list[str]) -> None:
    """Every cell of a table of data stands beside the head of its column, and no cell is lost."""
    assert lines(f"<p>情况如下，请各镇核对。</p>{table}") == ["情况如下，请各镇核对。", *text]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><a href=1>首页</a><br><a href=2>要闻</a><td><table><tr><td>{}</td></tr></table></table>",
        "<table><tr><td><a href=1>首页</a><br><a href=2>要闻</a><td>{}</table>",
        "<table role=presentation><tr><td><a href=1>首页</a><td>{}</table>",
        "<table><tr><td>{}<tr><td><a href=1>首页</a> <a href=2>要闻</a></table>",
    ],
)
def test_layout_tables(table: str) -> None:
    """The text in a table that only lays the page out is prose, line by line, and no row."""
    text = "市里<b>昨日</b>开会，部署抗旱。<br>会议要求，<i>各镇</i>巡查水库，每天上报水位。"
    assert lines(table.format(text)) == ["市里昨日开会，部署抗旱。", "会议要求，各镇巡查水库，每天上报水位。"]


def test_text_between_cells() -> None:
    """Text in a table and in none of its cells is kept."""
    assert "表外一句话。" in lines(
        "<p>表如下，请看。</p><table border=1>表外一句话。<tr><th>甲<th>乙<tr><td>1<td>2</table>"
    )


def test_short_of_everything() -> None:
    """A page without tags, a poem, a list of names and a table alone are articles as well."""
    assert lines("今日停电，请相互转告") == ["今日停电，请相互转告"]
    assert lines("<p>床前明月光<br>疑是地上霜</p>") == ["床前明月光", "疑是地上霜"]
    assert lines("<h2>获奖名单</h2><p>一等奖</p><p>韩某</p>") == ["获奖名单", "一等奖", "韩某"]
    assert lines("<table><tr><td>菜<td>价<td>量<tr><td>姜<td>9<td>1</table>") == ["菜：姜；价：9；量：1"]


NAMES, DEEDS = ("韩某", "孔某平", "曹某"), ("违规收礼", "公款旅游", "虚报项目")
MENU = "<div class='{}'><a href=1>首页</a> <a href=2>要闻</a> <a href=3>公告</a></div>"
PLACE = "<div class='{}'>当前位置：<a href=1>首页</a> &gt; <a href=2>要闻</a> &gt; 正文</div>"
SHARE = "<div class='{}'>分享到：<a href=#>微信</a><a href=#>微博</a>【<a href=#>打印</a>】【<a href=#>关闭</a>】</div>"
OTHERS = (
    "<div class='{}'><h3>相关阅读</h3><ul><li><a href=9>某镇部署春耕</a> 2021-03-04</li>"
    "<li><a href=8>图书馆开放</a> 2021-03-05</li><li><a href=7>新桥通车</a></li></ul></div>"
)
FOOT = "<div class='{}'><p>版权所有：某市政府 主办单位：某市政府办公室</p><p>ICP备12345号 公网安备12345号</p></div>"
AROUND = ("要闻", "打印", "春耕", "图书馆", "新桥", "版权所有", "12345")


def built(seed: int) -> tuple[str, Sequence[str]]:
    """A short page as small sites make them, and its sentences: parts, order, tags and names differ by `seed`."""
    pick = random.Random(seed)
    said, marked = [], []
    for number in range(1, pick.randint(2, 6)):
        name, deed, tag = pick.choice(NAMES), pick.choice(DEEDS), pick.choice(INLINE)
        said.append(f"第{number}起：某局{name}{deed}，受到警告处分。")
        marked.append(f"第{number}起：某局<{tag} href=x>{name}</{tag}>{deed}，受到<{tag}>警告</{tag}>处分。")
    end = pick.choice(["<br>", "<br><br>\n", "</p><p>", "</div><div>", "<li>", "</td></tr><tr><td>"])
    body = end.join(f"　　{line}" for line in marked)
    if end.startswith("</td>"):
        body = f"<table><tr><td>{body}</td></tr></table>"
    holder = pick.choice(["div", "div class=content", "div id=zoom", "center", "article", "td", "font", "span", "main"])
    title = pick.choice(["<h1>某市通报案件</h1>", "<p align=center><b>某市通报案件</b></p>", ""])
    dated = pick.choice(["<div>2021-03-08 来源：某市发布 字号：<a>大</a> <a>小</a></div>", ""])
    article = f"{title}{dated}<{holder}>{body}</{holder.split()[0]}>"
    if holder == "td":
        article = f"<table><tr><td>{MENU.format('')}</td><td>{title}{dated}{body}</td></tr></table>"
    before = [part.format(pick.choice(["nav", "crumbs", ""])) for part in (MENU, PLACE) if pick.random() < 0.7]
    after = [part.format(pick.choice(["share", "related", "footer", ""])) for part in (SHARE, OTHERS, FOOT)]
    return "".join([*before, article, *(part for part in after if pick.random() < 0.7)]), said


@pytest.mark.parametrize("seed", range(60))
def test_short_pages(seed: int) -> None:
    """On short pages of many makes every sentence is whole, nothing around the article is in it, nothing is lost."""
    page, said = built(seed)
    text = lines(page, "<title>某市通报案件_某市</title>")
    assert [line for line in said if not any(line in one for one in text)] == []
    assert [word for word in AROUND if word in "\n".join(text)] == []

"""Web pages after the templates of Chinese content systems: the article whole, what is around it left with a reason."""

from __future__ import annotations

import pytest

from store.reading.account import account
from store.reading.draft import Draft
from store.reading.web.page import read_html

TITLE = "河西镇修复三座石桥"
SAID = [
    "河西镇近日完成三座石桥的修复，总投入46万元。",
    "镇里介绍，其中永安桥建于清代，桥长21米。",
    "“以前下雨不敢走。”村民曹某说。",
    "下一步，镇里还将为每座桥立碑。",
]
MARKED = [
    "<strong>河西镇</strong>近日完成三座<a href=/q>石桥</a>的修复，总投入<span>46</span>万元。",
    "镇里介绍，其中<font color=red>永安桥</font>建于清代，桥长21<em>米</em>。",
    "“以前下雨不敢走。”村民<b>曹某</b>说。",
    "下一步，镇里还将为<u>每座桥</u>立碑。",
]
PARAGRAPHS = "".join(f"<p>　　{line}</p>\n" for line in MARKED)
BROKEN = "<br />\n<br />\n".join(f"　　{line}" for line in MARKED)
SECTIONS = "".join(f"<section><section><span>{line}</span></section></section>" for line in MARKED)
MENU = "".join(
    f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("本站首页", "政务公开", "办事服务", "互动交流"))
)
CRUMBS = '您现在的位置：<a href="/">本站首页</a> &gt; <a href="/yw">政务要闻</a> &gt; 正文'
SHARE = '分享到：<a href="#">微信</a> <a>微博</a> 【字号：<a>大</a> <a>中</a> <a>小</a>】【<a>打印</a>】【<a>关闭</a>】'
OTHERS = "".join(
    f'<li><a href="/{n}.html">邻县召开第{n}次防汛会</a><span>2022-05-0{n}</span></li>' for n in range(1, 6)
)
FOOT = (
    "<p>版权所有：河西镇人民政府　技术支持：某公司</p><p>备案号：某ICP备00000001号-1</p><p>网站标识码：0000000001</p>"
)
COMMENTS = "".join(f"<li><b>网友{n}</b><p>桥修得真好，这下走路放心多了，点赞。</p><a>回复</a></li>" for n in range(4))
AROUND = ("本站首页", "政务要闻", "微博", "打印", "防汛会", "版权所有", "00000001", "放心多了", "扫码", "广告位")

TEMPLATES = {
    "trs": f"""<div class="header"><ul class="nav">{MENU}</ul></div><div class="crumb">{CRUMBS}</div>
<div class="article"><h1>{TITLE}</h1><div class="info"><span>时间：2022-05-09</span><span>来源：河西发布</span></div>
<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{margin-top:0}}</style><div class="Custom_UnionStyle">
{PARAGRAPHS}</div></div><div class="share">{SHARE}</div></div><div class="xgxx"><h3>相关新闻</h3>
<ul>{OTHERS}</ul></div>
<div class="footer">{FOOT}</div>""",
    "hanweb": f"""<table width="1000" align="center"><tr><td><table><tr>{MENU.replace("li>", "td>")}</tr>
</table></td></tr>
<tr><td>{CRUMBS}</td></tr><tr><td><table id="article"><tr><td class="title">{TITLE}</td></tr>
<tr><td>发布日期：2022-05-09　来源：河西发布　{SHARE}</td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->{PARAGRAPHS}<!--ZJEG_RSS.content.end-->
</div></td></tr>
</table></td></tr><tr><td>{FOOT}</td></tr></table>""",
    "wechat": f"""<div id="js_article"><div id="img-content"><h1 id="activity-name">{TITLE}</h1>
<div id="meta_content"><a id="js_name">河西发布</a> <em id="publish_time">2022-05-09 10:00</em></div>
<div id="js_content" style="visibility: hidden; opacity: 0;">{SECTIONS}</div></div>
<div class="qr_code_pc"><p>微信扫一扫 扫码关注</p></div></div><script>var ct = 1;</script>""",
    "people": f"""<div class="top_nav"><ul>{MENU}</ul></div><div class="path">{CRUMBS}</div><h1>{TITLE}</h1>
<div class="channel">2022年05月09日08:00 | 来源：<a>河西发布</a></div><div class="rm_txt_con cf">{PARAGRAPHS}
<div class="edit cf">(责编：韩某、孔某)</div></div><div class="rm_relevant"><h2>相关新闻</h2><ul>{OTHERS}</ul></div>
<div class="rm_center cf">{FOOT}</div>""",
    "xinhua": f"""<div class="nav domPC"><ul>{MENU}</ul></div><div class="main"><h1>{TITLE}</h1>
<div class="header-time">2022 05/09 08:00:00 来源：河西发布</div><div id="detail">{PARAGRAPHS}</div>
<div id="articleEdit"><span class="jiucuo">【纠错】</span>【责任编辑:韩某】</div></div>
<div class="foot">{FOOT}</div>""",
    "portal": f"""<div class="ad">广告位招租，电话联系。</div><div class="post_main">
<h1 class="post_title">{TITLE}</h1>
<div class="post_info">2022-05-09 08:00:00　来源: <a>河西发布</a> <a>举报</a></div>
<div id="post_body" class="post_body">{PARAGRAPHS}</div></div><div class="post_side"><div class="hot_rank">
<h2>热门排行</h2>
<ul>{OTHERS}</ul></div></div><div class="post_comment">{COMMENTS}</div>""",
    "paper": f"""<div class="headerNews"><a>登录</a><a>本站首页</a></div><div class="newscontent">
<h1 class="news_title">{TITLE}</h1>
<div class="news_about"><p>河西发布</p><p>2022-05-09 08:00 来源：河西发布</p></div>
<div class="news_txt" data-size="standard">
{BROKEN}<br><div class="contheight"></div></div></div><div id="comm_span"><h2>评论（4）</h2></div>
<div id="mainCommentBox" class="comment_area"><ul>{COMMENTS}</ul></div>""",
    "dede": f"""<div class="place"><strong>当前位置:</strong> <a>本站首页</a> &gt; <a>政务要闻</a> &gt; </div>
<div class="viewbox"><div class="title"><h2>{TITLE}</h2></div><div class="info"><small>时间:</small>2022-05-09
<small>来源:</small>河西发布 <small>点击:</small>88次</div><div class="content"><table width="100%"><tr>
<td>{BROKEN}</td></tr></table>
</div></div><div class="context"><ul><li>上一篇：<a>邻县召开第7次防汛会</a></li><li>下一篇：没有了</li></ul></div>
<div class="footer">{FOOT}</div>""",
    "phpcms": f"""<div class="crumbs">{CRUMBS}</div><div id="Article"><h1>{TITLE}<br />
<span>2022-05-09 08:00&nbsp;&nbsp;
来源：河西发布&nbsp;&nbsp;评论：<a>0</a></span></h1><div class="content"><div id="content">{BROKEN}</div></div>
<div class="related"><h5>相关阅读：</h5><ul>{OTHERS}</ul></div></div><div class="bottom">{FOOT}</div>""",
    "forum": f"""<div id="nv"><ul>{MENU}</ul></div><div id="pt">{CRUMBS}</div><div id="postlist">
<h1 class="ts">{TITLE}</h1>
<div id="post_1"><table><tr><td class="pls"><a>韩某</a></td><td class="plc"><em>发表于 2022-5-9 08:00</em>
<table><tr><td class="t_f" id="postmessage_1">{BROKEN}</td></tr></table></td></tr></table></div></div>
<div id="ft">Powered by 某论坛</div>""",
    "blog": f"""<body class="single has-sidebar"><header class="site-header"><nav class="menu"><ul>{MENU}</ul>
</nav></header>
<main><article class="post hentry"><header><h1 class="entry-title">{TITLE}</h1>
<span class="posted-on">2022-05-09</span></header>
<div class="entry-content">{PARAGRAPHS}</div></article><div id="comments">
<ol class="comment-list">{COMMENTS}</ol></div></main>
<aside class="widget-area"><h2>近期文章</h2><ul>{OTHERS}</ul></aside><footer>{FOOT}</footer></body>""",
    "merged": f"""<html><head></head><body><div class="top"><ul>{MENU}</ul></div></body></html>
<div class="con"><h1>{TITLE}</h1><div class="pages_content">{PARAGRAPHS}</div></div>
<html><body><div class="footer">{FOOT}</div></body></html>""",
}


def read(name: str) -> Draft:
    """The draft of a page of a template."""
    head = f'<head><meta charset="utf-8"><title>{TITLE}_河西镇人民政府</title></head>'
    page = TEMPLATES[name]
    return read_html(f"<!DOCTYPE html><html>{head}{page}</html>".encode(), name)[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_article(name: str) -> None:
    """Every sentence of the article is whole on a line, and no menu, list, comment or footer is among them."""
    draft = read(name)
    assert [line for line in SAID if line not in [one.strip(" 　") for one in draft.text.split("\n")]] == []
    assert [word for word in AROUND if word in draft.text] == []
    assert draft.title == TITLE


@pytest.mark.parametrize("name", TEMPLATES)
def test_account(name: str) -> None:
    """Whatever such a page holds is in the article or left out for a reason."""
    draft = read(name)
    kept = account(draft.raw or (), draft.text, draft.left, draft.added)
    assert kept.lost == ()
    assert kept.reasons


def test_comments_longer_than_the_article() -> None:
    """Comments of readers are no article, however many there are."""
    comments = COMMENTS * 30
    page = f"<div class=left><div class=txt>{PARAGRAPHS}</div><div class=gc-comment><ul>{comments}</ul></div></div>"
    draft, _ = read_html(page.encode(), "a.html")
    assert all(line in draft.text for line in SAID)
    assert "放心多了" not in draft.text
    assert account(draft.raw or (), draft.text, draft.left).reasons["comment"] > 1000


def test_parts_beside_the_article() -> None:
    """An introduction above an article, a table and a signature below it, and attached files are parts of it."""
    page = f"""<div class=nav><ul>{MENU}</ul></div><div class=lead>三座石桥修好了，镇里公布了账目。</div>
<div>{PARAGRAPHS}</div>
<div><table border=1><tr><th>桥名<th>投入（万元）<tr><td>永安桥<td>20<tr><td>东桥<td>26</table></div>
<div><p>附件：<a href=1.doc>1.工程清单.doc</a></p><p><a href=2.xls>2.账目.xls</a></p><p>
<a href=3.pdf>3.验收.pdf</a></p></div>
<div>河西镇人民政府<br>2022年5月9日</div><div class=foot>{FOOT}</div>"""
    text = read_html(page.encode(), "a.html")[0].text
    for part in ("镇里公布了账目。", "桥名：东桥；投入（万元）：26", "2.账目.xls", "河西镇人民政府", "2022年5月9日"):
        assert part in text
    assert "ICP" not in text


def test_words_of_a_footer_in_an_article() -> None:
    """A sentence or a heading that speaks of permits, copyright or sharing is no footer."""
    lines = [
        "一、备案条件",
        "企业备案后方可开工，许可证由县里发放。",
        "图片的版权归作者所有，转载须经同意。",
        "他把照片分享到微信。",
    ]
    page = "".join(f"<p>{line}</p>" for line in lines)
    assert read_html(page.encode(), "a.html")[0].text.split("\n") == lines


def test_misleading_names() -> None:
    """A page whose article stands in boxes that are named like menus and lists is not empty."""
    page = "".join(
        f"<div class='{name}'><p>{line}</p></div>" for name, line in zip(["nav", "hot", "share"], MARKED, strict=False)
    )
    assert read_html(page.encode(), "a.html")[0].text.split("\n") == SAID[:3]


def test_links_that_an_article_lists() -> None:
    """Linked paragraphs between those of an article are what it lists; behind its last sentence they are other news."""
    acts = [f"<p><a href={n}>石桥养护办法第{n}部分</a></p>" for n in range(3)]
    page = f"<div><p>现公布以下办法：</p>{''.join(acts)}<p>以上办法即日起施行。</p></div>"
    assert len(read_html(page.encode(), "a.html")[0].text.split("\n")) == 5
    page = f"<div><p>现公布以下办法：</p><p>以上办法即日起施行。</p>{''.join(acts)}</div>"
    assert read_html(page.encode(), "a.html")[0].text.split("\n") == ["现公布以下办法：", "以上办法即日起施行。"]


def test_boxes_around_one_box() -> None:
    """What stands beside the article is kept, however many boxes that hold nothing else are around it."""
    boxed = f"{'<section>' * 40}{PARAGRAPHS}{'</section>' * 40}"
    page = f"<nav><ul>{MENU}</ul></nav><div><h1>石桥</h1>{boxed}<p>图：河西镇</p></div><footer>{FOOT}</footer>"
    lines = read_html(page.encode(), "a.html")[0].text.split("\n")
    assert (lines[0], lines[-1]) == ("石桥", "图：河西镇")


def test_pager() -> None:
    """The links to the other pages of an article are no text."""
    page = f"<div>{PARAGRAPHS}<div>上一页 <a>1</a> <a>2</a> 下一页</div></div>"
    assert "下一页" not in read_html(page.encode(), "a.html")[0].text


def test_year_is_no_date() -> None:
    """A year in a text does not make the page one of its first of January."""
    page = "<html><head><title>石桥</title></head><body><h1>石桥</h1><p>桥建于2004年，长三十米。</p></body></html>"
    assert read_html(page.encode(), "a.html")[0].published is None

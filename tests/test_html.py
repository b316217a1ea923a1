"""Web pages after the templates of Chinese news and government sites: the article, and what the page says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.article import Article
from store.reading import read

TITLE = "东莞召开高质量发展大会"
BODY = [
    "新华社东莞2月18日电（记者张三）东莞市高质量发展大会18日召开，部署全市推动高质量发展工作。",
    "会议强调，要始终坚持制造业当家，加快建设更具国际竞争力的现代化产业体系。",
    "市有关部门负责人表示，去年全市研发经费投入强度持续提高，区域创新能力稳步提升。",
    "多家企业代表在会上发言，介绍了在人工智能、集成电路、生物医药等领域的投资计划。",
]
TEXT = "".join(f"<p>　　{line}</p>\n" for line in BODY)
MENU = "".join(f'<a href="/{name}">{name}</a>' for name in ("首页", "时政", "国际", "财经", "军事", "观点", "法治"))
OTHERS = "".join(
    f'<li><a href="/{n}.html">某地召开第{n}号推进会议部署工作</a><span>2018-03-0{n} 08:58:39</span></li>'
    for n in range(1, 8)
)

PAPER = f"""<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="content-type" content="text/html;charset=GB2312"><title>{TITLE}--广东频道--某网 </title>
<meta name="publishdate" content="2024-02-18"><meta name="author" content="104363">
<meta name="source" content="来源：某网-广东频道 原创稿"></head><body><div class="top_nav">{MENU}</div>
<h1>{TITLE}</h1><div class="fl">2024年02月18日08:18&nbsp;&nbsp;来源：<a href="#">某网-广东频道</a></div>
<div class="box_con">{TEXT}<div class="edit">(责编：李四、王五)</div></div>
<div class="right"><h2>热门排行</h2><ul>{OTHERS}</ul></div></body></html>"""

AGENCY = f"""<!--http://www.news.example.cn/2024-02/18/c_1.htm--><!DOCTYPE html><html><head><meta charset="utf-8" />
<title>
{TITLE}-某社
</title></head><body><div class="nav">{MENU}</div><div class="h-title">
{TITLE}
</div><div class="h-info"><span class="h-time"> 2024-02-18 07:57:40</span><span>
来源：
<em id="source"> 某社</em></span></div><div id="p-detail">{TEXT}</div><span class="p-jc">责任编辑：
李四
</span><ul class="hot-news">{OTHERS}</ul></body></html>"""

TABLES = f"""<html><head><title>{TITLE} 东区办事处_某网</title></head><body><center><table><tbody><tr><td>
<span class="Title"><b>{TITLE}</b></span><br><font>　来源于：<!-- begin -->东区办事处<!-- end --></font></td></tr>
<tr><td>{TEXT}</td></tr><tr><td><font>发布日期：<!-- begin -->2024-02-18<!-- end -->
责任编辑：李四</font></td></tr></tbody></table></center></body></html>"""

GOVERNMENT = f"""<!DOCTYPE html><html><head><meta charset="gbk"><title>{TITLE}_某市人民政府门户网站</title>
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-02-18 16:05:22">
<meta name="ContentSource" content="东莞日报"><meta name="Url" content="https://www.example.gov.cn/t1.html"></head>
<body><h1>{TITLE}</h1><div class="content">{TEXT.replace("<p>", "<div>").replace("</p>", "</div>")}</div>
<div class="share">分享到：微信 微博</div></body></html>"""

ACCOUNT = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{TITLE}" />
<meta property="og:url" content="http://mp.example.com/s?id=1" /><meta property="og:site_name" content="某平台" />
<title></title></head><body><h1>{TITLE}</h1><a id="js_name">东莞发布</a><em id="publish_time">2024-02-18 20:11</em>
<div id="js_content" style="visibility: hidden;">{TEXT.replace("<p>", "<section>").replace("</p>", "</section>")}</div>
</body></html>"""

LINKED = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}|某网</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
"headline": "{TITLE}", "datePublished": "2024-02-18T09:30:00+08:00", "author": [{{"name": "钱六"}}],
"publisher": {{"name": "某网"}}, "mainEntityOfPage": {{"@id": "https://news.example.com/1.html"}}}}]}}</script></head>
<body><header>{MENU}</header><main><h1>{TITLE}</h1>{TEXT}</main><aside><ul>{OTHERS}</ul></aside></body></html>"""


def page(folder: Path, content: str, encoding: str = "utf-8") -> Article:
    """The article of a page."""
    path = folder / "a.html"
    path.write_bytes(content.encode(encoding))
    return read(path)


@pytest.mark.parametrize(
    ("content", "encoding", "says"),
    [
        (PAPER, "gbk", ("某网-广东频道", "张三", "李四、王五", None)),
        (AGENCY, "utf-8", ("某社", "张三", "李四", "http://www.news.example.cn/2024-02/18/c_1.htm")),
        (TABLES, "utf-8", ("东区办事处", "张三", "李四", None)),
        (GOVERNMENT, "gbk", ("东莞日报", "张三", None, "https://www.example.gov.cn/t1.html")),
        (ACCOUNT, "utf-8", ("东莞发布", "张三", None, "http://mp.example.com/s?id=1")),
        (LINKED, "utf-8", ("某网", "钱六", None, "https://news.example.com/1.html")),
    ],
    ids=["newspaper", "agency", "tables", "government", "account", "linked data"],
)
def test_templates(tmp_path: Path, content: str, encoding: str, says: tuple[str | None, ...]) -> None:
    """The whole article is read, nothing of the lists around it, and the metadata wherever a site puts them."""
    article = page(tmp_path, content, encoding)
    assert (article.title, article.published) == (TITLE, "2024-02-18")
    assert (article.publisher, article.author, article.editor, article.url) == says
    assert all(line in article.text for line in BODY)
    assert not any(around in article.text for around in ("推进会议", "首页", "@context"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_wrong_declaration(tmp_path: Path, encoding: str) -> None:
    """A page whose encoding is not the declared one, as browsers save them, is read all the same."""
    lines = ["東莞市召開會議，市委書記主持並講話，部署全市工作。", "會議要求加快建設現代化產業體系，提高創新能力。"]
    declared = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    content = f"<html><head>{declared}<title>會議</title></head><body><p>{lines[0]}</p><p>{lines[1]}</p></body></html>"
    assert all(line in page(tmp_path, content, encoding).text for line in lines)


def test_other_encodings_count_when_declared(tmp_path: Path) -> None:
    """A declared encoding of another language is believed when the whole page fits it."""
    text = "東京で会議が開かれ、新しい産業政策について話し合われた。" * 3
    content = f'<html><head><meta charset="Shift_JIS"><title>会議</title></head><body><p>{text}</p></body></html>'
    article = page(tmp_path, content, "cp932")
    assert text in article.text
    assert article.report.encoding == "cp932"

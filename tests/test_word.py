"""Word documents: all that a reader sees in them is read, and the rest is left out for a reason."""

from __future__ import annotations

import pytest

from store.errors import EmptyFile, UnreadableFile

from .documents import (
    NS,
    RELATIONS,
    STRICT,
    alternatives,
    box,
    drafted,
    field,
    left,
    lines,
    members,
    notes,
    p,
    r,
    relations,
    root,
    sdt,
    tbl,
    tc,
    tr,
    word,
    zipped,
)

HEAD = tr("河段", "长度", "巡查次数")


def margins(*names: str) -> str:
    """The properties of a section with these headers and footers."""
    return "<w:sectPr>" + "".join(f'<w:{n.rstrip("0123456789")}Reference r:id="{n}"/>' for n in names) + "</w:sectPr>"


def test_text_box() -> None:
    """A text box becomes lines behind its paragraph, once, though older programs find it a second time."""
    inside = p("工程由市水利局承建。")
    twice = f"<w:r>{alternatives(box(inside), box(inside, old=True))}</w:r>"
    draft = drafted(word(p("工程概况如下。", twice), "验收合格。"))
    assert draft.text == "工程概况如下。\n工程由市水利局承建。\n验收合格。"
    assert left(draft) == [("duplicate", "工程由市水利局承建。")]


@pytest.mark.parametrize("old", [True, False])
def test_text_box_of_one_kind(old: bool) -> None:
    """A text box is read in the old form and in the new, with the tables and boxes within it."""
    inside = box(p("甲区。", f"<w:r>{box(p('乙区。'))}</w:r>") + tbl(tr("面积", "3公顷")), old=old)
    assert lines(p("范围：", f"<w:r>{inside}</w:r>")) == ["范围：", "甲区。", "乙区。", "面积：3公顷"]


def test_fallback_alone() -> None:
    """Where a first choice shows no text, the fallback is read."""
    fallback = box(p("堤顶高程12米。"), old=True)
    assert lines(p(f"<w:r>{alternatives('<w:drawing/>', fallback)}</w:r>")) == ["堤顶高程12米。"]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes(kind: str) -> None:
    """A note is a line behind the paragraph that refers to it; one that nothing refers to is left out."""
    reference = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
    parts = {f"{kind}s": notes(kind, i2="含支渠。", i3="旧注。")}
    draft = drafted(word(p("全长9公里", reference, "。"), "工期两年。", **parts))
    assert draft.text == "全长9公里。\n含支渠。\n工期两年。"
    assert left(draft) == [("hidden", "旧注。")]


def test_note_in_a_table() -> None:
    """A note in a cell becomes a line behind the table, which it doesn't tear."""
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    table = tbl(HEAD, tr("东堤", tc(p("9公里", reference)), "12次"), tr("西堤", "4公里", "12次"))
    assert lines(table, footnotes=notes("footnote", i2="含支渠。")) == [
        "河段：东堤；长度：9公里；巡查次数：12次",
        "河段：西堤；长度：4公里；巡查次数：12次",
        "含支渠。",
    ]


def test_headers_and_footers() -> None:
    """Headers and footers come last, each line once; page numbers, and what the text says already, are left out."""
    page = p("第", field(" PAGE ", "3"), "页 共", field("NUMPAGES \\* Arabic", "9"), "页")
    draft = drafted(
        word(
            "关于防汛工作的通知",
            p("汛期已到。", properties=margins("header1", "footer1")),
            margins("header2", "footer2"),
            header1=root("hdr", p("汛办发〔2021〕8号") + p("关于防汛工作的通知")),
            header2=root("hdr", p("汛办发〔2021〕8号")),
            header3=root("hdr", p("旧稿")),
            footer1=root("ftr", page + p("— ", field("PAGE", "3"), " —")),
            footer2=root("ftr", p("承办：防汛科 ", "第 ", field("PAGE", "5"), " 页")),
        )
    )
    assert draft.text == "关于防汛工作的通知\n汛期已到。\n汛办发〔2021〕8号\n承办：防汛科"
    assert draft.title is None
    assert {("repeated", "汛办发〔2021〕8号"), ("hidden", "旧稿"), ("page number", "9")} <= {*left(draft)}


def test_content_controls() -> None:
    """Content controls are read around blocks, within lines, and around cells and rows; their prompts are left out."""
    draft = drafted(
        word(
            sdt(p("编号：甲-7") + sdt(p("密级：公开"))),
            p("于", sdt(r("2021年5月1日")), "开工，", sdt(r("单击此处输入"), "<w:showingPlcHdr/>"), "完工。"),
            tbl(HEAD, tr("东堤", sdt(tc("9公里")), "12次"), sdt(tr("西堤", "4公里", "8次"))),
        )
    )
    assert draft.text.split("\n") == [
        "编号：甲-7",
        "密级：公开",
        "于2021年5月1日开工，完工。",
        "河段：东堤；长度：9公里；巡查次数：12次",
        "河段：西堤；长度：4公里；巡查次数：8次",
    ]
    assert left(draft) == [("placeholder", "单击此处输入")]


def test_wrapped_runs() -> None:
    """Smart tags, hyperlinks, custom XML and changes of direction hide nothing."""
    inside = [f"<w:{name}>{r(name)}</w:{name}>" for name in ("smartTag", "hyperlink", "customXml", "dir", "bdo", "ins")]
    assert lines(p("始", *inside, "终")) == ["始smartTaghyperlinkcustomXmldirbdoins终"]


def test_fields() -> None:
    """Of a field the result is read, over several paragraphs and within other fields, and what computes it is not."""
    nested = field(" IF ", "批准")
    draft = drafted(
        word(
            p("签发于", field(' DATE \\@ "yyyy" ', "2021年"), "，见第", field("PAGEREF a", "12"), "页。"),
            p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>', nested),
            p('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "已批准。"),
            p("第二行", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "尾"),
            p('<w:fldSimple w:instr="AUTHOR">' + r("王工") + "</w:fldSimple>", "审定"),
        )
    )
    assert draft.text.split("\n") == ["签发于2021年，见第12页。", "已批准。", "第二行尾", "王工审定"]
    assert ("field code", "批准") in left(draft)
    assert ("field code", "PAGEREF a") in left(draft)


def test_field_without_end() -> None:
    """A field whose end was lost swallows no more than a few paragraphs."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(p(begin, "甲"), *"乙丙丁戊己") == ["戊", "己"]


def test_forms() -> None:
    """What a form shows without text is read: boxes, chosen entries, and circled numbers."""
    box_ = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
    entries = '<w:listEntry w:val="否"/><w:listEntry w:val="是"/>'
    entry = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    begin = '<w:r><w:fldChar w:fldCharType="begin">{}</w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    circled = begin.format("") + "<w:r><w:instrText> eq \\o\\ac(○,3)</w:instrText></w:r>" + end
    assert lines(p(begin.format(box_), end, "达标 ", begin.format(entry), end, circled)) == ["☑达标 是③"]


def test_ruby() -> None:
    """Words are read without the reading above them."""
    above = f"<w:r><w:ruby><w:rt>{r('qú')}</w:rt><w:rubyBase>{r('渠')}</w:rubyBase></w:ruby></w:r>"
    draft = drafted(word(p("修", above, "三条")))
    assert draft.text == "修渠三条"
    assert left(draft) == [("reading", "qú")]


def test_tracked_changes() -> None:
    """What was inserted or moved here is read; what was deleted or moved away is left out, whole rows and cells too."""
    gone = "<w:{0}><w:r><w:{1}>{2}</w:{1}></w:r></w:{0}>"
    draft = drafted(
        word(
            p("投资", gone.format("del", "delText", "3亿元"), f"<w:ins>{r('4亿元')}</w:ins>", "。"),
            p("东堤", gone.format("moveFrom", "t", "先"), "动工，", f"<w:moveTo>{r('后')}</w:moveTo>", "完工。"),
            p("第一段", properties="<w:rPr><w:del/></w:rPr>"),
            "接着写。",
            tbl(HEAD, tr("东堤", "9公里", "12次"), tr("废堤", "0公里", "0次", properties="<w:del/>")),
        )
    )
    assert draft.text.split("\n") == [
        "投资4亿元。",
        "东堤动工，后完工。",
        "第一段接着写。",
        "河段：东堤；长度：9公里；巡查次数：12次",
    ]
    assert left(draft) == [("deleted", "3亿元"), ("deleted", "先"), ("deleted", "废堤0公里0次")]


def test_hidden_text() -> None:
    """Hidden text is left out, also where a style hides it; what is hidden only in the web is read."""
    styles = root(
        "styles",
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="k"><w:basedOn w:val="h"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="q"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    draft = drafted(
        word(
            p("甲", r("乙", "<w:vanish/>"), r("丙", '<w:rStyle w:val="k"/>'), r("丁", "<w:webHidden/>")),
            p("戊", r("己", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="q"/>'),
            styles=styles,
        )
    )
    assert draft.text == "甲丁\n己"
    assert left(draft) == [("hidden", "乙"), ("hidden", "丙"), ("hidden", "戊")]


def test_comments_and_building_blocks() -> None:
    """Comments and the building blocks of a template are left out, each for its reason."""
    comments = root("comments", f'<w:comment w:id="1">{p("请核对")}</w:comment>')
    draft = drafted(word("已核对。", comments=comments, glossaryDocument=root("glossaryDocument", p("封面"))))
    assert draft.text == "已核对。"
    assert left(draft) == [("comment", "请核对"), ("hidden", "封面")]


def test_signs() -> None:
    """Signs that are elements are read: tabs, breaks, hyphens, and symbols of fonts, with a mark for an unknown one."""
    symbols = "".join(f'<w:sym w:font="{font}" w:char="{code}"/>' for font, code in SYMBOLS)
    run = "<w:r><w:t>0531</w:t><w:noBreakHyphen/><w:t>88</w:t><w:softHyphen/><w:tab/><w:t>转1</w:t><w:br/>{}</w:r>"
    assert lines(p(run.format(symbols))) == ["0531-88\t转1", "☑≤①♥\ufffd"]


SYMBOLS = (("Wingdings", "F0FE"), ("Symbol", "F0A3"), ("Wingdings", "0081"), ("Arial", "2665"), ("甲", "F041"))


def test_formulas() -> None:
    """Formulas are read on one line, with the signs that Word draws."""
    parts = {name: f"<m:{name}><m:r><m:t>{{}}</m:t></m:r></m:{name}>" for name in ("num", "den", "e", "sup")}
    fraction = f"<m:f>{parts['num'].format('a+b')}{parts['den'].format('2')}</m:f>"
    power = f"<m:sSup>{parts['e'].format('x')}{parts['sup'].format('2')}</m:sSup>"
    root_ = f"<m:rad><m:deg/>{parts['e'].format('y')}</m:rad>"
    assert lines(p("流量为", f"<m:oMath>{fraction}{power}{root_}</m:oMath>", "。")) == ["流量为(a+b)/2x^2√(y)。"]


def test_equal_cells_stay() -> None:
    """Equal values of different cells all stay, and empty cells move none of them."""
    table = tbl(tr("区", "一月", "二月", "三月"), tr("东区", "70", "65", "70"), tr("西区", "", "70", "70"))
    assert lines(table) == ["区：东区；一月：70；二月：65；三月：70", "区：西区；二月：70；三月：70"]


def test_merged_cells() -> None:
    """A merged cell is said for each head that it stands under, and once under one that is as wide."""
    across, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("站点", across), "水位", "雨量"),
        tr(tc("北站", across + down), tc("停测", across)),
        tr(tc("", across + on), "7米", "30毫米"),
        tr(tc("南站", across), "5米", properties='<w:gridAfter w:val="1"/>'),
        tr("9米", properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'),
    )
    assert lines(table) == [
        "站点：北站；水位：停测；雨量：停测",
        "站点：北站；水位：7米；雨量：30毫米",
        "站点：南站；水位：5米",
        "水位：9米",
    ]


def test_repeated_head_rows() -> None:
    """Rows that Word repeats on every page are the heads, under a title over the whole table."""
    head = "<w:tblHeader/>"
    table = tbl(
        tr(tc("二〇二一年水情", '<w:gridSpan w:val="3"/>'), properties=head),
        tr("站点", "责任人", "备注", properties=head),
        tr("北站", "周工", "无"),
    )
    assert lines(table) == ["二〇二一年水情", "站点：北站；责任人：周工；备注：无"]


def test_nested_and_framing_tables() -> None:
    """A table in a cell is read within its row; one of a single column only frames what is in it."""
    inner = tbl(tr("工期", "18个月"), tr("投资", "2亿元"))
    assert lines(tbl(tr("东闸", tc(inner + p()), "在建"))) == ["东闸；工期：18个月 投资：2亿元；在建"]
    frame = tbl(tr(tc(p("会议指出，要防汛。") + p("会议要求，要值守。") + inner)))
    assert lines(frame) == ["会议指出，要防汛。", "会议要求，要值守。", "工期：18个月", "投资：2亿元"]
    wide = tc(p("议题一。") + p("议题二。"), '<w:gridSpan w:val="2"/>')
    assert lines(tbl(tr("主持人", "周工"), tr(wide))) == ["主持人：周工", "议题一。", "议题二。"]


TITLE = "<c:title><a:p><a:r><a:t>各站水位</a:t></a:r></a:p></c:title>"
CHART = f"<c:chartSpace {NS}><c:chart>{TITLE}<c:plotArea>{{}}</c:plotArea></c:chart></c:chartSpace>"


def series(name: str, *values: str) -> str:
    """A series of a chart over two stations."""
    across, up = (
        "".join(f'<c:pt idx="{at}"><c:v>{one}</c:v></c:pt>' for at, one in enumerate(of))
        for of in (("北站", "南站"), values)
    )
    return f"<c:ser><c:tx><c:v>{name}</c:v></c:tx><c:cat>{across}</c:cat><c:val>{up}</c:val></c:ser>"


def test_charts_and_diagrams() -> None:
    """Charts and SmartArt are read where they stand, and the picture of a SmartArt is left out."""
    drawing = "<w:r><w:drawing><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></w:drawing></w:r>"
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    content = word(
        p("图一", drawing.format('<c:chart r:id="chart1"/>'), drawing.format('<dgm:relIds r:dm="diagramData1"/>')),
        "完。",
        chart1=CHART.format(series("水位", "7", "5") + series("警戒", "9", "8")),
        diagramData1=f"<dgm:dataModel {NS}>{point.format('勘测')}{point.format('施工')}</dgm:dataModel>",
        diagramDrawing1=f"<x {NS}><a:p><a:r><a:t>勘测</a:t></a:r></a:p></x>",
    )
    draft = drafted(content)
    table = ["北站；水位：7；警戒：9", "南站；水位：5；警戒：8"]
    assert draft.text.split("\n") == ["图一", "各站水位", *table, "勘测", "施工", "完。"]
    assert left(draft) == [("duplicate", "北站南站"), ("duplicate", "勘测")]


def test_embedded_files() -> None:
    """A file within the document is named as left out; a web page that stands for text is read."""
    page = "<html><body><p>水库蓄水量为三千万立方米，比去年同期多两成，能够保证春灌。</p></body></html>".encode()
    files = members(word("甲。", '<w:altChunk r:id="page"/>', '<w:altChunk r:id="old"/>'))
    files[RELATIONS] = relations({"page": ("aFChunk", "page.html"), "old": ("aFChunk", "old.rtf")})
    files |= {"word/page.html": page, "word/old.rtf": b"{", "word/embeddings/表.xlsx": b"PK"}
    draft = drafted(zipped(files))
    assert draft.text == "甲。\n水库蓄水量为三千万立方米，比去年同期多两成，能够保证春灌。"
    assert left(draft) == [("embedded", "old.rtf"), ("embedded", "表.xlsx")]


def test_strict_documents() -> None:
    """A Strict document is read as a Transitional one, and so is one whose main part has another name."""
    files = members(word(p("甲", r("乙", "<w:vanish/>")), tbl(HEAD, tr("东堤", "9公里", "12次"))))
    for own, strict in STRICT.items():
        files = {name: content.replace(own.encode(), strict.encode()) for name, content in files.items()}
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"Document2.xml")
    files["word/document2.xml"] = files.pop("word/document.xml")
    assert drafted(zipped(files)).text == "甲\n河段：东堤；长度：9公里；巡查次数：12次"


@pytest.mark.parametrize(
    ("styles", "title"),
    [
        (("title", "heading 1", "heading 1"), "防汛通知"),
        (("heading 1", "", ""), "防汛通知"),
        (("heading 1",) * 3, None),
    ],
)
def test_title(styles: tuple[str, str, str], title: str | None) -> None:
    """The title is the paragraph in the style of titles, or the only highest heading."""
    made = "".join(f'<w:style w:styleId="s{at}"><w:name w:val="{name}"/></w:style>' for at, name in enumerate(styles))
    body = [p(text, properties=f'<w:pStyle w:val="s{at}"/>') for at, text in enumerate(("防汛通知", "总则", "附则"))]
    assert drafted(word(*body, styles=root("styles", made))).title == title


def test_powers() -> None:
    """A raised number behind another is no part of it, however it is raised; a square metre stays as it is."""
    up, higher = '<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/>'
    raised = [r("-", up), r("8", up), "，5", r("2", higher), "，9m", r("2", up)]
    assert lines(p("10", *raised)) == ["10^-8，5^2，9m2"]


def test_nothing_to_read() -> None:
    """A document without text is empty, and one of pictures is told to be one."""
    with pytest.raises(EmptyFile):
        drafted(word(p()))
    with pytest.raises(UnreadableFile, match="pictures and no text"):
        drafted(zipped({**members(word(p())), "word/media/image1.png": b"\x89PNG"}))


def test_relations_are_not_followed_outside() -> None:
    """A part in another place, on a disk or in the web, is never looked for."""
    files = members(word(p("甲。"), '<w:altChunk r:id="far"/>'))
    files[RELATIONS] = relations({"far": ("aFChunk", "file:///etc/passwd")}, ' TargetMode="External"')
    assert drafted(zipped(files)).text == "甲。"

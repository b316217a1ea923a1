"""Workbooks: every sheet is read, and what is left out of each is told with its reason."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from store.article import Article, Left
from store.errors import ArticleError, EmptyFile, MissingValue, UnreadableFile
from store.reading import count, parts

from .books import Sheet, book, cell, drawing, put, remarks, row, table
from .documents import members, zipped

HEADS = ("标题", "正文", "日期")
ARTICLE = ("街头绿地", "松山湖新建街头绿地3座。", "2023-06-30")
OTHER = ("健身步道", "虎门镇修了健身步道12公里。", "2023-07-01")


def read(path: Path) -> list[Article]:
    """The articles of a workbook, of which nothing may be lost."""
    found = [*parts(path)]
    assert count(path) == len(found)
    articles = [part.article() for part in found if not isinstance(part, ArticleError)]
    assert [article.report.account.lost for article in articles] == [()] * len(articles)
    return articles


def only(folder: Path, *sheets: Sheet, **more: tuple[str, ...]) -> Article:
    """The one article of a workbook of these sheets."""
    (article,) = read(put(folder, "a.xlsx", book(*sheets, **more)))  # type: ignore[arg-type]
    return article


def left(articles: list[Article], reason: str) -> list[str]:
    """What was left out for a reason."""
    return [one.text for article in articles for one in article.report.account.left if one.reason == reason]


def places(articles: list[Article]) -> list[str]:
    """Where articles stand in their file."""
    return [article.source.partition("#")[2] for article in articles]


def test_every_sheet_of_articles_is_read(tmp_path: Path) -> None:
    """Rows of the first sheet with articles are called by number, those of others by sheet and number."""
    sheets = (table("六月", [HEADS, ARTICLE]), table("七月", [HEADS, OTHER]), table("八月", [HEADS, ARTICLE]))
    articles = read(put(tmp_path, "a.xlsx", book(*sheets)))
    assert places(articles) == ["1", "七月#1", "八月#1"]
    assert [article.text for article in articles] == [ARTICLE[1], OTHER[1], ARTICLE[1]]


def test_ids_are_told_apart_across_sheets(tmp_path: Path) -> None:
    """A row whose id is that of another sheet's row, or like the name of a sheet, has a place of its own."""
    heads = ("编号", "正文")
    sheets = (
        table("甲", [heads, ("9", ARTICLE[1]), ("乙", OTHER[1])]),
        table("乙", [("街道", "户数", "人数"), ("东街", 3, 9)]),
        table("丙", [heads, ("9", OTHER[1])]),
    )
    assert places(read(put(tmp_path, "a.xlsx", book(*sheets)))) == ["9", "乙", "乙'", "丙#9"]


def test_mixed_workbook(tmp_path: Path) -> None:
    """A sheet of numbers is one article beside those of the other sheets, under the name of its sheet."""
    numbers = table("人口", [("街道", "户数", "人数"), ("东街", 310, 902), ("西街", 87, 244)])
    articles = read(put(tmp_path, "a.xlsx", book(numbers, table("稿件", [HEADS, ARTICLE]))))
    assert places(articles) == ["人口", "1"]
    assert articles[0].title == "人口"
    assert articles[0].text == "街道：东街；户数：310；人数：902\n街道：西街；户数：87；人数：244"


@pytest.mark.parametrize(
    "above",
    [
        [("稿件汇总", None, None)],
        [("东江晚报稿件汇总",), (None,), ("（单位：篇）",)],
        [("制表：编辑部", None, "2023年7月"), ("说明：按日期排列。",)],
    ],
)
def test_lines_above_the_heads(tmp_path: Path, above: list[tuple[object, ...]]) -> None:
    """A title, units and notes above the names of columns are no names, whether merged or not."""
    articles = read(put(tmp_path, "a.xlsx", book(table("稿件", [*above, HEADS, ARTICLE, OTHER], "A1:C1"))))
    assert [(one.title, one.text, one.published) for one in articles] == [ARTICLE, OTHER]
    assert len(left(articles, "table notes")) == 1 + sum(any(line) for line in above)


@pytest.mark.parametrize("below", [("合计", None, 2), ("注：按日期排列。",), ("审核：王五", None, None)])
def test_lines_below_the_rows(tmp_path: Path, below: tuple[object, ...]) -> None:
    """A sum or a note below the rows is no article, and is told with the last of them."""
    articles = read(put(tmp_path, "a.xlsx", book(table("稿件", [HEADS, ARTICLE, OTHER, (None,), below]))))
    assert [one.text for one in articles] == [ARTICLE[1], OTHER[1]]
    assert str(below[0]) in left(articles[1:], "table notes")[0]


def test_a_title_without_a_text_is_told(tmp_path: Path) -> None:
    """A row with a title and no text is an article that lacks its text, and no note."""
    found = [*parts(put(tmp_path, "a.xlsx", book(table("稿件", [HEADS, ARTICLE, ("待写",)]))))]
    with pytest.raises(EmptyFile, match="#2"):
        [part.article() for part in found if not isinstance(part, ArticleError)]


def test_merged_cells_of_articles(tmp_path: Path) -> None:
    """A source that is merged over rows is that of each, and heads may stand in two merged lines."""
    rows = [
        ("标题", "正文", "发布", None),
        (None, None, "来源", "日期"),
        ("甲", ARTICLE[1], "东江晚报", "2023-06-30"),
        ("乙", OTHER[1], None, "2023-07-01"),
    ]
    articles = read(put(tmp_path, "a.xlsx", book(table("稿件", rows, "A1:A2", "B1:B2", "C1:D1", "C3:C4"))))
    assert [(one.publisher, one.published) for one in articles] == [
        ("东江晚报", "2023-06-30"),
        ("东江晚报", "2023-07-01"),
    ]


def test_other_columns(tmp_path: Path) -> None:
    """What a document is called is read above its text; columns of no meaning are left out by name, doubles too."""
    heads = ("标题", "文号", "点击量", "点击量", None, "正文", "成文日期")
    article = only(tmp_path, table("文件", [heads, ("通知", "虎府〔2023〕8号", 52, 60, "转", OTHER[1], 45200)]))
    assert article.text == f"文号：虎府〔2023〕8号\n成文日期：2023-10-01\n{OTHER[1]}"
    assert left([article], "column") == ["点击量：52", "点击量 2：60", "[5]：转"]


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        (cell("B2", None, formula='"虎门镇"&C2'), 'B2 ="虎门镇"&C2'),
        ('<c r="B2" t="e"><f>C2/0</f><v>#DIV/0!</v></c>', "B2 #DIV/0! =C2/0"),
        ('<c r="B2" t="e"><v>#REF!</v></c>', "B2 #REF!"),
    ],
)
def test_text_that_was_not_computed(tmp_path: Path, cells: str, missing: str) -> None:
    """A row whose text is a formula without a value, or an error, is told by its cell; the other rows are read."""
    rows = row(1, HEADS) + row(2, ("甲", cells, "2023-06-30")) + row(3, OTHER)
    bad, good = parts(put(tmp_path, "a.xlsx", book(Sheet("稿件", rows))))
    assert not isinstance(good, ArticleError)
    assert not isinstance(bad, ArticleError)
    assert good.article().text == OTHER[1]
    with pytest.raises(MissingValue) as caught:
        bad.article()
    assert missing in caught.value.message("zh")
    assert missing in str(caught.value)


def test_other_formulas(tmp_path: Path) -> None:
    """A formula is read as its value; one without a value is named, and its row is read."""
    rows = (
        row(1, ("街道", "户数", "占比"))
        + row(2, ("东街", cell("B2", 30, formula="1*30"), cell("C2", 0.25, 1, "B2/120")))
        + row(3, ("西街", cell("B3", None, formula="SUM(B1:B2)"), '<c r="C3" t="e"><f>B3/0</f><v>#DIV/0!</v></c>'))
        + row(4, ("北街", '<c r="B4" t="str"><f>""</f><v></v></c>', cell("C4", 0.5, 1)))
    )
    article = only(tmp_path, Sheet("户数", rows), codes=("0%",))
    assert article.text == "街道：东街；户数：30；占比：25%\n街道：西街\n街道：北街；占比：50%"
    assert left([article], "formula") == ["B3 =SUM(B1:B2)", "C3 #DIV/0! =B3/0"]


def test_zeros_that_were_never_computed(tmp_path: Path) -> None:
    """In a workbook that is to be computed when opened, a formula's zero stands for no value."""
    rows = row(1, ("街道", "户数", "人数")) + row(2, ("东街", cell("B2", 0, formula="C2*2"), 0))
    sheet = Sheet("户数", rows)
    assert only(tmp_path, sheet).text == "街道：东街；户数：0；人数：0"
    (article,) = read(put(tmp_path, "b.xlsx", book(sheet, calculation='<calcPr fullCalcOnLoad="1"/>')))
    assert article.text == "街道：东街；人数：0；户数："
    assert left([article], "formula") == ["B2 0 =C2*2"]


@pytest.mark.parametrize(("settings", "number"), [("", 45200), ('<workbookPr date1904="1"/>', 43738)])
def test_dates_that_are_numbers(tmp_path: Path, settings: str, number: int) -> None:
    """The number of a day in a column of dates is its date, whether the cell has the format of a date or not."""
    rows = row(1, HEADS) + "".join(
        row(place, ("甲", OTHER[1], cell(f"C{place}", number, code))) for place, code in ((2, 0), (3, 1), (4, 2))
    )
    path = put(tmp_path, "a.xlsx", book(Sheet("稿件", rows), codes=("yyyy/m/d", 'm"月"d"日"'), settings=settings))
    assert [article.published for article in read(path)] == ["2023-10-01"] * 3
    rows = row(1, ("街道", "检查日期", "户数")) + row(2, ("东街", number, number))
    (article,) = read(put(tmp_path, "b.xlsx", book(Sheet("检查", rows), settings=settings)))
    assert article.text == f"街道：东街；检查日期：2023-10-01；户数：{number}"


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    """What stands in the column of dates and is no date is left out under the column's name."""
    article = only(tmp_path, table("稿件", [HEADS, ("甲", OTHER[1], "待定")]))
    assert article.published is None
    assert left([article], "column") == ["日期：待定"]


def test_strings_of_every_kind(tmp_path: Path) -> None:
    """Shared strings, runs in several fonts, inline strings and truth values are read; readings are left out."""
    strings = (
        "<si><t>街道</t></si>",
        "<si><r><t>东</t></r><r><rPr><b/></rPr><t>街</t></r></si>",
        "<si><t>重庆路</t><rPh sb='0' eb='3'><t>chongqinglu</t></rPh></si>",
        "<si><t>甲_x000D_\n乙</t></si>",
    )
    shared = ['<c r="A1" t="s"><v>0</v></c>', "已建", "备注"]
    rows = (
        row(1, shared)
        + row(2, ('<c r="A2" t="s"><v>1</v></c>', '<c r="B2" t="b"><v>1</v></c>', '<c r="C2" t="s"><v>3</v></c>'))
        + row(3, ('<c r="A3" t="s"><v>2</v></c>', '<c r="B3" t="b"><v>0</v></c>'))
    )
    article = only(tmp_path, Sheet("路", rows), strings=strings)
    assert article.text == "街道：东街；已建：TRUE；备注：甲 乙\n街道：重庆路；已建：FALSE"
    assert left([article], "reading") == ["chongqinglu"]


@pytest.mark.parametrize(
    "sheets",
    [
        (table("稿件", [HEADS, ARTICLE]), Sheet("藏", row(1, HEADS) + row(2, OTHER), state="hidden")),
        (Sheet("稿件", row(1, HEADS) + row(2, OTHER, 'hidden="1"') + row(3, ARTICLE)),),
        (Sheet("稿件", row(1, HEADS) + row(2, ARTICLE) + row(3, OTHER, 'ht="0"')),),
        (
            Sheet(
                "稿件",
                row(1, (*HEADS, "稿")) + row(2, (*ARTICLE, OTHER[1])),
                '<cols><col min="4" max="9" hidden="1"/></cols>',
            ),
        ),
        (Sheet("稿件", row(1, HEADS) + row(2, (*ARTICLE, cell("D2", OTHER[1], 1)))),),
    ],
    ids=["sheet", "row", "flat row", "column", "format"],
)
def test_what_is_hidden(tmp_path: Path, sheets: tuple[Sheet, ...]) -> None:
    """What nobody sees in a workbook is no article, and is left out as hidden."""
    (article,) = read(put(tmp_path, "a.xlsx", book(*sheets, codes=(";;;",))))
    assert article.text == ARTICLE[1]
    assert OTHER[1] in "".join(left([article], "hidden"))


def test_hidden_rows_keep_the_numbers_of_others(tmp_path: Path) -> None:
    """A row is called by the same number whether one before it is hidden or not."""
    rows = row(1, HEADS) + row(2, OTHER, 'hidden="1"') + row(3, ARTICLE)
    assert places(read(put(tmp_path, "a.xlsx", book(Sheet("稿件", rows))))) == ["2"]
    with pytest.raises(UnreadableFile, match="hidden"):
        [*parts(put(tmp_path, "b.xlsx", book(Sheet("稿件", row(1, OTHER), state="veryHidden"))))]


def test_shapes_and_comments(tmp_path: Path) -> None:
    """Text boxes are read where they stand; their copies, comments and printed headers are left out."""
    boxes = drawing((0, "各街道户数"), (9, "东街户数最多。"), copies=("各街道户数",))
    sheet = Sheet(
        "Sheet1",
        row(3, ("街道", "户数")) + row(4, ("东街", 310)),
        parts={"drawing": boxes, "comments": remarks(B4="请核对", K99="已核对")},
        after="<headerFooter><oddHeader>&amp;C内部资料</oddHeader></headerFooter>",
    )
    article = only(tmp_path, sheet)
    assert article.text == "各街道户数\n街道：东街；户数：310\n东街户数最多。"
    assert article.title == "各街道户数"
    assert [*article.report.account.left] == [
        Left("comment", "请核对"),
        Left("duplicate", "各街道户数"),
        Left("repeated", "&C内部资料"),
        Left("comment", "已核对"),
    ]


TABLE = [("各街道供水统计", None, None, None, None), ("（单位：万吨）",), ("街道", "2022年", None, "2023年", None)]


def test_tables_with_merged_heads(tmp_path: Path) -> None:
    """In a table each value stands beside all heads of its column; title, unit and note are lines of their own."""
    rows = [
        *TABLE,
        (None, "生活", "工业", "生活", "工业"),
        ("东街", 1.5, 2, 3, 4),
        ("西街", 5, 6, 7, 8),
        ("合计", 6.5, 8, 10, 12),
        ("注：数据未经审计。",),
    ]
    article = only(tmp_path, table("Sheet1", rows, "A1:E1", "A2:E2", "A3:A4", "B3:C3", "D3:E3"))
    assert article.title == "各街道供水统计"
    assert article.text.splitlines() == [
        "各街道供水统计",
        "（单位：万吨）",
        "街道：东街；2022年生活：1.5；2022年工业：2；2023年生活：3；2023年工业：4",
        "街道：西街；2022年生活：5；2022年工业：6；2023年生活：7；2023年工业：8",
        "街道：合计；2022年生活：6.5；2022年工业：8；2023年生活：10；2023年工业：12",
        "注：数据未经审计。",
    ]


def test_tables_with_merged_rows(tmp_path: Path) -> None:
    """A name that is merged over rows stands in each of their lines."""
    rows = [("街道", "季度", "户数"), ("东街", "一季度", 3), (None, "二季度", 4), ("西街", "一季度", 5)]
    assert only(tmp_path, table("户数", rows, "A2:A3")).text.splitlines()[1] == "街道：东街；季度：二季度；户数：4"


def test_several_tables_on_a_sheet(tmp_path: Path) -> None:
    """Each table of a sheet has its own heads; a blank line within one changes nothing."""
    rows = [("街道", "户数"), ("东街", 3), (), ("西街", 4), (), ("路灯情况",), ("路名", "盏数"), ("一路", 5)]
    assert only(tmp_path, table("表", rows)).text.splitlines() == [
        "街道：东街；户数：3",
        "街道：西街；户数：4",
        "路灯情况",
        "路名：一路；盏数：5",
    ]


def test_words_below_a_blank_line_are_no_heads(tmp_path: Path) -> None:
    """A row of words below a blank line belongs to the table above it, and heads said again are left out."""
    heads = ("姓名", "单位", "职务")
    rows = [
        heads,
        ("王一", "水务局", "局长"),
        (),
        ("李二", "教育局", "局长"),
        ("张三", "交通局", "局长"),
        (),
        heads,
        ("赵四", "民政局", "局长"),
    ]
    article = only(tmp_path, table("名单", rows))
    assert [line.split("；")[0] for line in article.text.splitlines()] == [
        f"姓名：{row[0]}" for row in rows if row and row != heads
    ]
    assert left([article], "repeated") == ["姓名\t单位\t职务"]


def test_hidden_rows_of_tables(tmp_path: Path) -> None:
    """A hidden row is no blank line between two tables, and a unit above the heads is no title."""
    rows = row(1, ("单位：户",)) + row(2, ("街道", "方式", "户数")) + row(3, ("东街", "新装", 3), 'hidden="1"')
    rows += row(4, ("西街", "改装", "无")) + row(5, ("北街", "新装", 8))
    article = only(tmp_path, Sheet("供气", rows))
    assert article.title == "供气"
    assert article.text == "单位：户\n街道：西街；方式：改装；户数：无\n街道：北街；方式：新装；户数：8"


def test_forms(tmp_path: Path) -> None:
    """A list of names and values is no list of articles, though one of its columns is called 内容."""
    article = only(tmp_path, table("活动", [("项目", "内容"), ("时间", "9月5日"), ("地点", "体育馆")]))
    assert article.text.splitlines()[1:] == ["时间：9月5日", "地点：体育馆"]


def test_sheets_without_rows(tmp_path: Path) -> None:
    """Empty sheets, and names of columns without rows, are no articles; a workbook of nothing else is empty."""
    articles = read(
        put(tmp_path, "a.xlsx", book(table("空", []), table("模板", [HEADS]), table("稿件", [HEADS, ARTICLE])))
    )
    assert places(articles) == ["1"]
    assert left(articles, "table notes") == ["标题\t正文\t日期"] * 2
    with pytest.raises(EmptyFile):
        [*parts(put(tmp_path, "b.xlsx", book(table("空", []), table("模板", [HEADS]))))]


def test_far_cells_and_formatted_rows(tmp_path: Path) -> None:
    """A cell in the last corner of a sheet, thousands of empty rows and merged cells over all of it change nothing."""
    rows = row(1, HEADS) + row(2, ARTICLE)
    rows += "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 9000))
    rows += f'<row r="1048576">{cell("XFD1048576", "远")}</row>'
    (article,) = read(put(tmp_path, "a.xlsx", book(Sheet("稿件", rows, merged=("A3:XFD1048575",)), codes=("0%",))))
    assert (article.text, left([article], "table notes")) == (ARTICLE[1], ["标题\t正文\t日期", "远"])
    numbers = row(1, ("街道", "户数")) + row(2, ("东街", 3)) + f'<row r="1048576">{cell("XFD1048576", 7)}</row>'
    assert only(tmp_path, Sheet("户数", numbers)).text == "街道：东街；户数：3\n7"


def test_rows_without_places(tmp_path: Path) -> None:
    """Cells and rows that do not say where they are stand one behind the other."""
    cells = ("".join(f'<c t="str"><v>{one}</v></c>' for one in line) for line in (HEADS, ARTICLE))
    rows = "".join(f"<row>{line}</row>" for line in cells)
    assert only(tmp_path, Sheet("稿件", rows)).text == ARTICLE[1]


def test_macros_are_not_run(tmp_path: Path) -> None:
    """A workbook with macros is read like any other."""
    (article,) = read(put(tmp_path, "a.xlsm", book(table("稿件", [HEADS, ARTICLE]))))
    assert article.text == ARTICLE[1]


def test_workbooks_are_streamed(tmp_path: Path) -> None:
    """A workbook of many megabytes is read a row at a time, also where all of its texts are shared strings."""
    strings = tuple(f"<si><t>{number}{ARTICLE[1] * 400}</t></si>" for number in range(1200))
    rows = row(1, HEADS) + "".join(
        row(place + 2, ("甲", f'<c r="B{place + 2}" t="s"><v>{place}</v></c>')) for place in range(len(strings))
    )
    path = put(tmp_path, "a.xlsx", book(Sheet("稿件", rows), strings=strings))
    tracemalloc.start()
    assert sum(1 for _ in parts(path)) == len(strings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len("".join(strings).encode()) > 15_000_000
    assert peak < 12_000_000


def test_filled_forms(tmp_path: Path) -> None:
    """In a form under its title each value stands beside its own name."""
    rows = [("报名表",), ("姓名", "苏某", "性别", "女"), ("工作单位", "林业局"), ("报名理由", "愿意参加。")]
    article = only(tmp_path, table("表", rows, "A1:D1", "B3:D3", "B4:D4"))
    assert article.text.split("\n") == ["报名表", "姓名：苏某；性别：女", "工作单位：林业局", "报名理由：愿意参加。"]
    assert article.title == "报名表"


def test_tables_side_by_side(tmp_path: Path) -> None:
    """Tables with an empty column between them are read one after the other; one with such a column stays whole."""
    two = [("工具", "数量", None, "工人", "数量"), ("锯", 3, None, "木工", 8), ("锤", 4)]
    assert only(tmp_path, table("表", two)).text.split("\n") == [
        "工具：锯；数量：3",
        "工具：锤；数量：4",
        "工人：木工；数量：8",
    ]
    one = [
        ("镇", "面积", None, "镇长", "电话"),
        ("云岭镇", 3, None, "苏某", "0769"),
        ("石桥镇", 4, None, "林某", "0768"),
    ]
    assert only(tmp_path, table("表", one)).text.startswith("镇：云岭镇；面积：3；镇长：苏某；电话：0769")


def test_heads_that_are_dates(tmp_path: Path) -> None:
    """Months above numbers are the heads of their columns, and heads that come again are left out."""
    months = row(1, ["科室", cell("B1", 45292, 1), cell("C1", 45323, 1)])
    rows = months + row(2, ["一科", 5, 6]) + row(3, ["二科", 7, 8])
    article = only(tmp_path, Sheet("表", rows), codes=('yyyy"年"m"月"',))
    assert article.text == "科室：一科；2024年1月：5；2024年2月：6\n科室：二科；2024年1月：7；2024年2月：8"
    again = [("科室", "人数", "工时"), ("一科", 5, 6), ("科室", "人数", "工时"), ("二科", 7, 8)]
    article = only(tmp_path, table("表", again))
    assert article.text == "科室：一科；人数：5；工时：6\n科室：二科；人数：7；工时：8"
    assert left([article], "repeated") == ["科室\t人数\t工时"]


def test_cells_under_merged_ones(tmp_path: Path) -> None:
    """What stands under a merged cell is not shown, and left out as hidden."""
    rows = [("镇", "计划", "完成"), ("云岭镇", 40, 31), ("石桥镇", "未报", "旧值")]
    article = only(tmp_path, table("表", rows, "B3:C3"))
    assert "旧值" not in article.text
    assert left([article], "hidden") == ["旧值"]


def test_missing_sheets(tmp_path: Path) -> None:
    """A workbook that lacks the part of a sheet is damaged, and one that writes its name in another case is not."""
    files = members(book(table("甲", [("镇", "户数"), ("云岭镇", 40)]), table("乙", [("村", "户数"), ("东村", 4)])))
    (first, last) = sorted(name for name in files if "/worksheets/" in name and name.endswith(".xml"))
    renamed = {last.upper() if name == last else name: content for name, content in files.items()}
    assert len(read(put(tmp_path, "b.xlsx", zipped(renamed)))) == 2
    with pytest.raises(UnreadableFile, match="乙 is missing"):
        read(put(tmp_path, "c.xlsx", zipped({name: one for name, one in files.items() if name != last})))
    assert first != last

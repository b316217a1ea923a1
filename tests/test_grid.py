"""Tables as lines: each cell stands beside the head of its column, in plain text, in search and in answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checks.asked.rows import OtherColumn, OtherRow
from qa.checks.base import case
from qa.evidence.rows import asked_cell, of_another_row, row_of, rows_in
from store.repair import repair
from store.text.edits import undo
from store.text.grid import Cell, Merged, cells_of, table_lines
from store.text.sentences import SENTENCE_LENGTH

from .test_grounding import source_of

LEFT, ABOVE = Merged.LEFT, Merged.ABOVE


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            [["镇", "计划", "完成"], ["云岭镇", "40", "31"], ["石桥镇", "25", "25"]],
            ["镇：云岭镇；计划：40；完成：31", "镇：石桥镇；计划：25；完成：25"],
        ),
        ([["总投资", "2.4亿元"], ["工期", "两年"]], ["总投资：2.4亿元", "工期：两年"]),
        ([["年份", "产量"], ["2021年", "30吨"]], ["年份：2021年；产量：30吨"]),
        (
            [["各镇用电", LEFT, LEFT], ["镇", "一月", "二月"], ["云岭镇", "7", "7"], ["单位：万度", LEFT, LEFT]],
            ["各镇用电", "镇：云岭镇；一月：7；二月：7", "单位：万度"],
        ),
        (
            [["镇", "上半年", LEFT, "全年"], [ABOVE, "水", "电", ABOVE], ["云岭镇", "1", "2", "3"]],
            ["镇：云岭镇；上半年水：1；上半年电：2；全年：3"],
        ),
        (
            [["单位", "职务", "姓名"], ["林业局", "局长", "苏某"], [ABOVE, "书记", "苏某"]],
            ["单位：林业局；职务：局长；姓名：苏某", "单位：林业局；职务：书记；姓名：苏某"],
        ),
        ([["指标", "2021年", "2022年"], ["产值", "5", "6"]], ["指标：产值；2021年：5；2022年：6"]),
        (
            [["姓名", "", "性别", "女"], ["工作单位", "林业局", LEFT, LEFT], ["出生年月", "1980年3月", "職務", ""]],
            ["姓名；性别：女", "工作单位：林业局", "出生年月：1980年3月；職務"],
        ),
        (
            [["姓名", "单位", "职务", "电话"], ["苏某", "林业局", "局长", "无"]],
            ["姓名：苏某；单位：林业局；职务：局长；电话：无"],
        ),
        (
            [["镇", "说明", "村"], ["云岭镇", "已完成", "东村"], [ABOVE, "", "西村"]],
            ["镇：云岭镇；说明：已完成；村：东村", "镇：云岭镇；村：西村"],
        ),
        (
            [
                ["站", "雨量", LEFT, LEFT, LEFT],
                [ABOVE, "上旬", LEFT, "下旬", LEFT],
                [ABOVE, "昼", "夜", "昼", "夜"],
                ["云岭", "1", "2", "3", "4"],
            ],
            ["站：云岭；雨量上旬昼：1；雨量上旬夜：2；雨量下旬昼：3；雨量下旬夜：4"],
        ),
        (
            [["案由", "超载", LEFT, LEFT], ["当事车主", "苏某", "罚款", "200元"], ["车牌", "甲8", "扣分", "3"]],
            ["案由：超载", "当事车主：苏某；罚款：200元", "车牌：甲8；扣分：3"],
        ),
        (
            [["车主", "苏某", "司机", "钱某"], ["案由", "超载", LEFT, LEFT], ["决定", "警告", LEFT, LEFT]],
            ["车主：苏某；司机：钱某", "案由：超载", "决定：警告"],
        ),
        (
            [["组", "队员", LEFT, LEFT], ["甲组", "苏某", "钱某", "孙某"], ["乙组", "李某", "周某", "吴某"]],
            ["组：甲组；队员：苏某；队员：钱某；队员：孙某", "组：乙组；队员：李某；队员：周某；队员：吴某"],
        ),
        (
            [
                ["镇", "电话", "镇", "电话"],
                ["云岭镇", "12", "石桥镇", "34"],
                ["河口镇", "56", "", ""],
                ["全县", LEFT, LEFT, LEFT],
            ],
            ["镇：云岭镇；电话：12", "镇：石桥镇；电话：34", "镇：河口镇；电话：56", "全县"],
        ),
        (
            [
                ["申办人", "苏某", "联系电话", "0769"],
                ["申办事项", "挖路", LEFT, LEFT],
                ["所需面积（米）", "9", "周期", "一月"],
            ],
            ["申办人：苏某；联系电话：0769", "申办事项：挖路", "所需面积（米）：9；周期：一月"],
        ),
        (
            [
                ["姓名", "苏某", "民族", "汉族", "照片"],
                ["工作单位", "林业局", "职务", "科员", ABOVE],
                ["子女", "称谓", "姓名", "年龄", LEFT],
                [ABOVE, "长子", "苏大", "9", LEFT],
                [ABOVE, "次女", "苏二", "7", LEFT],
            ],
            [
                "姓名：苏某；民族：汉族；照片",
                "工作单位：林业局；职务：科员",
                "子女；称谓：长子；姓名：苏大；年龄：9",
                "子女；称谓：次女；姓名：苏二；年龄：7",
            ],
        ),
        (
            [["资产", "年末", "负债", "年末"], ["存货", "5", "借款", "3"]],
            ["资产：存货；年末：5；负债：借款；年末：3"],
        ),
        (
            [["姓名", "性别", "姓名", "性别"], ["甲某", "男", "乙某", "女"]],
            ["姓名：甲某；性别：男", "姓名：乙某；性别：女"],
        ),
        ([["问", "答"], ["几时开门？", "八点。"]], ["问：几时开门？；答：八点。"]),
        ([["几时开门？", "八点。"], ["收费吗？", "不收。"]], ["几时开门？八点。", "收费吗？不收。"]),
        ([["条", "内容"], ["1", "不得吸烟。"]], ["条：1；内容：不得吸烟。"]),
        (
            [["镇", "计划", "完成"], ["云岭镇", "40", "31"], ["制表：苏某", "", "审核：林某"], ["制表：", "苏某", ""]],
            ["镇：云岭镇；计划：40；完成：31", "制表：苏某；审核：林某", "制表：苏某"],
        ),
        ([["3", "4", "5"], ["6", "7", "8"]], ["3；4；5", "6；7；8"]),
        ([["甲"], ["乙"]], ["甲", "乙"]),
        ([["", ""], ["甲", ""]], ["甲"]),
        ([], []),
    ],
)
def test_rows_are_read_with_their_heads(rows: Sequence[Sequence[Cell]], lines: list[str]) -> None:
    """Heads of one and more rows, forms, merged cells, titles and notes over the whole width, tables without heads."""
    assert table_lines(rows) == lines


def test_long_rows_are_several_lines() -> None:
    """Each line of a row with very many columns begins with the cell that names it, and is short enough to be whole."""
    heads = ["镇", *(f"第{number}项指标的数值" for number in range(60))]
    lines = table_lines([heads, ["云岭镇", *map(str, range(60))]])
    assert len(lines) > 1
    assert all(line.startswith("镇：云岭镇；第") and len(line) <= SENTENCE_LENGTH for line in lines)
    assert sum(line.count("项指标的数值：") for line in lines) == 60


CELLS = st.text("甲乙丙丁一二12.年；：| ", max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    """Whatever a table holds, each cell is in one of its lines, and so is the head of a column without cells."""
    said = "".join("".join(line.split()) for line in table_lines(rows))
    assert [cell for row in rows for cell in row if "".join(cell.split()) not in said] == []


TABLE = "| 镇 | 计划 | 完成 |\n|:---|---:|---|\n| 云岭镇 | 40 | 31 |\n| 石桥镇 | 25 | |\n"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (f"进度如下。\n\n{TABLE}\n完。", "进度如下。\n\n镇：云岭镇；计划：40；完成：31\n镇：石桥镇；计划：25\n\n完。"),
        ("镇 | 计划\n---|---\n云岭镇 | 40", "镇：云岭镇；计划：40"),
        ("| 镇 | 说明 |\n|---|---|\n| 云岭镇 | 一\\|二<br>三 |", "镇：云岭镇；说明：一|二 三"),
        (
            "镇\t计划\t完成\n云岭镇\t40\t31\n石桥镇\t25\t20",
            "镇：云岭镇；计划：40；完成：31\n镇：石桥镇；计划：25；完成：20",
        ),
    ],
)
def test_tables_of_plain_text_are_read_by_rows(text: str, repaired: str) -> None:
    """Markdown tables and lines with tabs become rows with heads, once and for all, and the original comes back."""
    found = repair(text)
    assert found.text == repaired
    assert undo(found.text, found.changes) == text
    assert repair(found.text).changes == ()


@pytest.mark.parametrize(
    "text",
    [
        "他输入了 a|b，又删了。\n后来写成 c|d。",
        "首页 | 新闻 | 联系我们",
        "一\t二\n三\t四",
        "云岭镇\t40\t31\n石桥镇\t25\t20\n高台镇\t9\t9",
        "| 只有一行 |",
    ],
)
def test_what_is_no_table_stays(text: str) -> None:
    """A pipe in a sentence, a menu, and columns whose heads nothing shows are left as they are."""
    assert repair(text).text == text


ROWS = "镇：云岭镇；计划台数：40；完成台数：31；负责人：苏某\n镇：石桥镇；计划台数：25；完成台数：20；负责人：钱某"
FIRST, SECOND = ROWS.split("\n")
SOURCES = (source_of(1, ROWS, "各镇进度"),)


def test_cells_stand_where_they_are_said() -> None:
    """The offsets of a cell are those of its text in the line; prose has no cells."""
    cells = cells_of(FIRST)
    assert [(cell.label, FIRST[cell.start : cell.end]) for cell in cells][1:3] == [
        ("计划台数", "40"),
        ("完成台数", "31"),
    ]
    assert cells_of("会议要求：一是提高认识；二是抓好落实。") == ()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("云岭镇完成了多少台？", "31"),
        ("雲嶺鎮計劃多少台？", "40"),
        ("云岭镇的负责人是谁？", "苏某"),
        ("石桥镇完成了多少台？", None),
        ("云岭镇有多少人口？", None),
    ],
)
def test_the_cell_that_is_asked_for(question: str, answer: str | None) -> None:
    """The row that a question names, under the head that it says; no cell of another row, or of no such head."""
    row = row_of(FIRST)
    assert row
    found = asked_cell(question, row)
    assert (FIRST[slice(*found[0])] if found else None) == answer


def test_a_row_that_is_not_asked_about() -> None:
    """Of two rows of a table the one that the question names is the one to quote; of another table neither is."""
    first, second = rows_in(ROWS)
    assert of_another_row("云岭镇完成了多少台？", second, [first, second]) == first
    assert of_another_row("云岭镇完成了多少台？", first, [first, second]) is None
    assert of_another_row("两镇一共完成多少台？", second, [first, second]) is None


def test_the_wrong_row_is_off_topic() -> None:
    """A claim that quotes another row than the question names is told, with both rows."""
    asked = case("石桥镇完成20台。", [SECOND], "云岭镇完成了多少台？")
    (found,) = OtherRow().find(replace(asked, sources=SOURCES))
    assert (found.severity, found.quote_says, found.asked) == ("off-topic", "石桥镇", "云岭镇")
    right = case("云岭镇完成31台。", [FIRST], "云岭镇完成了多少台？")
    assert [*OtherRow().find(replace(right, sources=SOURCES))] == []


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("云岭镇完成台数为40。", "40"),
        ("云岭镇计划台数为31。", "31"),
        ("云岭镇完成台数为31。", None),
        ("云岭镇计划台数为40，完成台数为31。", None),
        ("云岭镇有40台。", None),
    ],
)
def test_the_wrong_column_contradicts(claim: str, wrong: str | None) -> None:
    """A number behind the head of another column contradicts the row; without any head it may be right."""
    found = [*OtherColumn().find(case(claim, [FIRST]))]
    assert [finding.says for finding in found] == ([wrong] if wrong else [])

"""Lines that were broken at a fixed width are joined; lines that someone meant to end are not."""

from __future__ import annotations

import textwrap

import pytest

from store import Repaired, repair

CHINESE = (
    "会议强调，要持续学深悟透关于发展新质生产力的重要论述精神，准确理解新质生产力的基本内涵、核心标志、本质属性，"
    "深刻认识发展新质生产力的重要性与紧迫性，找准方法路径和实施举措，以发展新质生产力助推东莞加快高质量发展。"
)
ENGLISH = (
    "The city of Dongguan, which lies between Guangzhou and Shenzhen, makes shoes, telephones and toys for half of the "
    "world. In recent years its government has tried to attract laboratories as well, and a neutron source was built "
    "in the hills near Songshan Lake."
)


def wrapped(text: str, width: int) -> str:
    """`text` with a line end behind every `width` characters."""
    return "\n".join(text[place : place + width] for place in range(0, len(text), width))


@pytest.mark.parametrize("width", [20, 35, 40])
def test_chinese_lines_are_joined(width: int) -> None:
    """A Chinese paragraph in lines of one length becomes one line, without spaces."""
    assert repair(wrapped(CHINESE, width)).text == CHINESE


@pytest.mark.parametrize("width", [50, 60, 72])
def test_english_lines_are_joined(width: int) -> None:
    """An English paragraph, filled word by word, becomes one line with spaces between its words."""
    assert repair(textwrap.fill(ENGLISH, width)).text == ENGLISH


def test_paragraphs_stay_apart() -> None:
    """The last, short line of a paragraph ends it, with or without an empty line behind."""
    for gap, indent in (("\n", ""), ("\n\n", ""), ("\n \n", ""), ("\n", "\u3000\u3000")):
        text = gap.join([wrapped(indent + CHINESE, 32)] * 3)
        assert repair(text).text == gap.join([indent + CHINESE] * 3)


def test_spaces_at_the_ends_of_lines_go_with_them() -> None:
    """The spaces before a line end that is taken out go too."""
    assert repair(wrapped(CHINESE, 30).replace("\n", " \n")).text == CHINESE


def test_a_broken_line_is_recorded() -> None:
    """A joined line is a change of its line end."""
    text = wrapped(CHINESE, 40)
    assert {change[1:] for change in repair(text).changes} == {("\n", "", "broken line")}


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
        "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼",
        "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\nAnd be one traveler, long I stood\n"
        "And looked down one as far as I could",
        "苹果\n梨\n香蕉\n葡萄\n西瓜",
        "1. 建设现代化的产业体系和园区\n2. 建设现代化的交通体系和路网\n3. 建设现代化的能源体系和电网\n4. 其他",
        "- 加快建设现代化的产业体系和园区\n- 加快建设现代化的交通体系和路网\n- 加快建设现代化的能源体系和电网\n- 其他",
        f"{CHINESE}\n{CHINESE}\n{CHINESE}",
        "东莞召开全市制造业高质量发展大会\n会议在市民中心举行。\n市长出席。\n他说，制造业是立市之本，要坚持不动摇。\n会议还讨论了人才。",
        "王小明\t工业和信息化局办公室\t22831234\n李红红\t发展和改革局的办公室\t22835678\n赵云云\t市场监督管理局办公室\t22830000",
        "王小明，工业和信息化局办公室主任：22831234\n李红红，发展和改革局办公室主任：22835678\n赵云云，市场监管局的办公室主任：22830000",
    ],
)
def test_other_lines_stay(text: str) -> None:
    """Verse, lists, tables and articles with a line for every paragraph are left as they are."""
    assert repair(text) == Repaired(text, ())

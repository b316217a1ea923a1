"""Text that was spaced out letter by letter."""

from __future__ import annotations

import pytest

from store.repair import repair
from store.text.edits import undo


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        (
            "海 门 市 新 建 图 书 馆 于 9 月 1 2 日 开 放 ， 藏 书 1 5 0 万 册 。",
            "海门市新建图书馆于9月12日开放，藏书150万册。",
        ),
        ("海　门　市　今　年　植　树　三　万　棵　。", "海门市今年植树三万棵。"),
        ("关 于 组 织 春 季 植 树 活 动 的 通 知", "关于组织春季植树活动的通知"),
        ("通　知", "通知"),
        ("联 系 人：陈晓", "联系人：陈晓"),
        ("第二章　附　则", "第二章　附则"),
        ("学 校 采 购 3 0 台 电 脑 ，安 装 O f f i c e  2 0 2 1 软 件 。", "学校采购30台电脑，安装Office 2021软件。"),
        ("我 市 地铁 三 号 线 昨 日 开 通 运 营", "我市地铁三号线昨日开通运营"),
        ("颱 風 來 襲 ， 學 校 停 課 一 天 。", "颱風來襲，學校停課一天。"),
        ("（ 一 ） 加 强 领 导 ， 落 实 责 任 。", "（一）加强领导，落实责任。"),
        ("会 议 决 定 ：\n各 区 县\n要 认 真 落 实 会 议 精 神 。", "会议决定：\n各区县\n要认真落实会议精神。"),
        ("序 号   名 称   金 额", "序号   名称   金额"),
        ("⽩ 云 ⼭ 景 区 今 年 接 待 游 客 四 百 万 ⼈ 次", "白云山景区今年接待游客四百万人次"),
    ],
)
def test_closed_up(text: str, closed: str) -> None:
    """Spaced text is closed up, with every space kept in the changes; repairing it again changes nothing."""
    repaired = repair(text)
    assert repaired.text == closed
    assert undo(repaired.text, repaired.changes) == text
    assert any("spaced letters" in change.rule for change in repaired.changes)
    assert repair(closed).text == closed


@pytest.mark.parametrize(
    "text",
    [
        "王 丽",
        "出席：王 丽、张 强",
        "王 丽 张 强 李 明 赵 军 周 红 刘 洋",
        "甲 乙 丙 丁",
        "东 南 西 北 中",
        "一 二 三 四 五 六 七",
        "赵 钱 孙 李 周 吴 郑 王",
        "生字：人 口 手 上 中 下 火 山 石 田",
        "两岸猿声啼不住 轻舟已过万重山",
        "白日依山尽　黄河入海流",
        "姓名  性别  年龄\n陈晓  女  35\n林涛  男  41",
        "IT之家 8 月 16 日消息，小米 14 手机 10 月 发布",
        "A 队 3 : 1 B 队",
        "1 0 2 4 8",
        "T H E  N E W S",
        "The quick brown fox jumps over the lazy dog.",
        "　　本报讯　昨日，全市供水正常。",
        "张 三：你好。\n李 四：再见。",
    ],
)
def test_left_alone(text: str) -> None:
    """Names set with a space, lists of characters, verse, tables, and text that is spaced as usual stay as they are."""
    assert repair(text).text == text

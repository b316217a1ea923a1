"""Questions about something else of the same thing: who wrote a film that a text only says the director of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

_ASKED = (
    "导演 编剧 主演 制片人 作曲 原著作者",
    "作者 译者 编者 出版社",
    "董事长 总经理 总裁 创始人 首席执行官 首席财务官 秘书长",
    "市长 市委书记 副市长 政协主席",
    "区长 区委书记 副区长",
    "县长 县委书记 副县长",
    "省长 省委书记 副省长",
    "总统 总理 外交部长 国防部长",
    "局长 副局长 主任 副主任 处长 党组书记",
    "院长 副院长 校长 副校长 系主任",
    "教练 队长 门将 前锋 裁判",
    "冠军 亚军 季军",
    "父亲 母亲 妻子 丈夫 哥哥 弟弟 儿子 女儿",
    "出生 去世 毕业 结婚 退休 入伍",
    "成立 上市 破产 搬迁 改名",
    "开工 竣工 通车",
    "开始 结束 开幕 闭幕",
    "发布 停产 召回 上映 杀青",
    "长度 高度 宽度 深度 面积 重量 直径 海拔 人口",
    "营收 净利润 毛利率 总资产 负债 市值 研发投入",
    "收入 支出 利润 成本",
    "出口额 进口额 顺差",
    "产量 销量 库存 产能",
    "票房 上座率 观影人次 制作成本",
    "死亡 受伤 失踪 被困",
    "首都 官方语言 货币 国歌 国花",
    "主题 口号 吉祥物 会徽 主题曲",
    "全称 简称 英文名 旧称 别名",
    "起售价 续航 重量 电池容量 屏幕尺寸",
    "颜色 形状 大小 味道 气味",
    "举办地 举办时间 主办单位 参赛人数",
    "分布 食物 天敌 寿命",
    "当选 落选 辞职",
    "增长 下降",
)
_SAID = (
    "最大 最小",
    "最高 最低",
    "最早 最晚",
    "第一 第二 第三 第四 第五",
    "首次 第二次 第三次",
    "上半年 下半年 前三季度",
    "一季度 二季度 三季度 四季度",
    "同比 环比",
    "男子 女子",
)
_OTHERS = {word: group.split() for group in (*_ASKED, *_SAID) for word in group.split()}


def _any(groups: tuple[str, ...]) -> str:
    return "|".join(sorted((word for group in groups for word in group.split()), key=len, reverse=True))


_KNOWN = re.compile(
    f"(?:{_any(_ASKED)})(?=[^，,]{{0,4}}(?:谁|哪|什么|多少|几|何时|多[长高大重])[^，,]{{0,6}}$)|{_any(_SAID)}"
)
"""What a question asks for, right before its question word, and what it may say anywhere."""


def instead(question: str, text: str, random: Random) -> Iterator[str]:
    """The question with what it asks for put in the place of what it asked, where the text says nothing of it."""
    found = [*_KNOWN.finditer(question)]
    random.shuffle(found)
    for match in found:
        others = [other for other in _OTHERS[match[0]] if other not in text and other not in question]
        if others:
            yield question[: match.start()] + random.choice(others) + question[match.end() :]

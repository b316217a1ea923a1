"""Claims that say the contrary of their sentence: a denial is left out, 不得 or 不再, or a word is its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from qa.chinese.names import Word, tagged
from store.text.sentences import sentences

from .pairs import LONGEST, Pair

DENIALS = (
    *(
        "不再",
        "不会",
        "不能",
        "不得",
        "不可",
        "不必",
        "不宜",
        "不准",
        "不许",
        "不用",
        "不敢",
        "不肯",
        "不愿",
        "不想",
        "不予",
    ),
    *(
        "不应",
        "不需要",
        "不可能",
        "不允许",
        "从不",
        "绝不",
        "决不",
        "未必",
        "难以",
        "无法",
        "无需",
        "无须",
        "毋须",
        "禁止",
    ),
)
OPPOSITES = """
    同比 环比, 以上 以下, 以内 以外, 至少 至多, 之前 之后, 以前 以后, 上午 下午, 国内 国外, 境内 境外,
    最高 最低, 最大 最小, 最多 最少, 上半年 下半年, 入选 落选, 通过 否决, 批准 驳回, 开盘 收盘, 涨停 跌停,
    上调 下调, 增持 减持, 开放 关闭, 开工 竣工, 允许 禁止, 有罪 无罪, 成功 失败, 顺差 逆差, 上升 下降,
    提前 推迟, 晋级 淘汰, 上任 卸任, 出生 去世, 结婚 离婚, 阳性 阴性, 原告 被告, 高于 低于, 超过 不足,
    加息 降息, 升值 贬值, 进口 出口, 流入 流出, 增长 下降, 减少 增加, 支持 反对, 盈利 亏损, 买入 卖出,
    领先 落后, 东部 西部, 南部 北部, 城镇 农村, 男子 女子, 公开 保密, 恢复 暂停, 开始 结束, 加强 削弱,
    扩大 缩小, 录取 退学, 入院 出院, 登记 注销, 上市 退市, 发行 赎回, 逮捕 释放, 早于 晚于, 好于 差于,
    快于 慢于, 大于 小于, 多于 少于, 净利润 净亏损, 有效 无效, 合法 非法, 自愿 强制, 必须 可以, 免费 收费,
    线上 线下, 全职 兼职, 中标 流标, 涨幅 跌幅, 增幅 降幅
"""
"""Words of which one says the opposite of the other. The list is older than the product's."""
SHORTEST = 8
"""Characters of a clause that a claim is made of."""
_DENIAL = re.compile("|".join(sorted(DENIALS, key=len, reverse=True)))
_CLAUSE = re.compile("[^，,。；;：:！!？?、“”「」（）()\\s]+")
_DENIED_ELSEWHERE = re.compile("[不没未无非别勿难禁]")
_TURNED = {
    word: other
    for pair in OPPOSITES.split(",")
    for one, two in [pair.split()]
    for word, other in ((one, two), (two, one))
}


def of_denials(text: str, random: Random) -> Iterator[Pair]:
    """Of each clause with one denial, right before a verb, a claim that says the same, and one that leaves it out."""
    for clause, quote in clauses(text):
        found = [*_DENIAL.finditer(clause)]
        if len(found) != 1:
            continue
        before, after = clause[: found[0].start()], clause[found[0].end() :]
        words = tagged(clause)
        if not _DENIED_ELSEWHERE.search(before + after) and _begins_with_verb(words, found[0].end()):
            yield Pair(f"{clause}。", quote, "true")
            yield Pair(f"{before}{random.choice(('', '会', '将'))}{after}。", quote, "denial")


def of_opposites(text: str, random: Random) -> Iterator[Pair]:
    """Of each clause with a word that has an opposite, which the sentence doesn't say, a claim that says the same, and
    one that says the opposite.
    """
    for clause, quote in clauses(text):
        found = [word for word in tagged(clause) if _TURNED.get(word.text, quote) not in quote]
        if found:
            word = random.choice(found)
            yield Pair(f"{clause}。", quote, "true")
            yield Pair(f"{clause[: word.start]}{_TURNED[word.text]}{clause[word.end :]}。", quote, "opposite")


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text that are long enough, with their sentences."""
    for start, end in sentences(text):
        quote = text[start:end]
        if len(quote) <= LONGEST and "\n" not in quote:
            yield from ((clause, quote) for clause in _CLAUSE.findall(quote) if len(clause) >= SHORTEST)


def _begins_with_verb(words: list[Word], place: int) -> bool:
    """Whether the word at a place of a clause is a verb, and not its last word."""
    return any(word.start == place and word.tag[:1] == "v" and len(word.text) > 1 for word in words[:-1])

"""What a claim denies and its quotes don't, or the other way round, and words that say the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from store.text.sentences import Span

from .tokens import BREAK, Token

NEAR = 2
"""Words after a negation among which is what it negates."""


def _pairs(listed: str) -> tuple[list[list[str]], ...]:
    return tuple([side.split() for side in pair.split("|")] for pair in listed.split(";"))


_OPPOSITES = _pairs("""
    增长 上升 增加 提高 提升 上涨 涨 扩大 上调 回升 增 涨幅 增幅 升至 增至
        | 下降 减少 降低 下跌 跌 缩小 下调 回落 减 下滑 跌幅 降幅 降至 减至;
    升值 | 贬值; 加息 | 降息; 涨停 | 跌停; 增持 | 减持; 开盘 | 收盘; 买入 | 卖出; 流入 | 流出; 进口 | 出口;
    顺差 | 逆差; 盈利 | 亏损; 净利润 | 净亏损; 上市 | 退市; 同比 | 环比;
    高于 超过 多于 | 低于 不足 少于; 大于 | 小于; 早于 | 晚于; 快于 | 慢于; 好于 优于 强于 | 差于 劣于 弱于;
    领先 | 落后; 至少 | 至多 最多; 最多 | 最少; 最高 | 最低; 最大 | 最小; 以上 | 以下; 以内 | 以外;
    同意 支持 赞成 拥护 | 反对 抵制; 批准 通过 | 驳回 否决; 合法 | 非法 违法; 有效 | 无效; 有罪 | 无罪;
    自愿 | 强制; 免费 | 收费; 原告 | 被告; 加强 增强 | 削弱 减弱; 开始 启动 | 结束 终止; 开放 | 关闭;
    恢复 重启 | 暂停 停止 中断; 提前 | 推迟 延期 延后; 开工 动工 | 竣工 完工; 成功 | 失败; 晋级 | 淘汰;
    入选 | 落选; 上任 就任 到任 | 卸任 离任 辞任; 全职 | 兼职; 结婚 | 离婚; 出生 诞生 | 去世 逝世;
    入院 | 出院; 阳性 | 阴性; 男子 男性 男生 | 女子 女性 女生; 境内 | 境外; 国内 | 国外 海外;
    东部 | 西部; 南部 | 北部; 城镇 | 农村; 线上 | 线下; 上午 | 下午
""")
"""Words of which those on one side say the opposite of those on the other."""
_CONVERSES = _pairs("""
    之前 以前 | 之后 以后; 战胜 击败 | 负于 不敌; 必须 | 可以; 公开 | 保密; 登记 | 注销; 发行 | 赎回;
    逮捕 | 释放; 录取 | 退学
""")
"""Those that can tell the same from two ends, or of different things: they are compared only in the same place."""
_CONTRARY = frozenset(word for sides in _OPPOSITES for side in sides for word in side)

Kind = Literal["negation", "opposite"]


class Turn(NamedTuple):
    """Words of the claim that the quote negates, or the other way round, or whose opposite it says; where they stand in
    both. Without a place in the claim, the claim lacks the negation.
    """

    kind: Kind
    said: Span | None
    quoted: Span | None


Polarity = Mapping[str, Mapping[bool, Span]]
"""Words, whether they are negated in a text, and where they first are; with what negates them."""


def turned(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Iterator[tuple[int, Turn]]:
    """What the claim negates and the quotes don't, or the other way round; and words with the opposite meaning. Each
    with the number of the quote.
    """
    theirs: dict[str, dict[bool, Span]] = {}
    where: dict[str, int] = {}
    for number, quote in enumerate(quotes):
        for word, kinds in _polarity(quote).items():
            where.setdefault(word, number)
            theirs[word] = {**kinds, **theirs.get(word, {})}
    mine = _polarity(said)
    for word, kinds in mine.items():
        if word in theirs and not kinds.keys() & theirs[word].keys():
            yield where[word], Turn("negation", *_first(kinds, theirs[word]))
    for word, other in _opposed(mine, theirs, _OPPOSITES):
        yield where[other], Turn("opposite", *_first(mine[word], theirs[other]))


def turned_in_place(said: Sequence[Token], quoted: Sequence[Token]) -> Iterator[Turn]:
    """The same of two passages that stand between the same words, whatever else their texts say; of words with the
    opposite meaning, one must stand just where the other does.
    """
    if _only_negated(said, quoted):
        yield Turn("negation", _span(said), _span(quoted))
    if len(said) == len(quoted) == 1:
        for _ in _opposed(_polarity(said), _polarity(quoted), (*_OPPOSITES, *_CONVERSES)):
            yield Turn("opposite", _span(said), _span(quoted))


def _first(said: Mapping[bool, Span], quoted: Mapping[bool, Span]) -> tuple[Span, Span]:
    return next(iter(said.values())), next(iter(quoted.values()))


def _span(tokens: Sequence[Token]) -> Span | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _opposed(said: Polarity, quoted: Polarity, pairs: Sequence[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Words of a text of which another has none, but only such as say the opposite, and these the text has not."""
    for sides in pairs:
        for side, other in (sides, sides[::-1]):
            mine = [word for word in side if said.get(word, {}).keys() == {False}]
            theirs = [word for word in other if quoted.get(word, {}).keys() == {False}]
            if mine and theirs and not (quoted.keys() & {*side} or said.keys() & {*other}):
                yield mine[0], theirs[0]


def _polarity(said: Sequence[Token]) -> Polarity:
    """For each word whether it stands there negated, as it is, or both."""
    found: dict[str, dict[bool, Span]] = {}
    left, negated, start = 0, False, 0
    for token in said:
        if BREAK.fullmatch(token.text):
            left, negated = 0, False
        elif token.negates:
            if token.outright:
                found.setdefault(token.outright, {}).setdefault(not negated, (token.start, token.end))
            start = token.start
            left, negated = (NEAR, not negated) if token.negates_next else (0, False)
        else:
            if token.fact is None and (len(token.text) > 1 or negated or token.text in _CONTRARY):
                span = (start if negated else token.start, token.end)
                found.setdefault(token.text, {}).setdefault(negated, span)
            left -= 1
            negated = negated and left > 0 and (len(token.text) == 1 or token.is_modal)
    return found


def _only_negated(said: Sequence[Token], quoted: Sequence[Token]) -> bool:
    """Whether two passages are the same but for one negation more or less."""
    if sum(token.negates for token in said) % 2 == sum(token.negates for token in quoted) % 2:
        return False
    mine, theirs = ("".join(map(_outright, part)) for part in (said, quoted))
    return mine == theirs


def _outright(token: Token) -> str:
    """A word without its negation; nothing is left of 不能, nor of the 能 that may stand in its place."""
    if token.negates_next or token.is_modal:
        return ""
    return token.outright if token.negates else token.text

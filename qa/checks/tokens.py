"""A text in words that can be compared with another's: its facts as one word each, and what negates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from qa.chinese.facts import Fact, facts
from qa.chinese.names import tagged
from store.text.scripts import fold, simplified

BREAK = re.compile(r"[，。；：！？,;:!?\s]")
"""Where a clause ends."""
_NEGATIONS = (
    *("没有", "尚未", "并未", "从未", "未曾", "未能", "并非", "没能", "没", "未", "不", "无法", "拒绝", "禁止", "严禁"),
    *("非", "勿"),
)
_PREFIX = re.compile("(?:没有|没|未|不|无|非)(?=.)")
_NOT_NEGATED = re.compile(
    "不(?:断|仅|但|少|同|久|过|管|论|足|得不|禁|愧|惜|错|妨|然|如|止|只|光|已|时|容|一|忘|失|懈|乏|凡|等|计|菲|朽|限|定|良|动产"
    "|锈|起|易|佳|得了|到|明|满|利|便|安|幸|当|法|和|知|料|可开交|可或缺|遗余力|亦乐乎|约而同)"
    "|未(?:来|必|免|央|成年|婚|知|名)|非(?:常|法|洲|遗|凡|典|公|物质|银|营|农|金融|标)|没准|无(?!法)"
)
"""Words that begin like a negation and are none, or negate nothing that stands beside them."""
_DENIES = re.compile(
    "(?:不[再会能得可必宜准许用敢肯愿想应该予要]|不(?:能够|可能|允许|需要|打算|愿意)|[从绝决毫并更切]不可?|未必|难以"
    "|[无毋][需须庸])$"
)
"""Words that negate what they say themselves, 能 or 许, and what follows as well: 不能, 不许."""
_MODALS = frozenset(
    (
        *("会", "能", "将", "可", "再", "可能", "能够", "可以", "允许", "需要", "打算", "愿意", "应该", "应当", "必要"),
        *("继续", "进行", "予以", "加以"),
    )
)
"""Words behind a negation with which it doesn't end, for they say little themselves: 不需要遵守, 不再继续有效."""


class Token(NamedTuple):
    """A word, or a fact, which counts as one word, at an offset into the text.

    `mask` is what alignment compares: of a fact only its kind and unit.
    """

    mask: str
    text: str
    fact: Fact | None = None
    start: int = 0

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is neither a fact nor a mark."""
        return self.fact is None and self.text.isalnum()

    @property
    def is_modal(self) -> bool:
        """Whether it says no more than that something can, may or will be, or is done."""
        return self.text in _MODALS

    @property
    def negates(self) -> bool:
        """Whether it negates itself, as 不信 does, or what follows."""
        itself = _PREFIX.match(self.text) and not _NOT_NEGATED.match(self.text)
        return self.fact is None and (self.negates_next or bool(itself))

    @property
    def negates_next(self) -> bool:
        """Whether it negates what follows, as 不 does, and 不能 as well."""
        return self.text in _NEGATIONS or bool(_DENIES.match(self.text))

    @property
    def outright(self) -> str:
        """What it negates in itself: 信 for 不信, 能 for 不能, and nothing for 不."""
        return "" if self.text in _NEGATIONS else _PREFIX.sub("", self.text)


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, each of its facts as one word."""
    folded, plain = fold(text), simplified(text)
    found: list[Token] = []
    place = 0
    for fact in (*facts(text), None):
        if fact and (fact.start < place or fact.kind == "quoted"):
            continue
        end = fact.start if fact else len(text)
        for word in tagged(plain[place:end]):
            start = place + word.start
            said = folded[start : place + word.end]
            if said.strip():
                found.append(Token(said, said, start=start))
        if fact:
            mask = f"{fact.kind} {getattr(fact.value, 'unit', '')}"
            found.append(Token(mask, folded[fact.start : fact.end], fact, fact.start))
            place = fact.end
    return tuple(found)

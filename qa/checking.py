"""Where a claim says otherwise than the sentences it rests on: another amount, date or name, or the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from store.folding import fold, simplified

from .drafting.names import tagged
from .facts import Day, Fact, Kind, facts, root
from .measures import mismeasured
from .offices import misheld

ALIKE = 3
"""Characters of the same words around a fact from which on its place is the same in claim and quote."""
NEAR = 2
"""Words after a negation among which is what it negates."""

_NEGATIONS = (
    *("没有", "尚未", "并未", "从未", "未曾", "未能", "并非", "没能", "没", "未", "不", "无法", "拒绝", "禁止", "严禁"),
    *("非", "勿"),
)
_ANY_NEGATION = re.compile("|".join(_NEGATIONS))
_PREFIX = re.compile("(?:没有|没|未|不|无|非)(?=.)")
_NOT_NEGATED = re.compile(
    "不(?:断|仅|但|少|同|久|过|管|论|足|得不|禁|愧|惜|错|妨|然|如|止|只|光|已|时|容|一|忘|失|懈|乏|凡|等|计|菲|朽|限|定|良|动产"
    "|锈|起|易|佳|得了|到|明|满|利|便|安|幸|当|法|和|知|料|可开交|可或缺|遗余力|亦乐乎|约而同)"
    "|未(?:来|必|免|央|成年|婚|知|名)|非(?:常|洲|遗|凡|典|公|物质|银|营|农|金融|标)|没准|无(?!法)"
)
"""Words that begin like a negation and are none, or negate nothing that stands beside them."""
_UP = ("增长", "上升", "增加", "提高", "上涨", "涨", "扩大", "上调", "回升", "增")
_DOWN = ("下降", "减少", "降低", "下跌", "跌", "缩小", "下调", "回落", "减", "下滑")
_OPPOSITES: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = (
    (_UP, _DOWN),
    (("同意", "支持", "赞成", "拥护"), ("反对", "抵制")),
    (("高于", "超过", "多于"), ("低于", "不足", "少于")),
    *((("盈利",), ("亏损",)), (("流入",), ("流出",)), (("进口",), ("出口",)), (("买入",), ("卖出",))),
)
"""Words of which those on one side say the opposite of those on the other."""
_BREAK = re.compile(r"[，。；：！？,;:!?\s]")

Code = tuple[str, int, int, int, int]
"""Of `difflib`: what was done with the words from and to here in one text, and from and to there in the other."""


class Fault(NamedTuple):
    """What a claim says and its quotes don't: of what kind it is, and the words that say it."""

    kind: Kind | Literal["office", "measure", "negation", "direction"]
    words: str


class Token(NamedTuple):
    """A word, or a fact, which is taken for one; `mask` is what is compared: of a fact only its kind and unit."""

    mask: str
    text: str
    fact: Fact | None = None
    negates: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is neither a fact nor a mark."""
        return self.fact is None and self.text.isalnum()


def faults(claim: str, quotes: Sequence[str], known: str = "") -> list[Fault]:
    """Where a Chinese claim and its quotes differ in what can be told for certain; empty where nothing does.

    Each amount, date, name, quotation and document number of the claim must stand in the quotes, or in `known`: what
    may be taken for granted, as the article's title and the question. Where claim and quote run alike, there must be
    the same one, and what one negates the other negates as well. Nobody has another's office, no amount another's name.
    """
    claim = _unquoted(claim, quotes)
    granted = [fact for text in (*quotes, known) for fact in facts(text)]
    held = fold("\n".join((*quotes, known)))
    stated = {fact: _stated(fact, fold(claim[fact.start : fact.end]), granted, held) for fact in facts(claim)}
    said, against = tokens(claim), [tokens(quote) for quote in quotes]
    found = [Fault(fact.kind, claim[fact.start : fact.end]) for fact in stated if not stated[fact]]
    found += [Fault("office", person) for person in misheld(claim, quotes, known)]
    found += [Fault("measure", amount) for amount in mismeasured(claim, quotes)]
    return [*dict.fromkeys((*found, *_misplaced(said, against), *_turned(said, against)))]


def _unquoted(claim: str, quotes: Sequence[str]) -> str:
    """What a claim says beside quoting a sentence whole: that needs no check, and would be compared with itself."""
    for quote in quotes:
        place = fold(claim).find(fold(quote)) if quote else -1
        if place >= 0:
            claim = f"{claim[:place]}\n{claim[place + len(quote) :]}"
    return claim


def _stands(words: str, held: str) -> bool:
    """Whether these very words stand in a text, not as a part of a longer number: 〔2022〕11号 ends in no date."""
    return re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d万亿])", held) is not None


def _stated(fact: Fact, words: str, granted: Sequence[Fact], held: str) -> bool:
    if isinstance(fact.value, Day):
        if _stands(words, held):
            return True
        # The year may stand elsewhere than the day, but each must stand somewhere.
        said = [other.value for other in granted if isinstance(other.value, Day) and fact.agrees(other)]
        return all(any(part in day.parts() for day in said) for part in fact.value.parts())
    return any(fact.agrees(other) for other in granted) or (isinstance(fact.value, str) and root(fact.value) in held)


def _misplaced(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Iterator[Fault]:
    """Facts of the claim where a quote, in the same words, has others of their kind, or a negation more or less.

    What one quote has at its place is right, whatever stands in another.
    """
    right: set[int] = set()
    wrong: dict[int, Fault] = {}
    for quote in quotes:
        matcher = SequenceMatcher(None, [token.mask for token in said], [token.mask for token in quote], autojunk=False)
        codes = matcher.get_opcodes()
        for place, (code, i1, i2, j1, j2) in enumerate(codes):
            if code == "equal":
                for at, fault in _in_place(said[i1:i2], quote, j1):
                    if fault:
                        wrong[i1 + at] = fault
                    else:
                        right.add(i1 + at)
            elif _between(codes, place) and _only_negated(said[i1:i2], quote[j1:j2]):
                yield Fault("negation", "".join(token.text for token in said[i1 : max(i2, i1 + 1)]))
        right |= _word_for_word(said, quote)
    yield from (fault for place, fault in wrong.items() if place not in right)


def _word_for_word(said: Sequence[Token], quote: Sequence[Token]) -> set[int]:
    """Facts of the claim that a quote has in the same words, wherever else it has others of their kind: 2022年春节档
    beside 2018年春节档.
    """
    matcher = SequenceMatcher(None, [token.text for token in said], [token.text for token in quote], autojunk=False)
    blocks = [(match.a, match.a + match.size) for match in matcher.get_matching_blocks() if match.size > 1]
    return {
        place
        for start, end in blocks
        if any(token.is_word for token in said[start:end])
        for place in range(start, end)
        if said[place].fact
    }


def _in_place(said: Sequence[Token], quote: Sequence[Token], start: int) -> Iterator[tuple[int, Fault | None]]:
    """By place, the facts of words that stand in a quote from `start` on: whether there it has another of their kind.

    Between two words a fact must be just that one; beside one only, it may be any of the clause.
    """
    alike = sum(len(token.text) for token in said if token.is_word) >= ALIKE
    for place, token in enumerate(said):
        beside = sum(said[at].is_word for at in (place - 1, place + 1) if 0 <= at < len(said))
        if token.fact and _stands_at(token.fact, quote, start + place, clause=beside < 2):
            yield place, None
        elif token.fact and beside and alike:
            yield place, Fault(token.fact.kind, token.text)


def _stands_at(fact: Fact, quote: Sequence[Token], place: int, *, clause: bool) -> bool:
    """Whether a fact stands at a place of a quote, or anywhere in its clause: of people who took part, any did."""
    first = last = place
    while clause and first and not _BREAK.fullmatch(quote[first - 1].text):
        first -= 1
    while clause and last + 1 < len(quote) and not _BREAK.fullmatch(quote[last + 1].text):
        last += 1
    return any(token.fact and fact.agrees(token.fact) for token in quote[first : last + 1])


def _between(codes: Sequence[Code], place: int) -> bool:
    """Whether the same words stand on both sides of a difference, or on one, and on the other a text ends."""
    before = place == 0 or codes[place - 1][0] == "equal"
    after = place == len(codes) - 1 or codes[place + 1][0] == "equal"
    return before and after and len(codes) > 1


def _only_negated(said: Sequence[Token], quoted: Sequence[Token]) -> bool:
    """Whether two passages are the same but for one negation more or less."""
    if sum(token.negates for token in said) % 2 == sum(token.negates for token in quoted) % 2:
        return False
    mine, theirs = (_ANY_NEGATION.sub("", "".join(token.text for token in part)) for part in (said, quoted))
    return mine == theirs


def _turned(said: Sequence[Token], quotes: Sequence[Sequence[Token]]) -> Iterator[Fault]:
    """What the claim negates and the quotes don't, or the other way round; and words with the opposite meaning."""
    theirs: dict[str, set[bool]] = {}
    for quote in quotes:
        for word, kinds in _polarity(quote).items():
            theirs.setdefault(word, set()).update(kinds)
    mine = _polarity(said)
    for word, kinds in mine.items():
        if word in theirs and not kinds & theirs[word]:
            yield Fault("negation", word)
    for sides in _OPPOSITES:
        for side, other in (sides, sides[::-1]):
            of_side = [word for word in side if mine.get(word) == {False}]
            if of_side and not theirs.keys() & {*side} and any(theirs.get(word) == {False} for word in other):
                yield Fault("direction", of_side[0])


def _polarity(said: Sequence[Token]) -> dict[str, set[bool]]:
    """For each word whether it stands there negated, as it is, or both."""
    found: dict[str, set[bool]] = {}
    left, negated = 0, False
    for token in said:
        if _BREAK.fullmatch(token.text):
            left, negated = 0, False
        elif token.negates and token.text in _NEGATIONS:
            left, negated = NEAR, not negated
        elif token.negates:  # 不信: what is negated is in the word itself
            found.setdefault(_PREFIX.sub("", token.text), set()).add(not negated)
            left, negated = 0, False
        else:
            if token.fact is None and (len(token.text) > 1 or negated):
                found.setdefault(token.text, set()).add(negated)
            left -= 1
            negated = negated and left > 0 and len(token.text) == 1
    return found


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
            said = folded[place + word.start : place + word.end]
            if said.strip():
                found.append(Token(said, said, negates=_negates(said)))
        if fact:
            mask = f"{fact.kind} {getattr(fact.value, 'unit', '')}"
            found.append(Token(mask, folded[fact.start : fact.end], fact))
            place = fact.end
    return tuple(found)


def _negates(word: str) -> bool:
    return word in _NEGATIONS or bool(_PREFIX.match(word) and not _NOT_NEGATED.match(word))

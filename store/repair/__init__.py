"""Mends what scraping did to a text, and keeps the record of every change.

Every rule looks at the text as it came and proposes changes to it; the changes never overlap and are made in one
go, so each carries its place in the original, and putting every `before` back gives the original again.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..edits import Change, apply
from ..folding import simplified


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text and, in order of place, all that was changed to get it.

    `cut` holds the lines that were cut because they belong to the page, mended, each with its rule.
    """

    text: str
    changes: tuple[Change, ...]
    cut: tuple[tuple[str, str], ...] = ()


def repair(text: str) -> Repaired:
    """Repair `text`, in its own script.

    Pinyin glosses behind characters that a mirror site converted one at a time are removed, left-over entities and
    tags are resolved, and the lines that web pages put around an article are cut.
    """
    proposed = [change for rule in (_footers, _glosses, _entities, _tags, _marks) for change in rule(text)]
    kept: list[Change] = []
    taken = bytearray(len(text))
    for change in proposed:  # the earlier rule wins: a gloss inside a footer goes with the footer
        span = slice(change.place, change.place + len(change.before))
        if not any(taken[span]):
            taken[span] = b"\1" * len(change.before)
            kept.append(change)
    kept.sort(key=lambda change: change.place)
    cut = tuple((change.rule, without_glosses(change.before).strip()) for change in kept if change.rule in FOOTERS)
    return Repaired(apply(text, kept), tuple(kept), cut)


# Glosses: 工業(yè)和信息化局. A mirror converted Simplified text one character at a time and left the pinyin behind.

_GLOSS = re.compile(r"(?<=([\u3400-\u9fff]))[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,7})[)）]")


def _glosses(text: str) -> Iterator[Change]:
    """Glosses that hold a reading of the character before them, where the whole text shows the disease.

    The disease glosses exactly the characters that it converted, so nearly all of them are Traditional forms.
    A language lesson glosses any character, and keeps its glosses.
    """
    found = [match for match in _GLOSS.finditer(text) if match[2] in _readings(match[1])]
    converted = sum(simplified(match[1]) != match[1] for match in found)
    if converted < max(2, 0.9 * len(found)):
        return
    for match in found:
        yield Change(match.start(), match[0], "", "gloss")


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    toned = pinyin(character, style=Style.TONE, heteronym=True)[0]
    plain = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return frozenset(toned) | frozenset(plain)


# Markup: &rdquo;, its torn form rdquo;, </strong>.

_ENTITY = re.compile(r"&(?:amp;)*(#?\w{2,8};)")  # also what was escaped twice: &amp;rdquo;
_TORN_ENTITY = re.compile(r"(?<![&A-Za-z0-9])(?:[lr][ds]quo|nbsp|hellip|mdash|middot|[lg]t|quot|amp|emsp|ensp);")
_ELEMENTS = "a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|section|span|strong|sub|sup|table|tbody|td|tr|u|ul"
_TAG = re.compile(
    rf"</?(?:{_ELEMENTS})(?:\s[^<>=]{{0,60}}=[^<>]{{0,500}}|\s*)/?>|(?<!<)/(?:{_ELEMENTS})>", re.IGNORECASE
)


def _entities(text: str) -> Iterator[Change]:
    for match in _ENTITY.finditer(text):
        if (character := html.unescape("&" + match[1])) != match[0]:
            yield Change(match.start(), match[0], _plain_space(character), "entity")
    for match in _TORN_ENTITY.finditer(text):
        yield Change(match.start(), match[0], _plain_space(html.unescape("&" + match[0])), "torn entity")


def _plain_space(text: str) -> str:
    return text if text.strip() else " "


def _tags(text: str) -> Iterator[Change]:
    for match in _TAG.finditer(text):
        is_break = match[0].lower().startswith(("<br", "<p", "</p"))
        yield Change(match.start(), match[0], "\n" if is_break else "", "tag")


ZERO_WIDTH_JOINER = "\u200d"  # holds emoji together


def _marks(text: str) -> Iterator[Change]:
    """Characters nobody sees: zero-width ones and control characters; and one kind of line end."""
    for match in re.finditer(r"\r\n?|[^\S\n\r \t\u3000]|[^\w\s]", text):
        mark = match[0]
        if mark[0] == "\r":
            yield Change(match.start(), mark, "\n", "line end")
        elif mark.isspace():
            yield Change(match.start(), mark, " ", "space")
        elif mark != ZERO_WIDTH_JOINER and unicodedata.category(mark) in {"Cf", "Cc"}:
            yield Change(match.start(), mark, "", "invisible")


# Footers: whole lines that belong to the page, not to the article. Their length is bounded, since a scraper may have
# put a page into one line that begins like a footer.

LINK_BACK = re.compile(r"\s*本文[链鏈]接[:：]\s*(?P<url>https?://[A-Za-z0-9./?=&%#~_-]+)?(?P<title>.*)")
FOOTERS = {
    "link-back": LINK_BACK,
    "disclaimer": re.compile(r"\s*(?:[声聲]明|免[责責][声聲]明|版[权權][声聲]明)[:：].{1,200}"),
    "related": re.compile(r"[\s\-–—•·]*(?:相[关關](?:新[闻聞]|[阅閱][读讀]|推[荐薦])|推[荐薦][阅閱][读讀])[:：]?\s*"),
    "share bar": re.compile(r"\s*(?:分享到?[:：]|[扫掃]一[扫掃]|[责責]任?[编編][辑輯][:：]).{0,20}"),
}


def _footers(text: str) -> Iterator[Change]:
    """Footer lines, recognised once their glosses are gone, with the line end before them."""
    for match in re.finditer(r"[^\r\n]+", text):
        line = without_glosses(match[0])
        for rule, pattern in FOOTERS.items():
            if pattern.fullmatch(line):
                start = match.start()
                while start and text[start - 1] in "\r\n":
                    start -= 1
                yield Change(start, text[start : match.end()], "", rule)
                break


def without_glosses(text: str) -> str:
    """`text` without any gloss that holds a reading of its character, whatever the rest of the text is like."""
    return _GLOSS.sub(lambda match: "" if match[2] in _readings(match[1]) else match[0], text)

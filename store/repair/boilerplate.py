"""Lines that belong to the page, not to the article."""

from __future__ import annotations

import re

from store.text.edits import Change

from .glosses import without_glosses

_OF_DISCLAIMERS = r"侵[权權]|版[权權]|[转轉][载載]|本[网網站页頁文]|[观觀][点點]|[仅僅]供|不代表|[来來]源|免[责責]"
_SHARED_WITH = r"微信|微博|朋友圈|QQ|空[间間]|豆瓣|Facebook|Twitter|LINE"

# The length of a line is bounded, since a scraper may have put a page into one line that begins like one of these.
RULES = {
    "link-back": re.compile(r"本文[链鏈]接[:：].{0,300}"),
    "disclaimer": re.compile(
        r"(?:免[责責]|版[权權])[声聲]明[:：].{1,200}"
        rf"|(?=.*(?:{_OF_DISCLAIMERS}))(?:[特郑鄭]?[此别別重]?[声聲]明)[:：].{{1,200}}"
    ),
    "related": re.compile(r"[-–—•·]*\s*(?:相[关關](?:新[闻聞]|[阅閱][读讀]|推[荐薦])|推[荐薦][阅閱][读讀])[:：]?"),
    "share bar": re.compile(
        rf"分享[到至][:：]?.{{0,20}}|分享[:：]?\s*(?:{_SHARED_WITH}).{{0,20}}|[扫掃]一[扫掃][^。！？!?]{{0,20}}"
    ),
    "editor": re.compile(
        r"[(（\[【]?\s*(?:本[期文]|[网網]站|[责責]任|[值執执]班|[实實][习習])?(?:[编編][辑輯]|[责責][编編]|校[对對]|[审審]核)\s*[:：/].{1,30}"
    ),
    "e-mail": re.compile(r"(?a:(?:.{0,12}[:：]\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
}


def find(text: str) -> list[Change]:
    """Such lines, each cut together with the line ends before it; at the beginning, with those behind it.

    A line may hold glosses: a single one shows no disease.
    """
    changes: list[Change] = []
    beginning = end = 0
    for match in re.finditer(r"[^\n]+", text):
        if not (rule := _rule(match[0])):
            continue
        last, (start, end) = end, match.span()
        while start > last and text[start - 1] == "\n":
            start -= 1
        if start == beginning:
            while text[end : end + 1] == "\n":
                end += 1
            beginning = end
        changes.append(Change(start, text[start:end], "", rule))
    return changes


def _rule(line: str) -> str | None:
    """The rule by which a line goes, if any."""
    line = without_glosses(line).strip()
    return next((rule for rule, pattern in RULES.items() if pattern.fullmatch(line)), None)

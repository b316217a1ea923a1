"""Left-over markup: entities and tags go, whole or torn, and what only looks like them stays."""

from __future__ import annotations

import pytest

from store import repair


@pytest.mark.parametrize(
    ("torn", "mended"),
    [
        ("建立“專家庫rdquo;,制定", "建立“專家庫”,制定"),
        ("ldquo;甲rdquo;", "“甲”"),
        ("甲nbsp;乙", "甲 乙"),
        ("等等hellip;", "等等…"),
        ("5lt;7", "5lt;7"),
        ("Afterquot;", "Afterquot;"),
    ],
)
def test_torn_entities(torn: str, mended: str) -> None:
    """An entity that lost its ampersand is resolved, unless it is the end of a word."""
    assert repair(torn).text == mended


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&ldquo;甲&rdquo;", "“甲”"),
        ("&#19996;&#x839e;", "东莞"),
        ("R&amp;D", "R&D"),
        ("&amp;rdquo;", "”"),
        ("&amp;lt;甲", "<甲"),
        ("&amp;amp;", "&"),
        ("甲&nbsp;乙", "甲 乙"),
        ("AT&T;", "AT&T;"),
        ("&nosuch;", "&nosuch;"),
        ("甲 & 乙;", "甲 & 乙;"),
    ],
)
def test_entities(written: str, read: str) -> None:
    """An entity is resolved, also one escaped twice; what only looks like one stays."""
    assert repair(written).text == read


@pytest.mark.parametrize(
    ("tagged", "plain"),
    [
        ("<p>甲</p>乙", "\n甲\n乙"),
        ("甲<br/>乙<BR>丙", "甲\n乙\n丙"),
        ('<span class="a" style="b">甲</span>', "甲"),
        ('<a href="http://x.cn/?a=1&b=2">甲</a>', "甲"),
        ("擔當為?/strong>", "擔當為?"),
        ("<h2>甲</h2>", "甲"),
        ("1/2", "1/2"),
        ("a < b > c", "a < b > c"),
        ("《<关于>的通知》", "《<关于>的通知》"),
        ("<script>", "<script>"),
        ("若a<b 而c>d", "若a<b 而c>d"),
    ],
)
def test_tags(tagged: str, plain: str) -> None:
    """Tags of running text go, torn ones too, and those that end a line leave a line end; comparisons stay."""
    assert repair(tagged).text == plain

"""Left-over markup: entities and tags, whole, escaped twice, or torn by what replaced the first half of a character."""

from __future__ import annotations

import html
import re

from ..edits import Change

ENTITY_TAIL = r"(?:[lr][ds]quo|nbsp|hellip|mdash|middot|[lg]t|quot|amp|emsp|ensp);"
_ELEMENTS = "a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|section|span|strong|sub|sup|table|tbody|td|tr|u|ul"
TAG_TAIL = rf"/(?:{_ELEMENTS})>"

_ENTITY = re.compile(r"&(?:amp;)*(#?\w{2,8};)")
_TORN_ENTITY = re.compile(rf"(?<![&A-Za-z0-9]){ENTITY_TAIL}")
_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>=]{{0,60}}=[^<>]{{0,500}}|\s*)/?>|(?<!<){TAG_TAIL}", re.IGNORECASE)


def find(text: str) -> list[Change]:
    """The entities and tags of `text`, each a change into what it stands for."""
    changes = []
    for match in _ENTITY.finditer(text) if "&" in text else ():
        if (character := html.unescape("&" + match[1])) != match[0]:
            changes.append(Change(match.start(), match[0], _plain_space(character), "entity"))
    for match in _TORN_ENTITY.finditer(text) if ";" in text else ():
        changes.append(Change(match.start(), match[0], entity(match[0]), "torn entity"))
    for match in _TAG.finditer(text) if ">" in text else ():
        is_break = match[0].lower().startswith(("<br", "<p", "</p"))
        changes.append(Change(match.start(), match[0], "\n" if is_break else "", "tag"))
    return _apart(sorted(changes))


def entity(tail: str) -> str:
    """What an entity stands for that lost its ampersand."""
    return _plain_space(html.unescape("&" + tail))


def _plain_space(text: str) -> str:
    return text if text.strip() else " "


def _apart(changes: list[Change]) -> list[Change]:
    """`changes` without those that begin inside another."""
    apart: list[Change] = []
    for change in changes:
        if not apart or change.place >= apart[-1].place + len(apart[-1].before):
            apart.append(change)
    return apart

"""Left-over markup: entities and tags, whole, escaped twice, or torn by what replaced the first half of a character."""

from __future__ import annotations

import html
import re
from html.entities import html5

from store.text.edits import Change

ENTITY_TAIL = r"(?:[lr][ds]quo|nbsp|hellip|mdash|middot|[lg]t|quot|amp|emsp|ensp);"
_ELEMENTS = "a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|section|span|strong|sub|sup|table|tbody|td|tr|u|ul"
TAG_TAIL = rf"/(?:{_ELEMENTS})>"

_ENTITY = re.compile(r"(?a:&(?:amp;|#38;)*(\w{2,8};|#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};))")
_TORN_ENTITY = re.compile(rf"(?<![&A-Za-z0-9]){ENTITY_TAIL}")
_ATTRIBUTES = r"(?a:\s+[\w:-]+\s*=)[^<>]{0,500}"
_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:{_ATTRIBUTES}|\s*)/?>|(?<!<){TAG_TAIL}", re.IGNORECASE)


def find(text: str) -> list[Change]:
    """The entities and tags of `text`, each a change into what it stands for."""
    changes = []
    for match in _ENTITY.finditer(text) if "&" in text else ():
        if match[1].startswith("#") or match[1] in html5:
            changes.append(Change(match.start(), match[0], entity(match[1]), "entity"))
    for match in _TORN_ENTITY.finditer(text) if ";" in text else ():
        changes.append(Change(match.start(), match[0], entity(match[0]), "torn entity"))
    for match in _TAG.finditer(text) if ">" in text else ():
        is_break = match[0].lower().startswith(("<br", "<p", "</p"))
        changes.append(Change(match.start(), match[0], "\n" if is_break else "", "tag"))
    return _apart(sorted(changes))


def entity(tail: str) -> str:
    """What an entity stands for, given without its ampersand; every space is the ordinary one."""
    character = html.unescape("&" + tail)
    return " " if character.isspace() else character


def _apart(changes: list[Change]) -> list[Change]:
    """`changes` without those that begin inside another."""
    apart: list[Change] = []
    for change in changes:
        if not apart or change.place >= apart[-1].place + len(apart[-1].before):
            apart.append(change)
    return apart

"""Columns of a collection: which one holds what, by the names people give them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from store.text.scripts import simplified

from .draft import Draft
from .metadata import name_of, tidy
from .published import date_of

NAMES = {
    "text": "正文 内容 文章内容 新闻内容 正文内容 文章正文 全文 文本 文章"
    " text content body maintext articletext fulltext article",
    "title": "标题 题目 文章标题 新闻标题 题名 title headline articletitle",
    "published": "日期 发布日期 发布时间 发表日期 发表时间 出版日期 刊发时间 报道时间 时间 date published publishedat"
    " publishdate publishtime pubdate pubtime datepublished publicationdate time datetime",
    "publisher": "来源 媒体 发布者 出处 来源媒体 媒体名称 发布机构 网站"
    " publisher source media site sitename outlet newspaper",
    "url": "链接 网址 原文链接 文章链接 地址 url link href sourceurl articleurl weburl",
    "author": "作者 记者 撰稿人 author authors byline writer",
    "editor": "编辑 责任编辑 责编 editor",
    "id": "id 编号 文章编号 文章id newsid articleid docid uuid guid",
}
"""Column names for each field, most telling first; case, spaces, underscores and script make no difference."""


def fields(columns: Iterable[object]) -> dict[str, str]:
    """Which column holds which field: {"text": "正文", …}; a field that no column holds is left out."""
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(re.sub(r"[\s_\-:：]", "", simplified(str(column)).lstrip("\ufeff")).lower(), str(column))
    found = {
        field: next((known[name] for name in names.split() if name in known), None) for field, names in NAMES.items()
    }
    return {field: column for field, column in found.items() if column is not None}


def draft_of(row: Mapping[str, object], held: Mapping[str, str]) -> Draft:
    """The draft in one row, whose fields are `held` by these columns."""
    value = {field: row.get(column) for field, column in held.items()}
    text = value.get("text")
    paragraphs = text if isinstance(text, list) else [text]
    return Draft(
        text="\n".join(str(paragraph) for paragraph in paragraphs if paragraph is not None),
        title=tidy(value.get("title")),
        publisher=name_of(value.get("publisher")),
        published=date_of(value.get("published")),
        url=tidy(value.get("url")),
        author=name_of(value.get("author")),
        editor=name_of(value.get("editor")),
    )


def digest_of(row: Mapping[str, object]) -> str:
    """The SHA-256 of a row's canonical JSON."""
    return sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()

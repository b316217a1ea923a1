"""What a text says about itself: title, publisher, date, address, author and editor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from store.text.scripts import simplified
from store.text.sentences import sentences
from store.text.tables import Table

from .published import DATELINE, SHORT, is_labelled, published, stated

TITLE_LENGTH = 40
HEAD, TAIL = 4, 4
"""Lines at the beginning and the end of a text in which its source and author are named."""

SIGNATURE = 60
"""Characters at the end of a text in which who wrote it is named in brackets."""

_WORDS = Table(__package__, "metadata")

_BEFORE = r"(?:^|[\s(（|｜\[【])"
_LABEL = rf"(?:{_WORDS.either('labels')})\S{{0,4}}\s*[:：/／|｜]"
_AFTER = (
    rf"(?=\s{{2,}}|\s*{_LABEL}|\s+(?:{_WORDS.either('tools')})|{_WORDS.either('links')}"
    r"|\s*[)）|｜\]】]|\s*\d{4}|\s*$)"
)
_AFTER_NAMES = rf"(?:(?=[/／])|{_AFTER})"
_NAMES = r"(?P<found>[\u3400-\u9fffA-Z][\u3400-\u9fffA-Za-z·. 、,，]{1,29}?)"
_PUBLISHER = re.compile(
    rf"{_BEFORE}(?:{_WORDS.either('of_source')})?来源于?\s*[:：]\s*(?P<found>[^\s:：](?:(?!https?:)[^:：]){{0,29}}?){_AFTER}"
)
_AUTHOR = re.compile(
    rf"{_BEFORE}(?:(?:{_WORDS.either('of_author')})?作者\s*[:：]|撰[文稿]\s*[:：/／|｜]|文\s*[/／|｜:：丨](?:\s*图\s*[/／:：\s])?"
    rf"|{_WORDS.pattern('reporter')}\s*[:：])"
    rf"\s*{_NAMES}{_AFTER_NAMES}"
)
_EDITOR = re.compile(rf"(?:责任?编辑?|编辑)\s*[:：]\s*{_NAMES}(?:(?=\s*[A-Z]{{2}}\d{{2}})|{_AFTER_NAMES})")
_REPORTER = re.compile(
    r"[讯电道息]\s*[(（]\s*[^()（）\s]{0,10}记者[:：]?\s*(?P<found>[\u3400-\u9fff·、 　]{2,24}?)\s*(?:[)）]|\d)"
)
_SIGNED = re.compile(
    rf"[(（]\s*(?:{_WORDS.pattern('reporter')}|{_WORDS.either('signed')})\s*[:：/]?\s*"
    r"(?P<wrote>[\u3400-\u9fff·、 　]{2,24}?)\s*[)）]\s*$"
    r"|[(（]\s*(?P<gave>[\u3400-\u9fff·、 　]{2,24}?)\s*[供撰]稿\s*[)）]\s*$"
    rf"|[(（][^()（）]{{2,40}}(?:{_WORDS.either('offices')})\s+"
    r"(?P<is>[\u3400-\u9fff·]{2,4})\s*[)）]\s*$"
)
_URL = "https?://[A-Za-z0-9./?=&%#~_:-]+"
_BACK = Table("store.repair", "boilerplate").pattern("link_back")  # repair cuts the lines that begin so
_LINK_BACK = re.compile(rf"\s*{_BACK}\s*[:：]\s*(?P<url>{_URL})?(?P<title>.*)")
_ADDRESS = re.compile(rf"(?:{_WORDS.either('address')})\s*[:：]\s*(?P<found>{_URL})")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says about itself; the title is never empty."""

    title: str
    publisher: str | None
    published: str | None
    url: str | None
    author: str | None
    editor: str | None


def from_text(text: str, cut: Sequence[tuple[str, str]]) -> Metadata:
    """The metadata of a repaired text, and of the lines that repair cut from it, each with its rule."""
    inside = [line.strip() for line in text.splitlines() if line.strip()]
    ends = [*inside[:HEAD], *inside[max(HEAD, len(inside) - TAIL) :]]
    outside = [line for _, line in cut]
    back = next((match for line in outside if (match := _LINK_BACK.match(line))), None)
    return Metadata(
        title=(tidy(back["title"]) if back else None) or _first_line(text),
        publisher=_named(_PUBLISHER, [line for line in ends if len(line) < 100] + outside),
        published=published(_folded(text)) or published(_folded("\n".join(outside))),
        url=(back["url"] if back else None) or _named(_ADDRESS, outside + ends),
        author=_named(_AUTHOR, [line for line in ends if len(line) < 100] + outside)
        or _reporter(text)
        or _signature(text),
        editor=_named(_EDITOR, outside + ends),
    )


def tidy(value: object) -> str | None:
    """A value of markup or a column as one line of text, or None when it holds none."""
    if value is None:
        return None
    return " ".join(re.sub("[\ud800-\udfff]", "\ufffd", str(value)).split()) or None


def name_of(value: object) -> str | None:
    """A name, also of several in a list, or of one that is described: {"name": "东莞日报"}."""
    if isinstance(value, list):
        return "、".join(name for one in value if (name := name_of(one))) or None
    return tidy(value.get("name") if isinstance(value, dict) else value)


def named_in(lines: list[str], what: Literal["publisher", "author", "editor"]) -> str | None:
    """The first publisher, author or editor whom one of these lines names behind a label."""
    return _named({"publisher": _PUBLISHER, "author": _AUTHOR, "editor": _EDITOR}[what], lines)


def _named(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    found = (line[slice(*match.span("found"))] for line in lines for match in pattern.finditer(_folded(line)))
    # Some sites write an editor's number behind the name: 乔娇 TT0002
    return next((name for one in found if (name := re.sub(r"\s+[A-Z]+$", "", one.strip(" 、,，.")))), None)


def _reporter(text: str) -> str | None:
    return _listed(_named(_REPORTER, [text[:DATELINE]]))


def _signature(text: str) -> str | None:
    """Who signed a text at its very end, by name or by office: (记者王娜), (宣传科 供稿)."""
    end = text.rstrip()[-SIGNATURE:]
    match = _SIGNED.search(_folded(end))
    return _listed(end[slice(*match.span(match.lastgroup or 0))].strip()) if match else None


def _listed(names: str | None) -> str | None:
    """Names set apart by spaces or by what these people are, as a list."""
    return names and "、".join(
        filter(None, re.split(rf"[\s、]*(?:{_WORDS.either('between_names')})\s*|[\s、]+", names))
    )


def _folded(text: str) -> str:
    """`text` in Simplified, character for character, so that what is found in it has the same place in `text`."""
    folded = simplified(text)
    return folded if len(folded) == len(text) else text


def _first_line(text: str) -> str:
    """The first line when it can be a title, else the beginning of the first sentence worth the name."""
    lines = [line.strip() for line in text.splitlines() if re.search(r"\w{4}", line)] or [text.strip()]
    proper = [
        line for line in lines if not re.fullmatch(r"[【\[(（].{1,8}[】\])）]", line) and not _is_label(line)
    ] or lines
    return _shortened(next(_sentences_of(proper[0])))


def _is_label(line: str) -> bool:
    """Whether a line only says where an article comes from, and when: 2024-02-18 10:00 来源：东莞日报."""
    folded = _folded(line)
    is_dated = is_labelled(folded) or stated(folded) is not None
    return len(line) < SHORT and (is_dated or named_in([line], "publisher") is not None)


def _sentences_of(line: str) -> Iterator[str]:
    found = [line[start:end].strip() for start, end in sentences(line)]
    yield from [sentence for sentence in found if len(sentence) > 10] or found or [line]


def _shortened(sentence: str) -> str:
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    at = max(sentence.rfind(mark, 10, TITLE_LENGTH) for mark in ",，、;；:：")
    return sentence[: at if at > 0 else TITLE_LENGTH] + "…"

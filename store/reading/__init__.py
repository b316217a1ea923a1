"""Files in, articles out. One reader a suffix, in a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..article import Article, Report, article_id
from ..errors import BinaryFile, EmptyFile, MissingPath, NoArticles, UnknownSuffix, UnreadableFile
from ..passage import sentences
from ..repair import LINK_BACK, Repaired, repair, without_glosses

TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found in a file: the text before repair, and what its markup says about it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


def find(path: Path) -> list[Path]:
    """The files to read under `path`: itself, or everything readable in a folder, in order of name.

    Raises MissingPath when there is nothing at `path`, NoArticles for a folder without a readable file.
    """
    if not path.exists():
        raise MissingPath(path=path)
    if not path.is_dir():
        return [path]
    try:
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in READERS and file.is_file())
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from error
    if not inside:
        raise NoArticles(path=path, known=", ".join(READERS))
    return inside


def read(path: Path) -> Article:
    """Read and repair one file. Raises an ArticleError that names the file and the remedy."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnknownSuffix(path=path, suffix=path.suffix or path.name, known=", ".join(READERS))
    try:
        source = str(path.resolve())
        source.encode()
        content = path.read_bytes()
    except UnicodeEncodeError as error:  # a file name from an archive made elsewhere, as 你.txt in GBK
        shown = str(path).encode(errors="surrogateescape").decode(errors="replace")
        raise UnreadableFile(path=shown, reason="its name is not UTF-8 / 文件名不是 UTF-8") from error
    except FileNotFoundError as error:
        raise MissingPath(path=path) from error
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from error
    text, encoding = decode(content, path)
    return article_from(reader(text, path), source, sha256(content).hexdigest(), encoding)


def article_from(draft: Draft, source: str, digest: str, encoding: str = "utf-8") -> Article:
    """Repair a draft and fill in what its markup left open from the text. Raises EmptyFile when nothing is left."""
    repaired = repair(draft.text)
    if not repaired.text.strip():
        raise EmptyFile(path=source)
    title, url = _link_back(repaired)
    return Article(
        id=article_id(source),
        source=source,
        title=draft.title or title or _first_line(repaired.text),
        text=repaired.text,
        digest=digest,
        publisher=draft.publisher or _publisher(repaired.text),
        published=draft.published,
        url=draft.url or url,
        report=Report(encoding, len(draft.text), repaired.changes),
    )


def decode(content: bytes, path: Path) -> tuple[str, str]:
    """The text of `content` and its encoding: UTF-8 if the whole file is, else GB18030.

    Raises EmptyFile, BinaryFile or UnreadableFile; no byte is ever replaced or dropped.
    """
    if not content.strip():
        raise EmptyFile(path=path)
    if b"\0" in content:
        raise BinaryFile(path=path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Any bytes are nearly valid GB18030, so what comes out must also look like text.
        controls = sum(ord(c) < 32 and c not in "\t\n\r\f\x1b" for c in text)
        if controls > len(text) / 100:
            raise BinaryFile(path=path)
        return text, encoding.removesuffix("-sig")
    raise UnreadableFile(path=path, reason="neither UTF-8 nor GB18030 / 既不是 UTF-8 也不是 GB18030")


def _read_text(text: str, path: Path) -> Draft:  # noqa: ARG001  (readers share one signature)
    return Draft(text)


def _read_markdown(text: str, path: Path) -> Draft:
    import frontmatter
    import yaml

    try:
        found, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError) as error:  # a date like 2024-13-45 is no YAMLError
        raise UnreadableFile(path=path, reason=f"front matter: {str(error).splitlines()[0]}") from error
    title = found.get("title")
    if title is None and (heading := re.match(r"\s*#\s+(.+)", body)):
        title = heading[1].strip()
    return Draft(
        text=body,
        title=_text(title),
        publisher=_text(found.get("publisher") or found.get("source") or found.get("author")),
        published=_date(found.get("date") or found.get("published")),
        url=_text(found.get("url") or found.get("link")),
    )


def _read_html(text: str, path: Path) -> Draft:
    import trafilatura

    document = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, favor_recall=True)
    if document is None or isinstance(document, dict) or not document.text:
        raise EmptyFile(path=path)
    publisher = document.sitename or document.author
    return Draft(document.text, document.title, publisher, _date(document.date), document.url)


READERS: dict[str, Callable[[str, Path], Draft]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
}


def _text(value: object) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _date(value: object) -> str | None:
    found = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", str(value or ""))
    return f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}" if found else None


def _link_back(repaired: Repaired) -> tuple[str | None, str | None]:
    """Title and URL from the line that mirrors put under an article: 本文链接:URL and the real title."""
    for change in repaired.changes:
        if change.rule == "link-back" and (line := LINK_BACK.fullmatch(without_glosses(change.before).strip())):
            return line["title"].strip() or None, line["url"]
    return None, None


def _publisher(text: str) -> str | None:
    lines = text.strip().splitlines()
    for line in lines[:3] + lines[-3:]:
        if found := re.fullmatch(r"\s*[(（]?(?:素材|文章|稿件)?[来來]源[:：]\s*(\S.{0,29}?)[)）]?\s*", line):
            return found[1]
    return None


def _first_line(text: str) -> str:
    """The first line when it can be a title, else the beginning of the first sentence worth the name."""
    lines = [line.strip() for line in text.splitlines() if re.search(r"\w{4}", line)] or [text.strip()]
    proper = [line for line in lines if not re.fullmatch(r"[【\[(（].{1,8}[】\])）]", line)] or lines
    return _shortened(next(_sentences_of(proper[0])))


def _sentences_of(line: str) -> Iterator[str]:
    found = [line[start:end].strip() for start, end in sentences(line)]
    yield from [sentence for sentence in found if len(sentence) > 10] or found or [line]


def _shortened(sentence: str) -> str:
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    at = max(sentence.rfind(mark, 10, TITLE_LENGTH) for mark in ",，、;；:：")
    return sentence[: at if at > 0 else TITLE_LENGTH] + "…"

"""Web pages that are damaged, huge or empty: an article or a clear error, in a short time."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import EmptyFile, ScriptedPage, UnreadableFile
from store.reading import read
from store.reading.account import account
from store.reading.web.page import read_html

SAID = "水库昨日<b>开闸</b>放水，下游请注意安全。"
TEXT = "水库昨日开闸放水，下游请注意安全。"
PAGE = f"<html><head><meta charset=utf-8><title>放水通告</title></head><body><p>{SAID}</p></body></html>"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def text_of(page: str) -> str:
    """The text of a page, of which nothing may be lost."""
    draft, _ = read_html(page.encode(), "a.html")
    assert account(draft.raw or (), draft.text, draft.left, draft.added).lost == ()
    return draft.text


@pytest.mark.parametrize(
    "page",
    [
        "<body><noscript>You need to enable JavaScript to run this.</noscript><div id=app></div><script>1</script>",
        "<body><div id=root>加载中…</div><script src=a.js></script>",
        "<html><frameset cols=20,80><frame src=a><frame src=b><noframes>请换浏览器</noframes></frameset></html>",
        "<head><meta http-equiv=Refresh content='0;url=b.html'></head><body>正在跳转，<a href=b>点这里</a></body>",
        "<body><iframe src=a.html>请换浏览器</iframe></body>",
    ],
    ids=["noscript", "loading", "frames", "refresh", "inner frame"],
)
def test_text_elsewhere(tmp_path: Path, page: str) -> None:
    """A page whose text comes from scripts, frames or another page says so, and what to do."""
    with pytest.raises(ScriptedPage, match=r"a\.html: .*\.mhtml"):
        read(put(tmp_path, "a.html", page))


@pytest.mark.parametrize("page", ["<p></p>", "<!-- nothing -->", "<div><br></div>", "<title>标题</title>"])
def test_no_text(tmp_path: Path, page: str) -> None:
    """A page without any text is empty."""
    with pytest.raises(EmptyFile):
        read(put(tmp_path, "a.html", page))


@pytest.mark.parametrize("tag", ["div", "span", "font", "ul><li", "section", "b"])
def test_deep_pages(tag: str) -> None:
    """Of a page with thousands of elements in one another no text is lost."""
    assert text_of(f"{f'<{tag}>' * 20_000}{SAID}").endswith(TEXT)


def test_deep_tables(tmp_path: Path) -> None:
    """Tables that lie in one another too deep are told as such; four hundred are read."""
    with pytest.raises(UnreadableFile, match="too deep"):
        read(put(tmp_path, "a.html", "<table><tr><td>" * 5000 + SAID))
    assert TEXT in text_of("<table><tr><td>" * 400 + SAID)


@pytest.mark.parametrize(
    "page",
    [
        "<" * 20_000 + f"<p>{SAID}</p>",
        f"<p>{SAID}</p>" + "<!--" * 20_000,
        f"<p>{SAID}</p>" + "<a " * 20_000,
        f"<?xml version='1.0'?><p>{SAID}</p>" + "<![CDATA[" * 20_000,
        f"<p {'a=b ' * 20_000}>{SAID}</p>",
        f"<p>{SAID}</p><select>{'<option>甲' * 20_000}</select>",
        f"<p>{SAID}</p>{'<div hidden>暗</div>' * 5_000}",
        f"<p>{SAID}</p>{'<a href=1>某县新闻</a> ' * 20_000}",
        f"<p>{SAID}</p><table border=1>{'<tr><td colspan=999999999 rowspan=99999999>甲<td>乙' * 300}</table>",
        f"<p>{SAID}</p><p>{'<br>'.join(['来源：某报，今日某地有雨。'] * 3_000)}</p>",
    ],
    ids=["open", "comments", "tags", "sections", "attributes", "options", "hidden", "links", "spans", "breaks"],
)
def test_pages_made_to_be_slow(page: str) -> None:
    """A page of many unclosed or repeated pieces is read like any other."""
    assert TEXT in text_of(page)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """Entities that a page declares are neither expanded nor fetched."""
    declared = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};&b{n - 1};&b{n - 1};">' for n in range(1, 40))
    outside = f'<!ENTITY f SYSTEM "{put(tmp_path, "secret.txt", "密文").as_uri()}">'
    declarations = f'<!DOCTYPE html [<!ENTITY b0 "重">{declared}{outside}]>'
    page = f'<?xml version="1.0"?>{declarations}<html><body><p>{SAID}&b39;&f;</p></body></html>'
    text = read_html(page.encode(), "a.xhtml")[0].text
    assert TEXT in text
    assert "密文" not in text
    assert len(text) < 100


def test_xhtml(tmp_path: Path) -> None:
    """What XHTML may write that HTML may not is read too: closed scripts and sections of characters."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>放水</title>'
        f'<script src="a.js"/></head><body><div class="line"/><p>{SAID}<![CDATA[水位 < 5 米。]]></p></body></html>'
    )
    assert read(put(tmp_path, "a.xhtml", page)).text == f"{TEXT}水位 < 5 米。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_stray_zero_bytes(tmp_path: Path, encoding: str) -> None:
    """A zero byte in a page is damage that is passed over."""
    page = PAGE.replace("utf-8", encoding).replace("</body>", f"<p>{'此後水位回落，各站照常。' * 90}</p></body>")
    content = page.encode(encoding, "replace").replace("水位".encode(encoding), "水位".encode(encoding) + b"\0", 1)
    assert "此後水位回落" in read(put(tmp_path, "a.shtml", content)).text

"""Web pages that a browser saved in one file: the page is read, its frames are left out."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from quopri import encodestring

import pytest

from store.errors import EmptyFile, ScriptedPage
from store.reading import read

TEXT = "水库昨日开闸放水，下游请注意安全。"
PAGE = (
    "<html><head><meta charset=utf-8><title>放水通告</title></head>"
    "<body><p>水库昨日<b>开闸</b>放水，下游请注意安全。</p></body></html>"
)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def saved(parts: list[tuple[str, str, bytes]], start: str = "") -> bytes:
    """A page as browsers save it in one file: of each part the type, how it is written, and its content."""
    lines = [
        f'Content-Type: multipart/related; type="text/html"; boundary="==b"{start}'.encode(),
        b"MIME-Version: 1.0",
        b"",
    ]
    for number, (kind, written, content) in enumerate(parts):
        lines += [b"--==b", f"Content-Type: {kind}".encode(), f"Content-Transfer-Encoding: {written}".encode()]
        lines += [
            f"Content-ID: <{number}>".encode(),
            f"Content-Location: https://example.cn/{number}.html".encode(),
            b"",
        ]
        lines.append(b64encode(content) if written == "base64" else encodestring(content))
    return b"\r\n".join([*lines, b"--==b--", b""])


PICTURE = ("image/png", "base64", b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("written", ["quoted-printable", "base64"])
@pytest.mark.parametrize(
    ("kind", "encoding"),
    [("text/html", "utf-8"), ('text/html; charset="gb2312"', "gbk"), ('text/html; charset="unicode"', "utf-16")],
)
def test_saved_pages(tmp_path: Path, written: str, kind: str, encoding: str) -> None:
    """A page that a browser saved in one file is read, with its address, in whatever encoding it was."""
    page = PAGE.replace("<meta charset=utf-8>", "").encode(encoding)
    article = read(put(tmp_path, "a.mht", saved([(kind, written, page), PICTURE])))
    assert (article.text, article.title, article.url) == (TEXT, "放水通告", "https://example.cn/0.html")
    assert article.report.account.lost == ()


def test_frames_of_saved_pages(tmp_path: Path) -> None:
    """The frames of a saved page are left out; where the page itself has no text, the first that has one is read."""
    frame = ("text/html", "base64", "<p>另一页的话。</p>".encode())
    page = ("text/html", "quoted-printable", PAGE.encode())
    shell = ("text/html", "base64", b"<frameset><frame src=1.html></frameset>")
    kept = read(put(tmp_path, "a.mhtml", saved([page, frame]))).report.account
    assert (kept.reasons, kept.lost) == ({"frame": 6}, ())
    assert read(put(tmp_path, "b.mhtml", saved([shell, page]))).text == TEXT
    assert read(put(tmp_path, "c.mhtml", saved([frame, page], '; start="<1>"'))).text == TEXT


def test_saved_pages_that_are_none(tmp_path: Path) -> None:
    """A file with the name of a saved page may be a page; a message without one is empty."""
    assert read(put(tmp_path, "a.mhtml", PAGE)).text == TEXT
    with pytest.raises(EmptyFile):
        read(put(tmp_path, "b.mht", saved([PICTURE])))
    with pytest.raises(ScriptedPage):
        read(put(tmp_path, "c.mht", saved([("text/html", "base64", b"<script src=a></script><p></p>")])))

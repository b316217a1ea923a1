"""Old and other Office documents: read through LibreOffice where it is installed, and told where it is not."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import which
from subprocess import run

import pytest

from store.errors import ConverterMissing, EmptyFile, LockedFile, UnreadableFile, WrongSuffix
from store.reading import read
from store.reading.office import convert
from store.reading.office.convert import PROGRAMS, SLIDES, TEXTS, converted

from .documents import p, word, zipped
from .test_bad_documents import old

PROGRAM = next(filter(None, map(which, PROGRAMS)), None)
TEXT = "水库除险加固工程通过验收。"
RTF = b"{\\rtf1\\ansi\\uc1 \\u27700?\\u24211?\\u36890?\\u36807?\\u39564?\\u25910?\\u12290?\\par 12}"
installed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")


def without_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no program be found."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [("a.doc", old("WordDocument"), ".docx"), ("a.rtf", RTF, ".docx"), ("a.ppt", old("PowerPoint Document"), ".pdf")],
)
def test_without_libreoffice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: bytes, wanted: str
) -> None:
    """Without LibreOffice a file that needs it is told with both remedies."""
    without_programs(monkeypatch, tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConverterMissing, match=rf"isn't installed. Install it, or save as {wanted}"):
        read(tmp_path / name)


def test_word_document_of_an_old_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Word document that is named .doc is read as it is, without LibreOffice."""
    without_programs(monkeypatch, tmp_path)
    (tmp_path / "a.doc").write_bytes(word(p(TEXT)))
    assert read(tmp_path / "a.doc").text == TEXT


@pytest.mark.parametrize("suffix", [*TEXTS, *SLIDES])
def test_what_is_not_converted(suffix: str) -> None:
    """Empty, locked, damaged and other files are told before LibreOffice sees them."""
    wanted = ".docx" if suffix in TEXTS else ".pdf"
    for content, error in (
        (b"", EmptyFile),
        (old("EncryptedPackage"), LockedFile),
        (b"\0\1", UnreadableFile),
        (b"<html><body>x</body></html>", WrongSuffix),
    ):
        with pytest.raises(error):
            converted(content, f"a{suffix}", wanted)


@installed
@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf"])
def test_text_documents(tmp_path: Path, suffix: str) -> None:
    """Old Word documents, OpenDocument and RTF are read as a Word document would be."""
    (tmp_path / "a.docx").write_bytes(word(p(TEXT), p("投资", "<w:ins><w:r><w:t>4亿元</w:t></w:r></w:ins>", "。")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(PROGRAM), "--headless", profile, "--convert-to", suffix[1:], "--outdir", str(tmp_path)]
    run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    article = read(tmp_path / f"a{suffix}")
    assert article.text == f"{TEXT}\n投资4亿元。"
    assert article.report.account.lost == ()


@installed
def test_damaged_document() -> None:
    """A document that LibreOffice cannot read is told as such."""
    with pytest.raises(UnreadableFile, match="LibreOffice cannot convert it"):
        converted(old("WordDocument"), "a.doc", ".docx")


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_time_is_limited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A conversion that takes too long is ended, and told."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(convert, "SECONDS", 0.2)
    with pytest.raises(UnreadableFile, match="takes over"):
        converted(RTF, "a.rtf", ".docx")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server and the paths that it is asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


@installed
def test_nothing_is_fetched(asked: tuple[str, list[str]]) -> None:
    """Pictures and texts that a document links to are not fetched."""
    server, paths = asked
    assert converted(linked(server), "a.odt", ".docx")
    assert paths == []


def linked(server: str) -> bytes:
    """An OpenDocument text with a picture, and a section, of a server."""
    oasis, open_text = "urn:oasis:names:tc:opendocument:xmlns", "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    entries = entry.format("/", open_text) + entry.format("content.xml", "text/xml")
    names = " ".join(f'xmlns:{name}="{oasis}:{full}:1.0"' for name, full in NAMES.items())
    picture = f'<draw:frame text:anchor-type="as-char"><draw:image xlink:href="{server}/a.png"/></draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{server}/b.odt"/></text:section>'
    text = f"<office:text><text:p>甲{picture}</text:p>{section}</office:text>"
    whole = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>{text}</office:body>'
    )
    return zipped(
        {
            "mimetype": open_text.encode(),
            "META-INF/manifest.xml": f"<manifest:manifest {names}>{entries}</manifest:manifest>".encode(),
            "content.xml": f"{whole}</office:document-content>".encode(),
        }
    )


NAMES = {"office": "office", "text": "text", "draw": "drawing", "manifest": "manifest"}

"""Office documents that are damaged, locked, named wrongly or made to do harm: each is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import ArticleError, EmptyFile, LockedFile, OtherFormat, UnreadableFile, WrongSuffix
from store.reading import count, find, parts, read
from store.reading.office.container import MEMBERS, SMALL, opened
from store.reading.office.word import document as reader
from store.reading.office.word.document import read_docx

from .documents import NS, members, p, root, tbl, tr, word, zipped

TEXT = "水库除险加固工程通过验收。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0")


def old(*streams: str) -> bytes:
    """A file in the container of the old Office formats, with these streams in its directory."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))


def told(content: bytes, name: str = "a.docx") -> str:
    """What is said of a document that cannot be read."""
    with pytest.raises(ArticleError) as caught:
        read_docx(content, name)
    assert caught.value.message("zh").startswith(name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (old("WordDocument"), ".doc"),
        (old("Workbook", "WordDocument"), ".xls"),
        (old("PowerPoint Document"), ".ppt"),
        (b"{\\rtf1\\ansi x}", ".rtf"),
        (b"%PDF-1.7\n", ".pdf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>x</body></html>", ".html"),
        (b'<html xmlns:w="urn:x"><head></head></html>', ".html"),
        (b'<?xml version="1.0"?><w:wordDocument/>', ".xml"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", ".mht"),
        (TEXT.encode(), ".txt"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), ".xlsx"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), ".odt"),
        (zipped({"a.txt": b"x"}), ".zip"),
    ],
)
def test_other_kind_under_its_name(content: bytes, kind: str) -> None:
    """A file of another kind that is named .docx is told as what it is."""
    assert told(content) == str(WrongSuffix(path="a.docx", kind=kind, wanted=".docx"))


def test_locked() -> None:
    """A document behind a password is told as such, and never as an old one."""
    with pytest.raises(LockedFile):
        read_docx(old("EncryptionInfo", "EncryptedPackage", "WordDocument"), "a.docx")


def test_empty() -> None:
    """A file without a byte is empty."""
    with pytest.raises(EmptyFile):
        read_docx(b"", "a.docx")


@pytest.mark.parametrize("content", [OLE, b"\x00\x01\x02", b"PK\x03\x04", zipped({})])
def test_damaged(content: bytes) -> None:
    """What is no document at all is damaged."""
    assert "damaged document" in told(content)


@pytest.mark.parametrize("missing", ["word/document.xml", "_rels/.rels", "[Content_Types].xml", "word/styles.xml"])
def test_missing_part(missing: str) -> None:
    """Without its text a document is damaged; without any other part it is read as far as that goes."""
    files = members(word(TEXT, styles=root("styles", "")))
    del files[missing]
    if missing == "word/document.xml":
        assert "damaged document" in told(zipped(files))
    else:
        assert read_docx(zipped(files), "a.docx")[0].text == TEXT


def test_wrong_types() -> None:
    """What a package says of the types of its parts doesn't matter."""
    files = members(word(TEXT)) | {
        "[Content_Types].xml": b"<Types><Default Extension='xml' ContentType='image/png'/></Types>"
    }
    assert read_docx(zipped(files), "a.docx")[0].text == TEXT


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    "declared", [ENTITIES, OUTSIDE, ENTITIES.replace("<!DOCTYPE", "<!--" + " " * 70000 + "--><!DOCTYPE")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(declared: str, encoding: str) -> None:
    """A part that declares entities, or names a declaration elsewhere, is refused in all formats before it is read."""
    document = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{root("document", p("&b;"))}'.encode(encoding)
    files = members(word(TEXT)) | {"word/document.xml": document}
    assert "declares entities" in told(zipped(files))
    sheet = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": document}
    with pytest.raises(UnreadableFile, match="declares entities"), opened(zipped(sheet), "a.xlsx"):
        pass


def test_entities_in_a_part_of_any_name() -> None:
    """Entities are refused in a part that is not named as XML, too."""
    files = members(word(TEXT))
    files["word/text.bin"] = f"{ENTITIES}<w:document {NS}/>".encode()
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"text.bin")
    assert "declares entities" in told(zipped(files))


def test_bombs() -> None:
    """What unpacks to far more than it is, or has parts without number, is told before it fills the memory."""
    files = members(word(TEXT))
    assert "unpacks to over" in told(zipped({**files, "word/media/a.bin": bytes(SMALL + 1)}))
    assert "parts" in told(zipped({**files, **{f"word/{n}.bin": b"" for n in range(MEMBERS)}}))


def test_lying_sizes() -> None:
    """A member that says a smaller size than it has is damaged, or counted as what it has."""
    content = bytearray(zipped({**members(word(TEXT)), "word/media/a.bin": bytes(SMALL + 1)}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert told(bytes(content))


def test_locked_member() -> None:
    """A document whose members are encrypted one by one is locked."""
    content = bytearray(word(TEXT))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(LockedFile):
        read_docx(bytes(content), "a.docx")


@pytest.mark.parametrize("depth", [20, 5000])
def test_deep_nesting(depth: int) -> None:
    """Tables within tables are read while a parser bears it, and told as damaged beyond that."""
    inside = p(TEXT)
    for _ in range(depth):
        inside = tbl(tr(f"<w:tc>{inside}</w:tc>"))
    if depth == 20:
        assert read_docx(word(inside), "a.docx")[0].text == TEXT
    else:
        assert "damaged document" in told(word(inside))


def test_absurd_numbers() -> None:
    """Spans and numbers without measure are cut to what Word allows."""
    huge = f'<w:gridSpan w:val="{10**9}"/>'
    wide = f"<w:tr><w:tc><w:tcPr>{huge}</w:tcPr>{p('甲')}</w:tc></w:tr>" + tr("乙", "丙")
    assert read_docx(word(tbl(wide)), "a.docx")[0].text == "甲\n乙：丙"


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that takes too long is given up."""
    monkeypatch.setattr(reader, "SECONDS", -1)
    assert "takes over" in told(word(TEXT))


def test_nothing_is_kept_open(tmp_path: Path) -> None:
    """A document is told by its path when it is read from a disk, in both languages."""
    path = tmp_path / "a.docx"
    path.write_bytes(old("WordDocument"))
    with pytest.raises(WrongSuffix, match=r"a\.docx: no \.docx file: its content is that of \.doc"):
        read(path)


@pytest.mark.parametrize("name", ["a.xls", "a.epub", "a.RAR", "a.pages"])
def test_kinds_that_cannot_be_read_are_told(tmp_path: Path, name: str) -> None:
    """In a folder or an archive a file that would hold an article is told with its remedy, and not passed over."""
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"x")
    (tmp_path / "~$d.docx").write_bytes(b"x")
    assert find(tmp_path) == [tmp_path / name, tmp_path / "b.txt"]
    assert count(tmp_path / name) == 1
    with pytest.raises(OtherFormat, match="Save it as"):
        read(tmp_path / name)
    archive = tmp_path / "e.zip"
    archive.write_bytes(zipped({name: b"x", "b.txt": TEXT.encode(), "c.png": b"x"}))
    found = [*parts(archive)]
    assert [type(part) for part in found if isinstance(part, ArticleError)] == [OtherFormat]
    assert len(found) == 2

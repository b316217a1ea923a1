"""Formats: an article or many from every kind of file, and a told reason for what cannot be read."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from store.article import Article
from store.errors import (
    ArticleError,
    BinaryFile,
    EmptyFile,
    LockedFile,
    MissingColumn,
    NoArticles,
    ScannedFile,
    UnreadableFile,
)
from store.reading import count, parts, read
from store.reading.archive import IN_MEMORY
from store.reading.files import READABLE

TEXT = "东莞市委理论学习中心组召开会议。市委书记韦皓主持会议并讲话。"
OTHER = "松山湖科学城召开推进会，部署大科学装置建设工作。"
ROWS: list[dict[str, object]] = [
    {
        "标题": "学习会",
        "正文": TEXT,
        "日期": "2024-11-28",
        "来源": "东莞日报",
        "链接": "https://x.cn/1",
        "作者": "张三",
    },
    {"标题": "推进会", "正文": OTHER, "日期": "2月18日", "来源": "", "链接": None, "作者": None},
]


def jsonl(rows: Iterable[dict[str, object]]) -> bytes:
    """Rows as JSON Lines."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def listed(rows: Iterable[dict[str, object]]) -> bytes:
    """Rows as a JSON list."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode()


def separated(rows: list[dict[str, object]], mark: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Rows as CSV, as Excel saves it."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]), delimiter=mark)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(rows: list[dict[str, object]]) -> bytes:
    """Rows as the second sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("文章")
    assert isinstance(sheet, Worksheet)
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    return saved(book.save)


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """What a document's `save` writes."""
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def document(*paragraphs: str, title: str = "", author: str = "python-docx") -> bytes:
    """A Word document of paragraphs and one table."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = title, author
    for paragraph in paragraphs[:1]:
        made.add_paragraph(paragraph)
    if paragraphs:
        table = made.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "产值", "4.8万亿元"
    for paragraph in paragraphs[1:]:
        made.add_paragraph(paragraph)
    return saved(made.save)


def printed(pages: list[list[str]], password: str = "") -> bytes:
    """A PDF of lines in a Chinese font, with a header and a page number on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(password) if password else None)
    canvas.setTitle("东莞学习会")
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("STSong-Light", 12)
        for row, line in enumerate(["东莞市人民政府公报", *lines, f"— {number} —"] if lines else []):
            canvas.drawString(72, 780 - 20 * row, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def articles(path: Path) -> list[Article]:
    """The articles of a file in which nothing is wrong."""
    found = list(parts(path))
    assert count(path) == len(found)
    return [part.article() for part in found if not isinstance(part, ArticleError)]


COLLECTIONS = {
    ".jsonl": jsonl(ROWS),
    ".json": listed(ROWS),
    ".csv": separated(ROWS),
    ".tsv": separated(ROWS, "\t"),
    ".xlsx": workbook(ROWS),
}


@pytest.mark.parametrize(("suffix", "content"), COLLECTIONS.items(), ids=COLLECTIONS.keys())
def test_collections(tmp_path: Path, suffix: str, content: bytes) -> None:
    """Each row of a collection is an article with the metadata of its columns."""
    path = put(tmp_path, f"a{suffix}", content)
    first, second = articles(path)
    assert (first.source, first.text, first.title) == (f"{path.resolve()}#1", TEXT, "学习会")
    assert (first.published, first.publisher) == ("2024-11-28", "东莞日报")
    assert (first.url, first.author) == ("https://x.cn/1", "张三")
    assert (second.text, second.title, second.published) == (OTHER, "推进会", "--02-18")
    assert (second.publisher, second.url, second.author) == (None, None, None)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv", ".tsv"])
def test_collections_in_other_encodings(tmp_path: Path, suffix: str, encoding: str) -> None:
    """A collection is read in the encoding it is in."""
    content = COLLECTIONS[suffix].decode("utf-8-sig").encode(encoding)
    assert [article.text for article in articles(put(tmp_path, f"a{suffix}", content))] == [TEXT, OTHER]


@pytest.mark.parametrize(
    "names", [("Title", "CONTENT", "publish_time"), ("標題", "內容", "發布時間"), ("headline", "Main Text", "Pub-Date")]
)
def test_column_names(tmp_path: Path, names: tuple[str, str, str]) -> None:
    """Columns are known by their common names, in either script and however they are written."""
    row: dict[str, object] = dict(zip(names, ("学习会", TEXT, "2024年11月28日"), strict=True))
    (article,) = articles(put(tmp_path, "a.jsonl", jsonl([row])))
    assert (article.title, article.text, article.published) == ("学习会", TEXT, "2024-11-28")


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_missing_column(tmp_path: Path, suffix: str) -> None:
    """Where no object has a text, the error names the fields there are and those that would do."""
    rows: list[dict[str, object]] = [{"名字": "学习会", "摘要": TEXT}]
    make: dict[str, Callable[[list[dict[str, object]]], bytes]] = {".jsonl": jsonl, ".json": listed}
    with pytest.raises(MissingColumn) as caught:
        list(parts(put(tmp_path, f"a{suffix}", make[suffix](rows))))
    assert caught.value.details["found"] == "名字、摘要"
    assert "正文" in str(caught.value)


def test_ids_name_rows(tmp_path: Path) -> None:
    """A row is called by its id where it has one of its own, else by its number, and no two are called alike."""
    ids = ["news-7", "", "news-7", None, 6, "换\n行", "x" * 300]
    path = put(tmp_path, "a.jsonl", jsonl({"id": given_id, "text": TEXT} for given_id in ids))
    names = [article.source.rpartition("#")[2] for article in articles(path)]
    assert names == ["news-7", "2", "3", "4", "6", "6'", "7"]


def test_rows_keep_their_digest(tmp_path: Path) -> None:
    """A row that is the same in another place and format has the same digest, and a changed one another."""
    first, second = (
        part.digest for part in parts(put(tmp_path, "a.jsonl", jsonl(ROWS))) if not isinstance(part, ArticleError)
    )
    again = [
        part.digest
        for part in parts(put(tmp_path, "b.json", listed(reversed(ROWS))))
        if not isinstance(part, ArticleError)
    ]
    assert again == [second, first]
    assert first != second


def test_bad_rows_stop_nothing(tmp_path: Path) -> None:
    """A line that is no JSON, no object, or without a text is told by its number; the others are read."""
    lines = [
        jsonl(ROWS[:1]),
        b'{"text": ',
        b"[1, 2]",
        b"",
        '{"标题": "无"}'.encode(),
        b'{"text": "%s"}' % (b"[" * 9),
        b"[" * 99_999,
    ]
    path = put(tmp_path, "a.jsonl", b"\n".join(lines))
    found = list(parts(path))
    errors = [part for part in found if isinstance(part, ArticleError)]
    assert len(found) - len(errors) == 2
    assert [str(error.details["path"]).rpartition("#")[2] for error in errors] == ["2", "3", "5", "7"]
    assert [type(error) for error in errors] == [UnreadableFile, UnreadableFile, MissingColumn, UnreadableFile]
    assert "line 2 is no JSON" in str(errors[0])
    assert "第 2 行" in errors[0].message("zh")


def test_json_that_breaks_off(tmp_path: Path) -> None:
    """Of a list that breaks off the objects before that are read, and then the reason is told."""
    *found, error = parts(put(tmp_path, "a.json", listed(ROWS)[:-9]))
    assert len(found) == 1
    assert isinstance(error, UnreadableFile)
    with pytest.raises(UnreadableFile):
        list(parts(put(tmp_path, "b.json", b"nonsense")))


@pytest.mark.parametrize("whole", [{"articles": ROWS, "count": 2}, {"count": "2", "data": ROWS}])
def test_json_that_holds_a_list(tmp_path: Path, whole: object) -> None:
    """A list may stand under some name in an object, and an object with a text is one article."""
    assert len(articles(put(tmp_path, "a.json", json.dumps(whole).encode()))) == 2
    assert read(put(tmp_path, "b.json", json.dumps(ROWS[0]).encode())).text == TEXT


def test_long_fields(tmp_path: Path) -> None:
    """A field of a CSV file may be longer than Python's own limit, and hold lines, commas and quotes."""
    text = f'“{TEXT}”，他说："好"。\n' * 5000
    (article,) = articles(put(tmp_path, "a.csv", separated([{"正文": text}])))
    assert len(text) > 131_072
    assert article.text.strip() == text.strip()


def test_large_collections_are_streamed(tmp_path: Path) -> None:
    """A collection of many megabytes is read a row at a time."""
    row = jsonl([{"标题": "学习会", "正文": TEXT * 50}]) + b"\n"
    path = put(tmp_path, "a.jsonl", row * 5000)
    tracemalloc.start()
    assert sum(1 for _ in parts(path)) == 5000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert peak < 12_000_000


def test_word(tmp_path: Path) -> None:
    """Of a Word document paragraphs and tables are read in order, with the properties that somebody filled in."""
    article = read(put(tmp_path, "a.docx", document(TEXT, OTHER, title="学习会", author="张三")))
    assert article.text == f"{TEXT}\n产值：4.8万亿元\n{OTHER}"
    assert (article.title, article.author) == ("学习会", "张三")
    article = read(put(tmp_path, "b.docx", document(TEXT)))
    assert (article.title, article.author) == ("东莞市委理论学习中心组召开会议。", None)


def test_pdf(tmp_path: Path) -> None:
    """Of a PDF the paragraphs are read, without what stands on every page, and with its title."""
    pages = [[f"{place}{TEXT[2:22]}", TEXT[22:], f"{place}{OTHER[2:]}"] for place in ("东莞", "中山", "松江")]
    article = read(put(tmp_path, "a.pdf", printed(pages)))
    assert article.text.splitlines()[:3] == [TEXT, f"东莞{OTHER[2:]}", f"中山{TEXT[2:]}"]
    assert "公报" not in article.text and "— 2 —" not in article.text
    assert article.title == "东莞学习会"


def test_scanned_pdf(tmp_path: Path) -> None:
    """A PDF without text is told as a scan, and how to make it readable."""
    with pytest.raises(ScannedFile, match="OCR"):
        read(put(tmp_path, "a.pdf", printed([[], []])))


def test_locked_files(tmp_path: Path) -> None:
    """A file behind a password is told as such."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(
        128, b"\0"
    )
    for name, content in {"a.pdf": printed([[TEXT]], "geheim"), "a.docx": ole, "a.xlsx": ole}.items():
        with pytest.raises(LockedFile, match="password"):
            [part.article() for part in parts(put(tmp_path, name, content)) if not isinstance(part, ArticleError)]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".zip"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_damaged_files(tmp_path: Path, suffix: str, kept: float) -> None:
    """A file that was cut off is told as unreadable, with its name."""
    whole = {
        ".pdf": printed([[TEXT]]),
        ".docx": document(TEXT),
        ".xlsx": workbook(ROWS),
        ".zip": zipped({"a.txt": b"a"}),
    }
    path = put(tmp_path, f"a{suffix}", whole[suffix][: int(kept * len(whole[suffix]))])
    with pytest.raises(UnreadableFile, match=rf"a\{suffix}: cannot be read \(damaged"):
        read(path)
    assert count(path) == 1


def test_empty_document(tmp_path: Path) -> None:
    """Documents without a text are empty, and an empty file is too, whatever its suffix."""
    with pytest.raises(EmptyFile):
        read(put(tmp_path, "a.docx", document()))
    for suffix in (".csv", ".json", ".jsonl", ".zip", ".txt", ".html"):
        with pytest.raises(EmptyFile):
            read(put(tmp_path, f"b{suffix}", b""))


def test_zip(tmp_path: Path) -> None:
    """The members of an archive are read as files, in order of name, under the archive's name."""
    members = {
        "乙/二.txt": OTHER.encode("gbk"),
        "甲.md": f"---\ntitle: 学习会\n---\n{TEXT}".encode(),
        "丙.csv": separated(ROWS),
        "图.jpg": b"\xff\xd8",
        "__MACOSX/甲.md": b"\0",
        ".隐藏.txt": b"\0",
    }
    path = put(tmp_path, "a.zip", zipped(members))
    assert count(path) == 3
    found = [part.article() for part in parts(path) if not isinstance(part, ArticleError)]
    assert [article.source for article in found] == [
        f"{path.resolve()}/{name}" for name in ("丙.csv#1", "丙.csv#2", "乙/二.txt", "甲.md")
    ]
    assert [article.text for article in found] == [TEXT, OTHER, OTHER, TEXT]
    assert found[3].title == "学习会"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_member_names(tmp_path: Path, encoding: str) -> None:
    """Members named in GBK, as Windows does, or in unmarked UTF-8 have the names their makers gave them."""
    name = "东莞市/学习会.txt"
    raw = name.encode(encoding)
    content = zipped({"x" * len(raw): TEXT.encode()}).replace(b"x" * len(raw), raw)
    path = put(tmp_path, "a.zip", content)
    assert [article.source for article in articles(path)] == [f"{path.resolve()}/{name}"]


def test_bad_members_stop_nothing(tmp_path: Path) -> None:
    """A locked, damaged, nested or swollen member is told by its name, and the others are read."""
    content = zipped(
        {
            "bomb.txt": b"a" * (IN_MEMORY + 1),
            "empty.txt": b"",
            "inner.zip": zipped({"a.txt": TEXT.encode()}),
            "locked.txt": b"locked",
            "ok.txt": TEXT.encode(),
        }
    )
    archive = bytearray(content)
    entry = content.index(b"locked.txt", content.index(b"PK\1\2")) - 46
    archive[entry + 8] |= 1  # the flag that says so, in the archive's directory
    found = list(parts(put(tmp_path, "a.zip", bytes(archive))))
    errors = {str(part.details["path"]).rpartition("/")[2]: part for part in found if isinstance(part, ArticleError)}
    assert {name: type(error) for name, error in errors.items()} == {
        "bomb.txt": UnreadableFile,
        "inner.zip": UnreadableFile,
        "locked.txt": LockedFile,
    }
    assert "unpacks to over" in str(errors["bomb.txt"])
    assert "archive within an archive" in str(errors["inner.zip"])
    empty, whole = (part for part in found if not isinstance(part, ArticleError))
    assert whole.article().text == TEXT
    with pytest.raises(EmptyFile, match=r"a\.zip/empty\.txt"):
        empty.article()


def test_zip_without_articles(tmp_path: Path) -> None:
    """An archive with nothing to read in it is told as such."""
    with pytest.raises(NoArticles, match=r"\.docx"):
        list(parts(put(tmp_path, "a.zip", zipped({"a.jpg": b"\xff"}))))


def test_several_are_not_one(tmp_path: Path) -> None:
    """Reading the one article of a file that holds several is an error."""
    with pytest.raises(UnreadableFile, match="more than one"):
        read(put(tmp_path, "a.jsonl", jsonl(ROWS)))


SEEDS = {
    **COLLECTIONS,
    ".docx": document(TEXT, OTHER),
    ".pdf": printed([[TEXT, OTHER]]),
    ".zip": zipped({"a.txt": TEXT.encode(), "b.csv": separated(ROWS), "c.docx": document(TEXT)}),
    ".md": f"---\ntitle: 学习会\n---\n{TEXT}".encode(),
    ".html": f"<title>学习会</title><body><article><p>{TEXT * 3}</p></article></body>".encode(),
}


@settings(max_examples=60, deadline=None)
@given(
    suffix=st.sampled_from(READABLE),
    noise=st.binary(max_size=80),
    at=st.floats(0, 1),
    gone=st.integers(0, 40),
    from_seed=st.booleans(),
)
def test_any_bytes(suffix: str, noise: bytes, at: float, gone: int, from_seed: bool) -> None:
    """Whatever bytes a file of whatever suffix holds, it gives articles and ArticleErrors, and no other error."""
    seed = SEEDS.get(suffix, TEXT.encode()) if from_seed else b""
    place = int(at * len(seed))
    with TemporaryDirectory() as folder:
        path = put(Path(folder), f"a{suffix}", seed[:place] + noise + seed[place + gone :])
        assert count(path) > 0
        try:
            for part in parts(path):
                told = part if isinstance(part, ArticleError) else part.article()
                assert str(path.name) in (str(told) if isinstance(told, ArticleError) else told.source)
        except ArticleError as error:
            assert path.name in str(error) and path.name in error.message("zh")


def test_binary_under_any_suffix(tmp_path: Path) -> None:
    """A picture that is named like an article is binary data."""
    for suffix in (".txt", ".md", ".html", ".csv", ".json", ".jsonl"):
        with pytest.raises(BinaryFile):
            read(put(tmp_path, f"a{suffix}", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"))

"""Encodings: the whole file decides, and no byte is ever lost."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import ArticleError, BinaryFile, EmptyFile
from store.reading import read
from store.reading.encoding import CHUNK, decode, detect, lines
from store.text.edits import apply
from store.text.scripts import traditional

TEXT = "东莞市委理论学习中心组召开会议。市委书记韦皓主持会议并讲话，市长吕成蹊等出席。\n"
LONG = TEXT * 40
RARE = "朱镕基、陶喆、李喆、㐱㑇、𠮷野家"

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


def mended(content: bytes) -> str:
    """The text of `content`, with what is in another encoding mended."""
    decoded = decode(content, "a")
    return apply(decoded.text, decoded.changes)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "gbk", "gb2312"])
def test_the_same_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """The same article in six encodings gives the same text, and its report gives back the bytes."""
    content = ("哲" + LONG).encode(encoding)
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    article = read(path)
    assert article.text.strip() == ("哲" + LONG).strip()
    assert article.digest == sha256(content).hexdigest()
    assert article.report.original(article.text).encode(article.report.encoding, "surrogateescape") == content


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", *ENCODINGS])
def test_traditional_text(encoding: str) -> None:
    """Traditional text is read from Big5 and from the encodings of all Chinese alike."""
    text = traditional(TEXT).replace("韋皓", "韋浩")
    assert mended(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ["会议强调，要找准工作的着力点。", "東莞市委書記主持會議，並作講話。", "GDP增长5.2%"])
def test_short_texts(encoding: str, text: str) -> None:
    """A sentence is enough to tell the encoding by."""
    assert mended(text.encode(encoding)) == text


def test_rare_characters_after_the_first_kilobyte() -> None:
    """A GBK file whose rare characters come after its first kilobyte loses none of them."""
    text = LONG + "朱镕基、陶喆" + LONG
    assert mended(text.encode("gbk")) == text
    assert mended((LONG + RARE).encode("gb18030")) == LONG + RARE


def test_one_foreign_byte_at_the_end_of_a_long_file() -> None:
    """A file of megabytes that is UTF-8 up to one byte at its end stays UTF-8, and keeps that byte."""
    content = TEXT.encode() * (2 * CHUNK // len(TEXT.encode())) + b"\xff"
    decoded = decode(content, "a")
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith("\udcff")
    assert decoded.text.encode("utf-8", "surrogateescape") == content


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", [1, 2])
def test_cut_off_in_a_character(encoding: str, cut: int) -> None:
    """A file cut off in the middle of a character is not taken for another encoding, and loses only that one."""
    text = TEXT.strip().rstrip("。") + "席"
    decoded = decode(text.encode(encoding)[:-cut] if encoding == "utf-8" else text.encode(encoding)[:-1], "a")
    assert decoded.encoding == encoding
    assert decoded.text.rstrip("".join(map(chr, range(0xDC80, 0xDD00)))) == text[:-1]


@pytest.mark.parametrize(
    ("main", "other"), [("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "big5"), ("utf-8-sig", "gbk")]
)
def test_mixed_lines(main: str, other: str) -> None:
    """Lines in another encoding than the rest are mended, and the report gives back the bytes."""
    strange = "東莞市委召開會議，部署工作。\n" if other == "big5" else "松山湖科学城召开会议。\n"
    content = (TEXT * 3).encode(main) + strange.encode(other) + TEXT.encode(main.removesuffix("-sig"))
    decoded = decode(content, "a")
    assert apply(decoded.text, decoded.changes) == TEXT * 3 + strange + TEXT
    assert [change.rule for change in decoded.changes] == ["encoding"]
    assert decoded.text.encode(decoded.encoding, "surrogateescape") == content


def test_mixed_within_a_line() -> None:
    """A run of GBK inside a line of UTF-8 is mended too."""
    content = "来源：".encode() + b" " + "松山湖科学城".encode("gbk") + b" " + TEXT.encode() * 3
    assert mended(content) == f"来源： 松山湖科学城 {TEXT * 3}"


def test_lines_one_at_a_time() -> None:
    """A collection's lines are decoded one by one, each in its own encoding if need be."""
    content = (TEXT * 3).encode() + TEXT.encode("gbk") + TEXT.encode()
    assert list(lines(BytesIO(content), detect(BytesIO(content), "a"))) == [TEXT] * 5
    for encoding in ENCODINGS:
        stream = BytesIO((TEXT * 3).encode(encoding))
        assert "".join(lines(stream, detect(stream, "a"))) == TEXT * 3


def test_twice_coded_characters() -> None:
    """Big5 has a few characters twice: the second code gives the same character, and the bytes stay known."""
    content = traditional(LONG).replace("韋皓", "韋浩").encode("big5") + b"\xa2\xcc\xa2\xce"
    decoded = decode(content, "a")
    assert apply(decoded.text, decoded.changes).endswith("十卅")
    assert decoded.text.encode(decoded.encoding, "surrogateescape") == content


@pytest.mark.parametrize(
    "content",
    [LONG.encode("utf-16-le") + b"\x01", LONG.encode("utf-16-le") + b"\x00\xd8", LONG.encode("utf-16") + b"\x00\xdc"],
    ids=["odd byte", "lone half", "lone half with BOM"],
)
def test_damaged_utf_16(content: bytes) -> None:
    """What is no character of UTF-16 becomes a visible mark, and all others are read."""
    assert mended(content) == LONG + "\ufffd"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        TEXT.encode() + b"\0",
        b"\x01\x02\x03\x04\x05" * 40,
        "".join(chr(n) for n in range(1, 128)).encode() * 3,
        bytes(range(256)) * 20,
        b"\xff\xfe" + bytes(range(256)) * 20,
    ],
    ids=["png", "one NUL", "controls", "all of ASCII", "all bytes", "all bytes with a BOM"],
)
def test_binary(content: bytes) -> None:
    """Binary data is not taken for text."""
    with pytest.raises(BinaryFile, match=r"a\.txt"):
        decode(content, "a.txt")


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff \n"])
def test_empty(content: bytes) -> None:
    """A file of white space and a byte order mark is empty."""
    with pytest.raises(EmptyFile):
        decode(content, "a")


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("gb18030")))
def test_the_bytes_come_back(noise: bytes) -> None:
    """Whatever bytes stand in a text, its text and encoding give them back, unless it is UTF-16."""
    for content in (noise, LONG.encode() + noise, LONG.encode("gbk") + noise + LONG.encode("gbk")):
        try:
            decoded = decode(content, "a")
        except ArticleError:
            continue
        if not decoded.encoding.startswith("utf-16"):
            assert decoded.text.encode(decoded.encoding, "surrogateescape") == content

"""Reading: files of every kind become articles, and what cannot be read says why and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.article import article_id
from store.errors import ArticleError, BinaryFile, EmptyFile, MissingPath, NoArticles, UnknownSuffix, UnreadableFile
from store.reading import Draft, article_from, find, parts, read

from .conftest import SAMPLE

ROOT = SAMPLE.parent.parent.parent
TEXT = "东莞市委理论学习中心组召开会议。市委书记韦皓主持会议并讲话。"

DIGESTS = {
    "000_b26ac843548dfd63.txt": "fdab5108eee267086dff0b9576ab0e35ef11470d3b1b661eea0ae02c5772e11f",
    "001_7fb5d263923113ca.txt": "55ef25d5498811d9bd62b2f36734972e09f110b18eb244f3f51bc30e426e85eb",
    "002_1f14f0c798bd812f.txt": "6418b43493a8f411bf8c4e23c1fe9ba78331571b8eef3256a25c00c53551b0dc",
    "003_2147156f3e05c304.txt": "08f5e32fce659e8f597a2cd193bda0e06f80a6e3763e4db862f3554944103266",
    "004_5b79653d882eb3da.txt": "6197bf9111f8ef09307f18246a66f9aeaa033ec4b24d006b3ec6b0cddf806407",
}

PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>东莞市委召开学习会</title>
<meta property="og:title" content="东莞市委召开学习会">
<meta property="og:site_name" content="东莞日报">
<meta property="og:url" content="https://news.example.cn/show-28.html">
<meta property="article:published_time" content="2024-11-28T08:00:00+08:00">
</head><body><nav><ul><li><a href="/">首页</a></li><li><a href="/news">更多新闻</a></li></ul></nav>
<article><h1>东莞市委召开学习会</h1><p>{TEXT}</p>
<p>会议强调，要找准工作的着力点和发力点，瞄准科技和产业这两个关键，因地制宜培育壮大新质生产力。</p>
<p>要全面提升自主创新能力，积极对接上级资源，强化企业自主创新作用，推动大科学装置进一步向企业开放。</p></article>
<script>var tracking = "不是正文";</script><footer>版权所有 备案号12345</footer></body></html>"""


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_html(tmp_path: Path) -> None:
    """Of a web page the article is read, with its title, publisher, date and address, and not what is around it."""
    article = read(put(tmp_path, "a.html", PAGE))
    assert TEXT in article.text
    assert "会议强调，要找准工作的着力点" in article.text
    assert not any(around in article.text for around in ("不是正文", "更多新闻", "备案号", "<p>"))
    assert (article.title, article.publisher, article.published) == ("东莞市委召开学习会", "东莞日报", "2024-11-28")
    assert article.url == "https://news.example.cn/show-28.html"


def test_html_in_gbk(tmp_path: Path) -> None:
    """A web page that says it is in GB2312 is read as that."""
    article = read(put(tmp_path, "a.HTM", PAGE.replace("utf-8", "gb2312").encode("gbk")))
    assert TEXT in article.text
    assert article.report.encoding == "gb18030"


def test_html_without_an_article(tmp_path: Path) -> None:
    """A web page without text is an empty file."""
    with pytest.raises(EmptyFile):
        read(put(tmp_path, "a.html", "<html><head><title>标题</title></head><body></body></html>"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("suffix", [".md", ".markdown", ".MD"])
def test_front_matter(tmp_path: Path, newline: str, suffix: str) -> None:
    """Front matter gives title, publisher, date and address, and is no part of the text."""
    lines = [
        "---",
        "title: 学习会",
        "publisher: 东莞日报",
        "date: 2024-11-28",
        "url: https://x.cn/1",
        "---",
        "# 别的",
        TEXT,
    ]
    article = read(put(tmp_path, f"a{suffix}", newline.join(lines)))
    assert article.text == f"# 别的\n{TEXT}"
    assert (article.title, article.publisher) == ("学习会", "东莞日报")
    assert (article.published, article.url) == ("2024-11-28", "https://x.cn/1")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-1-5", "2024-01-05"),
        ("2024年1月5日", "2024-01-05"),
        ("2024/01/05 08:30", "2024-01-05"),
        ("2024-01-05T08:30:00+08:00", "2024-01-05"),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates(tmp_path: Path, written: str, date: str | None) -> None:
    """A date is kept in ISO form however it was written, and left out when it is none."""
    assert read(put(tmp_path, "a.md", f"---\ndate: {written}\n---\n{TEXT}")).published == date


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    """Without front matter the first heading is the title, and a rule further down is just a rule."""
    article = read(put(tmp_path, "a.md", f"# 东莞学习会\n\n{TEXT}\n\n---\n\n完。"))
    assert article.title == "东莞学习会"
    assert article.text.endswith("---\n\n完。")


def test_a_figure_as_title(tmp_path: Path) -> None:
    """A title that YAML takes for a number is a text all the same."""
    assert read(put(tmp_path, "a.md", f"---\ntitle: 2024\n---\n{TEXT}")).title == "2024"


@pytest.mark.parametrize("front", ["title: [学习会", "title: 'x", "date: 2024-13-45", "a: b: c", "title: \t- x"])
def test_bad_front_matter(tmp_path: Path, front: str) -> None:
    """Front matter that is no YAML is told with the file's name, and as such."""
    with pytest.raises(UnreadableFile, match=r"a\.md: cannot be read \(front matter: "):
        read(put(tmp_path, "a.md", f"---\n{front}\n---\n{TEXT}"))


@pytest.mark.parametrize(
    "content", ["", " \n\t\r\n", "\ufeff", "\u200b\u200b", "\u3000", "本文链接:http://x.cn/1.html"]
)
def test_empty(tmp_path: Path, content: str) -> None:
    """A file in which repair leaves no text is empty."""
    with pytest.raises(EmptyFile, match=r"a\.txt"):
        read(put(tmp_path, "a.txt", content))


@pytest.mark.parametrize(("name", "suffix"), [("a.jpg", ".jpg"), ("a", "a"), ("a.txt.bak", ".bak"), (".txt", ".txt")])
def test_unknown_suffix(tmp_path: Path, name: str, suffix: str) -> None:
    """A file of another kind is told by its suffix, together with those that can be read."""
    with pytest.raises(UnknownSuffix) as caught:
        read(put(tmp_path, name, TEXT))
    assert caught.value.details["suffix"] == suffix
    assert ".txt" in str(caught.value.details["known"])


def test_missing(tmp_path: Path) -> None:
    """A path at which nothing stands is missing, for finding and for reading."""
    for attempt in (find, read):
        with pytest.raises(MissingPath, match=r"none\.txt"):
            attempt(tmp_path / "none.txt")


def test_dangling_link(tmp_path: Path) -> None:
    """A link to nothing is missing, and hides nothing else in its folder."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "none.txt")
    with pytest.raises(MissingPath):
        read(tmp_path / "link.txt")
    there = put(tmp_path, "a.txt", TEXT)
    assert find(tmp_path) == [there]


def test_folder_without_articles(tmp_path: Path) -> None:
    """A folder without an article is told as such, though it may hold other files."""
    put(tmp_path, "a.jpg", TEXT)
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(NoArticles):
        find(tmp_path)


def test_folder(tmp_path: Path) -> None:
    """A folder gives the articles in it and below it, in order of name, and a file gives itself."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    files = [put(tmp_path, name, TEXT) for name in ("b.md", "c.TXT", "deep/er/a.html")]
    put(tmp_path, "a.jpg", TEXT)
    assert find(tmp_path) == files
    assert find(tmp_path / "a.jpg") == [tmp_path / "a.jpg"]


def test_folder_as_file(tmp_path: Path) -> None:
    """What the system will not let read is told with its reason."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UnreadableFile, match=r"directory"):
        read(tmp_path / "a.txt")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_forbidden_file(tmp_path: Path) -> None:
    """A file that its reader has no permission for is told with that reason.

    The superuser may read everything, so that then another user reads.
    """
    if os.geteuid():
        path = put(tmp_path, "a.txt", TEXT)
        path.chmod(0)
        with pytest.raises(UnreadableFile, match="Permission denied"):
            read(path)
        return
    code = (
        "import os, pathlib, sys; from store.reading import read; from store.errors import YuanwenError\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: read(pathlib.Path(sys.argv[1]))\n"
        "except YuanwenError as error: print(type(error).__name__, error)"
    )
    with TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        Path(folder).chmod(0o755)
        path = put(Path(folder), "a.txt", TEXT)
        path.chmod(0o600)
        told = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("UnreadableFile")
    assert "Permission denied" in told.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are Unicode")
def test_name_that_is_not_utf8(tmp_path: Path) -> None:
    """A file whose name is in GBK, as archives leave them, is told in a message that can be printed."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "东莞.txt".encode("gbk")))
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert "文件名" in caught.value.message("zh").encode().decode()


def test_errors_are_article_errors(tmp_path: Path) -> None:
    """Whatever bytes a file holds, reading gives an article or an ArticleError."""
    for number in range(256):
        for suffix in (".txt", ".md"):
            path = put(
                tmp_path, f"a{suffix}", b"---\n" + bytes([number]) * 3 + b": " + bytes([255 - number]) + b"\n---\nx"
            )
            try:
                assert read(path).text
            except ArticleError as error:
                assert str(path) in str(error)


@pytest.mark.parametrize(("name", "digest"), DIGESTS.items())
def test_samples_are_the_originals(name: str, digest: str) -> None:
    """The bundled sample articles are the scraped files, byte for byte."""
    assert sha256((SAMPLE / name).read_bytes()).hexdigest() == digest


def test_no_other_samples() -> None:
    """The sample folder holds these five articles and nothing else."""
    assert [path.name for path in find(SAMPLE)] == list(DIGESTS)


@pytest.mark.parametrize(
    ("number", "title", "publisher", "published", "url"),
    [
        ("000", "10月30日,市工業和信息化局黨組、板芙鎮黨委…", None, None, None),
        ("001", "11月28日上午,東莞市委理論學習中心組召開專題學習會…", None, None, None),
        (
            "002",
            "松江區經委:拿出更多實招硬招,向產業經濟更高質量發展聚焦發力",
            None,
            None,
            "http://www.tebozhan.com/showinfo-28-16184-0.html",
        ),
        ("003", "制造業是立國之本、興國之器、強國之基。", "東莞發布", None, None),
        ("004", "2月18日在農曆新春第一個工作日,廣東召開全省高質量發展大會。", None, None, None),
    ],
)
def test_samples(number: str, title: str, publisher: str | None, published: str | None, url: str | None) -> None:
    """Each sample article has the title, publisher, day and address that its text gives, and never a guessed year."""
    (path,) = SAMPLE.glob(f"{number}_*.txt")
    article = read(path)
    assert (article.title, article.publisher, article.url) == (title, publisher, url)
    assert article.published == published
    assert article.source == str(path.resolve())
    assert article.id == article_id(article.source)
    assert article.report.original(article.text).encode(article.report.encoding) == path.read_bytes()


def test_report_tells_what_was_done(tmp_path: Path) -> None:
    """An article's report counts the changes of each rule, and the characters before them."""
    text = "產(chǎn)業(yè)&nbsp;發(fā)展\u200b"
    report = read(put(tmp_path, "a.txt", text)).report
    assert report.counts == {"gloss": 3, "entity": 1, "invisible": 1}
    assert report.characters == len(text)


def test_front_matter_is_a_change(tmp_path: Path) -> None:
    """Front matter is recorded as cut, so that the original is the whole file, in any encoding and mixed ones too."""
    front = "---\r\ntitle: 学习会\r\ndate: 2024-11-28\r\n---\r\n\r\n"
    for content in ((front + TEXT).encode("gb18030"), front.encode() + f"{TEXT}\n".encode() * 3 + TEXT.encode("gbk")):
        report = (article := read(put(tmp_path, "a.md", content))).report
        assert (article.title, article.published) == ("学习会", "2024-11-28")
        assert report.counts["front matter"] == 1
        assert article.text.splitlines() == [TEXT] * len(article.text.splitlines())
        assert report.original(article.text).encode(report.encoding, "surrogateescape") == content


def test_parts_are_not_read_before_their_time(tmp_path: Path) -> None:
    """A part has its source and digest before anything is decoded, and tells what is wrong when its article is made."""
    (part,) = parts(put(tmp_path, "a.txt", b"\0\1\2"))
    assert not isinstance(part, ArticleError)
    assert part.source == str((tmp_path / "a.txt").resolve())
    assert part.digest == sha256(b"\0\1\2").hexdigest()
    with pytest.raises(BinaryFile, match=r"a\.txt"):
        part.article()


@pytest.mark.parametrize(
    ("text", "suspicions"),
    [
        (TEXT * 3, ()),
        (TEXT, ("short",)),
        ("1234567890 " * 30 + "东莞", ("short", "not text")),
        ("哈" * 200, ("repetitive",)),
        ("点击此处查看更多的精彩内容\n" * 20, ("repetitive",)),
        (TEXT * 3 + "\ufffd", ("undecodable",)),
    ],
)
def test_suspicions(text: str, suspicions: tuple[str, ...]) -> None:
    """What looks wrong is named in the report, and an ordinary article has nothing there."""
    assert article_from(Draft(text), "a", "0").report.suspicions == suspicions


@pytest.mark.parametrize("text", ["{\n东莞召开会议\n}\n正文", "东莞\n---\n市: 召\n---\n会议", "+++\na = 1\n+++\n东莞"])
def test_what_only_looks_like_front_matter(tmp_path: Path, text: str) -> None:
    """Only YAML between two lines of dashes at the very beginning is front matter."""
    assert read(put(tmp_path, "a.md", text.encode())).text == text

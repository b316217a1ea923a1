"""PDF files: pages as people read them, and every character accounted for."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText, Text
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from qa.cli.cards import remarks
from store.article import Article
from store.errors import EmptyFile, LockedFile, ScannedFile, UnreadableFile
from store.index.rows import article_row, to_card
from store.reading import read
from store.reading.pdf import recognition

FONT = "STSong-Light"
STORY = "云台县图书馆新馆昨日开放，藏书四十万册，设座位九百个，读者凭身份证入馆，每周一闭馆整理图书，其余各天照常开放。"
LATIN = "The library was ex-|tended with a reading room for every-|one who needs a quiet place to study maps."

Draw = Callable[[Canvas], None]


def made(draw: Draw, **options: object) -> bytes:
    """A PDF that a function draws."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, **options)
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def article(folder: Path, content: bytes) -> Article:
    """What is read from a PDF, of which nothing may be lost."""
    path = folder / "file.pdf"
    path.write_bytes(content)
    found = read(path)
    assert not found.report.account.lost
    return found


def cut(text: str, width: int) -> list[str]:
    """A text in lines of so many characters."""
    return [text[start : start + width] for start in range(0, len(text), width)]


def write(canvas: Canvas, lines: Iterable[str], x: float = 72, y: float = 780, step: float = 18) -> None:
    """Lines below one another."""
    for number, line in enumerate(lines):
        canvas.drawString(x, y - step * number, line)


def columns(canvas: Canvas, count: int, *, by_row: bool) -> None:
    """A page of columns under a title, written row by row or column by column."""
    canvas.setFont(FONT, 22)
    canvas.drawString(72, 800, "云台县新闻大标题横跨各栏")
    canvas.setFont(FONT, 9)
    width = 510 / count
    texts = [cut(f"第{number}栏说，{STORY * 4}", int(width / 9) - 2) for number in "一二三"[:count]]
    places = [(row, column) for column in range(count) for row in range(len(texts[column]))]
    for row, column in sorted(places) if by_row else places:
        canvas.drawString(50 + width * column, 770 - 14 * row, texts[column][row])


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("by_row", [True, False])
def test_columns(tmp_path: Path, count: int, by_row: bool) -> None:
    """Columns are read one after the other, in whatever order the file has their lines."""
    text = article(tmp_path, made(lambda canvas: columns(canvas, count, by_row=by_row))).text
    texts = [f"第{number}栏说，{STORY * 4}" for number in "一二三"[:count]]
    assert text.replace("\n", "") == "".join(["云台县新闻大标题横跨各栏", *texts])
    assert all(line.endswith("。") for line in text.splitlines()[1:])


def upright(canvas: Canvas, font: str) -> None:
    """Vertical writing: lines from right to left."""
    canvas.setFont(font, 12)
    for number, line in enumerate(cut(STORY, 20)):
        if font == FONT:
            for row, character in enumerate(line):
                canvas.drawString(480 - 24 * number, 780 - 14 * row, character)
        else:
            canvas.drawString(480 - 24 * number, 780, line)


def turned(canvas: Canvas, angle: int) -> None:
    """Text that is turned on its page."""
    canvas.translate(300, 420)
    canvas.rotate(angle)
    write(canvas, cut(STORY, 20), -150, 40)


def turned_page(canvas: Canvas) -> None:
    """A page that is turned, with its text along its longer side."""
    canvas.setPageRotation(90)
    write(canvas, cut(STORY, 20), 72, 400)


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: upright(canvas, FONT),
        lambda canvas: upright(canvas, UnicodeCIDFont(FONT, isVertical=True).fontName),
        lambda canvas: turned(canvas, 90),
        lambda canvas: turned(canvas, 180),
        lambda canvas: turned(canvas, 270),
        turned_page,
    ],
)
def test_directions(tmp_path: Path, draw: Draw) -> None:
    """Vertical writing, text that is turned and pages that are turned are read as they run."""
    assert article(tmp_path, made(draw)).text == STORY


def test_text_beside(tmp_path: Path) -> None:
    """What runs another way at the edge of a page does not break the sentences beside it."""

    def draw(canvas: Canvas) -> None:
        write(canvas, cut(STORY * 2, 36))
        canvas.translate(570, 740)
        canvas.rotate(90)
        canvas.drawString(0, 0, "内部资料")

    assert article(tmp_path, made(draw)).text == f"{STORY}{STORY}\n内部资料"


def test_banner_beside_every_page(tmp_path: Path) -> None:
    """What stands beside every page, turned, is left out as repeated, and page numbers are still found."""

    def draw(canvas: Canvas) -> None:
        for page in range(3):
            canvas.setFont(FONT, 12)
            write(canvas, cut(STORY.replace("云台", ("云台", "青山", "石桥")[page]), 36))
            canvas.drawCentredString(300, 40, f"- {page + 1} -")
            canvas.translate(570, 740)
            canvas.rotate(90)
            canvas.drawString(0, 0, "内部资料")
            canvas.showPage()

    found = article(tmp_path, made(draw))
    assert found.text.splitlines() == [STORY.replace("云台", place) for place in ("云台", "青山", "石桥")]
    assert found.report.account.reasons == {"repeated": 12, "page number": 9}


LONG = "本县图书馆规划①自去年起实施，惠及" + "村、".join(map(chr, range(0x5200, 0x6000)))


def pages(canvas: Canvas, count: int, note: str = "") -> None:
    """Pages with headers that alternate, page numbers from 7 on, a footnote, and one sentence over all of them."""
    lines = cut(LONG, 36)
    for page in range(count):
        canvas.setFont(FONT, 10)
        canvas.drawString(72, 815, "云台县志" if page % 2 else "第三章 文化")
        canvas.setFont(FONT, 12)
        write(canvas, lines[page * 30 : page * 30 + 30], step=20)
        canvas.setFont(FONT, 8)
        write(canvas, [note] if note and page == 0 else [], y=80)
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(300, 40, str(page + 7))
        canvas.showPage()


@pytest.mark.parametrize("count", [4, 5, 6])
def test_sentence_over_pages(tmp_path: Path, count: int) -> None:
    """A sentence that pages cut is whole; headers, page numbers and the footnote stand in no sentence."""
    note = "①规划由县文化局编制。"
    found = article(tmp_path, made(lambda canvas: pages(canvas, count, note)))
    sentence, *others = found.text.splitlines()
    assert sentence.startswith("本县图书馆规划①自去年起实施")
    assert sentence == LONG[: count * 30 * 36]
    left = found.report.account.reasons
    assert left["page number"] == sum(len(str(page + 7)) for page in range(count))
    assert others == [note]
    assert left["repeated"] == sum(len("云台县志" if page % 2 else "第三章文化") for page in range(count))


@pytest.mark.parametrize(
    "number", ["— 1 —", "- 1 -", "1/2", "第1页 共2页", "共 2 页，第 1 页", "第一页", "Page 1 of 2"]
)
def test_page_numbers(tmp_path: Path, number: str) -> None:
    """The number of a page is no text, in whatever way it is written."""

    def draw(canvas: Canvas) -> None:
        write(canvas, cut(STORY, 30))
        canvas.drawCentredString(300, 40, number)

    found = article(tmp_path, made(draw))
    assert found.text == STORY
    assert [left.reason for left in found.report.account.left] == ["page number"]


def test_number_at_an_edge_is_text(tmp_path: Path) -> None:
    """A number that counts no pages is text, also when it stands alone at the end of a page."""
    found = article(tmp_path, made(lambda canvas: write(canvas, [STORY[:30], "合计", "907"])))
    assert found.text.splitlines()[-1] == "907"


def test_hyphens(tmp_path: Path) -> None:
    """A word that a hyphen parts at the end of a line is whole."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        write(canvas, LATIN.split("|"))

    assert article(tmp_path, made(draw)).text == LATIN.replace("-|", "")


def ruled(canvas: Canvas, rows: list[list[str]], y: float = 760) -> None:
    """A table with all of its lines."""
    places = [72 + 110 * number for number in range(len(rows[0]) + 1)]
    canvas.grid(places, [y - 20 * number for number in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for place, cell in zip(places, row, strict=False):
            canvas.drawString(place + 4, y - 15 - 20 * number, cell)


HEADS = ["乡镇", "应建", "已建"]
TOWNS = [[f"{name}镇", str(90 + number), str(40 + number)] for number, name in enumerate("金银铜铁锡")]
READ = [f"乡镇：{name}；应建：{planned}；已建：{built}" for name, planned, built in TOWNS]


def test_ruled_table(tmp_path: Path) -> None:
    """A table with ruling lines is read row by row, each cell beside its head, between the paragraphs around it."""

    def draw(canvas: Canvas) -> None:
        write(canvas, ["各乡镇书屋建设情况如下。"])
        ruled(canvas, [HEADS, *TOWNS])
        write(canvas, ["以上为六月底数字。"], y=600)

    found = article(tmp_path, made(draw))
    assert found.text.splitlines() == ["各乡镇书屋建设情况如下。", *READ, "以上为六月底数字。"]


@pytest.mark.parametrize("again", [True, False])
def test_table_over_pages(tmp_path: Path, again: bool) -> None:
    """A table that goes on over a page keeps its heads, whether they stand there again or not."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, [HEADS, *TOWNS[:2]])
        canvas.showPage()
        canvas.setFont(FONT, 12)
        ruled(canvas, [*([HEADS] if again else []), *TOWNS[2:]])

    assert article(tmp_path, made(draw)).text.splitlines() == READ


def placed(canvas: Canvas, rows: list[list[str]], y: float = 760, *, by_row: bool = True) -> None:
    """The cells of a table without a line, row by row or column by column."""
    cells = [(x, y - 24 * line, row[x]) for line, row in enumerate(rows) for x in range(len(row))]
    for x, up, cell in cells if by_row else sorted(cells, key=lambda cell: cell[0]):
        canvas.drawString(72 + 110 * x, up, cell)


@pytest.mark.parametrize("by_row", [True, False])
def test_table_without_lines(tmp_path: Path, by_row: bool) -> None:
    """A table without ruling lines is read with its heads, in whatever order the file has its cells."""

    def draw(canvas: Canvas) -> None:
        write(canvas, ["各乡镇书屋建设情况如下。"])
        placed(canvas, [HEADS, *TOWNS[:4], [TOWNS[4][0], "", TOWNS[4][2]]], by_row=by_row)
        write(canvas, ["以上为六月底数字。"], y=600)

    lines = article(tmp_path, made(draw)).text.splitlines()
    assert lines == ["各乡镇书屋建设情况如下。", *READ[:4], "乡镇：锡镇；已建：44", "以上为六月底数字。"]


@pytest.mark.parametrize("again", [True, False])
def test_table_without_lines_over_pages(tmp_path: Path, again: bool) -> None:
    """A table without ruling lines keeps its heads over a page, whether they stand there again or not."""

    def draw(canvas: Canvas) -> None:
        placed(canvas, [HEADS, *TOWNS[:3]])
        canvas.showPage()
        canvas.setFont(FONT, 12)
        placed(canvas, [*([HEADS] if again else []), *TOWNS[3:]])

    assert article(tmp_path, made(draw)).text.splitlines() == READ


@pytest.mark.parametrize(
    "rows",
    [
        [["甲方：金镇书屋", "乙方：银镇书店"], ["代表：韦应", "代表：孟郊"]],
        [["韦应", "孟郊", "贺知章"], ["岑参", "高适", "李颀"]],
        [
            ["书屋", "册数", "说明"],
            ["金镇", "900", "借出的有一半，其余在修补"],
            ["", "", "装订。"],
            ["银镇", "80", "新购"],
        ],
    ],
)
def test_rows_without_clear_heads(tmp_path: Path, rows: list[list[str]]) -> None:
    """Rows of which it does not show what their cells are stay lines, their cells in order."""
    found = article(tmp_path, made(lambda canvas: placed(canvas, rows)))
    assert found.text.splitlines() == ["  ".join(filter(None, row)) for row in rows]


def drawn_letters() -> bytes:
    """A page as a browser prints it: it says what a radical stands for, and PDFium tells where its strokes are."""
    cmap = b"begincmap 1 begincodespacerange <00><ff> endcodespacerange 4 beginbfchar %b endbfchar endcmap"
    unicode = b"".join(b"<%02x><%04x>" % (code, ord(letter)) for code, letter in enumerate("第\u2f00书屋", 97))
    square, stroke = b"1000 0 50 -820 950 80 d1 50 -820 900 900 re f", b"1000 0 50 -410 950 -350 d1 50 -410 900 60 re f"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[50 80 950 -820]/FontMatrix[.001 0 0 -.001 0 0]/FirstChar 97/LastChar 100"
        b"/Widths[1000 1000 1000 1000]/Encoding<</Differences[97/a/b/c/d]>>"
        b"/CharProcs<</a 6 0 R/b 7 0 R/c 6 0 R/d 6 0 R>>"
        b"/ToUnicode 8 0 R/Resources<<>>>>"
    )
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(b"BT /F 12 Tf 72 700 Td (a) Tj /Span<</ActualText<feff4e00>>>BDC (b) Tj EMC (cd) Tj ET"),
        font,
        stream(square),
        stream(stroke),
        stream(cmap % unicode),
    )


def test_thin_characters_are_seen(tmp_path: Path) -> None:
    """A character of one flat stroke is no hidden text, and parts no word."""
    assert article(tmp_path, drawn_letters()).text == "第一书屋"


def test_head_over_empty_cells(tmp_path: Path) -> None:
    """A head over empty cells is said by the first row."""
    rows = [[*HEADS, "备考"], *([*row, ""] for row in TOWNS)]
    assert article(tmp_path, made(lambda canvas: ruled(canvas, rows))).text.splitlines() == [
        f"{READ[0]}；备考：",
        *READ[1:],
    ]


def test_merged_heads(tmp_path: Path) -> None:
    """A head over two columns is said with each of them; sides without a line are closed."""

    def draw(canvas: Canvas) -> None:
        for y in (760, 720, 700, 680):
            canvas.line(72, y, 440, y)
        canvas.line(200, 740, 440, 740)
        for x, top in ((200, 760), (320, 740)):
            canvas.line(x, top, x, 680)
        for x, y, cell in (
            *((78, 735, "乡镇"), (206, 745, "书屋"), (206, 725, "应建"), (326, 725, "已建")),
            *((78, 705, "金镇"), (206, 705, "90"), (326, 705, "40"), (78, 685, "银镇")),
            *((206, 685, "91"), (326, 685, "41")),
        ):
            canvas.drawString(x, y, cell)

    found = article(tmp_path, made(draw))
    assert found.text.splitlines() == [
        "乡镇：金镇；书屋应建：90；书屋已建：40",
        "乡镇：银镇；书屋应建：91；书屋已建：41",
    ]


def test_frame_is_no_table(tmp_path: Path) -> None:
    """A frame around paragraphs, and rules that part the columns of a page, are no table."""

    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 460, 200)
        canvas.line(290, 600, 290, 800)
        write(canvas, cut(STORY, 30))

    assert article(tmp_path, made(draw)).text == STORY


def test_hidden_text(tmp_path: Path) -> None:
    """Text that nobody sees is left out: white, painted over, unpainted, tiny, off the page. White on blue is seen."""

    def draw(canvas: Canvas) -> None:
        write(canvas, [STORY, "被盖住的字"])
        canvas.drawString(900, 700, "页面以外")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(60, 755, 200, 20, fill=1, stroke=0)
        canvas.drawString(72, 700, "白纸白字")
        canvas.setFillColorRGB(0, 0, 0.5)
        canvas.rect(60, 500, 300, 40, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 515, "蓝底白字")
        text = canvas.beginText(72, 450)
        text.setTextRenderMode(3)
        text.textLine("没有画出")
        canvas.drawText(text)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, 0.5)
        canvas.drawString(72, 400, "小得看不见")

    found = article(tmp_path, made(draw))
    assert found.text.splitlines() == [STORY, "蓝底白字"]
    hidden = "".join(left.text for left in found.report.account.left if left.reason == "hidden")
    assert Counter(hidden) == Counter("被盖住的字页面以外白纸白字没有画出小得看不见")


def noted() -> bytes:
    """A file with a filled-in form, a text box, a reader's note, and a file inside."""

    def draw(canvas: Canvas) -> None:
        write(canvas, [STORY, "Name:"])
        canvas.acroForm.textfield(name="name", x=120, y=755, width=200, height=20, value="Zhang San")

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(draw)))
    writer.add_annotation(0, FreeText(text="Approved", rect=(72, 600, 272, 640)))
    writer.add_annotation(0, Text(text="Check this", rect=(300, 700, 320, 720)))
    writer.add_attachment("data.xlsx", b"PK")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_forms_and_notes(tmp_path: Path) -> None:
    """What a form is filled in with is read where it stands; notes and files inside are told as left out."""
    found = article(tmp_path, noted())
    assert found.text.splitlines()[:2] == [STORY, "Name:  Zhang San"]
    left = {(one.reason, one.text) for one in found.report.account.left}
    assert {("comment", "Check this"), ("embedded", "data.xlsx")} <= left


def test_text_box_without_a_form(tmp_path: Path) -> None:
    """A text box that was put on a page is read as part of it, also where the file has no form."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(lambda canvas: write(canvas, [STORY]))))
    writer.add_annotation(0, FreeText(text="Approved", rect=(72, 600, 272, 640)))
    stream = io.BytesIO()
    writer.write(stream)
    assert article(tmp_path, stream.getvalue()).text.splitlines() == [STORY, "Approved"]


def test_scripts_are_not_run(tmp_path: Path) -> None:
    """A file that asks for a script and a program when it opens is read, and nothing of that happens."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made(lambda canvas: write(canvas, [STORY]))))
    target = tmp_path / "run"
    writer.add_open_action(JavaScript(f"this.saveAs('{target}');"))
    stream = io.BytesIO()
    writer.write(stream)
    assert article(tmp_path, stream.getvalue()).text == STORY
    assert not target.exists()


def test_same_characters_as_another_library(tmp_path: Path) -> None:
    """An independent library finds no character in a file that is neither in its article nor left out for a reason."""
    contents = [made(lambda canvas: columns(canvas, 3, by_row=True)), made(lambda canvas: pages(canvas, 3, "①注。"))]
    for content in [*contents, made(lambda canvas: ruled(canvas, [HEADS, *TOWNS]))]:
        found = article(tmp_path, content)
        there = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        kept = found.report.original(found.text) + "".join(left.text for left in found.report.account.left)
        assert not Counter("".join(there.split())) - Counter("".join(kept.split()))


def scan(canvas: Canvas) -> None:
    """A page that is a picture of a page with text."""
    text = made(lambda page: write(page, ["馆藏图书四十万册", "读者凭身份证入馆，每周一闭馆整理"], step=40))
    picture = pypdfium2.PdfDocument(text)[0].render(scale=3).to_pil()
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def mixed(canvas: Canvas) -> None:
    """A scanned page between two with text."""
    write(canvas, [STORY])
    canvas.showPage()
    scan(canvas)
    canvas.showPage()
    canvas.setFont(FONT, 12)
    write(canvas, [STORY.replace("云台县", "青山县")])


def test_scanned_pages_are_recognised(tmp_path: Path) -> None:
    """The text of a scanned page is recognised in its place, and the card says on which page."""
    found = article(tmp_path, made(mixed))
    first, *recognised, last = found.text.splitlines()
    assert (first, last) == (STORY, STORY.replace("云台县", "青山县"))
    assert "馆藏图书四十万册" in recognised
    assert "recognised: 2" in found.report.suspicions
    row = {name: value for name, value in article_row(found, "").items() if value is not None}
    card = to_card(found.id, row)
    assert "文字由识别（OCR）得来，可能有误：第 2 页" in "".join(remarks(card, {}, "zh"))


def test_without_recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra scanned pages are named, and a file of nothing else says which extra reads it."""
    monkeypatch.setattr(recognition, "available", lambda: False)
    found = article(tmp_path, made(mixed))
    assert "scanned: 2" in found.report.suspicions
    assert found.text.count("\n") == 1
    with pytest.raises(ScannedFile, match=r"pip install 'yuanwen\[ocr\]'"):
        article(tmp_path, made(scan))


def test_passwords(tmp_path: Path) -> None:
    """A file that only its owner's password protects is read; one that needs a password to open is told as locked."""
    text = made(lambda canvas: write(canvas, [STORY]), encrypt=StandardEncryption("", ownerPassword="own", canCopy=0))
    assert article(tmp_path, text).text == STORY
    with pytest.raises(LockedFile):
        article(tmp_path, made(lambda canvas: write(canvas, [STORY]), encrypt=StandardEncryption("open")))


def objects(*bodies: bytes) -> bytes:
    """A PDF of objects as they are given, the first of which is its root."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(content))
    return content + head + table + tail


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream of a PDF."""
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), entries, packed)


WORDS = b"BT /F 12 Tf 72 700 Td (A page about the library) Tj ET "
INNER = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"


def small(kids: bytes = b"[3 0 R]", box: bytes = b"0 0 612 792", drawn: bytes = WORDS, count: int = 1) -> bytes:
    """A PDF of one page, with what may be wrong about it."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources" % box
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids%b/Count %d>>" % (kids, count),
        page + b"<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        stream(drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"/X Do", INNER),
    )


@pytest.mark.parametrize(
    "content",
    [
        small(kids=b"[2 0 R 3 0 R]", count=2),
        small(count=999_999_999),
        small(count=300),
        small(drawn=WORDS + b"/X Do"),
        small(box=b"0 0 2000000 2000000", drawn=WORDS + b"1 1 1 rg " + WORDS.replace(b"700", b"600")),
        small(drawn=WORDS + b"".join(b"%d 0 m %d 700 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(600))),
        small(drawn=WORDS + b"1e38 1e38 m 1e39 1e38 l S"),
    ],
)
def test_odd_files(tmp_path: Path, content: bytes) -> None:
    """Loops among pages and objects, false counts, huge pages and thousands of lines keep no text from being read."""
    assert article(tmp_path, content).text.startswith("A page about the library")


def test_pages_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A damaged page among others is named by its number."""
    assert "damaged: 2-300" in article(tmp_path, small(count=300)).report.suspicions


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><p>text</p></html>", "no PDF"),
        (b"%PDF-1.7\n", "damaged"),
        (small()[:200], "damaged"),
        (objects(b"<</Type/Catalog>>"), "damaged"),
        (small(kids=b"[9 0 R]"), "damaged"),
    ],
)
def test_unreadable(tmp_path: Path, content: bytes, said: str) -> None:
    """A file that is no PDF, or of which nothing can be read, is told as such in one sentence."""
    with pytest.raises(UnreadableFile, match=said):
        article(tmp_path, content)


def test_hidden_alone_is_empty(tmp_path: Path) -> None:
    """A file whose text nobody sees is empty, not scanned."""
    with pytest.raises(EmptyFile):
        article(tmp_path, made(lambda canvas: canvas.drawString(900, 700, "页面以外")))

"""Word documents made by hand, element by element, and what the reader makes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree

from store.article import Account
from store.reading.account import account
from store.reading.draft import Draft
from store.reading.office.word.document import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = {
    "w": W,
    "r": R,
    "a": f"{_DRAWING}/main",
    "c": f"{_DRAWING}/chart",
    "dgm": f"{_DRAWING}/diagram",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
NS = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
RELATIONS = "word/_rels/document.xml.rels"
"""The part that relates the text of a document to others."""
_TYPES = "http://schemas.openxmlformats.org/package/2006"
_TEXTS = {f"{{{W}}}{name}" for name in ("t", "delText", "instrText", "delInstrText")} | {
    f"{{{_SPACES['a']}}}t",
    f"{{{_SPACES['m']}}}t",
}


def p(*inside: str, properties: str = "") -> str:
    """A paragraph; what is no XML becomes a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(r, inside))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run, or XML as it is."""
    if text.startswith("<"):
        return text
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(inside: str = "", properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<') else p(inside)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of a table; what is no XML becomes a cell."""
    whole = (cell if cell.startswith(("<w:tc", "<w:sdt")) else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(whole)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(inside: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def field(code: str, *shown: str) -> str:
    """A field with its result."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{''.join(map(r, shown))}{marks[2]}"


def box(inside: str, *, old: bool = False) -> str:
    """A text box of today's Word, or of before 2010."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    if old:
        return f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def alternatives(choice: str, fallback: str) -> str:
    """What today's Word shows, and what an older one does."""
    branches = f'<mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f"<mc:AlternateContent>{branches}</mc:AlternateContent>"


def root(name: str, inside: str) -> str:
    """A part with this root."""
    return f"<w:{name} {NS}>{inside}</w:{name}>"


def notes(kind: str, **texts: str) -> str:
    """The part of footnotes or endnotes, with paragraphs by id."""
    return root(f"{kind}s", "".join(f'<w:{kind} w:id="{id_[1:]}">{p(text)}</w:{kind}>' for id_, text in texts.items()))


def word(*body: str, **parts: str) -> bytes:
    """A Word document; a part's name is the type of its relation, which digits may follow, and so is its id."""
    related = {name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts}
    return zipped(
        {
            "[Content_Types].xml": _types({"document": "document.main"} | {n: of for n, (of, _) in related.items()}),
            "_rels/.rels": relations({"main": ("officeDocument", "word/document.xml")}),
            RELATIONS: relations(related),
            "word/document.xml": root("document", f"<w:body>{''.join(map(_block, body))}</w:body>").encode(),
            **{f"word/{name}.xml": content.encode() for name, content in parts.items()},
        }
    )


def _types(kinds: dict[str, str]) -> bytes:
    """The types of parts, by their names."""
    word_ = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    made = (f'<Override PartName="/word/{n}.xml" ContentType="{word_}.{kind}+xml"/>' for n, kind in kinds.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    usual = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_TYPES}/content-types">{rels}{usual}{"".join(made)}</Types>'.encode()


def relations(related: dict[str, tuple[str, str]], more: str = "") -> bytes:
    """The relations to parts, by id: of which type, and where each part lies."""
    made = (f'<Relationship Id="{n}" Type="{R}/{kind}" Target="{at}"{more}/>' for n, (kind, at) in related.items())
    return f'<Relationships xmlns="{_TYPES}/relationships">{"".join(made)}</Relationships>'.encode()


def _block(inside: str) -> str:
    return inside if inside.startswith("<") else p(inside)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of members by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """The members of a zip archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def drafted(content: bytes) -> Draft:
    """What the reader makes of a document, once it is seen that no text in it is lost."""
    draft, _ = read_docx(content, "a.docx")
    assert accounted(draft).lost == ()
    assert draft.raw is not None
    said = "".join((draft.text + "".join(one.text for one in draft.left)).split())
    for piece in texts(members(content)):
        assert "".join(piece.split()) in said
        assert piece in draft.raw
    return draft


def accounted(draft: Draft) -> Account:
    """The account of a draft."""
    return account(draft.raw or (), draft.text, draft.left, draft.added)


def texts(files: dict[str, bytes]) -> Iterable[str]:
    """Every text in the parts of a Transitional document."""
    for name, content in files.items():
        if name.endswith(".xml"):
            yield from (one.text for one in ElementTree.fromstring(content).iter() if one.tag in _TEXTS and one.text)


def lines(*body: str, **parts: str) -> list[str]:
    """The lines of a document of these blocks."""
    return drafted(word(*body, **parts)).text.split("\n")


def left(draft: Draft) -> list[tuple[str, str]]:
    """What was left out of a draft, and why."""
    return [(one.reason, one.text) for one in draft.left]

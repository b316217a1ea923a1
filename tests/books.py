"""Workbooks made part by part, so that they hold what no library writes: cells without values, shapes, comments."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def cell(place: str, value: object, code: int = 0, formula: str = "") -> str:
    """A cell: a text as an inline string, a number as itself, None for nothing; `code` counts the formats from 1."""
    style = f' s="{code}"' if code else ""
    said = f"<f>{escape(formula)}</f>" if formula else ""
    if value is None:
        return f'<c r="{place}"{style}>{said}</c>'
    if isinstance(value, str):
        return f'<c r="{place}"{style} t="inlineStr">{said}<is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"{style}>{said}<v>{value}</v></c>'


def row(number: int, values: Iterable[object], more: str = "") -> str:
    """A row of cells from column A on; a value that is XML stands for its cell."""
    cells = (
        value if isinstance(value, str) and value.startswith("<c ") else cell(f"{chr(65 + column)}{number}", value)
        for column, value in enumerate(values)
        if value is not None
    )
    return f'<row r="{number}"{" " + more if more else ""}>{"".join(cells)}</row>'


@dataclass
class Sheet:
    """A sheet: its name, its rows as XML, what comes before and after them, and the parts that it names, by kind."""

    name: str
    rows: str
    before: str = ""
    after: str = ""
    merged: tuple[str, ...] = ()
    state: str = "visible"
    parts: Mapping[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        """The sheet as its part."""
        merged = "".join(f'<mergeCell ref="{one}"/>' for one in self.merged)
        merges = f"<mergeCells>{merged}</mergeCells>" if merged else ""
        return (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{KIND}"><dimension ref="A1"/>{self.before}'
            f"<sheetData>{self.rows}</sheetData>{merges}{self.after}</worksheet>"
        )


def table(name: str, rows: Iterable[Iterable[object]], *merged: str) -> Sheet:
    """A sheet of rows from the first line on."""
    return Sheet(name, "".join(row(number, values) for number, values in enumerate(rows, start=1)), merged=merged)


def related(parts: Iterable[tuple[str, str]]) -> str:
    """The relations of a part: kind and target."""
    named = "".join(
        f'<Relationship Id="r{number}" Type="{KIND}/{kind}" Target={quoteattr(target)}/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{named}</Relationships>'
    )


def book(
    *sheets: Sheet,
    codes: tuple[str, ...] = (),
    strings: tuple[str, ...] = (),
    settings: str = "",
    calculation: str = "",
) -> bytes:
    """A workbook. `codes` are number formats or numbers of built-in ones, `strings` the shared strings as XML."""
    parts: dict[str, str] = {"_rels/.rels": related([("officeDocument", "xl/workbook.xml")])}
    names = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    parts["xl/_rels/workbook.xml.rels"] = related([*names, ("styles", "styles.xml"), ("sharedStrings", "strings.xml")])
    listed = "".join(
        f'<sheet name={quoteattr(one.name)} sheetId="{number}" r:id="r{number}" state="{one.state}"/>'
        for number, one in enumerate(sheets, start=1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{KIND}">{settings}<sheets>{listed}</sheets>{calculation}</workbook>'
    )
    for number, one in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = one.xml()
        own = {f"../own/{kind}{number}.xml": (kind, content) for kind, content in one.parts.items()}
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = related((kind, path) for path, (kind, _) in own.items())
        parts |= {f"xl/own/{kind}{number}.xml": content for kind, content in one.parts.items()}
    own_codes = [code for code in codes if not code.isdecimal()]
    formats = "".join(
        f'<numFmt numFmtId="{200 + number}" formatCode={quoteattr(code)}/>' for number, code in enumerate(own_codes)
    )
    used = "".join(
        f'<xf numFmtId="{code if code.isdecimal() else 200 + own_codes.index(code)}"/>' for code in ("0", *codes)
    )
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'
    )
    parts["xl/strings.xml"] = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    parts["[Content_Types].xml"] = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return stream.getvalue()


def drawing(*boxes: tuple[int, str], copies: tuple[str, ...] = ()) -> str:
    """Text boxes, each with the row from 0 that it begins in; `copies` are in them for programs of before."""

    def box(line: int, text: str) -> str:
        return (
            f"<x:twoCellAnchor><x:from><x:row>{line}</x:row></x:from><x:sp><x:txBody>"
            f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></x:txBody></x:sp></x:twoCellAnchor>"
        )

    again = "".join(f"<m:Fallback>{box(0, text)}</m:Fallback>" for text in copies)
    return (
        f'<x:wsDr xmlns:x="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" '
        f'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{''.join(box(*one) for one in boxes)}<m:AlternateContent>{again}</m:AlternateContent></x:wsDr>"
    )


def remarks(**texts: str) -> str:
    """Comments, by the cell that each is on."""
    listed = "".join(
        f'<comment ref="{place}"><text><r><t>{escape(text)}</t></r></text></comment>' for place, text in texts.items()
    )
    return f'<comments xmlns="{MAIN}"><commentList>{listed}</commentList></comments>'


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def bare(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)

"""A workbook: its sheets, its strings, and how its cells are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from zipfile import ZipFile

from store.reading.rows.line import FIRST_DAY, FIRST_DAY_1904

from .formats import builtin
from .package import Package, Relation, is_true
from .strings import Strings

if TYPE_CHECKING:
    from .package import Element


class SheetPart(NamedTuple):
    """A sheet: its name, the path of its part, and whether nobody sees it."""

    name: str
    path: str
    is_hidden: bool


class Workbook(NamedTuple):
    """What all sheets share.

    `codes` are the number formats by style. `is_computed_on_opening` says that what formulas gave is not trusted.
    """

    package: Package
    sheets: tuple[SheetPart, ...]
    strings: Strings
    codes: tuple[str, ...]
    first_day: str
    is_computed_on_opening: bool


@contextmanager
def workbook(stream: BinaryIO) -> Iterator[Workbook]:
    """An open workbook. Raises KeyError where parts are missing."""
    with ZipFile(stream) as archive:
        package = Package(archive)
        (path,) = [one.path for one in package.related("", "officeDocument")] or ["xl/workbook.xml"]
        root = package.xml(path)
        paths = {one.id: one for one in package.related(path)}
        properties = root.find("{*}workbookPr")
        computing = root.find("{*}calcPr")
        sheets = tuple(
            SheetPart(name := one.get("name", ""), _path(paths, one, name), one.get("state", "visible") != "visible")
            for one in root.iterfind("{*}sheets/{*}sheet")
        )
        shared = next(iter(package.related(path, "sharedStrings")), None)
        with package.open(shared.path) if shared else _nothing() as content:
            strings = Strings(content)
        try:
            yield Workbook(
                package,
                sheets,
                strings,
                tuple(_codes(package, path)),
                FIRST_DAY_1904 if properties is not None and is_true(properties.get("date1904")) else FIRST_DAY,
                computing is not None and is_true(computing.get("fullCalcOnLoad")),
            )
        finally:
            strings.close()


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


def _path(paths: Mapping[str, Relation], sheet: Element, name: str) -> str:
    """The path of a sheet's part. Raises KeyError where the file has none."""
    id_ = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
    if id_ not in paths:
        raise KeyError(f"the part of the sheet {name} is missing")
    return paths[id_].path


def _codes(package: Package, path: str) -> Iterator[str]:
    """The number format of each style."""
    for styles in package.related(path, "styles")[:1]:
        root = package.xml(styles.path)
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number = style.get("numFmtId", "0")
            yield own.get(number) or (builtin(int(number)) if number.isdecimal() else "")

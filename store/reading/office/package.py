"""The parts of an Office document: which there are, what they hold, and how they name one another."""

from __future__ import annotations

import posixpath
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

from .xml import Element, find, parse

MAIN = "officeDocument"
"""The type of relation by which a package names the part that is its document."""
USUAL = "word/document.xml"
"""Where Word puts that part: damaged packages may not name it."""
_OBJECTS = ("embeddings", "activex")
"""Folders of the files within a document."""


class Relation(NamedTuple):
    """What one part says of another: the kind, such as `footnotes`, and the other part's name."""

    kind: str
    part: str


class Package:
    """The parts of a document in memory. Parts that are elsewhere, on a disk or in the web, are never looked for."""

    def __init__(self, content: bytes) -> None:
        self._archive = ZipFile(BytesIO(content))
        names = [info.filename for info in self._archive.infolist() if not info.is_dir()]
        self._members = {self._name(name): name for name in names}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._roots: dict[str, Element] = {}

    @staticmethod
    def _name(name: str) -> str:
        """A part's name as all of them are compared: names are the same whatever their case."""
        return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order in which they lie in the file."""
        return [*self._members]

    def __contains__(self, part: str) -> bool:
        return part in self._members

    @cached_property
    def main(self) -> str:
        """The part that is the document. Raises KeyError when there is none."""
        named = (relation.part for relation in self.relations("").values() if relation.kind == MAIN)
        for part in (*named, USUAL):
            if part in self._members:
                return part
        raise KeyError("the part of the text is missing")

    def root(self, part: str) -> Element:
        """The root element of a part. Raises KeyError when it is missing, and what the parser raises."""
        if part not in self._roots:
            if part not in self._members:
                raise KeyError(f"the part {part} is missing")
            self._roots[part] = parse(self.read(part))
        return self._roots[part]

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises KeyError when it is missing."""
        return self._archive.read(self._members[part])

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part says of others in the package, by id; "" is the package itself."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            own = posixpath.join(folder, "_rels", f"{name}.rels")
            found = find(self.root(own), "rel:Relationship") if own in self._members else ()
            self._relations[part] = {
                one.get("Id", ""): Relation(
                    one.get("Type", "").rpartition("/")[2],
                    self._name(posixpath.join("/", folder, unquote(one.get("Target", "")))),
                )
                for one in found
                if one.get("TargetMode") != "External"
            }
        return self._relations[part]

    def related(self, part: str, *kinds: str) -> list[str]:
        """The parts of these kinds that a part names, in its order, without those that are missing."""
        found = (relation.part for relation in self.relations(part).values() if relation.kind in kinds)
        return [name for name in dict.fromkeys(found) if name in self._members]

    @property
    def objects(self) -> list[str]:
        """The names of the files within the document, without their folders."""
        files = (PurePosixPath(part) for part in self._members if not part.endswith((".xml", ".rels")))
        return [file.name for file in files if file.parent.name in _OBJECTS]

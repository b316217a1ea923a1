"""What an Office document holds, by a walk of its own: it knows nothing of what the elements mean.

Every piece of text of every part counts, and the name of every file within the document. What a program keeps for
itself, such as the names of styles, is in attributes and is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from .xml import parse

_TEXT = re.compile(
    r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/(?:"
    r"(?:wordprocessingml|drawingml|officeDocument)/(?:2006/)?(?:main\}(?:t|delText|instrText|delInstrText)|math\}t)"
    r"|drawingml/(?:2006/)?chart\}v)"
    r"|\{http://purl\.org/dc/elements/1\.1/\}(?:title|creator)"
)
_FILE = re.compile(r"(?:.*/)?(?:embeddings|activex)/(?P<name>[^/]+\.(?!xml$|rels$)[^/.]+)", re.IGNORECASE)
_KEPT_ASIDE = re.compile(r"customxml/|\[content_types\]|.*_rels/", re.IGNORECASE)


def raw_text(content: bytes) -> tuple[str, ...]:
    """Every piece of text in the parts of a document, in the order in which they lie in the file."""
    return tuple(_pieces(content))


def _pieces(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            if found := _FILE.fullmatch(info.filename):
                yield found["name"].lower()
            if not info.filename.lower().endswith(".xml") or _KEPT_ASIDE.match(info.filename):
                continue
            for element in parse(archive.read(info)).iter():
                if element.text and isinstance(element.tag, str) and _TEXT.fullmatch(element.tag):
                    yield element.text

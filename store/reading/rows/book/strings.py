"""The shared strings of a workbook, kept in a file: they may be as long as all of its articles."""

from __future__ import annotations

from array import array
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

from .package import decoded, elements, local

if TYPE_CHECKING:
    from .package import Element

IN_MEMORY = 1 << 23
_BETWEEN = "\0"  # XML has no such character


class Text(NamedTuple):
    """A text: as a person reads it, how its words are pronounced, and all pieces of it that the file holds."""

    text: str
    reading: str = ""
    pieces: tuple[str, ...] = ()


def text_of(element: Element) -> Text:
    """The text of a shared or inline string, whose runs may each have their own font."""
    runs: list[str] = []
    readings: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            runs.append(child.text or "")
        elif name == "r":
            runs.extend(one.text or "" for one in child if local(one) == "t")
        elif name == "rPh":
            readings.extend(one.text or "" for one in child if local(one) == "t")
    pieces = tuple(decoded(str(piece)) for piece in element.itertext())
    return Text(decoded("".join(runs)), decoded("".join(readings)), pieces)


class Strings:
    """The shared strings, by their number from 0."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._places = array("Q", [0])
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 closed with the workbook
        for element in elements(stream, "si") if stream else ():
            found = text_of(element)
            is_plain = found.pieces == (found.text,)
            said = found.text if is_plain else _BETWEEN.join([found.text, found.reading, *found.pieces])
            self._places.append(self._places[-1] + self._file.write(said.encode("utf-8", "surrogatepass")))

    def __getitem__(self, number: int) -> Text:
        """Raises KeyError for a string that the file does not have."""
        if not 0 <= number < len(self._places) - 1:
            raise KeyError(f"no shared string {number}")
        start, end = self._places[number], self._places[number + 1]
        self._file.seek(start)
        said = self._file.read(end - start).decode("utf-8", "surrogatepass")
        text, *more = said.split(_BETWEEN)
        return Text(text, more[0], tuple(more[1:])) if more else Text(text, "", (text,))

    def close(self) -> None:
        """Give the file up."""
        self._file.close()

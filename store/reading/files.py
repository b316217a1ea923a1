"""Files on disk: which there are, and the articles in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from store.article import Article
from store.errors import ArticleError, MissingPath, NoArticles, UnknownSuffix, UnreadableFile

from .archive import count_in_zip, parts_of_zip
from .draft import Part
from .formats import COLLECTIONS, OTHERS, SUFFIXES, parts_of

READABLE = (*SUFFIXES, ".zip")

_KNOWN = {*READABLE, *OTHERS}
_BESIDE = ("~$", ".~", "._", ".#")
"""How the names of files begin that programs put beside a document: the locks of Word, of WPS and LibreOffice, and of
Emacs, and what macOS keeps of a file on a disk of another kind.
"""


def find(path: Path) -> list[Path]:
    """The files to read under `path`: itself, or in a folder all that hold articles, in order of name.

    Files of a kind that cannot be read are among them, so that whoever reads them is told; what is in hidden folders is
    not. Raises MissingPath when there is nothing at `path`, NoArticles for a folder without such a file.
    """
    if not path.exists():
        raise MissingPath(path=path)
    if not path.is_dir():
        return [path]
    try:
        inside = sorted(
            file for file in path.rglob("*") if is_article(file.name) and not _is_hidden(file, path) and file.is_file()
        )
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from error
    if not inside:
        raise NoArticles(path=path, known=", ".join(READABLE))
    return inside


def passed_over(path: Path) -> Counter[str]:
    """How many files of a folder hold no articles by their suffixes, most first; hidden ones are not counted."""
    if not path.is_dir():
        return Counter()
    inside = path.rglob("[!.]*")
    others = (file for file in inside if not is_article(file.name) and not file.name.startswith(_BESIDE))
    found = Counter(file.suffix.lower() or file.name for file in others if file.is_file())
    return Counter(dict(found.most_common()))


def is_article(name: str) -> bool:
    """Whether a file of a folder is to be read, by its name."""
    return Path(name).suffix.lower() in _KNOWN and not name.startswith(_BESIDE)


def is_hidden(folder: str) -> bool:
    """Whether nothing is read in a folder of this name: .git, .Trash-1000, and what else programs hide."""
    return folder.startswith(".")


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(is_hidden(part) for part in file.relative_to(folder).parts[:-1])


def is_of(source: str, path: str) -> bool:
    """Whether the article of a source is in the file at `path`: it is the file, a row of it, or a member."""
    suffix = Path(path).suffix.lower()
    if suffix in COLLECTIONS:
        return source.startswith(f"{path}#")
    return source.startswith(f"{path}/") if suffix == ".zip" else source == path


def count(path: Path) -> int:
    """How many articles to expect in a file, for showing progress: 1 for a file that can't be read."""
    suffix = path.suffix.lower()
    try:
        with _opened(path) as (stream, source):
            if suffix == ".zip":
                return max(1, count_in_zip(stream, source))
            return max(1, sum(1 for _ in COLLECTIONS[suffix](stream, source))) if suffix in COLLECTIONS else 1
    except ArticleError:
        return 1


def parts(path: Path) -> Iterator[Part | ArticleError]:
    """The articles in a file, one at a time and in order; a row or member that can't be read is its ArticleError.

    Raises an ArticleError when the file as a whole can't be read.
    """
    with _opened(path) as (stream, source):
        if path.suffix.lower() == ".zip":
            yield from parts_of_zip(stream, source)
        else:
            yield from parts_of(stream, path.suffix.lower(), source)


def read(path: Path) -> Article:
    """The article of a file that holds one. Raises an ArticleError that names the file and the remedy."""
    found = list(islice(parts(path), 2))
    if len(found) > 1:
        raise UnreadableFile(path=path, reason="it holds more than one article / 其中不止一篇文章")
    (only,) = found
    if isinstance(only, ArticleError):
        raise only
    return only.article()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """A file to read and its source. Raises an ArticleError when the system will not let it be read."""
    if path.suffix.lower() not in {*READABLE, *OTHERS}:
        raise UnknownSuffix(path=path, suffix=path.suffix or path.name, known=", ".join(READABLE))
    try:
        source = str(path.resolve())
        source.encode()
    except UnicodeEncodeError as error:  # a file name from an archive made elsewhere, as 你.txt in GBK
        shown = str(path).encode(errors="surrogateescape").decode(errors="replace")
        raise UnreadableFile(path=shown, reason="its name is not UTF-8 / 文件名不是 UTF-8") from error
    try:
        with path.open("rb") as stream:
            yield stream, source
    except FileNotFoundError as error:
        raise MissingPath(path=path) from error
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from error

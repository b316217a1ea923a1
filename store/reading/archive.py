"""Zip archives: their members are read as if they lay in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from store.errors import ArticleError, EmptyFile, LockedFile, NoArticles, UnreadableFile

from .draft import Part
from .encoding import CANDIDATES, plausibility
from .formats import OTHERS, SUFFIXES, parts_of

MEMBER_LIMIT, TOTAL_LIMIT = 1 << 29, 1 << 32
"""Bytes that one member, and all together, may unpack to."""
RATIO_LIMIT = 200
"""How many times its packed size a member of more than IN_MEMORY bytes may unpack to: text stays below 20."""
IN_MEMORY = 1 << 24
PIECE = 1 << 16
UTF8_NAME = 0x800
ENCRYPTED = 0x1


def parts_of_zip(stream: BinaryIO, source: str) -> Iterator[Part | ArticleError]:
    """The articles in an archive; a member that can't be read is told and the others go on.

    Raises UnreadableFile for a damaged archive, NoArticles for one without a readable member.
    """
    with _opened(stream, source) as archive:
        members = _members(archive)
        if not members:
            raise NoArticles(path=source, known=", ".join(SUFFIXES))
        left = TOTAL_LIMIT
        for name, info in members.items():
            place = f"{source}/{name}"
            try:
                with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
                    left -= _unpack(archive, info, cast(BinaryIO, spool), place, left)
                    yield from parts_of(cast(BinaryIO, spool), PurePosixPath(name).suffix.lower(), place)
            except ArticleError as error:
                yield error


def count_in_zip(stream: BinaryIO, source: str) -> int:
    """How many readable members an archive has."""
    with _opened(stream, source) as archive:
        return len(_members(archive))


def _opened(stream: BinaryIO, source: str) -> ZipFile:
    stream.seek(0)
    if not stream.read(1):
        raise EmptyFile(path=source)
    try:
        return ZipFile(stream)
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(path=source, reason=f"damaged archive: {error} / 压缩包已损坏") from error


def _members(archive: ZipFile) -> dict[str, ZipInfo]:
    """The members to read by their names, in order; archives within are among them, and told as such."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    found = dict(zip(_names(infos), infos, strict=True))
    return {name: found[name] for name in sorted(found) if _is_wanted(PurePosixPath(name))}


def _is_wanted(path: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in {*SUFFIXES, *OTHERS, ".zip"}


def _names(infos: list[ZipInfo]) -> list[str]:
    """The members' names. Where an archive doesn't say that they are UTF-8, all together show what they are in."""
    old = [info.filename.encode("cp437") for info in infos if not info.flag_bits & UTF8_NAME]
    encoding = max(CANDIDATES[:4], key=lambda encoding: plausibility(b"\n".join(old).decode(encoding, "replace")))
    return [
        info.filename if info.flag_bits & UTF8_NAME else info.filename.encode("cp437").decode(encoding, "replace")
        for info in infos
    ]


def _unpack(archive: ZipFile, info: ZipInfo, spool: BinaryIO, place: str, left: int) -> int:
    """Unpack a member, counting what really comes: an archive may lie about its sizes."""
    if info.flag_bits & ENCRYPTED:
        raise LockedFile(path=place)
    if info.filename.lower().endswith(".zip"):
        raise UnreadableFile(path=place, reason="an archive within an archive / 压缩包里的压缩包")
    size = 0
    limit = min(left, MEMBER_LIMIT, max(IN_MEMORY, RATIO_LIMIT * info.compress_size))
    try:
        with archive.open(info) as member:
            while piece := member.read(PIECE):
                size += len(piece)
                if size > limit:
                    raise UnreadableFile(
                        path=place, reason=f"it unpacks to over {limit:,} bytes / 解压后超过 {limit:,} 字节"
                    )
                spool.write(piece)
    except (BadZipFile, DeflateError, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile(path=place, reason=f"damaged member: {error} / 压缩包里的文件已损坏") from error
    return size

"""A library in another place: copied, exported to one file, and imported again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest

from qa.__main__ import main
from qa.cli.transfer import places
from qa.settings import Settings, load
from store.encoding.embedding import Vectors
from store.index.connection import Place, Server
from store.index.raw import Kind, RawRows
from store.library import Library
from store.replica.live import Live
from store.upkeep.archive import Archive, export
from store.upkeep.errors import (
    ExportDamaged,
    ExportExists,
    ExportNotWritable,
    ExportTooNew,
    ExportUnreadable,
    OtherEmbedding,
    SameLibrary,
)
from store.upkeep.moving import LibrarySource, Moved, check_apart, copy, opened

from .letters import Letters, shelf
from .servers import free_port, serving

ROOT = Path(__file__).parent.parent
Articles = Callable[..., Path]

FAIR = "北岭镇春季农具展在镇中心广场开幕。参展的农机合作社有十二家。当天签下订单四百台。镇长周敏到场致辞。"
TEXTS = {
    "fair": FAIR,
    "mirror": FAIR + "展览将持续到本月底，市民可免费入场参观，停车场设在东门。",
    "bridge": "南河大桥今起恢复双向通行。" + "".join(f"第{number}号支座已在夜间换新。" for number in range(60)),
    "glossed": "今年，工業(yè)發(fā)展很快。",
}


@pytest.fixture
def library(tmp_path: Path, articles: Articles) -> Library:
    """Four articles, two of which tell one story, and a file that could not be read."""
    made = shelf(tmp_path / "library", tmp_path / "models")
    folder = articles(**TEXTS)
    (folder / "empty.txt").touch()
    made.add([folder])
    with made.state() as now:
        assert any(known.story for known in now.known().values())
    return made


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server without libraries."""
    with serving(tmp_path_factory.mktemp("chroma"), free_port()) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a library holds: its rows in one order, and its vectors, which Chroma makes units of to the last bit."""

    rows: list[Any]
    vectors: Vectors = field(compare=False)

    def same(self, other: Contents) -> bool:
        """Whether both hold the same."""
        return self.rows == other.rows and np.allclose(self.vectors, other.vectors, atol=1e-6, rtol=0)


def contents(place: Place, tmp_path: Path) -> Contents:
    """What lies at a place."""
    kinds: tuple[Kind, ...] = ("articles", "records", "failures")
    with Live(place, "", tmp_path / "models", create=False).raw() as index:
        raw = RawRows(index)
        rows: list[Any] = [sorted((row_id, sorted(row.items())) for row_id, row in raw.rows(kind)) for kind in kinds]
        passages = raw.passages_of([row_id for row_id, _ in rows[0]])
    kept = sorted((one for found in passages.values() for one in found), key=lambda one: one[0])
    rows.append([(one.row_id, one.text, sorted(one.row.items())) for one in kept])
    return Contents(rows, np.asarray([one.vector for one in kept], np.float32))


def revision(library: Library) -> int:
    """The number of the last change."""
    with library._live.fresh() as view:
        return view.revision


def source_at(place: Place, tmp_path: Path) -> LibrarySource:
    """The library to be read."""
    return LibrarySource(place, tmp_path / "models")


def taker(source: LibrarySource | Archive, place: Place, tmp_path: Path) -> Library:
    """The library that takes."""
    library = opened(source, place, tmp_path / "models")
    library.embedding = Letters()
    return library


def exported(library: Path, file: Path) -> Path:
    """A library in a file."""
    export(source_at(library, library.parent), file, "9.9")
    return file


def imported(file: Path, place: Place, tmp_path: Path, *, overwrite: bool = False) -> Moved:
    """A file in a library."""
    with Archive(file) as archive:
        archive.verify()
        return copy(archive, taker(archive, place, tmp_path), overwrite=overwrite)


def test_from_place_to_place_nothing_changes(library: Library, chroma: str, tmp_path: Path) -> None:
    """From a folder to a server, to another folder, to a file and back: every row and every vector stays the same."""
    whole = contents(tmp_path / "library", tmp_path)
    for start, end in ((tmp_path / "library", f"{chroma}/moved"), (f"{chroma}/moved", tmp_path / "second")):
        source = source_at(start, tmp_path)
        moved = copy(source, taker(source, end, tmp_path))
        assert moved == Moved(added=4, failures=1)
        assert contents(end, tmp_path).same(whole)
    file = exported(tmp_path / "second", tmp_path / "news.yuanwen")
    assert imported(file, tmp_path / "third", tmp_path) == Moved(added=4, failures=1)
    assert contents(tmp_path / "third", tmp_path).same(whole)
    third = Library(tmp_path / "third", "letters", tmp_path / "models", create=False)
    third.embedding = Letters()
    assert third.search("大桥通行", 1)[0].passage == library.search("大桥通行", 1)[0].passage
    assert third.digest() == library.digest()


def test_a_copy_goes_on(library: Library, tmp_path: Path) -> None:
    """What is there already is not written again, and a second copy changes nothing."""
    source = source_at(tmp_path / "library", tmp_path)
    target = taker(source, tmp_path / "second", tmp_path)
    first = library.articles()[0].id
    assert copy(source, target).added == 4
    target.remove([first])
    before = revision(target)
    told: list[tuple[int, int]] = []
    assert copy(source, target, progress=lambda *done: told.append(done)) == Moved(added=1, unchanged=3)
    assert told[-1] == (4, 4)
    assert revision(target) != before
    before = revision(target)
    assert copy(source, target) == Moved(unchanged=4)
    assert revision(target) == before


def test_what_differs_is_left_or_replaced(library: Library, tmp_path: Path, articles: Articles) -> None:
    """An article in another state is left alone and named, or replaced where that is asked for, and all is found."""
    file = exported(tmp_path / "library", tmp_path / "news.yuanwen")
    library.add([articles(fair="北岭镇的农具展改到秋季。", bridge="南河大桥仍在检修。")])
    moved = imported(file, tmp_path / "library", tmp_path)
    assert moved.unchanged == 2
    assert [Path(source).stem for source in sorted(moved.left)] == ["bridge", "fair"]
    assert "北岭镇的农具展改到秋季。" in {article.text for article in library.articles()}
    assert imported(file, tmp_path / "library", tmp_path, overwrite=True) == Moved(replaced=2, unchanged=2)
    assert {article.text for article in library.articles()} >= {TEXTS["fair"], TEXTS["bridge"]}
    for said in ("当天签下订单四百台", "停车场设在东门"):
        assert any(said in hit.passage.text for hit in library.search(said))


@pytest.mark.usefixtures("library")
def test_a_story_whose_first_teller_differs_is_found_whole(tmp_path: Path, articles: Articles) -> None:
    """Where the article that another leans on is not the same there, that one brings all its passages along."""
    file = exported(tmp_path / "library", tmp_path / "news.yuanwen")
    other = shelf(tmp_path / "other", tmp_path / "models")
    other.add([articles(fair="北岭镇的农具展改到秋季。") / "fair.txt"])
    moved = imported(file, tmp_path / "other", tmp_path)
    assert moved.added == 3
    assert len(moved.left) == 1
    (mirror,) = [article for article in other.articles() if article.text == TEXTS["mirror"]]
    assert mirror.story is None
    assert any("当天签下订单四百台" in hit.passage.text for hit in other.search("当天签下订单四百台"))


def test_other_embedding_and_the_same_library(library: Library, tmp_path: Path) -> None:
    """A library of another model takes nothing, and none is copied to itself; both name the remedy."""
    file = exported(tmp_path / "library", tmp_path / "news.yuanwen")
    Library(tmp_path / "other", "words", tmp_path / "models")
    with pytest.raises(OtherEmbedding, match="reindex --library"):
        imported(file, tmp_path / "other", tmp_path)
    with pytest.raises(SameLibrary):
        check_apart(tmp_path / "library", f"{tmp_path}/other/../library")
    with pytest.raises(SameLibrary):
        check_apart("http://127.0.0.1:8000/news", "http://127.0.0.1:8000/news/")
    assert library.count()[0] == 4


@pytest.mark.usefixtures("library")
def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """An export overwrites only what it is told to, leaves nothing where it fails, and is the same each time."""
    file = exported(tmp_path / "library", tmp_path / "news.yuanwen")
    before = file.read_bytes()
    with pytest.raises(ExportExists, match="--force"):
        exported(tmp_path / "library", file)
    done = export(source_at(tmp_path / "library", tmp_path), file, "9.9", overwrite=True)
    assert file.read_bytes() == before
    assert (done.sha256, done.bytes) == (sha256(before).hexdigest(), len(before))
    for wrong in (tmp_path / "none" / "news.yuanwen", tmp_path):
        with pytest.raises(ExportNotWritable):
            export(source_at(tmp_path / "library", tmp_path), wrong, "9.9", overwrite=True)
    with pytest.raises(RuntimeError):
        export(source_at(tmp_path / "library", tmp_path), tmp_path / "b.yuanwen", "9.9", progress=_fail)
    assert not [*tmp_path.glob("*b.yuanwen*"), *tmp_path.glob(".*")]


def _fail(done: int, total: int) -> None:
    raise RuntimeError(f"{done} of {total}")


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None], *, checked: bool = True) -> Path:
    """The file with its members changed, and the checksums made to fit if `checked`."""
    with ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if checked:
        manifest = json.loads(members["manifest.json"])
        for member in manifest["members"]:
            content = members[member["name"]]
            member |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        members["manifest.json"] = json.dumps(manifest).encode()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def edited(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    """A change of one member."""

    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


LINES, VECTORS = "articles-00001.jsonl", "vectors-00001.f32"
TAMPERED: dict[str, Callable[[dict[str, bytes]], None]] = {
    "another id": edited(LINES, b'"id":"', b'"id":"0'),
    "another source": edited(LINES, b'"source":"', b'"source":"/etc'),
    "no text": edited(LINES, b'"text":', b'"test":'),
    "a number for a text": edited(LINES, b'"title":"', b'"title":1,"was":"'),
    "a list for an article": edited(LINES, b"{", b"[{"),
    "a passage beyond the text": edited(LINES, b'"passages":[[0,0,', b'"passages":[[0,0,9'),
    "too few vectors": lambda members: members.update({VECTORS: members[VECTORS][:-4]}),
    "not a number": lambda members: members.update({VECTORS: b"\xff" * len(members[VECTORS])}),
    "a failure of nothing": edited("failures.jsonl", b'"path": ', b'"pith": '),
    "a member too many": lambda members: members.update({"../evil": b"x"}),
    "nested beyond all measure": lambda members: members.update({LINES: b"[" * 100_000}),
    "a bomb": lambda members: members.update({LINES: b"\n" * (257 << 20)}),
}


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_file_changes_nothing(tmp_path: Path, name: str) -> None:
    """A file whose checksums fit and whose content is impossible is refused before anything is written."""
    file = rewritten(exported(tmp_path / "library", tmp_path / "news.yuanwen"), TAMPERED[name])
    with pytest.raises(ExportDamaged, match="Nothing was imported"):
        imported(file, tmp_path / "other", tmp_path)
    assert not (tmp_path / "other").exists()


@pytest.mark.usefixtures("library")
def test_damaged_files(tmp_path: Path) -> None:
    """A file that is cut, changed anywhere, none at all or of a newer version is refused with what to do."""
    file = exported(tmp_path / "library", tmp_path / "news.yuanwen")
    whole = file.read_bytes()
    wrong = [whole[: len(whole) // 2], whole[:-1], b"", b"PK\x03\x04 no zip"]
    wrong += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(40, len(whole) // 2, len(whole) // 9)
    ]
    for content in wrong:
        file.write_bytes(content)
        with pytest.raises(ExportDamaged):
            imported(file, tmp_path / "other", tmp_path)
    file.write_bytes(whole)
    rewritten(file, edited(LINES, "订单四百台".encode(), "订单五百台".encode()), checked=False)
    with pytest.raises(ExportDamaged, match="not as it was written"):
        imported(file, tmp_path / "other", tmp_path)
    file.write_bytes(whole)
    rewritten(file, edited("manifest.json", b'"version": 1', b'"version": 2'))
    with pytest.raises(ExportTooNew, match=r"9\.9"):
        imported(file, tmp_path / "other", tmp_path)
    with pytest.raises(ExportUnreadable):
        imported(tmp_path / "none.yuanwen", tmp_path / "other", tmp_path)
    assert not (tmp_path / "other").exists()


KILLED = """
import sys
from pathlib import Path
from store.upkeep.moving import LibrarySource, copy, opened
source = LibrarySource(Path(sys.argv[1]), Path(sys.argv[3]))
copy(source, opened(source, Path(sys.argv[2]), Path(sys.argv[3])), progress=lambda done, total: print(done, flush=True))
"""


def test_a_killed_copy_goes_on(tmp_path: Path, articles: Articles) -> None:
    """A copy that is killed goes on where it was, and then equals one that was not."""
    made = shelf(tmp_path / "library", tmp_path / "models")
    made.add([articles(**{f"k{number:03}": f"第{number}届展览在第{number}号车间举行。" for number in range(300)})])
    places = [str(tmp_path / name) for name in ("library", "second", "models")]
    command = [sys.executable, "-c", KILLED, *places]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ) as copying:
        assert copying.stdout
        assert int(copying.stdout.readline()) < 300
        time.sleep(0.1)
        copying.kill()
    source = source_at(tmp_path / "library", tmp_path)
    moved = copy(source, taker(source, tmp_path / "second", tmp_path))
    assert moved.unchanged >= 256
    assert moved.added == 300 - moved.unchanged
    assert contents(tmp_path / "second", tmp_path).same(contents(tmp_path / "library", tmp_path))


@pytest.mark.usefixtures("library")
def test_commands_that_move(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copy, export and import say what they did, in words or JSON; what went wrong is one line and a status."""
    place, file = str(tmp_path / "library"), str(tmp_path / "news.yuanwen")
    assert main(["export", file, "--library", place, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    content = Path(file).read_bytes()
    assert (done["articles"], done["bytes"], done["sha256"]) == (4, len(content), sha256(content).hexdigest())
    assert main(["export", file, "--library", place]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["export", file, "--force", "--library", place, "--language", "zh"]) == 0
    assert "4 篇文章" in capsys.readouterr().out
    assert main(["import", file, "--library", str(tmp_path / "new"), "--language", "en"]) == 0
    assert capsys.readouterr().out.startswith("4 added, 0 replaced, 0 there already; 1 files")
    assert main(["copy", str(tmp_path / "new"), place, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "added": 0,
        "replaced": 0,
        "unchanged": 4,
        "left": [],
        "failures": 0,
    }
    Path(file).write_bytes(content[:-9])
    assert main(["import", file, "--library", place]) == 1
    assert main(["copy", str(tmp_path / "none"), place]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_token_goes_to_its_own_server_only() -> None:
    """The token is that of the server that takes; another one, that is read, gets its own or none."""
    settings = load(library_token="ours")
    other = load(library_token="ours", source_token="theirs")
    there, elsewhere = "http://a:1/news", "http://b:1/news"

    def tokens(chosen: Settings, source: str, target: str) -> list[str | None]:
        return [place.token if isinstance(place, Server) else None for place in places(chosen, source, target)]

    assert tokens(settings, there, "http://a:1/old") == ["ours", "ours"]
    assert tokens(settings, there, "folder") == ["ours", None]
    assert tokens(settings, "folder", there) == [None, "ours"]
    assert tokens(settings, elsewhere, there) == [None, "ours"]
    assert tokens(settings, "https://a:1/news", there) == [None, "ours"]
    assert tokens(other, elsewhere, there) == ["theirs", "ours"]

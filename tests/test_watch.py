"""Watched folders: the library becomes equal to them, whatever happens to their files, and nothing else goes."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa.__main__ import main
from qa.cli.watch import beside
from qa.page.preparation import Preparation
from qa.settings import load
from store.errors import MissingPath
from store.library import Library
from store.watching.errors import FolderEmptied, FolderMissing
from store.watching.folder import MANY
from store.watching.notices import Notice
from store.watching.options import Options
from store.watching.watcher import Watcher

from .letters import folder_of_letters, shelf
from .site import serving

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds after which a test gives up that waits for something: much more than it takes."""
TEXTS = {
    "planting": "清河县举行春季植树活动,县委书记刘志远主持,县长赵明参加并讲话。今年全县计划新造林3.2万亩。",
    "trade": "2020年,白山市完成进出口总额86.5亿元,同比增长7.4%,其中出口52亿元。",
    "school": "临江区新建小学三所,新增学位2700个,计划9月投入使用。",
}


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "this did not come about"
        time.sleep(0.02)


def fill(folder: Path, count: int) -> None:
    """Write so many articles, each with words of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        words = "".join(chr(0x4E00 + 37 * number + place * 7) for place in range(40))
        (folder / f"{number:03}.txt").write_text(f"{words},共{number}件。", encoding="utf-8")


@dataclass(slots=True)
class Desk:
    """A folder with the texts above, an empty library, and what was told."""

    home: Path
    told: list[Notice] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The folder."""
        return self.home / "articles"

    @property
    def library(self) -> Library:
        """The library."""
        return shelf(self.home / "library")

    def watcher(self, *places: Path, settle: float = 0.05, remove_many: bool = False) -> Watcher:
        """A watcher of the folder, or of others."""
        library = self.home / "library"
        options = Options(library / "fetched", "yuanwen/1.0", apart=library, settle=settle, remove_many=remove_many)
        return Watcher(self.library, [str(place) for place in places or (self.root,)], self.told.append, options)

    def compare(self, *places: Path, remove_many: bool = False) -> list[tuple[str, str]]:
        """Make the library equal to the folder once; returns the kinds and names of what was told but "equal"."""
        self.told.clear()
        self.watcher(*places, remove_many=remove_many).run(once=True)
        return self.changes()

    def changes(self) -> list[tuple[str, str]]:
        """The kinds and names of what was told, but "equal"."""
        return [(one.kind, Path(one.place).name) for one in self.told if one.kind != "equal"]

    def names(self) -> list[str]:
        """The names of the files whose articles are in the library."""
        return sorted(Path(article.source).name for article in self.library.articles())

    @contextmanager
    def watching(self) -> Iterator[Watcher]:
        """A watcher at work, which has compared everything once."""
        watcher = self.watcher()
        thread = threading.Thread(target=watcher.run, daemon=True)
        thread.start()
        try:
            eventually(lambda: any(one.kind == "equal" for one in self.told))
            yield watcher
        finally:
            watcher.stop()
            thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk."""
    made = Desk(tmp_path)
    made.root.mkdir()
    for name, text in TEXTS.items():
        (made.root / f"{name}.txt").write_text(text, encoding="utf-8")
    return made


def test_library_becomes_equal(desk: Desk) -> None:
    """New files are added, changed ones replaced, deleted ones removed, and moved ones are told as moved."""
    assert desk.compare() == [("added", "planting.txt"), ("added", "school.txt"), ("added", "trade.txt")]
    assert desk.compare() == []
    (desk.root / "school.txt").unlink()
    (desk.root / "trade.txt").write_text(TEXTS["trade"].replace("86.5", "86.6"), encoding="utf-8")
    (desk.root / "2024").mkdir()
    (desk.root / "planting.txt").rename(desk.root / "2024" / "spring.txt")
    assert sorted(desk.compare()) == [("moved", "spring.txt"), ("removed", "school.txt"), ("replaced", "trade.txt")]
    moved = next(one for one in desk.told if one.kind == "moved")
    assert moved.was == str(desk.root / "planting.txt")
    assert desk.names() == ["spring.txt", "trade.txt"]
    assert desk.library.search("县委书记刘志远主持植树", 1)[0].passage.source.endswith("2024/spring.txt")


def test_events_are_followed(desk: Desk) -> None:
    """What happens to files while they are watched is in the library soon after."""
    with desk.watching():
        (desk.root / "new.txt").write_text("青田镇修建公路12公里,总投资4500万元。", encoding="utf-8")
        eventually(lambda: ("added", "new.txt") in desk.changes())
        (desk.root / "new.txt").write_text("青田镇修建公路13公里,总投资4500万元。", encoding="utf-8")
        eventually(lambda: ("replaced", "new.txt") in desk.changes())
        (desk.root / "deep" / "er").mkdir(parents=True)
        (desk.root / "new.txt").rename(desk.root / "deep" / "er" / "road.txt")
        eventually(lambda: ("moved", "road.txt") in desk.changes())
        (desk.root / "deep" / "er" / "road.txt").unlink()
        eventually(lambda: ("removed", "road.txt") in desk.changes())
    assert desk.names() == ["planting.txt", "school.txt", "trade.txt"]


def test_file_that_is_written_is_waited_for(desk: Desk) -> None:
    """A file is read once it has stayed as it is, and is not an article before."""
    (folder,) = desk.watcher(settle=0.2)._folders
    eventually(folder.compare)
    with (desk.root / "long.txt").open("w", encoding="utf-8") as stream:
        for line in range(3):
            stream.write(f"第{line}条:会议要求抓好落实。\n")
            stream.flush()
            assert not folder.compare()
    assert "long.txt" not in desk.names()
    eventually(folder.compare)
    article = next(one for one in desk.library.articles() if one.source.endswith("long.txt"))
    assert "第2条" in article.text


def test_files_beside_documents_are_no_articles(desk: Desk) -> None:
    """Locks, copies that are being fetched, and what is in hidden folders are passed over."""
    for name in ("~$report.docx", ".~report.docx", "._report.txt", ".#report.txt", "page.html.part", "x.txt.swp"):
        (desk.root / name).write_bytes(b"\0\1\2")
    (desk.root / "page.html").touch()
    (desk.root / ".Trash-1000").mkdir()
    (desk.root / ".Trash-1000" / "old.txt").write_text("旧文。", encoding="utf-8")
    assert [kind for kind, _ in desk.compare()] == ["added"] * len(TEXTS)
    (desk.root / "page.html.part").rename(desk.root / "page.html")
    (desk.root / "page.html").write_text(f"<p>{TEXTS['trade']}", encoding="utf-8")
    assert desk.compare() == [("added", "page.html")]


def test_article_of_a_file_that_is_fetched_again_stays(desk: Desk) -> None:
    """While a new state of a file is being fetched, the article of the old one stays."""
    desk.compare()
    (desk.root / "trade.txt.part").touch()
    (desk.root / "trade.txt").unlink()
    (desk.root / "trade.txt").touch()
    assert desk.compare() == []
    assert "trade.txt" in desk.names()


def test_folder_that_is_away_keeps_its_articles(desk: Desk) -> None:
    """A folder that vanishes is told once, takes no article with it, and is followed again when it is back."""
    (folder,) = desk.watcher()._folders
    eventually(folder.compare)
    desk.root.rename(desk.home / "elsewhere")
    desk.told.clear()
    assert folder.compare()
    assert folder.compare()
    assert [type(one.error) for one in desk.told] == [FolderMissing]
    assert len(desk.names()) == len(TEXTS)
    (desk.home / "elsewhere" / "trade.txt").unlink()
    (desk.home / "elsewhere").rename(desk.root)
    assert folder.compare()
    assert [one.kind for one in desk.told[1:]] == ["removed", "equal"]


def test_folder_that_comes_back_is_seen(desk: Desk) -> None:
    """A folder that was away while it was watched is watched again."""
    with desk.watching() as watcher:
        desk.root.rename(desk.home / "elsewhere")
        watcher._wake.set()
        eventually(lambda: any(one.kind == "waiting" for one in desk.told))
        (desk.home / "elsewhere").rename(desk.root)
        watcher._wake.set()
        eventually(lambda: desk.told[-1].kind == "equal")
        (desk.root / "new.txt").write_text("青田镇修建公路12公里。", encoding="utf-8")
        eventually(lambda: ("added", "new.txt") in desk.changes())


def test_most_files_are_not_lost_at_once(desk: Desk) -> None:
    """Where most files are gone at once, their articles stay until that is said to be meant; what is new is added."""
    fill(desk.root, MANY + 5)
    desk.compare()
    for path in desk.root.iterdir():
        path.unlink()
    (desk.root / "new.txt").write_text("青田镇修建公路12公里。", encoding="utf-8")
    assert desk.compare() == [("waiting", "articles"), ("added", "new.txt")]
    (error,) = [one.error for one in desk.told if one.error]
    assert isinstance(error, FolderEmptied)
    assert error.details["gone"] == MANY + 5 + len(TEXTS)
    assert len(desk.names()) == MANY + 6 + len(TEXTS)
    assert len(desk.compare(remove_many=True)) == MANY + 5 + len(TEXTS)
    assert desk.names() == ["new.txt"]


def test_emptied_folder_keeps_a_large_table(desk: Desk) -> None:
    """An empty folder, as that of a disk that was taken out, keeps its articles although they were in one file."""
    rows = [json.dumps({"title": f"通知{row}", "text": f"第{row}号通知。{TEXTS['school']}"}) for row in range(MANY + 1)]
    for path in desk.root.iterdir():
        path.unlink()
    (desk.root / "notices.jsonl").write_text("\n".join(rows), encoding="utf-8")
    desk.compare()
    (desk.root / "notices.jsonl").unlink()
    assert desk.compare() == [("waiting", "articles")]
    (desk.root / "few.txt").write_text(TEXTS["trade"], encoding="utf-8")
    assert len(desk.compare()) == MANY + 2


def test_folder_that_is_put_in_order_is_followed(desk: Desk) -> None:
    """Where all files are moved to other places within the folder, nothing is lost and nothing has to be asked."""
    fill(desk.root, MANY + 5)
    desk.compare()
    (desk.root / "2024").mkdir()
    for path in [*desk.root.glob("*.txt")]:
        path.rename(desk.root / "2024" / path.name)
    assert {kind for kind, _ in desk.compare()} == {"moved"}
    assert all("2024" in article.source for article in desk.library.articles())


def test_articles_from_elsewhere_stay(desk: Desk) -> None:
    """Only what came from the folder is removed, also where another folder's name begins with its name."""
    other = desk.home / "articles-2"
    other.mkdir()
    (other / "road.txt").write_text("青田镇修建公路12公里。", encoding="utf-8")
    desk.library.add([other])
    (other / "road.txt").unlink()
    desk.compare()
    assert "road.txt" in desk.names()


def test_rows_and_members_are_followed(desk: Desk) -> None:
    """Rows that leave their table and tables that are deleted take their articles with them."""
    table = desk.root / "notices.jsonl"
    rows = [json.dumps({"title": title, "text": text}) for title, text in TEXTS.items()]
    table.write_text("\n".join(rows), encoding="utf-8")
    desk.compare()
    table.write_text("\n".join(rows[:2]), encoding="utf-8")
    assert desk.compare() == [("removed", "notices.jsonl#3")]
    table.unlink()
    assert desk.compare() == [("removed", "notices.jsonl#1"), ("removed", "notices.jsonl#2")]


def test_failure_is_told_once_and_forgotten_with_its_file(desk: Desk) -> None:
    """A file that cannot be read is told once, stops nothing, and is set aside no longer when it is deleted."""
    (desk.root / "a.docx").write_bytes(b"no document")
    (folder,) = desk.watcher()._folders
    eventually(folder.compare)
    assert folder.compare()
    assert [name for kind, name in desk.changes() if kind == "failed"] == ["a.docx"]
    assert len(desk.names()) == len(TEXTS)
    assert len(desk.library.report().failures) == 1
    (desk.root / "a.docx").unlink()
    assert folder.compare()
    assert desk.library.report().failures == ()


def test_library_within_the_folder_is_left_out(desk: Desk) -> None:
    """The library's own files are no articles, also where it lies in the folder that is watched."""
    pages = desk.home / "library" / "fetched" / "news.example"
    pages.mkdir(parents=True)
    (pages / "page.html").write_text(f"<p>{TEXTS['trade']}", encoding="utf-8")
    desk.library.add([pages])
    assert len(desk.compare(desk.home)) == len(TEXTS)
    assert desk.names() == ["page.html", "planting.txt", "school.txt", "trade.txt"]


def test_folder_within_a_folder_is_watched_with_it(desk: Desk) -> None:
    """Of two folders one of which lies in the other, each file is told once."""
    (desk.root / "sub").mkdir()
    (desk.root / "sub" / "road.txt").write_text("青田镇修建公路12公里。", encoding="utf-8")
    assert len(desk.compare(desk.root / "sub", desk.root)) == len(TEXTS) + 1


def test_folder_that_never_was_is_an_error(desk: Desk) -> None:
    """A folder that is not there and that nothing came from is a mistake; one that articles came from is waited for."""
    with pytest.raises(MissingPath):
        desk.watcher(desk.home / "nowhere")
    desk.compare()
    desk.root.rename(desk.home / "elsewhere")
    assert desk.compare() == [("waiting", "articles")]


_WATCH = """
import sys
from pathlib import Path
from store.watching.options import Options
from store.watching.watcher import Watcher
from tests.letters import shelf
root, library = map(Path, sys.argv[1:])
opened = shelf(library)
print("opened", flush=True)
options = Options(library / "fetched", "yuanwen/1.0", apart=library, settle=0.0)
Watcher(opened, [str(root)], lambda notice: print(notice.kind, flush=True), options).run(once=True)
"""


def test_killed_watching_is_completed(desk: Desk) -> None:
    """Killed at any moment, watching goes on from there: in the end the library has just what the folder holds."""
    fill(desk.root, 60)
    for moment in random.Random(7).sample(range(400), 3):
        arguments = [sys.executable, "-c", _WATCH, str(desk.root), str(desk.home / "library")]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "opened\n"
            time.sleep(moment / 1000)
            process.kill()
        (desk.root / f"{moment % 60:03}.txt").unlink(missing_ok=True)
    desk.compare()
    assert desk.names() == sorted(path.name for path in desk.root.iterdir())
    texts = {passage.text for hit in desk.library.search("件", 200) for passage in [hit.passage]}
    assert texts <= {article.text for article in desk.library.articles()}
    undisturbed = Desk(desk.home)
    assert undisturbed.compare() == []


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model for commands that takes no time."""
    return folder_of_letters(tmp_path_factory.mktemp("model") / "letters")


def test_command_ends_at_a_signal(desk: Desk, model: Path) -> None:
    """`watch --json` prints an object a change, and ends well when it is asked to."""
    arguments = ["watch", desk.root, "--library", desk.home / "library", "--embedding", model, "--json"]
    command = [sys.executable, "-m", "qa", *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        told = [json.loads(process.stdout.readline()) for _ in range(len(TEXTS) + 1)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
    assert [one["event"] for one in told] == ["added"] * len(TEXTS) + ["equal"]
    assert {"event", "place", "was", "article", "source", "title", "url", "count", "error"} == told[0].keys()
    assert told[0]["source"] == str(desk.root / "planting.txt")
    assert told[-1]["count"] == len(TEXTS)


@pytest.mark.usefixtures("surroundings")
def test_folders_and_feeds_together(desk: Desk, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`watch --once` takes folders and feeds, tells a line a change, and fails where a feed could not be had."""
    with serving() as site:
        site.page("/a", "青田公路", "青田镇修建公路12公里,总投资4500万元。")
        site.feed(site.item("/a", "公路"))
        places = [str(desk.root), f"{site.address}/feed.xml"]
        command = ["watch", *places, "--once", "--library", str(desk.home / "library"), "--embedding", str(model)]
        assert main([*command, "--language", "zh"]) == 2
        refused = capsys.readouterr().out.splitlines()
        assert len(refused) == len(TEXTS) + 2
        assert "--allow-private" in refused[-1]
        assert site.asked == []
        assert main([*command, "--language", "zh", "--allow-private"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"一致         {desk.root}  3 个文件",
        f"新增         {site.address}/a  《青田公路》",
        f"一致         {site.address}/feed.xml  1 个条目",
    ]


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name a folder"),
        ([__file__], "is a file"),
        (["nowhere"], "no such file or folder"),
        (["http://user:secret@news.example/"], "without a password"),
        (["--every", "soon", "."], "every"),
    ],
)
def test_what_cannot_be_watched_is_named(
    desk: Desk, model: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A request that makes no sense is one line of error, which does not tell a password."""
    settings = ["--library", str(desk.home / "library"), "--embedding", str(model), "--language", "en"]
    assert main(["watch", *arguments, *settings]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "secret" not in error
    assert error.count("\n") == 1


@pytest.mark.usefixtures("surroundings")
def test_page_keeps_its_library_equal(desk: Desk, model: Path) -> None:
    """`serve --watch` follows folders while the page answers, and its articles can be asked for."""
    folders = f" {desk.root} ; {desk.home} "
    given = {"watch": folders, "library": str(desk.home / "library"), "embedding": str(model), "llm": "extractive"}
    settings = load(**given)
    assert settings.watched == [str(desk.root), str(desk.home)]
    preparation = Preparation(settings)
    preparation.start()
    beside(settings, preparation)
    library = preparation.opened()
    assert library
    eventually(lambda: {str(desk.root / f"{name}.txt") for name in TEXTS} <= {one.source for one in library.articles()})
    eventually(lambda: any("刘志远" in hit.passage.text for hit in library.search("县委书记刘志远主持植树", 10)))

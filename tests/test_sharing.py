"""Several processes share one library: each sees at once what another has changed, and none is in another's way."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.errors import LibraryNotWritable
from store.index.chroma import Index
from store.index.connection import is_url
from store.library import Library
from store.reembedding import reindex

from .conftest import SAMPLE
from .killed import as_it_was, opened
from .letters import shelf
from .servers import free_port, serving
from .test_library import collections

ROOT = SAMPLE.parent.parent.parent
Articles = Callable[..., Path]


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests have their models back."""
    as_it_was(monkeypatch)


@contextmanager
def another(place: Path | str, script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the library open as `library`, and in which `say` and `hear` use its pipes."""
    begin = (
        "import sys, time\nfrom pathlib import Path\nfrom store.index import lock\nfrom tests.killed import opened\n"
        "lock.LEASE = 2.0\ncache = Path(sys.argv[2])\n"
        "from tests.letters import shelf\nlibrary = shelf(sys.argv[1], cache)\n"
        "def say(*words): print(*words, flush=True)\ndef hear(): return sys.stdin.readline().strip()\n"
    )
    cache = Path(str(arguments[0])) if arguments else Path("none")
    command = [sys.executable, "-c", begin + script, str(place), str(cache), *map(str, arguments[1:])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> str:
    """What the other process says."""
    assert process.stdout
    return process.stdout.readline().strip()


def ask(process: subprocess.Popen[str], words: str = "") -> str:
    """What the other process answers."""
    assert process.stdin
    process.stdin.write(f"{words}\n")
    process.stdin.flush()
    return heard(process)


READING = """
while query := hear():
    try:
        say("|".join(hit.passage.text for hit in library.search(query, 3)))
    except Exception as error:
        say(repr(error))
"""


def texts(library: Library, query: str, k: int = 3) -> str:
    """What a library finds, as READING says it."""
    return "|".join(hit.passage.text for hit in library.search(query, k))


def test_a_reader_sees_every_change(tmp_path: Path, articles: Articles) -> None:
    """A process that only reads finds what another adds, replaces and removes, thousands of operations long."""
    place, folder = tmp_path / "library", articles(one="东莞的会议。")
    library = shelf(place)
    library.add([folder])
    with another(place, READING) as reader:
        assert ask(reader, "东莞的会议") == "东莞的会议。"
        library.add([articles(two="松江的企业1736家。")])
        assert ask(reader, "松江的企业").startswith("松江的企业1736家。")
        many = (
            articles(many="\n".join(f"第{line}项议题" + f"在第{line * 3}室讨论" * 25 for line in range(1200)))
            / "many.txt"
        )
        library.add([many])
        assert ask(reader, "第777项议题") == texts(library, "第777项议题")
        library.add([articles(one="中山的论坛。")])
        assert "东莞的会议。" not in ask(reader, "东莞的会议")
        library.remove([article.id for article in library.articles() if article.source == str(many)])
        library.add([articles(three="清溪的展览。") / "three.txt"])
        assert ask(reader, "第777项议题") == texts(library, "第777项议题")
        assert "清溪的展览。" in ask(reader, "清溪的展览")


def test_writers_take_turns(tmp_path: Path, articles: Articles) -> None:
    """Two processes that both have Chroma open for long write in turn, past what Chroma keeps in its queue."""
    place = tmp_path / "library"
    script = """
from store.reading import read
from pathlib import Path
with library._live.busy():
    while path := hear():
        try:
            added = library.add([path])
            gone = [article.id for article in library.articles() if article.source.endswith("shared.txt")]
            say(added[0].status, len(library.remove(gone)))
        except Exception as error:
            say(repr(error))
"""
    library = shelf(place)
    with another(place, script) as other, library._live.busy():
        for turn in range(3):
            text = "\n".join(f"第{line}项议题第{turn}次" + f"在第{line * 3}室讨论" * 25 for line in range(600))
            library.add([articles(shared=text)])
            mine = articles(**{f"turn{turn}": f"第{turn}次在松江。"}) / f"turn{turn}.txt"
            assert ask(other, str(mine)) == "added 1"
            assert library.search(f"第{turn}次在松江", 1)[0].passage.text == f"第{turn}次在松江。"
    assert library.count() == (3, 3)


def test_readers_do_not_wait(tmp_path: Path, articles: Articles) -> None:
    """While another process holds the lock a search is answered, and a new process can be opened."""
    place, script = tmp_path / "library", "with library._live.locked():\n    say('locked')\n    hear()\n"
    library = shelf(place)
    library.add([articles(one="东莞的会议。")])
    with another(place, script) as writer:
        assert heard(writer) == "locked"
        assert texts(library, "东莞的会议") == "东莞的会议。"
        with another(place, READING) as reader:
            assert ask(reader, "东莞的会议") == "东莞的会议。"
        assert writer.poll() is None


# Re-embedding


REEMBEDDING = """
from store import reembedding
def pause(done, total):
    say("page")
    hear()
opened(Path(sys.argv[1]))
reembedding.reindex(Path(sys.argv[1]), "others", cache, pause)
say("done")
"""


def test_reindex_takes_along_what_changes(tmp_path: Path, articles: Articles) -> None:
    """What is added, replaced and removed while a library is re-embedded is there afterwards, with the new vectors."""
    place, folder = tmp_path / "library", articles(one="东莞的会议。", two="松江的企业。", three="清溪的展览。")
    library = opened(place)
    library.add([folder])
    with another(place, REEMBEDDING, tmp_path) as process:
        assert heard(process) == "page"
        with pytest.raises(LibraryNotWritable):
            reindex(place, "others", tmp_path)
        library.add([articles(two="中山的论坛。", four="长安的集市。")])
        library.remove([article.id for article in library.articles() if article.source.endswith("three.txt")])
        assert ask(process) == "done"
    for either in (library, opened(place)):
        assert {article.text for article in either.articles()} == {"东莞的会议。", "中山的论坛。", "长安的集市。"}
        assert all(texts(either, text, 1) == text for text in ("东莞的会议。", "中山的论坛。", "长安的集市。"))
        assert either.embedding.name == "others"
    library.add([articles(five="虎门的大桥。") / "five.txt"])
    assert library.search("虎门的大桥。", 1)[0].cosine > 0.95


def test_vectors_of_another_model_are_not_written(tmp_path: Path, articles: Articles) -> None:
    """An article that was embedded before a re-embedding and is written after it gets a vector of the new model."""
    place = tmp_path / "library"
    library = opened(place)
    library.add([articles(one="东莞的会议。")])
    write = library.write

    def late(*arguments: object) -> None:
        reindex(place, "others", tmp_path)
        write(*arguments)  # type: ignore[arg-type]

    library.write = late  # type: ignore[assignment, method-assign]
    library.add([articles(two="松江的企业。") / "two.txt"])
    assert library.search("松江的企业。", 1)[0].cosine > 0.95
    assert collections(place) >= {"passages"}


# Removed for good


def traces(place: Path, *marks: str) -> list[str]:
    """The files of a library that hold one of these words, in any encoding."""
    wanted = [mark.encode(code) for mark in marks for code in ("utf-8", "utf-16-le")]
    files = [path for path in place.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(mark in path.read_bytes() for mark in wanted)]


def test_what_is_removed_is_gone(tmp_path: Path, articles: Articles) -> None:
    """After a purge no file of the library holds a word, or the packed text, of what was removed or replaced."""
    place, folder = (
        tmp_path / "library",
        articles(one="暗号zqxjkva在东莞。", two="暗号wvutsrq在松江。", three="清溪的展览。"),
    )
    library = shelf(place)
    library.add([folder])
    index = Index(place, "letters")
    packed = [str(row["text"]) for _, row in index._rows(index._records)]
    index.close()
    kept = [text for text in packed if traces(place, text)]
    library.remove([article.id for article in library.articles() if article.source.endswith("one.txt")])
    library.add([articles(two="中山的论坛。") / "two.txt"])
    library.purge()
    assert len(kept) == 3
    assert traces(place, "zqxjkva", "wvutsrq", "暗号") == []
    assert sum(bool(traces(place, text)) for text in packed) == 1
    assert library.count() == (2, 2)
    assert texts(library, "清溪的展览", 1) == "清溪的展览。"
    library.add([articles(four="长安的集市。") / "four.txt"])
    assert texts(shelf(place), "长安的集市", 1) == "长安的集市。"


def test_gone_passages_do_not_crowd(tmp_path: Path, articles: Articles) -> None:
    """However many passages were near to a query once, those that are left are found by their vectors."""
    library = shelf(tmp_path / "library")
    library.add([articles(many="\n".join(f"松江的企业{line}家。" + "松江的企业。" * 40 for line in range(300)))])
    gone = library.articles()
    library.add([articles(one="江松的业企。") / "one.txt"])
    library.remove([article.id for article in gone])
    assert library.search("松江的企业", 1, 0)[0].passage.text == "江松的业企。"


# A server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("chroma"), free_port()) as url:
        assert is_url(url)
        yield url


WRITING = """
hear()
say(*(entry.status for entry in library.add([sys.argv[3]])))
hear()
with library._live.locked():
    say("locked")
    time.sleep(60)
"""


def test_writers_of_a_server(server: str, tmp_path: Path, articles: Articles) -> None:
    """Two processes that write to a server at once both succeed, and the lease of a killed one is soon another's."""
    folder = articles(**{f"n{number}": f"第{number}次会议在第{number * 7}室。" for number in range(20)})
    library = shelf(server, tmp_path / "cache" / "models")
    with another(server, WRITING, tmp_path / "other" / "models", folder) as other:
        answers: list[str] = []
        asking = threading.Thread(target=lambda: answers.append(ask(other)))
        asking.start()
        own = tmp_path / "own.txt"
        own.write_text("松江的企业。", encoding="utf-8")
        assert library.add([own])[0].status == "added"
        asking.join()
        assert answers == [" ".join(["added"] * 20)]
        assert library.count() == (21, 21)
        assert ask(other) == "locked"
        other.kill()
        other.wait()
        begun = time.monotonic()
        library.remove([library.articles()[0].id])
        assert time.monotonic() - begun < 30
    assert library.count() == (20, 20)


def test_a_replica_follows_a_reindex(server: str, tmp_path: Path, articles: Articles) -> None:
    """A process that is open while a server's library is re-embedded by another searches with the new model."""
    cache = tmp_path / "cache" / "models"
    opened(tmp_path / "unused")  # so that both models are known
    library = shelf(server, cache)
    library.add([articles(one="东莞的展销会。") / "one.txt"])
    reindex(server, "others", tmp_path / "other" / "models")
    assert library.search("东莞的展销会。", 1)[0].cosine > 0.95
    assert library.embedding.name == "others"
    library.add([articles(two="虎门的大桥。") / "two.txt"])
    assert library.search("虎门的大桥。", 1)[0].cosine > 0.95
    reindex(server, "letters", cache)
    assert library.search("虎门的大桥。", 1)[0].cosine > 0.95


def test_a_replica_that_was_long_away(
    server: str, tmp_path: Path, articles: Articles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replica that has missed more changes than the journal remembers has everything all the same."""
    monkeypatch.setattr("store.index.journal.KEPT", 5)
    away, writer = (shelf(server, tmp_path / name / "models") for name in ("away", "writer"))
    assert away.count() == writer.count()
    for number in range(12):
        writer.add([articles(changing=f"第{number}版的公告。") / "changing.txt"])
    writer.remove([writer.articles()[0].id])
    assert away.count() == writer.count()
    assert {article.digest for article in away.articles()} == {article.digest for article in writer.articles()}


def test_a_search_asks_a_server_once(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search in a library on a server is one request, for the changes since the last one."""
    import httpx

    library, asked = shelf(server, tmp_path / "cache" / "models"), []
    library.search("会议")
    request = httpx.Client.request

    def counted(*arguments: object, **named: object) -> httpx.Response:
        asked.append(arguments[1:])
        return request(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(httpx.Client, "request", counted)
    library.search("会议")
    assert len(asked) == 1

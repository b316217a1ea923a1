"""What the tests share: the real small embedding model, and the sample articles in a real library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.page.preparation import Preparation
from qa.settings import PREFIX, load
from store.encoding.embedding import DEFAULT, Embedding
from store.library import Library
from store.models.cache import default_cache

from .chat import ChatServer, chatting
from .letters import shelf

SAMPLE = Path(__file__).parent.parent / "qa" / "sample" / "articles"


def pytest_configure() -> None:
    """One thread for torch, here and in the processes that tests start.

    The texts of tests are short: threads wait for one another longer than they compute, twenty times as long on a
    machine that has other work.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def embedding() -> Embedding:
    """The default embedding model, loaded once."""
    model = Embedding(DEFAULT, default_cache())
    model.load()
    return model


@pytest.fixture(scope="session", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A data folder of the tests' own, so that nothing is put into that of this machine's user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def prepared(data: None) -> Preparation:  # noqa: ARG001  the samples go into the data folder
    """What `yuanwen serve` makes where there is no library yet: one of the sample articles."""
    preparation = Preparation(load(llm="extractive"))
    preparation.start()
    assert preparation.wait().stage == "ready"
    return preparation


@pytest.fixture(scope="session")
def sample_folder(prepared: Preparation) -> Path:
    """The folder of the library of sample articles."""
    assert prepared.status().sample
    return prepared.settings.sample


@pytest.fixture(scope="session")
def sample_library(sample_folder: Path, embedding: Embedding) -> Library:
    """The five sample articles. Only to be read: it is the same library for every test."""
    library = Library(sample_folder, create=False)
    library.embedding = embedding
    return library


@pytest.fixture
def articles(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of small articles: `articles(first="text", second="text")` writes first.txt and second.txt."""

    def make(**texts: str) -> Path:
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine's user, and no proxy before the loopback server."""
    for name in [name for name in os.environ if name.startswith((PREFIX, "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A chat server that answers well until told otherwise."""
    with chatting() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """An empty library whose embedding takes no time, for questions about given texts."""
    return shelf(tmp_path_factory.mktemp("desk") / "library")

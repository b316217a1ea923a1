"""Which library the page asks: the user's own, or the samples, which are a library apart."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.answer import Answer
from qa.page import sample
from qa.page.parts import hint, status_line
from qa.page.preparation import Preparation
from qa.page.status import Status
from qa.settings import Settings, load
from store.library import Library

from .letters import folder_of_letters

QUESTION = "东莞市委理论学习中心组11月28日的会议由谁主持？"
OWN = "2024年3月12日，清河县春季植树活动由县委书记刘志远主持，县长赵明参加。"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of an embedding model that takes no time."""
    return str(folder_of_letters(tmp_path_factory.mktemp("model") / "letters"))


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, letters: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That model, and a data folder with nothing in it."""
    monkeypatch.setenv("YUANWEN_EMBEDDING", letters)
    monkeypatch.setenv("YUANWEN_LLM", "extractive")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def started(**given: str) -> Preparation:
    """What `yuanwen serve` prepares, once it is ready."""
    preparation = Preparation(load(**given))
    preparation.start()
    assert preparation.wait().stage == "ready"
    return preparation


def opened(settings: Settings) -> Library:
    """The user's library, made if need be."""
    return Library(settings.library, settings.embedding)


def answered(preparation: Preparation, question: str, *, sampling: bool = False) -> Answer:
    """The whole answer."""
    *_, last = preparation.stream(question, (), sampling=sampling)
    return last


def shown_samples(preparation: Preparation) -> Status:
    """The status for a reader who asks for the samples, once they are there."""
    preparation.show_samples()
    while not (status := preparation.status(sampling=True)).articles:
        assert status.stage == "library"
        time.sleep(0.01)
    return status


def test_samples_stand_in_for_a_default_library_that_is_not_there() -> None:
    """With no library the samples are asked, in a folder of their own, and no default library is made."""
    preparation = started()
    status = preparation.status()
    assert (status.sample, status.articles, status.answering) == (True, 5, True)
    assert preparation.settings.sample.is_dir()
    assert not Path(preparation.settings.library).exists()


def test_articles_that_are_added_are_asked_next(articles: Callable[..., Path]) -> None:
    """Once the default library holds an article it is asked and counted, and links to the samples go on working."""
    preparation = started()
    before = answered(preparation, QUESTION)
    opened(preparation.settings).add([articles(own=OWN)])
    status = preparation.status()
    assert (status.sample, status.articles) == (False, 1)
    after = answered(preparation, "清河县春季植树活动由谁主持？")
    assert "刘志远" in after.text
    assert {hit.passage.text for hit in after.hits} == {OWN}
    for answer in (before, after):
        assert preparation.article(answer.hits[0].passage.article_id)
        assert preparation.story(answer.hits[0].passage.article_id)


def test_named_library_never_gets_the_samples(tmp_path: Path) -> None:
    """A library that is named is made and stays empty; the samples are there for the readers who ask for them alone."""
    preparation = started(library=str(tmp_path / "mine"))
    assert preparation.status().is_empty
    assert shown_samples(preparation).sample
    found = answered(preparation, QUESTION, sampling=True)
    assert "韦皓" in found.text
    assert preparation.article(found.citations[0].passage.article_id)
    assert preparation.status().is_empty
    assert answered(preparation, QUESTION).hits == ()
    assert opened(preparation.settings).count() == (0, 0)


def test_own_articles_come_before_the_samples(tmp_path: Path, articles: Callable[..., Path]) -> None:
    """A reader who asked for the samples gets the named library's articles, once it has any."""
    preparation = started(library=str(tmp_path / "mine"))
    shown_samples(preparation)
    opened(preparation.settings).add([articles(own=OWN)])
    assert preparation.status(sampling=True).articles == 1
    assert not preparation.status(sampling=True).sample


def test_library_that_an_earlier_version_filled_is_kept() -> None:
    """A default library that holds the samples, as earlier versions made it, is asked itself."""
    opened(load()).add([sample.SAMPLE / "articles"])
    preparation = started()
    assert preparation.status().sample
    assert not preparation.settings.sample.exists()


def test_samples_follow_the_embedding_model(letters: str, tmp_path: Path) -> None:
    """The samples are embedded anew for another model, and lose nothing."""
    settings = load()
    assert sample.opened(settings).count()[0] == 5
    other = folder_of_letters(tmp_path / "other")
    assert letters != str(other)
    assert sample.opened(settings.model_copy(update={"embedding": str(other)})).count()[0] == 5


def test_samples_of_another_installation_are_replaced(tmp_path: Path) -> None:
    """Sample articles that were added from another place give way to those of this installation."""
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(OWN, encoding="utf-8")
    settings = load()
    Library(settings.sample, settings.embedding).add([elsewhere])
    assert sample.held_by(sample.opened(settings))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (
            Status("ready", articles=5, sample=True, answering=True),
            ["样例文章 5 篇", "yuanwen add 文件夹<"],
        ),
        (
            Status("ready", answering=True, library="'a b'"),
            ["文库里还没有文章", "yuanwen add 文件夹 --library &#x27;a b&#x27;<"],
        ),
        (Status("ready", articles=5, answering=True), ["文库 5 篇"]),
        (Status("embedding"), []),
    ],
    ids=["samples", "empty", "own", "early"],
)
def test_page_says_what_is_asked_and_how_to_add(status: Status, said: list[str]) -> None:
    """The page says whether samples or one's own articles are asked, and, where these lack, how to add them."""
    shown = status_line(status, "zh") + hint(status, "zh")
    assert all(words in shown for words in said)
    assert ("yuanwen add" in shown) == any("yuanwen add" in words for words in said)

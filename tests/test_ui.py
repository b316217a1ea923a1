"""The article route, the page's language and its socket, without a browser."""

from __future__ import annotations

import inspect
import socket
from collections.abc import Iterator, Sequence

import pytest
from fastapi.testclient import TestClient

from qa.answer import Answer
from qa.errors import PortInUse, SettingError
from qa.page.article import article_page
from qa.page.display import preferred
from qa.page.server import COOKIE, SCRIPT_COOKIE, listen
from qa.page.status import Status
from qa.page.ui import app, serve
from store.article import Article
from store.errors import Language

from .markup import ARTICLE, HOSTILE, Markup


class Shelf:
    """A backend that holds one article and answers nothing."""

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]],
        *,
        sampling: bool = False,  # noqa: ARG002  there are no samples
    ) -> Iterator[Answer]:
        """The question, after the history, without an answer."""
        yield Answer(" ".join([*(asked for asked, _ in history), question]), complete=True)

    def article(self, article_id: str) -> Article | None:
        """The one article."""
        return ARTICLE if article_id == ARTICLE.id else None

    def story(self, article_id: str) -> Sequence[Article]:
        """The one article alone."""
        return [ARTICLE] if article_id == ARTICLE.id else []

    def show_samples(self) -> None:
        """There are none."""

    def note_wrong(self, question: str, history: Sequence[tuple[str, str]], answer: Answer) -> None:
        """Nothing is kept."""

    def status(self, *, sampling: bool = False) -> Status:  # noqa: ARG002  there are no samples
        """Ready from the start."""
        return Status("ready", articles=1, answering=True)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of the page over one article."""
    with TestClient(app(Shelf())) as opened:
        yield opened


def marked(page: str) -> list[str]:
    """The marked pieces of a page."""
    return [piece.split(">", 1)[1].split("</mark>")[0] for piece in page.split("<mark")[1:]]


def test_article_is_shown_with_what_is_known_about_it(client: TestClient) -> None:
    """The article page names title, publisher, date, file and address, and holds the whole text."""
    page = client.get(f"/article/{ARTICLE.id}")
    words = Markup(page.text).words
    known = ("学习会", "东莞日报", "2024-11-28", "东莞.txt", ARTICLE.url or "", "会议强调制造业。")
    assert page.status_code == 200
    assert all(part in words for part in known)
    assert "/library" not in words


def test_offsets_mark_the_sentence(client: TestClient) -> None:
    """The sentence at the offsets is marked, under the name that the link's fragment leads to."""
    page = client.get(f"/article/{ARTICLE.id}", params={"start": 0, "end": 11})
    assert marked(page.text) == ["市委书记韦皓主持会议。"]
    assert Markup(page.text).named("mark") == [{"id": "quote"}]


@pytest.mark.parametrize(
    "place",
    [
        *("start=0", "start=5&end=5", "start=9&end=3", "start=0&end=9999", "start=-3&end=4", "start=a&end=b"),
        *("start=&end=", "start=0&end=" + "9" * 5000, "start=0.5&end=4", "start=²&end=4"),
    ],
)
def test_impossible_offsets_mark_nothing(client: TestClient, place: str) -> None:
    """Impossible offsets show the article without a mark."""
    page = client.get(f"/article/{ARTICLE.id}?{place}")
    assert page.status_code == 200
    assert marked(page.text) == []
    assert "会议强调制造业。" in page.text


def test_place_over_two_paragraphs_is_marked_in_both() -> None:
    """A place that spans paragraphs is marked in each of them, and the link leads to the first."""
    page = article_page(ARTICLE, (11, len(ARTICLE.text)), "zh")
    assert marked(page) == ["市长出席。", "会议强调制造业。"]
    assert Markup(page).named("mark") == [{"id": "quote"}, {}]


def test_hostile_article_stays_text() -> None:
    """Nothing that an article brings becomes markup, and only a web address becomes a link."""
    hostile = Article("id", f"/a/{HOSTILE}", HOSTILE, HOSTILE * 3, "", HOSTILE, HOSTILE, "javascript:alert(1)")
    page = article_page(hostile, (3, 60), "en")
    assert Markup(page).dangerous == []
    assert Markup(page).named("a") == []
    assert HOSTILE in Markup(page).words


def test_article_page_allows_no_script_and_no_foreign_frame(client: TestClient) -> None:
    """The policy of the article page, found or not, allows no script, no loading and no foreign frame."""
    for path in (ARTICLE.id, "unknown"):
        policy = client.get(f"/article/{path}").headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy


@pytest.mark.parametrize(("header", "words"), [("zh-CN,zh;q=0.9", "找不到这篇文章"), ("en-GB", "not in the library")])
def test_unknown_article_is_not_found(client: TestClient, header: str, words: str) -> None:
    """An unknown article gives status 404 and a page in the browser's language."""
    page = client.get("/article/unknown", headers={"accept-language": header})
    assert page.status_code == 404
    assert words in page.text


def test_language_is_the_fixed_one_then_the_chosen_then_the_browsers(client: TestClient) -> None:
    """A fixed language overrides the one chosen with the switch, which overrides the browser's."""
    asked = {"accept-language": "en", "cookie": f"{COOKIE}=zh"}
    assert "找不到" in client.get("/article/unknown", headers=asked).text
    with TestClient(app(Shelf(), language="en")) as fixed:
        assert "not in the library" in fixed.get("/article/unknown", headers=asked).text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        *(
            ("zh", "zh"),
            ("zh-TW,en;q=0.5", "zh"),
            ("en;q=0.5, zh;q=0.9", "zh"),
            ("de,zh;q=0.2,en;q=0.1", "zh"),
        ),
        *(("fr", "en"), (None, "en"), ("", "en"), ("zh;q=0, en", "en"), ("zh;q=much, en", "en")),
    ],
)
def test_browsers_language(header: str | None, language: Language) -> None:
    """The browser's preferred one of Chinese and English is taken, by its weights."""
    assert preferred(header) == language


def test_script_is_the_chosen_one_then_the_set_one(client: TestClient) -> None:
    """The script chosen with the switch overrides the one set, and anything else that the cookie says is ignored."""
    assert "会议强调制造业。" in client.get(f"/article/{ARTICLE.id}").text
    with TestClient(app(Shelf(), script="traditional")) as fixed:
        for chosen, words in (("", "會議強調製造業。"), ("simplified", "会议强调制造业。"), ("x", "會議強調製造業。")):
            asked = {"cookie": f"{SCRIPT_COOKIE}={chosen}"}
            assert words in fixed.get(f"/article/{ARTICLE.id}?start=18&end=26", headers=asked).text


def test_port_in_use_names_a_free_one() -> None:
    """A port that another program has is refused with another one that is free."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse) as caught:
            serve(Shelf(), port=port)
    other = caught.value.details["other"]
    assert isinstance(other, int)
    assert other != port
    socket.create_server(("127.0.0.1", other)).close()


def test_host_that_is_not_ours_is_refused() -> None:
    """An address that this machine does not have is refused as a setting."""
    with pytest.raises(SettingError):
        listen("203.0.113.1", 0)


def test_page_is_served_to_this_machine_alone() -> None:
    """Without a setting, the page listens on the loopback address."""
    host = inspect.signature(serve).parameters["host"].default
    with listen(host, 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_chat_page_offers_no_documentation_of_itself(client: TestClient) -> None:
    """The chat page is at the root, and there is no API documentation, and no analytics."""
    page = client.get("/")
    assert page.status_code == 200
    assert '"analytics_enabled":false' in page.text.replace(" ", "")
    assert client.get("/docs").status_code == 404
    assert client.get("/openapi.json").status_code == 404

"""The chat page in a real browser: Chromium, driven through Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from qa.errors import LLMTimedOut
from qa.page.preparation import Preparation
from qa.settings import load

from .clerk import Clerk, served
from .markup import HOSTILE

QUESTION = "东莞市委理论学习中心组11月28日的会议由谁主持？"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome here")


@pytest.fixture(scope="module")
def clerk() -> Clerk:
    """The scripted backend."""
    return Clerk()


@pytest.fixture(scope="module")
def clerk_url(clerk: Clerk) -> Iterator[str]:
    """The page over the scripted backend."""
    with served(clerk) as url:
        yield url


@pytest.fixture(scope="module")
def page_url(request: pytest.FixtureRequest, prepared: Preparation) -> Iterator[str]:
    """The page as `yuanwen serve` opens it with no library yet, with the language model that the test names."""
    preparation = prepared
    if request.param != "extractive":
        preparation = Preparation(load(llm=request.param))
        preparation.start()
        assert preparation.wait().stage == "ready"
    with served(preparation) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A Chinese reader's browser that has seen nothing yet. A request to another host fails the test."""
    opened = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    elsewhere = [url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None)]
    assert asked
    assert elsewhere == []


def ask(page: Page, question: str, *, finished: bool = True) -> None:
    """Type a question and press Enter; wait until its answer is there."""
    turns = page.locator(".turn")
    before = turns.count()
    expect(page.locator("#box .submit-button")).to_be_visible()  # after a stop, Enter asks nothing before this is back
    page.locator("#box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(before + 1)
    if finished:
        expect(page.locator(".turn.writing")).to_have_count(0, timeout=120_000)


@pytest.mark.parametrize(
    "page_url",
    ["extractive", pytest.param("qwen2.5-coder-1.5b-instruct", marks=pytest.mark.large)],
    indirect=True,
)
def test_citation_opens_the_sentence_of_the_original(context: BrowserContext, page_url: str, tmp_path: Path) -> None:
    """A question is answered, and a click on its citation shows the sentence, marked, in the original."""
    page = context.new_page()
    page.goto(page_url)
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_contain_text("韦皓")
    page.locator(".answer a.cite[title*=韋皓]").first.click()
    mark = page.frame_locator("#frame iframe").locator("mark#quote")
    expect(mark).to_contain_text("韋皓")
    expect(mark).to_be_in_viewport()
    expect(page.locator("#sources .quotes a", has_text="韋皓").first).to_be_visible()
    page.screenshot(path=os.environ.get("SCREENSHOT", tmp_path / "page.png"))


def test_samples_are_offered_in_an_empty_library(context: BrowserContext, sample_folder: Path, tmp_path: Path) -> None:
    """An empty library says how to fill it; a click shows the samples, in this tab alone, and their links work."""
    assert sample_folder.exists()
    preparation = Preparation(load(library=str(tmp_path / "library"), llm="extractive"))
    preparation.start()
    assert preparation.wait().stage == "ready"
    with served(preparation) as url:
        page, other = context.new_page(), context.new_page()
        page.goto(url)
        other.goto(url)
        expect(page.locator("#hint code")).to_contain_text("--library")
        ask(page, QUESTION)
        expect(page.locator(".obstacle")).to_contain_text("yuanwen add")
        page.locator("#samples").click()
        expect(page.locator("#samples")).to_be_hidden()
        expect(page.locator("#status")).to_contain_text("样例文章 5 篇")
        ask(page, QUESTION)
        page.locator(".answer a.cite[title*=韋皓]").first.click()
        expect(page.frame_locator("#frame iframe").locator("mark#quote")).to_contain_text("韋皓")
        expect(other.locator("#samples")).to_be_visible()
        expect(other.locator("#status")).to_contain_text("还没有文章")


def test_citation_opens_in_a_tab_of_its_own(context: BrowserContext, clerk_url: str) -> None:
    """A middle click opens the highlighted sentence in a new tab."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    with context.expect_page() as opening:
        page.locator("a.cite").first.click(button="middle")
    expect(opening.value.locator("mark#quote")).to_contain_text("韋皓")


def test_example_is_asked_by_a_click(context: BrowserContext, clerk_url: str) -> None:
    """A click on an example asks it, and a new conversation brings the examples back."""
    page = context.new_page()
    page.goto(clerk_url)
    page.locator("#examples button").first.click()
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator("#examples")).to_be_hidden()
    page.locator("#new").click()
    expect(page.locator("#examples")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_stop_ends_an_answer(context: BrowserContext, clerk: Clerk, clerk_url: str) -> None:
    """Stop keeps what is there, ends the writing behind it, and the next question works."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, "long", finished=False)
    expect(page.locator(".said")).to_contain_text("会议由韦皓主持。")
    page.locator("#box .stop-button").click()
    expect(page.locator(".turn .note")).to_have_text("已停止")
    assert clerk.closed.wait(10)
    ask(page, QUESTION)
    expect(page.locator(".turn:last-child a.cite")).to_have_count(1)


def test_new_conversation_ends_an_answer(context: BrowserContext, clerk: Clerk, clerk_url: str) -> None:
    """A new conversation started while an answer is being written stays empty."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, "long", finished=False)
    expect(page.locator(".said")).to_contain_text("会议由韦皓主持。")
    page.locator("#new").click()
    expect(page.locator(".greeting")).to_be_visible()
    assert clerk.closed.wait(10)
    page.wait_for_timeout(500)
    expect(page.locator(".turn")).to_have_count(0)


def test_error_is_a_message_and_the_next_question_works(context: BrowserContext, clerk: Clerk, clerk_url: str) -> None:
    """A failing model gives its message, and the next question is answered without it in the history."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, "fail")
    expect(page.locator(".turn .error")).to_have_text(LLMTimedOut(llm="clerk", seconds=60).message("zh"))
    ask(page, QUESTION)
    ask(page, "refuse")
    assert [asked for asked, _ in clerk.histories[-1]] == [QUESTION]


def test_refusal_links_to_the_nearest_articles(context: BrowserContext, clerk_url: str) -> None:
    """A refusal names three articles and what they lack, and a click opens one."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, "refuse")
    nearest = page.locator(".nearest a")
    expect(nearest).to_have_count(3)
    expect(page.locator(".nearest .lacks").first).to_contain_text("没有提到“2019年”")
    nearest.first.click()
    expect(page.frame_locator("#frame iframe").locator("h1")).to_be_visible()


def test_markup_of_a_model_stays_text(context: BrowserContext, clerk_url: str) -> None:
    """What a model writes is shown letter by letter: no script runs, and no image is fetched."""
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(clerk_url)
    ask(page, HOSTILE)
    expect(page.locator(".question")).to_have_text(HOSTILE)
    expect(page.locator(".said")).to_contain_text(HOSTILE)
    expect(page.locator(".turn :is(img, script)")).to_have_count(0)


def test_switch_changes_the_language_of_everything(context: BrowserContext, clerk_url: str) -> None:
    """The switch changes the page, the conversation and the article page, and is remembered."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    expect(page.locator(".verdict")).to_have_text("无据")
    page.locator("#switch button", has_text="English").click()
    expect(page.locator(".verdict")).to_have_text("unsupported")
    expect(page.locator("#status")).to_contain_text("Sample articles")
    page.locator("a.cite").first.click()
    expect(page.frame_locator("#frame iframe").locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator(".greeting h2")).to_have_text("Ask these articles")


def test_script_is_chosen_on_the_page(context: BrowserContext, clerk_url: str) -> None:
    """The choice of script changes answer, sources and open article at once, and is remembered."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    mark = page.frame_locator("#frame iframe").locator("mark#quote")
    expect(mark).to_contain_text("主持會議并講話")
    page.locator("#scripts button", has_text="简体").click()
    expect(page.locator("#sources .quotes")).to_contain_text("韦皓主持会议并讲话")
    expect(mark).to_contain_text("韦皓主持会议并讲话")
    page.locator("#scripts button", has_text="繁體").click()
    expect(page.locator(".said")).to_contain_text("會議由韋皓主持。")
    expect(mark).to_contain_text("韋皓主持會議并講話")
    page.reload()
    expect(page.locator("#scripts button", has_text="繁體")).to_be_disabled()


def test_article_is_compared_with_what_it_was(context: BrowserContext, clerk_url: str) -> None:
    """From a cited sentence, one click shows it beside the text before repair, marked in both."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    article = page.frame_locator("#frame iframe")
    article.locator(".repaired a").click()
    expect(article.locator("mark#quote")).to_contain_text("市委書")
    expect(article.locator("mark del").first).to_have_text("(shū)")
    expect(article.locator("mark#quote")).to_be_in_viewport()
    article.locator(".repaired a").click()
    expect(article.locator("del")).to_have_count(0)
    expect(article.locator("mark#quote")).to_be_in_viewport()


def test_wrong_answer_is_noted_by_a_click(context: BrowserContext, clerk: Clerk, clerk_url: str) -> None:
    """A click on the button under an answer notes it, once, with what was asked before, and the button says so."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    ask(page, "again")
    before = len(clerk.noted)
    wrong = page.locator("button.wrong")
    wrong.nth(1).dblclick()
    expect(wrong.nth(1)).to_be_disabled()
    expect(wrong.nth(1)).to_have_text("已记为草稿")
    expect(wrong.nth(0)).to_be_enabled()
    page.locator("#switch button", has_text="English").click()
    expect(wrong).to_have_text(["Not right", "Kept as a draft"])
    (noted,) = clerk.noted[before:]
    assert (noted[0], [asked for asked, _ in noted[1]]) == ("again", [QUESTION])
    assert noted[2].startswith("会议由韦皓主持。")


def test_answer_is_called_wrong_from_the_keyboard(context: BrowserContext, clerk: Clerk, clerk_url: str) -> None:
    """The button is reached and pressed with the keyboard; an answer that cannot be noted says why."""
    page = context.new_page()
    page.goto(clerk_url)
    ask(page, QUESTION)
    ask(page, "refuse")
    before = len(clerk.noted)
    wrong = page.locator("button.wrong")
    wrong.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".marking .error")).to_contain_text("无法在这里写入问题")
    expect(wrong.nth(1)).to_be_enabled()
    wrong.nth(0).focus()
    page.keyboard.press("Space")
    expect(wrong.nth(0)).to_be_disabled()
    assert len(clerk.noted) == before + 1


def test_phone_has_the_sources_below(browser: Browser, clerk_url: str) -> None:
    """On a narrow screen the sources are below, and a click brings the original into view."""
    page = browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 844})
    page.goto(clerk_url)
    ask(page, QUESTION)
    chat, shelf = page.locator("#chat").bounding_box(), page.locator("#shelf").bounding_box()
    assert chat
    assert shelf
    assert shelf["y"] >= chat["y"] + chat["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("a.cite").first.click()
    expect(page.frame_locator("#frame iframe").locator("mark#quote")).to_be_in_viewport()
    page.close()

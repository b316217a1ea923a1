"""The report page of an evaluation: complete, inert, self-contained, and right on a phone."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from qa.answer import Verdict
from qa.evaluation.compare import compare
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.reports.differences import Verdict as Change
from qa.evaluation.reports.plots import KINDS, plots
from qa.evaluation.reports.report import report_page
from qa.evaluation.result import Failure, Result
from qa.evaluation.scores.measures import Group, measures
from qa.formatting.texts import explanation, text, texts_of
from store.errors import Language

from .evaluations import evaluation, found, result
from .markup import HOSTILE, Markup
from .test_page import CHROMIUM, SWITCHES

LANGUAGES: tuple[Language, ...] = get_args(Language)
FAILURES: tuple[Failure, ...] = get_args(Failure)
EVIL = f"{HOSTILE}\x1b[2J\u202e\ud800{{{{ 7*7 }}}}$x^2$" + "w" * 400

browser_needed = pytest.mark.skipif(CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome here")


def wrong(failure: Failure) -> Result:
    """A question whose reply failed there."""
    expected = () if failure == "unfounded" else (("韦皓", "Wei Hao"), ("吕成蹊",))
    refused = failure in ("refused", "checker")
    return result(f"w-{failure}", False, expected=expected, refused=refused, failure=failure)


RUN = evaluation(
    [
        result("r1"),
        *(wrong(failure) for failure in FAILURES),
        result("r2", kind="follow-up", history=[("谁来了？", "韦皓。")], confidence=0.9),
        result("r3", expected=(), kind="near-miss", measures={"seconds_total": 9.5}),
        replace(
            wrong("checker"),
            id="w8",
            kind="list",
            reply=wrong("checker").reply | {"withheld": [{"text": "韦皓。", "verdict": "partly"}]},
        ),
    ]
)
BEFORE = evaluation(
    [
        replace(result(kept.id, not kept.right), question=kept.question, history=kept.history, expected=kept.expected)
        for kept in RUN.results
    ]
)
OTHER = evaluation(RUN.results, settings={"top_k": 3})


def evil_result() -> Result:
    """A question where every text is hostile."""
    reply = result("x", text=EVIL).reply
    citation = reply["citations"][0] | dict.fromkeys(("title", "source", "published", "quote", "article"), EVIL)
    withheld = [{"text": EVIL, "verdict": "unsupported"}]
    return replace(
        result(EVIL, False, question=EVIL, kind=EVIL, history=[(EVIL, EVIL)], expected=((EVIL, EVIL),)),
        articles=(EVIL,),
        reply=reply | {"citations": [citation], "withheld": withheld, "asked": f"{EVIL}?"},
        hits=(replace(found(), title=EVIL, source=EVIL, article=EVIL),),
    )


def evil_run() -> Evaluation:
    """A run where every text is hostile, and the settings too."""
    made: dict[str, Any] = {name: {EVIL: EVIL} for name in ("settings", "models", "library", "questions")}
    return evaluation([evil_result(), result("r1")], version=EVIL, code=EVIL, **made)


def ids(page: str) -> Counter[str]:
    """How often each id is used."""
    return Counter(given["id"] or "" for _, given in Markup(page).elements if "id" in given)


def text_of(page: str) -> str:
    """The text of a page without its style sheet, white space and borders of elements as one space."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(Markup(re.sub("(?=</?(?:dd|dt|td|th|li|p|details|summary))", " ", page)).words.split())


# What is in it


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_there(language: Language) -> None:
    """Each question is on the page with its id, its words, what it said, and what was expected."""
    page = text_of(report_page(RUN, language))
    for asked in RUN.results:
        assert all(said in page for said in (asked.id, asked.question, asked.reply["text"].removesuffix("[1]")))
        assert all(" / ".join(group) in page for group in asked.expected)
        assert text(f"evaluation.kinds.{asked.kind}", language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_there(language: Language) -> None:
    """Each measure with a value is on the page with its title, its definition, its source and how many it is of."""
    page = text_of(report_page(RUN, language))
    assert len(RUN.summary["measures"]) > 20
    for name in RUN.summary["measures"]:
        measure = measures()[name]
        assert all(said in page for said in (measure.titles[language], measure.meanings[language], measure.source))


def test_the_verdict_is_plain() -> None:
    """The first heading says in one line how many replies are right, and how sure that is."""
    share = RUN.summary["measures"]["right"]
    interval = f"{100 * share['low']:.1f}–{100 * share['high']:.1f}"
    assert f"<h1>10 个问题中 3 个回复正确（30.0%，95% 区间 {interval}）</h1>" in report_page(RUN, "zh")
    assert f"<h1>3 of 10 replies are right (30.0%, 95% interval {interval})</h1>" in report_page(RUN, "en")


def test_wrong_replies_come_first() -> None:
    """Wrong replies are open and before the right ones, which are closed."""
    questions = [given for given in Markup(report_page(RUN, "zh")).named("details") if given.get("class") == "question"]
    assert ["open" in given for given in questions] == [True] * 7 + [False] * 3


def test_a_reply_that_failed_says_where() -> None:
    """Each failure that occurs has a part with its name and what it means, which the top of the page leads to."""
    page = report_page(RUN, "zh")
    links = {given.get("href") for given in Markup(page).named("a")}
    for failure in FAILURES:
        key = f"evaluation.failures.{failure}"
        assert text(key, "zh") in page
        assert explanation(key, "zh") in page
        assert f"#{failure}" in links
        assert ids(page)[failure] == 1
    assert 'id="misread"' not in report_page(evaluation([result("r1")]), "zh")


def test_a_reply_shows_its_grounds() -> None:
    """A claim has its verdict in words, its quote its article, and a claim that was taken away is shown as such."""
    page = text_of(report_page(RUN, "zh"))
    assert "会议由韦皓主持。1 有据" in page
    assert "《题》 · 001.txt · 2024-11-28" in page
    assert "核对时删掉 韦皓。 部分有据" in page
    assert "韦皓 / Wei Hao 没有说到" in page
    assert "找到的段落（2） 第 2 位说出了答案" in page


def test_what_was_searched_for_is_told() -> None:
    """A follow-up question shows what was searched for in its place unless it is the same."""
    asked = result("f", question="那他呢？")
    follow_up = replace(asked, reply=asked.reply | {"asked": "韦皓来了吗？"})
    assert "检索时问的是 韦皓来了吗？" in text_of(report_page(evaluation([follow_up]), "zh"))
    as_it_stands = replace(asked, reply=asked.reply | {"asked": "那他呢？"})
    assert "检索时问的是" not in report_page(evaluation([as_it_stands]), "zh")


def test_what_it_was_made_with_is_told() -> None:
    """Models, settings, version and digests are on the page."""
    page = text_of(report_page(RUN, "en"))
    assert all(
        said in page for said in ("extractive", "multilingual-e5-small", "top_k 10", "8a41c0de", "77e1f00d", "5b2f5b2f")
    )


def test_no_questions() -> None:
    """A run without questions makes a page that says so."""
    assert "<h1>没有问题，也就没有结果</h1>" in report_page(evaluation([]), "zh")


# Comparisons


def test_a_comparison_is_shown() -> None:
    """A comparison brings its sentence, every measure of both runs, and links to the questions that changed."""
    comparison = compare(BEFORE, RUN)
    page = report_page(RUN, "zh", comparison)
    assert comparison.sentence("zh") in text_of(page)
    for changed in (*comparison.became_right, *comparison.became_wrong):
        place = [kept.id for kept in RUN.results].index(changed.id) + 1
        assert f'<a href="#q{place}" title="{changed.question}">{changed.id}</a>' in page
    table = page[page.index('id="comparison"') : page.index('id="figures"')]
    assert all(measures()[name].titles["zh"] in table for name in comparison.measures)
    assert "70.0% → 30.0%" in table
    assert "−40.0" in table
    assert 'id="comparison"' not in report_page(RUN, "zh")


def test_differences_have_a_verdict_in_words() -> None:
    """A measure that got better or worse says so in a word; one without a difference is put aside."""
    slower = evaluation(replace(kept, measures=kept.measures | {"seconds_total": 20.0}) for kept in RUN.results)
    page = text_of(report_page(slower, "en", compare(RUN, slower)))
    assert "+18.80 +18.80 to +18.80 worse The other measures" in page
    assert text_of(report_page(RUN, "en", compare(slower, RUN))).count("better") > page.count("better")


def test_settings_are_compared() -> None:
    """Runs with other settings are rows of a table, the first one called by what sets it apart."""
    page = report_page(RUN, "zh", others=[("top_k=3", OTHER, compare(RUN, OTHER))])
    table = Markup(page[page.index('id="sweep"') : page.index('id="figures"')]).words
    assert table.index("top_k=10") < table.index("top_k=3") < table.index("+0.0 无差别")
    assert 'id="sweep"' not in report_page(RUN, "zh")


# Words


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("failures", FAILURES),
        ("groups", get_args(Group)),
        ("verdicts", get_args(Verdict)),
        ("changes", get_args(Change)),
    ],
)
def test_every_outcome_has_words(table: str, names: tuple[str, ...]) -> None:
    """Every failure, group of measures, and verdict of the check or of a comparison has words in both languages."""
    assert texts_of(f"evaluation.{table}").keys() == set(names)
    for name, said in texts_of(f"evaluation.{table}").items():
        assert said["zh"] != said["en"], name
    if table in ("failures", "groups"):
        assert all(explanation(f"evaluation.{table}.{name}", language) for name in names for language in LANGUAGES)


# Inert and self-contained


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_inert(language: Language) -> None:
    """Whatever questions, replies, articles and settings say stays text, and shows its invisible characters."""
    run = evil_run()
    page = report_page(run, language, compare(run, run), [(EVIL, run, compare(run, run))])
    page.encode()
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800]", page) is None
    tags = {tag for tag, _ in Markup(page).elements}
    assert tags.isdisjoint({"script", "img", "link", "object", "iframe", "form", "base"})
    assert not any(name.startswith("on") or name == "style" for _, given in Markup(page).elements for name in given)
    assert text_of(page).count("<script>alert(1)</script>") >= 20
    assert "⟨1B⟩[2J⟨202E⟩⟨D800⟩{{ 7*7 }}$x^2$" in page


def test_nothing_is_loaded() -> None:
    """The page refers to nothing but its own parts, each of which is there once, and its policy forbids the rest."""
    page = report_page(RUN, "zh", compare(BEFORE, RUN), [("top_k=3", OTHER, compare(RUN, OTHER))])
    elements = Markup(page).elements
    links = [
        given[name] or "" for _, given in elements for name in ("href", "src", "xlink:href", "action") if name in given
    ]
    assert {link[:1] for link in links} == {"#"}
    assert all(ids(page)[link[1:]] == 1 for link in links)
    assert set(ids(page).values()) == {1}
    assert "://" not in page
    style = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)
    assert len(style) == 1
    assert "url(" not in style[0]
    (policy,) = (
        given["content"] or "" for _, given in elements if given.get("http-equiv") == "Content-Security-Policy"
    )
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]


def test_the_same_run_gives_the_same_bytes() -> None:
    """A run that was kept and read again makes the same page, byte for byte."""
    kept = Evaluation.from_dict(json.loads(json.dumps(RUN.as_dict())))
    assert report_page(kept, "zh") == report_page(RUN, "zh")


def test_a_large_run_makes_a_page_of_a_few_megabytes() -> None:
    """A thousand questions with ten passages each make a page of less than four megabytes."""
    hits = [found()] * 10
    page = report_page(evaluation(result(f"q{n}", n % 3 > 0, hits=hits) for n in range(1000)), "zh")
    assert len(page.encode()) < 4_000_000


# Plots


@pytest.mark.parametrize("language", LANGUAGES)
def test_plots_are_told_in_words(language: Language) -> None:
    """Each plot has a title, says how to read it, and tells what it shows to those who don't see it."""
    shown = plots(RUN, language)
    assert [plot.name for plot in shown] == ["curve", "latency", "kinds", "failures"]
    for plot in shown:
        (svg,) = Markup(plot.svg).named("svg")
        assert svg["role"] == "img"
        assert re.search(r"\d", svg["aria-label"] or "")
        assert plot.title == text(f"evaluation.plots.{plot.name}", language)
        assert plot.how == explanation(f"evaluation.plots.{plot.name}", language)


def test_text_of_plots_stays_text() -> None:
    """Labels are text, in Chinese too, whatever fonts there are, and nothing in them is taken for mathematics."""
    run = evaluation([result("r1", kind="$x^2$"), result("r2", kind="列舉題"), wrong("not_found")])
    drawn = {plot.name: Markup(plot.svg).words for plot in plots(run, "zh")}
    assert "$x^2$" in drawn["kinds"]
    assert "列舉題" in drawn["kinds"]
    assert drawn["failures"].startswith("没找到1找到了但没有用0")


def test_many_kinds_are_not_all_drawn() -> None:
    """Of more kinds than a plot holds, those with the most questions are drawn, and it says so; long names are cut."""
    run = evaluation(
        [
            result("r0", kind="长" * 50),
            result("r1", kind="长" * 50),
            *(result(f"q{n}", kind=f"k{n}") for n in range(40)),
        ]
    )
    (kinds,) = (plot for plot in plots(run, "zh") if plot.name == "kinds")
    words = Markup(kinds.svg).words
    assert words.count(" / ") == KINDS
    assert f"{'长' * 9}…" in words
    assert str(KINDS) in kinds.how


def test_plots_without_anything_to_draw() -> None:
    """A run has the plots that it has values for: where all is refused and right there is no curve, and no failure."""
    run = evaluation([result("r1", expected=())])
    assert [plot.name for plot in plots(run, "zh")] == ["latency", "kinds"]
    assert plots(evaluation([]), "zh") == []


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


def opened(browser: Browser, page: str, folder: Path, **context: Any) -> tuple[Page, list[str]]:
    """The page in a tab of its own, and a list of what it asks for and complains about."""
    file = folder / "report.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_context(**context).new_page()
    events: list[str] = []
    tab.on("request", lambda request: events.append(request.url))
    tab.on("console", lambda message: events.append(message.text))
    tab.on("dialog", lambda dialog: events.append(dialog.message))
    tab.goto(file.as_uri())
    events.remove(file.as_uri())
    return tab, events


@browser_needed
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_the_screen(browser: Browser, tmp_path: Path, width: int, language: Language) -> None:
    """On a phone and on a desktop, all opened and hostile, nothing sticks out of the page, and nothing is asked for."""
    run = evaluation([*RUN.results, *evil_run().results[:1]])
    page = report_page(run, language, compare(run, run), [(EVIL, run, compare(run, run))])
    tab, events = opened(browser, page, tmp_path, viewport={"width": width, "height": 800})
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert events == []


@browser_needed
def test_a_changed_question_is_a_click_away(browser: Browser, tmp_path: Path) -> None:
    """Without JavaScript, a click on a changed question leads to it, and a click opens it."""
    page = report_page(RUN, "zh", compare(BEFORE, RUN))
    tab, events = opened(browser, page, tmp_path, java_script_enabled=False)
    tab.locator("#comparison .jumps a", has_text="r2").click()
    question = tab.locator(".question:target")
    assert "r2" in question.locator("summary").first.inner_text()
    question.locator("summary").first.click()
    assert "谁来了？" in question.inner_text()
    assert events == []


@browser_needed
def test_plots_follow_light_and_dark(browser: Browser, tmp_path: Path) -> None:
    """The lines and words of plots have other colours in the dark, and the page's own font."""
    looks = []
    for scheme in ("light", "dark"):
        tab, _ = opened(browser, report_page(RUN, "zh"), tmp_path, color_scheme=scheme)
        style = "one => { const s = getComputedStyle(one); return [s.fill, s.stroke, s.fontFamily]; }"
        words, line = (tab.locator(f"figure {name}").first.evaluate(style) for name in ("text", "path[fill=none]"))
        looks.append((words[0], line[1]))
        assert words[2] == tab.locator("figure").first.evaluate("one => getComputedStyle(one).fontFamily")
    assert all(light != dark for light, dark in zip(*looks, strict=True))

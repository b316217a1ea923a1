"""The article page: what was repaired, the text as it was, and the same story elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.formatting.texts import text
from qa.page.article import article_page, repairs
from qa.page.comparison import paragraphs
from store.article import Article, Report
from store.reading import read
from store.text.edits import Change

from .markup import ARTICLE, HOSTILE, Markup

SAMPLE = sorted((Path(__file__).parent.parent / "qa" / "sample" / "articles").glob("*.txt"))


def mended(text: str, *changes: tuple[int, str, str, str]) -> Article:
    """An article whose repaired text came about by these changes."""
    return replace(ARTICLE, text=text, report=Report("utf-8", len(text), tuple(Change(*change) for change in changes)))


MENDED = mended(
    "會議好。\n鏈式集\ufffd。",
    (1, "(huì)", "", "gloss"),
    (9, "\r\n", "\n", "line end"),
    (12, "?zhǔn)郊", "式集", "torn"),
    (19, "\udcff", "\ufffd", "undecodable"),
    (21, "\n本文鏈接:x", "", "link-back"),
)
ORIGINAL = "會(huì)議好。\r\n鏈?zhǔn)郊\udcff。\n本文鏈接:x"


def sides(page: str) -> tuple[str, str]:
    """The words of the two columns, paragraphs joined by a bar."""
    pairs = page.split('<div class="pair')[2:]
    columns = [pair.split("<p>")[1:] for pair in pairs]
    was, now = ("|".join(Markup(column[side]).words.strip() for column in columns) for side in (0, 1))
    return was, now


def test_record_of_the_test_is_right() -> None:
    """The changes of this test's article undo to its original."""
    assert MENDED.report.original(MENDED.text) == ORIGINAL


def test_page_says_what_was_repaired() -> None:
    """What was mended, what was cut and what had to be left are said with their numbers, in both languages."""
    counts = {"gloss": 370, "torn": 3, "mark": 1, "link-back": 1}
    assert repairs(counts, "zh") == "修复了 370 处注音、3 处断字；删去了 1 处回链；未能修复 1 处断字"
    assert repairs(counts, "en") == (
        "Mended: pinyin glosses (370), torn characters (3) · Cut: link-backs (1) · Not mended: torn characters (1)"
    )
    assert repairs({}, "zh") == ""
    assert "370 处注音、1 处new" in repairs({"new": 1, "gloss": 370}, "zh")


def test_both_texts_stand_side_by_side() -> None:
    """The text as it was stands beside the repaired one, paragraph by paragraph, each change with its rule."""
    page = article_page(MENDED, None, "zh", as_it_was=True)
    assert sides(page) == ("會(huì)議好。|鏈?zhǔn)郊⟨FF⟩。\n本文鏈接:x", "會議好。|鏈式集\ufffd。")
    assert [mark["title"] for mark in Markup(page).named("del")] == ["注音", "断字", "无法解码的字节", "回链"]
    assert [mark["title"] for mark in Markup(page).named("ins")] == ["断字", "无法解码的字节"]


def test_sentence_is_marked_in_both_texts() -> None:
    """A sentence at its offsets in the repaired text is marked there and where it was, and the link leads to it."""
    page = article_page(MENDED, (5, 8), "zh", as_it_was=True)
    was, now = page.split("<p>")[3:5]
    assert was.count("<mark") == 2
    assert Markup(was.split("<mark", 1)[1].rsplit("</mark>", 1)[0]).words.endswith("鏈?zhǔn)郊")
    assert Markup("<mark" + now.split("<mark", 1)[1].rsplit("</mark>", 1)[0]).words == "鏈式集"
    assert page.count('id="quote"') == 1


@pytest.mark.parametrize("file", SAMPLE, ids=lambda path: str(path.name[:3]))
def test_nothing_is_lost_between_the_paragraphs(file: Path) -> None:
    """The paragraphs of the comparison hold both texts, but for empty lines."""
    article = read(file)
    pieces = [piece for paragraph in paragraphs(article) for piece in paragraph]
    before, after = "".join(piece.before for piece in pieces), "".join(piece.after for piece in pieces)
    assert "".join(before.split()) == "".join(article.report.original(article.text).split())
    assert "".join(after.split()) == "".join(article.text.split())
    assert all(article.text[piece.place :].startswith(piece.after) for piece in pieces)


@pytest.mark.parametrize("start", range(12))
def test_any_place_can_be_marked(start: int) -> None:
    """Wherever a sentence begins and ends, both columns hold their text."""
    whole = sides(article_page(MENDED, None, "en", as_it_was=True))
    for end in range(start + 1, len(MENDED.text) + 1):
        assert sides(article_page(MENDED, (start, end), "en", as_it_was=True)) == whole


def test_article_without_a_record_is_shown_alone() -> None:
    """An article that nothing was changed in has no line about repairs, and no text as it was to compare with."""
    page = article_page(ARTICLE, (0, 11), "zh", as_it_was=True)
    assert "repaired" not in page.split("</style>")[1]
    assert page == article_page(ARTICLE, (0, 11), "zh")


def test_way_there_and_back_keeps_the_place() -> None:
    """The link to the text as it was and the link back keep the sentence."""
    there = Markup(article_page(MENDED, (5, 8), "en")).named("a")
    back = Markup(article_page(MENDED, (5, 8), "en", as_it_was=True)).named("a")
    assert [link["href"] for link in (there[-1], back[-1])] == [
        "?view=original&start=5&end=8#quote",
        "?start=5&end=8#quote",
    ]
    assert Markup(article_page(MENDED, None, "en")).named("a")[-1]["href"] == "?view=original"


def test_same_story_elsewhere_is_linked() -> None:
    """The other articles that tell the same are named by publisher, date and file, each with a link."""
    other = replace(ARTICLE, id="abc", source="/b/<b>.txt", publisher="新华社", published="--11-29", url=None)
    page = article_page(replace(ARTICLE, url=None), None, "zh", story=[ARTICLE, other])
    assert [link["href"] for link in Markup(page).named("a")] == ["abc"]
    assert "新华社 · 11月29日 · <b>.txt" in Markup(page).words
    assert text("page.story", "zh") not in Markup(article_page(ARTICLE, None, "zh", story=[ARTICLE])).words


def test_author_date_and_editor_are_shown() -> None:
    """Author and editor are shown, and a date without a year in words."""
    words = Markup(article_page(replace(ARTICLE, author="王一", editor="李四", published="--11-28"), None, "en")).words
    assert all(part in words for part in ("王一 · 28 November", "Editor", "李四"))


def test_what_is_lost_says_so() -> None:
    """A mark that repair left explains itself, in the page's language."""
    (mark,) = Markup(article_page(MENDED, None, "en")).named("span")
    assert mark == {"class": "lost", "title": "damaged in the source"}


def test_hostile_repairs_stay_text() -> None:
    """Nothing in what was changed, nor in a rule's name, becomes markup."""
    hostile = mended(HOSTILE, (0, HOSTILE * 2, HOSTILE, HOSTILE))
    hostile = replace(hostile, author=HOSTILE, editor=HOSTILE)
    for as_it_was in (True, False):
        page = article_page(hostile, (0, 5), "en", story=[replace(hostile, id='"><script>')], as_it_was=as_it_was)
        assert Markup(page).dangerous == []
        assert HOSTILE in Markup(page).words

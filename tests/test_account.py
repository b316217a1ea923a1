"""The account of a file: what was read, what was left out and why, and what is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.__main__ import main
from qa.cli.cards import losses, passed_over_lines, verdict
from qa.cli.diff import left_lines
from qa.formatting.texts import text
from qa.page.article import article_page
from store.article import Account, Left, Reason, Report
from store.errors import EmptyFile, Language
from store.reading.account import account
from store.reading.draft import Draft, article_from
from store.report import Card, Failure, LibraryReport

from .letters import shelf
from .markup import ARTICLE

Articles = Callable[..., Path]

PIECES = st.lists(st.text("甲乙丙丁12 \n", min_size=1, max_size=6), max_size=8)


@given(PIECES)
def test_nothing_is_lost_of_what_is_there(pieces: list[str]) -> None:
    """Pieces that all stand in the text or were left out, in any order, are not lost."""
    kept = [piece for number, piece in enumerate(pieces) if number % 2]
    left = [Left("hidden", piece) for number, piece in enumerate(pieces) if not number % 2]
    found = account(pieces, "\n".join(reversed(kept)), left)
    assert (found.missing, found.lost) == (0, ())
    assert found.read == found.kept + sum(found.reasons.values())


@given(PIECES.filter(lambda pieces: any(piece.strip() for piece in pieces)), st.data())
def test_a_piece_that_is_nowhere_is_lost(pieces: list[str], data: st.DataObject) -> None:
    """Whichever piece the text lacks, its characters are missing, also where the same stand elsewhere."""
    filled = [place for place, piece in enumerate(pieces) if piece.strip()]
    gone = data.draw(st.sampled_from(filled))
    found = account(pieces, "\n".join(pieces[:gone] + pieces[gone + 1 :]), [])
    assert found.missing >= len("".join(pieces[gone].split()))


def test_what_is_written_again_hides_no_loss() -> None:
    """The head of a column, said in each row, does not stand for a cell of the same words that is lost."""
    pieces = ["应装", "12", "应装"]
    again = account(pieces, "应装：12\n应装：12", [], ["应装", "12", "："])
    assert account(pieces, "应装：12\n应装", [], ["："]).missing == 0
    assert again.missing == 2


def test_pieces_are_told_whole() -> None:
    """A lost piece is told as it stands in the file, white space aside."""
    assert account(["甲乙", "丙 丁"], "甲乙", []).lost == ("丙丁",)


def test_cuts_of_repair_are_in_the_account() -> None:
    """What repair cuts is left out under the name of its rule."""
    found = article_from(Draft("白云市的会议开完了。\n责任编辑：高某"), "/a.txt", "d").report.account
    assert (found.reasons, found.missing) == ({"editor": 7}, 0)
    assert found.kept == 10


def test_the_library_keeps_accounts(tmp_path: Path, articles: Articles) -> None:
    """A library that is opened anew knows what was left out of an article, and its card how much."""
    folder = articles()
    (folder / "page.html").write_text("<p>白云市的会议开完了，代表们通过了决定。</p><p hidden>暗</p>", encoding="utf-8")
    shelf(tmp_path / "library").add([folder])
    library = shelf(tmp_path / "library")
    (card,) = library.report().cards
    article = library.article(card.id)
    assert article
    assert article.report.account.reasons == card.account.reasons
    assert sum(card.account.reasons.values()) == sum(
        len("".join(one.text.split())) for one in article.report.account.left
    )
    assert card.account.read == card.account.kept + sum(card.account.reasons.values())


def card(source: str, missing: int) -> Card:
    """A card of an article that lacks so many characters."""
    return Card("id", source, "题", None, None, None, "utf-8", 9, {}, (), Account(100, {"deleted": 3}, missing))


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ([card("/a.txt", 0), card("/b.xlsx#1", 0), card("/b.xlsx#2", 0)], "2 个文件，0 字无故丢失"),
        (
            [card("/a.txt", 2), card("/b.docx", 9)],
            "2 个文件，11 字无故丢失；最多的是 /b.docx（9 字）",
        ),
        ([], "0 个文件，0 字无故丢失"),
    ],
)
def test_the_verdict_names_the_worst(cards: list[Card], said: str) -> None:
    """The last line of the report counts files and lost characters, and names the file that lost most."""
    assert verdict(LibraryReport(tuple(cards), ()), "zh") == said


def test_the_verdict_tells_of_files_that_were_not_read() -> None:
    """A file that could not be read is counted apart, once however many of its rows failed."""
    failures = tuple(Failure(f"/b.csv#{row}", "/b.csv", EmptyFile(path="/b.csv")) for row in range(2))
    assert (
        verdict(LibraryReport((card("/a.txt", 0),), failures), "zh") == "1 个文件，0 字无故丢失；另有 1 个文件未能读取"
    )


def test_files_without_articles_are_counted(tmp_path: Path) -> None:
    """Files of a folder that are of no kind with articles are named by their suffixes, hidden files and locks aside."""
    for name in ("a.txt", "b.jpg", "c.JPG", "d", ".hidden", "~$e.docx", "sub/f.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("字", encoding="utf-8")
    assert [*passed_over_lines([str(tmp_path)], "zh")] == ["跳过 4 个其他文件：.jpg 2、d 1、.css 1"]
    assert [*passed_over_lines([str(tmp_path / "a.txt")], "zh")] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", Reason.__args__)  # type: ignore[attr-defined]
def test_every_reason_has_a_name(reason: Reason, language: Language) -> None:
    """Each reason for which a reader leaves something out has a name in both languages."""
    named = text(f"cards.reasons.{reason}", language)
    assert any(named in line for line in losses(Account(9, {reason: 3}), language))


def test_report_ends_with_the_verdict(
    tmp_path: Path, articles: Articles, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says at its end, and in JSON, whether anything is lost."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    library = str(tmp_path / "library")
    assert main(["add", str(articles(one="东莞的会议。", two="松江的企业。")), "--library", library]) == 0
    capsys.readouterr()
    assert main(["report", "--library", library]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 files, 0 characters lost without a reason"
    assert main(["report", "--library", library, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["files"], found["lost"]) == (2, 0)
    assert found["cards"][0]["account"] == {"read": 6, "kept": 6, "left": {}, "lost": 0}


APART = Account(20, {"comment": 3}, 2, (Left("comment", "<b>要改\n吗"),), ("丢了",))


def test_the_article_page_shows_what_was_left_out() -> None:
    """The page of an article lists each text that its file holds and it does not, escaped, with the reason."""
    page = article_page(replace(ARTICLE, report=Report("utf-8", 9, account=APART)), None, "zh")
    assert "<li>批注: &lt;b&gt;要改 吗</li><li>无故丢失 2 字: 丢了</li>" in page
    assert "没有收入" not in article_page(ARTICLE, None, "zh")


def test_the_terminal_shows_what_was_left_out() -> None:
    """`show` lists the same, a line each."""
    assert [*left_lines(APART, "en")][2:] == ["  comments: <b>要改 吗", "  2 characters lost without a reason: 丢了"]
    assert [*left_lines(Account(9), "en")] == []

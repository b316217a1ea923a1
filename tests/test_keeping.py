"""The commands that keep articles: what they print, for people and for machines, and what they refuse."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any, Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

from qa.cli.diff import print_both, side_by_side
from qa.cli.terminal import ProgressBar, fetch_progress, print_table
from qa.formatting.plain import visible
from store.article import Article, Report
from store.errors import Language
from store.models.cache import Progress
from store.text.edits import Change

from .letters import folder_of_letters
from .test_cli import ROOT, Ran, refused, run

DAMAGED = (
    "11月28日,東莞市委理論學(xué)習(xí)中心組召開(kāi)專題學(xué)習(xí)會(huì)，韋皓主持會(huì)議。\n"
    "會(huì)議強(qiáng)調(diào)，要認(rèn)真學(xué)習(xí)，加快發(fā)展製造業(yè)。\n"
    "請掃描二維碼關注我們的客戶端以獲取更多的消息。\n"
)
ANSI = re.compile(r"\033\[[\d;]*m")
PLAIN = "松江区2024年规上工业企业1736家，工业总产值4800亿元，新设立科技企业210家，三项指标都是近年来最好的。" * 2


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an embedding model that takes no time."""
    return folder_of_letters(tmp_path_factory.mktemp("model") / "letters")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, letters: Path) -> None:
    """Messages in English, and that model."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("YUANWEN_EMBEDDING", str(letters))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A damaged article, a clean one, its duplicate, an empty file, and a table with a bad row."""
    folder = tmp_path / "articles"
    (folder / "mirror").mkdir(parents=True)
    (folder / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "plain.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "mirror" / "plain.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    rows = [{"title": f"第{n}次", "text": f"第{n}次论坛在第{n * 7}展厅举行，来宾{n * 13}人。"} for n in range(1, 4)]
    table = [*rows, {"title": "空", "text": ""}]
    (folder / "table.jsonl").write_text("\n".join(json.dumps(row) for row in table), encoding="utf-8")
    return folder


def ran(folder: Path, *arguments: object) -> Ran:
    """Run a command on the library beside a folder."""
    return run(*arguments, "--library", folder.parent / "library")


@pytest.fixture
def library(folder: Path) -> Path:
    """The folder, once it has been added."""
    assert ran(folder, "add", folder).status == 2
    return folder


def line_with(text: str, *words: str) -> str:
    """The one line that has these words."""
    (line,) = [line for line in text.splitlines() if all(word in line for word in words)]
    return line


def test_add_prints_a_card_a_file(folder: Path) -> None:
    """`add` prints a line a file with what was mended, told again or suspicious, one for a whole table, and totals."""
    out = ran(folder, "add", folder).out
    assert "pinyin glosses" in line_with(out, "added", "damaged.txt")
    assert "same story as 《松江区2024年" in out
    assert "holds no text" in line_with(out, "failed", "empty.txt")
    assert "3 added, 1 failed" in line_with(out, "table.jsonl  ")
    assert "table.jsonl#4" in out
    assert out.splitlines()[-1] == "6 added, 2 failed"
    again = ran(folder, "add", folder).out
    assert again.splitlines()[-1] == "6 unchanged, 2 failed"


def test_add_in_chinese(folder: Path) -> None:
    """With --language zh the lines and the totals of `add` are in Chinese."""
    out = ran(folder, "add", folder, "--language", "zh").out
    assert "注音" in line_with(out, "新增", "damaged.txt")
    assert out.splitlines()[-1] == "新增 6, 失败 2"


def test_a_large_table_makes_no_noise(tmp_path: Path) -> None:
    """Of a table only the rows that failed or look suspicious are named, and not more than twenty of them."""
    rows = [{"text": f"{n}号会议"} for n in range(60)] + [{"text": ""}] * 60
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "t.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    out = ran(folder, "add", folder / "t.jsonl").out
    assert len(out.splitlines()) == 23
    assert "100 more" in out


def test_list(library: Path) -> None:
    """`list` prints a line an article, and with --json the documented fields."""
    out = ran(library, "list").out
    assert len(out.splitlines()) == 6
    rows = ran(library, "list", "--json").json
    assert [row["source"] for row in rows] == sorted(row["source"] for row in rows)
    fields = "article source title publisher published characters story encoding changes suspicions account"
    assert all(set(row) == set(fields.split()) for row in rows)
    assert [row["characters"] for row in rows if row["source"].endswith("/plain.txt")] == [len(PLAIN)] * 2
    assert sum(row["story"] is not None for row in rows) == 1


def shown(folder: Path, *arguments: object) -> Any:
    """What `show --json` prints."""
    return ran(folder, "show", *arguments, "--json").json


def test_show_for_machines(library: Path) -> None:
    """`show --json` gives the text, the file's text, and every edit between them at its place."""
    found = shown(library, "damaged.txt")
    assert found["original"] == DAMAGED
    assert "學習中心組" in found["text"]
    assert found["edits"]
    for edit in found["edits"]:
        assert set(edit) == {"place", "before", "after", "rule"}
        assert DAMAGED[edit["place"] :].startswith(edit["before"])


def test_show_for_people(library: Path) -> None:
    """`show` prints what is known of an article, and the text with what was taken out and put in marked."""
    out = ran(library, "show", "damaged.txt").out
    assert "mended: pinyin glosses" in out
    assert "學[-(xué)-]習[-(xí)-]中心組" in out
    plain = ran(library, "show", library / "plain.txt").out
    assert "nothing was changed" in plain
    assert PLAIN in plain
    assert "mirror/plain.txt" in plain


def test_an_article_has_many_names(library: Path) -> None:
    """An article is shown by its id, the beginning of it, its file's name, its path, and its row."""
    one = shown(library, "damaged.txt")["article"]
    for name in (one, one[:7], library / "damaged.txt", str(library / "mirror" / ".." / "damaged.txt")):
        assert shown(library, name)["article"] == one
    row = shown(library, "table.jsonl#2")
    assert row["title"] == "第2次"
    assert shown(library, library / "table.jsonl#2") == row


def test_names_that_fit_none_or_many(library: Path) -> None:
    """A name that is nobody's is refused, and one that is several articles' with the candidates."""
    refused(ran(library, "show", "none.txt"), 2, "none.txt", "yuanwen list")
    refused(ran(library, "show", "plain.txt"), 2, "2 articles", str(library / "mirror" / "plain.txt"))
    refused(ran(library, "remove", "plain.txt"), 2, str(library / "plain.txt"))
    refused(ran(library, "show", library / "table.jsonl"), 2, "3 articles", "table.jsonl#1")
    assert len(ran(library, "list").out.splitlines()) == 6


def sources(folder: Path) -> set[str]:
    """The files, or rows, that are in the library."""
    return {Path(row["source"]).name for row in ran(folder, "list", "--json").json}


def test_remove(library: Path) -> None:
    """`remove` takes out one article, a table with all its rows, and a folder, says so, and nothing of it is found."""
    out = ran(library, "remove", "damaged.txt", library / "table.jsonl").out
    assert out.splitlines()[-1] == "4 articles removed"
    assert line_with(out, "damaged.txt").startswith("removed")
    assert sources(library) == {"plain.txt"}
    assert all("论坛" not in row["text"] for row in ran(library, "search", "论坛在展厅", "--json").json)
    gone = ran(library, "remove", library, "--json").json
    assert {Path(row["source"]).name for row in gone} == {"plain.txt", "empty.txt"}
    assert sources(library) == set()
    assert ran(library, "search", "论坛", "--json").json == []
    assert ran(library, "report", "--json").json["failed"] == []
    refused(ran(library, "remove", library), 2, str(library))


def test_remove_all_or_nothing(library: Path) -> None:
    """When one of several names fits nothing, nothing is removed."""
    refused(ran(library, "remove", "damaged.txt", "none.txt"), 2, "none.txt")
    assert "damaged.txt" in sources(library)


def test_report(library: Path) -> None:
    """`report` prints totals, what was set aside, and the articles with a remark; the others are counted."""
    out = ran(library, "report").out
    assert out.splitlines()[0] == "6 articles, 5 stories"
    assert out.splitlines()[2].startswith("mended: pinyin glosses")
    assert line_with(out, "failed", "empty.txt")
    assert "table.jsonl#4" in out
    whole = ran(library, "report", "--json").json
    assert (whole["articles"], whole["stories"]) == (6, 5)
    assert {Path(failure["path"]).name for failure in whole["failed"]} == {"empty.txt", "table.jsonl#4"}
    assert all(set(failure) == {"path", "error", "message"} for failure in whole["failed"])
    assert len(whole["cards"]) == 6


def test_report_as_a_page(library: Path, tmp_path: Path) -> None:
    """`report --html` writes a page, and refuses a place where none can be written."""
    page = tmp_path / "report.html"
    assert ran(library, "report", "--html", page, "--language", "zh").out.strip() == str(page)
    assert "文库报告" in page.read_text(encoding="utf-8")
    refused(ran(library, "report", "--html", tmp_path / "none" / "r.html"), 2, "--html")


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    """A file name that is no Unicode is printed as an escape, and its JSON can be read."""
    name = os.fsdecode("名.pptx".encode("gbk"))
    (tmp_path / name).write_text("x", encoding="utf-8")
    place = str(tmp_path / "library")
    command = [sys.executable, "-m", "qa", "add", str(tmp_path / name), "--library", place, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (entry,) = json.loads(done.stdout)
    assert entry["path"] == str(tmp_path / name)


# In the terminal


def article(text: str, *changes: Change) -> Article:
    """An article whose text was changed."""
    return Article("id", "/a.txt", "标题", text, "digest", report=Report("utf-8", len(text), changes))


def on_a_terminal(changed: Article, columns: int, language: Language = "en") -> list[str]:
    """The lines of both texts side by side, on a terminal that is so wide."""
    out = io.StringIO()
    Console(file=out, width=columns, force_terminal=True, color_system="standard").print(
        side_by_side(changed, language)
    )
    return out.getvalue().splitlines()


@pytest.mark.parametrize("columns", [60, 81, 200])
def test_two_columns(columns: int) -> None:
    """Side by side, no line is wider than the terminal, and both columns hold the whole text."""
    text = "會議強調要認真學習，" * 20 + "\n" + "第二段。"
    changed = article(text, Change(2, "(yì)", "", "gloss"))
    lines = [ANSI.sub("", line) for line in on_a_terminal(changed, columns)]
    assert max(cell_len(line) for line in lines) <= columns
    rows = [line.partition("│") for line in lines[1:] if "│" in line]
    assert "".join(now.strip() for _, _, now in rows) == text.replace("\n", "")
    assert "".join(was.strip() for was, _, _ in rows) == changed.report.original(text).replace("\n", "")


def test_colours_show_changes() -> None:
    """In colour, what was there is red on the left, and what is there now green on the right."""
    (line,) = [line for line in on_a_terminal(article("甲乙", Change(0, "丙", "甲", "torn")), 80) if "乙" in line]
    left, right = line.split("│")
    assert "\033[31m丙\033[0m乙" in left
    assert "\033[32m甲\033[0m乙" in right


def in_a_terminal(code: str, columns: int, **surroundings: str) -> str:
    """What a real terminal that is so wide gets from some code, in these surroundings."""
    terminal, end = os.openpty()
    termios.tcsetwinsize(end, (24, columns))
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS"}}
    environment |= {"TERM": "xterm", "PYTHONUTF8": "1"} | surroundings
    command = [sys.executable, "-c", code]
    subprocess.run(command, cwd=ROOT, stdin=end, stdout=end, stderr=end, env=environment, timeout=120, check=True)
    os.close(end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    return shown


def test_marks_stand_in_for_colours() -> None:
    """Where a terminal has no room for two columns, or no colours are wanted, the changes are marked in one text."""
    code = "from qa.cli.diff import print_both; from tests.test_keeping import article, Change;"
    code += "print_both(article('甲乙', Change(0, '丙', '甲', 'torn')), 'en')"
    in_colour = in_a_terminal(code, 80)
    assert "\033[31m丙" in in_colour
    assert "│" in in_colour
    for columns, surroundings in ((50, {}), (80, {"NO_COLOR": "1"}), (80, {"TERM": "dumb"})):
        assert in_a_terminal(code, columns, **surroundings) == "[-丙-]{+甲+}乙\r\n"


COUNTING = "from qa.cli.terminal import ProgressBar; bar = ProgressBar('[red]articles'); bar(1, 7); bar(7, 7)"


def test_progress_is_counted_on_a_terminal() -> None:
    """A terminal shows how much is done, and has its cursor back at the end, whether or not all was done."""
    shown = ANSI.sub("", in_a_terminal(COUNTING, 80))
    assert "[red]articles" in shown
    assert "7/7" in shown
    for code in (COUNTING, COUNTING.replace("bar(7, 7)", "raise SystemExit")):
        assert in_a_terminal(code, 80).rindex("\033[?25h") > in_a_terminal(code, 80).rindex("\033[?25l")


def test_progress_is_no_noise_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe nothing is counted, and of a model that is fetched each step has one line."""
    ProgressBar("articles")(1, 7)
    assert capsys.readouterr().err == ""
    show = fetch_progress()
    for done in (0, 500_000_000, 1_000_000_000):
        show(Progress("tiny", done, 1_000_000_000, "hub"))
    assert capsys.readouterr().err == "tiny, hub: 1,000 MB\n"


@pytest.mark.parametrize("justify", ["left", "right"])
def test_tables_are_plain_in_a_pipe(capsys: pytest.CaptureFixture[str], justify: Literal["left", "right"]) -> None:
    """A table in a pipe has a line for each row, columns of equal width, and no space at the end of a line."""
    rows = [["", "指标", "n"], ["甲" * 200, "[b]1[/b]", "2,000"], ["乙\x1b", "10", ""]]
    print_table(rows, justify=justify)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [["指标", "n"], rows[1], ["乙⟨1B⟩", "10"]]
    assert all(line == line.rstrip() for line in lines)
    seconds = [line.partition(row[1])[0] + row[1] * (justify == "right") for line, row in zip(lines, rows, strict=True)]
    assert len({cell_len(before) for before in seconds}) == 1


def test_no_article_moves_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of an article are shown by their numbers, and nothing in it is markup."""
    assert visible("a\x1b[2J\u202e\x07b\n") == "a⟨1B⟩[2J⟨202E⟩⟨7⟩b\n"
    evil = article("正文\x1b[2J[red]。[/red]:smile:", Change(0, "\x1b]0;x\x07", "", "invisible"))
    print_both(evil, "en")
    for shown in (capsys.readouterr().out, "".join(on_a_terminal(evil, 80))):
        assert "[red]。[/red]:smile:" in shown
        assert "\x1b" not in ANSI.sub("", shown)
        assert "\x07" not in shown

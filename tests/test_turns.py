"""The HTML of a conversation and of the status line."""

from __future__ import annotations

from dataclasses import replace

import pytest

import prompts
from qa.answer import Answer, Citation, Claim, Finding, Nearest, Seconds, Severity
from qa.checks.table import CHECKS
from qa.errors import LLMTimedOut
from qa.evaluation.errors import QuestionsNotWritable
from qa.formatting.findings import reason
from qa.formatting.links import article_link
from qa.formatting.texts import text
from qa.page.conversation import conversation, sources
from qa.page.display import LANGUAGES
from qa.page.parts import status_line
from qa.page.session import Session, Turn
from qa.page.status import Status
from store.errors import Language
from store.models.errors import DownloadFailed
from store.passage import Hit, split

from .markup import ARTICLE, HOSTILE, Markup

READY = Status("ready", articles=1, llm="qwen", answering=True)
CITATION = Citation(1, split(ARTICLE)[0], "市委书记韦皓主持会议。", 0, 11)
ANSWER = Answer(
    "谁主持？",
    "韦皓主持了会议。[1]",
    (Claim("韦皓主持了会议。", (CITATION,)),),
    llm="qwen",
    complete=True,
    seconds=Seconds(total=2.5),
)


def test_hostile_conversation_stays_text() -> None:
    """Nothing that a question, an answer, a quotation or an error brings becomes markup."""
    passage = replace(CITATION.passage, article_id='x"><script>', title=HOSTILE, publisher=HOSTILE, source=HOSTILE)
    claims = (Claim(HOSTILE, (Citation(1, passage, HOSTILE, 0, 5),), "partly"),)
    answer = Answer("", f"{HOSTILE}[1]{HOSTILE}", claims, (Hit(passage, 1.0),), llm=HOSTILE)
    refusal = replace(answer, text=prompts.REFUSAL["en"], claims=(), complete=True)
    failed = Turn(HOSTILE, READY, answer, LLMTimedOut(llm=HOSTILE, seconds=1))
    turns = [Turn(HOSTILE, READY, refusal), failed, Turn(HOSTILE, READY, replace(answer, complete=True))]
    page = conversation(turns, "en") + sources(turns, "en")
    assert Markup(page).dangerous == []
    assert all((link["href"] or "").startswith("article/x%22%3E%3Cscript%3E") for link in Markup(page).named("a"))
    assert Markup(page).words.count(HOSTILE) > 8


def test_number_of_a_claim_links_to_its_sentence() -> None:
    """The [n] of an answer is a link to the cited sentence in the frame, with the quotation as its title."""
    links = Markup(conversation([Turn("谁？", READY, ANSWER)], "zh")).named("a")
    assert [link["href"] for link in links] == [f"article/{ARTICLE.id}?start=0&end=11#quote"]
    assert links[0]["target"] == "yuanwen-article"
    assert links[0]["title"] == CITATION.quote
    assert article_link(ARTICLE.id, 0, 11) == links[0]["href"]


def test_withheld_sentences_say_why() -> None:
    """Each sentence that was not used is folded away under the answer, with what the checks found, once."""
    wrong = Finding("amount", "contradicts", "3726.4亿元", (0, 8), "3726.3亿元", (2, 10), "产值3726.3亿元。")
    other = Finding("year", "off-topic", "2022年", (8, 13), asked="2023年")
    held_back = Claim("3726.4亿元，2022年。", (CITATION,), "unsupported", findings=(wrong, other, other))
    page = conversation([Turn("谁？", READY, replace(ANSWER, withheld=(held_back, Claim("没有说明。"))))], "zh")
    assert "未采用的句子（1）" in page
    assert "原文是“3726.3亿元”，不是“3726.4亿元”；问的是2023年" in page
    assert "没有说明" not in page
    assert "未采用" not in conversation([Turn("谁？", READY, ANSWER)], "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_its_words(language: Language) -> None:
    """What a check finds can be told in both languages."""
    for check in CHECKS:
        severity: Severity = "contradicts" if check.aim == "said" else "off-topic"
        assert reason(Finding(check.name, severity, "甲", (0, 1), "乙", (0, 1), "乙", "丙"), language)
    for finding in (Finding("terms", "unsaid", "甲", (0, 1)), Finding("second_look", "doubted", "甲", (0, 1))):
        assert reason(finding, language)


def test_cards_list_each_source_once() -> None:
    """There is one card a source number, in order, with every sentence that is cited from it."""
    other = replace(CITATION, quote="市长出席。", start=11, end=16)
    second = replace(CITATION, number=2)
    claims = (Claim("甲。", (second,)), Claim("乙。", (CITATION, other)), Claim("丙。", (CITATION,)))
    page = sources([Turn("谁？", READY, replace(ANSWER, claims=claims))], "zh")
    assert page.count('class="card"') == 2
    assert page.index('class="number">1<') < page.index('class="number">2<')
    assert len(Markup(page).named("a")) == 3
    assert "东莞日报 · 2024-11-28 · 东莞.txt" in Markup(page).words


def test_conversation_is_shown_in_the_script_that_the_reader_wants() -> None:
    """A session in Traditional shows answer, title and quotes so, leaves the question, and links to the same place."""
    session = Session("zh", [Turn("谁主持会议？", READY, ANSWER)], script="traditional")
    page = conversation(session.shown, "zh") + sources(session.shown, "zh")
    words = Markup(page).words
    told = ("谁主持会议？", "韋皓主持了會議。1", "學習會", "東莞日報", "市委書記韋皓主持會議。")
    assert all(part in words for part in told)
    assert {link["href"] for link in Markup(page).named("a")} == {article_link(ARTICLE.id, 0, 11)}
    assert session.history == [("谁主持会议？", ANSWER.text)]


def test_card_shows_a_date_without_a_year_in_words() -> None:
    """A date without a year is shown in words, in the page's language."""
    passage = replace(CITATION.passage, published="--11-28")
    answer = replace(ANSWER, claims=(Claim("甲。", (replace(CITATION, passage=passage),)),))
    assert "东莞日报 · 11月28日 · 东莞.txt" in Markup(sources([Turn("谁？", READY, answer)], "zh")).words
    assert "东莞日报 · 28 November · 东莞.txt" in Markup(sources([Turn("谁？", READY, answer)], "en")).words


def test_what_is_lost_in_a_quote_says_so() -> None:
    """A mark that repair left in a quote explains itself."""
    answer = replace(ANSWER, claims=(Claim("甲。", (replace(CITATION, quote="会\ufffd。"),)),))
    (mark,) = Markup(sources([Turn("谁？", READY, answer)], "zh")).named("span")[1:]
    assert mark == {"class": "lost", "title": text("page.lost", "zh")}


def test_verdicts_are_visible() -> None:
    """A claim that is partly supported or unsupported says so, and a supported one says nothing."""
    claims = (
        Claim("甲。", (CITATION,)),
        Claim("乙。", (CITATION,), "partly"),
        Claim("丙。", (), "unsupported"),
    )
    page = conversation([Turn("问", READY, replace(ANSWER, text="甲。[1]乙。[1]丙。", claims=claims))], "zh")
    assert "甲。1乙。1部分有据丙。无据" in Markup(page).words


def test_sentence_being_written_is_shown() -> None:
    """While an answer grows, the sentence being written follows the claims that are there."""
    growing = replace(ANSWER, text=ANSWER.text + "会上还[", complete=False)
    page = conversation([Turn("问", READY, growing)], "zh")
    assert "韦皓主持了会议。1会上还[" in Markup(page).words
    assert 'class="turn writing"' in page


@pytest.mark.parametrize(
    ("status", "llm", "key"),
    [
        (Status("fetching", articles=1, llm="qwen", answering=True), "extractive", "page.note_preparing"),
        (Status("loading", articles=1, llm="qwen", answering=True), "extractive", "page.note_preparing"),
        (Status("failed", articles=1, llm="qwen", answering=True), "extractive", "page.note_failed"),
        (Status("ready", articles=1, answering=True), "extractive", "page.note_extractive"),
        (Status("ready", articles=1, llm="qwen", answering=True), "extractive", "page.note_extractive"),
    ],
)
def test_answer_without_a_model_says_why(status: Status, llm: str, key: str) -> None:
    """An answer written without a model says whether the model is coming, failed, was not wanted or wrote nothing."""
    page = conversation([Turn("问", status, replace(ANSWER, llm=llm))], "zh")
    assert f'<p class="note">{text(key, "zh")}</p>' in page


def test_refusal_names_the_nearest_articles() -> None:
    """A refusal names the articles that came near with a link to each, and what they lack."""
    passages = [replace(CITATION.passage, article_id=f"a{n}", title=f"第{n}篇") for n in range(2)]
    near = (Nearest(passages[0], ("2023年",), ("2024年",)), Nearest(passages[1], ("<b>北京</b>", "局长")))
    refusal = Answer("问", prompts.REFUSAL["zh-Hans"], nearest=near, complete=True)
    page = conversation([Turn("问", READY, refusal)], "zh")
    assert [link["href"] for link in Markup(page).named("a")] == ["article/a0", "article/a1"]
    assert "没有提到“2023年”，有“2024年”" in page
    assert "没有提到“&lt;b&gt;北京&lt;/b&gt;”、“局长”" in page
    assert "never names “2023年”, but “2024年”" in conversation([Turn("问", READY, refusal)], "en")


def test_status_line_says_how_far_things_are() -> None:
    """The status line gives percent and megabytes, counts, what is ready, or what failed and what works."""
    fetching = Status("fetching", 470_000_000, 1_000_000_000, 5, llm="qwen", answering=True)
    error = DownloadFailed(name="qwen", reason="refused")
    failed = Status("failed", articles=5, llm="qwen", answering=True, error=error)
    lines = {
        fetching: ["47%（470 / 1000 MB）", "现在就可以提问"],
        Status("library", 2, 5): ["正在建立文库 · 2 / 5 篇"],
        Status("ready", articles=5, llm="qwen", answering=True): ["文库 5 篇 · qwen"],
        Status("ready", answering=True): ["文库里还没有文章"],
        failed: [error.message("zh"), "仍然可以提问"],
    }
    for status, parts in lines.items():
        words = Markup(status_line(status, "zh")).words
        assert all(part in words for part in parts)


def test_question_that_cannot_be_answered_yet_says_so() -> None:
    """A question asked too early, or of an empty library, is met with a friendly word and is not pending."""
    early, empty = Turn("问", Status("embedding")), Turn("问", Status("ready", answering=True))
    assert text("page.obstacles.not_yet", "zh") in conversation([early], "zh")
    said = text("page.obstacles.no_articles", "zh", command="yuanwen add 文件夹")
    assert said in conversation([empty], "zh")
    assert not early.pending
    assert not empty.pending


def test_error_is_said_in_the_pages_language() -> None:
    """An error while answering is shown as its message in the page's language, and what was written stays."""
    error = LLMTimedOut(llm="qwen", seconds=60)
    turn = Turn("问", READY, replace(ANSWER, complete=False), error)
    for language in LANGUAGES:
        page = conversation([turn], language)
        assert error.message(language) in Markup(page).words
        assert "韦皓主持了会议。" in page


def test_history_holds_finished_answers_only() -> None:
    """What is handed on as history is what was asked and answered in full."""
    stopped = Turn("二", READY, replace(ANSWER, complete=False), cut="stopped")
    failed = Turn("三", READY, ANSWER, LLMTimedOut(llm="qwen", seconds=60))
    session = Session("zh", [Turn("一", READY, ANSWER), stopped, failed, Turn("四", Status("embedding"))])
    assert session.history == [("一", ANSWER.text)]


def test_whole_answers_can_be_called_wrong() -> None:
    """Each whole answer has a button with its place in the conversation, and no other turn has one."""
    stopped = Turn("二", READY, replace(ANSWER, complete=False), cut="stopped")
    failed = Turn("三", READY, ANSWER, LLMTimedOut(llm="qwen", seconds=60))
    refusal = Answer("四", prompts.REFUSAL["zh-Hans"], complete=True)
    turns = [Turn("一", READY, ANSWER), stopped, failed, Turn("四", READY, refusal), Turn("五", READY)]
    buttons = Markup(conversation(turns, "zh")).named("button")
    assert [button["data-turn"] for button in buttons] == ["0", "3"]


def test_answer_is_called_wrong_once() -> None:
    """A noted answer says so, and can be noted no more; one that could not be noted says why, and keeps its button."""
    session = Session("zh", [Turn("一", READY, ANSWER), Turn("二", READY, ANSWER)])
    session.mark(session.turns[0], "noted")
    session.mark(session.turns[1], QuestionsNotWritable(path="drafts.jsonl", reason=HOSTILE))
    page = Markup(conversation(session.shown, "zh"))
    assert ["disabled" in button for button in page.named("button")] == [True, False]
    assert text("page.wrong_noted", "zh") in page.words
    assert f"drafts.jsonl：无法在这里写入问题（{HOSTILE}）" in page.words
    assert page.dangerous == []
    assert session.markable(0) is None
    assert session.markable(1) is session.turns[1]


@pytest.mark.parametrize("number", [-1, 2, None, "0", 0.5])
def test_turn_that_is_not_there_is_not_marked(number: object) -> None:
    """A number that is no turn's, as a page of another conversation may send it, is nobody's."""
    assert Session("zh", [Turn("一", READY, ANSWER), Turn("二", READY)]).markable(number) is None


def test_history_of_a_turn_is_what_came_before_it() -> None:
    """The history that belongs to a turn ends before it."""
    session = Session("zh", [Turn("一", READY, ANSWER), Turn("二", READY, ANSWER)])
    assert session.history_of(1) == [("一", ANSWER.text)]
    assert session.history_of(0) == []


def test_stopped_answer_does_not_grow() -> None:
    """An answer that was stopped or cleared away takes no more of what is still being written."""
    turn = Turn("一", READY)
    session = Session("zh", [turn])
    session.end("stopped")
    assert not session.advance(turn, replace(turn, answer=ANSWER))
    assert session.turns == [replace(turn, cut="stopped")]
    session.turns = []
    assert not session.advance(turn, replace(turn, answer=ANSWER))

"""Draft questions out of articles: what is asked, what is left alone, and what the library must not say besides."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from qa import llm as llms
from qa.drafting.cloze import clozes
from qa.drafting.corpus import Corpus
from qa.drafting.drafts import drafts
from qa.drafting.unanswerable import altered
from qa.drafting.written import holds, worth_asking, written
from qa.evaluation.questions import Question
from qa.page.sample import SAMPLE
from store.article import Article, article_id
from store.reading import read
from store.text.scripts import bare, simplified

from .chat import ChatServer

ASKED = [
    ("东莞市科学技术局局长卓庆表示,要狠抓科技招商。", "person", "东莞市科学技术局局长是谁？", "卓庆"),
    ("清河县发展和改革局局长孙丽介绍了情况。", "person", "清河县发展和改革局局长是谁？", "孙丽"),
    ("电影《白山》由李明远执导。", "person", "电影《白山》由谁执导？", "李明远"),
    ("2020年,白山市完成进出口总额86.5亿元。", "number", "2020年，白山市完成进出口总额多少元？", "86.5亿元"),
    (
        "2020年,白山市进出口总额86.5亿元,同比增长7.4%。",
        "number",
        "2020年，白山市进出口总额86.5亿元，同比增长多少？",
        "7.4%",
    ),
    ("汝南县产业园项目总投资26亿元。", "number", "汝南县产业园项目总投资多少元？", "26亿元"),
    ("亚洲清算联盟成立于1974年。", "date", "亚洲清算联盟成立于哪一年？", "1974年"),
    (
        "7月31日,北京市印发《关于规范培训机构的通知》。",
        "date",
        "北京市印发《关于规范培训机构的通知》是在哪一天？",
        "7月31日",
    ),
    ("厄瓜多尔将于8月20日举行总统选举。", "date", "厄瓜多尔将于哪一天举行总统选举？", "8月20日"),
    ("第三届湖南国际博览会在长沙开幕。", "place", "第三届湖南国际博览会在哪里开幕？", "长沙"),
    ("山东省生态环境厅推出“环保少年说”专栏。", "body", "哪个部门推出“环保少年说”专栏？", "山东省生态环境厅"),
    ("“世界巡护员日”由敦煌研究院发起。", "body", "“世界巡护员日”由哪家机构发起？", "敦煌研究院"),
]
LEFT_ALONE = [
    "今年全县计划新造林3.2万亩。",  # whose, and when?
    "其中出口52亿元,该市进口34亿元。",
    "会议由市委书记刘志远主持。",
    "如果白山市2020年完成进出口总额86.5亿元,就会好些。",
    "白山市完成进出口总额86.5亿元至90亿元。",
    "白山市共有企业20多家。",
    "清河县副县长赵明参加活动。",  # there are several
    "区委书记孙新军、区长周金星出席。",
    "他说,2020年白山市完成进出口总额是多少元?",
    "2020年,水位104.35米。",  # of what?
]

ARTICLES = {
    "trade": "2020年,白山市完成进出口总额86.5亿元,同比增长7.4%。白山市工业和信息化局局长赵明远表示,要抓项目。",
    "planting": "清河县林业局局长孙丽表示,要用好政策。第三届湖南国际博览会在长沙开幕。",
    "office": "7月31日,北京市印发《关于规范培训机构的通知》。山东省生态环境厅推出“环保少年说”专栏。",
}


def article(name: str, text: str, *, story: str | None = None) -> Article:
    """A small article in a file of this name."""
    source = f"/library/{name}.txt"
    return Article(article_id(source), source, text[:12], text, "", story=story)


@pytest.fixture
def articles() -> list[Article]:
    """Three articles with something to ask for in each."""
    return [article(name, text) for name, text in ARTICLES.items()]


def connected(server: ChatServer) -> llms.LLM:
    """The language model behind the server."""
    llm = llms.connect(server.settings())
    assert llm
    return llm


@pytest.mark.parametrize(("sentence", "kind", "question", "answer"), ASKED, ids=[case[2] for case in ASKED])
def test_answer_gives_its_place_to_a_question_word(sentence: str, kind: str, question: str, answer: str) -> None:
    """A person, amount, date, place or body of a sentence is asked for in its place, and is the answer."""
    assert (kind, question, answer) in [(cloze.hole.kind, cloze.question, cloze.answer) for cloze in clozes(sentence)]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_what_leans_on_its_surroundings_is_left_alone(sentence: str) -> None:
    """A clause that doesn't name its subject or its time, or says nothing for certain, is no question."""
    assert clozes(sentence) == []


def test_question_is_in_the_script_of_its_sentence() -> None:
    """A Traditional sentence gives a Traditional question, with the answer as it stands there."""
    (cloze,) = clozes("東莞市科學技術局局長卓慶表示,要狠抓科技招商。")
    assert (cloze.question, cloze.answer) == ("東莞市科學技術局局長是誰？", "卓慶")


def test_remarks_in_brackets_are_not_asked_along() -> None:
    """What stands in brackets is left out of the question."""
    (cloze,) = clozes("2020年,白山市(吉林省东南部)完成进出口总额86.5亿元。")
    assert cloze.question == "2020年，白山市完成进出口总额多少元？"


def test_every_draft_has_its_answer_in_its_evidence(articles: list[Article]) -> None:
    """Each answerable draft has an answer that its evidence says, and names the article with that sentence."""
    made = [draft for draft in drafts(articles, 20) if draft.answers]
    texts = {f"{name}.txt": text for name, text in ARTICLES.items()}
    assert len(made) >= 5
    for draft in made:
        (sentence,), (file,) = draft.evidence, draft.articles
        assert draft.draft
        assert sentence in texts[file]
        assert bare(draft.answers[0][0]) in bare(sentence)
        assert bare(draft.answers[0][0]) not in bare(draft.question)


def test_drafts_are_spread_over_the_articles(articles: list[Article]) -> None:
    """As many drafts as there are articles ask about each of them once."""
    made = list(drafts(articles, len(articles)))
    assert {draft.articles for draft in made} == {(f"{name}.txt",) for name in ARTICLES}


def test_same_seed_gives_the_same_drafts(articles: list[Article]) -> None:
    """The same seed gives the same drafts in the same order."""
    assert list(drafts(articles, 6, seed=7)) == list(drafts(articles, 6, seed=7))


def test_drafts_that_are_there_are_not_made_again(articles: list[Article]) -> None:
    """A second run leaves out what the first one made, and gives fewer when there are no more."""
    first = list(drafts(articles, 4))
    second = list(drafts(articles, 50, taken={draft.id for draft in first}))
    everything = list(drafts(articles, 50))
    assert len(first) == 4
    assert {draft.question for draft in first}.isdisjoint(draft.question for draft in second)
    assert len(second) < len(everything) < 50


def test_office_with_two_holders_is_not_asked_for() -> None:
    """Where articles name different people for an office, with or without its place, nobody is asked who holds it."""
    named = article("named", "东莞市委书记肖亚非:东莞要坚持推动发展。")
    other = article("other", "东莞召开学习会。市委书记韦皓主持会议并讲话。")
    elsewhere = article("elsewhere", "佛山召开学习会。市委书记郑轲主持会议并讲话。")
    asked = "东莞市委书记是谁？"
    assert asked in [draft.question for draft in drafts([named, elsewhere], 9)]
    assert asked not in [draft.question for draft in drafts([named, other], 9)]


def test_what_is_said_with_another_answer_is_not_asked() -> None:
    """A statement that another article makes with another answer is no question."""
    one = article("one", "2020年,白山市完成进出口总额86.5亿元。")
    other = article("other", "2020年,白山市完成进出口总额90亿元,真的吗?")
    (cloze,) = clozes("2020年,白山市完成进出口总额86.5亿元。")
    assert not Corpus([one]).disagrees(cloze.hole)
    assert Corpus([one, other]).disagrees(cloze.hole)


def test_every_teller_of_a_story_is_named() -> None:
    """A story told twice is asked about once, and the draft names all articles that have the sentence."""
    first = article("first", "亚洲清算联盟成立于1974年。")
    again = article("again", "据报道。亞洲清算聯盟成立於1974年。", story=first.id)
    shorter = article("shorter", "亚洲清算联盟成立很早。", story=first.id)
    (draft,) = drafts([first, again, shorter], 9)
    assert draft.articles == ("first.txt", "again.txt")


def test_files_of_one_name_are_told_apart_by_id() -> None:
    """An article whose file's name another has too is named by its id."""
    text = "亚洲清算联盟成立于1974年。"
    one, other = (Article(folder, f"/{folder}/a.txt", "", words, "") for folder, words in (("x", text), ("y", "无。")))
    (draft,) = drafts([one, other], 9)
    assert draft.articles == ("x",)


def test_some_drafts_are_to_be_refused(articles: list[Article]) -> None:
    """Of ten drafts, two ask about another year or place, and say what was changed; nothing answers them."""
    unanswerable = [draft for draft in drafts(articles, 10) if draft.kind == "unanswerable"]
    assert unanswerable
    for draft in unanswerable:
        assert (draft.answers, draft.articles, draft.evidence) == ((), (), ())
        old, new = re.match("(.+) → (.+?): ", draft.note or "").groups()  # type: ignore[union-attr]
        assert new in draft.question
        assert old not in draft.question


def test_refused_year_is_spoken_of_nowhere() -> None:
    """A question is never changed to a year or a place that some article tells of its subject."""
    years = "".join(f"{year}年,白山市很好。" for year in range(1990, 2020))
    question = "2020年，白山市完成进出口总额多少元？"
    assert altered(question, Corpus([article("trade", ARTICLES["trade"])]), Random(0))
    assert altered(question, Corpus([article("years", years)]), Random(0)) is None


def test_provinces_change_with_provinces() -> None:
    """A province is replaced by a province and a city by a city, so that 省 and 市 stay true."""
    corpus = Corpus([article("office", ARTICLES["office"])])
    for seed in range(40):
        changed = altered("山东省生态环境厅厅长是谁？", corpus, Random(seed))
        assert changed
        assert simplified(changed[0]).startswith(f"{simplified(changed[2])}省")
        assert changed[2] not in ("北京", "上海", "天津", "重庆", "深圳")


@pytest.mark.parametrize(
    ("question", "sound"),
    [
        ("白山市2020年完成进出口总额多少？", True),
        ("白山市2020年完成进出口总额是86.5亿元吗？", False),
        ("白山市2020年的进出口总额86.5亿元是多少？", False),
        ("该市2020年完成进出口总额多少？", False),
        ("2020年完成进出口总额多少？", False),
        ("白山市2021年完成进出口总额多少？", False),
        ("清河县2020年完成进出口总额多少？", False),
        ("谁在白山市完成2020年进出口总额？", False),
        ("白山市召开了多少次新闻发布会？", False),
    ],
)
def test_models_question_must_stand_by_itself(question: str, sound: bool) -> None:
    """A model's question must ask for such an answer without saying it, and name only what title and sentence name."""
    sentence = "2020年,全市完成进出口总额86.5亿元。"
    (wanted,) = [found for found in worth_asking(sentence) if found.kind == "number"]
    assert holds(question, wanted, "白山市公布全年经济数据") is sound


def test_models_question_must_bring_its_answer_back(server: ChatServer) -> None:
    """A model's question is kept where the model, asked it, gives the answer that it was made for."""
    trade = article("trade", ARTICLES["trade"])
    (wanted,) = [found for found in worth_asking(trade.text[:33]) if found.answer == "86.5亿元"]
    question = "2020年白山市完成进出口总额多少？"
    for reply, kept in (("白山市完成进出口总额86.5亿元。[1]", question), ("同比增长7.4%。[1]", None)):
        server.script = [[question, "\n答案：86.5亿元"], [reply]]
        assert written(connected(server), trade, wanted) == kept
    asked, checked = server.requests[-2:]
    assert "答案：86.5亿元" in asked.said
    assert checked.said.endswith(f"问题：{question}")


def test_model_that_writes_nonsense_leaves_the_templates(server: ChatServer, articles: list[Article]) -> None:
    """Where nothing that a model writes holds, the drafts are those that need none."""
    server.pieces = ["无"]
    assert list(drafts(articles, 4, llm=connected(server))) == list(drafts(articles, 4))
    assert server.requests


def test_models_question_for_an_office_with_two_holders_is_left_out(server: ChatServer) -> None:
    """Where articles name different people for an office, a model's question for its holder is left out too."""
    named = article("named", "东莞市委书记肖亚非表示:东莞要坚持推动发展。")
    other = article("other", "东莞召开学习会。市委书记韦皓主持会议并讲话。")
    server.script = [["东莞市委书记是谁？"], ["肖亚非。"]] * 9
    assert "东莞市委书记是谁？" in [draft.question for draft in drafts([named], 2, llm=connected(server))]
    server.script = [["东莞市委书记是谁？"], ["肖亚非。"]] * 9
    assert list(drafts([named, other], 2, llm=connected(server))) == []


def test_models_drafts_say_who_wrote_them(server: ChatServer) -> None:
    """A draft that a model wrote is in the article's script, and its note names the model."""
    trade = article("trade", "白山市對外貿易總額為86.5億元。")
    server.script = [["白山市的对外贸易总额是多少？"], ["86.5亿元。"]] * 4
    made = list(drafts([trade], 2, llm=connected(server)))
    assert (
        Question(
            id=made[0].id,
            question="白山市的對外貿易總額是多少？",
            answers=(("86.5億元",),),
            articles=("trade.txt",),
            kind="number",
            evidence=("白山市對外貿易總額為86.5億元。",),
            draft=True,
            note="openai:tiny",
        )
        in made
    )


def test_sample_articles_give_drafts() -> None:
    """The sample articles name offices and amounts, which are asked for."""
    made = list(drafts([read(path) for path in sorted((SAMPLE / "articles").iterdir())], 40))
    assert {"person", "number"} <= {draft.kind for draft in made}
    assert all(Path(name).suffix == ".txt" for draft in made for name in draft.articles)

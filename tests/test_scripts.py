"""Text shown in a script: what is in it already stays as printed, and people keep their names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Answer, Citation, Claim
from qa.answering.composing import claim_in_language
from qa.formatting.scripts import shown_answer, shown_article, shown_passage
from store.article import Article, article_id
from store.passage import split
from store.text.scripts import displayed, in_script, script_of

from .markup import ARTICLE

SURNAMES = "余范于涂游郁岳朴"
GIVEN = ("志遠", "后里", "松雲", "雅婷", "本立", "升", "采薇", "台生", "杰", "國峰")
PRINTED = (
    "「{}」是昨日公布的得獎者。",
    "區長{}宣布，不准代領獎金。",
    "{}、王淑芬與{}三人游過海峽，范圍之外的人準備迎接。",
    "里民{}關于里長的談話，佔了一版；台北的讀者佔多數。",
)
"""Traditional sentences, some of whose words dictionaries write with another character, or a mirror would."""


@pytest.mark.parametrize("surname", SURNAMES)
def test_traditional_text_is_shown_as_printed(surname: str) -> None:
    """A Traditional text with whatever names and variants is given back unchanged when Traditional is asked for."""
    for given in GIVEN:
        for sentence in PRINTED:
            text = sentence.replace("{}", surname + given)
            assert displayed(text, "traditional") == text


@pytest.mark.parametrize(
    "text",
    ["他着手编写的书《显著》再度发行，书写人改名「昇」。", "著书立说，皇后以后，乾坤未定。", "锺爱与钟爱都有人写。"],
)
def test_simplified_text_is_shown_as_printed(text: str) -> None:
    """A Simplified text is given back unchanged when Simplified is asked for."""
    assert displayed(text, "simplified") == text


@pytest.mark.parametrize(
    ("text", "hant"),
    [
        ("得奖者有余明远、范秋蓉、于景文、涂秋婷与游自立。", "得獎者有余明遠、范秋蓉、于景文、涂秋婷與游自立。"),
        ("局长于静表示，余额不多。", "局長于靜表示，餘額不多。"),
        ("记者采访了范文博，范文博谈到规范和范围。", "記者採訪了范文博，范文博談到規範和範圍。"),
        ("经理钟志远说，钟表业关于出口的数据将于三月公布。", "經理鍾志遠說，鐘錶業關於出口的數據將於三月公布。"),
        ("（记者 涂明）工人正在涂抹油漆。", "（記者 涂明）工人正在塗抹油漆。"),
        ("教练岳洋、队员游敏到场，游客很多。", "教練岳洋、隊員游敏到場，遊客很多。"),
        ("里长范后里宣布，不准代领，标准不准确。", "里長范后里宣布，不准代領，標準不準確。"),
        ("歌手马云松和作家李云到场。", "歌手馬雲松和作家李雲到場。"),
    ],
)
def test_names_keep_their_characters(text: str, hant: str) -> None:
    """Of a name in Simplified text only those characters change that no Traditional name has; other words do."""
    assert in_script(text, "hant") == hant


@pytest.mark.parametrize(
    "text", ["此事由于天气推迟。", "他对于结果满意。", "会议将于本周举行。", "其余三人，十余人，剩余的人。"]
)
def test_words_like_names_are_no_names(text: str) -> None:
    """于 and 余 in words become 於 and 餘."""
    shown = in_script(text, "hant")
    assert "于" not in shown
    assert "余" not in shown


def test_a_mixture_is_turned_clause_by_clause() -> None:
    """What stands in the wanted script stays, and what stands in the other one is turned."""
    text = "縣長于景文宣布，范圍照舊。\n新华社报道：“工人游行之后，头发都白了。”\n不准代領。"
    assert in_script(text, "hant") == "縣長于景文宣布，范圍照舊。\n新華社報道：“工人遊行之後，頭髮都白了。”\n不准代領。"
    assert in_script(text, "hans") == "县长于景文宣布，范围照旧。\n新华社报道：“工人游行之后，头发都白了。”\n不准代领。"


def test_a_stray_character_is_no_mixture() -> None:
    """One character of the other script in a whole text is a variant that its author chose."""
    text = "這間麵包店的老闆說，頭條新聞總寫錯他們的門牌，鄉親們卻還認得，這裡叫做叶家庄。"
    assert displayed(text, "traditional") == text.replace("叶", "叶")
    assert displayed("这间面包店的老板说，头条新闻总写错他们的门牌，王濛来过。", "simplified").endswith("王濛来过。")


def test_where_nothing_tells_the_source_decides() -> None:
    """A piece whose characters both scripts have is left as its source has it; without one it is Simplified."""
    assert in_script("范后于", "hant", source="里長范后于宣布。") == "范后于"
    assert in_script("以后", "hant", source="这件事以后再说。") == in_script("以后", "hant") == "以後"


def test_what_a_source_says_is_written_as_there() -> None:
    """A text in Simplified that tells a Traditional source again takes its words from there."""
    source = "里長于后里宣佈，關于獎金的範圍，不准代領。"
    assert in_script("于后里宣布了奖金的范围。", "hant", source=source) == "于后里宣佈了獎金的範圍。"
    assert in_script("周末", "hant", source="週末開放，周末休息。") == "周末"


@pytest.mark.parametrize("text", ["", "，", "\n\n", "GDP 4.1%", "余", "\ud800余\0后", "于于于于，于"])
def test_odd_texts_keep_every_place(text: str) -> None:
    """Each character keeps its place in every script, with a source and without."""
    for display in ("simplified", "traditional"):
        for source in ("", "里長范后于宣布。", text):
            assert len(displayed(text, display, source=source)) == len(text)


@pytest.mark.parametrize(
    ("text", "script"), [("后来呢？", "hans"), ("後來呢？", "hant"), ("里長范后于", "hant"), ("范后于", "hans")]
)
def test_script_is_told_by_what_one_script_has(text: str, script: str) -> None:
    """Characters that both scripts have tell nothing."""
    assert script_of(text) == script


def test_an_article_decides_for_its_title() -> None:
    """A title, a passage and a quote in which nothing tells are shown as the article they belong to."""
    article = replace(
        ARTICLE, publisher=None, title="于后里", text="里長于后里宣布，不准代領獎金。范后于。", author="范后于"
    )
    shown = shown_article(article, "traditional")
    assert (shown.title, shown.text, shown.author) == (article.title, article.text, article.author)
    (passage,) = split(article)
    assert shown_passage(passage, "traditional") == passage
    claim = Claim("范后于：范后于。", (Citation(1, passage, "范后于。", 15, 19),), exact="范后于")
    answer = Answer("誰？", claim.marked, (claim,))
    assert shown_answer(answer, "traditional") == answer


def test_a_claim_tells_its_quote_again_in_the_script_of_the_question() -> None:
    """What a model wrote in Simplified of a Traditional article is said in Traditional with the article's own words."""
    text = "里長于后里宣佈，關于獎金的範圍，不准代領。"
    (passage,) = split(replace(ARTICLE, text=text))
    claim = Claim("于后里宣佈奖金的范围。", (Citation(1, passage, text, 0, len(text)),))
    assert claim_in_language(claim, "zh-Hant").text == "于后里宣佈獎金的範圍。"


def test_an_answer_from_simplified_is_shown_in_traditional_once() -> None:
    """Claim, exact words and quote of a Simplified article agree when they are shown in Traditional."""
    text = "冠军余明远说，成绩属于范围之内。"
    article = Article(article_id("b.txt"), "b.txt", "冠军", text, "0" * 64)
    (passage,) = split(article)
    claim = Claim(f"余明远：{text}", (Citation(1, passage, text, 0, len(text)),), exact="余明远")
    shown = shown_answer(Answer("谁？", claim.marked, (claim,)), "traditional")
    (said,) = shown.claims
    assert (said.exact, said.text) == ("余明遠", "余明遠：冠軍余明遠說，成績屬於範圍之內。")
    assert said.citations[0].quote == "冠軍余明遠說，成績屬於範圍之內。"
    assert shown.text == "余明遠：冠軍余明遠說，成績屬於範圍之內。[1]"


def test_a_mixed_source_lends_none_of_its_other_script() -> None:
    """A sentence in Traditional of an article mostly in Simplified is shown in Simplified, whole."""
    source = (
        "今年的选举在四月举行，选民很多，总统任期五年，连选连任一次，选举法对此有规定。該國總統採用兩輪選舉制產生。"
    )
    said = "該國總統採用兩輪選舉制產生。"
    assert in_script(said, "hans", source=source) == "该国总统采用两轮选举制产生。"
    assert in_script(said, "hant", source=source) == said

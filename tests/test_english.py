"""What is said in English keeps the numbers, the people and the places of the Chinese, or stays Chinese."""

from __future__ import annotations

import pytest

from qa.answer import Claim
from qa.answering.translation import chinese_of, translated
from qa.chinese.romanization import romanized
from qa.llm import connect
from qa.question.translation import glossary, same_rank
from store.passage import Hit, Passage

from .chat import ChatServer

pytestmark = pytest.mark.usefixtures("surroundings")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("东莞市委书记黄坤明主持会议。", {"东莞": "Dongguan", "黄坤明": "Huang Kunming"}),
        ("西安市市长孙丽", {"西安": "Xi'an", "孙丽": "Sun Li"}),
        ("陕西省和哈尔滨市", {}),
        ("导演斯皮尔伯格，巴西利亚和美国", {}),
        ("作者欧阳修", {}),
        ("县长吕丽主持。", {"吕丽": "Lü Li"}),
        ("投入资金1.5亿元。", {}),
    ],
)
def test_chinese_people_and_places_are_spelt(text: str, names: dict[str, str]) -> None:
    """Names of Chinese people and places are spelt in pinyin; other names are left out."""
    assert romanized(text) == names


@pytest.mark.parametrize(
    ("chinese", "english", "kept"),
    [
        ("东莞的市委书记是黄坤明。", "The Party secretary of Dongguan (东莞) is Huang Kun-ming (黄坤明).", True),
        ("东莞的市委书记是黄坤明。", "The Party secretary of Dongguan (东莞) is Meng Kunming (黄坤明).", False),
        ("宝安加速建设步道。", "Beijing speeds up the building of paths.", False),
        ("宝安加速建设步道。", "Bao'an speeds up the building of paths.", True),
        ("投入资金1.5亿元。", "1.5亿元 were invested.", True),
        ("投入资金1.5亿元。", "1.8亿元 were invested.", False),
        ("投入资金1.5亿元。", " ", False),
    ],
)
def test_translation_that_changes_a_name_or_number_is_not_given(
    server: ChatServer, chinese: str, english: str, *, kept: bool
) -> None:
    """An English sentence is given, as supported in part, only if it keeps the names and numbers of the Chinese."""
    server.pieces = [english]
    llm = connect(server.settings())
    assert llm
    *growing, (_, claim) = translated(Claim(chinese, side=True), llm, 100)
    assert all(whole is None for _, whole in growing)
    expected = Claim(f"{english} ({chinese})", verdict="partly", side=True) if kept else Claim(chinese, side=True)
    assert claim == expected


def test_model_is_told_how_names_are_spelt(server: ChatServer) -> None:
    """The model is told how the names of a sentence are spelt, if there are any."""
    llm = connect(server.settings())
    assert llm
    for text in ("县长是孙丽。", "下雨了。"):
        list(translated(Claim(text), llm, 100))
    assert [request.said for request in server.requests] == ["县长是孙丽。\nNames: 孙丽 = Sun Li", "下雨了。"]


def test_names_of_a_question_are_looked_up_in_what_was_found() -> None:
    """The names of an English question are found in the passages by their pinyin, in one word or in several."""
    text = "宝安區的黄坤明去了东莞、松江和香港，县长孙丽主持会议，为人民服务。"
    hits = [Hit(Passage("a", 0, text, 0, len(text), "a.txt", "标题"), 1.0)]
    asked = "Did Huang Kunming of Bao'an visit Songjiang's mayor, or Sun Li of Dong-guan? He did."
    assert glossary(asked, hits) == {
        "Bao'an": "宝安",
        "Huang Kunming": "黄坤明",
        "Dong-guan": "东莞",
        "Sun Li": "孙丽",
        "Songjiang": "松江",
    }
    assert glossary("Who is it?", hits) == {}
    assert glossary("What does the Belt and Road bring?", hits) == {"Belt and Road": "一带一路"}
    assert glossary(asked, []) == {}


@pytest.mark.parametrize("spelt", ["Lyu Li", "Lü Li", "Lv Li"])
def test_every_way_to_spell_a_name_is_known(spelt: str) -> None:
    """吕 is found as Lü (ISO 7098), as Lyu (passports) and as Lv (keyboards)."""
    text = "县长吕丽主持会议。"
    hits = [Hit(Passage("a", 0, text, 0, len(text), "a.txt", "标题"), 1.0)]
    assert glossary(f"Is {spelt} the mayor?", hits) == {spelt: "吕丽"}


@pytest.mark.parametrize(
    ("question", "chinese", "said"),
    [
        ("Which Party secretary came?", "哪位市委副书记来了？", "哪位市委书记来了？"),
        ("Which deputy mayor came?", "哪位副市长来了？", "哪位副市长来了？"),
        ("What are its side effects?", "副作用是什么？", "副作用是什么？"),
    ],
)
def test_translation_makes_nobody_a_deputy(question: str, chinese: str, said: str) -> None:
    """“Deputy” is taken out of a translated question if the English question does not say it."""
    assert same_rank(question, chinese) == said


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("It is led by Liu Zhiyuan (刘志远). (县委书记刘志远主持。)", "县委书记刘志远主持。"),
        ("It builds a university. (筹建香港城市大学(东莞)。)", "筹建香港城市大学(东莞)。"),
        ("筹建香港城市大学(东莞)", "筹建香港城市大学(东莞)"),
        ("县委书记刘志远主持。", "县委书记刘志远主持。"),
        ("Led by Liu Zhiyuan (in person)", "Led by Liu Zhiyuan (in person)"),
        ("", ""),
    ],
)
def test_chinese_behind_a_translation(text: str, chinese: str) -> None:
    """The Chinese that stands behind a translation is found, also if it holds brackets; a Chinese claim is its own."""
    assert chinese_of(text) == chinese

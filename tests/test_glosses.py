"""Pinyin behind converted characters goes where a mirror put it, and stays where an author did."""

from __future__ import annotations

import pytest

from store import Repaired, repair

DISEASED = "市工業(yè)和信息化局黨組(zǔ)、板芙鎮(zhèn)黨委開(kāi)展聯(lián)學(xué)共建。"


def test_glosses_are_removed() -> None:
    """A gloss that holds a reading of the character before it goes, and the character stays in its script."""
    assert repair("產(chǎn)業(yè)園區(qū)的發(fā)展").text == "產業園區的發展"


@pytest.mark.parametrize("gloss", ["(chǎn)", "（chǎn）", "(chan)"])
def test_glosses_in_every_form(gloss: str) -> None:
    """Full-width brackets and pinyin without tones are glosses as well."""
    assert repair(f"產{gloss}業(yè)園區(qū)").text == "產業園區"


def test_other_readings_are_glosses() -> None:
    """A character with several readings may be glossed with any of them."""
    assert repair(
        "重(chóng)復會(huì)議,會(kuài)計師,學(xué)習(xí),長(zhǎng)期,長(cháng)江,開(kāi)會(huì),發(fā)展,業(yè)務,體(tǐ)系"
    ).text == ("重復會議,會計師,學習,長期,長江,開會,發展,業務,體系")


@pytest.mark.parametrize(
    "kept", ["業(chǎn)", "業(ye4)", "業(YÈ)", "業( yè)", "業(zhìnéng)", "業(yezhe)", "大學(東莞)", "認證(AEO)"]
)
def test_brackets_without_a_reading_stay(kept: str) -> None:
    """Brackets that hold no reading of the character before them stay, in the midst of glosses that go."""
    assert repair(f"{DISEASED}{kept}{DISEASED}").text == repair(DISEASED).text + kept + repair(DISEASED).text


def test_gloss_needs_its_character() -> None:
    """Pinyin in brackets behind a letter, a space or nothing is not a gloss."""
    assert repair(f"(yè){DISEASED}A(yè) (yè)").text == f"(yè){repair(DISEASED).text}A(yè) (yè)"


@pytest.mark.parametrize(
    "lesson",
    [
        "東莞市委書記肖亞非說，東莞要堅持以推動高質量發展為主題，始終把發展經濟的著力點放在實體經濟上，堅定不移發展先進製造業，"
        "實施好產業立新柱一號工程，加快建設七大戰略性新興產業基地。生詞：實體(tǐ)、戰略(lüè)、號(hào)召、經濟(jì)。",
        "重慶（chóng）和重量（zhòng）的「重」讀音不同，單（shàn）縣和單（dān）位的「單」也是。",
        "我去过重(chóng)庆,在银行(háng)里遇见了王校长(zhǎng)。",
        "我去過重(chóng)慶,在銀行(háng)裡遇見了王校長(zhǎng),他姓單(shàn)。",
        "「行」讀作行(xíng)時是動詞,讀作行(háng)時是名詞;「長」可讀長(cháng)、長(zhǎng)。",
    ],
)
def test_a_lesson_keeps_its_pinyin(lesson: str) -> None:
    """A text that glosses characters which no conversion changed is a lesson, and is left as it is."""
    assert repair(lesson) == Repaired(lesson, ())


def test_a_single_gloss_stays() -> None:
    """One gloss in a whole text is the author's: 「單」 may be glossed as a surname."""
    text = "單(shàn)縣位於山東省。"
    assert repair(text).text == text

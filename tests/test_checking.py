"""Where a claim says otherwise than its quotes, and where it only says it in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from qa.answer import Finding
from qa.checks.base import case
from qa.checks.table import examine
from tests.benchmarks.checking.contrary import of_denials, of_opposites
from tests.benchmarks.checking.exchanged import of_measures, of_names, of_offices
from tests.benchmarks.checking.pairs import KINDS, Names, balanced, in_words, of_questions, of_text

SCHOOLS = "2020年9月，白山市新建学校二十五所，培训教师1,736人次，投入4.8亿元，比上年增长7.4%。"
MEETING = "3月12日，县委书记刘志远主持会议，县长赵明参加并讲话，会议没有通过预算草案。"
BOOKS = "海口市图书馆7月新购图书3万册，副馆长林海燕说：“读者不信广告，只信书。”市民王芳没有参加活动。"
OFFICES = "县委书记刘志远主持会议，县委副书记、县长赵明，县政协主席孙丽等参加。"
TRADE = "白山市进出口总额86.5亿元，同比增长7.4%，其中出口52亿元；完成GDP300亿元，公司营收3亿元。"
RULES = "新办企业不得申领补贴，食堂无需登记，五年以上的旧证不再继续有效。"
PRICES = "上月价格同比增长5%，至少降低3元。"
BOX_OFFICE = "从2018年开始，几乎每年春节档票房都超过50亿元，比如2018年春节档67.71亿元，2022年春节档60.4亿元。"


def faults(claim: str, quotes: Sequence[str], known: str = "") -> list[Finding]:
    """What the checks find that compare a claim with its quotes."""
    return [*examine(case(claim, quotes, granted=known), "said")]


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("白山市新建学校25所。", SCHOOLS),
        ("2020年白山新建了二十五所学校，投入4.8亿元。", SCHOOLS),
        ("培訓教師1736人次。", SCHOOLS),
        ("增长百分之7.4。", SCHOOLS),
        ("4.8亿元。", SCHOOLS),
        ("会议由县委书记刘志远主持。", MEETING),
        ("预算草案没有通过。", MEETING),
        ("赵明参加会议并讲话。", MEETING),
        ("林海燕说，读者不信广告。", BOOKS),
        ("2022年春节档票房60.4亿元。", BOX_OFFICE),
        ("孙丽是副县长。", "副县长孙丽、县长赵明出席。"),
        ("县长赵明、孙丽出席。", "县长赵明、孙丽出席。"),
        ("县委书记是刘志远，县长是赵明。", OFFICES),
        ("赵明任县委副书记、县长。", OFFICES),
        ("县委书记刘志远和赵明出席。", "县委书记刘志远，还有赵明出席。"),
        ("首席执行官是王芳。", "公司CEO王芳说，销量不错。"),
        ("地区生产总值为300亿元，出口是52亿元。", TRADE),
        ("公司营业收入3亿元。", TRADE),
        ("利润为3亿元。", "公司去年赚了3亿元。"),
        ("净利润为3亿元。", "公司利润总额5亿元，净利润3亿元，另一家利润3亿元。"),
        ("新办企业不能申领补贴，五年以上的旧证不再有效。", RULES),
        ("食堂不必登记。", RULES),
        ("希腊和中国都是船东国。", "中国和希腊都是船东国。"),
        ("希腊被中国超过。", "中国超过希腊。"),
        ("价格同比增长5%，至少降低3元。", PRICES),
        ("负于白山队的是清河队。", "白山队战胜清河队。"),
        ("违法建筑二十处。", "拆除非法建筑二十处，合法建筑不动。"),
        ("11号。", "《关于植树的通知》（清委发〔2022〕11号）提出："),
    ],
)
def test_right_claim_has_no_fault(claim: str, quote: str) -> None:
    """A right claim has no fault, though it is worded otherwise, is shorter, or is in another order."""
    assert faults(claim, [quote]) == []


@pytest.mark.parametrize(
    ("claim", "quote", "kind"),
    [
        ("白山市新建学校26所。", SCHOOLS, "amount"),
        ("投入4.8万元。", SCHOOLS, "amount"),
        ("9。", SCHOOLS, "amount"),
        ("第一棒火炬手是首位冠军孙丽。", "第二棒火炬手是首位冠军孙丽。", "amount"),
        ("投入资金7.4亿元。", SCHOOLS, "amount"),
        ("白山市新建学校1736所。", SCHOOLS, "amount"),
        ("2021年白山市新建学校25所。", SCHOOLS, "date"),
        ("2017年春节档票房60.4亿元。", BOX_OFFICE, "date"),
        ("2022年春节档票房60.5亿元。", BOX_OFFICE, "amount"),
        ("2020年8月，白山市新建学校二十五所。", SCHOOLS, "date"),
        ("2020年9月3日，白山市新建学校二十五所。", SCHOOLS, "date"),
        ("比上年下降7.4%。", SCHOOLS, "opposite"),
        ("县委书记孙建国主持会议。", MEETING, "name"),
        ("3月12日，县委书记赵明主持会议。", MEETING, "name"),
        ("县委书记是赵明。", OFFICES, "office"),
        ("刘志远任县长。", OFFICES, "office"),
        ("县委书记分别是刘志远、赵明。", OFFICES, "office"),
        ("县委書記劉志遠和趙明。", OFFICES, "office"),
        ("县委书记有刘志远、吕成蹊。", "县委书记刘志远、县长吕成蹊出席。", "office"),
        ("孙丽是县长。", "副县长孙丽、县长赵明出席。", "office"),
        ("白山市生产总值为86.5亿元。", TRADE, "measure"),
        ("出口86.5亿元。", TRADE, "measure"),
        ("会议通过预算草案。", MEETING, "negation"),
        ("县长赵明没有参加。", MEETING, "negation"),
        ("读者信广告。", BOOKS, "negation"),
        ("市民王芳参加活动。", BOOKS, "negation"),
        ("企业申领补贴。", RULES, "negation"),
        ("企业可以申领补贴。", RULES, "negation"),
        ("食堂需要登记。", RULES, "negation"),
        ("旧证继续有效。", RULES, "negation"),
        ("校车会停运。", "校车不会停运，但校门会提前关闭。", "negation"),
        ("希腊已经超过中国。", "数据显示，中国已经超过希腊，成为最大的船东国。", "name"),
        ("王芳当面感谢林海燕。", "会后，林海燕当面感谢王芳。", "name"),
        ("环比增长5%。", PRICES, "opposite"),
        ("至多降低3元。", PRICES, "opposite"),
        ("五年以下的旧证作废。", RULES, "opposite"),
        ("审核之前申领补贴。", "审核之后申领补贴，领取之前须签字。", "opposite"),
        ("她说：“读者只信广告和朋友。”", BOOKS, "quoted"),
    ],
)
def test_claim_that_says_otherwise_is_told(claim: str, quote: str, kind: str) -> None:
    """A claim that says something else than its quote has a fault of the right kind."""
    assert kind in [fault.check for fault in faults(claim, [quote])]


def test_negation_left_out_is_named() -> None:
    """A claim that leaves a negation out is faulted with the words of the quote that negate."""
    found = faults("校车停运。", ["校车不会停运，但校门停运时关闭。"])
    assert ("negation", "", "不会") in [(fault.check, fault.says, fault.quote_says) for fault in found]


def test_what_is_known_may_be_said() -> None:
    """A name or year of the question or title is no fault, if the quote has none in its place."""
    claim = "清河县新造林3万亩。"
    assert faults(claim, ["今年新造林3万亩。"]) != []
    assert faults(claim, ["今年新造林3万亩。"], known="清河县春季植树") == []
    assert faults(claim, ["今年，灵山县新造林3万亩。"], known="清河县春季植树") != []


def test_each_quote_is_right_about_its_own() -> None:
    """A claim on two sentences isn't wrong for what one of them says elsewhere."""
    quotes = ["2023年，深圳工业产值超过4.8万亿元。", "2024年，松江工业产值3726亿元。"]
    assert faults("松江2024年工业产值3726亿元，深圳工业产值超过4.8万亿元。", quotes) == []
    assert faults("松江2024年工业产值4.8万亿元。", ["2024年，松江工业产值3726亿元。"]) != []


def test_sentence_quoted_whole_is_right() -> None:
    """A sentence that is quoted whole is right, and what stands before it is still checked."""
    quote = "2024年，集聚企业1736家，连续三年全市第一；实现产值3726.3亿元，总量全市第二；三大产业产值584.6亿元。"
    assert faults(f"3726.3亿元：{quote}", [quote]) == []
    assert faults(f"集聚企业1736家，连续三年全市第一；实现：{quote}", [quote]) == []
    assert [fault.says for fault in faults(f"3726.4亿元：{quote}", [quote])] == ["3726.4亿元"]


def test_without_quotes_every_fact_is_a_fault() -> None:
    """Without a quote every fact of a claim is a fault, and a claim without facts has none."""
    assert [fault.check for fault in faults("刘志远3月去了。", [])] == ["date", "name"]
    assert faults("很好。", []) == []


def test_pairs_are_what_they_say() -> None:
    """True pairs state nothing that their sentence doesn't; changed ones differ from it, each in its own way."""
    random = Random(3)
    names = Names([SCHOOLS, MEETING, "江西省南昌市的周建国和北京市的陈小华去了安徽。"])
    pairs = [pair for _ in range(30) for text in (SCHOOLS, MEETING, BOOKS) for pair in of_text(text, names, random)]
    assert {pair.kind for pair in pairs} == {"true", *KINDS}
    for pair in pairs:
        assert pair.quote in (SCHOOLS, MEETING) or pair.quote in BOOKS
        assert pair.kind == "true" or pair.claim not in pair.quote
    chosen = balanced(pairs, 80, random)
    assert [sum(pair.kind == kind for pair in chosen) for kind in ("true", *KINDS)] == [40, 10, 10, 10, 10]


def test_office_that_the_question_gives_is_granted() -> None:
    """A claim may repeat the office that the question gives to somebody."""
    assert faults("县长刘志远主持会议。", [OFFICES])
    assert not faults("县长刘志远主持会议。", [OFFICES], "县长刘志远主持了什么？")


def test_pairs_about_offices_give_somebody_another() -> None:
    """For each person with an office there is a right pair, and a wrong one with the office of somebody else."""
    pairs = [*of_offices(OFFICES + MEETING + "县长赵明说要植树。", Random(0))]
    assert [pair.kind for pair in pairs] == ["true", "office"] * (len(pairs) // 2)
    assert len(pairs) == 4  # 刘志远 is two words to the segmenter
    for right, wrong in zip(pairs[::2], pairs[1::2], strict=True):
        assert right.quote == wrong.quote
        assert not faults(right.claim, [right.quote])
        assert faults(wrong.claim, [wrong.quote])


def test_pairs_about_measures_give_an_amount_to_another() -> None:
    """For each amount there is a right pair, and a wrong one that gives it to another measure of the sentence."""
    pairs = [*of_measures(TRADE + SCHOOLS, Random(0))]
    assert [pair.kind for pair in pairs] == ["true", "measure"] * (len(pairs) // 2)
    assert len(pairs) == 8
    for right, wrong in zip(pairs[::2], pairs[1::2], strict=True):
        assert not faults(right.claim, [right.quote])
        assert faults(wrong.claim, [wrong.quote])


def test_pairs_to_the_contrary_are_what_they_say() -> None:
    """A clause is right as it is, and wrong without its negation, with an opposite, or with two names exchanged."""
    for made, kind, text, count in (
        (of_denials, "denial", RULES, 4),
        (of_opposites, "opposite", PRICES, 2),
        (of_names, "place", "数据显示，中国已经超过希腊，上海和北京也有增长。", 2),
    ):
        pairs = [*made(text, Random(0))]
        assert [pair.kind for pair in pairs] == ["true", kind] * (count // 2)
        for right, wrong in zip(pairs[::2], pairs[1::2], strict=True):
            assert right.claim.rstrip("。") in right.quote
            assert wrong.claim.rstrip("。") not in right.quote
            assert not faults(right.claim, [right.quote])
            assert faults(wrong.claim, [wrong.quote])


def test_pairs_of_questions_have_the_answer_and_another() -> None:
    """An answer that one sentence gives is true beside it; changed, it is another."""
    row = {"question": "谁主持会议？", "answers": [["孙丽", "刘志远"]], "articles": ["一"]}
    missing = {"question": "谁去了？", "answers": [["周建国"]], "articles": ["一"]}
    pairs = [*of_questions([row, missing], {"一": BOOKS + MEETING}, Names(["赵明和孙丽丽去了。"]), Random(0))]
    assert [pair.kind for pair in pairs] == ["true", "name"]
    assert pairs[0].claim == "刘志远。" != pairs[1].claim
    assert pairs[0].citation().quote == MEETING


@pytest.mark.parametrize(("value", "words"), [(5, "五"), (10, "十"), (12, "十二"), (30, "三十"), (47, "四十七")])
def test_numbers_in_words(value: int, words: str) -> None:
    """A number below a hundred is written in Chinese words."""
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("claim", "quote", "wrong"),
    [
        ("会议下周二召开。", "会议下周一召开。", True),
        ("会议下周一召开。", "会议下星期一召开。", False),
        ("去年增长5%。", "今年增长5%。", True),
        ("去年增长5%。", "今年增长5%，去年也是。", False),
        ("上年增长5%。", "去年增长5%。", False),
        ("这一年前七个月增长5%。", "今年前七个月增长5%。", False),
        ("昨天召开。", "今年召开。", False),
        ("三天前召开。", "五天前召开。", True),
    ],
)
def test_relative_days(claim: str, quote: str, *, wrong: bool) -> None:
    """A claim says another day from the day of writing only where its quote says one of the same precision."""
    assert ("relative_day" in [finding.check for finding in faults(claim, [quote])]) is wrong


@pytest.mark.parametrize(
    ("claim", "published", "wrong"),
    [
        ("会议11月27日召开。", "2024-11-28", False),
        ("会议2024年11月27日召开。", "2024-11-28", False),
        ("会议11月28日召开。", "2024-11-28", True),
        ("会议11月27日召开。", "--11-28", True),
        ("会议11月27日召开。", None, True),
    ],
)
def test_relative_day_is_resolved(claim: str, published: str | None, *, wrong: bool) -> None:
    """In an article of a known day, yesterday is a date that a claim may say."""
    asked = replace(case(claim, ["会议昨日召开。"]), published=(published,))
    assert ("date" in [finding.check for finding in examine(asked, "said")]) is wrong

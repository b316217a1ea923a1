"""Identifiers: read whole, written in one way, and told apart in what is said of them."""

from __future__ import annotations

import pytest

from qa.checks.base import Case, case
from qa.checks.table import examine
from qa.evidence.sources import Sentence, Source
from store.passage import Passage
from store.text.identifiers import identifiers, same, shape


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("根据岭政发〔2023〕17号和岭政办发[2023]第017号文件", ["岭政发〔2023〕17号", "岭政办发〔2023〕17号"]),
        ("《通知》（岭政办发（2022）5号）", ["岭政办发〔2022〕5号"]),
        ("嶺政發﹝2023﹞17號", ["岭政发〔2023〕17号"]),
        ("和政发〔2023〕5号、将政发〔2020〕1号", ["和政发〔2023〕5号", "将政发〔2020〕1号"]),
        ("（2021）粤01民终1234号判决", ["(2021)粤01民终1234号"]),
        ("国务院令第769号，主席令第九十号，公告2023年第12号", ["令第769号", "令第90号", "公告2023年第12号"]),
        ("编号QX-2023-0087，ＱＸ－２０２３－１０８７，QX 2023—0087", ["qx2023-0087", "qx2023-1087", "qx2023-0087"]),
        ("GB/T 19001-2016和GB/T19001—2016，ISO 9001:2015", ["gbt19001-2016", "gbt19001-2016", "iso9001-2015"]),
        ("电话0755-12345678、13800138000、400-810-8888", ["0755-12345678", "13800138000", "400-810-8888"]),
        ("统一社会信用代码91440300MA5EXAMPLE", ["91440300ma5example"]),
        ("2023-07-01至2023-07-05，10:30，比分10-20，涨3.14%，100-200万元，80km/h", []),
        ("NBA 2022-2023赛季，2016/17赛季，GDP2023年", []),
        ("见https://www.example.org/a-1/b2.html，写信到a1-b2@example.org", []),
        ("第0087号", ["第87号"]),
        ("99999999999-99999999999-99999999999", ["99999999999-99999999999-99999999999"]),
    ],
)
def test_identifiers(text: str, values: list[str]) -> None:
    """Numbers of documents, cases, projects and telephones are identifiers; dates, amounts and spans are not."""
    assert [one.value for one in identifiers(text)] == values


def test_places() -> None:
    """An identifier knows where it stands, without the words that lead to it."""
    text = "根据岭政发[2023]17号"
    (one,) = identifiers(text)
    assert text[one.start : one.end] == "岭政发[2023]17号"


def test_same() -> None:
    """Two are the same if they are equal, or if one leaves out whose they are."""
    assert same("岭政发〔2023〕17号", "〔2023〕17号")
    assert not same("岭政发〔2023〕17号", "岭政办发〔2023〕17号")
    assert not same("qx2023-0087", "qx2023-1087")
    assert shape("qx2023-0087") == shape("qx2022-1") != shape("covid19")


@pytest.mark.parametrize(
    ("claim", "quote", "contradicted"),
    [
        ("该办法为岭政发〔2023〕17号。", "该办法为岭政办发〔2023〕17号。", True),
        ("该办法为岭政发[2023]17号。", "该办法为岭政发〔2023〕17号。", False),
        ("项目编号为QX-2023-0087。", "项目编号为QX-2023-1087。", True),
        ("项目编号为QX2023-0087。", "项目编号为QX-2023-0087。", False),
        ("COVID-19病例增加。", "新冠病例增加。", False),
    ],
)
def test_a_claim_keeps_the_identifier(claim: str, quote: str, *, contradicted: bool) -> None:
    """A claim with another identifier than its quote is found out, however alike they look."""
    found = [one.check for one in examine(case(claim, [quote]), "said")]
    assert ("identifier" in found) is contradicted


def asked(question: str, quote: str, article: str = "") -> Case:
    """A quote as the answer to a question, from an article that says this too."""
    text = f"{article}{quote}"
    passage = Passage("a", 0, text, 0, len(text), "a.txt", "通知")
    source = Source(1, (Sentence(passage, len(article), len(text), quote),), text)
    made = case(quote, [quote], question)
    return Case(made.claim, made.quotes, made.question, sources=(source,))


@pytest.mark.parametrize(
    ("question", "quote", "article", "off"),
    [
        ("岭政发〔2023〕17号是关于什么的？", "岭政办发〔2023〕17号规定了充电桩的建设。", "", True),
        ("岭政办发〔2023〕17号是关于什么的？", "岭政办发〔2023〕17号规定了充电桩的建设。", "", False),
        ("岭政发〔2023〕17号是关于什么的？", "文件规定了充电桩的建设。", "岭政办发〔2023〕17号印发。", True),
        ("岭政发〔2023〕17号是关于什么的？", "文件规定了充电桩的建设。", "岭政发〔2023〕17号印发。", False),
        ("QX-2023-0087总投资多少？", "QX-2023-1087总投资3亿元。", "QX-2023-0087总投资5亿元。", True),
        ("QX-2023-0087总投资多少？", "总投资3亿元。", "", False),
    ],
)
def test_an_answer_is_about_the_identifier(question: str, quote: str, article: str, *, off: bool) -> None:
    """What is said of a neighbour is no answer; what an article says of the one that it names is."""
    found = {one.check for one in examine(asked(question, quote, article), "said", "asked")}
    assert bool(found & {"asked_identifier", "known_identifier"}) is off


def test_the_answer_may_be_an_identifier() -> None:
    """Where the words that answer are an identifier themselves, it need not be the one that is asked about."""
    quote = "原岭政发〔2020〕5号同时废止。"
    made = case(quote, [quote], "岭政发〔2023〕17号废止了哪个文件？")
    for pointed, wrong in (((1, 14), False), ((14, 18), True)):
        found = examine(Case(made.claim, made.quotes, made.question, pointed=pointed), "said")
        assert ("asked_identifier" in {one.check for one in found}) is wrong

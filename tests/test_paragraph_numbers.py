"""The automatic numbers of Word's paragraphs."""

from __future__ import annotations

import pytest

from store.reading.office.word.counting import LARGEST, counted

from .documents import lines, p, root, tbl, tc, tr

COUNTED = [
    ("decimal", 12, "12"),
    ("decimalZero", 3, "03"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 21, "二十一"),
    ("chineseCounting", 105, "一○五"),
    ("chineseCountingThousand", 12, "十二"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("chineseCountingThousand", 205, "二百零五"),
    ("chineseCountingThousand", 2012, "二千零一十二"),
    ("chineseCountingThousand", 10001, "一万零一"),
    ("japaneseCounting", 111, "百十一"),
    ("japaneseCounting", 20, "二十"),
    ("ideographDigital", 20, "二〇"),
    ("taiwaneseCountingThousand", 14, "十四"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("ideographTraditional", 3, "丙"),
    ("ideographZodiac", 12, "亥"),
    ("ideographZodiac", 13, "13"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircleChinese", 21, "㉑"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("decimalEnclosedFullstop", 2, "⒉"),
    ("decimalFullWidth", 10, "１０"),
    ("upperLetter", 27, "AA"),
    ("lowerLetter", 3, "c"),
    ("lowerRoman", 14, "xiv"),
    ("upperRoman", 1990, "MCMXC"),
    ("ordinal", 22, "22nd"),
    ("numberInDash", 4, "- 4 -"),
    ("none", 4, ""),
    ("unheard of", 4, "4"),
]


@pytest.mark.parametrize(("form", "value", "said"), COUNTED)
def test_formats(form: str, value: int, said: str) -> None:
    """Each format writes its numbers as Word does, and one that is not known in digits."""
    assert counted(value, form) == said


def test_custom_and_large() -> None:
    """A format of one's own fills up with zeros, and a number beyond Word's largest is written in digits."""
    assert counted(7, "custom", "001, 002, ...") == "007"
    assert counted(LARGEST + 1, "upperRoman") == str(LARGEST + 1)


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    how = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{how}{more}</w:lvl>'


def numbering(*definitions: str, lists: str = "") -> str:
    """The part of numbers: each definition with a list of the same number, from 1 on, and other lists."""
    made = [f'<w:abstractNum w:abstractNumId="{n}">{one}</w:abstractNum>' for n, one in enumerate(definitions, 1)]
    usual = [list_of(n, n) for n in range(1, len(definitions) + 1)]
    return root("numbering", "".join([*made, *usual, lists]))


def list_of(definition: int, number: int, override: str = "") -> str:
    """A list that is made from a definition, and what it says otherwise of its first level."""
    other = f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>' if override else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{other}</w:num>'


def item(text: str, of: int = 1, at: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


LAW = level(0, "chineseCountingThousand", "第%1条") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")


def test_law() -> None:
    """Articles, paragraphs and points are numbered as Word shows them; lower levels begin again."""
    body = [item("总则。"), item("范围。", at=1), item("对象。", at=1), item("河道。", at=2)]
    body += [item("细则。"), item("时限。", at=1)]
    assert lines(*body, numbering=numbering(LAW)) == [
        "第一条 总则。",
        "（一）范围。",
        "（二）对象。",
        "1. 河道。",
        "第二条 细则。",
        "（一）时限。",
    ]


def test_levels_within_levels() -> None:
    """A number may hold those of the levels above it, in digits where the list says so."""
    digits = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>") + level(2, "decimal", "%1.%2.%3")
    body = [item("甲"), item("乙", at=1), item("丙", at=2), item("丁", at=2), item("戊")]
    assert lines(*body, numbering=numbering(digits)) == ["I 甲", "1.1 乙", "I.1.1 丙", "I.1.2 丁", "II 戊"]


def test_lists_of_one_definition() -> None:
    """Lists of one definition count on from one another, unless one has a start of its own."""
    lists = list_of(1, 8, '<w:startOverride w:val="5"/>') + list_of(1, 9)
    body = [item("甲"), item("乙", of=9), item("丙", of=8), item("丁", of=8), item("戊", of=9)]
    said = lines(*body, numbering=numbering(LAW, lists=lists))
    assert [line.split()[0] for line in said] == ["第一条", "第二条", "第五条", "第六条", "第七条"]


def test_levels_that_go_on() -> None:
    """A level that says so goes on through those above it, and one may have a format of its own in a single list."""
    going = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    own = list_of(1, 8, level(0, "upperLetter", "%1."))
    body = [item("甲"), item("乙", at=1), item("丙"), item("丁", at=1), item("戊", of=8)]
    assert lines(*body, numbering=numbering(going, lists=own)) == ["一、甲", "1. 乙", "二、丙", "2. 丁", "C. 戊"]


NUMBERED = '<w:style w:type="{}" w:styleId="{}"><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr></w:style>'
BASED = '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
STYLES = root("styles", NUMBERED.format("paragraph", "a", 1) + BASED + NUMBERED.format("numbering", "n", 2))


def test_numbers_of_styles() -> None:
    """A style numbers its paragraphs, at the level that names it; a paragraph may say that it has no number."""
    linked = level(0, "decimal", "%1", '<w:pStyle w:val="a"/>') + level(1, "decimal", "%1.%2", '<w:pStyle w:val="b"/>')
    none = '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    styled = (("甲", "a"), ("乙", "b"), ("丙", "a"))
    body = [p(text, properties=f'<w:pStyle w:val="{style}"/>') for text, style in styled]
    said = lines(*body, p("丁", properties=none), styles=STYLES, numbering=numbering(linked))
    assert said == ["1 甲", "1.1 乙", "2 丙", "丁"]


def test_definition_by_style() -> None:
    """A definition may lie behind the name of a style."""
    assert lines(item("甲"), styles=STYLES, numbering=numbering('<w:numStyleLink w:val="n"/>', LAW)) == ["第一条 甲"]


def test_numbers_in_cells() -> None:
    """A cell may hold nothing but its number; bullets, and empty paragraphs elsewhere, give no line."""
    bullet = level(0, "bullet", "\uf0b7")
    rows = [tr(tc(item("")), tc(name), tc(note)) for name, note in (("北站", "在测"), ("南站", "停测"))]
    table = tbl(tr("序号", "站点", "状态"), *rows)
    assert lines(item("点", of=2), item("", of=2), table, numbering=numbering(level(0, "decimal", "%1"), bullet)) == [
        "点",
        "序号：1；站点：北站；状态：在测",
        "序号：2；站点：南站；状态：停测",
    ]


def test_deleted_paragraph_counts_for_nothing() -> None:
    """A paragraph that was deleted takes no number."""
    gone = p(
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>",
        properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    assert lines(item("甲"), gone, item("乙"), numbering=numbering(LAW)) == ["第一条 甲", "第二条 乙"]

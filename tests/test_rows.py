"""Rows of text files and JSON: nothing in them is lost, wherever it stands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Article
from store.errors import ArticleError, MissingColumn, UnreadableFile
from store.reading import count, parts
from store.reading.rows.values import leaves, said, spoken

from .books import bare, put

TEXT = "虎门镇新建学校4所，增加学位5200个。"
OTHER = "松山湖修了步道12公里。"


def read(path: Path) -> list[Article]:
    """The articles of a file, of which nothing may be lost."""
    found = [*parts(path)]
    assert count(path) == len(found)
    articles = [part.article() for part in found if not isinstance(part, ArticleError)]
    assert [article.report.account.lost for article in articles] == [()] * len(articles)
    return articles


def left(articles: list[Article], reason: str) -> list[str]:
    """What was left out for a reason."""
    return [one.text for article in articles for one in article.report.account.left if one.reason == reason]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("above", ["", "稿件汇总\n", "\ufeffsep={mark}\n", "稿件汇总{mark}{mark}\n{mark}{mark}\n"])
def test_marks_between_values(tmp_path: Path, mark: str, above: str) -> None:
    """What stands between values is told by all lines, below a title or a line that says it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark).writerows(
        [
            ("标题", "正文", "日期"),
            ("甲,乙;丙|丁", f"{TEXT}\n{OTHER}", "2023-07-01"),
            ("戊", f"{OTHER};,|", "2023-07-02"),
        ]
    )
    articles = read(put(tmp_path, "a.csv", above.format(mark=mark) + stream.getvalue()))
    assert [article.text for article in articles] == [f"{TEXT}\n{OTHER}", f"{OTHER};,|"]
    assert [article.published for article in articles] == ["2023-07-01", "2023-07-02"]
    assert articles[0].title == "甲,乙;丙|丁"


def test_table_in_a_text_file(tmp_path: Path) -> None:
    """A file of values without a text column is one article, called like the file or its title."""
    path = put(tmp_path, "供水.csv", "街道,用水,占比\n东街,12.5,20%\n西街,30,\n注：单位为万吨。,,\n")
    (article,) = read(path)
    assert article.source == f"{path.resolve()}#供水"
    assert article.title == "供水"
    assert article.text == "街道：东街；用水：12.5；占比：20%\n街道：西街；用水：30\n注：单位为万吨。"
    (article,) = read(put(tmp_path, "b.tsv", "各街道用水\n\n街道\t用水\n东街\t12\n"))
    assert (article.title, article.text) == ("各街道用水", "各街道用水\n街道：东街；用水：12")


def test_ragged_rows(tmp_path: Path) -> None:
    """Values beyond the names are kept: in a text that has commas without quotes, or under their place."""
    assert read(put(tmp_path, "a.csv", f"标题,正文\n甲,{OTHER},全长不变\n"))[0].text == f"{OTHER},全长不变"
    articles = read(put(tmp_path, "b.csv", f"正文,标题\n{TEXT},甲,戊,己\n{OTHER}\n"))
    assert left(articles, "column") == ["[3]：戊", "[4]：己"]
    assert [article.text for article in articles] == [TEXT, OTHER]


def test_names_that_are_empty_or_double(tmp_path: Path) -> None:
    """Of columns with one name, or without, no value is lost; a second column of the text goes on with it."""
    articles = read(put(tmp_path, "a.csv", f"标题,备注,备注,,正文,正文\n甲,一,二,三,{TEXT},{OTHER}\n"))
    assert left(articles, "column") == ["备注：一", "备注 2：二", "[4]：三"]
    assert articles[0].text == f"{TEXT}\n{OTHER}"


@given(
    st.lists(
        st.lists(st.text('甲乙丙12,;"\n ', max_size=6), max_size=5).map(lambda row: ["丁", *row]),
        min_size=1,
        max_size=6,
    )
)
def test_any_table(rows: list[list[str]]) -> None:
    """Whatever stands in the cells of a file of values, it is in an article or left out for a reason."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("标题", "正文"), *rows])
    with TemporaryDirectory() as folder:
        for part in parts(put(Path(folder), "a.csv", stream.getvalue())):
            assert not isinstance(part, ArticleError)
            draft = part.draft()[0]
            kept = bare(draft.text + "".join(one.text for one in draft.left))
            assert all(bare(piece) in kept for piece in draft.raw or ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            [{"type": "p", "text": TEXT}, {"type": "img", "src": "x.png"}, {"type": "p", "text": OTHER}],
            f"{TEXT}\n{OTHER}",
        ),
        ({"导语": TEXT, "正文": OTHER}, OTHER),
        ({"导语": TEXT, "主体": [OTHER, "完。"]}, f"{TEXT}\n主体\n{OTHER}\n完。"),
        ([{"街道": "东街", "户数": 31}, {"街道": "西街", "户数": 8}], "街道：东街；户数：31\n街道：西街；户数：8"),
        ([["街道", "户数", "人数"], ["东街", 31, 90]], "街道：东街；户数：31；人数：90"),
        ([[TEXT], None, OTHER, 12], f"{TEXT}\n{OTHER}\n12"),
        ({"p1": TEXT, "level": 2}, TEXT),
    ],
)
def test_nested_texts(tmp_path: Path, value: object, text: str) -> None:
    """A text may be a list, an object or a table; what of it is for machines is left out, never lost."""
    (article,) = read(put(tmp_path, "a.jsonl", json.dumps({"title": "甲", "text": value}, ensure_ascii=False)))
    assert article.text == text


def test_nested_values_of_other_columns(tmp_path: Path) -> None:
    """Lists and objects in other columns are left out as people write them, not as programs do."""
    row = {
        "text": TEXT,
        "标签": ["民生", "教育"],
        "统计": {"点击": 5, "转发": None},
        "author": {"name": "王五", "id": 3},
    }
    (article,) = read(put(tmp_path, "a.jsonl", json.dumps(row, ensure_ascii=False)))
    assert left([article], "column") == ["标签：民生、教育", "统计：点击：5"]
    assert (article.author, left([article], "metadata")) == ("王五", ["name：王五；id：3"])


@pytest.mark.parametrize(
    "whole",
    [
        {"data": {"list": [{"text": TEXT}, {"text": OTHER}], "total": 2}, "code": 0},
        {"要闻": [{"text": TEXT}], "公告": [{"text": OTHER}], "total": 2, "code": 0},
        {"17": {"text": TEXT}, "18": {"text": OTHER}, "total": 2, "code": 0},
    ],
)
def test_objects_that_hold_rows(tmp_path: Path, whole: object) -> None:
    """Objects with a text are rows wherever they stand in a file; what stands beside them is left out by name."""
    articles = read(put(tmp_path, "a.json", json.dumps(whole, ensure_ascii=False)))
    assert [article.text for article in articles] == [TEXT, OTHER]
    assert sorted(left(articles, "column")) == ["code：0", "total：2"]


def test_objects_in_objects(tmp_path: Path) -> None:
    """A row may lie within an object that says where it comes from."""
    row = {"_id": "a7", "_source": {"title": "甲", "content": TEXT, "_id": 1}, "score": 2}
    (article,) = read(put(tmp_path, "a.jsonl", json.dumps(row, ensure_ascii=False)))
    assert (article.title, article.text) == ("甲", TEXT)
    assert left([article], "column") == ["_id'：a7", "score：2"]


def test_first_rows_without_a_text(tmp_path: Path) -> None:
    """A first row without a text is told, and those after it are read."""
    bad, good = parts(put(tmp_path, "a.jsonl", json.dumps({"version": 1}) + "\n" + json.dumps({"text": TEXT})))
    assert isinstance(bad, MissingColumn)
    assert not isinstance(good, ArticleError)
    assert good.article().text == TEXT


def test_days_as_numbers(tmp_path: Path) -> None:
    """The number of a day is its date in a column of dates, and a number elsewhere."""
    rows = [{"text": TEXT, "date": 45200, "点击": 45200}, {"text": OTHER, "日期": "45201"}]
    articles = read(put(tmp_path, "a.json", json.dumps(rows, ensure_ascii=False)))
    assert [article.published for article in articles] == ["2023-10-01", "2023-10-02"]
    assert left(articles, "column") == ["点击：45200"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("甲乙。：ab\n", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("甲乙ab", max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_any_value(value: object) -> None:
    """Every leaf of a value is in its text or in what is left of it, and in what is said of it on a line."""
    found = spoken(value, "正文")
    kept = bare(found.text + "\n" + "\n".join(told for told, _ in found.left))
    assert all(bare(leaf) in kept for leaf in leaves(value))
    assert all(bare(leaf) in bare(said(value)) for leaf in leaves(value))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deep_json(tmp_path: Path, name: str) -> None:
    """Lists that lie in one another by the thousand are an error that says so, before they take all memory."""
    deep = f'{{"text": "[{TEXT}", "x": {"[" * 100_000}{"]" * 100_000}}}'
    path = put(tmp_path, name, deep)
    with pytest.raises(UnreadableFile, match="200 levels"):
        raise next(error for error in parts(path) if isinstance(error, ArticleError))


def test_broken_json(tmp_path: Path) -> None:
    """What is wrong with JSON is told in one line."""
    with pytest.raises(UnreadableFile) as caught:
        read(put(tmp_path, "a.json", '{"text": "' + TEXT))
    assert "premature EOF" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_heads_that_were_merged(tmp_path: Path) -> None:
    """A head over several columns, which a text file has above the first alone, is that of all of them."""
    rows = "镇,2020年,,2021年,\n,户数,人数,户数,人数\n云岭镇,4,9,5,12\n石桥镇,6,13,7,15\n"
    (article,) = read(put(tmp_path, "a.csv", rows))
    assert article.text.split("\n") == [
        "镇：云岭镇；2020年户数：4；2020年人数：9；2021年户数：5；2021年人数：12",
        "镇：石桥镇；2020年户数：6；2020年人数：13；2021年户数：7；2021年人数：15",
    ]

"""Metadata: what a text says about itself, and nothing that it does not say."""

from __future__ import annotations

import pytest

from store.article import Article
from store.reading import TITLE_LENGTH, Draft, article_from
from store.reading.published import published
from store.text.dates import date_of

TEXT = "东莞市委理论学习中心组召开会议。市委书记韦皓主持会议并讲话。"


def made(text: str) -> Article:
    """The article of a plain text."""
    return article_from(Draft(text), "a", "0")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"发布时间：2024年2月18日 10:20\n{TEXT}", "2024-02-18"),
        (f"東莞學習會\n發布時間：2024-02-18　來源：東莞日報\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n2024-2-18 08:30:00\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n2024年02月18日08:18  来源：人民网\n{TEXT}", "2024-02-18"),
        (f"{TEXT}\n东莞市人民政府\n2024年2月18日", "2024-02-18"),
        (f"{TEXT}\n二〇二四年二月十八日", "2024-02-18"),
        (f"{TEXT}（2024年2月18日）", "2024-02-18"),
        (f"东莞学习会\n东莞日报 2024年2月18日\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n東莞日報｜2024-02-18 08:30\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n2024年2月18日 东莞日报\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n本报记者 张三 2024年2月18日\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n2024年2月18日 星期日 农历甲辰年正月初九 第1234期\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n星期日 2024年2月18日 A02版\n{TEXT}", "2024-02-18"),
        (f"東莞學習會\n中華民國一百一十三年二月十八日\n{TEXT}", "2024-02-18"),
        (f"發布日期：民國113年2月18日\n東莞學習會\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n印发日期：2024年2月18日\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n发布于 2024年2月18日\n{TEXT}", "2024-02-18"),
        (f"东莞学习会\n24年2月18日\n{TEXT}", "2024-02-18"),
        (f"{TEXT}\n东莞市人民政府办公室 2024年2月18日", "2024-02-18"),
        (f"{TEXT}\n2024年2月18日印发", "2024-02-18"),
        (f"学习会改在 2024年2月18日\n{TEXT}", None),
        (f"文化节开幕 2024年2月18日\n{TEXT}", None),
        (f"开放时间：2024年2月18日\n{TEXT}", None),
        (f"新华社北京2月18日电 {TEXT}", "--02-18"),
        (f"新华社北京2月18日电（记者张三）{TEXT}", "--02-18"),
        (f"本报讯（记者张三 2月18日）{TEXT}", "--02-18"),
        (f"东方网2月18日消息：{TEXT}", "--02-18"),
        (f"2月18日在农历新春第一个工作日，{TEXT}", None),
        (f"一年之计在于春。2月18日，{TEXT}", None),
        (f"2024年2月18日，{TEXT}", None),
        (f"2024年2月18日，{TEXT}\n2024年2月20日", "2024-02-20"),
        (f"2021年2月18日，{TEXT}会议于2024年3月1日召开。", None),
        (f"1949年10月1日，{TEXT}2023年的数据显示增长。", None),
        (f"2月18日至20日，{TEXT}", None),
        (f"{TEXT}会议于2024年2月18日在东莞召开，{TEXT}", None),
        (f"{TEXT}据新华社2月18日报道，{TEXT}", None),
        (f"发布时间：2024年13月45日\n{TEXT}", None),
        (f"发布时间：2023年2月29日\n{TEXT}", None),
        (f"活动时间：2024年2月18日\n{TEXT}", None),
        (f"学习会\n时间：2024年2月18日上午9时\n{TEXT}", None),
        (f"学习会\n时间：2024年2月18日 至 2月20日\n{TEXT}", None),
        (f"学习会\n时间：2024-02-18 09:00:12\n{TEXT}", "2024-02-18"),
        (f"學習會\n發佈日期：113年2月18日\n{TEXT}", "2024-02-18"),
        (f"學習會\n發布日期：113-02-18\n{TEXT}", "2024-02-18"),
        (f"{TEXT}\n東莞鎮公所\n113年2月18日", "2024-02-18"),
        (f"學習會\n2024年2月18日（日）\n{TEXT}", "2024-02-18"),
        (f"學習會\n記者王小明／台中報導 2024/02/18\n{TEXT}", "2024-02-18"),
        (f"学习会\n某某+ 2024-02-18 10:00\n{TEXT}", "2024-02-18"),
        (f"第一场 2024-02-18 10:00\n第二场 2024-02-19 10:00\n{TEXT}", None),
        (f"学习会\n更新时间：2024-02-19 10:00 发布时间：2024-02-18 10:00\n{TEXT}", "2024-02-18"),
        (f"学习会\n更新时间：2024-02-19 10:00\n{TEXT}", "2024-02-19"),
        (f"{TEXT}王小明（1935年2月18日—2020年5月6日）", None),
        (TEXT, None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    """A date counts as the publication's where it stands as such; without a year it stays so."""
    assert made(text).published == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-1-5", "2024-01-05"),
        ("2024-01-05T08:30:00+08:00", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("2024.01.05", "2024-01-05"),
        ("Fri, 05 Jan 2024 08:30:00 GMT", "2024-01-05"),
        ("发布于：2024年1月5日", "2024-01-05"),
        ("1月5日", "--01-05"),
        ("2024-13-45", None),
        ("昨天", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_date_values(written: object, date: str | None) -> None:
    """A value of markup or a column is a date however it is written, or none."""
    assert date_of(written) == date


def test_a_label_goes_before_a_dateline() -> None:
    """Where a text gives its date twice, the one with a label and a year counts."""
    assert published(f"新华社北京2月17日电 {TEXT}\n发布时间：2024-02-18") == "2024-02-18"


@pytest.mark.parametrize(
    ("text", "author", "editor"),
    [
        (f"学习会\n2024-02-18 来源：东莞日报 作者：张三 编辑：李四\n{TEXT}", "张三", "李四"),
        (f"学习会\n文/张三\n{TEXT}", "张三", None),
        (f"新华社北京2月18日电（记者张三 李四）{TEXT}", "张三、李四", None),
        (f"本报讯（记者 张三 通讯员 李四）{TEXT}", "张三、李四", None),
        (f"{TEXT}\n（责任编辑：李四）", None, "李四"),
        (f"{TEXT}（记者张三 通讯员李四）", "张三、李四", None),
        (f"{TEXT}(文/图 张三)", "张三", None),
        (f"{TEXT}\n(宣傳科 供稿)", "宣傳科", None),
        (f"{TEXT}(東山區委書記、一級調研員 張三)", "張三", None),
        (f"（记者张三）{TEXT}", None, None),
        (f"{TEXT}\n責任編輯：龍應台", None, "龍應台"),
        (f"{TEXT}他是《东莞》的作者：这本书写了十年。{TEXT}", None, None),
    ],
)
def test_people(text: str, author: str | None, editor: str | None) -> None:
    """Author and editor are those whom a label or a dateline names."""
    article = made(text)
    assert (article.author, article.editor) == (author, editor)


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"{TEXT}\n来源：东莞日报", "东莞日报"),
        (f"（来源:东莞日报）\n{TEXT}", "东莞日报"),
        (f"{TEXT}\n素材來源：東莞發布\n", "東莞發布"),
        (f"来源：{'长' * 40}\n{TEXT}", None),
        (f"{TEXT}水的来源：江河\n{TEXT}", None),
        ("\n".join([TEXT] * 4 + ["来源：东莞日报"] + [TEXT] * 4), None),
    ],
)
def test_publisher(text: str, publisher: str | None) -> None:
    """The publisher stands in a line of its own near the beginning or end of the text."""
    assert made(text).publisher == publisher


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("东莞召开会议\n正文在此。", "东莞召开会议"),
        ("【编者按】\n东莞召开会议，部署工作。\n正文", "东莞召开会议，部署工作。"),
        ("【本报评论员】\n东莞召开会议", "东莞召开会议"),
        ("【本报评论员】", "【本报评论员】"),
        ("\n\n  \n东莞召开会议\n", "东莞召开会议"),
        ("东莞" * 30, "东莞" * (TITLE_LENGTH // 2) + "…"),
        ("！！！", "！！！"),
        ("你好", "你好"),
    ],
)
def test_titles(text: str, title: str) -> None:
    """A text without any markup is called by its first line, shortened where it is long."""
    assert made(text).title == title


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("2024-02-18 10:00 来源：东莞日报", "东莞召开会议"),
        ("来源：东莞日报", "东莞召开会议"),
        ("發布日期：民國113年2月18日", "东莞召开会议"),
        ("发布时间：昨天 10:20", "东莞召开会议"),
        ("日期：2024年2月", "东莞召开会议"),
        ("东莞日报 2024年2月18日", "东莞召开会议"),
        ("活动时间：2024年2月18日", "活动时间：2024年2月18日"),
        ("2月18日，东莞召开会议。", "2月18日，东莞召开会议。"),
    ],
)
def test_a_label_is_no_title(first: str, title: str) -> None:
    """A line that only says where and when is not taken for the title."""
    assert made(f"{first}\n东莞召开会议\n{TEXT}").title == title


def test_metadata_of_cut_lines() -> None:
    """What repair cuts from the text is kept where it says something."""
    article = made(f"{TEXT * 3}\n本文链接:http://x.cn/show-1.html东莞市委召开学习会")
    assert (article.title, article.url) == ("东莞市委召开学习会", "http://x.cn/show-1.html")
    assert "本文链接" not in article.text

"""Where sentences end, and where a mark ends none: cut texts are given with | at each end."""

from __future__ import annotations

import pytest

from store.text.sentences import sentences


def cut(text: str) -> str:
    """A text with | between its sentences, white space between them aside."""
    return "|".join(text[start:end] for start, end in sentences(text))


def holds(marked: str, joint: str = "") -> None:
    """A text without its |, with `joint` in their place, is cut just there."""
    assert cut(marked.replace("|", joint)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "全年增长4.1%。|GDP总量居全省第6位。",
        "价格上调。|CMA预计明年持平。",
        "他换了手机。|iPhone卖给了同事！|TikTok也卸了？|OK。",
        "乙型停产。|Ａ型照旧。|１号线通车。",
        "会议结束。|2025年再开。",
        "Hi，friends！|Hi，Wuhan！",
    ],
)
def test_letters_and_digits_begin_sentences(marked: str) -> None:
    """A sentence ends before a Latin letter or a digit as it does before a Chinese character."""
    holds(marked)


@pytest.mark.parametrize("text", ["坚持產業鏈?zhǔn)郊发展", "標準?zhun)的工作", "见 http://x.cn/a?1=2 一文", "好!ok"])
def test_half_width_marks_before_letters_end_nothing(text: str) -> None:
    """Torn glosses, names and addresses hold half-width marks, and are not cut at them."""
    holds(text)


@pytest.mark.parametrize("marked", ["好吗?|我们走。", "太好了!|“是啊。”", "增长5%!|2025年再看。"])
def test_half_width_marks_end_chinese_sentences(marked: str) -> None:
    """A half-width mark ends a sentence before Chinese, a quotation or a new figure."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "影片《出发！小队》昨日上映。|票房第一。",
        "《怎么办？》一书再版。",
        "他写了《为何？》《如何！》和《你好。再见……》三篇。|没有人读。",
        "电视剧〈你是谁？〉收官。",
        "记者说：“《快跑！大象》很好看。|真感人！”|他又看了一遍。",
    ],
)
def test_marks_in_titles_end_nothing(marked: str) -> None:
    """A title is one word, whatever marks it holds."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "“谁来了？”的票房是210万元。",
        "话剧“你好！明天”和音乐剧“再见！”周五首演。",
        "主办方召开“水价为何上涨？”记者会。|会上无人提问。",
        "「誰在唱歌？」等三首歌入圍。",
        "“知识就是力量。”这句话流传很广。",
        "“我们到了吗？”成为热门话题。",
        "讲座“如何选种？”的报名结束了。|共三十人。",
        "面對「誰來修路？」之問，鎮裡有了答案。",
        "他的口头禅是“没问题！”。|大家都笑。",
        "读者问“能退吗？”。|答复如下。",
        "老人说“好！”并握了手。",
        "这就是结果——“没有人！”——校长宣布。",
    ],
)
def test_a_quoted_name_ends_nothing(marked: str) -> None:
    """Names and slogans in quotation marks stand in the midst of a sentence, and it goes on behind them."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "他说：“来吧！”|她走了。",
        "他说“今天下雨？”|她没有答。",
        "她问：「你去嗎？」|我沒有回答。",
        "他大喊：“站住！|别动！”|那人停了下来。",
        '他说："好。"|她笑了。|"走吧。"|两人走了。',
        "“第一点。|第二点。”|会后，代表们参观了展览。",
        "“你来吗？”|“来。”|“几点？”",
        "上车前有人喊“等等！”|司机没有听见。",
    ],
)
def test_a_speech_ends_with_its_last_sentence(marked: str) -> None:
    """A quotation that is a whole sentence ends one, and a speech is cut between its sentences."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "“我们会继续努力。”李明说。|会议随后结束。",
        "“路已经通了。|车也来了！”家住附近的温女士高兴地说。",
        "「明年開工。」局長介紹。|現場掌聲不斷。",
        "“我不知道。”他告诉记者。",
    ],
)
def test_who_spoke_stays_with_the_words(marked: str) -> None:
    """What only says who spoke belongs to the quotation before it."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    ["“路通了。”|他还表示，明年再修一条。", "“路通了。”|李明说，“车也来了。”", "“难。”|这件事他不知道。"],
)
def test_a_new_sentence_about_the_speaker_stands_alone(marked: str) -> None:
    """A sentence that says more than who spoke is one of its own."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "他（据说是真的！）来了。",
        "大会开幕（见图。左为会场）后，代表入座。",
        "（编者按：原文有误。今已改正。）|下面是全文。",
        "这里（旧称何处？）是老城。",
        "某地下雨，【快讯！】某地放晴。",
        "表决通过（赞成12票（含委托！）），随即生效。",
    ],
)
def test_brackets_hold_together(marked: str) -> None:
    """A remark in brackets is not cut, and ends a sentence only where it is one."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "他写了《没有写完的书。|后来搬了家。|再后来就没有消息了！",
        "会上（没有合上的括号。|第二句。|第三句。",
        "名为“没有合上的引号！|第二句。|第三句。",
        "多了一个》。|多了一个）。|多了一个”！|完。",
        '他说"一直没有说完。|第二句。',
    ],
)
def test_a_mark_without_its_partner_holds_nothing(marked: str) -> None:
    """A title, bracket or quotation that nothing closes leaves the sentences behind it as they are."""
    holds(marked)


def test_a_partner_far_off_holds_nothing() -> None:
    """A bracket that closes only much later, or on another line, does not join the sentences between."""
    assert len(sentences("他写道（" + "这是其中的一句话。" * 40 + "）")) > 30
    assert cut("甲《乙！\n丙》丁。") == "甲《乙！|丙》丁。"


@pytest.mark.parametrize(
    "marked",
    [
        "他走了……|第二天，他又来了。",
        "唱歌、跳舞、画画……都是她的爱好。",
        "苹果、梨……等水果上市。",
        "……我想说的是，谢谢。|再见。",
        "“……后来呢？”|他问：“……”",
        "说好的...|他没有来。",
        "“谁？”|“你？”……|他不知道怎么答。",
        "“我……我没有拿！”他哭着说。",
        "会议决定——从明年起——免费开放。",
        "一要快；二要好；三要省。|完。",
    ],
)
def test_dots_and_dashes(marked: str) -> None:
    """Dots end a sentence where a new one begins, and not in a list; dashes and semicolons never do."""
    holds(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Dr. Smith joined Acme Co. Ltd. in the U.S. market.|He left in 2020.",
        "See No. 5, p. 3 and Fig. 2 for details.|It grew by 3.5%.|Sales fell.",
        "J. K. Rowling wrote it.|She lives in the U.K.|The book sold well.",
        "法官布朗（Charles Q. Brown）出庭。",
        "A.I. 公司与 Acme Inc. 合作，e.g. 机器人。|完。",
        "We used 12 samples.|5 of them broke.",
        "依照第1.2条，见 www.x.cn 或 v2.0。|完。",
    ],
)
def test_latin_abbreviations_end_nothing(marked: str) -> None:
    """The point of an abbreviation, an initial or a figure ends no sentence; that of a Latin sentence does."""
    holds(marked, " " if marked.isascii() else "")


@pytest.mark.parametrize(
    "marked",
    [
        "1. 提前报名",
        "提示：1. 关好门窗；2. 带好雨具。|3. 少出门。",
        "（1）关好门窗。|（2）带好雨具。",
        "a. First item",
        "iv. Fourth item",
    ],
)
def test_the_number_of_an_item_is_no_sentence(marked: str) -> None:
    """An item of a list keeps its number."""
    holds(marked)


@pytest.mark.parametrize(
    "marked", ["记者：何时开工？|张明：下月。|记者：多久？|张明：两年。", "问：贵吗？|答：不贵。", "问:贵吗?|答:不贵!"]
)
def test_speakers_in_one_line(marked: str) -> None:
    """A question and its answer in one line are two sentences, each with its speaker."""
    holds(marked)

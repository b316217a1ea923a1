"""Short questions as people type them: 2022年山东出口额, 《热烈》的导演是谁, 世乒赛女单冠军, 首届农博会举办时间.

They name a thing, and what of it is asked, and do not say again what the article says of it, as a cloze does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from qa.chinese.names import person_at, tagged
from store.text.sentences import Span

from .clozes import Cloze, tells
from .patterns import IN_CLAUSE, PRONOUN, UNFIT, balanced
from .written import AMOUNT, DATE

SHORTEST, LONGEST = 6, 40
"""Characters of a question."""
SENTENCE = 8, 260
"""Fewest and most characters of a sentence that is asked about."""
SUBJECT, TITLE = (2, 24), 16
"""Fewest and most characters of what a question is about, and most of a title that is put before it."""

_C = IN_CLAUSE
_WHEN = re.compile(
    rf"{DATE}|(?<!\d)(?:19|20)\d\d年?(?:第?[一二三四]季度|上半年|下半年|前三季度|\d{{1,2}}月份?)?|今年(?:上半年|[一二]季度|前?\d月)"
    r"|上半年|(?:第)?[一二三四]季度"
)
# How words for a measure end; `_amounts` looks where they begin: 毛利率, 起售价.
_MEASURE = (
    "额|量|率|总值|增加值|产值|市值|估值|营收|收入|利润|净利|亏损|票房|人数|人次|人口|面积|售价|价格|均价|单价|票价|报价|总价|发行价|收盘价|成本"
    "|投资|资金|资产|负债|规模|增速|增幅|占比|比例|比重|费用|预算|长度|全长|总长|高度|宽度|直径|温度|气温|时速|速度|续航|里程|轴距|海拔|身高"
    "|年龄|寿命|指数|得分|比分|排名|订单|赔偿金|罚款|震级|经费|奖金|学费|年薪|工资|补贴|产能|库存|份额"
)
_AMOUNT = re.compile(
    rf"(?P<s>{_C}{{0,30}})(?P<v>{_MEASURE})(?:累计|合计|共计|共|已经?|首次|仅|均|一度|就|也)*"
    r"(?:为|是|达到?|约|突破|超过?|实现|录得|有|仅|:|：)*了?(?:人民币)?约?$"
)
_HAPPENS = (
    "举行|举办|召开|开幕|闭幕|开赛|开播|首播|上映|公映|首映|发布|上市|开售|发售|启动|开工|竣工|通车|开通|投运|投产|投用|启用|落成|成立|揭牌|首飞|发射|下线|交付"
    "|亮相|开馆|开园|开业|签约|生效|施行|实施|去世|逝世|出生|退役|登陆|收官|落幕|开学|点火|入轨|首发|启航|复航|停运"
)
_HAPPENED = rf"(?:正式|隆重|顺利|成功|将)*(?P<v>{_HAPPENS})(?=[，。；！]|$)"
_DAY = re.compile(
    rf"(?P<x>{DATE})(?:上午|下午|晚|晚间|凌晨|起|，)*(?P<s>(?!在){_C}{{2,30}}?)(?:在{_C}{{2,16}}?)?{_HAPPENED}"
)
_PLACE = re.compile(rf"(?P<s>{_C}{{3,30}}?)(?:正式|将)?在(?P<x>[\u4e00-\u9fff]{{2,16}}?){_HAPPENED}")
_WORK = r"《(?P<s>[^《》]{2,20})》"
_NAMES = r"(?P<x>[\u4e00-\u9fff·]{2,12}(?:、[\u4e00-\u9fff·]{2,12}){0,7})"
_MAKES = {"执导": "导演", "领衔主演": "主演", "主持": "主持人", "演唱": "演唱者"}
"""What one is who does this to a work, where that is called otherwise."""
_MADE = "领衔主演|执导|导演|编剧|主演|主持|作曲|演唱"
_MAKERS = (
    re.compile(rf"{_WORK}{_C}{{0,12}}?由{_NAMES}(?:共同|联袂|等)*(?P<v>{_MADE})"),
    re.compile(rf"(?:由|^|[，。；：]){_NAMES}(?:共同|联袂|等)*(?P<v>{_MADE})的{_C}{{0,10}}?{_WORK}"),
    re.compile(rf"{_WORK}(?:的)?(?P<v>导演|编剧|主演|作者|主编|制片人|总导演){_NAMES}(?=[，。；、在说表称为和与透及])"),
)
_PRIZE = re.compile(
    rf"(?P<x>[\u4e00-\u9fffA-Za-z·/]{{2,16}}?)(?:成功|最终|一举|顺利|再次|强势)*(?:夺得|获得|摘得|赢得|斩获|荣获|拿下|夺取|勇夺|收获)了?(?P<s>{_C}{{2,24}}?(?:冠军|金牌|亚军|银牌|季军|铜牌|一等奖|特等奖|奖))"
    r"(?=[，。；！]|$)"
)
_ASKED = {
    "amount": ("{s}{v}", "{s}{v}是多少", "{s}的{v}是多少", "{s}的{v}", "{s}{v}多少", "{s}的{v}有多少", "{s}{v}为多少"),
    "day": (
        *("{s}什么时候{v}", "{s}{v}时间", "{s}{v}的时间", "{s}{v}时间是什么时候", "{s}是哪天{v}的"),
        *("{s}何时{v}", "{s}{v}日期", "{s}的{v}时间", "{s}{v}的日期是哪天", "{s}{v}是什么时候"),
    ),
    "where": (
        *("{s}在哪里{v}", "{s}在哪{v}", "{s}{v}地点", "{s}的{v}地", "{s}{v}的地点是哪里"),
        *("{s}{v}地在哪", "{s}在什么地方{v}"),
    ),
    "maker": ("{s}的{v}是谁", "{s}{v}", "{s}的{v}", "谁是{s}的{v}", "{s}的{v}是哪位", "{s}{v}是谁"),
    "makers": ("{s}的{v}有哪些", "{s}{v}", "{s}的{v}", "{s}的{v}都有谁", "{s}的{v}是谁", "谁{v}了{s}"),
    "prize": ("{s}是谁", "{s}得主是谁", "谁获得了{s}", "{s}", "{s}是谁拿的", "{s}由谁获得", "{s}得主"),
}
_NO_VALUE = re.compile("以[上下内]|上年同期|同期为")
"""What makes an amount a limit, or another year's."""
_LEAD = re.compile(
    r"^(?:但|而|并且?|且|也|还|又|后来?|其中|同时|此外|另外|不过|然而|因此|所以|于是|随后|之后|目前|截至目前|截至|据悉|据了解|近日|日前|今日|今天|昨日|当日|当天|是|由|，|的|在|了)+"
)
_GRAMMAR = "的了着是在由对把被将和与及为从向以等"
_NO_NAME = re.compile(f"^(?:[{_GRAMMAR}]|但|而|并)|[{_GRAMMAR}]$|个人|选手$")


def asked(text: str, sentence: Span, title: str, random: Random) -> Iterator[Cloze]:
    """The short questions that a sentence of an article with this title gives."""
    said = text[slice(*sentence)]
    if not SENTENCE[0] <= len(said) <= SENTENCE[1] or UNFIT.search(said) or _NO_VALUE.search(said):
        return
    for kind, subject, verb, span in (*_amounts(said), *_days(said), *_places(said), *_makers(said), *_prizes(said)):
        answer, question = said[slice(*span)], _question(kind, subject, verb, title, random)
        if question and said.count(answer) == 1 and answer not in question:
            yield Cloze(question, (sentence[0] + span[0], sentence[0] + span[1]), kind, False)


Found = tuple[str, str, str, Span]
"""A kind, what is asked about, what of it, and where the answer stands."""


def _amounts(said: str) -> Iterator[Found]:
    for match in AMOUNT.finditer(said):
        before = re.split(r"[，。；！？;!?\n]", said[: match.start()])
        if found := _AMOUNT.search(before[-1]):
            when = _WHEN.search(said[: match.start()])
            at = max((word.start for word in tagged(before[-1]) if word.start <= found.start("v")), default=0)
            subject = _LEAD.sub("", before[-1][found.start("s") : at])
            told = subject if not when or when[0] in subject else f"{when[0]}{subject}"
            yield "amount", told, before[-1][at : found.end("v")], match.span()


def _days(said: str) -> Iterator[Found]:
    for match in _DAY.finditer(said):
        yield "day", match["s"], match["v"], match.span("x")


def _places(said: str) -> Iterator[Found]:
    for match in _PLACE.finditer(said):
        if _a_place(match["x"]):
            yield "where", re.sub(f"^{_WHEN.pattern}(?:上午|下午|晚)?，?", "", match["s"]), match["v"], match.span("x")


def _makers(said: str) -> Iterator[Found]:
    for form in _MAKERS:
        for match in form.finditer(said):
            if all(_a_person(name) for name in match["x"].split("、")):
                kind = "makers" if "、" in match["x"] or "主演" in match["v"] else "maker"
                yield kind, match["s"], _MAKES.get(match["v"], match["v"]), match.span("x")


def _prizes(said: str) -> Iterator[Found]:
    for match in _PRIZE.finditer(said):
        if whole := _named(match["x"]):
            yield "prize", match["s"], "", (match.end("x") - len(whole), match.end("x"))


def _named(text: str) -> str:
    """The name that a text ends with."""
    words = tagged(text)
    at = len(words)
    while at and (words[at - 1].tag[0] in "njbg" or words[at - 1].tag == "eng"):
        at -= 1
    if at == len(words) or not any(word.is_name or word.tag == "eng" for word in words[at:]):
        return ""
    people = [place for place in range(at, len(words)) if person_at(words, place)]
    at = people[-1] if people else at
    name = text[words[at].start :]
    return "" if _NO_NAME.search(name) or len(name) < 2 else name


def _a_place(text: str) -> bool:
    words = tagged(text)
    return words[0].tag in ("ns", "nt", "nz") and all(word.tag[0] in "nbjfm" for word in words)


def _a_person(name: str) -> bool:
    words = tagged(name)
    whole = person_at(words, 0) == (0, len(name)) or (len(words) == 1 and words[0].tag == "nr")
    return not _NO_NAME.search(name) and (whole or "·" in name)


def _question(kind: str, subject: str, verb: str, title: str, random: Random) -> str | None:
    about = _LEAD.sub("", subject.strip('，,、：:“”" （(')) if kind not in ("maker", "makers") else f"《{subject}》"
    if pronoun := PRONOUN.match(about):
        about = about[pronoun.end() :]
    if pronoun or len(about) < SUBJECT[0] or not tells(about):
        if not title or len(title) > TITLE or not tells(title):
            return None
        about = f"{title}{about}"
    if len(about) > SUBJECT[1] or not balanced(about):
        return None
    question = random.choice(_ASKED[kind]).format(s=about, v=verb)
    question = re.sub("的的", "的", question) + random.choice(("", "？"))
    return question if SHORTEST <= len(question) <= LONGEST else None

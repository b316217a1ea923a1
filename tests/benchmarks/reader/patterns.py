"""Questions by what stands around an answer: 由于 X，Y asks why, 位于 X where, 以 X 为食 on what, 包括 X、Y which.

`clozes` asks for names, numbers and dates. What people ask of other things, and where the words that answer begin and
end there, these teach: the words that lead to an answer belong to the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from qa.chinese.names import tagged
from store.text.sentences import Span

from .clozes import Cloze, tells, thinned

SHORTEST, LONGEST = 6, 50
"""Characters of a question."""
SENTENCE = 8, 220
"""Fewest and most characters of a sentence that is asked about."""
NAMED = 0.35
"""Share of questions that begin with their text's title though they have a subject."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What asks by one form of words: `form` has the group `x` for the answer, and what `asking` names."""

    kind: str
    form: re.Pattern[str]
    asking: tuple[str, ...]


def _pattern(kind: str, form: str, *asking: str) -> Pattern:
    for name, part in _PARTS.items():
        form = form.replace(name, part)
    return Pattern(kind, re.compile(form), asking)


IN_CLAUSE = r"[^，。；！？：:;!?\n]"
_PARTS = {"@": IN_CLAUSE, "$": r"(?=[，。；！？;!?\n]|$)", "#": r"(?:^|(?<=[，。；！？：:;!?\n]))"}
_CALLED = (
    "又被称为|又称为|又称|又名|也称为|也称|亦称|简称为?|俗称|别名|别称|原名|本名|旧称|古称|被称为|被称作|被誉为"
    "|称作|改名为|更名为|改称|命名为|取名为|取名|名为|绰号"
)
_DOES = (
    "主办|承办|举办|组成|构成|创办|创立|创建|建立|开发|研发|研制|制作|执导|导演|主演|饰演|主持|负责|编写|撰写|提出|设计|发明|出版|发行|运营|管理|"
    "建造|承建|投资|生产|作曲|演唱|配音|翻译|颁发|批准|签署|领导|指挥"
)
_GETS = (
    "担任|出任|就任|改任|升任|兼任|获得|荣获|取得|夺得|就读于?|毕业于|从事|主修|攻读|加入|创办|创立|创建|创作|出版|发表|发行|推出|"
    "采用|使用|提出|建立|成立|设立|设有|拥有|研制|研发|属于|隶属于|信奉|盛产|主演|饰演|执导|撰写|讨论|研究|改编自|源自|源于|起源于|取代|击败|战胜|袭击|选择|禁止|取消"
)
_NOUN = (
    "特点|特征|特色|优点|缺点|好处|坏处|作用|功能|任务|职责|内容|主题|目标|宗旨|意义|症状|原则|定义|条件|标准|原因|方法|方式|做法|"
    "步骤|成分|结构|用途|影响|结果|后果|危害|目的|性质|前身|职业|身份|语言|首都|首府|校训|口号|颜色|形状|外观|性格|爱好|代表作|主角|信仰"
)
PATTERNS = (
    _pattern(
        "why",
        r"#(?:因为|由于|因)(?P<x>@{4,40})，(?:所以|因此|故此?|因而|从而|于是|最终|便|遂)?(?P<y>@{5,34})$",
        *("为什么{y}", "{y}的原因是什么", "{y}是因为什么", "因为什么{y}", "为何{y}"),
    ),
    _pattern(
        "why",
        r"#(?P<y>@{5,34})，?(?:是因为|因为|是由于|由于|原因是|原因在于)(?P<x>@{4,40})$",
        *("为什么{y}", "{y}的原因是什么", "{y}是由于什么", "为何{y}"),
    ),
    _pattern(
        "why",
        r"#(?P<s>@{2,20}?)(?:因|由于)(?P<x>@{2,24}?)(?:而|，而|，遂|，便)(?P<y>@{2,20})$",
        *("{s}为什么{y}", "{s}因为什么而{y}", "{s}{y}的原因是什么", "{s}因何{y}"),
    ),
    _pattern(
        "where",
        r"#(?P<s>@{0,24}?)(?P<v>位于|坐落于|坐落在|地处|设在|建在|建于|分布于|分布在|栖息于|栖息在|生活在|生长于|生长在|产于|出生于|出生在|生于"
        r"|葬于|定居于?|居住在|发源于|流经|通往|前往|抵达|迁至|迁往|逃往|来自)(?P<x>(?:(?!\d|的@{3})@){2,24})$",
        *("{s}{v}哪里", "{s}{v}什么地方", "{s}{v}何处", "{s}在哪里"),
    ),
    _pattern(
        "as",
        r"#(?P<s>@{0,20}?)(?:主要|多|常|通常|均|都)?以(?P<x>(?:(?!以|为)@){1,24})为(?P<v>@{1,8})$",
        *("{s}以什么为{v}", "{s}主要以什么为{v}", "{s}的{v}是什么", "{s}以何为{v}"),
    ),
    _pattern(
        "called",
        rf"#?(?P<s>@{{0,20}}?)(?P<v>{_CALLED})(?P<x>[^，。；、：:（(\n和与及或等]{{2,16}})(?=[，。；、（(])",
        *("{s}{v}什么", "{s}的别名是什么", "{s}还叫什么", "{s}被叫做什么", "{s}叫什么名字", "{s}{v}什么名字"),
    ),
    _pattern(
        "is",
        r"#(?P<s>@{2,16}?)(?:[（(][^）)]{0,60}[）)])?，?(?:是|指的是|是指)(?:(?:一种|一个|一名|一位|一座|一部|一家|中国的?)?)"
        r"(?P<x>@{3,26})$",
        *("{s}是什么", "什么是{s}", "{s}指的是什么", "{s}是什么样的", "{s}是做什么的"),
    ),
    _pattern(
        "list",
        r"#(?P<s>@{0,24}?)(?:主要)?(?P<v>包括|包含|有|分为|涵盖|涉及|分别是|分别为|生产|经营|种植|出产)了?"
        r"(?P<x>(?:(?!有|包括)[^，。；：:、\n]){1,14}(?:、[^，。；：:、\n等]{1,14}){1,8}?)(?:等@{0,10})?$",
        *("{s}{v}哪些", "{s}{v}什么", "{s}主要{v}哪些", "{s}都{v}哪些", "{s}{v}的有哪些"),
    ),
    _pattern(
        "aim",
        r"#(?P<y>@{4,34}?)，?(?:旨在|目的是|目的在于|为的是|是为了|以便|用于|用来|用以)(?P<x>@{4,34})$",
        *("{y}的目的是什么", "{y}是为了什么", "为什么{y}", "{y}有什么目的", "{y}为了做什么"),
    ),
    _pattern(
        "aim",
        r"#为了?(?P<x>@{5,30})，(?P<y>@{6,34})$",
        *("{y}的目的是什么", "{y}是为了什么", "为什么{y}", "{y}有什么目的"),
    ),
    _pattern(
        "result",
        r"#(?P<s>@{3,30}?)，?(?P<v>导致|造成|引发|引起|使得|致使|促使|带来)了?(?P<x>@{3,26})$",
        *("{s}{v}了什么", "{s}{v}什么结果", "{s}有什么后果", "{s}{v}了什么影响"),
    ),
    _pattern(
        "by",
        rf"#(?P<s>@{{2,24}}?)，?(?:是)?由(?P<x>(?:(?!由)@){{2,22}}?)(?:共同|联合|负责)?(?P<v>{_DOES})(?P<y>@{{0,10}})$",
        *("{s}由谁{v}{y}", "{s}由什么{v}{y}", "是谁{v}{s}", "{s}是谁{v}的", "{s}的{v}者是谁"),
    ),
    _pattern(
        "what",
        rf"#(?P<s>@{{2,24}}?)(?P<v>{_GETS})了?(?P<x>(?:(?!\d)@){{2,18}})$",
        *("{s}{v}什么", "{s}{v}了什么", "{s}{v}的是什么", "{s}{v}哪个", "{s}所{v}的是什么"),
    ),
    _pattern(
        "how",
        r"#(?P<s>@{0,20}?)(?:通过|借助|利用|采取|采用|运用|凭借)了?(?P<x>@{3,26}?)(?:的方式|的方法|的手段|的形式|方式|来)?，?"
        r"(?P<y>(?:实现|完成|进行|获取|提高|解决|改善|达到|帮助|打击|控制|获得|赢得|推动|取得)@{2,20})$",
        *("{s}通过什么方式{y}", "{s}如何{y}", "{s}怎样{y}", "{s}怎么{y}", "{s}用什么{y}"),
    ),
    _pattern(
        "of",
        rf"#(?P<s>@{{0,20}}?)的?(?:主要|最大|重要|基本|核心|一大)?的?(?P<v>{_NOUN})(?:主要)?(?:是|为|在于|包括|有|：)(?P<x>@{{2,40}})$",
        *("{s}的{v}是什么", "{s}有什么{v}", "{s}的{v}有哪些", "{s}{v}是什么", "{s}有哪些{v}"),
    ),
    _pattern(
        "fact",
        r"#(?P<s>@{0,16}?)(?P<v>体长|身长|全长|长度|高度|身高|面积|人口|海拔|水深|体重|重量|直径|深度|宽度|时速|速度|温度|气温|票房|产量|学费"
        r"|票价|价格|总投资|成本|寿命|年龄|任期|工期|容量|排名)(?:可达|约为|大约|仅有|超过|约|达到?|为|是|有|在)*(?P<x>\d[\d.,，至到~～\-万亿千百]*[^，。；\d、（(]{1,5})$",
        *("{s}{v}是多少", "{s}的{v}有多少", "{s}{v}多少", "{s}的{v}是多少"),
    ),
)

_LINKS = re.compile(
    "^(?:但|而|并且?|且|也|还|又|后来?|其中|同时|此外|另外|不过|然而|因此|所以|于是|随后|之后|现在?|目前)*"
)
PRONOUN = re.compile("^(?:其|该|这|那|它们?|他们?|她们?|此|本|两者|二者|前者|后者)")
UNFIT = re.compile(r"[我你您咱]|记者|原标题|责编|编辑|来源|图[源片]")
"""What makes a sentence unfit to ask about: its writer speaks, or it is no part of the article."""
_ANSWER_UNFIT = re.compile(
    r"^(?:了|的|着|过|不|很|这|那|其|它|他|她|此|该|什么|哪|多少)|(?:的|了|和|与|及|是|在)$|什么|哪"
)
_NO_END, _NO_SUBJECT = "fpcudr", "vpcrd"
"""Tags of words that end no answer, and that no subject has of which it is told what it is."""
_OPEN, _CLOSED = "（(《“「『", "）)》”」』"


def asked(text: str, sentence: Span, title: str, random: Random) -> Iterator[Cloze]:
    """The questions that a sentence of an article with this title gives."""
    said = text[slice(*sentence)]
    if not SENTENCE[0] <= len(said) <= SENTENCE[1] or UNFIT.search(said):
        return
    for pattern in PATTERNS:
        for match in pattern.form.finditer(said):
            answer = match["x"]
            if said.count(answer) != 1 or not _sound(pattern, match):
                continue
            question = _question(pattern, match, title, random)
            if question and answer not in question:
                start = sentence[0] + match.start("x")
                yield Cloze(question, (start, start + len(answer)), pattern.kind, False)


def _sound(pattern: Pattern, match: re.Match[str]) -> bool:
    """Whether an answer, and what leads to it, begin and end where words do, and it is not half of something."""
    answer, words = match["x"], tagged(match.string)
    edges = {word.start for word in words} | {len(match.string)}
    parts = [match.span(name) for name in ("x", "v") if name in match.groupdict()]
    if _ANSWER_UNFIT.search(answer) or not balanced(answer) or not edges.issuperset(chain.from_iterable(parts)):
        return False
    last = next(word for word in reversed(words) if word.start < match.end("x"))
    if last.tag[0] in _NO_END:
        return False
    return pattern.kind != "is" or not any(word.tag[0] in _NO_SUBJECT for word in tagged(match["s"]))


def balanced(text: str) -> bool:
    """Whether each bracket and quote of a text is closed in it."""
    return all(text.count(a) == text.count(b) for a, b in zip(_OPEN, _CLOSED, strict=True))


def _question(pattern: Pattern, match: re.Match[str], title: str, random: Random) -> str | None:
    share = random.choice((0.0, 0.0, 0.3, 0.6))
    parts = {name: part or "" for name, part in match.groupdict().items() if name != "x"}
    lead = "s" if "s" in parts else "y"
    subject = _LINKS.sub("", parts[lead])
    pronoun = PRONOUN.match(subject)
    parts[lead] = PRONOUN.sub("", subject)
    nameless = lead == "s" and (pronoun is not None or len(parts[lead]) < 2)
    asking = random.choice(pattern.asking)
    shown = {name: part if name == "v" else thinned(part, share, random) for name, part in parts.items()}
    question = re.sub("的的", "的", asking.format(**shown))
    if nameless or pronoun or random.random() < NAMED:
        if nameless and not title:
            return None
        if title and title not in question and len(title) < 16:
            question = f"{title}{question}"
    question = re.sub("[，,、：: ]+$|^[，,、：: 的]+", "", question) + ("？" if random.random() < 0.7 else "")
    return question if SHORTEST <= len(question) <= LONGEST and balanced(question) and tells(question) else None

"""The same question as other people would ask it: with everyday words, a frame around it, or less said."""

from __future__ import annotations

import re
from random import Random

from qa.chinese.names import tagged

# What is said in news, and what people say who ask about it.
_WORDS = {
    "举行": ("召开", "开", "办", "举办"),
    "召开": ("举行", "开"),
    "举办": ("办", "举行"),
    "表示": ("说", "称", "提到"),
    "指出": ("说", "提到"),
    "发布": ("公布", "推出", "发表"),
    "公布": ("发布", "给出"),
    "达到": ("有", "是", "达"),
    "位于": ("在",),
    "开展": ("搞", "做", "进行"),
    "启动": ("开始",),
    "计划": ("打算", "准备"),
    "参加": ("出席", "参与"),
    "出席": ("参加",),
    "获得": ("拿到", "得到", "拿下"),
    "成立": ("建立", "设立"),
    "建设": ("建", "修建"),
    "增长": ("增加", "涨了", "上升"),
    "下降": ("降低", "减少", "跌了"),
    "提供": ("给出", "给"),
    "目前": ("现在", "至今"),
    "共计": ("一共", "总共"),
    "累计": ("一共", "总共"),
    "超过": ("多于", "突破"),
    "推动": ("促进", "带动"),
    "打造": ("建成", "建"),
    "实施": ("执行", "推行"),
    "首次": ("第一次",),
    "担任": ("当", "出任"),
    "企业": ("公司",),
    "进行": ("做", "开展"),
    "造成": ("导致", "引起"),
    "导致": ("造成",),
    "由于": ("因为",),
    "包括": ("有", "包含"),
    "强调": ("说", "要求"),
    "要求": ("提出",),
    "提出": ("说", "要求"),
    "使用": ("用", "采用"),
    "采用": ("用", "使用"),
    "前往": ("去",),
    "抵达": ("到", "到达"),
    "今年": ("这一年",),
    "多少": ("几",),
}
_FRAMES = (
    *("文中说的", "那篇文章里，", "报道里提到，", "文章里，", "请问", "想知道", "据报道，", "这次", "那次", "当时"),
    *("在那篇报道里，", "问一下，", "新闻里说，"),
)
_ENDS = ("呢？", "？", "", "啊？", "来着？", "？")
_VAGUE = {"nt": ("这家机构", "该单位", "他们"), "nr": ("他", "这个人", "此人"), "ns": ("当地", "那里")}
EVERYDAY, FRAMED, VAGUE, ENDED = 0.35, 0.15, 0.06, 0.2
"""How often a word gives way to another, and a question is framed, loses a name, or ends otherwise."""


def reworded(question: str, random: Random) -> str:
    """A question in other words; its names and numbers stay, but for one that it may do without."""
    words = tagged(question)
    kept = [_other(word.text, random) for word in words]
    names = [place for place, word in enumerate(words) if word.tag in _VAGUE and word.is_name]
    if len(names) > 1 and random.random() < VAGUE:
        place = random.choice(names)
        kept[place] = random.choice(_VAGUE[words[place].tag])
    said = "".join(kept)
    if random.random() < FRAMED:
        said = random.choice(_FRAMES) + said
    if random.random() < ENDED:
        said = re.sub("[？?]+$", "", said) + random.choice(_ENDS)
    return said


def everyday(text: str, random: Random) -> str:
    """A text with everyday words in the place of some."""
    return "".join(_other(word.text, random) for word in tagged(text))


def _other(word: str, random: Random) -> str:
    return random.choice(_WORDS[word]) if word in _WORDS and random.random() < EVERYDAY else word

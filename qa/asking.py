"""What a question asks for, and whether a sentence or a claim can be an answer to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from store.folding import fold, is_chinese, simplified, terms

from .answer import Claim
from .drafting.lexicon import SOLE_OFFICES
from .drafting.names import PLACE, tagged
from .evidence import Evidence, Source
from .facts import YEAR, facts, number, quantities, root

ABOUT = 0.1
"""Share of the question's terms that quotes must hold to be about it."""
ABBREVIATED, SHORTEST = 3, 3
"""Most characters that a short form leaves out between two of its own, as 发改委 of 发展和改革委员会, and the fewest
that it has: those of shorter ones stand in order in too many texts."""
_HOW_MANY = re.compile(r"多少|百分之几|第几|几[年月日号个家项条所张名种位次]|哪一?[年天]|什么时候|何时")
_COUNTED = re.compile(r"(?:多少|几)([\u3400-\u9fff])")
_WHICH = re.compile(r"哪([二两三四五六七八九])[\u3400-\u9fff]")
_WHO_HOLDS = re.compile(
    f"(?P<held>{SOLE_OFFICES})(?:现在|目前|各|分别)?(?:的?(?:名字|姓名))?[是叫](?:谁|哪一?位|什么(?!时候))"
    f"|谁(?:是|任|担任|当选|当|出任)[^，。]{{0,12}}?(?P<holding>{SOLE_OFFICES})[?？]?$"
)
_SAME_OFFICE = dict.fromkeys(("执行官", "CEO"), "(?:执行官|CEO)")
_WHEN = re.compile(r"什么时候|何时|哪一?[年天月日]|几[月号]|(?:时间|日期)[是为在]?[?？]?$")
_TIME = re.compile(r"\d|[一二三四五六七八九十]|[年月日周]|[今昨明前后当]天|[上下]午|世纪|星期")
_GROWTH = re.compile(
    r"(?:增长|上升|提高|下降|[涨跌])(?:了|率|幅度)?[是为]?(?:多少|百分之几)?[?？]?$|(?:增速|(?<![频功汇心])率)[是为]?(?:多少)?[?？]?$"
)
_SHARE = re.compile(r"[%％‰倍]|百分|个点|[\d一二三四五六七八九]成")
_PEOPLE = re.compile(r"[\d一二三四五六七八九十百千两]+[多余]?[名位个]?人?")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万亿]")
_WHERE = re.compile("在(?:哪(?!一?[年天月日])|什么地方)|哪个(?:城市|国家|地方|[省市区县])|地点[是在为]?$")
_YES_OR_NO = re.compile("吗|是否|是不是|有没有|有无|能否|会不会|对不对")
_NAMES_NOTHING = frozenset("vdpcumftrqyxw")
"""First letters of the segmenter's tags of words that name neither a thing nor a place."""
_ITEM_ENDS = re.compile(r"[、；和与及]")


def beside(question: str, claim: Claim, evidence: Evidence) -> bool:
    """Whether a claim answers another question: about other places, bodies, people or years; about who holds another
    office; without a number, a place or a list where one is asked for; or with quotes that have nothing in common with
    it.
    """
    numbers = {citation.number for citation in claim.citations}
    cited = [source for source in evidence.sources if source.number in numbers]
    if other_names(question, cited):
        return True
    if not (is_chinese(question) and is_chinese(claim.text)):
        return False
    if of_another_form(question, claim.text):
        return True
    if unknown_years(question, cited) or other_years(question, claim.text):
        return True
    if _other_office(question, claim) or _other_one(question, claim.text):
        return True
    quotes = " ".join(citation.quote for citation in claim.citations)
    asked = set(terms(question))
    held = asked & set(terms(quotes + " ".join(source.passage.title for source in cited)))
    return len(held) < ABOUT * len(asked)


def of_another_form(question: str, claim: str) -> bool:
    """Whether a claim only repeats the question, or has no number, no place, or no list where this wants one."""
    asked = fold(question)
    if not (_YES_OR_NO.search(simplified(question)) or {*terms(claim)} - {*terms(question)}):
        return True
    if _HOW_MANY.search(asked) and not _counts(claim, asked):
        return True
    if _WHERE.search(simplified(question).rstrip("?？")) and not _adds_a_name(claim, question):
        return True
    wanted = _WHICH.search(asked)
    return wanted is not None and len(_ITEM_ENDS.findall(claim)) + 1 < min(number(wanted[1]), 3)


def of_another_kind(question: str, words: str) -> bool:
    """Whether exact words are not what is asked for: no number for how much, no time for when, how many for who, and
    for a growth or a rate a number that is none.
    """
    asked, said = simplified(question).strip(), simplified(words)
    if "多少" in asked and not _NUMBER.search(said):
        return True
    if "谁" in asked and _PEOPLE.fullmatch(said):
        return True
    if _WHEN.search(asked) and not _TIME.search(said):
        return True
    return bool(_GROWTH.search(asked) and re.search(r"\d", said)) and not _SHARE.search(said)


def _counts(claim: str, question: str) -> bool:
    """Whether a claim names a number or a date that the question does not; one of what is asked for is a number too:
    一家.
    """
    known = [fact.value for fact in facts(question)]
    stated = [fact for fact in facts(claim) if fact.kind in ("amount", "date")]
    if quantities(claim) - quantities(question) or any(fact.value not in known for fact in stated):
        return True
    return any(f"一{unit}" in fold(claim) for unit in _COUNTED.findall(question))


def _adds_a_name(claim: str, question: str) -> bool:
    """Whether a claim names something, beside dates and amounts, that the question does not."""
    asked, plain = fold(simplified(question)), simplified(claim)
    stated = [fact for fact in facts(plain) if fact.kind in ("date", "amount")]
    words = [word for word in tagged(plain) if not any(fact.start <= word.start < fact.end for fact in stated)]
    return any(word.tag[:1] not in _NAMES_NOTHING and fold(word.text) not in asked for word in words)


def other_years(question: str, quotes: str) -> bool:
    """Whether the question names a year and the quotes name only others, and not just to compare with."""
    asked, said = _years(question), _years(_COMPARED.sub("", fold(quotes)))
    return bool(asked and said and not asked & said)


def unknown_years(question: str, sources: Sequence[Source]) -> bool:
    """Whether the question names years, and the cited articles name others, or came out in others, but none of these.

    An article may say 去年 of the year before it came out.
    """
    asked = _years(question)
    if not asked:
        return False
    known: set[str] = set()
    for source in sources:
        known |= _years(f"{source.passage.title} {source.article}")
        if published := YEAR.match(source.passage.published or ""):
            known |= {published[0], str(int(published[0]) - 1)}
    return bool(known) and not asked & known


def _years(text: str) -> set[str]:
    return set(YEAR.findall(fold(text)))


def _other_office(question: str, claim: Claim) -> bool:
    """Whether the question asks who holds an office, and what is quoted names none like it: 区长 is no 区委副主任."""
    asked = _WHO_HOLDS.search(simplified(question))
    if not asked:
        return False
    office = asked["held"] or asked["holding"]
    said = simplified(" ".join(f"{citation.quote} {citation.passage.title}" for citation in claim.citations))
    return not re.search(f"(?<!副){_SAME_OFFICE.get(office, office)}", said)


def _other_one(question: str, claim: str) -> bool:
    """Whether a claim speaks of another one of what the question names: 平昌冬奥会 for 北京冬奥会."""
    said = fold(simplified(claim))
    others = _named_ones(claim)
    return any(
        others.get(thing, names) != names and not any(name in said for name in names)
        for thing, names in _named_ones(question).items()
    )


def _named_ones(text: str) -> dict[str, set[str]]:
    """For each thing in a text the names that stand right before it: 冬奥会 with 北京."""
    found: dict[str, set[str]] = {}
    for name, thing in pairwise(tagged(simplified(text))):
        if name.tag[:2] in ("ns", "nr", "nt", "nz") and thing.tag in ("n", "nz", "j") and len(thing.text) > 1:
            found.setdefault(fold(thing.text), set()).add(root(fold(name.text)))
    return found


def elsewhere(question: str, sentence: str) -> bool:
    """Whether a sentence cannot hold what the question asks: it names only other years, or, where a number is asked
    for, only other places.
    """
    if other_years(question, sentence):
        return True
    if not _HOW_MANY.search(fold(question)):
        return False
    asked, said = _names(question, {"ns", "nr"}), fold(sentence)
    return bool(asked and _names(sentence, {"ns"})) and not any(name in said for name in asked)


def other_names(question: str, sources: Sequence[Source]) -> bool:
    """Whether the question names places, bodies or people, and the cited articles none of one of these kinds. An
    article of a place may say no more than 本市 of it, and then names no other.
    """
    articles = fold(" ".join(f"{source.passage.title} {source.article}" for source in sources))
    if _HERE.search(articles):
        articles += "中国"
    unnamed = _LOCAL.search(articles) and not PLACE.search(articles)
    for tag in ("nt", "nr") if unnamed else ("ns", "nt", "nr"):
        names = _names(question, {tag})
        known = any(_named(name, question, articles) or (tag == "nt" and _in_full(name, articles)) for name in names)
        if names and sources and not known:
            return True
    return False


def _named(name: str, question: str, articles: str) -> bool:
    """Whether articles name what a question names: 阿根廷 for 阿根廷队, or 谷歌Minerva by its Latin name alone."""
    latin = re.search(rf"{re.escape(name)}\s*([a-z][a-z\d]+)", fold(question))
    return _TEAM.sub("", name) in articles or bool(latin and latin[1] in articles)


def _in_full(name: str, text: str) -> bool:
    """Whether a text says the name of a body in full, or each of its two parts: 全国政协 is 政治协商会议全国委员会."""
    parts = [(name,), *((name[:place], name[place:]) for place in range(2, len(name) - 1))]
    between = rf"[^，。；、\s]{{0,{ABBREVIATED}}}"
    return len(name) >= SHORTEST and any(
        all(re.search(between.join(map(re.escape, part)), text) for part in both) for both in parts
    )


def _names(text: str, tags: set[str]) -> list[str]:
    """The names in a text, by the segmenter's tags: ns places, nt bodies, nr people; places without their 市 or 区."""
    # What folding makes of a name need not be one: 乾隆 would be 干隆.
    words = tagged(simplified(text))
    named = [word.text for word in words if word.tag[:2] in tags and len(_PLACE_KINDS.sub("", word.text)) > 1]
    return [root(fold(word)) for word in named]


_LOCAL = re.compile("[本我][省市区县镇]")
"""How an article says the place that it is of."""
_COMPARED = re.compile(r"(?:[较比]|相?[较比]于)(?:19|20)\d\d年?|[与和同](?:19|20)\d\d年?(?:全年|同期)?相比")
"""A year that another one is compared with."""
_HERE = re.compile("[我全]国")
"""How a Chinese article says China."""
_TEAM = re.compile("(?<=..)(?:代表)?队$")
"""What a text may leave out of the name of a country's team."""
_PLACE_KINDS = re.compile(r"[省市区县镇乡村街道城]")
"""What kinds of place are called: 镇街 and 城市 are tagged as places, and name none."""

"""What a question asks for, and whether a sentence or a claim can be an answer to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.folding import fold, is_chinese, simplified, terms

from .answer import Claim
from .drafting.lexicon import SOLE_OFFICES
from .drafting.names import PLACE, tagged
from .evidence import Evidence, Source
from .facts import YEAR, facts, number, quantities, root

ABOUT = 0.1
"""Share of the question's terms that quotes must hold to be about it."""
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
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万亿]")
_ITEM_ENDS = re.compile(r"[、；和与及]")


def beside(question: str, claim: Claim, evidence: Evidence) -> bool:
    """Whether a claim answers another question: about other places, bodies, people or years; about who holds another
    office; without a number or a list where one is asked for; or with quotes that have nothing in common with it.
    """
    numbers = {citation.number for citation in claim.citations}
    cited = [source for source in evidence.sources if source.number in numbers]
    if other_names(question, cited):
        return True
    if not (is_chinese(question) and is_chinese(claim.text)):
        return False
    if _HOW_MANY.search(fold(question)) and not _counts(claim.text, fold(question)):
        return True
    if unknown_years(question, cited) or _other_office(question, claim):
        return True
    wanted = _WHICH.search(fold(question))
    if wanted and len(_ITEM_ENDS.findall(claim.text)) + 1 < min(number(wanted[1]), 3):
        return True
    quotes = " ".join(citation.quote for citation in claim.citations)
    asked = set(terms(question))
    held = asked & set(terms(quotes + " ".join(source.passage.title for source in cited)))
    return len(held) < ABOUT * len(asked)


def of_another_kind(question: str, words: str) -> bool:
    """Whether exact words are not what is asked for: no number for how much, no time for when, and for a growth or a
    rate a number that is none.
    """
    asked, said = simplified(question).strip(), simplified(words)
    if "多少" in asked and not _NUMBER.search(said):
        return True
    if _WHEN.search(asked) and not _TIME.search(said):
        return True
    return bool(_GROWTH.search(asked) and re.search(r"\d", said)) and not _SHARE.search(said)


def _counts(claim: str, question: str) -> bool:
    """Whether a claim names a number or a date; one of what is asked for is a number too: 一家."""
    if quantities(claim) or any(fact.kind in ("amount", "date") for fact in facts(claim)):
        return True
    return any(f"一{unit}" in fold(claim) for unit in _COUNTED.findall(question))


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
    kinds = [_names(question, {tag}) for tag in (("nt", "nr") if unnamed else ("ns", "nt", "nr"))]
    return any(names and not any(name in articles for name in names) for names in kinds if sources)


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
_PLACE_KINDS = re.compile(r"[省市区县镇乡村街道城]")
"""What kinds of place are called: 镇街 and 城市 are tagged as places, and name none."""

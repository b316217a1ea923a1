"""Is it what the question is about: the same places, bodies and people, the same year, the same one of several?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.answer import Claim
from qa.chinese.facts import YEAR, facts, root
from qa.chinese.lexicon import SOLE_OFFICES
from qa.chinese.names import PLACE, tagged
from qa.evidence.sources import Evidence, Source
from qa.question.answer_form import HOW_MANY, of_another_form
from store.text.scripts import fold, is_chinese, simplified
from store.text.segmenter import terms

ABOUT = 0.1
"""Share of the question's terms that quotes must hold to be about it."""
ABBREVIATED, SHORTEST = 3, 3
"""Most characters that a short form leaves out between two of its own, as 发改委 of 发展和改革委员会, and the fewest
that it has: those of shorter ones stand in order in too many texts."""
_WHO_HOLDS = re.compile(
    f"(?P<held>{SOLE_OFFICES})(?:现在|目前|各|分别)?(?:的?(?:名字|姓名))?[是叫](?:谁|哪一?位|什么(?!时候))"
    f"|谁(?:是|任|担任|当选|当|出任)[^，。]{{0,12}}?(?P<holding>{SOLE_OFFICES})[?？]?$"
)
_SAME_OFFICE = dict.fromkeys(("执行官", "CEO"), "(?:执行官|CEO)")
_LOCAL = re.compile("[本我][省市区县镇]")
"""How an article says the place that it is of."""
_QUARTER = re.compile("[一二三四1-4](?=季度)|[上下](?=半年)")
_RANKS = tuple(map(re.compile, ("金牌|冠军|夺冠|第一名", "银牌|亚军|第二名", "铜牌|季军|第三名")))
_CLAUSE = re.compile("[，。；,;、]")
_COMPARED = re.compile(r"(?:[较比]|相?[较比]于)(?:19|20)\d\d年?|[与和同](?:19|20)\d\d年?(?:全年|同期)?相比")
"""A year that another one is compared with."""
_HERE = re.compile("[我全]国")
"""How a Chinese article says China."""
_TEAM = re.compile("(?<=..)(?:代表)?队$")
"""What a text may leave out of the name of a country's team."""
_PLACE_KINDS = re.compile(r"[省市区县镇乡村街道城]")
"""What kinds of place are called: 镇街 and 城市 are tagged as places, and name none."""


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
    quotes = " ".join(citation.quote for citation in claim.citations)
    if _other_office(question, claim) or _other_one(question, claim.text) or other_rank(question, claim.text, quotes):
        return True
    asked = set(terms(question))
    held = asked & set(terms(quotes + " ".join(source.passage.title for source in cited)))
    return len(held) < ABOUT * len(asked)


def other_years(question: str, quotes: str) -> bool:
    """Whether the question names a year or a quarter and the quotes name only others, and not just to compare with."""
    plain = _COMPARED.sub("", fold(quotes))
    found = ((_years(question), _years(plain)), ({*_QUARTER.findall(fold(question))}, {*_QUARTER.findall(plain)}))
    return any(asked and said and not asked & said for asked, said in found)


def other_rank(question: str, claim: str, quotes: str) -> bool:
    """Whether the question asks who won, or came second or third, and whoever the claim names came in elsewhere: what
    is asked for is 金牌, and 铜牌 is what stands in each clause of the quotes that has a name of the claim.
    """
    asked = _ranks(question)
    named = [fact for fact in facts(claim) if fact.kind == "name" and fold(str(fact.value)) not in fold(question)]
    clauses = [clause for clause in _CLAUSE.split(fold(quotes)) if any(str(fact.value) in clause for fact in named)]
    found = [ranks for clause in clauses if (ranks := _ranks(clause))]
    return len(asked) == 1 and bool(found) and not any(asked & ranks for ranks in found)


def _ranks(text: str) -> set[int]:
    return {place for place, names in enumerate(_RANKS) if names.search(simplified(text))}


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
    if not HOW_MANY.search(fold(question)):
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

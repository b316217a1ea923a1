"""Claims about who holds an office, how much something is, or who does what to whom, of sentences that name several;
changed, one has another's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from qa.chinese.names import SOLE_OFFICES, tagged
from store.text.sentences import sentences

from .contrary import clauses
from .pairs import LONGEST, Pair, named

MEASURES = (
    *(
        "生产总值",
        "GDP",
        "增加值",
        "产值",
        "产量",
        "营业收入",
        "营收",
        "净利润",
        "利润总额",
        "票房",
        "销量",
        "销售额",
        "市值",
    ),
    *("进出口总额", "进出口总值", "出口", "进口", "投资额", "零售总额", "人均可支配收入", "死亡", "受伤", "失踪"),
)
AMOUNTS = "{measure}{amount}。", "{measure}为{amount}。", "{measure}是{amount}。"
_MEASURED = re.compile(
    rf"(?P<measure>{'|'.join(MEASURES)})[^\d，,。；;、\-−负]{{0,4}}?(?P<amount>\d+(?:\.\d+)?(?:万亿|亿|万)?(?:美元|元|吨|辆|台|人))"
)
FORMS = (
    "{office}是{person}。",
    "{office}为{person}。",
    "{office}{person}。",
    "{person}是{office}。",
    "{person}任{office}。",
)
_OFFICE = re.compile(f"副?(?:{SOLE_OFFICES})$")
_CLAUSE = re.compile("[，,。；;：:]")
_PLACE_KINDS = re.compile("[省市区县]$")
_EITHER = re.compile("会见|会谈|合作|之间|对阵|联合|携手|VS|二人|两人|两国")
_LISTED = re.compile("[和与及同跟]")


def of_offices(text: str, random: Random) -> Iterator[Pair]:
    """Of each sentence that names two people and more after their offices a claim about each of them, true and changed;
    no office is given that the person's own clause names.
    """
    for start, end in sentences(text):
        quote = text[start:end]
        held = list(_held(quote)) if len(quote) <= LONGEST else []
        for person, office, clause in held:
            others = [other for _, other, _ in held if other not in clause and office not in other]
            if others and [name for name, _, _ in held].count(person) == 1:
                form = random.choice(FORMS)
                for kind, said in (("true", office), ("office", random.choice(others))):
                    yield Pair(form.format(office=said, person=person), quote, kind, f"{said}是谁？")


def _held(sentence: str) -> Iterator[tuple[str, str, str]]:
    """The people named right after an office, with it and the clause before them."""
    for word in tagged(sentence):
        office = _OFFICE.search(sentence[: word.start])
        if word.tag == "nr" and word.is_name and office:
            yield word.text, office[0], _CLAUSE.split(sentence[: word.start])[-1]


def of_measures(text: str, random: Random) -> Iterator[Pair]:
    """Of each sentence that gives two measures and more with their amounts a claim about each, true and changed; an
    amount is given to none that is a part of its own measure's name, or the other way round.
    """
    for start, end in sentences(text):
        quote = text[start:end]
        held = (
            [(found["measure"], found["amount"]) for found in _MEASURED.finditer(quote)]
            if len(quote) <= LONGEST
            else []
        )
        for measure, amount in held:
            same = {name for name, other in held if other == amount}
            others = [name for name, _ in held if not any(name in one or one in name for one in same)]
            if others:
                form = random.choice(AMOUNTS)
                for kind, said in (("true", measure), ("measure", random.choice(others))):
                    yield Pair(form.format(measure=said, amount=amount), quote, kind, f"{said}是多少？")


def of_names(text: str, _: Random) -> Iterator[Pair]:
    """Of each clause with two names of one kind that something is said between, a claim that says the same, and one in
    which they stand in each other's place; not where both may stand in either.
    """
    for clause, quote in clauses(text):
        both = named(clause)
        if len(both) != 2 or both[0].tag[:2] != both[1].tag[:2]:
            continue
        one, other = (word.text for word in both)
        between = clause[both[0].end : both[1].start]
        alike = set(_PLACE_KINDS.sub("", one)) & set(_PLACE_KINDS.sub("", other))
        if len(between) > 1 and not (alike or _EITHER.search(clause) or _LISTED.search(between)):
            yield Pair(f"{clause}。", quote, "true")
            turned = clause[: both[0].start] + other + between + one + clause[both[1].end :]
            yield Pair(f"{turned}。", quote, "place")

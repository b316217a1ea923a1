"""Questions out of news: a clause with a question word where its answer stands, and other words dropped or moved.

They are many, and need be no better than most of what people type; `qa.drafting.cloze` makes the few that are sound.
Chinese keeps a question word in the place of what it asks for, so that one replacement makes a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from qa.chinese.names import PLACE, QUOTED, SURNAMES, Word, person_at, tagged, which_body
from qa.drafting.cloze import clozes as sound
from store.text.sentences import Span

from .written import DATE, HOUR

SHORTEST, LONGEST = 8, 50
"""Characters of a question."""
CLAUSE, SENTENCE = (7, 48), (12, 220)
"""Fewest and most characters of a clause and of a sentence that are asked about."""

Asking = tuple[tuple[str, ...], tuple[str, ...]]
"""What asks for something: in its place, and at the end, after the rest."""

WHO: Asking = (("谁", "谁", "哪位", "什么人"), ("是谁", "叫什么名字", "的名字"))
WHERE: Asking = (("哪里", "哪儿", "什么地方", "哪个地方", "何地", "哪个城市"), ("在哪里", "的地点", "在哪"))
WHEN: Asking = (("什么时候", "何时", "哪一天", "几月几日", "什么时间"), ("的时间", "是什么时候", "时间", "是哪天"))
WHICH_YEAR: Asking = (("哪一年", "哪年", "什么时候", "何时"), WHEN[1])
WHICH_MONTH: Asking = (("哪个月", "什么时候", "何时", "几月"), WHEN[1])
WHICH_BODY: Asking = (("哪个机构", "哪个单位"), ("是哪家机构", "是哪家公司"))
WHICH_TITLE: Asking = (("什么", "哪部作品"), ("叫什么", "是什么", "的名称"))
WHAT: Asking = (("什么", "哪个"), ("是什么", "叫什么"))

_UNIT = (
    "(?:元|美元|人民币|港元|人|名|家|个|万|亿|台|部|辆|架|艘|次|项|种|件|套|吨|公斤|千克|克|公里|千米|米|厘米|毫米"
    "|平方米|平方公里|公顷|亩|天|日|年|小时|分钟|秒|岁|%|％|个百分点|倍|度|英寸|mAh|GB|TB|MB|W|瓦|GHz|Hz|Wh|mm|kg|km"
    "|g|℃|分|位|户|所|座|只|支|条|款|人次|股|桶|千瓦时|千瓦|升|票|集|页|层|枚|颗|点)"
)
_SECOND = "(?:美元|人民币|人次|吨|平方米|平方公里|公里|米|元|人|辆|台|部|次|户|亩|股|桶|千瓦时|千瓦)?"
_NUMBER = re.compile(
    rf"(?<![\d.A-Za-z第\-—~－])\d[\d,]*(?:\.\d+)?\s*(?:[十百千万亿]{{1,2}})?\s*余?(?P<unit>{_UNIT}{_SECOND})(?![\d年月])"
)
_DATE = re.compile(
    rf"(?:{DATE}){HOUR}|(?<!\d)\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"
    r"|(?<!\d)(?:19|20)\d\d\s*年(?:\s*第?[一二三四]季度|上半年|下半年)?"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 \-+.']{1,24}[A-Za-z0-9+]")
_LEAD = re.compile(r"^.{0,30}?(?:日消息|日电|讯|日讯|报道|获悉|了解到|表示|称|介绍|指出|显示)[，,：:]\s*")
_CLAUSE_END = re.compile(r"[，；。！？;!?：:\n]")
_LEANS = re.compile("据|其|该|这|那|它|他|她|此|记者|本|今|会议|公司|目前|对此|同时|另外|此外")
_UNFIT = re.compile(r"[我你您咱]|记者|[（(]|电$|这[个些一种样]|原标题|责编|编辑|来源|图[源片]|[“”\"](?![^“”]*[”])")
_NAMING = re.compile("是|为|叫|称为|属于|成为|包括|采用|获得|推出|发布|使用|生产|提供|研发|完成")
_ASKS = re.compile(r"哪[里儿年]|哪一[天年]|哪个?\w{1,2}|什么\w{0,2}|谁|多少\w?|几")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a clause that one can ask for."""

    kind: str
    start: int
    end: int
    asking: Asking


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question, and where in the text its answer stands; `sound` tells that it follows a strict template."""

    question: str
    answer: Span
    kind: str
    sound: bool


def things(clause: str) -> list[Thing]:
    """All that one can ask for in a clause."""
    words = tagged(clause)
    dates = [Thing("date", *match.span(), _which_date(match[0])) for match in _DATE.finditer(clause)]
    numbers = [
        Thing("number", *match.span(), _how_many(match["unit"]))
        for match in _NUMBER.finditer(clause)
        if not any(date.start < match.end() and match.start() < date.end for date in dates)
    ]
    quoted = [Thing("title", *m.span(), WHICH_TITLE) for m in QUOTED.finditer(clause) if len(m[0]) <= 24]
    latin = [Thing("latin", *match.span(), WHAT) for match in _LATIN.finditer(clause)]
    return [*dates, *numbers, *_named(words), *_runs(clause, words), *quoted, *latin]


def _which_date(date: str) -> Asking:
    if "日" in date:
        return WHEN
    return WHICH_MONTH if "月" in date else WHICH_YEAR


def _how_many(unit: str) -> Asking:
    percent = unit in "%％"
    in_place = ("多少", "百分之多少", "百分之几") if percent else (f"多少{unit}", "多少", f"几{unit}")
    return in_place, ("是多少", "有多少", "的数量", "多少")


def _named(words: Sequence[Word]) -> Iterator[Thing]:
    """People, places and bodies that the segmenter takes for names."""
    for place, word in enumerate(words):
        before, after = words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None
        if word.tag == "nr" or word.text[0] in SURNAMES:
            span = person_at(words, place)
            if span and (word.tag == "nr" or span[1] - span[0] == 3):
                yield Thing("person", *span, WHO)
            elif not span and word.tag == "nr" and len(word.text) > 3 and word.is_name:
                yield Thing("person", word.start, word.end, WHO)
        elif word.tag == "ns" and len(word.text) > 1:
            part_of_more = (after and after.tag[0] in "nbjkz") or (before and before.tag == "ns")
            if not part_of_more:
                yield Thing("place", word.start, word.end, WHERE)
        elif word.tag == "nt" and len(word.text) > 2:
            yield Thing("body", word.start, word.end, WHICH_BODY)


def _runs(clause: str, words: Sequence[Word]) -> Iterator[Thing]:
    """Runs of nouns: bodies by how they end, and other things by the verb before them."""
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and words[end].tag[0] in "nbj" and words[end].tag != "nr":
            end += 1
        if end > place:
            span = words[place].start, words[end - 1].end
            run = clause[slice(*span)]
            if body := which_body(run):
                yield Thing("body", *span, ((body, body, "谁", "哪个机构"), (f"是{body}", "是哪家")))
            elif 1 < len(run) < 13 and place and _NAMING.fullmatch(words[place - 1].text):
                yield Thing("thing", *span, WHAT)
        place = max(end, place + 1)


def asked(text: str, sentence: Span, random: Random) -> Iterator[Cloze]:
    """The sound questions of a sentence, and one for each of its clauses that has something to ask for."""
    said = text[slice(*sentence)]
    if not SENTENCE[0] <= len(said) <= SENTENCE[1]:
        return
    for cloze in sound(said):
        if said.count(cloze.answer) == 1:
            start = sentence[0] + said.index(cloze.answer)
            yield Cloze(cloze.question, (start, start + len(cloze.answer)), cloze.hole.kind, True)
    clauses = _clauses(said)
    for place, clause in enumerate(clauses):
        if CLAUSE[0] <= len(clause) <= CLAUSE[1] and not _LEANS.match(clause) and not _UNFIT.search(clause):
            found = _loose(clauses, place, random)
            answer = found[1].strip() if found else ""
            if found and answer and said.count(answer) == 1 and answer not in found[0]:
                start = sentence[0] + said.index(answer)
                yield Cloze(found[0], (start, start + len(answer)), found[2], False)


def _clauses(sentence: str) -> list[str]:
    lead = _LEAD.match(sentence)
    pieces = _CLAUSE_END.split(sentence[lead.end() if lead else 0 :])
    return [piece.strip() for piece in pieces if piece.strip()]


def _loose(clauses: Sequence[str], place: int, random: Random) -> tuple[str, str, str] | None:
    """A question about a clause, its answer and its kind; None where there is nothing to ask, or it would not tell."""
    clause = clauses[place]
    if not any(word.tag in ("v", "vn") for word in tagged(clause)):
        return None
    whole = [
        one for one in things(clause) if "、" not in (clause[one.start - 1 : one.start], clause[one.end : one.end + 1])
    ]
    if not whole:
        return None
    thing = random.choice(whole)
    question = _question(clauses, place, thing, random)
    if not SHORTEST <= len(question) <= LONGEST or _UNFIT.search(question) or not tells(question):
        return None
    return question, clause[thing.start : thing.end], thing.kind


def _question(clauses: Sequence[str], place: int, thing: Thing, random: Random) -> str:
    """A clause with a question word in the place of a thing, or after the rest; some words are dropped."""
    clause = clauses[place]
    share = random.choice((0.0, 0.3, 0.5, 0.8))
    before, after = (thinned(part, share, random) for part in (clause[: thing.start], clause[thing.end :]))
    context = thinned(_context(clauses, place, thing, random), share, random)
    comma = "，" if context and random.random() < 0.6 else ""
    in_place, at_end = (random.choice(words) for words in thing.asking)
    chance = random.random()
    if chance < (0.3 if thing.kind != "number" else 0.25):
        question = f"{context}{comma}{before}{after}{at_end}"
    elif chance < 0.4:
        question = f"{in_place}{before if random.random() < 0.5 else ''}{after}{context}"
    elif chance < 0.5 and thing.kind in ("person", "body"):
        question = f"{context}{'，' if context else ''}{in_place}{after}"
    else:
        question = f"{context}{comma}{before}{in_place}{after}"
    question = re.sub("([是的有])\\1", r"\1", question)
    question = re.sub(r"\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+", "", question).strip("，,、：: ")
    return question + ("？" if random.random() < 0.7 else "")


def _context(clauses: Sequence[str], place: int, thing: Thing, random: Random) -> str:
    """An earlier clause of the sentence, which may have the subject; oftener where there is little else."""
    earlier = [clause for clause in clauses[:place] if len(clause) > 3]
    little = len(clauses[place]) - (thing.end - thing.start) < 14
    if not earlier or not (little or random.random() < 0.5):
        return ""
    context = earlier[0] if random.random() < 0.6 else earlier[-1]
    return context if len(context) <= 34 else ""


def thinned(text: str, share: float, random: Random) -> str:
    """A text without some of the words that say little, and a few of the others; nothing that negates is dropped."""
    if not text or not share:
        return text
    kept = []
    for word in tagged(text):
        little = word.tag[0] in "dcuyop" and not re.search("[不没未无]", word.text)
        more = word.tag[0] in "atbm" and not word.text[0].isdigit()
        if not ((little and random.random() < share) or (more and random.random() < 0.4 * share)):
            kept.append(word.text)
    return "".join(kept)


def tells(question: str) -> bool:
    """Whether a question names something."""
    rest = _ASKS.sub("", question)
    words = tagged(rest)
    names = (w.tag == "eng" or (person_at(words, at) if w.tag == "nr" else w.is_name) for at, w in enumerate(words))
    return any(names) or bool(PLACE.search(rest) or QUOTED.search(rest))

"""Claims that a text makes, and the same with one thing changed: what a checker is measured on.

A claim is a sentence of an article, or a run of its clauses, retold: in other words, with a number written otherwise,
in the other script. A changed one says another number, date or name, or the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from qa.answer import Citation
from qa.chinese.names import Word, tagged
from store.passage import Passage
from store.text.scripts import bare, in_script
from store.text.sentences import sentences
from tests.benchmarks.reader.rewording import everyday

SHORTEST, LONGEST = 20, 160
"""Characters of a sentence that claims are made of."""
KINDS = ("number", "date", "name", "negation")
CLAUSE, RETOLD, REWRITTEN, TRADITIONAL, LED = 0.5, 0.5, 0.5, 0.2, 0.2
"""How often a claim is a part of its sentence, in other words, with numbers written otherwise, in the other script, and
begins with where it is from."""

_LEADS = ("据报道，", "文章提到，", "根据资料，", "报道称，")
_DATE = re.compile(r"(?:(?<!\d)(?:19|20)\d\d\s*年\s*)?\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|(?<!\d)(?:19|20)\d\d\s*年")
_NUMBER = re.compile(r"(?<![\dA-Za-z.,\-])\d[\d,]*(?:\.\d+)?(?![\d.]*[A-Za-z\d])")
_SCALE = re.compile(r"万亿|亿|万")
_NEGATED = re.compile(r"没有|尚未|并未|未能|未|没|不(?=[会能是再予得])")
_QUOTED = re.compile("(“[^”]*”|「[^」]*」|《[^》]*》)")
_NAMES = ("nr", "ns", "nt")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim beside the sentence it is of; `kind` is what was changed in it, and "true" if nothing was."""

    claim: str
    quote: str
    kind: str
    question: str = ""

    def citation(self) -> Citation:
        """The sentence, cited."""
        passage = Passage("", 0, self.quote, 0, len(self.quote), "", "")
        return Citation(1, passage, self.quote, 0, len(self.quote))


class Names:
    """Names of people, places and bodies in a corpus, to be put in each other's place."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._pools: dict[str, list[str]] = {}
        for text in texts:
            for word in named(text):
                self._pools.setdefault(word.tag[:2], []).append(word.text)

    def other(self, word: Word, beside: str, random: Random) -> str | None:
        """Another name of the same kind, which `beside` doesn't hold; None where none is found."""
        drawn = random.choices(self._pools.get(word.tag[:2], [word.text]), k=8)
        return next((name for name in drawn if name not in beside and word.text not in name), None)


def named(text: str) -> list[Word]:
    """The names in a text, as the segmenter has them."""
    return [word for word in tagged(text) if word.tag[:2] in _NAMES and word.is_name]


def of_text(text: str, names: Names, random: Random) -> Iterator[Pair]:
    """A true claim of each sentence that one can be made of, and for each kind the same changed, where it can be."""
    for start, end in sentences(text):
        quote = text[start:end]
        if not SHORTEST <= len(quote) <= LONGEST or "\n" in quote:
            continue
        said = _part(quote, random) if random.random() < CLAUSE else quote
        if not (_NUMBER.search(said) or named(said)):
            continue
        yield Pair(_retold(said, random), quote, "true")
        for kind in KINDS:
            if changed := changed_in(said, quote, kind, names, random):
                yield Pair(_retold(changed, random, plain=kind == "negation"), quote, kind)


def of_questions(
    rows: Sequence[Mapping[str, Any]], articles: Mapping[str, str], names: Names, random: Random
) -> Iterator[Pair]:
    """Of each question of a set that one sentence of its articles answers: the answer beside it, true and changed."""
    for row in rows:
        said = [text[slice(*span)] for name in row["articles"] for text in [articles[name]] for span in sentences(text)]
        for quote in said:
            held = [next((words for words in group if bare(words) in bare(quote)), "") for group in row["answers"]]
            if held and all(held):
                claim = "、".join(held) + "。"
                yield Pair(claim, quote, "true", row["question"])
                for kind in KINDS:
                    if changed := changed_in(claim, quote, kind, names, random):
                        yield Pair(changed, quote, kind, row["question"])
                break


def _part(sentence: str, random: Random) -> str:
    """A run of clauses of a sentence."""
    clauses = re.split(r"(?<=[，；;])|(?<=,)(?!\d)", sentence)
    first = random.randrange(len(clauses))
    said = "".join(clauses[first : first + random.randint(1, 3)]).strip("，；,; ")
    return said + "。" if len(said) >= SHORTEST // 2 and said[-1] not in "。！？" else said


def _retold(claim: str, random: Random, *, plain: bool = False) -> str:
    said = claim if plain or random.random() >= RETOLD else _everyday(claim, random)
    if random.random() < REWRITTEN:
        said = _rewritten(said, random)
    if random.random() < LED:
        said = random.choice(_LEADS) + said
    return in_script(said, "hant") if random.random() < TRADITIONAL else said


def _everyday(claim: str, random: Random) -> str:
    """A claim in other words, but for what it quotes."""
    return "".join(part if part[:1] in "“「《" else everyday(part, random) for part in _QUOTED.split(claim))


def _rewritten(claim: str, random: Random) -> str:
    """A claim with its numbers written in another way that means the same."""

    def other(match: re.Match[str]) -> str:
        number = match[0].replace(",", "")
        if "." in number or len(number) > 15:
            return match[0]
        if number != match[0]:
            return number
        if len(number) > 3 and not re.match(r"\s*[年\-/]", claim[match.end() :]):
            return f"{int(number):,}"
        return match[0]

    def spelled(match: re.Match[str]) -> str:
        return in_words(int(match[0]))

    counted = re.compile(r"(?<![\d.,A-Za-z\-年月])\d{1,2}(?=[个名家项条所座位次种])")
    return counted.sub(spelled, claim) if random.random() < 0.5 else _NUMBER.sub(other, claim)


def in_words(number: int) -> str:
    """A number below a hundred in Chinese."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def changed_in(claim: str, quote: str, kind: str, names: Names, random: Random) -> str | None:
    """A claim with one thing of a kind changed, so that its quote doesn't say it; None where there is none."""
    change = {"number": _number, "date": _date, "negation": _negation}
    made = _name(claim, quote, names, random) if kind == "name" else change[kind](claim, quote, random)
    return made if made and made != claim else None


def _number(claim: str, quote: str, random: Random) -> str | None:
    dates = [match.span() for match in _DATE.finditer(claim)]
    found = [m for m in _NUMBER.finditer(claim) if not any(a <= m.start() < b for a, b in dates)]
    if not found:
        return None
    match = random.choice(found)
    old = match[0]
    others = [m[0] for m in _NUMBER.finditer(_DATE.sub("", quote)) if m[0] != old and len(m[0]) > 1]
    chance = random.random()
    if others and chance < 0.25:
        new = random.choice(others)
    elif chance < 0.4 and (scale := _SCALE.match(claim, match.end())):
        other = random.choice([name for name in ("万亿", "亿", "万") if name != scale[0]])
        return claim[: match.end()] + other + claim[scale.end() :]
    else:
        new = _another_digit(old, random)
    return claim[: match.start()] + new + claim[match.end() :]


def _another_digit(number: str, random: Random) -> str:
    places = [place for place, character in enumerate(number) if character.isdigit()]
    place = random.choice(places)
    digits = [digit for digit in "123456789" if digit != number[place]]
    return number[:place] + random.choice(digits) + number[place + 1 :]


def _date(claim: str, quote: str, random: Random) -> str | None:
    found = [*_DATE.finditer(claim)]
    if not found:
        return None
    match = random.choice(found)
    inside = [*re.finditer(r"\d+", match[0])]
    part = random.choice(inside)
    most = 2029 if len(part[0]) == 4 else 12 if match[0][part.end() :].lstrip().startswith("月") else 28
    least = 2010 if len(part[0]) == 4 else 1
    new = random.choice([n for n in range(least, most + 1) if str(n) != part[0]])
    said = match[0][: part.start()] + str(new) + match[0][part.end() :]
    return claim[: match.start()] + said + claim[match.end() :] if said not in quote else None


def _name(claim: str, quote: str, names: Names, random: Random) -> str | None:
    found = [word for word in named(claim) if len(word.text) > 1]
    if not found:
        return None
    word = random.choice(found)
    others = [
        o for o in named(quote) if o.tag[:2] == word.tag[:2] and o.text not in word.text and word.text not in o.text
    ]
    new = random.choice(others).text if others and random.random() < 0.25 else names.other(word, quote, random)
    return claim[: word.start] + new + claim[word.end :] if new else None


def _negation(claim: str, _: str, random: Random) -> str | None:
    """What is negated said outright, or a verb negated."""
    if negated := [*_NEGATED.finditer(claim)]:
        match = random.choice(negated)
        return claim[: match.start()] + claim[match.end() :]
    words = tagged(claim)
    verbs = [
        word
        for place, word in enumerate(words)
        if word.tag == "v"
        and len(word.text) > 1
        and place
        and words[place - 1].tag[:1] in ("n", "t", "x", "d", "m", "r")
        and place + 1 < len(words)
        and words[place + 1].tag[:1] in ("n", "m", "x", "r")
    ]
    if not verbs:
        return None
    verb = random.choice(verbs)
    return claim[: verb.start] + random.choice(("没有", "未", "并未")) + claim[verb.start :]


def balanced(pairs: Sequence[Pair], number: int, random: Random) -> list[Pair]:
    """So many pairs, one half true and each kind of change an equal part of the other."""
    chosen: list[Pair] = []
    for kind in ("true", *KINDS):
        of_kind = [pair for pair in pairs if pair.kind == kind]
        random.shuffle(of_kind)
        chosen += of_kind[: number // 2 if kind == "true" else number // (2 * len(KINDS))]
    return chosen

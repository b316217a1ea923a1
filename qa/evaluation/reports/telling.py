"""A comparison of two runs in plain sentences, in English and Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.evaluation.scores.measures import Group, Unit
from store.errors import Language

from .differences import RIGHT, Difference, Verdict

if TYPE_CHECKING:
    from qa.evaluation.compare import Comparison

MOST = 5
"""How many other measures are named at most."""

_VERDICTS: dict[Verdict, dict[Language, str]] = {
    "better": {
        "en": "Better, and not by chance: {counts} ({interval}).",
        "zh": "变好，且并非偶然：{counts}（{interval}）。",
    },
    "worse": {
        "en": "Worse, and not by chance: {counts} ({interval}).",
        "zh": "变差，且并非偶然：{counts}（{interval}）。",
    },
    "no difference": {
        "en": "No difference can be told: {counts} ({interval}).",
        "zh": "看不出差别：{counts}（{interval}）。",
    },
}
_SAME: dict[Language, str] = {
    "en": "The same replies to every question: {new} of {questions} right.",
    "zh": "每个问题的回复都相同：{questions} 条回复中 {new} 条正确。",
}
_CHANGED: dict[Language, str] = {
    "en": "{new} of {questions} replies right instead of {old}",
    "zh": "{questions} 条回复中 {new} 条正确，原为 {old} 条",
}
_AS_MANY: dict[Language, str] = {
    "en": "{new} of {questions} replies right in both runs",
    "zh": "两次的 {questions} 条回复中都有 {new} 条正确",
}
_INTERVAL: dict[Language, str] = {
    "en": "{points} points, 95% interval {low} to {high}; McNemar {p}",
    "zh": "{points} 个百分点，95% 区间 {low} 至 {high}；McNemar 检验 {p}",
}
_GROUPS: dict[tuple[Group, Verdict], dict[Language, str]] = {
    ("answers", "better"): {"en": "better at answering", "zh": "回答变好"},
    ("answers", "worse"): {"en": "worse at answering", "zh": "回答变差"},
    ("search", "better"): {"en": "better at search", "zh": "检索变好"},
    ("search", "worse"): {"en": "worse at search", "zh": "检索变差"},
    ("grounding", "better"): {"en": "better at grounding", "zh": "依据变好"},
    ("grounding", "worse"): {"en": "worse at grounding", "zh": "依据变差"},
    ("refusal", "better"): {"en": "better at refusing", "zh": "拒答变好"},
    ("refusal", "worse"): {"en": "worse at refusing", "zh": "拒答变差"},
}
_COSTS: dict[tuple[Unit, Verdict], dict[Language, str]] = {
    ("tokens", "better"): {"en": "fewer tokens", "zh": "所用 token 更少"},
    ("tokens", "worse"): {"en": "more tokens", "zh": "所用 token 更多"},
    ("seconds", "better"): {"en": "faster", "zh": "更快"},
    ("seconds", "worse"): {"en": "slower", "zh": "更慢"},
}
_CLAUSE: dict[Language, str] = {"en": "{lead}: {items}", "zh": "{lead}：{items}"}
_ITEM: dict[Language, str] = {"en": "{title} ({new} instead of {old})", "zh": "{title}（{new}，原为 {old}）"}
_MARKS: dict[Language, tuple[str, str, str]] = {"en": (", ", "; ", "."), "zh": ("、", "；", "。")}
_LIBRARIES: dict[Language, str] = {
    "en": "The libraries differ, so this compares more than the settings.",
    "zh": "两次评测的文库不同，因此比较的不只是设置。",
}
_SETS: dict[Language, str] = {
    "en": "The question sets differ.",
    "zh": "两次评测的问题集不同。",
}
_LEFT_OUT: dict[Language, str] = {
    "en": "Only the {questions} questions that are the same in both runs were compared; {left} were left out.",
    "zh": "只比较了两次评测都有且相同的 {questions} 个问题，另有 {left} 个未计入。",
}
_DECIMALS: dict[Unit, int] = {"share": 3, "tokens": 0, "seconds": 2}


def told(comparison: Comparison, language: Language) -> str:
    """The comparison in one to five sentences: the replies, other measures, and what differs beside the settings."""
    sentences = [_replies(comparison, language), _others(comparison, language), *_caveats(comparison, language)]
    return (" " if language == "en" else "").join(filter(None, sentences))


def named(comparison: Comparison) -> list[Difference]:
    """The differences beside the right replies that are worth a word, the most important first.

    That is the largest of each group and then the second of each, so that ten figures of search hide no refusals; the
    costs come last. Where the replies as a whole are better or worse, that the answers are too is no news.
    """
    whole = comparison.measures[RIGHT].verdict
    real = [
        difference
        for name, difference in comparison.measures.items()
        if name != RIGHT and difference.verdict != "no difference"
    ]
    shares = [d for d in real if d.measure.is_share and not (d.measure.group == "answers" and d.verdict == whole)]
    shares.sort(key=lambda difference: -abs(difference.difference))
    places: Counter[Group] = Counter()
    turns: dict[str, int] = {}
    for difference in shares:
        turns[difference.measure.name] = places[difference.measure.group]
        places[difference.measure.group] += 1
    shares.sort(key=lambda difference: turns[difference.measure.name])
    return shares + [difference for difference in real if not difference.measure.is_share]


def _replies(comparison: Comparison, language: Language) -> str:
    right, questions = comparison.measures[RIGHT], len(comparison.new.results)
    counts = {"questions": questions, "old": round(right.old * questions), "new": round(right.new * questions)}
    if comparison.same_replies:
        return _SAME[language].format(**counts)
    points = {"points": right.difference, "low": right.low, "high": right.high}
    interval = _INTERVAL[language].format(p=_p(right), **{name: _signed(share) for name, share in points.items()})
    counted = (_AS_MANY if counts["old"] == counts["new"] else _CHANGED)[language].format(**counts)
    return _VERDICTS[right.verdict][language].format(counts=counted, interval=interval)


def _others(comparison: Comparison, language: Language) -> str:
    clauses: dict[str, list[str]] = {}
    for difference in named(comparison)[:MOST]:
        clauses.setdefault(_lead(difference)[language], []).append(_item(difference, language))
    comma, semicolon, stop = _MARKS[language]
    said = [_CLAUSE[language].format(lead=lead, items=comma.join(items)) for lead, items in clauses.items()]
    sentence = semicolon.join(said)
    return f"{sentence[0].upper()}{sentence[1:]}{stop}" if said else ""


def _lead(difference: Difference) -> dict[Language, str]:
    measure = difference.measure
    if measure.is_share:
        return _GROUPS[measure.group, difference.verdict]
    return _COSTS[measure.unit, difference.verdict]


def _item(difference: Difference, language: Language) -> str:
    decimals = _DECIMALS[difference.measure.unit]
    old, new = (f"{figure:.{decimals}f}" for figure in (difference.old, difference.new))
    return _ITEM[language].format(title=difference.measure.titles[language], old=old, new=new)


def _caveats(comparison: Comparison, language: Language) -> Iterator[str]:
    """What makes this more than a comparison of settings."""
    left = len({*comparison.only_old, *comparison.only_new, *comparison.altered})
    if "questions.digest" in comparison.made_with:
        yield _SETS[language]
    if left:
        yield _LEFT_OUT[language].format(questions=len(comparison.new.results), left=left)
    if "library.digest" in comparison.made_with:
        yield _LIBRARIES[language]


def _signed(share: float) -> str:
    """A difference of shares in percentage points, with the sign that is printed for it."""
    points = f"{abs(share) * 100:.1f}"
    sign = "" if points == "0.0" else "−" if share < 0 else "+"
    return sign + points


def _p(difference: Difference) -> str:
    if difference.p is None:
        return ""
    return "p < 0.001" if difference.p < 0.001 else f"p = {difference.p:.3f}"

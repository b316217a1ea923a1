"""Does the source say it? Each sentence of an answer against the sentences it may rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.folding import fold, is_chinese, simplified, terms

from .answer import Citation, Claim, Verdict
from .checking import faults
from .citations import Written
from .dates import readable
from .evidence import Evidence, Sentence, Source
from .facts import YEAR, Amount, facts, number

SUPPORTED, PARTLY = 0.6, 0.3
"""Shares of what a claim adds to the question that its quotes must hold."""
ABOUT = 0.1
"""Share of the question's terms that quotes must hold to be about it."""
QUOTES = 3
"""Most sentences quoted for one claim."""

_UNITS = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "trillion": 1e12, "billion": 1e9, "million": 1e6}
_NUMBER = re.compile(r"(\d+(?:,\d{3})+|\d+)(\.\d+)?\s*(万亿|亿|万|trillion|billion|million)?")
_CHINESE_NUMBER = re.compile(r"([一二三四五六七八九])?(十)([一二三四五六七八九])?|[一二三四五六七八九两]")
_HOW_MANY = re.compile(r"多少|百分之几|第几|几[年月日号个家项条所张名种位次]|哪一?[年天]|什么时候|何时")
_COUNTED = re.compile(r"(?:多少|几)([\u3400-\u9fff])")
# Numbers are compared as values; single characters and pairs like 是孙 or 了重 are only seams between words.
_SAYS_LITTLE = re.compile(r"^\d|^.$|^(?:[是在由为的了和与及把被有等].|.[是在由为的了和与及把被有等])$")
_WHICH = re.compile(r"哪([二两三四五六七八九])[\u3400-\u9fff]")
_ITEM_ENDS = re.compile(r"[、；和与及]")


def ground(sentence: Written, question: str, evidence: Evidence) -> Claim:
    """The claim that a written sentence makes, its quotes, and the verdict.

    Quotes come from the sources it names where these hold what it adds to the question, else from whichever offered
    source does. Supported: every fact is there, and most of the new terms. Unsupported, whatever its quotes hold: a
    claim that is beside the question.
    """
    cited = [source for source in evidence.sources if source.number in sentence.numbers]
    best = _quoted(sentence.text, question, cited)
    if best.verdict != "supported":
        other = _quoted(sentence.text, question, evidence.sources)
        if _RANK[other.verdict] > _RANK[best.verdict]:
            best = other
    if beside(question, best, evidence):
        return Claim(best.text, best.citations, "unsupported")
    return best


def beside(question: str, claim: Claim, evidence: Evidence) -> bool:
    """Whether a claim answers another question: about other places, bodies or people; without a number or a list where
    one is asked for; or with quotes that have nothing in common with the question.
    """
    numbers = {citation.number for citation in claim.citations}
    cited = [source for source in evidence.sources if source.number in numbers]
    if other_names(question, cited):
        return True
    if not (is_chinese(question) and is_chinese(claim.text)):
        return False
    if _HOW_MANY.search(fold(question)) and not _counts(claim.text, fold(question)):
        return True
    wanted = _WHICH.search(fold(question))
    if wanted and len(_ITEM_ENDS.findall(claim.text)) + 1 < min(number(wanted[1]), 3):
        return True
    quotes = " ".join(citation.quote for citation in claim.citations)
    asked = set(terms(question))
    held = asked & set(terms(quotes + " ".join(source.passage.title for source in cited)))
    return len(held) < ABOUT * len(asked)


def _counts(claim: str, question: str) -> bool:
    """Whether a claim names a number or a date; one of what is asked for is a number too: 一家."""
    if quantities(claim) or any(fact.kind in ("amount", "date") for fact in facts(claim)):
        return True
    return any(f"一{unit}" in fold(claim) for unit in _COUNTED.findall(question))


def supports(claim: str, question: str, citations: Sequence[Citation]) -> bool:
    """Whether these quotes, and nothing else, say what a claim adds to the question."""
    quoted = [Sentence(c.passage, c.start, c.end, c.quote) for c in citations]
    sources = [Source(c.number, (sentence,)) for c, sentence in zip(citations, quoted, strict=True)]
    return _quoted(claim, question, sources).verdict == "supported"


def other_years(question: str, quotes: str) -> bool:
    """Whether the question names a year and the quotes name only others."""
    asked, said = set(YEAR.findall(fold(question))), set(YEAR.findall(fold(quotes)))
    return bool(asked and said and not asked & said)


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
    """Whether the question names places, bodies or people, and the cited articles none of one of these kinds."""
    articles = fold(" ".join(f"{source.passage.title} {source.article}" for source in sources))
    kinds = [_names(question, {tag}) for tag in ("ns", "nt", "nr")]
    return any(names and not any(name in articles for name in names) for names in kinds if sources)


def _names(text: str, tags: set[str]) -> list[str]:
    """The names in a text, by the segmenter's tags: ns places, nt bodies, nr people; places without their 市 or 区."""
    import rjieba

    # What folding makes of a name need not be one: 乾隆 would be 干隆.
    tagged = rjieba.tag(simplified(text))
    named = [word for word, tag in tagged if tag[:2] in tags and len(_PLACE_KINDS.sub("", word)) > 1]
    return [re.sub(r"(?<=..)[省市区县镇]$", "", fold(word)) for word in named]


_PLACE_KINDS = re.compile(r"[省市区县镇乡村街道城]")
"""What kinds of place are called: 镇街 and 城市 are tagged as places, and name none."""


_RANK: dict[Verdict, int] = {"unsupported": 0, "partly": 1, "supported": 2}


def quote(source: Source, sentence: Sentence) -> Citation:
    """The citation of one offered sentence."""
    return Citation(source.number, sentence.passage, sentence.text, sentence.start, sentence.end)


def _quoted(claim: str, question: str, sources: Sequence[Source]) -> Claim:
    wanted = {f"#{number:g}" for number in quantities(claim)}
    asked = set(terms(question))
    added = [term for term in terms(claim) if term not in asked and not _SAYS_LITTLE.search(term)]
    comparable = is_chinese(claim) or any(not term.isascii() for term in added)
    if comparable:
        wanted |= {term for term in added if not (term.isascii() and not is_chinese(claim))}
    offered = [
        (
            source,
            sentence,
            _held(f"{sentence.passage.title} {sentence.passage.publisher or ''} {sentence.text}", wanted),
        )
        for source in sources
        for sentence in source.sentences
        if not elsewhere(f"{question} {claim}", sentence.text)
    ]
    if not offered:
        return Claim(claim, (), "unsupported")
    chosen: list[tuple[Source, Sentence]] = []
    missing = set(wanted)
    while len(chosen) < QUOTES:
        source, sentence, held = max(offered, key=lambda item: (len(item[2] & missing), item[1].score))
        if chosen and len(held & missing) < max(2, 0.15 * len(wanted)) and not _numbers(held & missing):
            break
        chosen.append((source, sentence))
        missing -= held
    citations = tuple(quote(source, sentence) for source, sentence in dict.fromkeys(chosen))
    if _otherwise(claim, question, citations) if is_chinese(claim) else _numbers(missing):
        return Claim(claim, citations, "unsupported")
    if not wanted:
        return Claim(claim, citations, "partly")  # nothing in it can be checked
    share = 1 - len(missing) / len(wanted)
    verdict: Verdict = "supported" if share >= SUPPORTED else "partly" if share >= PARTLY else "unsupported"
    return Claim(claim, citations, verdict)


def _otherwise(claim: str, question: str, citations: Sequence[Citation]) -> bool:
    """Whether a claim says otherwise than its quotes; their articles' titles and dates are taken for granted."""
    cited = [citation.passage for citation in citations]
    known = [part for p in cited for part in (p.title, p.publisher, readable(p.published, "zh"))]
    return bool(faults(claim, [citation.quote for citation in citations], "\n".join(filter(None, [question, *known]))))


def _held(text: str, wanted: set[str]) -> set[str]:
    # A claim may leave 亿 and the unit to the question; whether the number is right is told by `faults`.
    numbers = (
        quantities(text) | counted(text) | {fact.value.said for fact in facts(text) if isinstance(fact.value, Amount)}
    )
    return wanted & ({f"#{number:g}" for number in numbers} | set(terms(text)))


def _numbers(found: set[str]) -> bool:
    return any(term.startswith("#") for term in found)


def quantities(text: str) -> set[float]:
    """The numbers that a text writes in digits, as values: 4.8万亿 is 4.8e12, 1,736 is 1736."""
    return {
        float(match[1].replace(",", "") + (match[2] or "")) * _UNITS.get(match[3] or "", 1)
        for match in _NUMBER.finditer(fold(text))
    }


def counted(text: str) -> set[float]:
    """The numbers below a hundred that a text writes in Chinese: 二十五 is 25."""
    return {number(match[0]) for match in _CHINESE_NUMBER.finditer(fold(text))}

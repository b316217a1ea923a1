"""Does the source say it? Each sentence of an answer against the sentences it may rest on."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer import Citation, Claim, Verdict
from qa.answering.reply import Written
from qa.chinese.facts import Amount, counted, facts, quantities, root
from qa.evidence.pointing import TRUSTED
from qa.evidence.sources import Evidence, Sentence, Source
from qa.formatting.dates import readable
from qa.question.answer_form import said_beside
from store.text.edits import Trace
from store.text.scripts import bare, fold, is_chinese
from store.text.segmenter import terms

from .alignment import faults
from .subject import beside, elsewhere

SUPPORTED, PARTLY = 0.6, 0.3
"""Shares of what a claim adds to the question that its quotes must hold."""
QUOTES = 3
"""Most sentences quoted for one claim."""


def ground(sentence: Written, question: str, evidence: Evidence) -> Claim:
    """The claim that a written sentence makes, its quotes, and the verdict.

    Quotes come from the sources it names where these hold what it adds to the question, else from whichever offered
    source does. Supported: every fact is there, and most of the new terms. Unsupported, whatever its quotes hold: a
    claim that is beside the question, unless it says what the reader is all but certain of.
    """
    cited = [source for source in evidence.sources if source.number in sentence.numbers]
    best = _quoted(sentence.text, question, cited)
    if best.verdict != "supported":
        other = _quoted(sentence.text, question, evidence.sources)
        if _RANK[other.verdict] > _RANK[best.verdict]:
            best = other
    if not vouched(best, evidence) and beside(question, best, evidence):
        return Claim(best.text, best.citations, "unsupported")
    return best


def vouched(claim: Claim, evidence: Evidence) -> bool:
    """Whether a claim says the words of a quote that all but certainly answer the question."""
    said = bare(claim.text)
    return any(
        bare(sentence.pointed) in said for sentence in evidence.quoted(claim.citations) if sentence.answers >= TRUSTED
    )


def supports(claim: str, question: str, citations: Sequence[Citation]) -> bool:
    """Whether these quotes, and nothing else, say what a claim adds to the question."""
    quoted = [Sentence(c.passage, c.start, c.end, c.quote) for c in citations]
    sources = [Source(c.number, (sentence,)) for c, sentence in zip(citations, quoted, strict=True)]
    return _quoted(claim, question, sources).verdict == "supported"


_RANK: dict[Verdict, int] = {"unsupported": 0, "partly": 1, "supported": 2}


def quote(source: Source, sentence: Sentence) -> Citation:
    """The citation of one offered sentence."""
    original = Trace(source.changes).span(sentence.start, sentence.end)
    return Citation(source.number, sentence.passage, sentence.text, sentence.start, sentence.end, original)


def _quoted(claim: str, question: str, sources: Sequence[Source]) -> Claim:
    wanted = {f"#{number:g}" for number in quantities(claim)}
    added = said_beside(claim, question)
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
    chosen += _naming(claim, question, [item[:2] for item in offered], chosen)[: QUOTES - len(chosen)]
    citations = tuple(quote(source, sentence) for source, sentence in dict.fromkeys(chosen))
    if otherwise(claim, question, citations) if is_chinese(claim) else _numbers(missing):
        return Claim(claim, citations, "unsupported")
    if not wanted:
        return Claim(claim, citations, "partly")  # nothing in it can be checked
    share = 1 - len(missing) / len(wanted)
    verdict: Verdict = "supported" if share >= SUPPORTED else "partly" if share >= PARTLY else "unsupported"
    return Claim(claim, citations, verdict)


def _naming(
    claim: str, question: str, offered: Sequence[tuple[Source, Sentence]], chosen: Sequence[tuple[Source, Sentence]]
) -> list[tuple[Source, Sentence]]:
    """The sentences that name somebody or something of the claim that neither the question nor a chosen one names."""
    known = fold(question + "".join(sentence.text + sentence.passage.title for _, sentence in chosen))
    found: list[tuple[Source, Sentence]] = []
    for fact in facts(claim):
        name = root(str(fact.value))
        if fact.kind == "name" and len(name) > 1 and name not in known:
            naming = [item for item in offered if name in fold(item[1].text)]
            if naming:
                found.append(max(naming, key=lambda item: item[1].score))
                known += fold(found[-1][1].text)
    return found


def otherwise(claim: str, question: str, citations: Sequence[Citation]) -> bool:
    """Whether a Chinese claim says otherwise than its quotes; their articles' titles and dates are taken for granted,
    and so is what it repeats of the question.
    """
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

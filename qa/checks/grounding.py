"""Does the source say it? Each sentence of an answer against the sentences it may rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from qa.answer import Citation, Claim, Finding, Verdict
from qa.chinese.facts import facts, root
from qa.evidence.moments import told_beside
from qa.evidence.sources import Evidence, Sentence, Source
from qa.formatting.dates import readable
from qa.question.answer_form import said_beside
from qa.thresholds import CERTAIN, FURTHER_QUOTE, PARTLY_SUPPORTED, SUPPORTED
from store.text.amount import Amount
from store.text.edits import Trace
from store.text.numbers import counted, quantities
from store.text.resolution.resolved import resolved_dates
from store.text.scripts import bare, fold, is_chinese
from store.text.segmenter import terms
from store.text.sentences import Span

from .base import Case, case
from .table import examine

QUOTES = 3
"""Most sentences quoted for one claim."""

Offered = tuple[Source, Sentence, set[str]]
"""A sentence that may be quoted, with its source, and what of that which is wanted it holds."""


def ground(text: str, numbers: Collection[int], question: str, evidence: Evidence) -> Claim:
    """The claim that a sentence makes, with its quotes, the verdict, and what the checks found wrong.

    Quotes come from the sources of the given numbers where these hold what the sentence adds to the question, else from
    whichever offered source does. Supported: every fact is there, and most of the new terms. A claim that does not
    answer the question is unsupported, whatever its quotes hold, unless it says what the reader is all but certain of.
    """
    best = _quoted(text, question, [source for source in evidence.sources if source.number in numbers])
    if best.verdict != "supported":
        other = _quoted(text, question, evidence.sources)
        if _RANK[other.verdict] > _RANK[best.verdict]:
            best = other
        elif not best.citations:
            # In an answer, what a withheld claim does not cite must not count as having misled the model.
            best = replace(best, findings=other.findings, citations=() if question else other.citations)
    best = replace(best, resolved=told_beside(question, text, best.citations))
    return on_topic(best, question, evidence, certain=is_certain(best, evidence))


def on_topic(claim: Claim, question: str, evidence: Evidence, *, certain: bool = False) -> Claim:
    """The claim, with the findings of those checks that compare it with the question; they make it unsupported, unless
    the reader is `certain` that it answers.
    """
    if not (question and claim.citations):
        return claim
    found = examine(_case(claim, question, evidence.sources), "asked")
    doubted = bool(found) and not certain
    verdict: Verdict = "unsupported" if doubted else claim.verdict
    return replace(claim, verdict=verdict, findings=(*claim.findings, *found))


def check_sentence(
    claim: Claim, sentence: Sentence, question: str, evidence: Evidence, *, certain: bool = False
) -> Claim:
    """A claim that quotes one sentence, with what all checks find: those of the words that the reader points at, those
    of the sentence, and those of the claim itself. Any finding makes it unsupported, but for one that compares it with
    the question where the reader is `certain`.
    """
    found = (
        *_of_pointed(claim, sentence, question),
        *examine(_quotable("", sentence, question), "quoted"),
        *contradictions(claim, question, pointed=_pointed(sentence)),
    )
    verdict: Verdict = "unsupported" if found else claim.verdict
    told = told_beside(question, claim.text, claim.citations, _pointed(sentence))
    claim = replace(claim, verdict=verdict, findings=found, resolved=told)
    return on_topic(claim, question, evidence, certain=certain)


def _of_pointed(claim: Claim, sentence: Sentence, question: str) -> Iterator[Finding]:
    """The findings on the words that the reader points at, at their place in the claim: it is the words alone, or ends
    with the sentence, character for character.
    """
    before = len(claim.text) - len(sentence.text)
    shift = before + sentence.exact[0] - sentence.start if before >= 0 and sentence.exact else 0
    for finding in examine(case(sentence.pointed, question=question), "pointed"):
        span = finding.span[0] + shift, finding.span[1] + shift
        yield replace(finding, says=claim.text[slice(*span)], span=span)


def _pointed(sentence: Sentence) -> Span:
    """The words that the reader points at, at offsets into the sentence; the whole sentence without any."""
    start, end = sentence.exact or (sentence.start, sentence.end)
    return start - sentence.start, end - sentence.start


def is_certain(claim: Claim, evidence: Evidence) -> bool:
    """Whether a claim says the words of a quote that, to the reader, all but certainly answer the question."""
    said = bare(claim.text)
    return any(
        bare(sentence.pointed) in said for sentence in evidence.quoted(claim.citations) if sentence.answers >= CERTAIN
    )


def supports(claim: str, question: str, citations: Sequence[Citation]) -> bool:
    """Whether these quotes, and nothing else, say what a claim adds to the question."""
    quoted = [Sentence(c.passage, c.start, c.end, c.quote) for c in citations]
    sources = [Source(c.number, (sentence,)) for c, sentence in zip(citations, quoted, strict=True)]
    return _quoted(claim, question, sources).verdict == "supported"


def contradicted(claim: Claim, question: str) -> Claim:
    """The claim with what its quotes contradict, which makes it unsupported."""
    found = contradictions(claim, question)
    return replace(claim, verdict="unsupported", findings=(*claim.findings, *found)) if found else claim


def contradictions(claim: Claim, question: str, *, pointed: Span | None = None) -> tuple[Finding, ...]:
    """What the quotes of a claim contradict, by the checks that compare a claim with its quotes. `pointed` are the
    words of the first quote that the reader points at.
    """
    return examine(replace(_case(claim, question, ()), pointed=pointed), "said")


def _case(claim: Claim, question: str, sources: Sequence[Source]) -> Case:
    """A claim beside what it cites. Titles, publishers and dates of the cited articles, and what the question says, are
    taken for granted.
    """
    cited = [citation.passage for citation in claim.citations]
    granted = [part for p in cited for part in (p.title, p.publisher, readable(p.published, "zh"))]
    numbers = {citation.number for citation in claim.citations}
    texts = case(
        claim.text,
        [citation.quote for citation in claim.citations],
        question,
        "\n".join(filter(None, [question, *granted])),
    )
    named = tuple(source for source in sources if source.number in numbers)
    return replace(texts, sources=named, published=tuple(passage.published for passage in cited))


def _quotable(claim: str, sentence: Sentence, question: str) -> Case:
    """A sentence that may be quoted for a claim."""
    return replace(case(claim, [sentence.text], question), published=(sentence.passage.published,))


_RANK: dict[Verdict, int] = {"unsupported": 0, "partly": 1, "supported": 2}


def cite(source: Source, sentence: Sentence) -> Citation:
    """The citation of one offered sentence."""
    original = Trace(source.changes).span(sentence.start, sentence.end)
    resolved = resolved_dates(sentence.text, sentence.passage.published)
    return Citation(source.number, sentence.passage, sentence.text, sentence.start, sentence.end, original, resolved)


def _quoted(claim: str, question: str, sources: Sequence[Source]) -> Claim:
    """A claim with the sentences of these sources that hold most of what it adds to the question."""
    wanted = _wanted(claim, question)
    offered: list[Offered] = []
    passed_over: list[Finding] = []
    for source in sources:
        for sentence in source.sentences:
            # Without a question, a sentence of another year is what the claim has to be compared with.
            if question and (found := examine(_quotable(claim, sentence, question), "quoted")):
                passed_over += found
            else:
                offered.append((source, sentence, _held(_findable(sentence), wanted)))
    if not offered:
        return Claim(claim, (), "unsupported", findings=tuple(passed_over[:QUOTES]) or (_unsaid(claim, ()),))
    chosen, missing = _chosen(offered, wanted)
    chosen += _naming(claim, question, [item[:2] for item in offered], chosen)[: QUOTES - len(chosen)]
    citations = tuple(cite(source, sentence) for source, sentence in dict.fromkeys(chosen))
    made = Claim(claim, citations)
    if is_chinese(claim):
        found = contradictions(made, question)
    else:
        found = (_unsaid(claim, missing),) if _numbers(missing) else ()
    if not (found or question):
        found = _all_elsewhere(made)
    if found:
        return replace(made, verdict="unsupported", findings=found)
    if not wanted:
        return replace(made, verdict="partly")  # nothing in it can be checked
    share = 1 - len(missing) / len(wanted)
    verdict: Verdict = "supported" if share >= SUPPORTED else "partly" if share >= PARTLY_SUPPORTED else "unsupported"
    findings = () if verdict == "supported" else (_unsaid(claim, missing),)
    return replace(made, verdict=verdict, findings=findings)


def _all_elsewhere(claim: Claim) -> tuple[Finding, ...]:
    """What tells that none of a claim's quotes can be quoted for it, as they are about another year or half of one."""
    found = [examine(case(claim.text, [citation.quote]), "quoted") for citation in claim.citations]
    return tuple(finding for one in found for finding in one) if all(found) else ()


def _wanted(claim: str, question: str) -> set[str]:
    """What quotes must hold: the numbers of a claim, and the terms that it adds to the question."""
    wanted = {f"#{number:g}" for number in quantities(claim)}
    added = said_beside(claim, question)
    if is_chinese(claim) or any(not term.isascii() for term in added):
        wanted |= {term for term in added if not (term.isascii() and not is_chinese(claim))}
    return wanted


def _findable(sentence: Sentence) -> str:
    return f"{sentence.passage.title} {sentence.passage.publisher or ''} {sentence.text}"


def _chosen(offered: Sequence[Offered], wanted: set[str]) -> tuple[list[tuple[Source, Sentence]], set[str]]:
    """The sentences that together hold most of what is wanted, and what none of them holds."""
    chosen: list[tuple[Source, Sentence]] = []
    missing = set(wanted)
    while len(chosen) < QUOTES:
        source, sentence, held = max(offered, key=lambda item: (len(item[2] & missing), item[1].score))
        if chosen and len(held & missing) < max(2, FURTHER_QUOTE * len(wanted)) and not _numbers(held & missing):
            break
        chosen.append((source, sentence))
        missing -= held
    return chosen, missing


def _unsaid(claim: str, missing: Collection[str]) -> Finding:
    """The finding that no quote says a claim: the stretch of it from the first missing term to the last one."""
    folded = fold(claim)
    places = [(folded.find(term), len(term)) for term in missing if not term.startswith("#") and term in folded]
    start = min((place for place, _ in places), default=0)
    end = max((place + length for place, length in places), default=len(claim))
    return Finding("terms", "unsaid", claim[start:end], (start, end))


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


def _held(text: str, wanted: set[str]) -> set[str]:
    # A claim may leave 亿 and the unit to the question; whether the number is right is for the checks to tell.
    amounts = [fact.value.absolute for fact in facts(text) if isinstance(fact.value, Amount)]
    stated = {number for amount in amounts for number in (amount.value, amount.said)}
    numbers = quantities(text) | counted(text) | stated
    return wanted & ({f"#{number:g}" for number in numbers} | set(terms(text)))


def _numbers(found: set[str]) -> bool:
    return any(term.startswith("#") for term in found)

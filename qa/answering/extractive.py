"""Answers without a language model: the best sentences of the articles, quoted and cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answer import Answer, Claim
from qa.checks.grounding import check_sentence, cite
from qa.evidence.sources import Evidence, Sentence, Source
from qa.llm import EXTRACTIVE
from qa.question.answer_form import of_another_kind
from qa.thresholds import ANSWERS, CERTAIN, LIKELY_BESIDE, QUOTED_BESIDE, SET_OFF, WHOLE_SENTENCE
from store.text.scripts import in_script, is_chinese, script_of

from .composing import as_sides
from .disagreement import other_sides
from .inquiry import Inquiry
from .newest import newest_first
from .second_look import is_side

SENTENCES = 3
"""Most sentences quoted."""


class Signed:
    """Who wrote an article: the line that signs it is quoted. A model could only misread it."""

    name = "signed"

    def fits(self, inquiry: Inquiry) -> bool:
        """Where the question asks for nothing but the author, and the article that fits best names one."""
        return bool(inquiry.signatures)

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """What was found, then the line."""
        answer = replace(inquiry.with_hits(inquiry.hits), llm=EXTRACTIVE)
        yield inquiry.with_hits(inquiry.hits)
        evidence = inquiry.evidence(inquiry.signatures)
        yield inquiry.judged(inquiry.complete(answer, extract(inquiry.asked, evidence)), evidence)


class Extractive:
    """Without a language model: the sentences that fit best are quoted, and sides set apart where articles disagree."""

    name = EXTRACTIVE

    def fits(self, inquiry: Inquiry) -> bool:
        """Where there is no model."""
        return inquiry.llm is None

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """What was found, then the sentences."""
        answer = inquiry.with_hits(inquiry.hits)
        yield answer
        evidence = inquiry.evidence([*inquiry.authors, *inquiry.ranked])
        claims = with_sides(inquiry.asked, extract(inquiry.asked, evidence), evidence)
        if inquiry.time.newest:
            claims = newest_first(claims, evidence, inquiry.beside.on)
        yield inquiry.judged(inquiry.complete(answer, claims), evidence)


def extract(question: str, evidence: Evidence) -> list[Claim]:
    """The sentences that fit the question best, as claims that quote them; those with findings are unsupported.

    Where the reader points at words in them, the likeliest come first, their claims begin with those words, and
    nothing is said unless one is likely enough. A claim's text is in the question's script, its quote in the article's
    own. A question in another language gets the sentences as they are: the reader finds them for English too, but in
    them it often points at another name.
    """
    sources = {sentence: source for source in evidence.sources for sentence in source.sentences}
    best = [sentence for sentence in evidence.best() if not _of_another_kind(question, sentence)]
    others = [sentence for sentence in evidence.best() if sentence.answers >= ANSWERS and sentence not in best]
    likeliest = max((sentence.answers for sentence in best), default=0.0)
    judged = []
    for sentence in [*_worth_quoting(best, likeliest), *others]:
        claim = _claim(sentence, sources[sentence], question, set_off=sentence.answers >= SET_OFF * likeliest)
        certain = sentence.answers >= CERTAIN
        judged.append(check_sentence(claim, sentence, question, evidence, certain=certain))
    kept = [claim for claim in judged if claim.verdict == "supported"][:SENTENCES]
    return kept + [claim for claim in judged if claim.verdict == "unsupported"]


def _claim(sentence: Sentence, source: Source, question: str, *, set_off: bool) -> Claim:
    """The claim that quotes a sentence, with the words that answer `set_off` before it."""
    script = script_of(question) if is_chinese(question) else None
    exact = _exact(sentence) if script and set_off else ""
    said = f"{exact}：{sentence.text}" if exact else sentence.text
    if script:
        said = in_script(said, script, source=source.article or sentence.passage.text)
        exact = said[: len(exact)]
    return Claim(said, (cite(source, sentence),), exact=exact)


def with_sides(question: str, claims: Sequence[Claim], evidence: Evidence) -> list[Claim]:
    """The claims, with those as sides that answer otherwise than the first one."""
    kept = [claim for claim in claims[:1] if claim.verdict != "unsupported"]
    found = other_sides(question, kept, evidence, lambda words: is_side(question, words))
    quoted = {side.citations for side in found}
    held = [claim for claim in claims[1:] if claim.citations in quoted and claim.verdict != "unsupported"]
    new = [side for side in found if side.citations not in {claim.citations for claim in held}]
    return [*as_sides(claims[:1], [*held, *new]), *(claim for claim in claims[1:] if claim not in held)]


def _worth_quoting(best: Sequence[Sentence], likeliest: float) -> list[Sentence]:
    """The sentences that may answer, the likeliest first, then those that come near the best one by their score."""
    if not best:
        return []
    near = [sentence for sentence in best if sentence.score >= QUOTED_BESIDE * best[0].score]
    if not any(sentence.exact for sentence in best):
        return near
    if likeliest < ANSWERS:
        return []
    likely = [sentence for sentence in best if sentence.exact and sentence.answers >= LIKELY_BESIDE * likeliest]
    likely.sort(key=lambda sentence: -sentence.answers)
    return [*dict.fromkeys([*likely, *near])]


def _of_another_kind(question: str, sentence: Sentence) -> bool:
    return bool(sentence.exact) and of_another_kind(question, sentence.pointed)


def _exact(sentence: Sentence) -> str:
    """The words of a sentence that answer, unless they are most of it anyway."""
    words = sentence.pointed
    return words if len(words) < WHOLE_SENTENCE * len(sentence.text) else ""

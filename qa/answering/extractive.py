"""Answers without a language model: the best sentences of the articles, quoted and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Claim
from qa.checks.grounding import quote
from qa.checks.subject import beside, elsewhere
from qa.evidence.pointing import ANSWERS, TRUSTED
from qa.evidence.sources import Evidence, Sentence
from qa.question.answer_form import of_another_kind
from store.text.scripts import in_script, is_chinese, script_of

from .composing import opposed
from .disagreement import others
from .second_look import stands

SENTENCES = 3
"""Most sentences quoted."""
WORTH = 0.6
"""Share of the best sentence's score that another needs to be quoted beside it."""
LIKELY, SURE = 0.05, 0.5
"""Shares of the likeliest sentence's likelihood that another needs to be quoted, and to have its words set off."""
WHOLE = 0.6
"""Share of a sentence from which its exact words are no shorter to read than the sentence."""


def extract(question: str, evidence: Evidence) -> list[Claim]:
    """The sentences that fit the question best, as claims that quote them; those beside the question are unsupported.

    Where the reader points at words in them, the likeliest come first, their claims begin with those words, and
    nothing is said unless one is likely enough. A claim's text is in the question's script, its quote in the article's
    own. A question in another language gets the sentences as they are: the reader finds them for English too, but in
    them it often points at another name.
    """
    sources = {sentence: source for source in evidence.sources for sentence in source.sentences}
    script = script_of(question) if is_chinese(question) else None
    best = [sentence for sentence in evidence.best() if not _of_another_kind(question, sentence)]
    likeliest = max((sentence.answers for sentence in best), default=0.0)
    judged = []
    for sentence in _worth_quoting(best, likeliest):
        if not elsewhere(question, sentence.text):
            exact = _exact(sentence) if script and sentence.answers >= SURE * likeliest else ""
            said = f"{exact}：{sentence.text}" if exact else sentence.text
            if script:
                exact, said = in_script(exact, script), in_script(said, script)
            claim = Claim(said, (quote(sources[sentence], sentence),), exact=exact)
            doubted = sentence.answers < TRUSTED and beside(question, claim, evidence)
            judged.append(replace(claim, verdict="unsupported") if doubted else claim)
    kept = [claim for claim in judged if claim.verdict == "supported"][:SENTENCES]
    return kept + [claim for claim in judged if claim.verdict == "unsupported"]


def told_apart(question: str, claims: Sequence[Claim], evidence: Evidence) -> list[Claim]:
    """The claims, with those as sides that answer otherwise than the first one."""
    kept = [claim for claim in claims[:1] if claim.verdict != "unsupported"]
    found = others(question, kept, evidence, lambda words: stands(question, words))
    quoted = {side.citations for side in found}
    held = [claim for claim in claims[1:] if claim.citations in quoted and claim.verdict != "unsupported"]
    new = [side for side in found if side.citations not in {claim.citations for claim in held}]
    return [*opposed(claims[:1], [*held, *new]), *(claim for claim in claims[1:] if claim not in held)]


def _worth_quoting(best: Sequence[Sentence], likeliest: float) -> list[Sentence]:
    """The sentences that may answer, the likeliest first, then those that come near the best one by their score."""
    if not best:
        return []
    near = [sentence for sentence in best if sentence.score >= WORTH * best[0].score]
    if not any(sentence.exact for sentence in best):
        return near
    if likeliest < ANSWERS:
        return []
    likely = [sentence for sentence in best if sentence.exact and sentence.answers >= LIKELY * likeliest]
    likely.sort(key=lambda sentence: -sentence.answers)
    return [*dict.fromkeys([*likely, *near])]


def _of_another_kind(question: str, sentence: Sentence) -> bool:
    return bool(sentence.exact) and of_another_kind(question, sentence.pointed)


def _exact(sentence: Sentence) -> str:
    """The words of a sentence that answer, unless they are most of it anyway."""
    words = sentence.pointed
    return words if len(words) < WHOLE * len(sentence.text) else ""

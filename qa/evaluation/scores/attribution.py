"""Do the quoted sentences say what is claimed, and are they all needed?

Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE), EMNLP 2023, sections 4.3 and A:
a claim is recalled when all it cites together supports it; a citation is precise when its claim is recalled, and it
supports the claim alone or the others don't without it. This project's check stands in for the English NLI model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Answer, Citation, Claim
from qa.answering.translation import chinese_of
from qa.checks.grounding import contradictions, supports


def attribution(answer: Answer) -> dict[str, float]:
    """claims_supported, facts_held, citation_recall and citation_precision of an answer; nothing of a refusal."""
    if not answer.claims:
        return {}
    recalled = [_says(answer, claim, claim.citations) for claim in answer.claims]
    precise = [
        said and _needed(answer, claim, citation)
        for claim, said in zip(answer.claims, recalled, strict=True)
        for citation in claim.citations
    ]
    supported = sum(claim.verdict == "supported" for claim in answer.claims)
    shares = {
        "claims_supported": supported / len(answer.claims),
        "facts_held": sum(_holds_facts(answer, claim) for claim in answer.claims) / len(answer.claims),
        "citation_recall": sum(recalled) / len(recalled),
    }
    return shares | ({"citation_precision": sum(precise) / len(precise)} if precise else {})


def _holds_facts(answer: Answer, claim: Claim) -> bool:
    said = replace(claim, text=chinese_of(claim.text))
    return not contradictions(said, answer.asked or answer.question)


def _needed(answer: Answer, claim: Claim, citation: Citation) -> bool:
    others = [other for other in claim.citations if other != citation]
    return _says(answer, claim, [citation]) or not _says(answer, claim, others)


def _says(answer: Answer, claim: Claim, citations: Sequence[Citation]) -> bool:
    return supports(claim.text, answer.asked or answer.question, citations)

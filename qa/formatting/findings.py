"""Why a claim is withheld, in words: a sentence for each finding."""

from __future__ import annotations

from qa.answer import Claim, Finding
from store.errors import Language

from .texts import text

LONGEST = 24
"""Characters of quoted words that are shown: longer ones are cut in their middle."""


def reason(finding: Finding, language: Language) -> str:
    """What a finding says, in one sentence without a stop."""
    words = {"says": finding.says, "quote_says": finding.quote_says, "asked": finding.asked}
    shown = {name: _short(said) for name, said in words.items()}
    if finding.severity == "contradicts" or (finding.severity == "unsaid" and finding.check != "terms"):
        return text(f"findings.said.{_contradiction(finding)}", language, **shown)
    return text(f"findings.checks.{finding.check}", language, **shown)


def reasons(claim: Claim, language: Language) -> list[str]:
    """Why a claim is withheld: the sentence of each of its findings, each once."""
    return list(dict.fromkeys(reason(finding, language) for finding in claim.findings))


def _contradiction(finding: Finding) -> str:
    """Which words are told: those of both, those of the claim alone, or those that the claim leaves out."""
    if not finding.says:
        return "left_out"
    return "contradicted" if finding.quote_says else "unsaid"


def _short(said: str) -> str:
    half = LONGEST // 2
    return said if len(said) <= LONGEST else f"{said[:half]}…{said[-half:]}"

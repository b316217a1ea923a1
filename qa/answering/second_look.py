"""A second look at what a language model wrote: is it what was asked?

That the sources say so is told by `grounding`. Here it is the question's turn, from three views: how likely the reader
finds that the quoted sentences answer it, what the model says of its own answer beside them, and how sure it was of
each word as it wrote. Each alone is often wrong, but seldom the three alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import prompts
from qa.answer import Claim, Finding
from qa.evidence.sources import Evidence, Sentence
from qa.llm import LLM
from qa.thresholds import SECOND_LOOK_BIAS, SECOND_LOOK_WEIGHTS, SIDE_ALONE, SIDE_WITH_MODEL
from store.text.scripts import simplified

QUOTED, SAID = 400, 150
"""Characters of the quotes and of the answer that the model reads."""
NEAREST = 1e-4
"""A likelihood nearer to 0 or 1 than this is taken for this: its odds would not be finite."""


class Views(NamedTuple):
    """The reader's and the model's log odds, and how sure the model was as it wrote, as `least_likely_word` says."""

    reader: float
    model: float
    writing: float


def least_likely_word(tokens: Iterable[tuple[str, float]], question: str) -> float:
    """The log likelihood of the token that was least likely of those that a model wrote, 0 where nothing was told.

    After Varshney et al., "A Stitch in Time Saves Nine" (arXiv 2307.03987, 2023): one word of which a model was unsure
    tells what it made up better than the mean of all. Words that only repeat the question don't count: there are many
    ways to begin.
    """
    asked = simplified(question)
    new = (likely for token, likely in tokens if re.search(r"\w", token) and simplified(token.strip()) not in asked)
    return min(new, default=0.0)


def likelihood(question: str, claims: Sequence[Claim], evidence: Evidence, llm: LLM, writing: float) -> float | None:
    """How likely the claims answer the question, 0 to 1; None where there is nothing to go by. `writing` is of the
    reply that they are from, by `least_likely_word`. Raises an LLMError.
    """
    found = views(question, claims, evidence, llm, writing)
    return _combined(found) if found else None


def likelihood_of_words(question: str, sentence: Sentence, llm: LLM) -> float:
    """How likely the words that the reader points at in a sentence answer, 0 to 1. Raises an LLMError."""
    model = _model(sentence.passage.title, sentence.text, question, sentence.pointed, llm)
    return _combined(Views(_logit(sentence.answers), model, 0.0))


def is_side(question: str, sentence: Sentence, llm: LLM | None = None) -> bool:
    """Whether the words that the reader points at in a sentence can stand against an answer; `llm` is asked about them.
    Raises an LLMError.
    """
    if llm is None:
        return sentence.answers >= SIDE_ALONE
    return likelihood_of_words(question, sentence, llm) >= SIDE_WITH_MODEL


def doubted(claim: Claim) -> Claim:
    """A claim that a second look finds too unlikely to answer the question."""
    doubt = Finding("second_look", "doubted", claim.text, (0, len(claim.text)))
    return replace(claim, verdict="unsupported", findings=(*claim.findings, doubt))


def _combined(found: Views) -> float:
    z = sum(weight * view for weight, view in zip(SECOND_LOOK_WEIGHTS, found, strict=True)) + SECOND_LOOK_BIAS
    return 1 / (1 + math.exp(-z))


def views(question: str, claims: Sequence[Claim], evidence: Evidence, llm: LLM, writing: float) -> Views | None:
    """The views of claims; None without claims, or where the reader points at nothing. Raises an LLMError."""
    citations = [*dict.fromkeys(citation for claim in claims for citation in claim.citations)]
    if not (citations and any(sentence.exact for sentence in evidence.best())):
        return None
    said = "".join(claim.text for claim in claims)
    sources = {source.number: source for source in evidence.sources}
    quotes = "".join(sources[citation.number].led(citation.start, citation.quote) for citation in citations)
    model = _model(citations[0].passage.title, quotes, question, said, llm)
    reader = max((sentence.answers for sentence in evidence.quoted(citations)), default=0.0)
    return Views(_logit(reader), model, writing)


def _model(title: str, quotes: str, question: str, said: str, llm: LLM) -> float:
    """The log odds, by the model, that quotes under a title answer a question with what is said."""
    put = map(simplified, (title, quotes[:QUOTED], question, said[:SAID]))
    return llm.odds(prompts.verify(*put), prompts.YES, prompts.NO)


def _logit(likely: float) -> float:
    sure = min(max(likely, NEAREST), 1 - NEAREST)
    return math.log(sure / (1 - sure))

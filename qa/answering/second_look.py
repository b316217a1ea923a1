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
from store.text.scripts import simplified

QUOTED, SAID = 400, 150
"""Characters of the quotes and of the answer that the model reads."""
ANSWERS = 0.25
"""How likely an answer must be to be given: low, for other checks come first. On 125 questions of RGB the default model
answers 98 rightly where one of five passages does, and refuses 99 where none does; at 0.35 these are 95 and 105."""
AGAIN = 0.6
"""How likely one must be that was written after the first one was withheld. On these questions that gives one more
right answer and refuses one less; of the bundled questions it answers three more rightly for one that it should not."""
LIKELY, ALONE = 0.7, 0.6
"""How likely words must answer to stand against an answer: with the word of a language model on them, and by the reader
alone. On 25 questions of RGB with falsified passages beside true ones, the default model's answers show two sides in 17
at the former, and another side in 2 where all passages are true; in 10 of 195 answers beside noise."""
CERTAIN = 1e-4
"""A likelihood nearer to 0 or 1 than this is taken for this: its odds would not be finite."""


class Views(NamedTuple):
    """The reader's and the model's log odds, and how sure the model was as it wrote, as `surely` tells."""

    reader: float
    model: float
    writing: float


WEIGHTS, BIAS = Views(0.25, 0.65, 2.0), -0.56
"""What makes a likelihood of the views, rounded from a logistic regression. Fitted on two of three sets of answers, 125
questions of RGB in two lots and the bundled ones, they tell right from wrong in the third with an area under the ROC
curve of 0.89, 0.85 and 0.93; the reader on any sentence, the model, and whether both meant the same words, with which
this began, with 0.89, 0.83 and 0.87."""


def surely(tokens: Iterable[tuple[str, float]], question: str) -> float:
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
    reply that they are from, by `surely`. Raises an LLMError.
    """
    found = views(question, claims, evidence, llm, writing)
    return _together(found) if found else None


def likelihood_of_words(question: str, sentence: Sentence, llm: LLM) -> float:
    """How likely the words that the reader points at in a sentence answer, 0 to 1. Raises an LLMError."""
    model = _model(sentence.passage.title, sentence.text, question, sentence.pointed, llm)
    return _together(Views(_logit(sentence.answers), model, 0.0))


def stands(question: str, sentence: Sentence, llm: LLM | None = None) -> bool:
    """Whether the words that the reader points at in a sentence can stand against an answer; `llm` is asked about them.
    Raises an LLMError.
    """
    if llm is None:
        return sentence.answers >= ALONE
    return likelihood_of_words(question, sentence, llm) >= LIKELY


def doubted(claim: Claim) -> Claim:
    """A claim that a second look finds too unlikely to answer the question."""
    doubt = Finding("second_look", "doubted", claim.text, (0, len(claim.text)))
    return replace(claim, verdict="unsupported", findings=(*claim.findings, doubt))


def _together(found: Views) -> float:
    z = sum(weight * view for weight, view in zip(WEIGHTS, found, strict=True)) + BIAS
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
    sure = min(max(likely, CERTAIN), 1 - CERTAIN)
    return math.log(sure / (1 - sure))

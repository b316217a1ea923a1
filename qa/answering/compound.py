"""The answers to the parts of a compound question, merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import prompts
from qa.answer import Answer, Claim, Tokens
from qa.formatting.answers import joined
from qa.question.language import language_of

from .composing import completed, renumbered


def merged(answer: Answer, parts: Sequence[Answer], *, numbered: bool, complete: bool) -> Answer:
    """One answer of the answers to its parts, the last of which may still be growing.

    `numbered` says that citations have the numbers of texts that were given, and keep them. A part without an answer
    is named; where none has one, the whole is the refusal.
    """
    numbers: dict[str, int] = {}
    claims = [[*renumbered(part.claims, numbers, numbered=numbered)] for part in parts]
    language = language_of(answer.question)
    said = [_said(part, kept, language) for part, kept in zip(parts, claims, strict=True)]
    lines = any(part.disagrees or part.refused for part in parts)
    whole = replace(
        answer,
        text=("\n" if lines else " " if language == "en" else "").join(filter(None, said)),
        claims=tuple(claim for kept in claims for claim in kept),
        hits=tuple({hit.passage: hit for part in parts for hit in part.hits}.values()),
        withheld=tuple(claim for part in parts for claim in part.withheld),
        nearest=tuple({near.passage.article_id: near for part in parts for near in part.nearest}.values()),
        confidence=min((part.confidence for part in parts if part.claims), default=0.0),
        tokens=Tokens(sum(part.tokens.prompt for part in parts), sum(part.tokens.answer for part in parts)),
    )
    return completed(whole) if complete else whole


def _said(part: Answer, claims: Sequence[Claim], language: prompts.Language) -> str:
    if part.refused:
        return prompts.NOT_TOLD[language].format(question=part.asked)
    tail = part.text.removeprefix(joined(part.claims, language))
    return joined(claims, language) + tail

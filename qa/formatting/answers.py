"""Answers as people and machines read them: the text of the claims, and the JSON of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import prompts
from qa.answer import Answer, Bounds, Checked, Citation, Claim, Finding, Nearest
from store.errors import Language
from store.text.resolution.resolved import ResolvedDate
from store.text.scripts import fold, in_script

from . import texts
from .dates import in_words, readable, resolution
from .links import article_link


def lacking(near: Nearest, language: Language) -> str:
    """In a few words what an article lacks; empty where it names all that is asked about."""
    if not near.lacks:
        return ""
    lacks, instead = (_quoted(words, language) for words in (near.lacks, near.instead))
    if instead:
        return texts.text("answers.lacks_but", language, words=lacks, instead=instead)
    return texts.text("answers.lacks", language, words=lacks)


def emptiness(bounds: Bounds, language: Language) -> list[str]:
    """That nothing lies within bounds, and which publishers have a name like the one that was asked for."""
    parts = [
        texts.text("answers.since", language, date=in_words(bounds.since, language)) if bounds.since else "",
        texts.text("answers.until", language, date=in_words(bounds.until, language)) if bounds.until else "",
        texts.text("answers.publisher", language, name=bounds.publisher) if bounds.publisher else "",
        texts.text("answers.within", language, place=bounds.within) if bounds.within else "",
    ]
    said = [texts.text("answers.empty", language, bounds=texts.joined(filter(None, parts), language))]
    if bounds.publishers:
        said.append(texts.text("answers.like", language, names=_quoted(bounds.publishers, language)))
    return said


def _quoted(words: Sequence[str], language: Language) -> str:
    return texts.joined((f"“{word}”" for word in words), language)


def as_dict(answer: Answer) -> dict[str, Any]:
    """The answer as `ask --json` prints it; `quotes` are places in the list of citations."""
    citations, seconds = answer.citations, answer.seconds
    return {
        "question": answer.question,
        "asked": answer.asked,
        "text": answer.text,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "claims": [_claim(claim, citations) for claim in answer.claims],
        "withheld": [
            {"text": claim.text, "verdict": claim.verdict, "findings": [*map(_finding, claim.findings)]}
            for claim in answer.withheld
        ],
        "citations": [_citation(citation) for citation in citations],
        "nearest": [_near(near) for near in answer.nearest],
        "bounds": asdict(answer.bounds) if answer.bounds else None,
        "seconds": {
            "search": round(seconds.search, 3),
            "first_token": round(seconds.first_token, 3),
            "total": round(seconds.total, 3),
        },
        "tokens": {"prompt": answer.tokens.prompt, "answer": answer.tokens.answer},
    }


def checked_as_dict(checked: Checked) -> dict[str, Any]:
    """A checked text as `check --json` prints it."""
    citations = checked.citations
    return {
        "claims": [_claim(claim, citations) for claim in checked.claims],
        "citations": [_citation(citation) for citation in citations],
    }


def _claim(claim: Claim, citations: Sequence[Citation]) -> dict[str, Any]:
    return {
        "text": claim.text,
        "verdict": claim.verdict,
        "exact": claim.exact,
        "side": claim.side,
        "as_of": {"date": claim.as_of.date or None, "basis": claim.as_of.basis} if claim.as_of else None,
        "citations": list(dict.fromkeys(citation.number for citation in claim.citations)),
        "quotes": [citations.index(citation) for citation in claim.citations],
        "findings": [*map(_finding, claim.findings)],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding; `span` counts characters of the claim, `quote_span` those of the quote."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "says": finding.says,
        "span": [*finding.span],
        "quote_says": finding.quote_says,
        "quote_span": [*finding.quote_span] if finding.quote_span else None,
        "quote": finding.quote,
        "asked": finding.asked,
    }


def _near(near: Nearest) -> dict[str, Any]:
    passage = near.passage
    return {
        "article": passage.article_id,
        "title": passage.title,
        "source": passage.source,
        "lacks": [*near.lacks],
        "instead": [*near.instead],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    return {
        "number": citation.number,
        "article": passage.article_id,
        "title": passage.title,
        "source": passage.source,
        "published": passage.published,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "original": [*citation.original] if citation.original else None,
        "resolved": [*map(_resolved, citation.resolved)],
        "link": article_link(passage.article_id, citation.start, citation.end),
    }


def _resolved(one: ResolvedDate) -> dict[str, Any]:
    """A resolved date; `start` and `end` count characters of the quote, and `basis` is the date it follows from."""
    return {
        "words": one.words,
        "start": one.start,
        "end": one.end,
        "date": one.date,
        "precision": one.precision,
        "basis": one.basis,
    }


def joined(claims: Sequence[Claim], language: prompts.Language) -> str:
    """The text of an answer: its claims with their [n], and behind them in brackets the dates that their words mean,
    where these are asked for, or the day that they are as of. Sides stand each on a line of its own, under its article;
    beside a claim that is the newest, behind it.
    """
    space = " " if language == "en" else ""
    known: set[tuple[str, str]] = set()
    said = [(claim, f"{claim.marked}{_meant(claim, known, language)}{_as_of(claim, language)}") for claim in claims]
    sides = [f"{_source(claim, language)}{words}" for claim, words in said if claim.side]
    rest = space.join(words for claim, words in said if not claim.side)
    if not sides:
        return rest
    if any(claim.as_of and not claim.side for claim in claims):
        return "\n".join([rest, prompts.OTHERS_SAY[language], *sides])
    return "\n".join(filter(None, [prompts.DISAGREEMENT[language], *sides, rest]))


def _meant(claim: Claim, known: set[tuple[str, str]], language: prompts.Language) -> str:
    """The dates that words of a claim mean, in brackets: those that are not `known` from an earlier claim."""
    new = [one for one in claim.resolved if (fold(one.words), one.date) not in known]
    known.update((fold(one.words), one.date) for one in new)
    said = resolution(new, "en" if language == "en" else "zh")
    return said if language == "en" else in_script(said, "hant" if language == "zh-Hant" else "hans")


def _as_of(claim: Claim, language: prompts.Language) -> str:
    """From when what a claim says is, in brackets, where that is asked for."""
    if claim.as_of is None:
        return ""
    shown: Language = "en" if language == "en" else "zh"
    date = claim.as_of.date
    key = f"answers.as_of.{claim.as_of.basis if date else 'unknown'}"
    words = readable(date, shown) if date.startswith("--") else in_words(date, shown)
    said = texts.text("answers.ours", shown, what=texts.text(key, shown, date=words or ""))
    return said if language == "en" else in_script(said, "hant" if language == "zh-Hant" else "hans")


def _source(side: Claim, language: prompts.Language) -> str:
    """The article of a side: its title, and its date if that is known and not told behind what it says."""
    passage = side.citations[0].passage
    published = None if side.as_of else readable(passage.published, "en" if language == "en" else "zh")
    before, after, colon = (" (", ")", ": ") if language == "en" else ("（", "）", "：")
    return f"《{passage.title}》" + (f"{before}{published}{after}" if published else "") + colon

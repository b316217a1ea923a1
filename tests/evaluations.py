"""Small evaluations to compare, to judge and to show: what a run leaves behind, without the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

import prompts
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.result import Failure, Found, Result

ARTICLE = "会议于11月28日举行。会议由韦皓主持。"
QUOTE = "会议由韦皓主持。"
EXPECTED = (("韦皓",),)

MADE_WITH: dict[str, Any] = {
    "version": "0.1.0",
    "code": "3f1c0a9be7d2",
    "settings": {
        "llm": "extractive",
        "embedding": "multilingual-e5-small",
        "top_k": 10,
        "evidence_tokens": 300,
        "answer_tokens": 200,
        "unsupported": "remove",
        "lexical_weight": 0.5,
        "base_url": None,
        "judge": None,
    },
    "models": {"multilingual-e5-small": "5b2f" * 16},
    "library": {"digest": "8a41c0de", "articles": 5, "passages": 90},
    "questions": {"name": "questions.jsonl", "digest": "77e1f00d", "count": 109},
}


def found(*, right: bool = True, score: float = 0.9) -> Found:
    """A passage that search found: the right one, or one of another article."""
    name = "001" if right else "002"
    start = ARTICLE.index(QUOTE)
    return Found(f"id-{name}", f"/articles/{name}.txt", "题", start, len(ARTICLE), score, right, right)


def result(  # noqa: PLR0913  keywords, each a field that a test may want otherwise
    id: str,
    right: bool = True,
    *,
    question: str = "",
    kind: str = "person",
    history: Sequence[tuple[str, str]] = (),
    expected: tuple[tuple[str, ...], ...] = EXPECTED,
    refused: bool | None = None,
    failure: Failure | None = None,
    text: str = "",
    confidence: float = 0.8,
    withheld: Iterable[Mapping[str, Any]] = (),
    hits: Sequence[Found] | None = None,
    measures: Mapping[str, float] | None = None,
) -> Result:
    """A result: by default of an answerable question, answered rightly, with the right passage found second.

    Without `expected` the right reply is the refusal. `measures` take the place of single values; NaN takes one away.
    """
    refused = (right and not expected) if refused is None else refused
    claim = text or (QUOTE if right else "会议由吕成蹊主持。")
    reply = _reply(question or f"第{id}场会议由谁主持？", "" if refused else claim, confidence, withheld)
    right = right and refused != bool(expected)
    values = _values(right=right, refused=refused, answerable=bool(expected)) | dict(measures or {})
    return Result(
        id=id,
        question=reply["question"],
        kind=kind,
        history=tuple(history),
        expected=expected,
        articles=("001.txt",) if expected else (),
        reply=reply,
        hits=(found(right=False), found(score=0.7)) if hits is None else tuple(hits),
        measures={name: value for name, value in values.items() if not isnan(value)},
        failure=None if right else failure or ("unfounded" if not expected else "refused" if refused else "misread"),
    )


def evaluation(results: Iterable[Result], **made_with: Any) -> Evaluation:
    """The results as a run's. `made_with` replaces entries, in a table one by one: `settings={"top_k": 1}`."""
    made = dict(MADE_WITH)
    for name, value in made_with.items():
        made[name] = {**made[name], **value} if isinstance(value, dict) else value
    return Evaluation(made, tuple(results))


def kept(path: Path, evaluation: Evaluation) -> Path:
    """The path, once the run stands there as a result file."""
    path.write_text(json.dumps(evaluation.as_dict(), ensure_ascii=False), encoding="utf-8")
    return path


def _reply(question: str, claim: str, confidence: float, withheld: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """A reply as `ask --json` prints it: one claim with its quote, or without a claim the refusal."""
    start = ARTICLE.index(QUOTE)
    citation = {
        "number": 1,
        "article": "id-001",
        "title": "题",
        "source": "/articles/001.txt",
        "published": "2024-11-28",
        "quote": QUOTE,
        "start": start,
        "end": start + len(QUOTE),
    }
    return {
        "question": question,
        "asked": question,
        "text": f"{claim}[1]" if claim else prompts.REFUSAL["zh-Hans"],
        "refused": not claim,
        "claims": [{"text": claim, "verdict": "supported", "citations": [1], "quotes": [0]}] if claim else [],
        "citations": [citation] if claim else [],
        "seconds": {"search": 0.1, "first_token": 0.4, "total": 1.2},
        "tokens": {"prompt": 400, "answer": 20},
        "confidence": confidence,
        "withheld": [dict(claim) for claim in withheld],
    }


def _values(*, right: bool, refused: bool, answerable: bool) -> dict[str, float]:
    """Values that fit the verdict; what does not apply is not there."""
    share = float(right)
    values = {"right": share, "prompt_tokens": 400.0, "answer_tokens": 20.0}
    values |= {"seconds_first_token": 0.4, "seconds_total": 1.2}
    if answerable:
        values |= dict.fromkeys(("correct", "character_f1", "rouge_l", "article_recall"), share)
        for group in ("recall", "evidence_recall"):
            values |= {f"{group}@1": 0.0, f"{group}@5": 1.0, f"{group}@10": 1.0}
        values |= {"mrr@10": 0.5, "ndcg@10": 0.6309, "evidence_mrr@10": 0.5, "evidence_ndcg@10": 0.6309}
    else:
        values["refusal_recall"] = float(refused)
    if refused:
        values["refusal_precision"] = float(not answerable)
    else:
        names = ("claims_supported", "facts_held", "citation_recall", "citation_precision")
        values |= dict.fromkeys(names, 1.0)
        values |= {"article_precision": 1.0} if answerable else {}
    return values

"""An evaluation as pandas tables, and the one call that makes it: `from qa import evaluate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.evaluation.scores.measures import measures
from qa.extras import require

from . import compare as comparing
from .compare import Comparison
from .errors import OnlyDrafts
from .evaluated import Evaluation
from .questions import Question, accepted, load
from .result import Found, Result

if TYPE_CHECKING:
    import pandas as pd

    from qa.assistant import Assistant

    from .run import Progress


FINDING = ("check", "severity", "says", "quote_says", "quote", "asked")
"""The columns that tell a finding."""


@dataclass(frozen=True, slots=True, eq=False)  # tables cannot be told equal with ==
class Frames:
    """An evaluation as tables.

    `summary` has a row a measure: value, low, high, p95, questions. `results` has a row a question: id, kind, question,
    text, right, refused, failure, confidence, and a column a measure. `claims` has a row a claim of a reply: id, claim,
    verdict, quotes, and withheld, whether the check took it away. `findings` has a row a finding of a claim: id, claim,
    withheld, and what the finding tells (see `qa.answer.Finding`). `hits` has a row a passage found: id, place from 1,
    and the fields of `Found`. `kinds` has a row a kind: questions, right, share. `curve` is the risk-coverage curve:
    coverage, risk, confidence. `comparison` has a row a measure: old, new, difference, low, high, p, verdict; it is
    None where nothing was compared, and so is `compared`, the whole of it with its `sentence`.
    """

    evaluation: Evaluation
    summary: pd.DataFrame
    results: pd.DataFrame
    claims: pd.DataFrame
    findings: pd.DataFrame
    hits: pd.DataFrame
    kinds: pd.DataFrame
    curve: pd.DataFrame
    comparison: pd.DataFrame | None = None
    compared: Comparison | None = None


def evaluate(
    questions: str | Path | Sequence[Question],
    assistant: Assistant | str | Path | None = None,
    *,
    compare: str | Path | Frames | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Frames:
    """Ask every question of a set, or those of its file that are no drafts, and measure the replies.

    `assistant` is one that is open, or the library to open one on, with `settings` as `Assistant.open` takes them.
    `compare` is an earlier run to set this one beside: its frames, or the file that keeps its results. `progress` is
    told how many questions of how many are done. Raises a YuanwenError, and TypeError for settings of an assistant that
    is open already.
    """
    from .journal import discard
    from .run import run

    require("evaluate")
    before = _earlier(compare)
    asked, name = _asked(questions)
    if before:
        comparing.foresee(before, asked, name)
    opened = _opened(assistant, settings)
    evaluation = run(opened, asked, name, progress=progress)
    made = frames(evaluation, comparing.compare(before, evaluation) if before else None)
    discard(opened.settings.runs, evaluation.made_with)
    return made


def frames(evaluation: Evaluation, comparison: Comparison | None = None) -> Frames:
    """The tables of an evaluation."""
    summary = evaluation.summary
    found = ["id", "place", *(field.name for field in fields(Found))]
    return Frames(
        evaluation=evaluation,
        summary=_by("measure", summary["measures"], ["value", "low", "high", "p95", "questions"]),
        results=_results(evaluation.results),
        claims=_table(_claims(evaluation.results), ["id", "claim", "verdict", "quotes", "withheld"]),
        findings=_table(_findings(evaluation.results), ["id", "claim", "withheld", *FINDING]),
        hits=_table(_hits(evaluation.results), found),
        kinds=_by("kind", _kinds(summary["kinds"]), ["questions", "right", "share"]),
        curve=_table(summary["curve"], ["coverage", "risk", "confidence"]),
        comparison=_comparison(comparison) if comparison else None,
        compared=comparison,
    )


def _earlier(compare: str | Path | Frames | None) -> Evaluation | None:
    if isinstance(compare, Frames):
        return compare.evaluation
    return comparing.opened(Path(compare)) if compare else None


def _asked(questions: str | Path | Sequence[Question]) -> tuple[Sequence[Question], str]:
    """The questions, and what their set is called."""
    if isinstance(questions, str | Path):
        path = Path(questions)
        held = load(path)
        if not accepted(held):
            raise OnlyDrafts(path=path, count=len(held))
        return accepted(held), path.name
    return questions, ""


def _opened(assistant: Assistant | str | Path | None, settings: Mapping[str, Any]) -> Assistant:
    from qa.assistant import Assistant

    if not isinstance(assistant, Assistant):
        return Assistant.open(assistant, create=False, **settings)
    if settings:
        raise TypeError(f"the assistant is open already: open another with {', '.join(settings)}")
    return assistant


def _results(results: Iterable[Result]) -> pd.DataFrame:
    rows = [_result(result) for result in results]
    named = ["id", "kind", "question", "text", "right", "refused", "failure", "confidence"]
    measured = {name for row in rows for name in row}.difference(named)
    return _table(rows, [*named, *(name for name in measures() if name in measured)])


def _result(result: Result) -> dict[str, Any]:
    reply = {name: result.reply[name] for name in ("text", "refused", "confidence")}
    given = {"id": result.id, "kind": result.kind, "question": result.question, "failure": result.failure}
    return {**result.measures, **given, **reply, "right": result.right}


def _claims(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    """The claims of each reply with the sentences they rest on, and then those that were withheld."""
    for result in results:
        quotes = [citation["quote"] for citation in result.reply["citations"]]
        for claim in result.reply["claims"]:
            yield _claim(result, claim, withheld=False) | {"quotes": tuple(quotes[place] for place in claim["quotes"])}
        for claim in result.reply["withheld"]:
            yield _claim(result, claim, withheld=True)


def _claim(result: Result, claim: Mapping[str, Any], *, withheld: bool) -> dict[str, Any]:
    return {"id": result.id, "claim": claim["text"], "verdict": claim["verdict"], "quotes": (), "withheld": withheld}


def _findings(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    """What the checks found wrong with each claim, kept or withheld; a result of an earlier version has none."""
    for result in results:
        for withheld, claims in ((False, result.reply["claims"]), (True, result.reply["withheld"])):
            for claim in claims:
                for finding in claim.get("findings", ()):
                    told = {name: finding[name] for name in FINDING}
                    yield told | {"id": result.id, "claim": claim["text"], "withheld": withheld}


def _hits(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for result in results:
        for place, hit in enumerate(result.hits, start=1):
            yield {"id": result.id, "place": place} | asdict(hit)


def _kinds(kinds: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, float]]:
    return {kind: {**row, "share": row["right"] / row["questions"]} for kind, row in kinds.items()}


def _comparison(comparison: Comparison) -> pd.DataFrame:
    rows = {name: difference.as_dict() for name, difference in comparison.measures.items()}
    return _by("measure", rows, ["old", "new", "difference", "low", "high", "p", "verdict"])


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """A table of rows; without any it has its columns all the same."""
    import pandas as pd

    return pd.DataFrame([dict(row) for row in rows], columns=list(columns))


def _by(index: str, rows: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """A table of rows by name."""
    return _table(({index: name, **row} for name, row in rows.items()), [index, *columns]).set_index(index)

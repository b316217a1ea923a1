"""CMRC 2018 and DRCD: questions on Wikipedia, put to all passages of the set at once or each to its own.

Cui et al., "A Span-Extraction Dataset for Chinese Machine Reading Comprehension", EMNLP 2019; Shao et al., "DRCD: a
Chinese Machine Reading Comprehension Dataset", 2018.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, model_validator

import store
from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.errors import RunsNotWritable
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.marking import Key, words
from qa.evaluation.questions import Question
from qa.evaluation.result import Result
from qa.evaluation.run import Progress
from qa.evaluation.scores.ranking import by_article
from qa.settings import Settings
from store.library import Library
from store.search.ranking import CANDIDATES

from .protocol import (
    SEED,
    Figure,
    Series,
    Trial,
    ask,
    figures,
    find,
    missing,
    read_lines,
    read_whole,
    run,
    sampled,
    series,
    unreadable,
)
from .published import Name
from .spans import exact_match, span_f1

Variant = Literal["search", "open", "given"]
"""Search alone; the whole way from search to answer; or the answer from the right passage alone, as readers are
measured."""

RANKED = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")
REPLIED = ("correct", "em", "f1", "refused")
SHOWN: Mapping[Variant, tuple[str, ...]] = {"search": RANKED, "open": (*RANKED, *REPLIED), "given": REPLIED}
"""The figures of each variant."""

TABLE = "passages.jsonl"
"""The file from which passages come into their library, where they are called `passages.jsonl#id`."""


def _text_of(answer: Any) -> Any:
    return answer.get("text") if isinstance(answer, dict) else answer


class _Asked(BaseModel, coerce_numbers_to_str=True):
    id: str = Field(validation_alias=AliasChoices("id", "query_id"))
    question: str = Field(validation_alias=AliasChoices("question", "query_text"))
    answers: tuple[Annotated[str, BeforeValidator(_text_of)], ...] = Field(min_length=1)


class _Paragraph(BaseModel, coerce_numbers_to_str=True):
    id: str = Field("", validation_alias=AliasChoices("id", "context_id"))
    context: str = Field(validation_alias=AliasChoices("context", "context_text"))
    qas: tuple[_Asked, ...]


class _Entry(BaseModel):
    paragraphs: tuple[_Paragraph, ...]


class _Official(BaseModel):
    """The sets as they are published: in SQuAD's form, or CMRC's first one, a plain list of passages."""

    data: tuple[_Entry, ...]

    @model_validator(mode="before")
    @classmethod
    def _entered(cls, value: Any) -> Any:
        return {"data": [{"paragraphs": value}]} if isinstance(value, list) else value


class _Text(BaseModel):
    id: str
    text: str


class _Line(BaseModel):
    id: str
    question: str
    answers: tuple[tuple[str, ...], ...] = Field(min_length=1)
    passage: str


@dataclass(frozen=True, slots=True)
class Data:
    """A set: its passages by id, its questions with the id of theirs in `articles`, and the files it was read from."""

    texts: Mapping[str, str]
    questions: Sequence[Question]
    paths: tuple[Path, ...]


def load(name: Name, folder: Path) -> Data:
    """The set in a folder: as it is published, or as two files of JSON Lines.

    Raises BenchmarkMissing or BenchmarkUnreadable.
    """
    if lines := find(folder, f"{name}*_questions.jsonl")[:1]:
        passages = re.sub("(?i)questions(?=[.]jsonl$)", "passages", lines[0].name)
        return _from_lines(name, lines[0].with_name(passages), lines[0])
    if whole := find(folder, f"{name}*.json")[:1]:
        return _from_official(name, whole[0])
    raise missing(name, folder)


def _from_lines(name: Name, passages: Path, questions: Path) -> Data:
    texts = {row.id: row.text for row in read_lines(name, passages, _Text)}
    rows = read_lines(name, questions, _Line)
    for row in rows:
        if row.passage not in texts:
            reason = f"{row.id}: {row.passage} is no passage of {passages.name} / {passages.name} 里没有 {row.passage}"
            raise unreadable(name, questions, reason)
    asked = [Question(row.id, row.question, row.answers, (row.passage,)) for row in rows]
    return Data(texts, asked, (passages, questions))


def _from_official(name: Name, path: Path) -> Data:
    entries = read_whole(name, path, _Official).data
    paragraphs = [paragraph for entry in entries for paragraph in entry.paragraphs]
    named = [(paragraph.id or str(number), paragraph) for number, paragraph in enumerate(paragraphs, start=1)]
    asked = [
        Question(row.id, row.question, (tuple(dict.fromkeys(row.answers)),), (place,))
        for place, paragraph in named
        for row in paragraph.qas
    ]
    if not asked:
        raise unreadable(name, path, "no question in it / 里面没有问题")
    return Data({place: paragraph.context for place, paragraph in named}, asked, (path,))


def home(settings: Settings, texts: Mapping[str, str]) -> Path:
    """The folder for the library of these passages: another one for another embedding model or state of the store."""
    code = sha256()
    for path in sorted(path for path in Path(store.__path__[0]).rglob("*") if path.suffix in {".py", ".toml"}):
        code.update(path.read_bytes())
    known = (settings.embedding, code.hexdigest(), sorted(texts.items()))
    return settings.runs / "libraries" / sha256(repr(known).encode()).hexdigest()[:16]


def shelve(library: Library, folder: Path, texts: Mapping[str, str], progress: Progress | None = None) -> None:
    """Have all passages in the library, from a table in `folder`; what is there already is left alone.

    Raises RunsNotWritable, or a LibraryError.
    """
    rows = [json.dumps({"id": place, "text": text}, ensure_ascii=False) + "\n" for place, text in texts.items()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TABLE).write_text("".join(rows), encoding="utf-8")
    except OSError as error:
        raise RunsNotWritable(path=folder, reason=error.strerror or error) from error
    library.add([folder / TABLE], progress)


def drawn(name: Name, data: Data, variant: Variant, number: int | None = None, seed: int = SEED) -> Series:
    """The trials of so many questions of a set."""
    trials = [_trial(question, variant, data.texts) for question in sampled(data.questions, number, seed)]
    return series(name, trials, data.paths, variant=variant, number=number, seed=seed)


def _trial(question: Question, variant: Variant, texts: Mapping[str, str]) -> Trial:
    (place,) = question.articles
    if variant == "given":
        return Trial(replace(question, articles=(), kind=variant), (texts[place],))
    return Trial(replace(question, articles=(f"{TABLE}#{place}",), kind=variant))


def measured(assistant: Assistant, given: Series, progress: Progress | None = None) -> tuple[Evaluation, list[Figure]]:
    """Put a series to an assistant with the library of its passages. Raises an LLMError or RunsNotWritable."""
    key = Key(assistant.library)

    def put(trial: Trial) -> Result:
        return _searched(assistant, key, trial) if variant == "search" else ask(assistant, key, trial, more)

    def more(trial: Trial, answer: Answer) -> dict[str, float]:
        return _scored(trial, pointed(answer)) | (_ranked(assistant, key, trial) if variant == "open" else {})

    variant: Variant = given.origin["variant"]
    done = run(assistant, given, put, progress)
    return done, figures(done.results, [(variant, measure) for measure in SHOWN[variant]])


def pointed(answer: Answer) -> str:
    """The words that the reader points at, which is what these sets ask for; without it all that the answer says."""
    return next((claim.exact for claim in answer.claims if claim.exact), "") or words(answer)


def _scored(trial: Trial, said: str) -> dict[str, float]:
    answers = [string for group in trial.question.answers for string in group]
    return {"em": exact_match(said, answers), "f1": span_f1(said, answers)}


def _ranked(assistant: Assistant, key: Key, trial: Trial) -> dict[str, float]:
    """The measures of search among all that it compares, by passage of the set: the library's own are pieces of it."""
    hits = assistant.search(trial.question.question, 2 * CANDIDATES)
    return by_article([key.root(hit.passage.article_id) for hit in hits], key.right(trial.question))


def _searched(assistant: Assistant, key: Key, trial: Trial) -> Result:
    question, ranked = trial.question, _ranked(assistant, key, trial)
    return Result(
        id=question.id,
        question=question.question,
        kind=question.kind,
        history=(),
        expected=question.answers,
        articles=question.articles,
        reply={},
        hits=(),
        measures=ranked,
        failure=None if ranked["recall@10"] else "not_found",
    )

"""What each command does. Every one takes the parsed arguments and the settings, and returns the exit status."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import Language

from .errors import AnswersNotWritable
from .settings import Settings

if TYPE_CHECKING:
    from store.library import Added
    from store.models import Progress

    from .evaluate import Result


def language_of(settings: Settings | None) -> Language:
    """The language of messages: the one set, else that of the terminal."""
    if settings and settings.language:
        return settings.language
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


def add(given: argparse.Namespace, settings: Settings) -> int:
    """Read files or folders into the library."""
    from store.library import Library

    library = Library(settings.library, settings.embedding, settings.models, progress=_bar())
    report = library.add(given.paths, _counter("files"))
    language = language_of(settings)
    if given.json:
        print(json.dumps([_entry(added, language) for added in report], ensure_ascii=False, indent=2))
    else:
        for added in report:
            print(_line(added, language))
        counts = {status: sum(added.status == status for added in report) for status in _STATUSES}
        print(", ".join(f"{count} {status}" for status, count in counts.items() if count))
    failed = [added.error for added in report if added.error]
    return max((error.exit_status for error in failed), default=0)


_STATUSES = ("added", "replaced", "unchanged", "failed")


def _entry(added: Added, language: Language) -> dict[str, Any]:
    article = added.article
    return {
        "path": str(added.path),
        "status": added.status,
        "article": article.id if article else None,
        "title": article.title if article else None,
        "passages": added.passages,
        "changes": article.report.counts if article else {},
        "error": added.error.message(language) if added.error else None,
    }


def _line(added: Added, language: Language) -> str:
    if added.error:
        return f"failed     {added.error.message(language)}"
    assert added.article  # what did not fail was read
    changes = added.article.report.counts
    mended = f"; mended: {', '.join(f'{n} {rule}' for rule, n in changes.items())}" if changes else ""
    return f"{added.status:<10} {added.path}  《{added.article.title}》  {added.passages} passages{mended}"


def ask(given: argparse.Namespace, settings: Settings) -> int:
    """Answer one question."""
    from .assistant import Assistant

    assistant = Assistant.open(settings, create=False, progress=_bar())
    if given.json:
        print(json.dumps(assistant.ask(given.question).as_dict(), ensure_ascii=False, indent=2))
        return 0
    answer = assistant.ask(given.question)
    print(answer.text)
    for citation in answer.citations:
        passage = citation.passage
        about = " · ".join(part for part in (passage.publisher, passage.published, Path(passage.source).name) if part)
        print(f"\n[{citation.number}] 《{passage.title}》 {about}\n    {citation.quote}")
    return 0


def search(given: argparse.Namespace, settings: Settings) -> int:
    """Show the passages that fit a query."""
    from store.library import Library

    library = Library(settings.library, settings.embedding, settings.models, create=False, progress=_bar())
    hits = library.search(given.query, given.k)
    if given.json:
        rows = [
            {
                "article": hit.passage.article_id,
                "source": hit.passage.source,
                "title": hit.passage.title,
                "text": hit.passage.text,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for place, hit in enumerate(hits, start=1):
        print(
            f"{place}. {hit.score:.3f}  《{hit.passage.title}》  {Path(hit.passage.source).name}\n{hit.passage.text}\n"
        )
    return 0


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Open the chat page, and stay until it is closed."""
    from . import llm
    from .preparation import Preparation
    from .ui import serve

    llm.check(settings)
    preparation = Preparation(settings)

    def listening(url: str) -> None:
        print(f"Yuanwen is at {url}  (Ctrl-C ends it)", flush=True)
        preparation.start()  # only now: with the port in use nothing was done in vain

    serve(
        preparation,
        host=settings.host,
        port=settings.port,
        language=settings.language,
        listening=listening,
    )
    return 0


def evaluate(given: argparse.Namespace, settings: Settings) -> int:
    """Ask a question set and print figures."""
    from . import evaluate as evaluation
    from . import questions
    from .assistant import Assistant

    asked = questions.load(given.questions)
    if given.answers:
        try:
            given.answers.write_text("", encoding="utf-8")
        except OSError as error:  # better now than after the first answer
            raise AnswersNotWritable(path=given.answers, reason=error.strerror) from error
    assistant = Assistant.open(settings, create=False, progress=_bar())
    counter = _counter("questions")
    done: list[Result] = []

    def each(result: Result) -> None:
        done.append(result)
        if given.answers:
            with given.answers.open("a", encoding="utf-8") as file:
                row = {"id": result.question.id} | result.answer.as_dict()
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        if counter:
            counter(len(done), len(asked))

    results = evaluation.evaluate(assistant, asked, each)
    figures = evaluation.summary(results)
    if given.json:
        rows = [result.as_dict() for result in results]
        whole = {"llm": settings.llm, "embedding": settings.embedding, "summary": figures, "results": rows}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    for result in results:
        if not result.correct:
            print(f"wrong  {result.question.id}  {result.question.question}\n       {result.answer.text}")
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


def models(given: argparse.Namespace, settings: Settings) -> int:
    """List the known models, or fetch one."""
    from store.models import MODELS, fetch, local_path

    if given.action:
        path = fetch(given.name or "", settings.models, _bar())
        print(json.dumps({"name": given.name, "path": str(path)}) if given.json else path)
        return 0
    rows = [
        {
            "name": model.name,
            "kind": model.kind,
            "bytes": model.bytes,
            "licence": model.licence,
            "path": str(local_path(model.name, settings.models) or "") or None,
        }
        for model in MODELS.values()
    ]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for model in MODELS.values():
        here = local_path(model.name, settings.models)
        print(f"{model.name:<30} {model.kind:<10} {model.bytes / 1e6:>7.0f} MB  {here or 'not fetched'}")
    return 0


def reindex(given: argparse.Namespace, settings: Settings) -> int:
    """Embed the library anew with the configured embedding model."""
    from store import library

    count = library.reindex(settings.library, settings.embedding, settings.models, _counter("passages"))
    print(json.dumps({"passages": count}) if given.json else f"{count} passages embedded with {settings.embedding}")
    return 0


def _bar() -> Callable[[Progress], None]:
    """A progress bar for a model being fetched, on standard error."""
    from tqdm import tqdm

    bar: tqdm[Any] | None = None

    def show(progress: Progress) -> None:
        nonlocal bar
        if bar is None or bar.desc != f"{progress.name}, {progress.stage}: ":
            if bar:
                bar.close()
            bar = tqdm(total=progress.total, unit="B", unit_scale=True, desc=f"{progress.name}, {progress.stage}")
        bar.update(progress.done - bar.n)
        if progress.done >= progress.total:
            bar.close()

    return show


def _counter(unit: str) -> Callable[[int, int], None] | None:
    """A progress bar that counts things done, on standard error; nothing where nobody is looking."""
    from tqdm import tqdm

    if not sys.stderr.isatty():
        return None
    bar = tqdm(unit=f" {unit}")

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return show

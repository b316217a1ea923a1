"""What the commands that ask do. Every one takes the parsed arguments and the settings, and returns the exit status."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from qa.formatting.answers import as_dict, lacking
from qa.formatting.dates import readable
from qa.formatting.scripts import shown_answer, shown_passage
from qa.formatting.texts import text
from qa.settings import Settings

from .terminal import as_json, bar, counter, language_of


def ask(given: argparse.Namespace, settings: Settings) -> int:
    """Answer one question."""
    from qa.assistant import Assistant

    assistant = Assistant.open(settings, create=False, progress=bar())
    if given.json:
        print(as_json(as_dict(assistant.ask(given.question))))
        return 0
    answer = shown_answer(assistant.ask(given.question), settings.script)
    print(answer.text)
    language = language_of(settings)
    for citation in answer.citations:
        passage = citation.passage
        known = (passage.publisher, readable(passage.published, language), Path(passage.source).name)
        about = " · ".join(part for part in known if part)
        print(f"\n[{citation.number}] 《{passage.title}》 {about}\n    {citation.quote}")
    if answer.nearest:
        print(f"\n{text('answers.nearest', language)}")
    for near in answer.nearest:
        print(f"- 《{near.passage.title}》 {lacking(near, language)}".rstrip())
    return 0


def search(given: argparse.Namespace, settings: Settings) -> int:
    """Show the passages that fit a query."""
    from store.library import Library

    library = Library(settings.library, settings.embedding, settings.models, create=False, progress=bar())
    hits = library.search(given.query, given.k, settings.lexical_weight)
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
        print(as_json(rows))
        return 0
    for place, hit in enumerate(hits, start=1):
        passage = shown_passage(hit.passage, settings.script)
        print(f"{place}. {hit.score:.3f}  《{passage.title}》  {Path(passage.source).name}\n{passage.text}\n")
    return 0


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Open the chat page, and stay until it is closed."""
    from qa import llm
    from qa.page.preparation import Preparation
    from qa.page.ui import serve

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
        script=settings.script,
        listening=listening,
    )
    return 0


def models(given: argparse.Namespace, settings: Settings) -> int:
    """List the known models, or fetch one."""
    from store.models.cache import MODELS, fetch, local_path

    if given.action:
        path = fetch(given.name or "", settings.models, bar())
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
        print(as_json(rows))
        return 0
    for model in MODELS.values():
        here = local_path(model.name, settings.models)
        print(f"{model.name:<30} {model.kind:<10} {model.bytes / 1e6:>7.0f} MB  {here or 'not fetched'}")
    return 0


def reindex(given: argparse.Namespace, settings: Settings) -> int:
    """Embed the library anew with the configured embedding model."""
    from store import library

    count = library.reindex(settings.library, settings.embedding, settings.models, counter("passages"))
    print(json.dumps({"passages": count}) if given.json else f"{count} passages embedded with {settings.embedding}")
    return 0

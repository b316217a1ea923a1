"""The commands that ask: ask, search and serve; and those that keep the models: models and reindex."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Option

from qa.formatting.answers import as_dict, emptiness, lacking
from qa.formatting.dates import readable, resolution
from qa.formatting.findings import reasons
from qa.formatting.scripts import shown_answer, shown_passage
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .terminal import Json, ProgressBar, fetch_progress, language_of, print_json, print_lines
from .watch import beside, check_places

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Claim

Question = Annotated[str, Argument(metavar="QUESTION", show_default=False)]
AskedOn = Annotated[
    str | None,
    Option("--asked-on", metavar="DATE", help="day from which 去年 counts; today by default", show_default=False),
]
Since = Annotated[
    str | None,
    Option("--since", metavar="DATE", help="only articles from this day, month or year on", show_default=False),
]
Until = Annotated[
    str | None,
    Option("--until", metavar="DATE", help="only articles up to this day, month or year", show_default=False),
]
Publisher = Annotated[
    str | None, Option("--publisher", metavar="NAME", help="only articles of this publisher", show_default=False)
]
Within = Annotated[
    str | None,
    Option("--in", metavar="PLACE", help="only articles of this folder, collection or address", show_default=False),
]


def ask(
    settings: Settings,
    question: Question,
    *,
    asked_on: AskedOn = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    within: Within = None,
    for_machines: Json = False,
) -> int:
    """Answer a question, with sources."""
    from qa.assistant import Assistant
    from qa.question.asking import asking

    asking(asked_on, since, until, publisher, within)  # what is wrong with it is told before anything is loaded
    assistant = Assistant.open(settings, create=False, progress=fetch_progress())
    answer = assistant.ask(question, asked_on=asked_on, since=since, until=until, publisher=publisher, within=within)
    if for_machines:
        print_json(as_dict(answer))
    else:
        print_lines(*_answer_lines(shown_answer(answer, settings.script), language_of(settings)))
    return 0


def _answer_lines(answer: Answer, language: Language) -> Iterator[str]:
    """The answer, then each citation with its quote; of a refusal the nearest articles, and what was not used."""
    yield answer.text
    for citation in answer.citations:
        yield from citation_lines(citation, language)
    if answer.bounds:
        yield "\n" + "\n".join(emptiness(answer.bounds, language))
    if answer.nearest:
        yield f"\n{text('answers.nearest', language)}"
    for near in answer.nearest:
        yield f"- 《{near.passage.title}》 {lacking(near, language)}".rstrip()
    if answer.refused:
        yield from _withheld_lines(answer.withheld, language)


def _withheld_lines(claims: Sequence[Claim], language: Language) -> Iterator[str]:
    """Each sentence that was not used, with the reasons."""
    told = [(claim, why) for claim in claims if (why := reasons(claim, language))]
    if told:
        yield "\n" + text("findings.withheld", language, count=len(told))
    for claim, why in told:
        yield f"- {claim.text}"
        yield from (f"    {reason}" for reason in why)


def citation_lines(citation: Citation, language: Language) -> Iterator[str]:
    """A citation: its number, its article, the quote, and below it the dates that words of it mean."""
    passage = citation.passage
    known = (passage.publisher, readable(passage.published, language), Path(passage.source).name)
    about = " · ".join(part for part in known if part)
    yield f"\n[{citation.number}] 《{passage.title}》 {about}\n    {citation.quote}"
    if meant := resolution(citation.resolved, language):
        yield f"    {meant.strip()}"


def search(
    settings: Settings,
    query: Annotated[str, Argument(metavar="QUERY", show_default=False)],
    *,
    k: Annotated[int, Option("--k", min=1, metavar="N", help="how many passages")] = 8,
    asked_on: AskedOn = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    within: Within = None,
    for_machines: Json = False,
) -> int:
    """Show the passages that fit a query, without a language model."""
    from qa.opening import opened_library
    from qa.question.asking import asking

    time = asking(asked_on, since, until, publisher, within).time(query)
    library = opened_library(settings, create=False, progress=fetch_progress())
    hits = library.search(query, k, settings.lexical_weight, scope=time.scope, periods=time.periods)
    if for_machines:
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
        print_json(rows)
        return 0
    for place, hit in enumerate(hits, start=1):
        passage = shown_passage(hit.passage, settings.script)
        print_lines(f"{place}. {hit.score:.3f}  《{passage.title}》  {Path(passage.source).name}\n{passage.text}\n")
    return 0


def serve(settings: Settings) -> int:
    """Open the chat page; with no library yet, on the sample articles. Ctrl-C closes it."""
    from qa import llm
    from qa.extras import require

    require("page")
    if settings.watched:
        check_places(settings.watched)
    from qa.page.preparation import Preparation
    from qa.page.ui import serve

    llm.check(settings)
    preparation = Preparation(settings)

    def listening(url: str) -> None:
        print(text("commands.listening", language_of(settings), url=url), flush=True)
        preparation.start()  # only now: with the port in use nothing was done in vain
        if settings.watched:
            beside(settings, preparation)

    serve(
        preparation,
        host=settings.host,
        port=settings.port,
        language=settings.language,
        script=settings.script,
        listening=listening,
    )
    return 0


def models(
    settings: Settings,
    action: Annotated[Literal["fetch"] | None, Argument(help="fetch the model of this name")] = None,
    name: Annotated[str | None, Argument(metavar="NAME")] = None,
    *,
    for_machines: Json = False,
) -> int:
    """List the known models, or fetch one."""
    from store.models.cache import MODELS, fetch, local_path

    if action:
        path = fetch(name or "", settings.models, fetch_progress())
        print(json.dumps({"name": name, "path": str(path)}) if for_machines else path)
        return 0
    here = {model.name: local_path(model.name, settings.models) for model in MODELS.values()}
    if for_machines:
        rows = [
            {
                "name": model.name,
                "kind": model.kind,
                "bytes": model.bytes,
                "licence": model.licence,
                "path": str(here[model.name] or "") or None,
            }
            for model in MODELS.values()
        ]
        print_json(rows)
        return 0
    absent = text("commands.not_fetched", language_of(settings))
    for model in MODELS.values():
        size = f"{model.bytes / 1e6:>7.0f} MB"
        print_lines(f"{model.name:<30} {model.kind:<10} {size}  {here[model.name] or absent}")
    return 0


def reindex(settings: Settings, *, for_machines: Json = False) -> int:
    """Embed the library's articles anew, after `--embedding` was changed."""
    from store.reembedding import reindex as embed_again

    language = language_of(settings)
    progress = ProgressBar(text("commands.units.passages", language))
    count = embed_again(settings.place, settings.embedding, settings.models, progress, settings.engine)
    if for_machines:
        print(json.dumps({"passages": count}))
    else:
        print_lines(text("commands.reindexed", language, count=count, model=settings.embedding))
    return 0

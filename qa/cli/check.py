"""The command that checks a text that somebody wrote: `yuanwen check FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from qa.formatting.answers import checked_as_dict
from qa.formatting.findings import reasons
from qa.formatting.plain import padded
from qa.formatting.scripts import shown_checked
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .ask import citation_lines
from .terminal import Json, fetch_progress, language_of, print_json, print_lines

if TYPE_CHECKING:
    from qa.answer import Checked

VERDICT = 11
"""Columns of a verdict."""
File = Annotated[Path, Argument(metavar="FILE", help="the text; - is standard input", show_default=False)]


def check(settings: Settings, file: File, *, for_machines: Json = False) -> int:
    """Check each sentence of a text against the library: its verdict, its quotes, and what is wrong with it."""
    from qa.assistant import Assistant

    draft = _text_of(file)
    # No language model takes part, so none is loaded.
    chosen = settings.model_copy(update={"llm": "extractive"})
    checked = Assistant.open(chosen, create=False, progress=fetch_progress()).check(draft)
    if for_machines:
        print_json({"file": str(file)} | checked_as_dict(checked))
    else:
        print_lines(*_lines(shown_checked(checked, settings.script), language_of(settings)))
    return 0


def _text_of(file: Path) -> str:
    """The text of a file of any kind that can be read. Raises an ArticleError."""
    from store.reading import read
    from store.reading.plain import read_text

    return read_text(sys.stdin.buffer.read(), "-")[0].text if str(file) == "-" else read(file).text


def _lines(checked: Checked, language: Language) -> Iterator[str]:
    """Each sentence with its verdict, and the reasons of one that is not supported; then the quotes, and the totals."""
    for claim in checked.claims:
        yield f"{padded(text(f'findings.verdicts.{claim.verdict}', language), VERDICT)}  {claim.marked}"
        if claim.verdict != "supported":
            yield from (f"    {reason}" for reason in reasons(claim, language))
    for citation in checked.citations:
        yield from citation_lines(citation, language)
    verdicts = [claim.verdict for claim in checked.claims]
    counts = {verdict: verdicts.count(verdict) for verdict in ("supported", "partly", "unsupported")}
    yield "\n" + text("findings.totals", language, count=len(verdicts), **counts)

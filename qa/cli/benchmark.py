"""What `yuanwen benchmark` does: a protocol of the field, run from a folder of its data, beside published figures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from qa.errors import OptionsClash
from qa.formatting.plain import width
from qa.formatting.texts import text, text_or_name
from qa.settings import Settings
from store.errors import Language

from .terminal import as_json, bar, counter, language_of

if TYPE_CHECKING:
    from qa.benchmarks.protocol import Figure
    from qa.benchmarks.published import Published, System
    from qa.benchmarks.reading import Variant
    from qa.evaluation.evaluated import Evaluation


def benchmark(given: argparse.Namespace, settings: Settings) -> int:
    """Run a protocol; print its figures beside those that are published."""
    from qa.benchmarks.published import published
    from qa.evaluation import journal

    evaluation, figures = _rgb(given, settings) if given.name == "rgb" else _reading(given, settings)
    known, language = published(given.name), language_of(settings)
    if given.json:
        print(as_json(_whole(evaluation, figures, known)))
    else:
        lines = [_head(evaluation, known, language), "", *_table(figures, known, language)]
        print("\n".join([*lines, "", *_sources(figures, known, language)]))
    journal.discard(settings.runs, evaluation.made_with)
    return 0


def _rgb(given: argparse.Namespace, settings: Settings) -> tuple[Evaluation, list[Figure]]:
    from qa.assistant import Assistant
    from qa.benchmarks import reading, rgb

    for option in ("search", "given"):
        if getattr(given, option):
            raise OptionsClash(first="rgb", second=f"--{option}")
    series = rgb.load(given.folder, given.number, given.seed)
    # Every passage is given with its question, so the library is one without articles.
    chosen = settings.model_copy(update={"library": str(reading.home(settings, {}) / "library")})
    return rgb.measured(Assistant.open(chosen, progress=bar()), series, counter("replies"))


def _reading(given: argparse.Namespace, settings: Settings) -> tuple[Evaluation, list[Figure]]:
    from qa.assistant import Assistant
    from qa.benchmarks import reading

    if given.search and given.given:
        raise OptionsClash(first="--search", second="--given")
    variant: Variant = "search" if given.search else "given" if given.given else "open"
    data = reading.load(given.name, given.folder)
    series = reading.drawn(given.name, data, variant, given.number, given.seed)
    texts = {} if variant == "given" else data.texts
    home = reading.home(settings, texts)
    changes = {"library": str(home / "library")} | ({"llm": "extractive"} if given.search else {})
    assistant = Assistant.open(settings.model_copy(update=changes), progress=bar())
    if texts:
        reading.shelve(assistant.library, home, texts, counter("passages"))
    return reading.measured(assistant, series, counter("questions"))


def _whole(evaluation: Evaluation, figures: Sequence[Figure], known: Published) -> dict[str, object]:
    """All there is to say, for machines: shares are 0 to 1, and of the same names on both sides."""
    return {
        "made_with": evaluation.made_with,
        "figures": [asdict(figure) for figure in figures],
        "published": asdict(known),
        "results": [result.as_dict() for result in evaluation.results],
    }


def _head(evaluation: Evaluation, known: Published, language: Language) -> str:
    made = evaluation.made_with
    origin = made["protocol"]
    questions = len({(result.id, result.question) for result in evaluation.results})
    files = ", ".join(origin["files"])
    llm = made["settings"]["llm"]
    head = text("benchmark.head", language, title=known.title, files=files, questions=questions, llm=llm)
    return head + (text("benchmark.drawn", language, **origin) if origin["number"] else "")


def _table(figures: Sequence[Figure], known: Published, language: Language) -> list[str]:
    """The figures in percent, a row each, with others' beside them; also what only others have in these settings."""
    from qa.evaluation.scores.measures import measures

    ours = {(figure.setting, figure.measure): figure for figure in figures}
    systems = _beside(figures, known)
    heads = [text(key, language) for key in ("benchmark.ours", "benchmark.interval", "benchmark.count")]
    rows = [["", *heads, *(system.name for system in systems)]]
    for setting, measure in _rows(figures, known):
        called = measures()[measure].titles[language] if measure in measures() else None
        theirs = [system.figures.get(setting, {}).get(measure) for system in systems]
        called = called or text_or_name("benchmark.measures", measure, language)
        of = text_or_name("benchmark.settings", setting, language)
        label = text("punctuation.colon", language).join((of, called))
        rows.append([label, *_cells(ours.get((setting, measure))), *map(_percent, theirs)])
    wide = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(_padded(row, wide)).rstrip() for row in rows]


def _rows(figures: Sequence[Figure], known: Published) -> Iterator[tuple[str, str]]:
    for setting in dict.fromkeys(figure.setting for figure in figures):
        mine = [figure.measure for figure in figures if figure.setting == setting]
        others = [measure for system in known.systems for measure in system.figures.get(setting, {})]
        yield from ((setting, measure) for measure in dict.fromkeys([*mine, *others]))


def _beside(figures: Sequence[Figure], known: Published) -> list[System]:
    """The systems with a figure in one of these settings."""
    shown = {figure.setting for figure in figures}
    return [system for system in known.systems if shown.intersection(system.figures)]


def _cells(figure: Figure | None) -> list[str]:
    if figure is None:
        return ["–", "", ""]
    between = "" if figure.low is None else f"{_percent(figure.low)}–{_percent(figure.high)}"
    return [_percent(figure.value), between, str(figure.questions)]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


def _padded(row: Sequence[str], wide: Sequence[int]) -> Iterator[str]:
    first, *others = (" " * (room - width(cell)) for cell, room in zip(row, wide, strict=True))
    yield row[0] + first
    yield from (space + cell for space, cell in zip(others, row[1:], strict=True))


def _sources(figures: Sequence[Figure], known: Published, language: Language) -> Iterator[str]:
    """Who printed the others' figures where, and what to mind in comparing."""
    beside = _beside(figures, known)
    for source in dict.fromkeys(system.source for system in beside):
        names = ", ".join(system.name for system in beside if system.source == source)
        yield f"{names}{text('punctuation.colon', language)}{source}{text('punctuation.stop', language)}"
    if beside:
        yield known.remark[language]

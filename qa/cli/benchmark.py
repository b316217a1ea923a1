"""The command that runs a protocol of the field from a folder of its data, beside published figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from qa.benchmarks.published import Name
from qa.errors import OptionsClash
from qa.extras import require
from qa.formatting.texts import text, text_or_name
from qa.settings import Settings
from store.errors import Language

from .terminal import Json, ProgressBar, fetch_progress, language_of, print_json, print_lines, print_table

if TYPE_CHECKING:
    from qa.benchmarks.protocol import Figure
    from qa.benchmarks.published import Published, System
    from qa.benchmarks.reading import Variant
    from qa.evaluation.evaluated import Evaluation


def benchmark(
    settings: Settings,
    name: Name,
    folder: Annotated[Path, Argument(metavar="FOLDER", show_default=False)],
    *,
    number: Annotated[int | None, Option(min=1, metavar="N", help="so many questions of each file, at random")] = None,
    seed: Annotated[int, Option(metavar="S", help="seed of the draw")] = 2333,
    search: Annotated[bool, Option("--search", help="search alone, without asking (cmrc, drcd)")] = False,
    given: Annotated[bool, Option("--given", help="give each question its right passage (cmrc, drcd)")] = False,
    for_machines: Json = False,
) -> int:
    """Run a protocol of the field from a folder of its data; print its figures beside those that are published."""
    require("evaluate")
    from qa.benchmarks.published import published
    from qa.evaluation import journal

    if name == "rgb" and (search or given):
        raise OptionsClash(first="rgb", second="--search" if search else "--given")
    if search and given:
        raise OptionsClash(first="--search", second="--given")
    if name == "rgb":
        evaluation, figures = _rgb(settings, folder, number, seed)
    else:
        variant: Variant = "search" if search else "given" if given else "open"
        evaluation, figures = _reading(settings, name, folder, variant, number=number, seed=seed)
    known, language = published(name), language_of(settings)
    if for_machines:
        print_json(_as_dict(evaluation, figures, known))
    else:
        print_lines(_head(evaluation, known, language), "")
        print_table(_rows(figures, known, language), justify="right")
        print_lines("", *_sources(figures, known, language))
    journal.discard(settings.runs, evaluation.made_with)
    return 0


def _rgb(settings: Settings, folder: Path, number: int | None, seed: int) -> tuple[Evaluation, list[Figure]]:
    from qa.assistant import Assistant
    from qa.benchmarks import reading, rgb

    series = rgb.load(folder, number, seed)
    # Every passage is given with its question, so the library is one without articles.
    chosen = settings.model_copy(update={"library": str(reading.home(settings, {}) / "library")})
    progress = ProgressBar(text("commands.units.replies", language_of(settings)))
    return rgb.measured(Assistant.open(chosen, progress=fetch_progress()), series, progress)


def _reading(
    settings: Settings, name: Name, folder: Path, variant: Variant, *, number: int | None, seed: int
) -> tuple[Evaluation, list[Figure]]:
    from qa.assistant import Assistant
    from qa.benchmarks import reading

    language = language_of(settings)
    data = reading.load(name, folder)
    series = reading.drawn(name, data, variant, number, seed)
    texts = {} if variant == "given" else data.texts
    home = reading.home(settings, texts)
    changes = {"library": str(home / "library")} | ({"llm": "extractive"} if variant == "search" else {})
    assistant = Assistant.open(settings.model_copy(update=changes), progress=fetch_progress())
    if texts:
        reading.shelve(assistant.library, home, texts, ProgressBar(text("commands.units.passages", language)))
    return reading.measured(assistant, series, ProgressBar(text("commands.units.questions", language)))


def _as_dict(evaluation: Evaluation, figures: Sequence[Figure], known: Published) -> dict[str, object]:
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


def _rows(figures: Sequence[Figure], known: Published, language: Language) -> list[list[str]]:
    """The figures in percent, a row each, beside those of others; also what only others have in these settings."""
    ours = {(figure.setting, figure.measure): figure for figure in figures}
    systems = _systems(figures, known)
    heads = [text(key, language) for key in ("benchmark.ours", "benchmark.interval", "benchmark.count")]
    rows = [["", *heads, *(system.name for system in systems)]]
    for setting, measure in _row_keys(figures, known):
        theirs = [system.figures.get(setting, {}).get(measure) for system in systems]
        title = _title(setting, measure, language)
        rows.append([title, *_cells(ours.get((setting, measure))), *map(_percent, theirs)])
    return rows


def _title(setting: str, measure: str, language: Language) -> str:
    """What a row is called: the setting and the measure."""
    from qa.evaluation.scores.measures import measures

    common = measures().get(measure)
    name = common.titles[language] if common else text_or_name("benchmark.measures", measure, language)
    return text("punctuation.colon", language).join((text_or_name("benchmark.settings", setting, language), name))


def _row_keys(figures: Sequence[Figure], known: Published) -> Iterator[tuple[str, str]]:
    """The settings that were run, each with every measure that we or others have."""
    for setting in dict.fromkeys(figure.setting for figure in figures):
        mine = [figure.measure for figure in figures if figure.setting == setting]
        others = [measure for system in known.systems for measure in system.figures.get(setting, {})]
        yield from ((setting, measure) for measure in dict.fromkeys([*mine, *others]))


def _systems(figures: Sequence[Figure], known: Published) -> list[System]:
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


def _sources(figures: Sequence[Figure], known: Published, language: Language) -> Iterator[str]:
    """Who printed the others' figures where, and what to mind in comparing."""
    beside = _systems(figures, known)
    for source in dict.fromkeys(system.source for system in beside):
        names = ", ".join(system.name for system in beside if system.source == source)
        yield f"{names}{text('punctuation.colon', language)}{source}{text('punctuation.stop', language)}"
    if beside:
        yield known.remark[language]

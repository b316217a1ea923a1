"""The architecture, read from the code: who may import what, and that every error can be told."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path
from string import Formatter

from store.errors import Language, YuanwenError

ROOT = Path(__file__).parent.parent
LINES, FILES = 260, 15
"""The longest a file may be, and the most files a package may have beside its `__init__`."""

ROOMS = {
    "qa": "qa",  # the front door: what it offers is imported when it is first used
    "qa.__main__": "qa store prompts",
    "qa.cli": "qa store prompts",
    "qa.page": "qa store prompts",
    "qa.benchmarks": "qa.evaluation qa.assistant qa.formatting qa.answer qa.settings qa.extras qa.errors store",
    "qa.drafting": "qa.evaluation qa.question qa.chinese qa.llm qa.settings qa.thresholds qa.errors store prompts",
    "qa.evaluation": "qa store prompts",
    "qa.assistant": "qa store prompts",
    "qa.answering": "qa store prompts",
    "qa.checks": "qa store prompts",
    "qa.evidence": "qa store prompts",
    "qa.question": "qa store prompts",
    "qa.chinese": "store",
    "qa.formatting": "qa.answer qa.errors store prompts",
    "qa.llm": "qa.settings qa.extras qa.errors store",
    "qa.opening": "qa.settings store",
    "qa.settings": "qa.extras qa.errors store",
    "qa.answer": "store prompts",
    "qa.thresholds": "store.thresholds",
    "qa.extras": "qa.errors",
    "qa.version": "",
    "qa.errors": "store.errors",
    "store": "store",
    "store.upkeep": "store",
    "store.watching": "store",
    "store.library": "store",
    "store.langchain": "store",
    "store.reembedding": "store",
    "store.adding": "store",
    "store.replica": "store",
    "store.search": "store",
    "store.index": "store",
    "store.span_reader": "store",
    "store.encoding": "store",
    "store.models": "store",
    "store.reading": "store",
    "store.report": "store",
    "store.passage": "store",
    "store.repair": "store",
    "store.article": "store",
    "store.text": "",
    "store.thresholds": "",
    "store.errors": "",
    "prompts": "",
}
"""The rooms from top to bottom, each with what it may import: of that only what stands below it. A package is one room
with all that is in it, and so is a file beside the packages.
"""

SEAMS = {
    "chromadb": {f"store/index/{name}.py" for name in ("connection", "database", "journal", "lock")},  # for types
    "tantivy": {"store/search/lexical.py", "store/search/words.py"},
    "sentence_transformers": {"store/encoding/engines.py"},
    "transformers": {"store/encoding/engines.py", "store/models/unpack.py", "store/span_reader/network.py"},
    "torch": {"store/encoding/engines.py", "store/models/unpack.py", "store/span_reader/network.py"},
    "openvino": {"store/encoding/graph.py", "store/encoding/runtime.py"},  # graph names the types of a graph
    "rensa": {"store/adding/duplicates.py"},
    "opencc": {"store/text/scripts/conversion.py"},
    "borax": {"store/text/resolution/lunar.py"},
    "rjieba": {  # each with its own words
        *("store/text/segmenter.py", "store/text/scripts/names.py", "store/repair/language.py", "qa/chinese/names.py"),
    },
    "ftfy": {"store/repair/characters.py"},
    "pypinyin": {"store/repair/gbk.py", "qa/chinese/romanization.py"},
    "trafilatura": {"store/reading/web/head.py"},
    "lxml": {
        "store/reading/office/xml.py",
        "store/reading/rows/book/package.py",
        *(f"store/reading/web/{name}.py" for name in ("head", "lines", "numbering", "page", "tables", "tree")),
    },
    "frontmatter": {"store/reading/plain.py"},
    "yaml": {"store/reading/plain.py"},
    "pypdfium2": {
        f"store/reading/pdf/{name}.py" for name in ("document", "drawn", "notes", "page")
    },  # each its own part
    "rapidocr": {"store/reading/pdf/recognition.py"},
    "ijson": {"store/reading/rows/objects.py"},
    "watchfiles": {"store/watching/events.py"},
    "feedparser": {"store/watching/entries.py"},
    "protego": {"store/watching/robots.py"},
    "httpcore": {"store/watching/network.py", "store/watching/fetching.py"},
    "huggingface_hub": {"store/models/download.py"},
    "gradio": {"qa/page/ui.py"},
    "typer": {
        *(f"qa/cli/{name}.py" for name in ("ask", "benchmark", "check", "evaluate", "library", "parser", "questions")),
        *(f"qa/cli/{name}.py" for name in ("terminal", "transfer", "watch")),
    },
    "rich": {"qa/cli/terminal.py", "qa/cli/diff.py", "qa/formatting/plain.py"},
    "ir_measures": {"qa/evaluation/scores/ranking.py"},
    "rapidfuzz": {"qa/evaluation/scores/matching.py"},
    "scipy": {"qa/evaluation/scores/statistics.py"},
    "jinja2": {"qa/evaluation/reports/report.py"},
    "matplotlib": {"qa/evaluation/reports/drawing.py"},
    "pandas": {"qa/evaluation/frames.py"},
    "xllamacpp": {"qa/llm.py"},
    "langchain": {"qa/llm.py"},
    "langchain_openai": {"qa/llm.py"},
    "openai": {"qa/llm.py"},
}
"""The one file for each outside world, or the few."""

HEAVY = {*SEAMS, "langchain_core", "safetensors", "tokenizers"}


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {name_of(path): path for top in ("qa", "store", "prompts") for path in sorted((ROOT / top).rglob("*.py"))}
TREES = {module: ast.parse(path.read_text(encoding="utf-8")) for module, path in PATHS.items()}
PACKAGES = [module for module, path in PATHS.items() if path.name == "__init__.py"]

ERRORS = {
    name: thing
    for module in PATHS
    if module.endswith(".errors")
    for name, thing in vars(import_module(module)).items()
    if isinstance(thing, type) and issubclass(thing, YuanwenError) and thing.__module__ == module
}
TOLD = [error for error in ERRORS.values() if not error.__subclasses__()]


def where(module: str, line: int = 1) -> str:
    """The place of a violation, as an editor opens it."""
    return f"{PATHS[module].relative_to(ROOT).as_posix()}:{line}"


def none(violations: Iterable[str]) -> None:
    """Fail with all of the violations, one a line."""
    found = [*violations]
    assert not found, "\n".join(["", *found])


def imported(module: str) -> Iterator[tuple[int, str]]:
    """What a module imports anywhere, in functions and for type checking too: the line and the full dotted name.

    `import qa` is what is then taken from it: `qa.Assistant`.
    """
    path, tree = PATHS[module], TREES[module]
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                used = attributes(tree, alias.asname or alias.name) if alias.name in PACKAGES else []
                yield from ((node.lineno, f"{alias.name}.{attribute}") for attribute in used or [""])


def attributes(tree: ast.Module, name: str) -> list[str]:
    """What is taken from the thing of a name: `a` and `b` of `name.a` and `name.b`."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return sorted({node.attr for node in found if isinstance(node.value, ast.Name) and node.value.id == name})


def ours(module: str) -> Iterator[tuple[int, str]]:
    """The modules of ours that a module imports; what a package says about itself, as `__version__`, is for all."""
    for line, name in imported(module):
        if name.split(".")[0] not in {"qa", "store", "prompts", "tests"} or name.endswith("__"):
            continue
        while name not in PATHS and "." in name:
            name = name.rpartition(".")[0]  # noqa: PLW2901
        if name != module:
            yield line, name


def room_of(module: str) -> str:
    """The room that a module stands in, whether the table has it or not."""
    return ".".join(module.split(".")[: 1 if module.startswith("prompts") else 2])


def may_import(room: str, other: str) -> bool:
    """Whether the table lets a room import another."""
    order = [*ROOMS]
    if other not in ROOMS or order.index(other) <= order.index(room):
        return False
    return any(other == named or other.startswith(f"{named}.") for named in ROOMS[room].split())


def test_every_module_stands_in_a_room() -> None:
    """Every file of the product stands in one of the rooms of the table."""
    none(
        f"{where(module)} stands in {room_of(module)}, no room of ROOMS"
        for module in PATHS
        if room_of(module) not in ROOMS
    )


def test_imports_go_one_way() -> None:
    """A room imports only rooms below it, and of those only what the table names; store and prompts import no qa."""
    none(
        f"{where(module, line)} {room_of(module)} may not import {other}"
        for module in PATHS
        for line, other in ours(module)
        if room_of(module) in ROOMS and room_of(other) != room_of(module)
        if not may_import(room_of(module), room_of(other))
    )


def circle(graph: dict[str, set[str]]) -> Iterator[str]:
    """One circle of a graph, if there is any."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"a circle: {' <- '.join(error.args[1])}"


def test_no_circles() -> None:
    """Neither modules nor rooms import one another in a circle, with the imports in functions and for types counted."""
    modules = {module: {other for _, other in ours(module)} for module in PATHS}
    rooms: dict[str, set[str]] = {}
    for module, others in modules.items():
        room = room_of(module)
        rooms.setdefault(room, set()).update(other for other in map(room_of, others) if other != room)
    none([*circle(modules), *circle(rooms)])


def test_one_seam_per_outside_world() -> None:
    """Each outside library is imported by just the files that stand between it and the rest."""
    users = {library: set[str]() for library in SEAMS}
    stray: list[str] = []
    for module in PATHS:
        for line, name in imported(module):
            library, place = name.split(".")[0], where(module, line)
            if library not in SEAMS:
                continue
            users[library].add(file := place.partition(":")[0])
            if file not in SEAMS[library]:
                stray.append(f"{place} imports {library}, which is for {', '.join(sorted(SEAMS[library]))}")
    gone = ((file, library) for library, files in SEAMS.items() for file in sorted(files - users[library]))
    none([*stray, *(f"{file} imports {library} no more: take it out of SEAMS" for file, library in gone)])


def test_files_stay_short() -> None:
    """No file of the product is longer than LINES."""
    lengths = ((module, len(path.read_text(encoding="utf-8").splitlines())) for module, path in PATHS.items())
    none(f"{where(module, length)} is past {LINES} lines" for module, length in lengths if length > LINES)


def test_packages_stay_small() -> None:
    """No package has more than FILES files beside its `__init__`."""
    counts = ((package, len([*PATHS[package].parent.glob("*.py")]) - 1) for package in PACKAGES)
    none(f"{where(package)} stands among {count} files; at most {FILES}" for package, count in counts if count > FILES)


def test_packages_introduce_themselves() -> None:
    """The docstring of a package says what comes in, what goes out, and what it imports, as the table allows it."""
    none(
        f"{where(package)} does not say {missing}"
        for package in PACKAGES
        for missing in unsaid(room_of(package), ast.get_docstring(TREES[package]) or "")
    )


def unsaid(room: str, docstring: str) -> Iterator[str]:
    """What is missing from, or wrong in, the docstring of a package."""
    first, *others = docstring.split("\n\n")
    if not re.search(r"\bin\b.*\bout\b", first, flags=re.DOTALL):
        yield "what comes in and what goes out"
    said = next((part for part in re.split(r"\n|(?<=\.) ", " ".join(others)) if part.startswith("Imports ")), "")
    if not said:
        yield "what it imports"
    for named in re.findall(r"`([a-z_.]+)`", said.partition(";")[0]):
        if named != room and not may_import(room, room_of(named)):
            yield f"the truth: it may not import {named}"


def test_import_is_cheap() -> None:
    """Importing the packages loads none of the heavy libraries."""
    code = "import qa, store, prompts, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    none(f"`import qa, store, prompts` loads {library}" for library in sorted(HEAVY & {*loaded.stdout.split()}))


def test_import_does_nothing() -> None:
    """No module runs a bare statement when it is imported: neither a call, nor a loop, nor a `with`."""
    harmless = (
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef),
        *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If),
    )
    none(
        f"{where(module, node.lineno)} does something when it is imported: {ast.unparse(node).splitlines()[0]}"
        for module, tree in TREES.items()
        for node in tree.body
        if not isinstance(node, harmless)
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    )


def drawn(docstring: str) -> dict[str, str]:
    """The tree in a module's docstring: each class by name, and the class it hangs from."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in docstring.splitlines():
        words = line.replace("│", " ").split()
        if not words or not (words[0] in ERRORS or words[0] in {"├──", "└──"}):
            continue
        name = words[0] if words[0] in ERRORS else words[1]
        while above and above[-1][0] >= line.index(name):
            above.pop()
        if above:
            parents[name] = above[-1][1]
        above.append((line.index(name), name))
    return parents


def test_error_trees_are_drawn() -> None:
    """The tree in the docstring of an errors module is the tree of its classes."""
    trees: dict[str, dict[str, str]] = {error.__module__: {} for error in ERRORS.values()}
    for error in ERRORS.values():
        if error is not YuanwenError and error.__base__:
            trees[error.__module__][error.__name__] = error.__base__.__name__
    none(
        f"{where(module)} draws {shown.get(name)} above {name}, which hangs from {tree.get(name)}"
        for module, tree in trees.items()
        for shown in [drawn(ast.get_docstring(TREES[module]) or "")]
        for name in sorted({*shown, *tree})
        if shown.get(name) != tree.get(name)
    )


def test_errors_live_in_errors() -> None:
    """No module but the errors modules defines an error for readers."""
    none(
        f"{where(module, node.lineno)} defines {node.name}, a {base.id}, which belongs in an errors module"
        for module, tree in TREES.items()
        if not module.endswith(".errors")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name) and base.id in ERRORS
    )


def named(template: str) -> set[str]:
    """The placeholders of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_errors_speak_both_languages() -> None:
    """Every error says the same things, in its own English and its own Chinese words."""
    none(
        f"{error.__name__} does not speak both languages"
        for error in TOLD
        if error.en == error.zh or not (error.en and error.zh)
    )
    none(f"{error.__name__} names different things in them" for error in TOLD if named(error.en) != named(error.zh))


def test_errors_name_their_thing() -> None:
    """A message holds every detail that the error was given, and no placeholder."""
    none(f"{error.__name__}: {missing}" for error in TOLD for missing in untold(error))


def untold(error: type[YuanwenError]) -> Iterator[str]:
    """What an error's messages leave out."""
    languages: tuple[Language, ...] = ("en", "zh")
    details = {name: 7919 if name == "seconds" else f"<{name}>" for name in named(error.en)}
    for message in (error(**details).message(language) for language in languages):
        yield from (f"“{message}” lacks {name}" for name, said in details.items() if str(said) not in message)
        if "{" in message:
            yield f"“{message}” has a placeholder"


def test_errors_are_given_their_details() -> None:
    """Whoever makes an error gives it exactly what its message names."""
    none(
        f"{where(module, call.lineno)} gives {name} {sorted(map(str, given))}, not {sorted(named(ERRORS[name].en))}"
        for module, call, name in raised()
        for given in [{keyword.arg for keyword in call.keywords}]
        if call.args or not (None in given or given == named(ERRORS[name].en))
    )


def raised() -> Iterator[tuple[str, ast.Call, str]]:
    """Every place that makes an error by its name."""
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                yield module, node, node.func.id

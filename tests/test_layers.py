"""The architecture, read from the code: who may import what, and that every error can be told."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from string import Formatter

import pytest

import qa.errors
import qa.evaluation.errors
import store.errors
from store.errors import Language, YuanwenError

ROOT = Path(__file__).parent.parent
OURS = ("store", "prompts", "qa", "tests")
MODULES = sorted(path.relative_to(ROOT).as_posix() for package in OURS[:3] for path in (ROOT / package).glob("**/*.py"))
TREES = {name: ast.parse((ROOT / name).read_text(encoding="utf-8")) for name in MODULES}

MAY_IMPORT = {"store": {"store"}, "prompts": {"prompts"}, "qa": {"qa", "store", "prompts"}}
SEAMS = {
    "chromadb": {"store/connection.py", "store/database.py"},
    "rensa": {"store/duplicates.py"},
    "tantivy": {"store/lexical.py"},
    "sentence_transformers": {"store/embedding.py"},
    "transformers": {"store/embedding.py", "store/reader/network.py", "store/unpack.py"},
    "opencc": {"store/folding.py"},
    "rjieba": {"store/folding.py", "store/repair/language.py", "qa/drafting/names.py"},
    "ftfy": {"store/repair/characters.py"},
    "pypinyin": {"store/repair/gbk.py", "qa/english.py"},
    "trafilatura": {"store/reading/page.py"},
    "lxml": {"store/reading/page.py", "store/reading/office.py"},
    "frontmatter": {"store/reading/plain.py"},
    "pypdfium2": {"store/reading/pdf.py"},
    "docx": {"store/reading/word.py"},
    "openpyxl": {"store/reading/tables.py"},
    "ijson": {"store/reading/tables.py"},
    "huggingface_hub": {"store/download.py"},
    "gradio": {"qa/ui.py"},
    "ir_measures": {"qa/evaluation/ranking.py"},
    "rapidfuzz": {"qa/evaluation/matching.py"},
    "jinja2": {"qa/evaluation/report.py"},
    "matplotlib": {"qa/evaluation/drawing.py"},
    "pandas": {"qa/evaluation/frames.py"},
    "scipy": {"qa/evaluation/statistics.py"},
    "xllamacpp": {"qa/llm.py"},
    "langchain": {"qa/llm.py"},
    "langchain_openai": {"qa/llm.py"},
    "openai": {"qa/llm.py"},
}
"""The one file (or two) for each outside world."""

HEAVY = {"chromadb", "torch", "transformers", "sentence_transformers", "gradio", "tantivy", "langchain_core"}
HEAVY |= {"ftfy", "langchain", "openai", "opencc", "rjieba", "pypinyin", "trafilatura", "xllamacpp", "huggingface_hub"}
HEAVY |= {"ir_measures", "rapidfuzz", "jinja2", "matplotlib", "pandas", "scipy"}
HEAVY |= {"lxml", "pypdfium2", "docx", "openpyxl", "ijson", "frontmatter", "yaml"}

ERROR_MODULES = (store.errors, qa.errors, qa.evaluation.errors)
ERRORS = {
    name: thing
    for module in ERROR_MODULES
    for name, thing in vars(module).items()
    if isinstance(thing, type) and issubclass(thing, YuanwenError) and thing.__module__ == module.__name__
}
TOLD = [error for error in ERRORS.values() if not error.__subclasses__()]


def imported(module: str, nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The full names of what a module imports, relative ones resolved; `from a import b` is both a and a.b."""
    package = module.split("/")[:-1]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*start, *filter(None, [node.module])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def everything(module: str) -> set[str]:
    """What a module imports anywhere, in functions and for type checking too."""
    return set(imported(module, ast.walk(TREES[module])))


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    """Of our own packages, store and prompts import only themselves, and qa imports those two."""
    package = module.split("/", maxsplit=1)[0]
    ours = {name.split(".")[0] for name in everything(module)} & set(OURS)
    assert ours <= MAY_IMPORT[package]


@pytest.mark.parametrize("package", OURS[:3])
def test_no_circles(package: str) -> None:
    """The modules of a package import one another, while they load, without a circle."""
    names = {module.removesuffix(".py").replace("/", "."): module for module in MODULES}
    graph = {
        name: {other for other in imported(module, iter(TREES[module].body)) if other in names and other != name}
        for name, module in names.items()
        if module.startswith(f"{package}/")
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(graph)


@pytest.mark.parametrize("library", SEAMS)
def test_one_seam_per_outside_world(library: str) -> None:
    """Each outside library is imported by exactly the files that stand between it and the rest."""
    users = {module for module in MODULES if library in {name.split(".")[0] for name in everything(module)}}
    assert users <= SEAMS[library]
    assert users, f"nothing imports {library} any more: take it out of this table and of pyproject.toml"


@pytest.mark.parametrize("module", MODULES)
def test_files_stay_short(module: str) -> None:
    """No file of the product is longer than 260 lines."""
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= 260


@pytest.mark.parametrize("package", OURS[:3])
def test_import_is_cheap(package: str) -> None:
    """Importing a package loads none of the heavy libraries."""
    code = f"import sys, {package}; print(*sorted(name.split('.')[0] for name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(loaded.stdout.split())


@pytest.mark.parametrize("module", MODULES)
def test_import_does_nothing(module: str) -> None:
    """No module runs a bare statement when it is imported: neither a call, nor a loop, nor a `with`."""
    harmless = (
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef),
        *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If),
    )
    told = [node for node in TREES[module].body if not isinstance(node, harmless)]
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in told)


def drawn(docstring: str) -> dict[str, str]:
    """The tree in a module's docstring: each class by name, and the class it hangs from."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in docstring.splitlines():
        words = line.replace("│", " ").split()
        if not words or not (words[0] == "YuanwenError" or words[0] in {"├──", "└──"}):
            continue
        name = words[0] if words[0] == "YuanwenError" else words[1]
        while above and above[-1][0] >= line.index(name):
            above.pop()
        if above:
            parents[name] = above[-1][1]
        above.append((line.index(name), name))
    return parents


@pytest.mark.parametrize("module", ERROR_MODULES, ids=lambda module: str(module.__name__))
def test_error_tree_is_drawn(module: object) -> None:
    """The tree in the docstring of an errors module is the tree of its classes."""
    name = str(vars(module)["__name__"])
    actual = {
        error.__name__: error.__base__.__name__
        for error in ERRORS.values()
        if error.__module__ == name and error is not YuanwenError and error.__base__
    }
    assert drawn(vars(module)["__doc__"]) == actual


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("/errors.py")])
def test_errors_live_in_errors(module: str) -> None:
    """No module but the errors modules defines an error for readers."""
    classes = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.ClassDef)]
    bases = {base.id for node in classes for base in node.bases if isinstance(base, ast.Name)}
    assert bases.isdisjoint(ERRORS)


def named(template: str) -> set[str]:
    """The placeholders of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("error", TOLD, ids=lambda error: str(error.__name__))
def test_errors_speak_both_languages(error: type[YuanwenError]) -> None:
    """Every error says the same things, in its own English and its own Chinese words."""
    assert error.en and error.zh
    assert error.en != error.zh
    assert named(error.en) == named(error.zh)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("error", TOLD, ids=lambda error: str(error.__name__))
def test_errors_name_their_thing(error: type[YuanwenError], language: Language) -> None:
    """A message holds every detail that the error was given, and no placeholder."""
    details = {name: 7919 if name == "seconds" else f"<{name}>" for name in named(error.en)}
    message = error(**details).message(language)
    assert all(str(detail) in message for detail in details.values())
    assert "{" not in message


def raised() -> Iterator[tuple[str, ast.Call, type[YuanwenError]]]:
    """Every place that makes an error by its name."""
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                yield module, node, ERRORS[node.func.id]


@pytest.mark.parametrize(
    ("module", "call", "error"), [pytest.param(*place, id=f"{place[0]}:{place[1].lineno}") for place in raised()]
)
def test_errors_are_given_their_details(module: str, call: ast.Call, error: type[YuanwenError]) -> None:
    """Whoever makes an error gives it exactly what its message names."""
    given = {keyword.arg for keyword in call.keywords}
    assert not call.args
    assert None in given or given == named(error.en), f"{module}:{call.lineno}"

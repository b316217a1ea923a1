"""The command line: `yuanwen`, which is `python -m qa`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from qa.cli.terminal import language_of, take_any_text, whole_number
from store.errors import YuanwenError

from .cli import ask as commands
from .cli import benchmark as benchmarking
from .cli import evaluate as evaluating
from .cli import library as keeping
from .cli import questions as questioning
from .settings import Settings, load


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 done, 1 something failed, 2 the request was wrong."""
    take_any_text()
    parser = _parser()
    given = parser.parse_args(arguments)
    names = set(Settings.model_fields)
    chosen = {name: value for name, value in vars(given).items() if name in names and value is not None}
    settings = None
    try:
        settings = load(**chosen)
        status: int = given.run(given, settings)
    except YuanwenError as error:
        print(f"yuanwen: {error.message(language_of(settings))}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output had enough
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yuanwen",
        description="Answers questions about a pile of articles, with the sentence that says so.",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("settings", "each also as an environment variable: --top-k is YUANWEN_TOP_K")
    for name, field in Settings.model_fields.items():
        group.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="VALUE", help=field.description)
    machine = argparse.ArgumentParser(add_help=False)
    machine.add_argument("--json", action="store_true", help="print JSON for machines")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=help, description=help, parents=[machine, shared])
        added.set_defaults(run=run)
        return added

    _keeping(command)
    command("ask", commands.ask, "answer a question, with sources").add_argument("question")
    search = command("search", commands.search, "show the passages that fit a query, without a language model")
    search.add_argument("query")
    search.add_argument("--k", type=whole_number, default=8, help="how many (default 8)")
    command("serve", commands.serve, "open the chat page; with no library yet, on the sample articles")
    _measuring(command)
    questions = subparsers.add_parser("questions", help="draft questions from your own articles, and go through them")
    questioning.add_commands(questions, shared, machine)
    models = command("models", commands.models, "list the known models; `models fetch NAME` fetches one")
    models.add_argument("action", nargs="?", choices=["fetch"])
    models.add_argument("name", nargs="?")
    command("reindex", commands.reindex, "embed the library's articles anew with another embedding model")
    return parser


def _keeping(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that keep articles."""
    add = command("add", keeping.add, "read files or folders into the library")
    add.add_argument("paths", nargs="+", metavar="PATH")
    command("list", keeping.list_articles, "list the articles of the library")
    show = command("show", keeping.show, "show an article as it was beside as it was repaired")
    show.add_argument("article", metavar="ARTICLE", help="id or the beginning of it, file name, or path")
    remove = command("remove", keeping.remove, "take articles out of the library")
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="as for show; or a folder's or table's path")
    report = command("report", keeping.report, "say what was done to every file, and which could not be read")
    report.add_argument("--html", type=Path, metavar="OUT.html", help="write it as a page")


def _measuring(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that measure."""
    evaluate = command("evaluate", evaluating.evaluate, "ask a whole question set and say how good the answers are")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--answers", type=Path, metavar="OUT.jsonl", help="write one answer a line")
    evaluate.add_argument("--result", type=Path, metavar="OUT.json", help="keep the whole result, to compare with")
    evaluate.add_argument("--report", type=Path, metavar="OUT.html", help="write it as a page")
    evaluate.add_argument("--compare", type=Path, metavar="OLD.json", help="say whether it differs from that result")
    evaluate.add_argument("--gate", type=Path, metavar="RULES.toml", help="exit with 1 when one of the rules is broken")
    evaluate.add_argument(
        "--vary",
        type=_varied,
        action="append",
        metavar="NAME=VALUE,VALUE",
        help="ask with each of these values of a setting; again for another, for every combination",
    )

    benchmark = command("benchmark", benchmarking.benchmark, "run a protocol of the field from a folder of its data")
    benchmark.add_argument("name", choices=["rgb", "cmrc", "drcd"])
    benchmark.add_argument("folder", type=Path, metavar="FOLDER")
    benchmark.add_argument("--number", type=whole_number, metavar="N", help="so many questions of each file, at random")
    benchmark.add_argument("--seed", type=int, default=2333, metavar="S", help="seed of the draw (default 2333)")
    benchmark.add_argument("--search", action="store_true", help="search alone, without asking (cmrc, drcd)")
    benchmark.add_argument("--given", action="store_true", help="give each question its right passage (cmrc, drcd)")


def _varied(text: str) -> tuple[str, str]:
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text} is not of the form top_k=5,10")
    return name.replace("-", "_"), values


if __name__ == "__main__":
    sys.exit(main())

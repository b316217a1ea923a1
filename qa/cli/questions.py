"""What the commands about question sets do. Every one takes the parsed arguments and the settings, and returns the exit
status: 0 done, 2 there are faults.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from qa.evaluation.errors import NoSuchDraft
from qa.evaluation.questions import Question, append, change, examine, load
from qa.formatting.plain import visible
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .terminal import as_json, bar, counter, language_of, whole_number


def add_commands(
    questions: argparse.ArgumentParser, shared: argparse.ArgumentParser, machine: argparse.ArgumentParser
) -> None:
    """Give `yuanwen questions` its commands; `shared` has the settings, and `machine` has --json."""
    commands = questions.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int], help: str, parents: Sequence[Any]
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help, parents=[*parents])
        added.set_defaults(run=run)
        return added

    both = (machine, shared)
    drafting = command("new", new, "draft questions from the library's own sentences", both)
    drafting.add_argument("--number", type=whole_number, default=20, metavar="N", help="how many (default 20)")
    drafting.add_argument("--out", type=Path, metavar="FILE", help="add them to this file (default: that of --drafts)")
    drafting.add_argument("--seed", type=int, default=0, metavar="S", help="other seeds choose other sentences")
    _file(command("check", check, "say what a question set holds, and all that is wrong with it", both))
    _file(command("review", review, "go through the drafts of a question set one by one", (shared,)))
    accepting = command("accept", accept, "accept drafts of a question set", both)
    accepting.add_argument("file", type=Path, metavar="FILE")
    accepting.add_argument("ids", nargs="+", metavar="ID")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: that of --drafts")


def new(given: argparse.Namespace, settings: Settings) -> int:
    """Draft questions; each is in the file as soon as it is made."""
    from qa import llm as llms
    from qa.drafting.drafts import drafts
    from store.library import Library

    file: Path = given.out or settings.drafts
    llms.check(settings)
    taken = {question.id for question in load(file)} if file.exists() and file.read_bytes().strip() else set()
    library = Library(settings.library, settings.embedding, settings.models, create=False, progress=bar())
    articles = library.articles()
    llm = llms.connect(settings, bar())
    told, made = counter("questions"), list[Question]()
    for draft in drafts(articles, given.number, seed=given.seed, llm=llm, taken=taken):
        made += append(file, [draft])
        if told:
            told(len(made), given.number)
    if given.json:
        print(as_json({"file": str(file), "questions": [asdict(question) for question in made]}))
    else:
        _print_made(made, given.number, file, language_of(settings))
    return 0


def _print_made(made: Sequence[Question], number: int, file: Path, language: Language) -> None:
    for question in made:
        print(line(question, language))
    print(text("questions.made", language, count=len(made), file=file))
    if len(made) < number:
        print(text("questions.fewer", language, number=number))


def line(question: Question, language: Language) -> str:
    """A question with its answer, on one line."""
    answer = " ; ".join(" | ".join(group) for group in question.answers) or text("questions.refused", language)
    return visible(f"{question.id}  {question.kind}  {question.question}  →  {answer}")


def check(given: argparse.Namespace, settings: Settings) -> int:
    """Count the questions of a file, list its drafts, and all its faults."""
    file, language = given.file or settings.drafts, language_of(settings)
    questions, faults = examine(file)
    kinds = Counter(question.kind for question in questions)
    drafted = [question for question in questions if question.draft]
    if given.json:
        told = [{"line": fault.line, "field": fault.field, "message": fault.words[language]} for fault in faults]
        counts = {"questions": len(questions), "drafts": [question.id for question in drafted], "kinds": dict(kinds)}
        print(as_json({"file": str(file)} | counts | {"faults": told}))
        return 2 if faults else 0
    print(text("questions.count", language, count=len(questions), drafts=len(drafted)))
    for kind, count in sorted(kinds.items()):
        print(f"{count:>6}  {visible(kind) or text('questions.plain', language)}")
    for question in drafted:
        print(f"{text('questions.draft', language)}  {line(question, language)}")
    for fault in faults:
        print(visible(f"{file}  {fault.sentence(language)}"))
    return 2 if faults else 0


def review(given: argparse.Namespace, settings: Settings) -> int:
    """Go through the drafts of a file on the terminal."""
    from .review import review

    review(given.file or settings.drafts, language_of(settings))
    return 0


def accept(given: argparse.Namespace, settings: Settings) -> int:
    """Accept drafts by their ids: all of them, or none where one is unknown."""
    drafted = {question.id for question in load(given.file) if question.draft}
    for wanted in given.ids:
        if wanted not in drafted:
            raise NoSuchDraft(id=wanted, path=given.file)
    change(given.file, lambda question: replace(question, draft=False) if question.id in given.ids else question)
    if given.json:
        print(as_json({"accepted": given.ids}))
        return 0
    for wanted in given.ids:
        print(visible(text("questions.accepted", language_of(settings), id=wanted)))
    return 0

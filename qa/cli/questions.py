"""The commands about question sets: new, check, review, accept."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from qa.evaluation.errors import NoSuchDraft
from qa.evaluation.questions import Question, append, change, examine, load
from qa.formatting.texts import text
from qa.settings import Settings
from store.errors import Language

from .terminal import Json, ProgressBar, fetch_progress, language_of, print_json, print_lines

File = Annotated[Path | None, Argument(metavar="FILE", help="default: that of --drafts")]


def new(
    settings: Settings,
    *,
    number: Annotated[int, Option(min=1, metavar="N", help="how many")] = 20,
    out: Annotated[Path | None, Option(metavar="FILE", help="add to this file (default: that of --drafts)")] = None,
    seed: Annotated[int, Option(metavar="S", help="other seeds choose other sentences")] = 0,
    for_machines: Json = False,
) -> int:
    """Draft questions from the library's own sentences.

    Each is in the file as soon as it is made.
    """
    from qa import llm as llms
    from qa.drafting.drafts import drafts
    from qa.opening import opened_library

    file, language = out or settings.drafts, language_of(settings)
    llms.check(settings)
    taken = {question.id for question in load(file)} if file.exists() and file.read_bytes().strip() else set()
    library = opened_library(settings, create=False, progress=fetch_progress())
    articles = library.articles()
    llm = llms.connect(settings, fetch_progress())
    progress, made = ProgressBar(text("commands.units.questions", language)), list[Question]()
    for draft in drafts(articles, number, seed=seed, llm=llm, taken=taken):
        made += append(file, [draft])
        progress(len(made), number)
    if for_machines:
        print_json({"file": str(file), "questions": [asdict(question) for question in made]})
    else:
        print_lines(*(question_line(question, language) for question in made))
        print_lines(text("questions.made", language, count=len(made), file=file))
        if len(made) < number:
            print_lines(text("questions.fewer", language, number=number))
    return 0


def question_line(question: Question, language: Language) -> str:
    """A question with its answer, on one line."""
    refused = text("questions.refused", language)
    answer = " ; ".join(" | ".join(group) for group in question.answers) or refused
    return f"{question.id}  {question.kind}  {question.question}  →  {answer}"


def check(settings: Settings, file: File = None, *, for_machines: Json = False) -> int:
    """Say what a question set holds, and all that is wrong with it.

    Returns 2 if something is.
    """
    path, language = file or settings.drafts, language_of(settings)
    questions, faults = examine(path)
    kinds = Counter(question.kind for question in questions)
    drafts = [question for question in questions if question.draft]
    if for_machines:
        rows = [{"line": fault.line, "field": fault.field, "message": fault.words[language]} for fault in faults]
        counts = {"questions": len(questions), "drafts": [question.id for question in drafts], "kinds": dict(kinds)}
        print_json({"file": str(path)} | counts | {"faults": rows})
        return 2 if faults else 0
    print_lines(text("questions.count", language, count=len(questions), drafts=len(drafts)))
    for kind, count in sorted(kinds.items()):
        print_lines(f"{count:>6}  {kind or text('questions.plain', language)}")
    for question in drafts:
        print_lines(f"{text('questions.draft', language)}  {question_line(question, language)}")
    print_lines(*(f"{path}  {fault.sentence(language)}" for fault in faults))
    return 2 if faults else 0


def review(settings: Settings, file: File = None) -> int:
    """Go through the drafts of a question set one by one."""
    from .review import review

    review(file or settings.drafts, language_of(settings))
    return 0


def accept(
    settings: Settings,
    file: Annotated[Path, Argument(metavar="FILE", show_default=False)],
    ids: Annotated[list[str], Argument(metavar="ID", show_default=False)],
    *,
    for_machines: Json = False,
) -> int:
    """Accept drafts of a question set: all that are named, or none if one is unknown."""
    drafts = {question.id for question in load(file) if question.draft}
    for wanted in ids:
        if wanted not in drafts:
            raise NoSuchDraft(id=wanted, path=file)
    change(file, lambda question: replace(question, draft=False) if question.id in ids else question)
    if for_machines:
        print_json({"accepted": ids})
    else:
        print_lines(*(text("questions.accepted", language_of(settings), id=wanted) for wanted in ids))
    return 0

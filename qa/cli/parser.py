"""The command line read with typer: every command with its arguments, and every setting as a flag of every command."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer

from qa.errors import CommandLineWrong
from qa.settings import PREFIX, Settings

from . import ask, benchmark, check, evaluate, library, questions, transfer, watch

Command = Callable[..., int]
"""What a command does, and returns as the exit status. Its parameters are the settings, then its arguments and flags as
typer reads them; its docstring is its help.
"""

COMMANDS: Mapping[str, Command] = {
    "add": library.add,
    "list": library.list_articles,
    "show": library.show,
    "remove": library.remove,
    "watch": watch.watch,
    "report": library.report,
    "ask": ask.ask,
    "check": check.check,
    "search": ask.search,
    "serve": ask.serve,
    "evaluate": evaluate.evaluate,
    "benchmark": benchmark.benchmark,
    "models": ask.models,
    "reindex": ask.reindex,
    "copy": transfer.copy,
    "export": transfer.export,
    "import": transfer.import_,
    "doctor": transfer.doctor,
    "questions new": questions.new,
    "questions check": questions.check,
    "questions review": questions.review,
    "questions accept": questions.accept,
}
"""Every command by its name. A new one is a function and a line here."""

_ABOUT = {
    "": "Answer questions about a pile of articles, with the sentence that says so.",
    "questions": "Draft questions from your own articles, and go through them.",
}
_EPILOG = f"Every setting is also an environment variable: --top-k is {PREFIX}TOP_K."


@dataclass(frozen=True, slots=True)
class Request:
    """What a command line asks for: the settings that it gives, as written, and what to do with the whole settings."""

    settings: Mapping[str, str]
    run: Callable[[Settings], int]


def parse(arguments: Sequence[str]) -> Request:
    """What the command line asks for. Raises CommandLineWrong, and SystemExit once `--help` is answered."""
    command = typer.main.get_command(_application(arguments))
    try:
        request = command([*arguments], prog_name="yuanwen", standalone_mode=False)
    except typer.TyperException as error:
        named = next((name for name in COMMANDS if [*arguments[: name.count(" ") + 1]] == name.split()), "")
        reason = error.format_message().replace("Value error, ", "").rstrip(".")
        raise CommandLineWrong(reason=reason, command=f"yuanwen {named}".rstrip()) from error
    if not isinstance(request, Request):
        raise SystemExit(request)
    return request


def _application(arguments: Sequence[str]) -> typer.Typer:
    """The commands. Only the one that is asked for gets the flags of the settings: to make those of all takes 0.1 s."""
    looks: dict[str, Any] = {"rich_markup_mode": None, "context_settings": {"help_option_names": ["-h", "--help"]}}
    groups = {name: typer.Typer(help=about, add_completion=False, **looks) for name, about in _ABOUT.items()}
    for path, function in COMMANDS.items():
        group, _, name = path.rpartition(" ")
        about = inspect.getdoc(function)
        command = groups[group].command(name, help=about, epilog=_EPILOG, context_settings={"allow_extra_args": True})
        command(_requesting(function, with_settings=name in arguments))
    for name in groups.keys() - {""}:
        groups[""].add_typer(groups[name], name=name)
    return groups[""]


def _requesting(function: Command, *, with_settings: bool) -> Callable[..., Request]:
    """A function for typer, which makes a request of the values that a command line gives for a command."""
    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    flags = [_flag(name, field.description) for name, field in Settings.model_fields.items() if with_settings]

    def request(context: typer.Context, **given: Any) -> Request:
        if context.args:  # which are not printed: one could be a key
            extra = len(context.args)
            context.fail(f"Too many arguments (by {extra}). A question of several words needs quotes around it")
        chosen = {flag.name: value for flag in flags if (value := given.pop(flag.name)) is not None}
        return Request(chosen, partial(function, **given))

    context, _ = inspect.signature(request, eval_str=True).parameters.values()
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (context, *own, *flags)]
    request.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # which typer reads
    return request


def _flag(name: str, description: str | None) -> inspect.Parameter:
    """A setting as a flag."""
    option = typer.Option(f"--{name.replace('_', '-')}", metavar="VALUE", help=description, show_default=False)
    annotation = Annotated[str | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)

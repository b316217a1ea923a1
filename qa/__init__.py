"""Question in, cited answer out.

    from qa import Assistant
    assistant = Assistant.open("library", llm="extractive")

`import qa` reads nothing and contacts nothing; what it offers is loaded when first used. Imports its own rooms, and
they import the store and the prompts.
"""

from typing import TYPE_CHECKING, Any

from .version import VERSION

if TYPE_CHECKING:
    from qa.evaluation.frames import evaluate

    from .answer import Answer, Citation, Claim
    from .assistant import Assistant
    from .settings import Settings

__version__ = VERSION

__all__ = ["Answer", "Assistant", "Citation", "Claim", "Settings", "evaluate"]

_HOMES = {
    "Answer": "answer",
    "Assistant": "assistant",
    "Citation": "answer",
    "Claim": "answer",
    "Settings": "settings",
    "evaluate": "evaluation.frames",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)

"""How far the assistant is: what the page's status line says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.errors import YuanwenError

Stage = Literal["embedding", "library", "fetching", "loading", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Status:
    """What is being prepared, and what works meanwhile.

    `done` of `total` counts bytes while "embedding" and "fetching", articles while "library"; a total of 0 is unknown.
    `articles` are in the library, `sample` tells whether they are the bundled ones, `llm` names what will answer when
    ready, and `answering` says whether a question can be answered now, by extraction if not yet by the model. `error`
    says why it failed.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    articles: int = 0
    sample: bool = False
    llm: str = "extractive"
    answering: bool = False
    error: YuanwenError | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing more will change by waiting."""
        return self.stage in ("ready", "failed")

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
    `articles` are there to be asked, and `sample` tells whether they are the bundled ones. `library` is the user's
    library as a shell takes it, empty for the default one. `llm` names what will answer when ready, and `answering`
    says whether a question can be answered now, by extraction if not yet by the model. `error` says why it failed.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    articles: int = 0
    sample: bool = False
    library: str = ""
    llm: str = "extractive"
    answering: bool = False
    error: YuanwenError | None = None

    @property
    def is_empty(self) -> bool:
        """Whether a question could be answered, but for want of articles."""
        return self.answering and not self.articles

    @property
    def settled(self) -> bool:
        """Whether nothing more is prepared."""
        return self.stage in ("ready", "failed")

    @property
    def lacks_articles(self) -> bool:
        """Whether no articles of the user's are there: others may add some at any time."""
        return self.sample or not self.articles

"""Work that several runs share, with the time it took the first time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.llm import LLM, Piece
from store.index.embedding import Embedding, Vectors

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


@dataclass(slots=True)
class Clock:
    """Seconds, as they would have gone by without what was remembered: `saved` is how many that spared."""

    saved: float = 0.0

    def __call__(self) -> float:
        """Seconds since some moment."""
        return time.perf_counter() + self.saved


class RememberedVectors(Embedding):
    """An embedding that embeds a text once for all runs.

    The first time in each run the clock is set forward by what that took. Later the run itself would remember it.
    """

    def __init__(self, embedding: Embedding, clock: Clock) -> None:
        self.name = embedding.name
        self._embedding, self._clock = embedding, clock
        self._vectors: dict[tuple[str, str], tuple[Vectors, float]] = {}
        self._met: set[tuple[str, str]] = set()

    def begin(self) -> None:
        """Another run begins."""
        self._met.clear()

    def load(self) -> None:
        """Fetch and load the model now."""
        self._embedding.load()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages: float32, shape (len(texts), dimensions)."""
        return self._embedding.passages(texts)

    def _vector(self, text: str, kind: str) -> Vectors:
        key = (text, kind)
        if key not in self._vectors:
            started = time.perf_counter()
            of_kind = self._embedding.query(text) if kind == "query" else self._embedding.sentences([text])[0]
            self._vectors[key] = of_kind, time.perf_counter() - started
        elif key not in self._met:
            self._clock.saved += self._vectors[key][1]
        self._met.add(key)
        return self._vectors[key][0]


@dataclass(frozen=True, slots=True)
class RememberedReplies(LLM):
    """A language model that is asked the same only once: a prompt that comes again gets the reply it got.

    The clock is set forward by what each piece of that took to come.
    """

    clock: Clock = field(default_factory=Clock)
    replies: dict[str, list[tuple[float, Piece]]] = field(default_factory=dict)

    def stream(self, messages: Sequence[BaseMessage], **options: Any) -> Iterator[Piece]:
        """The reply to `messages`, piece by piece. Raises an LLMError."""
        key = repr((messages, options))
        if key in self.replies:
            for seconds, piece in self.replies[key]:
                self.clock.saved += seconds
                yield piece
            return
        pieces = []
        last = time.perf_counter()
        for piece in LLM.stream(self, messages, **options):
            now = time.perf_counter()
            pieces.append((now - last, piece))
            last = now
            yield piece
        self.replies[key] = pieces


def remembered(llm: LLM | None, clock: Clock) -> LLM | None:
    """The same language model, remembering its replies."""
    if llm is None:
        return None
    return RememberedReplies(llm.name, llm.model, llm.address, llm.timeout, llm.local, llm.key, clock)

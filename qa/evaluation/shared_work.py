"""Work that several runs share, with the time it took the first time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.llm import LLM, Piece

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


@dataclass(slots=True)
class Clock:
    """Seconds, as they would have gone by without what was remembered: `saved` is how many that spared."""

    saved: float = 0.0

    def __call__(self) -> float:
        """Seconds since some moment."""
        return time.perf_counter() + self.saved


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

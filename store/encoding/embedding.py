"""Texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from store.models import cache as models
from store.text.scripts import simplified

from .choice import Library, fastest
from .engines import Engine, Kind, Vectors

__all__ = ["DEFAULT", "Embedding", "Vectors"]

DEFAULT = "multilingual-e5-small"


class Embedding:
    """One embedding model, known by `name`, or by the path of a sentence-transformers folder.

    Nothing is fetched or loaded before the first text. Texts are folded to Simplified first, since questions and
    articles mix scripts.
    """

    def __init__(
        self,
        name: str,
        cache: Path,
        progress: Callable[[models.Progress], None] | None = None,
        engine: Library = "auto",
    ) -> None:
        """`cache` keeps the model's files and the choice of its engine, `engine` is the library it is to run on."""
        self.name = name
        self._cache = cache
        self._progress = progress
        self._library: Library = engine

    @cached_property
    def _engine(self) -> Engine:
        folder = Path(self.name)
        if not (folder / "modules.json").exists():
            folder = models.fetch(self.name, self._cache, self._progress)
        changed, known = (folder / "modules.json").stat().st_mtime_ns, self.name in models.MODELS
        with _LOADING:
            return _loaded(folder.resolve(), changed, self._library, self._cache, known)

    def load(self) -> None:
        """Fetch and load the model now. Raises UnknownModel, DownloadFailed or DamagedModel."""
        _ = self._engine

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages: float32, shape (len(texts), dimensions). Equal texts are embedded once.

        The more texts the faster, since those of like length go together; some thousands are enough.
        """
        folded = [simplified(text) for text in texts]
        places = {text: place for place, text in enumerate(dict.fromkeys(folded))}
        vectors = self._encode([*places], "passage")
        return vectors if len(places) == len(folded) else vectors[[places[text] for text in folded]]

    def query(self, text: str) -> Vectors:
        """Unit vector of a question: float32, shape (dimensions,)."""
        vector: Vectors = self._encode([simplified(text)], "query")[0]
        return vector

    def _encode(self, texts: list[str], kind: Kind) -> Vectors:
        return self._engine.encode(texts, kind)


_LOADING = Lock()  # one that is being loaded is waited for, not loaded again


@lru_cache(maxsize=2)
def _loaded(folder: Path, _: int, library: Library, cache: Path, known: bool) -> Engine:
    """The model in `folder`, loaded once for all libraries of this process, but again when it was put there anew."""
    return fastest(folder, library, cache, known=known)

"""All that a library holds, to be compared: `python -m tests.benchmarks.library.state LIBRARY --queries FILE`.

Prints JSON: the cards of its report, the first hits of some queries, and the rows of Chroma's collections. All is read
from copies of the folder, so that looking mends nothing. `differences` compares two of these, and `leftover` looks for
bytes of what was removed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from store.errors import EmbeddingMismatch, YuanwenError
from store.library import Library

from .processes import run, script

HITS = 3
"""Hits of each query that are compared."""
COLLECTIONS = ("articles", "passages", "records", "failures")
"""What is compared row by row; anything else that a library keeps in Chroma is for its own use."""
OWN = {"row", "revision"}
"""What numbers the writes of one library, and differs with what broke off before."""
_PIECE, _EVERY = 48, 200  # of packed texts, which are looked for in pieces


@dataclass(frozen=True, slots=True)
class State:
    """One library, or the error that its reading ended in.

    It has the embedding model, cards by article id, the hits of each query, digests of rows by collection and id, the
    packed texts of records by id, and how many rows any other collection has.
    """

    model: str
    cards: Mapping[str, Any]
    hits: Mapping[str, Any]
    collections: Mapping[str, Mapping[str, str]]
    packed: Mapping[str, str]
    others: Mapping[str, int]
    error: str = ""


def seen(library: Path, queries: Path, embeddings: Sequence[str]) -> State:
    """The state of a library, as a fresh process sees it."""
    flags = [part for embedding in embeddings for part in ("--embedding", embedding)]
    done = run(script("state", library, "--queries", queries, *flags))
    if done.status:
        return State("", {}, {}, {}, {}, {}, done.errors.strip()[-500:] or f"status {done.status}")
    return State(**json.loads(done.output))


def differences(found: State, expected: State) -> list[str]:
    """What of one library is not as in another: `kind: example`, one a kind."""
    return [*_differences(found, expected)]


def _differences(found: State, expected: State) -> Iterator[str]:
    if found.error:
        yield f"cannot be read: {found.error}"
        return
    if found.model != expected.model:
        yield f"embedded by {found.model}"
    if strange := sorted(found.others.keys() ^ expected.others.keys()):
        yield f"Chroma, collections: {len(strange)}, as {strange[0]}"
    kinds: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
        ("report", found.cards, expected.cards),
        ("search", found.hits, expected.hits),
        *((f"Chroma, {name}", found.collections[name], expected.collections[name]) for name in COLLECTIONS),
    ]
    for kind, ours, theirs in kinds:
        for what, names in (
            ("too many", sorted(ours.keys() - theirs.keys())),
            ("missing", sorted(theirs.keys() - ours.keys())),
            ("other", sorted(name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name])),
        ):
            if names:
                yield f"{kind}, {what}: {len(names)}, as {names[0]}"


def leftover(library: Path, gone: Iterable[str]) -> list[str]:
    """Where bytes of texts that are gone are still found: `file: how many texts`, in UTF-8 or UTF-16."""
    needles = {text: (text.encode(), text.encode("utf-16-le")) for text in gone}
    found = []
    for file in sorted(path for path in library.rglob("*") if path.is_file()):
        held = file.read_bytes()
        if there := sum(any(form in held for form in forms) for forms in needles.values()):
            found.append(f"{_plain(file.relative_to(library))}: {there}")
    return found


def _plain(path: Path) -> str:
    """A path without the names that Chroma draws by chance."""
    return "/".join("*" if len(part) == 36 and part.count("-") == 4 else part for part in path.parts)


def pieces(packed: Iterable[str]) -> Iterator[str]:
    """Pieces of packed texts, to be looked for: a database keeps a long value in several places."""
    for text in filter(None, packed):
        yield from (text[start : start + _PIECE] for start in range(0, max(1, len(text) - _PIECE), _EVERY))


def main() -> None:
    """Print the state."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--queries", type=Path, required=True, help="one a line")
    parser.add_argument("--embedding", action="append", help="the model; of several, the one that the library has")
    given = parser.parse_args()
    queries = given.queries.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        first, second = (Path(shutil.copytree(given.library, Path(folder) / name)) for name in ("first", "second"))
        try:
            library = _opened(first, given.embedding or ["multilingual-e5-small"])
            cards = {card.id: [card.source, card.title, card.characters, card.story] for card in library.report().cards}
            hits = {query: [_hit(hit) for hit in library.search(query, HITS)] for query in queries}
        except YuanwenError as error:
            sys.exit(error.message("en"))
        found = {"model": library.embedding.name, "cards": cards, "hits": hits}
        print(json.dumps(found | _rows(second)))


def _opened(library: Path, embeddings: Sequence[str]) -> Library:
    for embedding in embeddings[:-1]:
        try:
            return Library(library, embedding, create=False)
        except EmbeddingMismatch:  # reindexing broke off before or after the other took over
            continue
    return Library(library, embeddings[-1], create=False)


def _hit(hit: Any) -> list[Any]:
    return [hit.passage.source, hit.passage.start, hit.passage.end, hit.passage.text]


def _rows(library: Path) -> dict[str, Any]:
    """What Chroma holds: digests of rows, the packed texts of records, and the sizes of other collections."""
    import chromadb
    from chromadb.config import Settings

    database = next(library.rglob("chroma.sqlite3"))
    client = chromadb.PersistentClient(database.parent, settings=Settings(anonymized_telemetry=False))
    collections: dict[str, dict[str, str]] = {name: {} for name in COLLECTIONS}
    packed: dict[str, str] = {}
    others: dict[str, int] = {}
    for collection in client.list_collections():
        if collection.name not in COLLECTIONS:
            others[collection.name] = collection.count()
            continue
        rows: Any = collection.get(include=["metadatas", "documents"])
        for row_id, row, document in zip(rows["ids"], rows["metadatas"], rows["documents"], strict=True):
            kept = sorted((name, value) for name, value in (row or {}).items() if name not in OWN)
            digest = sha256(repr((kept, document)).encode("utf-8", "surrogatepass")).hexdigest()
            collections[collection.name][row_id] = digest
            if collection.name == "records":
                packed[row_id] = str((row or {}).get("text", ""))
    return {"collections": collections, "packed": packed, "others": others}


if __name__ == "__main__":
    main()

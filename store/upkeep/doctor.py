"""A library verified, and mended: what is of no article goes, and what an article lacks is taken from the replica or
made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from store.encoding.embedding import Embedding
from store.errors import LibraryDamaged
from store.index.chroma import Index
from store.index.connection import Place, is_url
from store.index.database import paged
from store.index.raw import RawRows
from store.index.rows import Entry, Known
from store.library import Library
from store.passage import split
from store.replica.batch import batch
from store.replica.live import Live
from store.replica.replica import EMBEDDING

from .comparison import differing
from .examination import Examination
from .findings import BEYOND_MENDING, Fault, Finding, Health
from .moving import BATCH, Progress
from .renewal import Renewal, damage_of, renew_database

_ROUNDS = 4
"""Most times that is mended what is found: what one mending takes away, the next completes."""
_MADE_AGAIN: tuple[Fault, ...] = ("passages", "gaps", "vectors", "stories")
_READ_AGAIN: tuple[Fault, ...] = ("rows", "texts")


class Doctor:
    """Examines one library, and mends it."""

    def __init__(self, place: Place, cache: Path) -> None:
        """Open the library, whatever model made its vectors. Raises a LibraryError, LibraryMissing if there is none."""
        self._place, self._cache = place, cache
        self._live = Live(place, "", cache, create=False)
        self.embedding = Embedding(self._made_with(), cache)

    def _made_with(self) -> str:
        if self._live.replica.is_current:
            with self._live.view() as view:
                return view.about(EMBEDDING)
        if damage_of(self._place):
            return ""
        with self._live.raw() as index:
            return index.embedding

    @cached_property
    def library(self) -> Library:
        """The library, to be written to."""
        opened = Library(self._place, self.embedding.name, self._cache, create=False)
        opened.embedding = self.embedding
        return opened

    def examine(self, progress: Progress | None = None) -> Health:
        """What is wrong with the library; `progress` is told how many articles of how many are done.

        Others cannot write meanwhile. Raises a LibraryError.
        """
        return _health(self._examined(progress))

    def mend(self, progress: Progress | None = None) -> Health:
        """Mend what can be, and say what was mended and what is wrong still.

        What is damaged of an article is taken from the replica where that has it. Else an article that cannot be read
        is removed, so that adding its file reads it again, and what lacks passages or vectors is embedded anew. Raises
        a LibraryError or a ModelError.
        """
        mended: dict[Fault, Finding] = {}
        examined = self._examined(progress)
        for number in range(_ROUNDS):
            beyond = () if self._has_spare else BEYOND_MENDING
            faults = {finding.fault: finding for finding in examined.findings() if finding.fault not in beyond}
            if not faults:
                break
            mended = faults | mended
            self._mend(examined, from_replica=number == 0)
            examined = self._examined(progress)
        if mended and "database" not in examined.found:
            self._live.purge()  # what was dropped may be a text that somebody wanted to be gone
        return _health(examined, [one for fault, one in mended.items() if fault not in examined.found])

    @property
    def _has_spare(self) -> bool:
        """Whether a damaged database can be made anew."""
        return not is_url(self._place) and self._live.replica.is_sound

    def _examined(self, progress: Progress | None) -> Examination:
        examined = Examination()
        if damage := damage_of(self._place):  # with which Chroma might end this process
            examined.say("database", damage)
            return examined
        with self._live.busy():
            try:
                with self._live.raw() as index:
                    examined.examine(RawRows(index), progress)
            except LibraryDamaged as error:
                examined.say("database", str(error.details["reason"]))
            if not examined.found:
                self._compare(examined)
        return examined

    def _compare(self, examined: Examination) -> None:
        try:
            with self._live.locked() as index:
                for place in differing(self._live, index):
                    examined.say("copy", place)
        except LibraryDamaged:
            examined.say("copy", str(self._place))

    def _mend(self, examined: Examination, *, from_replica: bool) -> None:
        if "database" in examined.found:
            renew_database(self._live, self._place, self._cache)
            return
        again = {row_id for fault in _MADE_AGAIN for row_id in examined.broken[fault]}
        with self._live.busy():
            with self._live.repairing() as index:
                restored = self._repair(index, examined, again, from_replica=from_replica)
            known = self._known()
            if lost := {row.story for row in known.values() if row.story and row.story not in known}:
                self.library.pass_on(lost, lost)
            for page in paged(sorted((again - restored) & known.keys()), BATCH):
                self.library.write([*self._entries(page, self._known())])

    def _known(self) -> dict[str, Known]:
        with self.library.state() as now:
            return now.known()

    def _repair(self, index: Index, examined: Examination, again: set[str], *, from_replica: bool) -> set[str]:
        """Mend the rows in Chroma; returns the ids of the articles that are whole again."""
        raw, found = RawRows(index), examined.found
        renewal = Renewal(self._live, index, self.embedding)
        lost = {row_id for fault in _READ_AGAIN for row_id in examined.broken[fault]}
        if not examined.vectors_readable:
            renewal.embed_again({*examined.known} - lost)
            again -= {*examined.broken["vectors"]}
        restored = renewal.restore(lost | again) if from_replica else set()
        index.remove(lost - restored)
        raw.drop("passages", raw.passage_ids(again - restored))
        raw.drop("records", found.get("records", ()))
        raw.drop("passages", found.get("orphans", ()))
        raw.drop("failures", found.get("failures", ()))
        return restored

    def _entries(self, ids: Collection[str], known: dict[str, Known]) -> Iterator[Entry]:
        for entry in batch(self._live, ids).entries:
            article = replace(entry.article, story=_first(entry.article.id, known))
            yield Entry(article, entry.signature, split(article))


def _first(row_id: str, known: dict[str, Known]) -> str | None:
    """Who told an article's story first, behind whoever it names; None where that leads nowhere, or back to it."""
    seen = {row_id}
    story = known[row_id].story
    while story in known and (further := known[story].story):
        if story in seen:
            return None
        seen.add(story)
        story = further
    return story if story in known and story != row_id else None


def _health(examined: Examination, mended: Collection[Finding] = ()) -> Health:
    return Health(len(examined.known), examined.passages, examined.findings(), tuple(mended))

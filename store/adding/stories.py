"""Stories: who told one first, who tells it again, and which of a teller's passages say something new."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from store.article import Article
from store.index.database import paged
from store.index.rows import Entry, Known, passage_id
from store.passage import Passage, split
from store.replica.view import View
from store.text.scripts import bare
from store.text.sentences import sentences

from .duplicates import Signatures, Telling, is_current, resemblance, signature, telling

_ENDS = tuple("。！？!?…”」』）)")
_KEPT = 4000
"""Tellings kept in memory, to compare others with: about 6 KB each."""


class Shelf(Protocol):
    """What of the library is used here."""

    def named(self, ids: Collection[str]) -> list[Article]:
        """Those of these articles that are there."""

    def sign(self, signatures: dict[str, str]) -> None:
        """Keep the signatures of articles that have none."""


class Stories:
    """The stories of a library while articles are being added to it."""

    def __init__(self, shelf: Shelf, known: Mapping[str, Known]) -> None:
        self._shelf = shelf
        self._signatures = Signatures()
        self._roots: dict[str, str] = {}
        self._members: defaultdict[str, list[str]] = defaultdict(list)
        self._tellings: OrderedDict[str, Telling] = OrderedDict()
        self._unwritten: dict[str, Article] = {}
        for article_id, row in sorted(known.items(), key=lambda item: (item[1].story is not None, item[1].source)):
            self._place(article_id, row.story, row.signature if is_current(row.signature) else "")
        self._sign([article_id for article_id, row in known.items() if not is_current(row.signature)])

    def _sign(self, ids: Collection[str]) -> None:
        """Give articles from before there were signatures, or with those of another version, one of now."""
        for page in paged(ids):
            signed = {article.id: signature(telling(article.text)) for article in self._shelf.named(page)}
            self._shelf.sign(signed)
            for article_id, made in signed.items():
                self._signatures.put(article_id, made)

    def enter(self, article: Article) -> Entry:
        """What is to be written of a new article: its story, if another has told it, and what is new in it."""
        told = telling(article.text)
        signed = signature(told)
        root = self._same(told, signed)
        article = replace(article, story=root)
        tellers = self._articles(self._members[root]) if root else []
        known = {said for teller in tellers for said in _said(teller.text)}
        leans = {teller.id: teller.digest for teller in tellers}
        entry = Entry(article, signed, news(split(article), known), leans)
        self._place(article.id, root, signed)
        self._unwritten[article.id] = article
        self._keep(article.id, told)
        return entry

    def _same(self, told: Telling, signed: str) -> str | None:
        """The first teller of the story that is most like this telling."""
        likely = self._signatures.like(signed)
        compared = {article_id: resemblance(told, other) for article_id, other in self._told(likely).items()}
        best = max(compared, key=lambda article_id: compared[article_id], default=None)
        return self._roots[best] if best and compared[best] else None

    def _told(self, ids: Collection[str]) -> dict[str, Telling]:
        found = {article_id: self._tellings[article_id] for article_id in ids if article_id in self._tellings}
        missing = [article_id for article_id in ids if article_id not in found]
        for article in self._articles(missing):
            found[article.id] = telling(article.text)
            self._keep(article.id, found[article.id])
        return found

    def _articles(self, ids: Collection[str]) -> list[Article]:
        waiting = [self._unwritten[article_id] for article_id in ids if article_id in self._unwritten]
        others = [article_id for article_id in ids if article_id not in self._unwritten]
        return waiting + (self._shelf.named(others) if others else [])

    def _keep(self, article_id: str, told: Telling) -> None:
        self._tellings[article_id] = told
        if len(self._tellings) > _KEPT:
            self._tellings.popitem(last=False)

    def _place(self, article_id: str, root: str | None, signed: str) -> None:
        self._roots[article_id] = root or article_id
        self._members[root or article_id].append(article_id)
        self._signatures.put(article_id, signed)

    def tellers(self, article_id: str) -> list[str]:
        """All who tell the story of an article, itself among them."""
        return self._members[self._roots[article_id]]

    def lost(self) -> set[str]:
        """First tellers that others name and that are not here: someone else has removed them meanwhile."""
        return {root for root in self._members if root not in self._roots}

    def written(self, waits: Callable[[str], bool]) -> None:
        """What was entered stands in the library now, but for articles that still wait."""
        self._unwritten = {row_id: article for row_id, article in self._unwritten.items() if waits(row_id)}

    def forget(self, gone: Collection[str], heirs: Collection[Entry]) -> None:
        """Articles are gone, and `heirs` have taken over their stories."""
        for article_id in gone:
            root = self._roots.pop(article_id, article_id)
            self._members[root] = [other for other in self._members[root] if other != article_id]
            self._signatures.drop(article_id)
            self._tellings.pop(article_id, None)
        for entry in heirs:
            article_id, root = entry.article.id, entry.article.story or entry.article.id
            before = self._roots[article_id]
            if before != root:
                self._members[before].remove(article_id)
                self._members[root].append(article_id)
                self._roots[article_id] = root
        for root in [root for root, members in self._members.items() if not members]:
            del self._members[root]


def heirs(view: View, stories: Collection[str], gone: Collection[str]) -> list[Entry]:
    """What the other tellers of these stories need once some are gone: a first one, and the passages it alone had."""
    entries: list[Entry] = []
    for root, tellers in view.tellers(stories).items():
        left = [article_id for article_id in tellers if article_id not in gone]
        if left and (len(left) < len(tellers) or left[0] != root):
            entries += _taken_over(view, left)
    return entries


def _taken_over(view: View, tellers: list[str]) -> Iterator[Entry]:
    first, *_ = tellers
    articles = {article.id: article for article in view.articles(tellers)}
    indexed = view.passage_ids(tellers)
    known: set[str] = set()
    for article_id in tellers:
        before = articles[article_id]
        article = replace(before, story=first if article_id != first else None)
        missing = [
            passage for passage in news(split(article), known) if passage_id(article.digest, passage) not in indexed
        ]
        known.update(_said(article.text))
        if missing or article.story != before.story:
            yield Entry(article, "", missing)


def checked(view: View, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries; with all their passages where somebody has changed meanwhile what they lean on."""
    asked = {article_id for entry in entries for article_id in entry.leans}
    here = view.digests(asked) | {entry.article.id: entry.article.digest for entry in entries}
    if all(entry.leans.items() <= here.items() for entry in entries):
        return entries
    return [entry if entry.leans.items() <= here.items() else _alone(entry) for entry in entries]


def _alone(entry: Entry) -> Entry:
    """An article as the only teller of its story, with all its passages."""
    article = replace(entry.article, story=None)
    return Entry(article, entry.signature, split(article))


def news(passages: list[Passage], known: Collection[str]) -> list[Passage]:
    """The passages with a sentence that is not `known`; all of them where nothing is.

    Where a text breaks off in the middle of a sentence, the whole of which is known, that is no news.
    """
    if not known:
        return passages
    cut = bool(passages) and not passages[-1].text.endswith(_ENDS)
    return [
        passage
        for passage in passages
        if not all(
            _is_known(said, known, last) for said, last in _marked(passage.text, cut and passage is passages[-1])
        )
    ]


def _marked(text: str, cut: bool) -> Iterator[tuple[str, bool]]:
    """The sentences of a text, each with whether it is the one that is cut off."""
    said = [*_said(text)]
    for number, sentence in enumerate(said, start=1):
        yield sentence, cut and number == len(said)


def _is_known(said: str, known: Collection[str], cut: bool) -> bool:
    return said in known or (cut and any(whole.startswith(said) for whole in known))


def _said(text: str) -> Iterator[str]:
    """The sentences of a text as they are compared: bare, and only those that say something."""
    for start, end in sentences(text):
        if said := bare(text[start:end]):
            yield said

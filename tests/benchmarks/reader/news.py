"""Examples made of news articles."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from qa.chinese.names import tagged
from store.text.scripts import simplified
from store.text.sentences import Span, sentences

from . import patterns
from .clozes import Cloze, asked, things
from .examples import WHOLE, Example, is_held_out, passages, window
from .making import CHANGED, OTHER, headed, put
from .negatives import Changes, Shelf, drawn, likeness, without

ARTICLES = 40_000
"""News articles that questions are made of, and searched for passages that don't answer."""
CHARACTERS = 2_500
"""Characters of an article that are used."""
SOUND, LOOSE, PATTERNED = 5, 0.35, 0.6
"""Most sound questions of an article; shares of articles that another is made of, without any, and by a pattern."""
OF_ANSWER = 3
"""Most questions made by a pattern with the same answer."""
SAME, NAMED = 0.7, 0.25
"""Shares of questions with a hit without the answer, and with a name of the title."""
LEARNED = 0.2
"""Share of sentences whose names and numbers are put into other questions."""
RETOLD = 0.75
"""The share of a question's words by which another article with the answer in it is taken to tell the same."""


def from_news(path: Path, work: Path, random: Random, number: int = ARTICLES) -> list[Example]:
    """Questions made of news articles, with the passage that answers or another article that tells the same, with the
    best hits that don't answer, and with something changed so that the passage no longer answers.
    """
    texts = texts_of(path)
    random.shuffle(texts)
    news = _Clozes(texts[:number], work, random)
    made = [example for place in range(len(news.texts)) for example in news.examples(place)]
    random.shuffle(made)
    return made


def texts_of(path: Path) -> list[str]:
    """The articles of a file, in Simplified, as far as they are used."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [simplified(json.loads(line)["text"])[:CHARACTERS] for line in file]


class News:
    """News articles with their titles, and their passages on a shelf."""

    def __init__(self, texts: Sequence[str], work: Path) -> None:
        self.texts = texts
        self.titles = [title_of(text) for text in texts]
        self.held_out = [is_held_out(text) for text in texts]
        cuts = [(place, a, b) for place, text in enumerate(texts) for a, b in passages(text)]
        self._owners = [place for place, _, _ in cuts]
        self._shelf = Shelf(work / "news", [texts[place][a:b] for place, a, b in cuts])

    def hits(self, question: str, *, held_out: bool) -> list[tuple[str, int, str]]:
        """The best passages for a question, with their articles' titles and places; none of an article held out for a
        question that isn't.
        """
        found = [(self._owners[hit], self._shelf.passages[hit]) for hit in self._shelf.hits(question)]
        return [(self.titles[owner], owner, hit) for owner, hit in found if held_out or not self.held_out[owner]]


class _Clozes(News):
    """News articles with the questions made of them, and what they name."""

    def __init__(self, texts: Sequence[str], work: Path, random: Random) -> None:
        super().__init__(texts, work)
        self.random = random
        self.changes = Changes()
        self._answers: Counter[str] = Counter()
        self.clozes = [self._asked(text, title) for text, title in zip(texts, self.titles, strict=True)]

    def _asked(self, text: str, title: str) -> list[Cloze]:
        """Some questions of an article: sound ones first."""
        found: list[Cloze] = []
        formed: list[Cloze] = []
        for sentence in sentences(text):
            if self.random.random() < LEARNED:
                said = text[slice(*sentence)]
                self.changes.learn(said, things(said))
            found += asked(text, sentence, self.random)
            formed += patterns.asked(text, sentence, title, self.random)
        self.random.shuffle(found)
        sound = [cloze for cloze in found if cloze.sound][:SOUND]
        loose = [cloze for cloze in found[:1] if self.random.random() < LOOSE]
        return [*(sound or loose), *self._seldom(text, formed)]

    def _seldom(self, text: str, formed: Sequence[Cloze]) -> Iterator[Cloze]:
        """One of the questions made by a pattern, in some articles, unless its answer stands in many: boilerplate."""
        if formed and self.random.random() < PATTERNED:
            cloze = self.random.choice(formed)
            answer = text[slice(*cloze.answer)]
            self._answers[answer] += 1
            if self._answers[answer] <= OF_ANSWER:
                yield cloze

    def examples(self, place: int) -> Iterator[Example]:
        """The examples of one article."""
        text = self.texts[place]
        for cloze in self.clozes[place]:
            start, end = window(text, cloze.answer, self.random)
            if end - start <= WHOLE:
                yield from self._of(place, cloze, (start, end))

    def _of(self, place: int, cloze: Cloze, around: Span) -> Iterator[Example]:
        random, held_out = self.random, self.held_out[place]
        text, answer = self.texts[place][slice(*around)], self.texts[place][slice(*cloze.answer)]
        title = self.titles[place] if around[0] else ""
        question = self._worded(cloze, title)
        hits = self.hits(cloze.question, held_out=held_out)
        retold = [
            (head, hit)
            for head, owner, hit in hits
            if owner != place and answer in hit and len(answer) > 1 and likeness(cloze.question, hit) >= RETOLD
        ]
        if retold and random.random() < OTHER:
            head, hit = retold[0]
            spans = tuple(match.span() for match in re.finditer(re.escape(answer), hit))
            yield headed(Example(question, hit, spans, "retold", held_out), head, random)
        else:
            span = cloze.answer[0] - around[0], cloze.answer[1] - around[0]
            yield headed(Example(question, text, (span,), f"news {cloze.kind}", held_out), title, random)
        # A number or a date may stand there in other words.
        wrong = [
            (head, hit)
            for head, owner, hit in hits
            if without([hit], [answer])
            and (owner == place or cloze.kind not in ("date", "number") or likeness(cloze.question, hit) < 0.9)
        ]
        if wrong and random.random() < SAME:
            head, hit = drawn(wrong, random)
            yield headed(Example(question, hit, (), "news mined", held_out), head, random)
        if random.random() < CHANGED and (changed := self.changes.changed(question, text + title, random)):
            yield headed(Example(changed, text, (), "news changed", held_out), title, random)

    def _worded(self, cloze: Cloze, title: str) -> str:
        """A question as it might be asked by somebody who knows the article's title."""
        question = put(cloze.question, self.random)
        names = [word.text for word in tagged(title) if word.is_name and word.text not in question]
        if names and self.random.random() < NAMED:
            question = f"{self.random.choice(names)}{self.random.choice(('，', '的', ''))}{question}"
        return question


def title_of(text: str) -> str:
    """The title that a scraped article begins with, or its first clause."""
    if named := re.match(r"\s*原标题[：:]\s*(.{6,40}?)(?:\s|$)", text):
        return named[1]
    clause = re.sub(r"^.{0,30}?(?:讯|电|消息|报道)[，,：:）)\s]*", "", text[:120])
    return re.split(r"[，。！？；\n]", clause, maxsplit=1)[0][:30]

"""Passages that an earlier reader takes for answers and that are none: what there is most to learn from.

Where it points at nothing like the answer, and yet is sure; found among the best hits of the project's own search, as
Xiong et al. find them with a model in training (Approximate Nearest Neighbor Negative Contrastive Learning, ICLR 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

from store.span_reader import Reader, Reading
from store.text.scripts import bare
from store.text.sentences import sentences

from . import attributes
from .clozes import Cloze
from .examples import TRANSLATED, WHOLE, Example, cut, window
from .making import Published, headed, put
from .negatives import likeness, without
from .news import News, texts_of

KNOWN, SURE = 0.1, 0.15
"""How likely a reader must find the right text to answer, for its question to be sound, and another, to deceive."""
READ, TAKEN = 5, 2
"""Hits that are read for a question, and those that are taken at most."""
RETOLD, CERTAIN = 0.9, 0.9
"""A text with this share of the question's words, and so likely to answer, is taken to say it in other words."""
ALIKE = 0.3
"""The share of pairs of characters from which words say the same: 2500亿 and 2500亿千瓦时."""
OF_ARTICLE, QUESTIONS = 2, 1_000
"""Most short questions of a news article, and of all."""


def of_published(sets: Published, reader: Reader, random: Random) -> list[Example]:
    """What deceives the reader about the questions of the published sets, but for those that a machine translated."""
    made: list[Example] = []
    for asking in sets.asked:
        if not asking.spans or asking.held_out or asking.source == TRANSLATED or not (own := cut(asking, random)):
            continue
        made += deceiving(reader, own, asking.answers, sets.hits(asking), random) or ()
    return made


def of_news(path: Path, work: Path, reader: Reader, random: Random) -> list[Example]:
    """Short questions of news articles that the reader finds the answer of, and what deceives it about them."""
    news = News(texts_of(path), work)
    asked = {cloze.question.rstrip("？"): (place, cloze) for place, cloze in _short(news, random)}
    made: list[Example] = []
    for place, cloze in random.sample([*asked.values()], min(len(asked), QUESTIONS)):
        text, held_out = news.texts[place], news.held_out[place]
        start, end = window(text, cloze.answer, random)
        if end - start > WHOLE:
            continue
        span = cloze.answer[0] - start, cloze.answer[1] - start
        own = Example(cloze.question, text[start:end], (span,), f"short {cloze.kind}", held_out)
        own = headed(own, news.titles[place] if start else "", random)
        hits = ((title, hit) for title, _, hit in news.hits(cloze.question, held_out=held_out))
        found = deceiving(reader, own, [text[slice(*cloze.answer)]], hits, random)
        if found is not None:
            made += [replace(own, question=put(own.question, random)), *found]
    return made


def _short(news: News, random: Random) -> Iterator[tuple[int, Cloze]]:
    for place, (text, title) in enumerate(zip(news.texts, news.titles, strict=True)):
        found = [one for sentence in sentences(text) for one in attributes.asked(text, sentence, title, random)]
        for cloze in random.sample(found, min(len(found), OF_ARTICLE)):
            yield place, cloze


def deceiving(
    reader: Reader, own: Example, answers: Sequence[str], hits: Iterable[tuple[str, str]], random: Random
) -> list[Example] | None:
    """The hits, each with its title, that deceive a reader about the question of an example, those it is surest of.

    None where it doesn't find the answer in the example itself: then the question may be at fault.
    """
    others = [(title, hit) for title, hit in hits if without([hit], answers)][:READ]
    texts = [own.text, *(f"《{title}》{hit}" if title else hit for title, hit in others)]
    first, *readings = reader.read(own.question, texts)
    if first.answers < KNOWN or not any(alike(_said(first, own.text), answer) for answer in answers):
        return None
    found = []
    for (title, hit), text, reading in zip(others, texts[1:], readings, strict=True):
        retold = reading.answers > CERTAIN and likeness(own.question, text) >= RETOLD
        said_again = any(alike(_said(reading, text), answer) for answer in answers)
        if reading.answers >= SURE and not retold and not said_again:
            found.append((reading.answers, title, hit))
    found.sort(key=lambda one: -one[0])
    taken = [(title, Example(put(own.question, random), hit, (), "sure", own.held_out)) for _, title, hit in found]
    return [headed(example, title, random) for title, example in taken[:TAKEN]]


def _said(reading: Reading, text: str) -> str:
    return text[reading.spans[0].start : reading.spans[0].end] if reading.spans else ""


def alike(one: str, other: str) -> bool:
    """Whether two answers may say the same, in more or fewer words."""
    if not (one := bare(one)) or not (other := bare(other)):
        return False
    pairs = [{*pairwise(words)} for words in (one, other)]
    shared = len(pairs[0] & pairs[1])
    return one in other or other in one or (shared > 0 and shared >= ALIKE * min(map(len, pairs)))

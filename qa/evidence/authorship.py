"""Who wrote an article: it is named where no search looks for it, in a line at its beginning or end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.chinese.tables import table
from qa.thresholds import AUTHOR, MEANT_ARTICLE
from store.article import Article
from store.passage import Hit
from store.text.scripts import fold
from store.text.sentences import Span, sentences

from .sources import Sentence, sentence_of

ARTICLES = 3
"""Articles among the best hits whose authors are offered."""
BETWEEN = 8
"""Most characters between two authors: 实习记者."""
_WORDS = table("articles")
_NAME = f"的?(?:{table('question_words').either('name')})"
_ASKS = re.compile(f"{_WORDS.either('author', 'by_whom')}|记者(?:{_WORDS.either('reporter')}|{_NAME})")
_WHO = re.compile(
    f"(?:{_WORDS.either('author')}|记者)[人者]?(?:{_NAME})?(?:分别)?[是为叫]?(?:{_WORDS.either('who')})"
    f"|{_WORDS.either('by_whom', 'by_whom_alone')}"
)
"""What asks for nothing but the author: 作者认为谁该负责 asks for another."""
_WORK = re.compile("《([^《》]+)》")


def authors(question: str, hits: Sequence[Hit], article_of: Callable[[str], Article | None]) -> list[Sentence]:
    """The sentences that name the authors of the best hits' articles, for a question that asks who wrote.

    Who wrote a work, as 《红楼梦》, is no question about articles with other titles. `article_of` gives an article by
    its id.
    """
    if not _ASKS.search(fold(question)):
        return []
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit)
    works = [fold(work) for work in _WORK.findall(question)]
    meant = [hit for hit in best.values() if all(work in fold(hit.passage.title) for work in works)][:ARTICLES]
    found = (_signed(hit, hits[0].score, article_of(hit.passage.article_id)) for hit in meant)
    return [sentence for sentence in found if sentence]


def signatures(question: str, offered: Sequence[Sentence]) -> list[Sentence]:
    """Those of the sentences that `authors` offers which alone are the answer: none, where more is asked for than who
    wrote, or the article that fits best names nobody.
    """
    if not _WHO.search(fold(question)):
        return []
    return [sentence for sentence in offered if sentence.answers >= MEANT_ARTICLE * AUTHOR]


def _signed(hit: Hit, highest: float, article: Article | None) -> Sentence | None:
    """The last sentence that names an article's authors; None where it has none, or only its file says so."""
    exact = _named(article.text, article.author.split("、")) if article and article.author else None
    if not (article and exact):
        return None
    span = next(span for span in sentences(article.text) if span[0] <= exact[0] < span[1])
    likely = AUTHOR * hit.score / highest if highest > 0 else AUTHOR
    within = exact[0], min(exact[1], span[1])
    return replace(sentence_of(article, span), score=1 + likely, exact=within, answers=likely)


def _named(text: str, names: Sequence[str]) -> Span | None:
    """Where names stand last in a text, one after the other; between them may be what these people are."""
    found = [*re.finditer(rf".{{0,{BETWEEN}}}?".join(map(re.escape, names)), text)]
    return found[-1].span() if found else None

"""Texts that are in no library, given with a question, as articles and hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256

from store.article import Article
from store.errors import EmptyFile
from store.passage import Hit, split
from store.reading import Draft, article_from
from store.search.scope import EVERYTHING, Scope


def articles_of(texts: Sequence[str]) -> dict[int, Article]:
    """Texts that are in no library as articles, by their place in the list, from 1. Empty texts are left out."""
    articles = {}
    for number, text in enumerate(texts, start=1):
        with suppress(EmptyFile):  # it holds no evidence, and the others keep their places
            articles[number] = article_from(Draft(text), f"source {number}", sha256(text.encode()).hexdigest())
    return articles


def hits_of(articles: Mapping[int, Article], scope: Scope = EVERYTHING) -> list[Hit]:
    """Every passage of articles that were given rather than found, and are within a scope."""
    within = (one for one in articles.values() if scope.admits(one.published, one.publisher, one.source))
    return [Hit(passage, 1.0) for article in within for passage in split(article)]

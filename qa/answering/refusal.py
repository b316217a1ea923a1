"""What a refusal can still tell: the articles that came near the question, and what of it they never name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.answer import Nearest
from qa.chinese.facts import facts, root
from qa.chinese.names import tagged
from qa.chinese.tables import table
from store.article import Article
from store.passage import Hit, Passage
from store.text.dates import YEAR, Day
from store.text.scripts import fold, simplified

ARTICLES = 3
"""Articles named under a refusal."""
INSTEAD = 2
"""Years named in the place of the one that is asked for."""
WORDS = 3
"""Most words said to be lacking."""

_WORDS = table("question_words")
_ASKING = re.compile(_WORDS.either("nouns"))
"""Nouns of questions that no article need name, and what the segmenter makes of seams: 财政局局长."""
_COUNTED = re.compile(f"(?:{_WORDS.either('amount')}|哪一?){_WORDS.pattern('counted')}?")


def nearest(question: str, hits: Sequence[Hit], article_of: Callable[[str], Article | None]) -> tuple[Nearest, ...]:
    """The articles of the best hits, best first. `article_of` gives an article by its id."""
    best: dict[str, Passage] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit.passage)
    return tuple(_compared(question, passage, article_of(article)) for article, passage in [*best.items()][:ARTICLES])


def _compared(question: str, passage: Passage, article: Article | None) -> Nearest:
    folded = fold(f"{passage.title}\n{article.text if article else ''}")
    years = {int(year) for year in YEAR.findall(folded)}
    lacks: list[str] = []
    instead: list[int] = []
    for fact in facts(question):
        if isinstance(fact.value, Day):
            if (year := fact.value.year) and year not in years:
                lacks.append(f"{year}年")
                instead = sorted(sorted(years, key=lambda known: abs(known - year))[:INSTEAD])
        elif fact.kind == "name" and root(str(fact.value)) not in folded:
            lacks.append(question[fact.start : fact.end])
    lacks += [word for word in _subjects(question) if fold(word) not in folded and word not in "".join(lacks)]
    return Nearest(passage, tuple(dict.fromkeys(lacks))[:WORDS], tuple(f"{known}年" for known in instead))


def _subjects(question: str) -> list[str]:
    """The nouns of a question, but for those that only ask."""
    # 多少家规上企业 would have 家规 in it.
    words = tagged(_COUNTED.sub(lambda asked: "，" * len(asked[0]), simplified(question)))
    nouns = [word for word in words if word.tag in ("n", "nz", "eng") and len(word.text) > 1]
    return [question[word.start : word.end] for word in nouns if not _ASKING.fullmatch(word.text)]

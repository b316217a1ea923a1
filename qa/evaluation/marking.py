"""One reply against what the question set says is right: the values of all its measures, and where it went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qa.answer import Answer
from qa.evaluation.scores.attribution import attribution
from qa.evaluation.scores.matching import character_f1, holds, rouge_l
from qa.evaluation.scores.ranking import by_article, by_evidence
from qa.formatting.answers import as_dict
from store.library import Library
from store.passage import Hit, Passage, split
from store.text.scripts import bare

from .questions import Question
from .result import Failure, Found, Result


class Key:
    """What the library holds of a question set's right articles.

    An article that tells a story again counts as the one that told it first: search finds only that one.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        cards = library.report().cards
        self._roots = {card.id: card.story or card.id for card in cards}
        self._named: dict[str, set[str]] = {}
        for card in cards:
            for name in (card.id, card.source, Path(card.source).name):
                self._named.setdefault(name, set()).add(self._roots[card.id])
        self._passages: dict[str, list[Passage]] = {}

    def unknown(self, questions: Iterable[Question]) -> list[str]:
        """The names in these questions that are no article's here."""
        named = dict.fromkeys(name for question in questions for name in question.articles)
        return [name for name in named if name not in self._named]

    def root(self, article_id: str) -> str:
        """The id of the article that told first what this one tells."""
        return self._roots.get(article_id, article_id)

    def right(self, question: Question) -> list[str]:
        """The roots of the right articles; a name that is no article's stands for itself, and is never found."""
        return sorted({root for name in question.articles for root in self._named.get(name, {name})})

    def gains(self, question: Question, found: Iterable[Passage]) -> dict[str, frozenset[int]]:
        """For each passage of the right articles that says a part of the answer, by its place: which parts.

        The parts are the question's sentences of evidence, or its groups of strings.
        """
        right = self.right(question)
        passages = [*found, *(passage for article_id in right for passage in self.passages(article_id))]
        said = {place(p): parts_said(question, p) for p in passages if self.root(p.article_id) in right}
        return {where: parts for where, parts in said.items() if parts}

    def passages(self, article_id: str) -> list[Passage]:
        """The passages of an article, none if it is not here."""
        if article_id not in self._passages:
            article = self._library.article(article_id)
            self._passages[article_id] = split(article) if article else []
        return self._passages[article_id]


def place(passage: Passage) -> str:
    """A passage by where it stands."""
    return f"{passage.article_id}:{passage.start}-{passage.end}"


def parts_said(question: Question, passage: Passage) -> frozenset[int]:
    """Which parts of the right answer a passage says, by number."""
    text = bare(passage.text)
    if question.evidence:
        sentences = [bare(sentence) for sentence in question.evidence]
        return frozenset(n for n, sentence in enumerate(sentences) if text and (sentence in text or text in sentence))
    return frozenset(n for n, group in enumerate(question.answers) if any(bare(said) in text for said in group))


def mark(question: Question, answer: Answer, key: Key, judgement: float | None = None) -> Result:
    """The result of one question; `judgement` is the judge's verdict, where there is one."""
    passages = [hit.passage for hit in answer.hits]
    right, gains = key.right(question), key.gains(question, passages)
    measures = _costs(answer) | _replied(question, answer, judgement) | attribution(answer)
    if question.answers and right:
        measures |= _cited(answer, key, right)
        measures |= by_article([key.root(passage.article_id) for passage in passages], right)
        parts = len(question.evidence or question.answers)
        measures |= by_evidence([place(passage) for passage in passages], gains, parts)
    return Result(
        id=question.id,
        question=question.question,
        kind=question.kind,
        history=question.history,
        expected=question.answers,
        articles=question.articles,
        reply=as_dict(answer),
        hits=tuple(_found(hit, key, right, gains) for hit in answer.hits),
        measures=measures,
        failure=None if measures["right"] else _failure(question, answer, key, gains),
    )


def _found(hit: Hit, key: Key, right: Sequence[str], gains: Mapping[str, frozenset[int]]) -> Found:
    passage = hit.passage
    return Found(
        article=passage.article_id,
        source=passage.source,
        title=passage.title,
        start=passage.start,
        end=passage.end,
        score=round(hit.score, 4),
        right=key.root(passage.article_id) in right,
        evidence=place(passage) in gains,
    )


def _costs(answer: Answer) -> dict[str, float]:
    costs = {"seconds_first_token": answer.seconds.first_token, "seconds_total": answer.seconds.total}
    tokens = {"prompt_tokens": answer.tokens.prompt, "answer_tokens": answer.tokens.answer}
    return {name: round(cost, 3) for name, cost in (costs | tokens).items()}


def _replied(question: Question, answer: Answer, judgement: float | None) -> dict[str, float]:
    """The measures of the reply's words, and of refusing."""
    refused = {"refusal_precision": float(not question.answers)} if answer.refused else {}
    if not question.answers:
        return {"right": float(answer.refused), "refusal_recall": float(answer.refused)} | refused
    said = words(answer)
    correct = not answer.refused and holds(said, question.answers)
    judged = {} if judgement is None else {"judged": judgement}
    return (
        refused
        | judged
        | {
            "right": float(correct),
            "correct": float(correct),
            "character_f1": character_f1(said, question.answers),
            "rouge_l": rouge_l(said, question.answers),
        }
    )


def words(answer: Answer) -> str:
    """What an answer says, without its [n]; nothing where it refuses."""
    return "".join(claim.text for claim in answer.claims)


def _cited(answer: Answer, key: Key, right: Sequence[str]) -> dict[str, float]:
    cited = {key.root(citation.passage.article_id) for citation in answer.citations}
    found = len(cited.intersection(right))
    return {"article_recall": found / len(right)} | ({"article_precision": found / len(cited)} if cited else {})


def _failure(question: Question, answer: Answer, key: Key, gains: Mapping[str, frozenset[int]]) -> Failure:
    """Where a wrong reply went wrong: the first step after which the answer could not be right any more."""
    if not question.answers:
        return "unfounded"
    right = key.right(question)
    hits = [hit.passage for hit in answer.hits]
    found = frozenset().union(*(gains.get(place(passage), frozenset()) for passage in hits))
    if right and len(found) < len(question.evidence or question.answers):
        return "not_found"
    withheld = "".join(claim.text for claim in answer.withheld)
    if holds(words(answer) + withheld, question.answers):
        return "checker"
    if answer.refused:
        return "refused"
    quoted = frozenset().union(*(_quoted_parts(question, citation.quote) for citation in answer.citations))
    return "misread" if len(quoted) == len(question.answers) else "not_used"


def _quoted_parts(question: Question, quote: str) -> frozenset[int]:
    said = bare(quote)
    return frozenset(n for n, group in enumerate(question.answers) if any(bare(string) in said for string in group))

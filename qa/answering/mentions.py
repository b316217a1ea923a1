"""Which articles speak of something: 哪些文章提到了低空经济？ 哪两个区提到要修地铁？

No passage answers that, so each article is looked at for itself, and the sentence that speaks of it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import prompts
from qa.answer import Answer, Claim
from qa.checks.grounding import cite, contradicted
from qa.chinese.facts import root
from qa.chinese.names import CITIES, PROVINCES, QUOTED, tagged
from qa.chinese.tables import table
from qa.evidence.sources import Evidence, Sentence, Source, sentence_of
from qa.llm import EXTRACTIVE
from qa.question.language import language_of
from qa.question.listing import MentionQuestion, mention_question
from store.article import Article
from store.text.scripts import fold, in_script, script_of, simplified
from store.text.segmenter import terms
from store.text.sentences import Span, sentences

from .inquiry import Inquiry

PASSAGES = 40
"""Passages among which articles are looked for."""
_LIGHT = re.compile(table("articles").either("light"))
"""Words that say nothing of what is meant, if they name nothing: 列为, 进行, 要."""
_MEANING, _NAMING = re.compile("[nvabijlmtszg]|eng"), re.compile("n|j|vn|eng|[mt]")
"""Tags of what has a meaning of its own, and of what names a thing or counts one."""
_PLACES = table("places")
_KNOWN = (
    dict.fromkeys(_PLACES.words("called_provinces"), PROVINCES)
    | dict.fromkeys(_PLACES.words("called_cities"), CITIES)
    | dict.fromkeys(_PLACES.words("called_both"), (*PROVINCES, *CITIES))
)
_ENDS = _PLACES.mapping("ends")
"""The well-known places of a kind that is asked for, and how names of others end, where it is not with its name."""


class Mentions:
    """Which articles, or places, speak of something: each article is looked at for itself.

    No passage answers that, and a model that reads some of them names publishers for places.
    """

    name = "mentions"

    def fits(self, inquiry: Inquiry) -> bool:
        """Where the question has this form."""
        return mention_question(inquiry.asked) is not None

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """What was found, then the articles that speak of it."""
        about = mention_question(inquiry.asked)
        if about is None:
            return
        hits = inquiry.search(about.what, PASSAGES)
        answer = replace(inquiry.with_hits(hits), llm=EXTRACTIVE)
        yield answer
        articles = map(inquiry.article, dict.fromkeys(hit.passage.article_id for hit in hits))
        found = mentions(about, [article for article in articles if article])
        evidence = inquiry.evidence(found, unlimited=True)
        claims = [contradicted(claim, inquiry.asked) for claim in claims_of(about, answer.question, evidence)]
        whole = inquiry.complete(answer, claims)
        if claims:
            lines = [claim.marked for claim in claims]
            if len({sentence.passage.article_id for sentence in found}) > len(claims):
                lines.append(prompts.MORE[language_of(answer.question)].format(number=len(claims)))
            whole = replace(whole, text="\n".join(lines))
        yield inquiry.judged(whole, evidence)


def mentions(asked: MentionQuestion, articles: Sequence[Article]) -> list[Sentence]:
    """Of each article that speaks of what is asked for the sentence that says most of it, in the articles' order;
    where places are asked for, behind them the sentences that name these articles' places.

    A sentence speaks of it with all its words; where fewer do than are asked for, all that it names are enough.
    """
    found: list[tuple[Article, Span]] = []
    for words in _words(asked.what):
        if len(found) < asked.number:
            found = [(article, best) for article in articles if (best := _best(asked.what, words, article))]
    places = [(article, _naming(article, span[0], asked.kind)) for article, span in found if asked.kind]
    spans = dict.fromkeys((article.id, span) for article, span in [*found, *places] if span)
    by_id = {article.id: article for article, _ in found}
    return [replace(sentence_of(by_id[id_], span), answers=1.0) for id_, span in spans]


def claims_of(asked: MentionQuestion, question: str, evidence: Evidence) -> list[Claim]:
    """A claim for each source: its place, or else its title, before the sentence that speaks of what is asked for."""
    return [_claim(asked, question, source) for source in evidence.sources]


def _claim(asked: MentionQuestion, question: str, source: Source) -> Claim:
    *_, named = _words(asked.what)
    speaking = max(source.sentences, key=lambda sentence: _holds(sentence.text, named))
    others = [sentence for sentence in source.sentences if sentence != speaking]
    place = place_of(source.article, asked.kind) if asked.kind else None
    script = script_of(question)
    exact = place or f"《{source.passage.title}》"
    said = in_script(f"{exact}：{speaking.text}", script, source=source.article)
    citations = tuple(cite(source, sentence) for sentence in (speaking, *others))
    return Claim(said, citations, exact=said[: len(exact)])


def _words(what: str) -> tuple[list[str], list[str]]:
    """The words, folded, of what articles are to speak of: all with a meaning of their own, and those of them that name
    a thing. What is quoted is one word.
    """
    quoted = [fold(title[1:-1]) for title in QUOTED.findall(what)]
    words = [word for word in tagged(QUOTED.sub("，", what)) if _MEANING.match(word.tag)]
    naming = [word for word in words if _NAMING.match(word.tag)]
    words = [word for word in words if word in naming or not _LIGHT.fullmatch(word.text)]
    every, named = ([*quoted, *(fold(word.text) for word in chosen)] for chosen in (words, naming))
    return every, named or every


def _holds(text: str, named: Sequence[str]) -> bool:
    folded = fold(text)
    return bool(named) and all(word in folded for word in named)


def _best(what: str, named: Sequence[str], article: Article) -> Span | None:
    """The sentence that speaks of it and says most of it; of several the shortest."""
    asked = set(terms(what))
    spans = [span for span in sentences(article.text) if _holds(article.text[slice(*span)], named)]
    said = {span: len(asked.intersection(terms(article.text[slice(*span)]))) for span in spans}
    return max(spans, key=lambda span: (said[span], span[0] - span[1]), default=None)


def place_of(text: str, kind: str) -> str | None:
    """The place that a text is of: of the kind asked for the one whose name it says most often; None without any."""
    plain = simplified(text)
    ends = re.compile(f"..{_ENDS.get(kind, kind)}$")
    named = [root(word.text) for word in tagged(plain) if word.tag[:2] == "ns" and ends.search(word.text)]
    known = [name for name in _KNOWN.get(kind, ()) if name in plain]
    return max([*named, *known], key=plain.count, default=None)


def _naming(article: Article, before: int, kind: str) -> Span | None:
    """The sentence that names the place of an article, the last one up to an offset or else the first one after."""
    place = place_of(article.text, kind)
    if place is None:
        return None
    spans = [span for span in sentences(article.text) if fold(place) in fold(article.text[slice(*span)])]
    above = [span for span in spans if span[0] <= before]
    return (above or spans[:1])[-1] if spans else None

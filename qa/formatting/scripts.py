"""What people see, in the script they want: a setting, or a choice on the page. Nothing here is searched or stored."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from qa.answer import Answer, Checked, Citation, Claim, Finding
from store.article import Article
from store.passage import Passage
from store.text.scripts import Display, displayed


def shown_article(article: Article, display: Display) -> Article:
    """An article to be read: its offsets hold, since every character has its place."""
    if display == "original":
        return article
    return replace(
        article,
        title=displayed(article.title, display, source=article.text),
        text=displayed(article.text, display),
        publisher=_known(article.publisher, display, article.text),
        author=_known(article.author, display, article.text),
        editor=_known(article.editor, display, article.text),
    )


@lru_cache(maxsize=1024)  # a growing answer shows its hits again with each word
def shown_passage(passage: Passage, display: Display) -> Passage:
    """A passage to be read: its offsets hold."""
    if display == "original":
        return passage
    return replace(
        passage,
        title=displayed(passage.title, display, source=passage.text),
        text=displayed(passage.text, display),
        publisher=_known(passage.publisher, display, passage.text),
    )


def shown_answer(answer: Answer, display: Display) -> Answer:
    """An answer to be read: its words, its quotes, and the titles of its sources."""
    if display == "original":
        return answer
    pieces, place = [], 0
    for claim in answer.claims:  # one by one, so that each is still found in the text
        found = answer.text.find(claim.marked, place)
        if found >= 0:
            pieces += [displayed(answer.text[place:found], display), _claim(claim, display).text]
            place = found + len(claim.text)
    return replace(
        answer,
        text="".join([*pieces, displayed(answer.text[place:], display)]),
        claims=tuple(_claim(claim, display) for claim in answer.claims),
        withheld=tuple(_claim(claim, display) for claim in answer.withheld),
        hits=tuple(replace(hit, passage=shown_passage(hit.passage, display)) for hit in answer.hits),
        nearest=tuple(replace(near, passage=shown_passage(near.passage, display)) for near in answer.nearest),
    )


def shown_checked(checked: Checked, display: Display) -> Checked:
    """A checked text to be read: its sentences, their quotes, and what was found."""
    if display == "original":
        return checked
    return replace(checked, claims=tuple(_claim(claim, display) for claim in checked.claims))


def _claim(claim: Claim, display: Display) -> Claim:
    passages = "\n".join(citation.passage.text for citation in claim.citations)  # in a short quote nothing may tell
    text = displayed(claim.text, display, source=passages)
    return replace(
        claim,
        text=text,
        citations=tuple(_citation(citation, display) for citation in claim.citations),
        exact=text[: len(claim.exact)],  # with which it begins
        findings=tuple(_finding(finding, display, passages) for finding in claim.findings),
    )


def _finding(finding: Finding, display: Display, passages: str) -> Finding:
    return replace(
        finding,
        says=displayed(finding.says, display, source=passages),
        quote_says=displayed(finding.quote_says, display, source=passages),
        quote=displayed(finding.quote, display, source=passages),
        asked=displayed(finding.asked, display),
    )


def _citation(citation: Citation, display: Display) -> Citation:
    passage = shown_passage(citation.passage, display)
    source = citation.passage.text
    resolved = tuple(replace(one, words=displayed(one.words, display, source=source)) for one in citation.resolved)
    quote = displayed(citation.quote, display, source=source)
    return replace(citation, passage=passage, quote=quote, resolved=resolved)


def _known(name: str | None, display: Display, source: str) -> str | None:
    return None if name is None else displayed(name, display, source=source)

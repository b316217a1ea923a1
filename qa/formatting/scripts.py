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
        title=displayed(article.title, display),
        text=displayed(article.text, display),
        publisher=_known(article.publisher, display),
        author=_known(article.author, display),
        editor=_known(article.editor, display),
    )


@lru_cache(maxsize=1024)  # a growing answer shows its hits again with each word
def shown_passage(passage: Passage, display: Display) -> Passage:
    """A passage to be read: its offsets hold."""
    if display == "original":
        return passage
    return replace(
        passage,
        title=displayed(passage.title, display),
        text=displayed(passage.text, display),
        publisher=_known(passage.publisher, display),
    )


def shown_answer(answer: Answer, display: Display) -> Answer:
    """An answer to be read: its words, its quotes, and the titles of its sources."""
    if display == "original":
        return answer
    pieces, place = [], 0
    for claim in answer.claims:  # one by one, so that each is still found in the text
        found = answer.text.find(claim.marked, place)
        if found >= 0:
            pieces += [answer.text[place:found], claim.text]
            place = found + len(claim.text)
    return replace(
        answer,
        text="".join(displayed(piece, display) for piece in [*pieces, answer.text[place:]]),
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
    citations = tuple(_citation(citation, display) for citation in claim.citations)
    exact = displayed(claim.exact, display)
    findings = tuple(_finding(finding, display) for finding in claim.findings)
    return replace(claim, text=displayed(claim.text, display), citations=citations, exact=exact, findings=findings)


def _finding(finding: Finding, display: Display) -> Finding:
    return replace(
        finding,
        says=displayed(finding.says, display),
        quote_says=displayed(finding.quote_says, display),
        quote=displayed(finding.quote, display),
        asked=displayed(finding.asked, display),
    )


def _citation(citation: Citation, display: Display) -> Citation:
    passage = shown_passage(citation.passage, display)
    resolved = tuple(replace(one, words=displayed(one.words, display)) for one in citation.resolved)
    return replace(citation, passage=passage, quote=displayed(citation.quote, display), resolved=resolved)


def _known(name: str | None, display: Display) -> str | None:
    return None if name is None else displayed(name, display)

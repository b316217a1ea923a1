"""The HTML of a conversation: questions, answers with links to what they cite, and the cards of the sources.

Questions, answers and articles are hostile input: whatever comes from them passes through `escape`, and none
of their Markdown or HTML becomes markup. Gradio's own Chatbot would load the images that a model writes, from
any host, and give every link the target of a new tab.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from qa.answer import Answer, Citation, Claim, Nearest
from qa.formatting.answers import emptiness, lacking
from qa.formatting.dates import readable, resolution
from qa.formatting.findings import reasons
from qa.formatting.links import article_link, file_name
from qa.formatting.texts import explanation, text
from store.errors import Language, YuanwenError

from .parts import FRAME, add_command, meta_line, shown_title, words
from .session import Turn

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBERS = re.compile(r"(?:\s*\[\d+\])*")


def conversation(turns: Sequence[Turn], language: Language) -> str:
    """The questions and answers so far, or a greeting."""
    if not turns:
        greeting, more = (escape(text(key, language)) for key in ("page.greeting", "page.greeting_more"))
        return f'<div class="greeting" lang="{language}"><h2>{greeting}</h2><p>{more}</p></div>'
    label = escape(text("page.conversation", language))
    inside = "".join(_turn(turn, number, language) for number, turn in enumerate(turns))
    return f'<div class="turns" role="log" aria-live="polite" aria-label="{label}">{inside}</div>'


def _turn(turn: Turn, number: int, language: Language) -> str:
    parts = [
        f'<div class="question" lang="{_script(turn.question)}">{escape(turn.question)}</div>',
        f'<div class="answer" lang="{language}">',
    ]
    if turn.answer is not None and turn.answer.text:
        parts.append(f'<p class="said" lang="{_script(turn.answer.text)}">{_said(turn.answer, language)}</p>')
    if turn.error is not None:
        parts.append(f'<p class="error" role="alert">{escape(turn.error.message(language))}</p>')
    elif turn.obstacle is not None:
        why = text(f"page.obstacles.{turn.obstacle}", language, command=add_command(turn.status, language))
        parts.append(f'<p class="obstacle">{escape(why)}</p>')
    elif turn.pending and not (turn.answer and turn.answer.text):
        parts.append(f'<p class="waiting">{_waiting(turn.answer, language)}</p>')
    if turn.answer is not None and turn.answer.complete and turn.answer.refused:
        parts.append(_nearest(turn.answer, language))
    if turn.answer is not None and turn.answer.complete:
        parts.append(_withheld(turn.answer.withheld, language))
    note = _note(turn, language)
    if note:
        parts.append(f'<p class="note">{escape(note)}</p>')
    if turn.is_answered:
        parts.append(_marking(turn, number, language))
    opening = '<section class="turn writing" aria-busy="true">' if turn.pending else '<section class="turn">'
    return f"{opening}{''.join(parts)}</div></section>"


def _script(words: str) -> Language:
    return "zh" if _HAN.search(words) else "en"


def _said(answer: Answer, language: Language) -> str:
    """The claims with links for their [n], then the sentence being written as it is."""
    pieces, place = [], 0
    for claim in answer.claims:
        found = answer.text.find(claim.marked, place)
        if found >= 0:
            pieces.append(escape(answer.text[place:found]))
            place = found + len(claim.text)
            place = _after_numbers(answer.text, place)
        pieces.append(_claim(claim, language))
    return "".join(pieces) + escape(answer.text[place:])


def _after_numbers(said: str, place: int) -> int:
    numbers = _NUMBERS.match(said, place)
    return numbers.end() if numbers else place


def _claim(claim: Claim, language: Language) -> str:
    cited: dict[int, list[Citation]] = {}
    for citation in claim.citations:
        cited.setdefault(citation.number, []).append(citation)
    marks = "".join(_mark(number, citations) for number, citations in cited.items())
    said = escape(claim.text)
    if claim.exact and claim.text.startswith(claim.exact):
        said = f"<strong>{escape(claim.exact)}</strong>{escape(claim.text[len(claim.exact) :])}"
    if claim.verdict == "supported":
        return said + marks
    key = f"page.verdicts.{claim.verdict}"
    why = escape("\n".join([explanation(key, language), *reasons(claim, language)]))
    return f'{said}{marks}<span class="verdict {claim.verdict}" title="{why}">{escape(text(key, language))}</span>'


def _mark(number: int, citations: Sequence[Citation]) -> str:
    title = escape("\n".join(citation.quote for citation in citations))
    return f'<a class="cite" {_at(citations[0])} title="{title}">{number}</a>'


def _at(citation: Citation) -> str:
    link = article_link(citation.passage.article_id, citation.start, citation.end)
    return f'href="{escape(link)}" target="{FRAME}"'


def _waiting(answer: Answer | None, language: Language) -> str:
    if answer is None or not answer.hits:
        return escape(text("page.searching", language))
    return escape(text("page.reading", language, passages=len(answer.hits)))


def _nearest(answer: Answer, language: Language) -> str:
    if answer.bounds:
        return "".join(f'<p class="nearest">{escape(said)}</p>' for said in emptiness(answer.bounds, language))
    if not answer.nearest:
        return ""
    items = "".join(f"<li>{_near(near, language)}</li>" for near in answer.nearest)
    return f'<div class="nearest"><h3>{escape(text("answers.nearest", language))}</h3><ul>{items}</ul></div>'


def _near(near: Nearest, language: Language) -> str:
    link = escape(article_link(near.passage.article_id))
    title = f'<a href="{link}" target="{FRAME}">{shown_title(near.passage.title, language)}</a>'
    said = lacking(near, language)
    return f'{title} <span class="lacks">{escape(said)}</span>' if said else title


def _withheld(claims: Sequence[Claim], language: Language) -> str:
    """The sentences that were not used, folded away, each with the reasons that the checks give."""
    items = [_withheld_claim(claim, why, language) for claim in claims if (why := reasons(claim, language))]
    if not items:
        return ""
    label = escape(text("findings.withheld", language, count=len(items)))
    return f'<details class="withheld"><summary>{label}</summary><ul>{"".join(items)}</ul></details>'


def _withheld_claim(claim: Claim, why: Sequence[str], language: Language) -> str:
    said = f'<span lang="{_script(claim.text)}">{escape(claim.text)}</span>'
    return f'<li>{said} <span class="why">{escape(text("punctuation.semicolon", language).join(why))}</span></li>'


def _note(turn: Turn, language: Language) -> str:
    answer = turn.answer
    if turn.cut is not None:
        return text(f"page.cuts.{turn.cut}", language)
    if answer is None or not answer.complete or answer.refused:
        return ""
    if answer.llm != "extractive":
        return text("page.note_llm", language, llm=answer.llm, seconds=f"{answer.seconds.total:.1f}")
    if turn.status.stage == "failed":
        return text("page.note_failed", language)
    preparing = turn.status.stage in ("fetching", "loading")
    return text("page.note_preparing" if preparing else "page.note_extractive", language)


def _marking(turn: Turn, number: int, language: Language) -> str:
    """The button that calls an answer wrong, and what became of that."""
    noted = turn.marked == "noted"
    label = escape(text("page.wrong_noted" if noted else "page.wrong", language))
    why = escape(text("page.wrong_why", language))
    state = "disabled" if noted else f'data-turn="{number}" title="{why}"'
    button = f'<button type="button" class="wrong" {state}>{label}</button>'
    if isinstance(turn.marked, YuanwenError):
        button += f'<p class="error" role="alert">{escape(turn.marked.message(language))}</p>'
    return f'<div class="marking">{button}</div>'


def sources(turns: Sequence[Turn], language: Language) -> str:
    """A card for each source number that the last answer cites, with the sentences it cites."""
    citations = turns[-1].answer.citations if turns and turns[-1].answer else ()
    numbers = sorted({citation.number for citation in citations})
    heading = f'<h2 lang="{language}">{escape(text("page.sources", language))}</h2>'
    if not numbers:
        return f'{heading}<p class="empty" lang="{language}">{escape(text("page.sources_none", language))}</p>'
    cards = (_card([citation for citation in citations if citation.number == number], language) for number in numbers)
    return f'{heading}<ol class="cards">{"".join(cards)}</ol>'


def _card(citations: Sequence[Citation], language: Language) -> str:
    passage = citations[0].passage
    meta = meta_line(passage.publisher, readable(passage.published, language), file_name(passage.source))
    quotes = "".join(f"<li>{_quote(citation, language)}</li>" for citation in citations)
    title = shown_title(passage.title, language)
    return (
        f'<li class="card" lang="zh"><span class="number">{citations[0].number}</span>'
        f'<div><h3>{title}</h3>{meta}<ul class="quotes">{quotes}</ul></div></li>'
    )


def _quote(citation: Citation, language: Language) -> str:
    said = words(citation.quote, language)  # the style sheet cuts a long one short
    meant = resolution(citation.resolved, language).strip()
    note = f'<span class="resolved" lang="{language}">{escape(meant)}</span>' if meant else ""
    return f'<a {_at(citation)} title="{escape(citation.quote)}">{said}</a>{note}'

"""An answer as a language model writes it: checked by sentence, looked at again, and set beside other sides."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import prompts
from qa.answer import Answer, Claim, Tokens
from qa.evidence.selection import focused
from qa.evidence.sources import Evidence
from qa.llm import EXTRACTIVE, LLM
from qa.question.answer_form import of_another_form
from qa.question.followup import History
from qa.question.language import in_language, language_of
from qa.settings import Settings
from qa.thresholds import ANSWERS, QUOTABLE, SECOND_LOOK, SECOND_READING, SIDE_WITH_MODEL
from store.text.numbers import quantities
from store.text.scripts import simplified

from .composing import as_sides, claim_in_language, claims_of, completed, composed
from .disagreement import other_sides, with_corroboration
from .extractive import extract
from .inquiry import Inquiry
from .newest import newest_first
from .reply import unfinished
from .second_look import doubted, is_side, least_likely_word, likelihood, likelihood_of_words
from .translation import translated

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class Written:
    """With a language model: it reads the evidence and writes, and each sentence is checked."""

    name = "written"

    def fits(self, inquiry: Inquiry) -> bool:
        """Wherever there is a model."""
        return inquiry.llm is not None

    def answer(self, inquiry: Inquiry) -> Iterator[Answer]:
        """What was found, then the answer as it is written, then as it is judged. Raises an LLMError."""
        if inquiry.llm is None:
            return
        answer = inquiry.with_hits(inquiry.hits)
        yield answer
        evidence = inquiry.evidence([*inquiry.authors, *inquiry.ranked])
        as_of = inquiry.beside.on if inquiry.time.newest else None
        for growing in Writer(inquiry.llm, inquiry.settings, as_of).write(answer, inquiry.history, evidence):
            yield inquiry.judged(growing, evidence) if growing.complete else growing


class Writer:
    """Writes answers with a language model."""

    def __init__(self, llm: LLM, settings: Settings, as_of: date | None = None) -> None:
        """`as_of` is the day on which it is asked how things are, where that is what the question asks."""
        self._as_of = as_of
        self._llm = llm
        self._tokens = settings.answer_tokens
        self._mark = settings.unsupported == "mark"
        looks = settings.verify == "always" or (settings.verify == "local" and llm.local)
        self._judge = llm if looks else None

    def write(self, answer: Answer, history: History, evidence: Evidence) -> Iterator[Answer]:
        """The answer to its question as it grows; the last one is complete. Raises an LLMError.

        Where all that was written is withheld, what it cites has misled the model: the other sources are read alone.
        Where that comes to nothing either, the reader may be certain of a sentence still, which is then quoted.
        """
        first, read = (yield from self._read(answer, history, evidence, SECOND_LOOK)), evidence
        if not first.claims and (rest := self._rest(first, evidence)):
            again = yield from self._read(replace(first, withheld=()), history, rest, SECOND_READING)
            first, read = replace(again, withheld=(*first.withheld, *again.withheld)), rest
        if not first.claims and (quoted := self._quoted(first, evidence)):
            first, read = quoted, evidence
        answer = self._opposed(first, read)
        if language_of(answer.question) == "en":
            yield from self._in_english(replace(answer, llm=self._llm.name))
        else:
            yield completed(answer)

    def _read(
        self, answer: Answer, history: History, evidence: Evidence, least: float
    ) -> Generator[Answer, None, Answer]:
        """What the model writes of the evidence, each sentence checked once it is there, and then the whole, which is
        withheld where it is less likely than `least` to answer.
        """
        language = language_of(answer.question)
        before, reply = answer.tokens, ""
        told: list[tuple[str, float]] = []
        wanted = {"logprobs": True} if self._judge else {}
        for piece in self._llm.stream(_messages(answer, history, evidence), max_tokens=self._tokens, **wanted):
            reply += piece.text
            told += piece.told
            tokens = Tokens(before.prompt + piece.prompt_tokens, before.answer + piece.answer_tokens)
            answer = replace(answer, tokens=tokens)
            if piece.text and language != "en":
                done, tail = unfinished(reply)
                claims = claims_of(done, answer.asked, evidence, language)
                yield self._composed(answer, claims, in_language(tail, language))
        answer = self._composed(answer, claims_of(reply, answer.asked, evidence, language))
        return self._verified(answer, evidence, least, least_likely_word(told, answer.asked))

    def _rest(self, answer: Answer, evidence: Evidence) -> Evidence | None:
        """The sources that did not mislead, where the reader finds that one may answer: those that withheld claims
        don't have their numbers from or, of claims without any, don't cite.
        """
        said = {number for claim in answer.withheld for number in quantities(claim.text)} - quantities(answer.asked)
        misled = {s.number for s in evidence.sources if any(said & quantities(one.text) for one in s.sentences)}
        misled = misled or {citation.number for claim in answer.withheld for citation in claim.citations}
        rest = Evidence(tuple(source for source in evidence.sources if source.number not in misled))
        may_answer = any(sentence.exact and sentence.answers >= ANSWERS for sentence in rest.best())
        return rest if self._judge and misled and may_answer else None

    def _verified(self, answer: Answer, evidence: Evidence, least: float, writing: float) -> Answer:
        """The written answer as a second look leaves it: with how sure it is, or without its claims."""
        if self._judge is None:
            return answer
        likely = likelihood(answer.asked, answer.claims, evidence, self._judge, writing)
        if likely is None:
            return answer
        if likely >= least:
            return replace(answer, confidence=likely)
        return self._composed(answer, [doubted(claim) for claim in answer.claims])

    def _quoted(self, answer: Answer, evidence: Evidence) -> Answer | None:
        """The sentence that answers, quoted as without a model, if the reader and a second look are certain of it, and
        the words that the reader points at are of the form that is asked for.
        """
        claims = [claim for claim in extract(answer.asked, evidence)[:1] if claim.verdict != "unsupported"]
        if not (self._judge and claims):
            return None
        sentence = max(evidence.quoted(claims[0].citations), key=lambda quoted: quoted.answers)
        if sentence.answers < QUOTABLE or of_another_form(answer.asked, sentence.pointed):
            return None
        likely = likelihood_of_words(answer.asked, sentence, self._judge)
        if likely < SIDE_WITH_MODEL:
            return None
        return replace(self._composed(answer, claims), confidence=likely, llm=EXTRACTIVE)

    def _opposed(self, answer: Answer, evidence: Evidence) -> Answer:
        """The answer beside what other sources say instead."""
        found = other_sides(
            answer.asked, answer.claims, evidence, lambda words: is_side(answer.asked, words, self._judge)
        )
        language = language_of(answer.question)
        said = [claim_in_language(claim, language) for claim in found]
        claims = with_corroboration(answer.asked, as_sides(answer.claims, said), evidence)
        if self._as_of:
            claims = newest_first(claims, evidence, self._as_of)
        return self._composed(answer, claims)

    def _in_english(self, answer: Answer) -> Iterator[Answer]:
        """The checked claims said in English, each with the Chinese that was checked."""
        said: list[Claim] = []
        for claim in answer.claims:
            for english, whole in translated(claim, self._llm, self._tokens):
                if whole is None:
                    yield self._composed(answer, said, english)
                else:
                    said.append(whole)
        yield completed(self._composed(answer, said))

    def _composed(self, answer: Answer, claims: Sequence[Claim], tail: str = "") -> Answer:
        return composed(answer, claims, tail, mark=self._mark)


def _messages(answer: Answer, history: History, evidence: Evidence) -> list[BaseMessage]:
    """The model reads one script throughout: Traditional costs it more tokens, and more mistakes."""
    sources = focused(answer.asked, evidence).prompt()
    if language_of(answer.question) == "en":
        return prompts.answer(sources, answer.asked)
    leaning = history[-1:] if answer.asked != answer.question else ()
    earlier = [(simplified(question), simplified(text)) for question, text in leaning]
    return prompts.answer(sources, simplified(answer.question), earlier)

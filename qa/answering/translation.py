"""Questions in English, and checked claims said in English, with the names that neither may change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import prompts
from qa.answer import Claim
from qa.chinese.romanization import letters_of, romanized, well_known_places
from qa.llm import LLM
from store.text.numbers import quantities
from store.text.scripts import is_chinese, simplified


def translated(claim: Claim, llm: LLM, max_tokens: int) -> Iterator[tuple[str, Claim | None]]:
    """A claim's English as it grows, and last with the claim that says it. Raises an LLMError.

    The Chinese that was checked stands behind it. Nobody checked the translation as a whole, so the claim is supported
    in part at best; one whose numbers, people or places the translation changes stays in Chinese.
    """
    text = simplified(claim.text)
    names = romanized(text)
    said = ""
    for piece in llm.stream(prompts.to_english(claim.text, names), max_tokens=max_tokens):
        said += piece.text
        yield said, None
    said = said.strip()
    kept = bool(said) and quantities(said) == quantities(claim.text) and _names_these(said, names, text)
    yield said, _in_english(claim, said) if kept else claim


def _in_english(claim: Claim, said: str) -> Claim:
    """A claim said in English before the Chinese, which findings go on pointing at."""
    before = f"{said} ("
    shifted = [
        replace(finding, span=(finding.span[0] + len(before), finding.span[1] + len(before)))
        for finding in claim.findings
    ]
    return replace(claim, text=f"{before}{claim.text})", verdict="partly", exact="", findings=tuple(shifted))


def chinese_of(text: str) -> str:
    """The Chinese that stands behind what `translated` says in English; any other text as it is."""
    place, depth = len(text), 0
    while place and (depth or place == len(text)):
        place -= 1
        depth += {")": 1, "(": -1}.get(text[place], 0)
    inside, letters = text[place + 1 : -1], re.sub(r"[\W\d]", "", text)
    behind = text[:place].endswith(" ") and letters[:1].isascii() and is_chinese(inside)
    return inside if behind else text


def _names_these(english: str, names: Mapping[str, str], chinese: str) -> bool:
    """Whether an English text has every name, however it is divided and hyphenated, and no place that isn't among the
    Chinese ones: 宝安 became Beijing, and Huang Kunming (黄坤明) Meng Kunming.
    """
    letters = letters_of(english)
    words = {letters_of(word) for word in english.replace("(", " ").split()}
    others = {letters_of(spelt) for place, spelt in well_known_places().items() if place not in chinese} - {
        letters_of(part) for spelt in names.values() for part in spelt.split()
    }
    return all(letters_of(spelt) in letters for spelt in names.values()) and not words & others

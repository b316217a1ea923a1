"""What reading and repair did to an article, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from store.errors import Language

from .texts import texts_of

GROUPS = ("mended", "cut", "left")
"""What a rule can do: mend something, cut it, or leave it and mark it."""


def rule_name(rule: str, language: Language) -> str:
    """What a rule is called. A rule without a text is called by its own name."""
    entry = texts_of(f"rules.{_group(rule)}").get(rule)
    return entry[language] if entry else rule


def reason_name(reason: str, language: Language) -> str:
    """Why something was left out: a reader's reason, or the rule of repair that cut it."""
    entry = texts_of("cards.reasons").get(reason)
    return entry[language] if entry else rule_name(reason, language)


def by_group(counts: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
    """The rules that were used, group by group, in the order of their table; rules without a text come last."""
    known = [rule for group in GROUPS for rule in texts_of(f"rules.{group}")]
    used = sorted(counts, key=lambda rule: (known.index(rule) if rule in known else len(known), rule))
    for group in GROUPS:
        if rules := [rule for rule in used if _group(rule) == group]:
            yield group, rules


def _group(rule: str) -> str:
    return next((group for group in GROUPS if rule in texts_of(f"rules.{group}")), "mended")

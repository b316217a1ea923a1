"""What of an English question has one right translation, and what a translation must not add."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.chinese.facts import facts, root
from qa.chinese.names import SOLE_OFFICES, tagged
from qa.chinese.romanization import in_pinyin, letters_of
from qa.chinese.tables import table
from store.passage import Hit
from store.text.scripts import simplified

TERMS = table("policy_terms").mapping("chinese")
"""Set phrases of Chinese policy in their official English, which a small model puts into other words."""


LONGEST = 3
"""Words of a name in English: Hong Kong, Ouyang Xiu."""


def glossary(question: str, hits: Sequence[Hit]) -> dict[str, str]:
    """What an English question says that has one right translation: set phrases, and names whose pinyin is that of a
    name in the hits. No small model knows how the name of a town or of a person is written: Songjiang is 松江.
    """
    words = [re.sub("['’]s$", "", word) for word in re.findall(r"[\w'’-]+", question)]
    parts = [words[start : start + length] for start in range(len(words)) for length in range(1, LONGEST + 1)]
    runs = {letters_of("".join(part)): " ".join(part) for part in parts}
    found = {term: chinese for term, chinese in TERMS.items() if term.lower() in question.lower()}
    for hit in hits:
        for name in _names_of(simplified(f"{hit.passage.title}\n{hit.passage.text}")):
            if said := runs.get(letters_of(in_pinyin(name))):
                found.setdefault(said, name)
    return found


def same_rank(question: str, chinese: str) -> str:
    """The Chinese of an English question without a deputy (副) of whom it doesn't speak: small models add one."""
    if re.search("deputy|vice|associate|assistant", question, re.IGNORECASE):
        return chinese
    return re.sub(f"副(?={SOLE_OFFICES})", "", chinese)


def _names_of(text: str) -> Iterator[str]:
    """What may be names of people and places in a text in Simplified."""
    words = [word.text for word in tagged(text) if word.tag[:2] in ("ns", "nr", "nz")]
    words += [text[fact.start : fact.end] for fact in facts(text) if fact.kind == "name"]
    yield from (root(word) for word in words if re.fullmatch(r"[\u4e00-\u9fff]{2,5}", word))

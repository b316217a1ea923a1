"""What still looks wrong about a text once it is repaired."""

from __future__ import annotations

import re
from collections import Counter

SHORT = 50
"""Letters below which a text is too short to be an article."""


def suspicions(text: str) -> tuple[str, ...]:
    """Codes for what looks wrong: "short", "not text", "repetitive", "undecodable"."""
    letters = Counter(character for character in text if character.isalpha())
    count = letters.total()
    found = {
        "short": count < SHORT,
        "not text": count < sum(not character.isspace() for character in text) / 3,
        "repetitive": _repetitive(text, letters),
        "undecodable": re.search("[\ufffd\ud800-\udfff]", text) is not None,
    }
    return tuple(code for code, holds in found.items() if holds)


def _repetitive(text: str, letters: Counter[str]) -> bool:
    """Whether one letter makes up a third of all, or one line half of them."""
    if not letters:
        return False
    lines = Counter(line.strip() for line in text.splitlines() if re.search(r"\w{2}", line))
    most, times = max(lines.items(), key=lambda item: len(item[0]) * item[1], default=("", 0))
    often = letters.most_common(1)[0][1]
    return (often > 5 and often > letters.total() / 3) or (times > 2 and len(most) * times > len(text) / 2)

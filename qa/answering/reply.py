"""From a model's words to claims: sentence by sentence, with the source numbers it named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.chinese.tables import table
from store.text.sentences import sentences

_WORDS = table("articles")

# [1], [1, 2], ［1］, 【1】, [资料1]. Not 〔2022〕11号 or [2023]15号, which are document numbers: a source number has at
# most two digits and is never followed by 号.
_MARK = re.compile(
    rf"[^\S\n]*[\[［【](?:{_WORDS.either('mark')}|source)?\s*(\d{{1,2}}(?:\s*[,，、]\s*\d{{1,2}})*)\s*[\]］】](?!\s*\d*\s*号)",
    re.IGNORECASE,
)
_MARKS_AFTER_STOP = re.compile(rf"([。！？.!?；;])\s*({_MARK.pattern}(?:\s*{_MARK.pattern})*)", re.IGNORECASE)
_OPEN_MARK = re.compile(r"[\[［【][^\]］】]{0,12}$")
_NEW_LINE = re.compile(r"(?P<before>[：:。！？!?；;，,、.]?)\s*\n+\s*(?:[-*•·]\s+|\d{1,2}[.、)）](?!\d)\s*)?")
_LIST_MARK = re.compile(r"^\s*(?:[-*•·]\s+|\d{1,2}[.、)）](?!\d)\s*)")
_SAYS_NOTHING = re.compile(
    f"(?:{_WORDS.either('mark', 'texts')}).{{0,6}}(?:{table('negation').either('do_not')})"
    f".{{0,6}}(?:{_WORDS.either('say')})"
    f"|{_WORDS.either('unknown', 'unknown_in_english')}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as the model wrote it, without its marks, and the source numbers it named."""

    text: str
    numbers: tuple[int, ...]

    @property
    def says_nothing(self) -> bool:
        """Whether the sentence only says that the sources don't say."""
        return bool(_SAYS_NOTHING.search(self.text))


def sentences_of(reply: str) -> list[WrittenSentence]:
    """The sentences of a reply. Lists on lines of their own become one sentence each list."""
    flat = _flat(reply)
    found = []
    for start, end in sentences(flat):
        sentence = flat[start:end]
        numbers = [int(n) for match in _MARK.finditer(sentence) for n in re.findall(r"\d+", match[1])]
        text = re.sub(r"\s+([。，；.,;])", r"\1", _MARK.sub("", sentence)).strip()
        if re.search(r"\w", text):
            found.append(WrittenSentence(text, tuple(dict.fromkeys(numbers))))
    return found


def unfinished(reply: str) -> tuple[str, str]:
    """A growing reply, cut into what is complete and the sentence still being written.

    The latter is without its marks, and without the beginning of one.
    """
    # The marks of a sentence may follow its stop, so the last sentence is never complete before the end.
    flat = _flat(_OPEN_MARK.sub("", reply))
    spans = sentences(flat)
    if not spans:
        return "", ""
    start, _ = spans[-1]
    return flat[:start], _MARK.sub("", flat[start:]).strip()


def _flat(reply: str) -> str:
    """The reply on one line, with the marks of each sentence before its stop."""
    moved = _MARKS_AFTER_STOP.sub(r"\2\1", reply.strip())
    return _NEW_LINE.sub(lambda match: match["before"] or "；", _LIST_MARK.sub("", moved))

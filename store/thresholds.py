"""The thresholds and weights of the store: what each decides, and what it was chosen on.

A threshold decides between two outcomes, a weight how much one view counts beside another. Limits of size or time are
no thresholds: they stand where they are used.
"""

from __future__ import annotations

BY_HAND = "none: set by hand"
"""What a value was chosen on that nobody has measured."""


class Threshold(float):
    """A number with its history.

    `decides` says what it decides, `data` which data it was chosen on and `n` on how many items, `chosen` when (an ISO
    date), and `command` the command that measures it: empty where no command is kept.
    """

    decides: str
    data: str
    n: int
    chosen: str
    command: str

    def __new__(  # noqa: PLR0913  the value, and each part of its history by name
        cls, value: float, *, decides: str, chosen: str, data: str = BY_HAND, n: int = 0, command: str = ""
    ) -> Threshold:
        """A threshold is a float that compares and calculates as any other."""
        made = super().__new__(cls, value)
        made.decides, made.data, made.n, made.chosen, made.command = decides, data, n, chosen, command
        return made


LEXICAL_WEIGHT = Threshold(
    0.5,
    decides="what words count beside vectors in search, 0 to 1",
    data="every second question of CMRC 2018 dev and DRCD dev, and RGB: recall@1 by article",
    n=3572,
    chosen="2026-11-28",
    command="python -m tests.benchmarks.library.recall FOLDER --work WORK --half 0",
)
SAME_STORY = Threshold(
    0.6,
    decides="the resemblance (shared shingles of all) from which two texts tell one story",
    data="pairs of 40,000 news articles, read by eye",
    n=40000,
    chosen="2026-11-21",
)
CONTAINED_STORY = Threshold(
    0.8,
    decides="the part of a shorter text that, found in a longer one, makes them one story",
    data="pairs of 40,000 news articles, read by eye",
    n=40000,
    chosen="2026-11-21",
)
PART_OF_STORY = Threshold(
    0.3,
    decides="the resemblance from which two texts are compared by what one contains of the other",
    data="pairs of 40,000 news articles, read by eye",
    n=40000,
    chosen="2026-11-21",
)
LIKELY_STORY = Threshold(
    0.2,
    decides="the estimated resemblance from which two texts are compared: the one above less three standard deviations",
    chosen="2026-11-21",
)
TEXT_LIKE = Threshold(
    0.25,
    decides="the score below which bytes are no text: a file that mixes two encodings half and half stays above 0.35",
    chosen="2026-11-21",
)
PLAUSIBLE_LINE = Threshold(
    0.6,
    decides="the share of common characters from which a line passes for text: mojibake stays below 0.5",
    chosen="2026-11-21",
)
FULL_LINE = Threshold(
    0.85,
    decides="the part of the widest line's width from which a line of a PDF goes on in the next",
    chosen="2026-11-21",
)
SPACED_TEXT = Threshold(
    0.0,
    decides="how much likelier characters that stand apart must be behind one another than anywhere (a logarithm)",
    data="2,000 news articles, and characters drawn from them by chance",
    n=2000,
    chosen="2026-11-28",
)
CERTAIN_READING = Threshold(
    0.98,
    decides="the share of all readings' probability from which a torn span is repaired, not marked",
    data="news articles that were damaged for it",
    chosen="2026-11-21",
    command="python -m tests.benchmarks.repair NEWS",
)
WORDS_IN_READING = Threshold(
    0.5,
    decides="what words count beside characters in the reading of a torn span",
    data="news articles that were damaged for it",
    chosen="2026-11-21",
    command="python -m tests.benchmarks.repair NEWS",
)
AGAINST_VANISHED = Threshold(
    1.0,
    decides="what speaks against each vanished pair of a torn span, as a logarithm",
    data="news articles that were damaged for it",
    chosen="2026-11-21",
    command="python -m tests.benchmarks.repair NEWS",
)
REPEATED_WORDS = Threshold(
    0.2,
    decides="how much of the probability of a reading is what the text itself repeats",
    data="news articles that were damaged for it",
    chosen="2026-11-21",
    command="python -m tests.benchmarks.repair NEWS",
)
GLOSSED_FORMS = Threshold(
    0.9,
    decides="the share of glossed characters that must be Traditional forms for glosses to be damage",
    chosen="2026-11-21",
)
FORMS_GLOSSED = Threshold(
    0.1,
    decides="the share of Traditional forms that must be glossed for glosses to be damage: on mirrors .36",
    chosen="2026-11-21",
)
CROSSING = Threshold(
    4.0,
    decides="what each end of a sentence within a span takes from the span's score",
    data="reading sets that training left out",
    chosen="2026-11-22",
    command="python -m tests.benchmarks.reader.measure FOLDER",
)

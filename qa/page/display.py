"""What the reader of the page can choose, and what is chosen at first: language, script, and questions to click on."""

from __future__ import annotations

from collections.abc import Mapping

from store.errors import Language
from store.text.scripts import Display

DEFAULT: Language = "en"
"""The page's language for a browser that asks for neither Chinese nor English."""

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
"""The languages of the page, each by its own name."""

SCRIPTS: tuple[Display, ...] = ("original", "simplified", "traditional")
"""The scripts that articles and answers can be shown in."""

EXAMPLES = (
    "东莞市委理论学习中心组11月28日的会议由谁主持？",
    "松江區2024年規上工業總產值是多少？",
    "Where was the Guangdong high-quality development conference held?",
    "松江区2022年有多少家规上工业企业？",
)
"""Questions to click on, about the bundled articles: the last one is not answered by them."""

_KNOWN: Mapping[str | None, Language] = {"zh": "zh", "en": "en"}


def preferred(accept_language: str | None, chosen: str | None = None) -> Language:
    """The page's language: the one `chosen` earlier, else the browser's first of the two, else DEFAULT.

    `accept_language` is the request header of that name (RFC 9110, section 12.5.4).
    """
    if chosen in _KNOWN:
        return _KNOWN[chosen]
    ranked = sorted((_weighted(part) for part in (accept_language or "").split(",")), key=lambda pair: -pair[0])
    return next((_KNOWN[tag] for weight, tag in ranked if weight > 0 and tag in _KNOWN), DEFAULT)


def _weighted(part: str) -> tuple[float, str]:
    tag, _, weight = part.replace(" ", "").partition(";q=")
    try:
        rank = float(weight or 1)
    except ValueError:
        rank = 0.0
    return rank, tag.lower().split("-")[0]

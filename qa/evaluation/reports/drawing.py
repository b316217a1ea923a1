"""Drawing with matplotlib, for a page: text stays text, and colours are the page's own.

No word goes through matplotlib, only a stand-in (`w0`, `w1`, …) for each. So nothing that a question set says is taken
for mathematics, and Chinese needs no font where the report is made: it is shown in the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal
from xml.etree import ElementTree

from qa.formatting.plain import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 360
"""Units across a drawing. On a phone a unit is about a pixel, so the text is as large as small print."""
TEXT = 12
"""The size of its text, in the same units."""

INK, SOFT, RULE, LINK, GOOD, BAD = (f"#00000{number}" for number in range(1, 7))
"""What to draw with; the page shows its own colours in their place, which follow light and dark."""

_PAINTS = {
    INK: "currentColor",
    SOFT: "var(--soft)",
    RULE: "var(--rule)",
    LINK: "var(--link)",
    GOOD: "var(--good)",
    BAD: "var(--red)",
}
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "yuanwen", "font.size": TEXT, "text.color": INK}
_OF_A_FILE = {"metadata", "style"}
"""Elements that belong to a file: in a page they would be about the whole page."""


def drawing_style() -> AbstractContextManager[None]:
    """While it holds, drawings are alike wherever they are made, and the same ones come out byte for byte."""
    from matplotlib import style

    return style.context(["default", _STYLE])


class Drawing:
    """A drawing of WIDTH by `height` units under way. Places are counted from the top left corner."""

    def __init__(self, name: str, height: float) -> None:
        from matplotlib.figure import Figure

        self.name = name
        self.height = height
        self._words: dict[str, str] = {}
        self._figure = Figure((WIDTH / 72, height / 72), dpi=72, frameon=False)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """Axes with these margins, with lines across and no frame."""
        wide, high = WIDTH - left - right, self.height - top - bottom
        axes = self._figure.add_axes((left / WIDTH, bottom / self.height, wide / WIDTH, high / self.height))
        axes.set_frame_on(False)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color=RULE, linewidth=1)
        axes.tick_params(left=False, bottom=False, labelcolor=SOFT)
        return axes

    def stand_in(self, text: str) -> str:
        """What to let matplotlib write in place of `text`."""
        name = f"w{len(self._words)}"
        self._words[name] = visible(text)
        return name

    def write(self, text: str, x: float, y: float, align: Literal["left", "right"] = "left", color: str = INK) -> None:
        """Put words in the line around `y`; `x` is where they start or, aligned to the right, end."""
        place = (x / WIDTH, 1 - y / self.height)
        self._figure.text(*place, self.stand_in(text), ha=align, va="center_baseline", color=color)

    def sample(self, x: float, y: float, **look: Any) -> None:
        """A short line that shows the look of one of the lines drawn."""
        from matplotlib.lines import Line2D

        height = 1 - y / self.height
        self._figure.add_artist(Line2D([x / WIDTH, (x + 24) / WIDTH], [height, height], **look))

    def svg(self, told: str) -> str:
        """The drawing as an element for a page; `told` says what it shows to those who don't see it."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        file = StringIO()
        FigureCanvasSVG(self._figure).print_svg(file, metadata={"Date": None})  # type: ignore[no-untyped-call]  # of matplotlib
        root = ElementTree.fromstring(file.getvalue())
        _fit(root, self.name, self._words)
        root.attrib = {"viewBox": root.attrib["viewBox"], "role": "img", "aria-label": visible(told)}
        return ElementTree.tostring(root, encoding="unicode")


def as_shares(*scales: Any) -> None:
    """Let these axes of axes count in percent."""
    from matplotlib.ticker import MaxNLocator

    for scale in scales:
        scale.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        scale.set_major_formatter(lambda share, _: f"{100 * share:g}%")


def _fit(element: ElementTree.Element, name: str, words: Mapping[str, str]) -> None:
    """Make an element of a file, and all within, fit for a page.

    Ids begin with `name`, so that no other drawing has them. Styles become attributes, which a page that forbids inline
    styles shows too. No font is named, so that the page's is used.
    """
    element.tag = _local(element.tag)
    given = {_local(key): value for key, value in element.attrib.items()}
    style = dict(rule.split(": ", 1) for rule in given.pop("style", "").split("; ") if rule)
    style.pop("font-family", None)
    element.attrib = {key: _value(key, value, name) for key, value in (given | style).items()}
    element.tail = None
    element.text = words.get(element.text or "", element.text) if element.tag == "text" else None
    for child in list(element):
        if _local(child.tag) in _OF_A_FILE:
            element.remove(child)
        else:
            _fit(child, name, words)


def _local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def _value(key: str, value: str, name: str) -> str:
    """An attribute's value with the page's colour, and the drawing's name before an id."""
    if key == "id":
        return f"{name}-{value}"
    return _PAINTS.get(value) or re.sub(r"^(url\()?#", rf"\1#{name}-", " ".join(value.split()))

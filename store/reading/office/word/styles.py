"""The styles of a Word document, as far as they say what is read: hidden text, numbers, and which lines are titles."""

from __future__ import annotations

from dataclasses import dataclass

from store.reading.office.xml import Element, attribute, child, find, is_on, number


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from others. `numbered` is its list and its level, each None if unsaid."""

    name: str = ""
    hidden: bool = False
    numbered: tuple[int | None, int | None] = (None, None)


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        found = [*find(root, "w:style")] if root is not None else []
        self._elements = {attribute(style, "w:styleId"): style for style in found}
        self._known: dict[str, Style] = {"": Style()}
        ids = (id_ for id_, style in self._elements.items() if _is_usual(style))
        self.usual = next(ids, "")

    def of(self, id_: str) -> Style:
        """The style of an id; one that says nothing for an unknown id."""
        if id_ not in self._known:
            self._known[id_] = Style()  # for a style that is based on itself
            element = self._elements.get(id_)
            if element is not None:
                self._known[id_] = self._read(element)
        return self._known[id_]

    def _read(self, element: Element) -> Style:
        based = child(element, "w:basedOn")
        below = self.of(attribute(based, "w:val")) if based is not None else Style()
        name, hidden = child(element, "w:name"), child(element, "w:rPr", "w:vanish")
        own = numbered(child(element, "w:pPr"))
        return Style(
            attribute(name, "w:val").lower() if name is not None else "",
            is_on(hidden) if hidden is not None else below.hidden,
            (
                own[0] if own[0] is not None else below.numbered[0],
                own[1] if own[1] is not None else below.numbered[1],
            ),
        )


def _is_usual(style: Element) -> bool:
    """Whether a style is that of the paragraphs that name none."""
    return attribute(style, "w:type") == "paragraph" and attribute(style, "w:default") in {"1", "true", "on"}


def numbered(properties: Element | None) -> tuple[int | None, int | None]:
    """The list and the level that properties of a paragraph name, each None if unsaid."""
    found = child(properties, "w:numPr")
    of_list, level = child(found, "w:numId"), child(found, "w:ilvl")
    return (number(of_list) if of_list is not None else None, number(level) if level is not None else None)

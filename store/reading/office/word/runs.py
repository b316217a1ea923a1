"""The text within paragraphs: runs, fields, tracked changes, what stands above words, and what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from store.article import Left, Reason
from store.reading.office.xml import Element, attribute, child, find, is_on, number, short

from .formulas import equation, linear
from .styles import Styles
from .symbols import symbol

TEXTS = ("w:t", "w:delText", "w:instrText", "w:delInstrText", "a:t", "m:t", "c:v")
"""The elements that hold text."""
_WITHIN = frozenset(
    {"w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:dir", "w:bdo", "w:rubyBase"}
)
_GONE = frozenset({"w:del", "w:moveFrom"})
_GRAPHICS = frozenset({"w:drawing", "w:pict", "w:object"})
_NOTES = {"w:footnoteReference": "w:footnote", "w:endnoteReference": "w:endnote"}
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_POWER = re.compile(r"[-−+\d]")
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
LONGEST_CODE = 3
"""Paragraphs that the code of a field may run over: nearly all stay within one."""
_ON, _OFF = "☑", "☐"


@dataclass(slots=True)
class Field:
    """A field that has begun: what it is computed from, and whether its result has begun too."""

    code: str = ""
    shown: bool = False
    paragraphs: int = 0  # how many have ended within its code

    @property
    def kind(self) -> str:
        """The name of what computes it, such as PAGE."""
        return (self.code.split() or [""])[0].upper()


class Runs:
    """Reads what stands within paragraphs of one part; what is left out goes into `left`, what is new into `added`."""

    def __init__(self, styles: Styles, left: list[Left], added: list[str], *, leaves_pages: bool) -> None:
        self.styles, self.left, self.added, self.leaves_pages = styles, left, added, leaves_pages
        self._fields: list[Field] = []

    def graphic(self, element: Element) -> None:
        """Take what a drawing holds."""

    def note(self, kind: str, id_: str) -> None:
        """Take the note that is referred to."""

    def leave(self, element: Element, reason: Reason) -> None:
        """Leave out all text in an element."""
        self.drop("".join(one.text or "" for one in find(element, *TEXTS)), reason)

    def drop(self, text: str, reason: Reason) -> None:
        """Leave out a text."""
        if text.strip():
            self.left.append(Left(reason, text))

    def end_paragraph(self) -> None:
        """Give up fields whose code has no end: they would swallow the rest of the document."""
        for one in self._fields:
            one.paragraphs += not one.shown
        self._fields = [one for one in self._fields if one.paragraphs <= LONGEST_CODE]

    def inline(self, element: Element, *, hidden: bool = False) -> str:
        """The text in an element that stands in a paragraph, such as the paragraph itself."""
        said: list[str] = []
        was_raised = False
        for one in element:
            name = short(one.tag)
            if name == "w:r":
                text, is_raised = self._run(one, hidden=hidden), _is_raised(one)
                if is_raised and not was_raised and _POWER.match(text) and _last(said).isdigit():
                    said.append(self._made("^", hidden=False))  # 10 with a raised 8 is not 108
                was_raised = is_raised if text else was_raised
                said.append(text)
            elif name in _WITHIN:
                said.append(self.inline(one, hidden=hidden))
            elif name in _GONE:
                self.leave(one, "deleted")
            elif name == "w:sdt":
                if content := self.content(one):
                    said.append(self.inline(content[0], hidden=hidden))
            elif name == "w:fldSimple":
                self._fields.append(Field(attribute(one, "w:instr"), shown=True))
                said.append(self.inline(one, hidden=hidden))
                self._fields.pop()
            elif name in {"m:oMath", "m:oMathPara"}:
                said.append(self.formula(one, hidden=hidden))
            elif name == "mc:AlternateContent":
                said += [self.inline(branch, hidden=hidden) for branch in self.chosen(one)]
        return "".join(said)

    def content(self, control: Element) -> list[Element]:
        """What a content control holds: nothing where it only asks for something to be written."""
        content = child(control, "w:sdtContent")
        if content is None:
            return []
        if is_on(child(control, "w:sdtPr", "w:showingPlcHdr")):
            self.leave(content, "placeholder")
            return []
        return [content]

    def chosen(self, element: Element) -> list[Element]:
        """Of alternatives the first that holds anything to see, which is what today's Word shows."""
        branches = [one for one in element if short(one.tag) in {"mc:Choice", "mc:Fallback"}]
        seen = ("w:t", "w:sym", "m:t", "a:t", "c:chart", "dgm:relIds", "w:footnoteReference", "w:endnoteReference")
        best = next((one for one in branches if next(find(one, *seen), None) is not None), None)
        for one in branches:
            if one is not best:
                self.leave(one, "duplicate")
        return [best] if best is not None else []

    def _run(self, run: Element, *, hidden: bool) -> str:
        properties = child(run, "w:rPr")
        vanish, style = child(properties, "w:vanish"), child(properties, "w:rStyle")
        if vanish is not None:
            hidden = is_on(vanish)
        elif style is not None:
            hidden = hidden or self.styles.of(attribute(style, "w:val")).hidden
        return self._signs(run, hidden=hidden)

    def _signs(self, run: Element, *, hidden: bool) -> str:
        said: list[str] = []
        for one in run:
            name = short(one.tag)
            if name in TEXTS:
                said.append(self._text(one.text or "", name, hidden=hidden))
            elif name in _SIGNS:
                said.append("" if hidden else _SIGNS[name])
            elif name == "w:sym":
                said.append(self._made(symbol(attribute(one, "w:font"), attribute(one, "w:char")), hidden=hidden))
            elif name == "w:fldChar":
                said.append(self._turn(one))
            elif name == "w:ruby":
                said.append(self._ruby(one, hidden=hidden))
            elif name in _GRAPHICS:
                self.leave(one, "hidden") if hidden else self.graphic(one)
            elif name in _NOTES and not hidden:
                self.note(_NOTES[name], attribute(one, "w:id"))
            elif name == "mc:AlternateContent":
                said += [self._signs(branch, hidden=hidden) for branch in self.chosen(one)]
        return "".join(said)

    def _text(self, text: str, name: str, *, hidden: bool) -> str:
        """A text of a run, by the name of the element that holds it."""
        if name == "w:t":
            return self._shown(text, hidden=hidden)
        if name == "w:instrText" and self._fields and not self._fields[-1].shown:
            self._fields[-1].code += text
        self.drop(text, "field code" if name == "w:instrText" else "deleted")
        return ""

    def _shown(self, text: str, *, hidden: bool) -> str:
        """The text of a run, unless it is not shown."""
        reason: Reason | None = "hidden" if hidden else None
        if any(not field.shown for field in self._fields):
            reason = "field code"
        elif self.leaves_pages and any(field.kind in _PAGES for field in self._fields):
            reason = "page number"
        if reason is None:
            return text
        self.drop(text, reason)
        return ""

    def _made(self, text: str, *, hidden: bool) -> str:
        """A sign that is no text in the file."""
        if hidden or any(not field.shown for field in self._fields):
            return ""
        self.added.append(text)
        return text

    def _ruby(self, ruby: Element, *, hidden: bool) -> str:
        """The words of a text with its reading above them."""
        said = ""
        for one in ruby:
            if short(one.tag) == "w:rubyBase":
                said += self.inline(one, hidden=hidden)
            elif short(one.tag) == "w:rt":
                self.leave(one, "reading")
        return said

    def formula(self, element: Element, *, hidden: bool) -> str:
        """A formula on one line."""
        if hidden:
            self.leave(element, "hidden")
            return ""
        text, signs = linear(element)
        self.added += signs
        return text

    def _turn(self, mark: Element) -> str:
        """A field begins, shows its result, or ends."""
        kind = attribute(mark, "w:fldCharType")
        if kind == "begin":
            self._fields.append(Field())
            return self._form(mark)
        if kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.shown and ended.kind == "EQ":
                return self._made(equation(ended.code), hidden=False)
        return ""

    def _form(self, mark: Element) -> str:
        """What a field of a form shows that is no text: a box, or the entry that was chosen."""
        box, entries = child(mark, "w:ffData", "w:checkBox"), child(mark, "w:ffData", "w:ddList")
        said = ""
        if box is not None:
            checked = child(box, "w:checked")
            said = _ON if is_on(checked if checked is not None else child(box, "w:default")) else _OFF
        elif entries is not None:
            listed = [attribute(one, "w:val") for one in find(entries, "w:listEntry")]
            said = "".join(listed[(at := max(0, number(child(entries, "w:result")))) : at + 1])
        self.added.append(said)
        return said


def _last(texts: Sequence[str]) -> str:
    """The last character of texts that follow one another; "" for none."""
    return next((text[-1] for text in reversed(texts) if text), "")


def _is_raised(run: Element) -> bool:
    """Whether a run stands above the line, as powers do."""
    aligned, moved = child(run, "w:rPr", "w:vertAlign"), child(run, "w:rPr", "w:position")
    return (aligned is not None and attribute(aligned, "w:val") == "superscript") or number(moved) > 0

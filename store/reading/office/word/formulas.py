r"""Formulas on one line: fractions, powers and roots of mathematics, and the EQ fields in which Word circles numbers.

A fraction becomes (a+b)/2, a power x^2, a root √(x).
"""

from __future__ import annotations

import re

from store.reading.office.xml import Element, child, short

_SET_APART = re.compile(r"[^\w.]")
_SCRIPTS = {"m:sup": "^", "m:sub": "_"}
_OVER = re.compile(r"\\o\s*(?:\\(?:ac|ad|al|ar)\s*)*\(", re.IGNORECASE)
_OPTION = re.compile(r"\\\w+(?:\s*\d+)?")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def linear(element: Element) -> tuple[str, list[str]]:
    """A formula as one line, and the signs in it that are no text in the file."""
    signs: list[str] = []
    return _written(element, signs), signs


def _part(element: Element, name: str, signs: list[str]) -> str:
    part = child(element, name)
    return _written(part, signs) if part is not None else ""


def _written(element: Element, signs: list[str]) -> str:
    name = short(element.tag)
    if name in {"m:t", "w:t"}:
        return element.text or ""
    if name == "m:f":
        above, below = (_in_brackets(_part(element, name, signs), signs) for name in ("m:num", "m:den"))
        signs.append("/")
        return f"{above}/{below}"
    if name == "m:rad":
        degree, of = (_part(element, name, signs) for name in ("m:deg", "m:e"))
        signs.append("√()")
        return f"{degree}√({of})"
    said = "".join(_written(one, signs) for one in element)
    if name in _SCRIPTS and said:
        signs.append(_SCRIPTS[name])
        return _SCRIPTS[name] + _in_brackets(said, signs)
    if name == "m:d":  # brackets, whose signs are properties
        signs.append("()")
        return f"({said})"
    return said


def _in_brackets(text: str, signs: list[str]) -> str:
    if not _SET_APART.search(text):
        return text
    signs.append("()")
    return f"({text})"


def equation(code: str) -> str:
    r"""What the EQ field of a code shows, where that is words over one another: `eq \o\ac(○,3)` is ③."""
    found = _OVER.search(code)
    if not found:
        return ""
    parts = _parts(code[found.end() :])
    words = [part for part in (_OPTION.sub("", part).strip() for part in parts) if part and not part.startswith("(")]
    if not words:
        return ""
    number = words[-1]
    if "○" in words[:-1] and number.isdecimal() and 0 < int(number) <= len(_CIRCLED):
        return _CIRCLED[int(number) - 1]
    return number


def _parts(code: str) -> list[str]:
    """What stands between commas, up to the bracket that closes; brackets within are kept whole."""
    parts, depth = [""], 0
    for character in code:
        if character == ")" and not depth:
            break
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character in ",，;" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts

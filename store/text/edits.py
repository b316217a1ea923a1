"""Edits of a text with exact bookkeeping: made, composed, undone, and traced back to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class Change(NamedTuple):
    """One change: at `place` (a character offset in the original) the text `before` became `after`, by `rule`.

    `before` is never empty. A list of changes is in order of place, and no two touch the same character.
    """

    place: int
    before: str
    after: str
    rule: str


def apply(text: str, changes: Sequence[Change]) -> str:
    """`text` with every change made."""
    pieces, position = [], 0
    for place, before, after, _ in changes:
        pieces += [text[position:place], after]
        position = place + len(before)
    return "".join([*pieces, text[position:]])


def undo(text: str, changes: Sequence[Change]) -> str:
    """The original of `text`, which these changes made."""
    pieces, position, shift = [], 0, 0
    for place, before, after, _ in changes:
        pieces += [text[position : place + shift], before]
        position = place + shift + len(after)
        shift += len(after) - len(before)
    return "".join([*pieces, text[position:]])


class Trace:
    """The way back from a changed text to its original, for many look-ups."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes
        shifts = [0, *accumulate(len(change.after) - len(change.before) for change in changes)]
        self._shifts = shifts
        self._starts = [change.place + shift for change, shift in zip(changes, shifts, strict=False)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] of the changed text stands in its original: the smallest span that holds it.

        A span that holds part of what a change put there gets all that the change took away; what was cut at its two
        edges stays outside. An empty span is the place before the character at `start`.
        """
        first = self._place(start)[0]
        return (first, self._place(end - 1)[1]) if end > start else (first, first)

    def _place(self, offset: int) -> tuple[int, int]:
        """The span in the original of the one character at `offset`."""
        number = bisect_right(self._starts, offset)
        if number and offset < self._starts[number - 1] + len(self._changes[number - 1].after):
            change = self._changes[number - 1]
            return change.place, change.place + len(change.before)
        original = offset - self._shifts[number]
        return original, original + 1


def compose(text: str, first: Sequence[Change], second: Sequence[Change]) -> list[Change]:
    """The changes of `text` that do what `first` and then `second` do; `second` has its places in the text between.

    A change of something that `first` wrote becomes one change with it, under both rules: "tag+entity".
    """
    if not (first and second):
        return [*(first or second)]
    between = apply(text, first)
    early, late = deque(first), deque(second)
    composed: list[Change] = []
    shift = 0  # how far `between` has run ahead of `text`
    while early and late:
        if _end(early[0], shift) <= late[0].place:
            composed.append(early[0])
            shift += _growth(early.popleft())
        elif late[0].place + len(late[0].before) <= early[0].place + shift:
            composed.append(late[0]._replace(place=late[0].place - shift))
            late.popleft()
        else:
            merged, shift = _merge(text, between, early, late, shift)
            composed += [merged] if merged.before != merged.after else []
    return [*composed, *early, *(change._replace(place=change.place - shift) for change in late)]


def _merge(text: str, between: str, early: deque[Change], late: deque[Change], shift: int) -> tuple[Change, int]:
    """Take from both queues what hangs together at their heads: one change for it, and the shift behind it."""
    start = end = min(early[0].place + shift, late[0].place)
    ahead, inside, rules = shift, [], []
    while True:
        if early and (early[0].place + ahead < end or start == end == early[0].place + ahead):
            change = early.popleft()
            end = max(end, _end(change, ahead))
            ahead += _growth(change)
        elif late and (late[0].place < end or start == end):
            change = late.popleft()
            end = max(end, change.place + len(change.before))
            inside.append(change._replace(place=change.place - start))
        else:
            break
        rules += [rule for rule in change.rule.split("+") if rule not in rules]
    place = start - shift
    after = apply(between[start:end], inside)
    return Change(place, text[place : end - ahead], after, "+".join(rules)), ahead


def _end(change: Change, shift: int) -> int:
    return change.place + shift + len(change.after)


def _growth(change: Change) -> int:
    return len(change.after) - len(change.before)

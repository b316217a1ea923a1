"""Edits: made, composed, undone and traced back without losing a character."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.edits import Change, Trace, apply, compose, undo

ORIGINAL = "abcdef"


@st.composite
def changes_of(draw: st.DrawFn, text: str) -> list[Change]:
    """Some changes of `text`, in order and apart, that write letters which no original has."""
    changes: list[Change] = []
    position = 0
    while position < len(text) and draw(st.booleans()):
        start = draw(st.integers(position, len(text) - 1))
        position = draw(st.integers(start + 1, min(len(text), start + 4)))
        after = draw(st.text("xyz", max_size=3))
        changes.append(Change(start, text[start:position], after, draw(st.sampled_from("AB"))))
    return changes


@st.composite
def edited_twice(draw: st.DrawFn) -> tuple[str, list[Change], list[Change]]:
    """A text, changes of it, and changes of what these made."""
    text = draw(st.text(ORIGINAL, max_size=20))
    first = draw(changes_of(text))
    return text, first, draw(changes_of(apply(text, first)))


@given(edited_twice())
@settings(max_examples=300, deadline=None)
def test_undo_takes_back_what_apply_did(edited: tuple[str, list[Change], list[Change]]) -> None:
    """Undoing the changes of a text gives it back."""
    text, changes, _ = edited
    assert undo(apply(text, changes), changes) == text


@given(edited_twice())
@settings(max_examples=300, deadline=None)
def test_composed_changes_do_what_both_did(edited: tuple[str, list[Change], list[Change]]) -> None:
    """Composed changes make the same text as one after the other, stand in the original, in order and apart."""
    text, first, second = edited
    composed = compose(text, first, second)
    assert apply(text, composed) == apply(apply(text, first), second)
    end = 0
    for change in composed:
        assert change.before
        assert change.before != change.after or change in (*first, *second)
        assert text.startswith(change.before, change.place)
        assert change.place >= end
        end = change.place + len(change.before)


@given(edited_twice())
@settings(max_examples=300, deadline=None)
def test_every_character_comes_from_somewhere(edited: tuple[str, list[Change], list[Change]]) -> None:
    """Each character of a changed text has a span in the original, and one that nothing touched is found there."""
    text, first, second = edited
    composed = compose(text, first, second)
    trace = Trace(composed)
    touched = {place for change in composed for place in range(change.place, change.place + len(change.before))}
    for offset, character in enumerate(apply(apply(text, first), second)):
        start, end = trace.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)
        if start not in touched:
            assert text[start:end] == character


@given(edited_twice(), st.data())
@settings(max_examples=300, deadline=None)
def test_spans_grow_with_what_they_hold(edited: tuple[str, list[Change], list[Change]], data: st.DataObject) -> None:
    """The span of a piece is the smallest that holds the spans of its characters."""
    text, changes, _ = edited
    length = len(apply(text, changes))
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    held = [Trace(changes).span(offset, offset + 1) for offset in range(start, end)]
    if held:
        assert Trace(changes).span(start, end) == (held[0][0], held[-1][1])
    else:
        first, last = Trace(changes).span(start, end)
        assert 0 <= first == last <= len(text)


def test_a_change_of_what_a_change_wrote_is_one() -> None:
    """Where the second change takes what the first wrote, one change stands for both, under both rules."""
    first = [Change(1, "&amp;lt;", "&lt;", "escaped")]
    assert compose("a&amp;lt;b", first, [Change(1, "&lt;", "<", "entity")]) == [
        Change(1, "&amp;lt;", "<", "escaped+entity")
    ]


def test_a_cut_inside_a_cut_is_one() -> None:
    """A cut line takes the cuts inside it with it, and leaves those beside it."""
    text = "A(y)\nB(y)C(y)\nD(y)"
    first = [Change(place, "(y)", "", "gloss") for place in (1, 6, 10, 15)]
    assert apply(text, first) == "A\nBC\nD"
    assert compose(text, first, [Change(1, "\nBC", "", "footer")]) == [
        Change(1, "(y)", "", "gloss"),
        Change(4, "\nB(y)C", "", "footer+gloss"),
        Change(10, "(y)", "", "gloss"),
        Change(15, "(y)", "", "gloss"),
    ]


def test_changes_that_cancel_leave_nothing() -> None:
    """A change that the next one takes back is none."""
    assert compose("abc", [Change(1, "b", "x", "there")], [Change(1, "x", "b", "back")]) == []


def test_one_side_alone_stays_as_it_is() -> None:
    """Composing with no changes gives the others."""
    changes = [Change(1, "b", "x", "rule")]
    assert compose("abc", changes, []) == changes == compose("abc", [], changes)


def test_spans_leave_out_the_cuts_at_their_edges() -> None:
    """A cut before or behind a piece is not part of its span, one inside it is."""
    changes = [Change(1, "(y)", "", "gloss"), Change(5, "(y)", "", "gloss")]
    assert apply("A(y)B(y)C", changes) == "ABC"
    assert Trace(changes).span(1, 2) == (4, 5)
    assert Trace(changes).span(0, 3) == (0, 9)
    assert Trace(changes).span(1, 1) == (4, 4)
    assert Trace(changes).span(3, 3) == (9, 9)


def test_part_of_what_a_change_wrote_is_all_it_took() -> None:
    """A character that a change put there stands for everything that the change took away."""
    changes = [Change(2, "?zhǔn)郊", "式集", "torn")]
    assert Trace(changes).span(2, 3) == Trace(changes).span(3, 4) == (2, 9)
    assert Trace(changes).span(1, 3) == (1, 9)

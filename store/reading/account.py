"""The account of a file: every character that it holds is in its article, or left out for a reason, or lost.

What a file holds is told by a walk through it that shares no code with the reading, so that what a reader overlooks
shows as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from store.article import Account, Left
from store.text.edits import Change

NEAR = 2000
"""Characters behind one piece within which the next is looked for first."""


def account(raw: Sequence[str], text: str, left: Sequence[Left], added: Iterable[str] = ()) -> Account:
    """The account of a file whose pieces of text are `raw`, and which was read as `text`. White space doesn't count.

    `left` is what the reader left out, `added` what it wrote more than once or of its own. A piece is lost when it
    stands neither in the text nor in what was left out; so are characters that the file holds more often than both.
    """
    pieces = [bare for piece in raw if (bare := _bare(piece))]
    kept = _bare(text) + "\n" + "\n".join(_bare(one.text) for one in left)
    lost = _not_in(kept, pieces)
    spare = Counter(kept.replace("\n", ""))
    spare.subtract(Counter(_bare("".join(added))))
    spare.subtract(Counter("".join(pieces)))
    spare.update(Counter("".join(lost)))
    missing = "".join(character * -count for character, count in spare.items() if count < 0)
    lost += [missing] if missing else []
    reasons: Counter[str] = Counter()
    for one in left:
        reasons[one.reason] += len(_bare(one.text))
    return Account(sum(map(len, pieces)), dict(reasons), sum(map(len, lost)), tuple(left), tuple(lost))


def with_cuts(account: Account, changes: Iterable[Change]) -> Account:
    """The account with what repair cut, each under its rule."""
    reasons = Counter(account.reasons)
    for change in changes:
        if not change.after and (count := len(_bare(change.before))):
            reasons[change.rule.split("+")[0]] += count
    return replace(account, reasons=dict(reasons))


def _not_in(kept: str, pieces: Sequence[str]) -> list[str]:
    """The pieces that stand nowhere.

    Each is looked for near the two places where others were found last, for a row may be half in the text and half
    left out: a search through all of a large table for each of its cells would take minutes.
    """
    lost: list[str] = []
    last, other = 0, 0
    for piece in pieces:
        if (found := kept.find(piece, last, last + len(piece) + NEAR)) >= 0:
            last = found + len(piece)
            continue
        if (found := kept.find(piece, other, other + len(piece) + NEAR)) < 0:
            found = kept.find(piece)
        if found < 0:
            lost.append(piece)
        else:
            last, other = found + len(piece), last
    return lost


def _bare(text: str) -> str:
    return "".join(text.split())

"""The account of a file: every character that it holds is in its article, or left out for a reason, or lost.

What a file holds is told by a walk through it that shares no code with the reading, so that what a reader overlooks
shows as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from store.article import Account, Left


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
    return Account(sum(map(len, pieces)), tuple(left), (*lost, missing) if missing else tuple(lost))


def _not_in(kept: str, pieces: Sequence[str]) -> list[str]:
    """The pieces that stand nowhere. Each is looked for behind the one before it first: most are there, and near."""
    lost: list[str] = []
    place = 0
    for piece in pieces:
        found = kept.find(piece, place)
        if found < 0:
            found = kept.find(piece, 0, place + len(piece))
        if found < 0:
            lost.append(piece)
        else:
            place = found + len(piece)
    return lost


def _bare(text: str) -> str:
    return "".join(text.split())

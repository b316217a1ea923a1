"""Whether texts are shown as printed, and how they are turned: `python -m tests.benchmarks.scripts PASSAGES.jsonl`.

Traditional passages (JSON Lines with `text`) are shown in Traditional, which has to change nothing, and turned into
Simplified and back, which is compared with what was printed. Names are those of three characters between marks that
begin with a family name; the list has nothing in common with the tables of the code.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from store.text.scripts import displayed, in_script, simplified

_SURNAMES = "余范于涂游郁岳朴鍾葉王李張陳林黃吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇莊呂江何蕭羅高潘簡朱彭"
_NAME = re.compile(rf"(?<=[、，。（「《由與和為及])[{_SURNAMES}][^\W\d_]{{2}}(?=[、，。）」》的於在是為和與及曾])")


def main() -> None:
    """Show, turn, compare, and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--show", type=int, default=0, help="differences to print")
    given = parser.parse_args()
    texts = [json.loads(line)["text"] for line in given.passages.read_text(encoding="utf-8").splitlines()]
    displayed("发", "traditional")  # the dictionaries are read before the clock runs
    shown, as_printed = _timed(lambda text: displayed(text, "traditional"), texts)
    plain, to_simplified = _timed(lambda text: displayed(text, "simplified"), texts)
    back, to_traditional = _timed(lambda text: in_script(text, "hant"), plain)
    names = [(number, match.span()) for number, text in enumerate(texts) for match in _NAME.finditer(text)]
    pairs = [
        (one, other) for text, turned in zip(texts, back, strict=True) for one, other in zip(text, turned, strict=True)
    ]
    wrong = Counter(f"{one}>{other}" for one, other in pairs if one != other)
    figures = {
        "passages": len(texts),
        "changed when shown as printed": sum(one != other for one, other in zip(texts, shown, strict=True)),
        "names": len(names),
        "names changed when shown as printed": sum(
            texts[at][slice(*span)] != shown[at][slice(*span)] for at, span in names
        ),
        "names changed there and back": sum(texts[at][slice(*span)] != back[at][slice(*span)] for at, span in names),
        "names with a character of two forms": sum(_has_two_forms(texts[at][slice(*span)]) for at, span in names),
        "characters other than printed, there and back, %": round(100 * wrong.total() / len(pairs), 2),
        "MB/s": {"as printed": as_printed, "to Simplified": to_simplified, "to Traditional": to_traditional},
    }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    print(*(f"{pair} {count}" for pair, count in wrong.most_common(given.show)), sep="\n")
    changed = [(texts[at][slice(*span)], back[at][slice(*span)]) for at, span in names]
    print(*(f"{one} {other}" for one, other in changed if given.show and one != other), sep="\n")


def _has_two_forms(name: str) -> bool:
    """Whether a name has a character that is its own Simplified form and that of another character as well."""
    return any(simplified(one) == one and in_script(one, "hant") != one for one in name)


def _timed(turn: Callable[[str], str], texts: list[str]) -> tuple[list[str], float]:
    start = time.process_time()
    turned = [turn(text) for text in texts]
    return turned, round(len("".join(texts).encode()) / 1e6 / (time.process_time() - start), 1)


if __name__ == "__main__":
    main()

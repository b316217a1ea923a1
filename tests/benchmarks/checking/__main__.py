"""What the check of claims is worth: `python -m tests.benchmarks.checking NEWS QUESTIONS ARTICLES`.

NEWS is a file of articles (JSON Lines with `text`, gzip), QUESTIONS a question set with the folder of its ARTICLES.
Told is, of claims with one thing changed, how many are caught, by what was changed, and of true ones how many are
flagged.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

from qa.checks.grounding import supports

from .contrary import of_denials, of_opposites
from .exchanged import of_measures, of_names, of_offices
from .pairs import KINDS, Names, Pair, balanced, of_questions, of_text

ARTICLES = 200
"""Articles of news that claims are made of."""
CHARACTERS = 1500
"""Characters of an article that are used."""


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--number", type=int, default=800, help="pairs from news, one half of them true")
    parser.add_argument("--most", type=int, default=6000, help="pairs of each kind that exchanges or turns words")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="show what was taken for the wrong one")
    given = parser.parse_args()
    random = Random(given.seed)
    with gzip.open(given.news, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"][:CHARACTERS] for line in file]
    drawn = random.sample(texts, 2 * ARTICLES)
    names = Names(drawn[ARTICLES:])
    of_news = [pair for text in drawn[:ARTICLES] for pair in of_text(text, names, random)]
    rows = [json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines()]
    library = {path.name: path.read_text(encoding="utf-8") for path in sorted(given.articles.glob("*.txt"))}
    report("news", balanced(of_news, given.number, random), verbose=given.verbose)
    report("questions", [*of_questions(rows, library, names, random)], verbose=given.verbose)
    for name, made in (
        *(("offices", of_offices), ("measures", of_measures), ("names", of_names)),
        *(("denials", of_denials), ("opposites", of_opposites)),
    ):
        pairs = [pair for text in texts for pair in made(text, random)]
        report(name, pairs[: given.most], verbose=given.verbose)


def report(name: str, pairs: Sequence[Pair], *, verbose: bool) -> None:
    """Print what of these pairs is caught and flagged."""
    flagged = {pair: not holds(pair) for pair in pairs}
    for pair in (pair for pair in pairs if verbose and flagged[pair] is (pair.kind == "true")):
        print(f"  {pair.kind}: {pair.question} {pair.claim} | {pair.quote}")
    for label, kinds in (
        *((kind, (kind,)) for kind in (*KINDS, "office", "measure", "place", "denial", "opposite")),
        ("changed", KINDS),
        ("true", ("true",)),
    ):
        of_kind = [pair for pair in pairs if pair.kind in kinds]
        if of_kind:
            share = sum(flagged[pair] for pair in of_kind) / len(of_kind)
            print(f"{name} {label}: {share:.1%} of {len(of_kind)} {'flagged' if label == 'true' else 'caught'}")


def holds(pair: Pair) -> bool:
    """Whether the product takes a claim for supported by its quote."""
    return supports(pair.claim, pair.question, [pair.citation()])


if __name__ == "__main__":
    main()

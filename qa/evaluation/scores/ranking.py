"""Search against what it should find. The only file that imports ir-measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .measures import measures

if TYPE_CHECKING:
    from ir_measures import Measure

CUTOFFS = (1, 5, 10)
"""Places up to which a ranking is looked at, as in the names of the measures."""


def by_article(ranked: Sequence[str], right: Sequence[str]) -> dict[str, float]:
    """recall@k, mrr@10 and ndcg@10 of ranked article ids, each taken where it comes first, against the right ones."""
    from ir_measures import RR, R, nDCG

    names = {R @ k: f"recall@{k}" for k in CUTOFFS} | {RR @ 10: "mrr@10", nDCG @ 10: "ndcg@10"}
    return _measured(names, list(dict.fromkeys(ranked)), dict.fromkeys(right, 1))


def by_evidence(ranked: Sequence[str], gains: Mapping[str, frozenset[int]], parts: int) -> dict[str, float]:
    """The same of ranked passage ids, by what they say of the right answer.

    `gains` has, for every passage of the library that says a part of it, which of its `parts` it says. Recall is the
    share of the parts said by the first passages: a part that ten passages say need not be found ten times.
    """
    from ir_measures import RR, nDCG

    names = {RR @ 10: "evidence_mrr@10", nDCG @ 10: "evidence_ndcg@10"}
    found = _measured(names, ranked, {passage: len(said) for passage, said in gains.items()})
    for k in CUTOFFS:
        said = frozenset().union(*(gains.get(passage, frozenset()) for passage in ranked[:k]))
        found[f"evidence_recall@{k}"] = len(said) / parts
    return {name: found[name] for name in measures() if name in found}


def _measured(names: Mapping[Measure, str], ranked: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    import ir_measures

    if not relevant:
        return dict.fromkeys(names.values(), 0.0)
    scores = {document: float(len(ranked) - place) for place, document in enumerate(ranked)}
    judged = ir_measures.iter_calc([*names], {"q": dict(relevant)}, {"q": scores})
    return dict.fromkeys(names.values(), 0.0) | {names[metric.measure]: float(metric.value) for metric in judged}

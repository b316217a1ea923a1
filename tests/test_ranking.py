"""Search measures: worked by hand, and against scikit-learn and ir-measures on random rankings."""

from __future__ import annotations

from math import log2

import ir_measures
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from qa.evaluation.scores.ranking import by_article, by_evidence

IDS = [f"d{number}" for number in range(15)]
RANKED = st.permutations(IDS).flatmap(lambda ids: st.integers(0, 15).map(lambda length: ids[:length]))


def test_articles_worked_by_hand() -> None:
    """Of two right articles one comes second: every figure by article is the one worked out by hand."""
    found = by_article(["x", "a", "a", "y"], ["a", "b"])
    gain, best = 1 / log2(3), 1 + 1 / log2(3)
    assert found == pytest.approx(
        {"recall@1": 0.0, "recall@5": 0.5, "recall@10": 0.5, "mrr@10": 0.5, "ndcg@10": gain / best}
    )


def test_an_article_counts_where_it_comes_first() -> None:
    """Ten passages of a wrong article take one place among the articles, not ten."""
    assert by_article(["x"] * 10 + ["a"], ["a"])["mrr@10"] == 0.5


def test_evidence_worked_by_hand() -> None:
    """Two parts, one said by the second passage and both by the fourth: recall counts parts, nDCG how many."""
    gains = {"p2": frozenset({0}), "p4": frozenset({0, 1}), "elsewhere": frozenset({1})}
    found = by_evidence(["p1", "p2", "p3", "p4"], gains, parts=2)
    assert found["evidence_recall@1"] == 0.0
    assert found["evidence_recall@5"] == found["evidence_recall@10"] == 1.0
    assert found["evidence_mrr@10"] == 0.5
    gain, best = 1 / log2(3) + 2 / log2(5), 2 + 1 / log2(3) + 1 / log2(4)
    assert found["evidence_ndcg@10"] == pytest.approx(gain / best)


def test_nothing_found_and_nothing_to_find_are_zero() -> None:
    """An empty ranking, and an answer that no passage says, have zeros everywhere."""
    assert set(by_article([], ["a"]).values()) == {0.0}
    assert set(by_evidence(["p1"], {}, parts=1).values()) == {0.0}


@given(ranked=RANKED, right=st.sets(st.sampled_from(IDS), min_size=1))
def test_articles_agree_with_ir_measures(ranked: list[str], right: set[str]) -> None:
    """By article, all figures are those of ir-measures over a whole run with the same ranking."""
    run = [ir_measures.ScoredDoc("q", document, -place) for place, document in enumerate(ranked)]
    qrels = [ir_measures.Qrel("q", document, 1) for document in right]
    named = {"R@1": "recall@1", "R@5": "recall@5", "R@10": "recall@10", "RR@10": "mrr@10", "nDCG@10": "ndcg@10"}
    expected = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in named], qrels, run)
    found = by_article(ranked, sorted(right))
    assert found == pytest.approx({named[str(measure)]: value for measure, value in expected.items()})


@given(ranked=RANKED, gains=st.dictionaries(st.sampled_from(IDS), st.sets(st.integers(0, 4), min_size=1), min_size=1))
def test_evidence_ndcg_agrees_with_scikit_learn(ranked: list[str], gains: dict[str, set[int]]) -> None:
    """nDCG with graded gains is that of scikit-learn, with what was not found behind all that was."""
    assume(ranked)
    order = [*ranked, *(document for document in IDS if document not in ranked)]
    truth = np.array([[len(gains.get(document, ())) for document in order]])
    truth_found = truth * np.array([[place < len(ranked) for place in range(len(order))]])
    scores = -np.arange(len(order))[np.newaxis]
    best = np.sort(truth)[:, ::-1]
    expected = _dcg(truth_found, scores) / _dcg(best, scores)
    found = by_evidence(ranked, {document: frozenset(said) for document, said in gains.items()}, parts=5)
    assert found["evidence_ndcg@10"] == pytest.approx(expected)
    if len(ranked) == len(IDS):
        assert found["evidence_ndcg@10"] == pytest.approx(ndcg_score(truth, scores, k=10))


def _dcg(truth: np.ndarray, scores: np.ndarray) -> float:
    from sklearn.metrics import dcg_score

    return float(dcg_score(truth, scores, k=10))

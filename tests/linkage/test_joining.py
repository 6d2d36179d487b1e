"""Pairs to clusters, and the second look at those left over."""

import numpy as np
import pytest

from kinkeeper.linkage.clustering import join
from kinkeeper.linkage.measure import score_pairs


def clusters_of(odds, count):
    """Join by a table of log2 odds; pairs that are not in it weigh -10."""
    table = np.full((count, count), -10.0)
    for (one, other), weight in odds.items():
        table[one, other] = table[other, one] = weight
    pairs = np.array(sorted(odds), dtype=np.int64)
    weights = np.array([odds[one, other] for one, other in pairs.tolist()])
    return join(np.arange(count), pairs, weights, lambda asked: table[asked[:, 0], asked[:, 1]]).tolist()


def test_a_chain_of_resemblances_is_not_one_person():
    """0 is like 1 and 1 is like 2, but 0 and 2 contradict each other: the surer join stands, the other is refused."""
    assert clusters_of({(0, 1): 9.0, (1, 2): 8.0, (0, 2): -15.0}, 3) == [0, 0, 2]


def test_a_weak_link_is_borne_by_strong_ones():
    assert clusters_of({(0, 1): 12.0, (1, 2): 12.0, (0, 2): -3.0}, 3) == [0, 0, 0]


def test_two_clusters_that_contradict_each_other_stay_apart():
    within = {(0, 1): 20.0, (2, 3): 20.0}
    assert clusters_of({**within, (1, 2): 5.0}, 4) == [0, 0, 2, 2]
    assert clusters_of({**within, (1, 2): 5.0, (0, 2): 4.0, (0, 3): 4.0, (1, 3): 4.0}, 4) == [0, 0, 0, 0]


@pytest.mark.parametrize("odds", [{}, {(0, 1): -1.0}])
def test_without_evidence_everybody_is_alone(odds):
    table = odds or {(0, 1): -5.0}
    assert clusters_of(table, 3) == [0, 1, 2]


def test_names_of_clusters_do_not_matter_to_the_measure():
    score = score_pairs([7, 7, 8, 9, 9], ["a", "a", "a", "b", "c"])
    assert (score.claimed, score.true, score.right) == (2, 3, 1)
    assert (score.precision, score.recall) == (0.5, pytest.approx(1 / 3))
    assert score.f1 == pytest.approx(0.4)
    assert score_pairs([1, 2], ["a", "b"]).f1 == 1.0

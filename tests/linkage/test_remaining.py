"""The second look: those left over, who fit nobody else."""

from dataclasses import replace

import numpy as np

from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.frames import build_frame
from kinkeeper.linkage.remaining import FirstLook, look_again
from kinkeeper.linkage.training import learn
from tests.linkage.people_made import families, kept_afterwards, kept_by_border_patrol

PEOPLE = [household[0] for household in families(seed=5, number=40)]
FRAME = build_frame([kept(person) for person in PEOPLE for kept in (kept_by_border_patrol, kept_afterwards)])
LINES = {position: line for line, members in enumerate(FRAME.members) for position in members}


def line(person, kept):
    """The line of a person's record by the border patrol (0) or afterwards (1)."""
    return LINES[2 * person + kept]


def persons_after(doubtful, *, certain):
    """Clusters after a second look at doubtful pairs (person, person, odds), where the first `certain` persons are found already."""
    nothing = np.empty((0, 2), dtype=np.int64)
    model = replace(learn(FRAME, nothing, None), prior_same=np.full(len(FRAME.layouts) ** 2, -12.0))
    clusters = np.arange(len(FRAME))
    for person in range(certain):
        clusters[max(line(person, 0), line(person, 1))] = min(line(person, 0), line(person, 1))
    table = {tuple(sorted((line(one, 0), line(other, 1)))): odds for one, other, odds in doubtful}
    pairs = np.array(sorted(table), dtype=np.int64)
    odds = np.array([table[tuple(pair)] for pair in pairs.tolist()])
    by_table = np.vectorize(lambda one, other: table[min(one, other), max(one, other)], otypes=[float])
    found, *_ = look_again(FRAME, model, FirstLook(clusters, pairs, odds, Decided(nothing, nothing)), lambda asked: by_table(*asked.T))
    return {(one, other) for one, other, _ in doubtful if found[line(one, 0)] == found[line(other, 1)]}


def test_two_left_over_who_fit_nobody_else_are_joined():
    assert persons_after([(38, 38, -3.0)], certain=38) == {(38, 38)}


def test_the_same_doubt_stays_where_most_are_still_open():
    assert persons_after([(38, 38, -3.0)], certain=2) == set()


def test_a_rival_keeps_the_doubt_alive():
    assert persons_after([(38, 38, -3.0), (38, 39, -3.0)], certain=38) == set()


def test_being_left_over_is_no_evidence_of_its_own():
    assert persons_after([(38, 38, -6.0)], certain=38) == set()

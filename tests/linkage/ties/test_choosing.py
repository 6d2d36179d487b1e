"""None, one, two or three: the answers for a child compete, and two who fit together gain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.terms import Relation, TieStatus
from kinkeeper.linkage.ties.choice import choose
from kinkeeper.linkage.ties.clues import Saying
from kinkeeper.linkage.ties.couples import likeliest, with_clues
from kinkeeper.linkage.ties.relations import relation_of, status_of
from kinkeeper.linkage.ties.surnames import Share
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import at_station

USUAL = np.array([0.3, 0.5, 0.19, 0.01])


def child_and_adults(number):
    child = at_station("Ana", "Lopez Cuc", "2010-03-04", event="E1")
    adults = [at_station(f"Luis{at}", "Mora", "1980-01-01", event="E1") for at in range(number)]
    return Case([child, *adults]).evidence


def chosen(odds, times=1.0):
    return _chosen(child_and_adults(len(odds)), odds, times)


def _chosen(evidence, odds, times):
    couples = likeliest(evidence.pairs, np.array(odds, dtype=float))
    usual = np.tile(USUAL, (len(evidence.pairs.people), 1))
    return choose(evidence.pairs, np.array(odds, dtype=float), usual, couples, np.full(len(couples.one), times))


def test_one_adult_is_weighed_against_nobody():
    assert chosen([8.0]).probability[0] == pytest.approx(8 * 0.5 / (0.3 + 8 * 0.5))


def test_a_rival_takes_odds_away():
    assert chosen([8.0, 8.0], times=0.01).probability[0] < chosen([8.0]).probability[0]


def test_two_who_fit_together_gain():
    assert chosen([8.0, 8.0], times=8.0).probability[0] > chosen([8.0, 8.0]).probability[0]
    assert chosen([8.0, 8.0], times=8.0).alone[0] == pytest.approx(chosen([8.0, 8.0]).probability[0])


@given(st.lists(st.floats(1e-6, 2.0**18), min_size=1, max_size=7), st.floats(0.01, 20))
def test_a_child_has_no_more_kin_than_three_and_all_numbers_add_up(odds, times):
    evidence = child_and_adults(len(odds))
    found, child = _chosen(evidence, odds, times), int(evidence.pairs.child[0])
    assert (found.probability > 0).all() and (found.probability < 1).all()
    assert np.allclose(found.number.sum(axis=1), 1)
    assert found.probability.sum() <= 3 + 1e-6
    assert found.probability.sum() == pytest.approx((found.number[child] * np.arange(4)).sum(), rel=1e-3, abs=1e-3)


def test_a_woman_and_a_man_whose_surnames_are_the_childs_two_fit_together():
    child = at_station("Ana", "Lopez Cuc", "2010-03-04", event="E1")
    father = at_station("Luis", "Lopez Mora", "1980-01-01", event="E1", sex="M", a_number=201000001)
    mother = at_station("Eva", "Cuc Vega", "1982-01-01", event="E1", sex="F", a_number=201000002)
    aunt = at_station("Ada", "Cuc Vega", "1999-01-01", event="E1", sex="F", a_number=201000050)
    evidence = Case([child, father, mother, aunt]).evidence
    pairs = evidence.pairs
    couples = with_clues(pairs, likeliest(pairs, np.ones(len(pairs))), evidence.surnames)
    worth = sum(clue.bits(clue.among_ties, clue.among_strangers) for clue in couples.clues)
    by_names = {
        frozenset(pairs.people[pairs.adult[place]].given[0] for place in ends): bits
        for *ends, bits in zip(couples.one, couples.other, worth, strict=True)
    }
    assert by_names[frozenset({"LUIS", "EVA"})] > 1 > by_names[frozenset({"LUIS", "ADA"})] > by_names[frozenset({"EVA", "ADA"})]


# What the adult is


@pytest.mark.parametrize(
    ("words", "years", "share", "sex", "relation"),
    [
        (["father"], 30, Share.FIRST_IS_FIRST, "M", Relation.PARENT),
        (["parent", "grandmother"], 50, Share.NONE, "F", Relation.GRANDPARENT),
        (["uncle"], 20, Share.FIRST_IS_FIRST, "M", Relation.OTHER_KIN),
        (["unit"], 8, Share.BOTH, "M", Relation.SIBLING),
        (["ward"], 30, Share.NONE, "F", Relation.GUARDIAN),
        ([], 30, Share.SECOND_IS_FIRST, "F", Relation.PARENT),
        ([], 8, Share.BOTH, "M", Relation.SIBLING),
        ([], 8, Share.NONE, "M", Relation.OTHER_KIN),
        ([], 55, Share.SECOND_IS_SECOND, "F", Relation.GRANDPARENT),
        ([], None, Share.BOTH, "F", Relation.UNKNOWN),
    ],
)
def test_what_the_adult_is(words, years, share, sex, relation):
    assert relation_of([Saying("list", word) for word in words], years, share, sex) == relation


def test_how_far_a_tie_is_established():
    row, text = Saying("separation_list", "father"), Saying("orr_children", "father")
    assert status_of([], 5.0) == TieStatus.SUGGESTED
    assert status_of([row], -5.0) == TieStatus.CLAIMED
    assert status_of([row], 5.0) == TieStatus.CORROBORATED
    assert status_of([row, text], -5.0) == TieStatus.CORROBORATED
    assert status_of([row, row], -5.0) == TieStatus.CLAIMED

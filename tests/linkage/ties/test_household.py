"""Others of the household: who else came with the child tells an aunt from a mother."""

from dataclasses import replace

import numpy as np
import pytest

from kinkeeper.linkage.ties.clues import table
from kinkeeper.linkage.ties.household import OTHER_NAME, _Company, _more_often, as_seen, holding
from kinkeeper.linkage.ties.learning import Learner
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import at_station, strangers

CHILD = at_station("Ana", "Ixquiac Cuc", "2015-03-04", event="E1")
ADULT = at_station("Luisa", "Ixquiac Mora", "1992-03-04", event="E1", sex="F")
ELDER = at_station("Berta", "Ixquiac Mora", "1968-03-04", event="E1", sex="F")
PARTNER = at_station("Hugo", "Ixquiac Mora", "1969-03-04", event="E1", sex="M")


def learnt(*records):
    """A case after what came with whom has been learnt."""
    case = Case([*records, *strangers(20)])
    Learner(case.evidence).learn()
    return case


def test_somebody_a_generation_older_makes_an_adult_less_surely_the_parent():
    without, with_elder = learnt(CHILD, ADULT), learnt(CHILD, ADULT, ELDER)
    assert without.words("elder", CHILD, ADULT) == "Nobody a generation older came with them"
    assert with_elder.words("elder", CHILD, ADULT) == "Somebody a generation older came with them: Berta Ixquiac Mora"
    assert with_elder.probability(CHILD, ADULT) < without.probability(CHILD, ADULT)


def test_a_stranger_in_the_crowd_is_no_elder_of_theirs():
    old = at_station("Carmen", "Tzoc Vega", "1968-03-04", sex="F")
    case = learnt(CHILD, ADULT, old)
    assert case.level("elder", CHILD, ADULT) == 2


def test_whoever_was_born_when_is_not_known_has_no_elder_and_no_partner():
    adult = at_station("Luisa", "Ixquiac Mora", "", event="E1", sex="F")
    case = learnt(CHILD, adult, ELDER)
    assert case.level("elder", CHILD, adult) == case.level("partner", CHILD, adult) == 0


def test_that_nobody_of_like_age_came_with_them_says_nothing():
    case = learnt(CHILD, ADULT)
    assert case.level("partner", CHILD, ADULT) == 2
    assert case.worth("partner", CHILD, ADULT) == 0


def test_whoever_is_probably_no_kin_is_a_partner_beside_whom_another_is_weighed():
    case = Case([CHILD, ELDER, PARTNER])
    of_elder, of_partner = case.at(CHILD, ELDER), case.at(CHILD, PARTNER)
    sure = np.zeros(len(case.evidence.pairs))
    sure[of_partner] = 0.9
    company = _Company(case.evidence.pairs)
    levels = company.partners(np.ones(len(sure)), sure)
    assert (levels[of_elder], levels[of_partner]) == (2, 1)
    assert company.name(company.partner[of_partner]) == "Berta Ixquiac Mora"


@pytest.mark.parametrize(("kin", "others"), [(0.05, 0.2), (0.1, 0.4), (0.5, 0.8)])
def test_others_show_it_so_many_times_as_often_as_kin_and_never_almost_always(kin, others):
    counts = _more_often(4.0)(table([kin, 1 - kin], weight=30.0), np.zeros((1, 3)))
    assert counts[0, 1] / counts[0, 1:].sum() == pytest.approx(others)


def test_what_is_seen_among_others_begins_with_all_levels_alike():
    usual = table([0.7, 0.2, 0.1], weight=9.0)
    before = as_seen(usual)(usual, np.zeros_like(usual))
    assert before == pytest.approx(np.array([[0.0, 3.0, 3.0, 3.0]]))
    after = as_seen(usual)(usual, np.array([[5.0, 6.0, 0.0, 0.0]]))
    assert after[0, 1] == pytest.approx(9.0)


def test_what_is_seen_at_one_level_tells_of_its_neighbours_and_loses_nothing():
    usual, blur = table([1, 1, 1], weight=3.0), np.array([[0.8, 0.2, 0.0], [0.1, 0.8, 0.1], [0.0, 0.2, 0.8]])
    counts = as_seen(usual, blur)(usual, np.array([[0.0, 7.0, 10.0, 0.0]]))
    assert counts == pytest.approx(np.array([[0.0, 7.6, 10.4, 2.0]]))


def test_one_level_is_held_at_its_share_whatever_is_seen_and_the_others_stay_as_they_were():
    usual = table([0.7, 0.2, 0.1], weight=9.0)
    seen = np.array([[0.0, 900.0, 10.0, 4.0]])
    counts = holding(as_seen(usual), 1, 0.3)(usual, seen)
    assert counts[0, 1] / counts[0, 1:].sum() == pytest.approx(0.3)
    assert counts[0, 2:] == pytest.approx(as_seen(usual)(usual, seen)[0, 2:])


@pytest.mark.parametrize("crowd", [0, 5, 40])
def test_how_many_others_a_household_has_is_counted_by_those_who_bear_the_childs_name(crowd):
    case = Case([CHILD, ADULT, ELDER, *strangers(crowd)])
    learner = Learner(case.evidence)
    verdict = learner._judge(look_anew=True)
    verdict.household = np.full(len(case.evidence.pairs), -1.0)
    verdict.chosen = replace(verdict.chosen, probability=np.zeros(len(case.evidence.pairs)))
    learner._take_in(verdict)
    assert learner.per_child == pytest.approx((0.5 + 0.5) / (1 - OTHER_NAME))

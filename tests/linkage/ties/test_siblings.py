"""Brothers and sisters: who they are, and what is handed on from one to another."""

from kinkeeper.linkage.ties.siblings import find_siblings
from tests.linkage.ties.looking import Case, tie_between
from tests.linkage.ties.records_made import at_station, strangers, told


def child(given, surnames="Xitumul Cuc", **fields):
    return at_station(given, surnames, "2010-03-04", event="E1", **fields)


def sure(one, other, *others):
    case = Case([one, other, *others])
    found = find_siblings(case.evidence.pairs)
    ends = (case.place[one.record_id], case.place[other.record_id])
    pairs = zip(found.child.tolist(), found.other.tolist(), found.sure.tolist(), strict=True)
    return next((sure for one, other, sure in pairs if (one, other) == ends), 0.0)


def test_children_of_one_event_with_both_surnames_the_same_are_brother_and_sister():
    assert sure(child("Ana"), child("Eva")) > 0.9


def test_a_surname_left_out_leaves_it_likely_and_one_that_differs_rules_it_out():
    assert 0.5 < sure(child("Ana"), child("Eva", "Xitumul")) < 1
    assert sure(child("Ana"), child("Eva", "Xitumul Juan")) == 0
    assert sure(child("Ana"), child("Eva", nationality="HND")) == 0


def test_a_common_surname_in_a_crowd_is_less_sure():
    crowd = [child(f"Eva{at}", "Garcia Lopez") for at in range(25)]
    assert sure(child("Ana", "Garcia Lopez"), crowd[0], *crowd[1:]) < sure(child("Ana"), child("Eva"), *crowd)


def test_what_is_said_of_one_is_handed_on_to_the_other():
    adult = at_station("Marta", "Vega Mora", "1982-01-01", event="E1", sex="F", a_number=201000009)
    others = strangers(10, event="E1")
    named = child("Eva", claims=(told("mother", "", "TRAVELING WITH MOTHER A201-000-009", a_number="201000009"),))
    alone, with_sister = [child("Ana"), adult, *others], [child("Ana"), adult, named, *others]
    before, after = Case(alone), Case(with_sister)
    assert after.probability(with_sister[0], adult) > before.probability(alone[0], adult) + 0.3
    tie = tie_between(with_sister, with_sister[0], adult)
    handed_on = [one for one in tie.evidence if one.kind == "sibling"]
    assert handed_on[0].words == "Sources tie this adult to the child's probable brother or sister Eva Xitumul Cuc"
    assert float(handed_on[0].weight) > 0

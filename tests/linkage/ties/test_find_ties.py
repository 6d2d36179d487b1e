"""Ties at the door: an invented season, and what must hold whatever the records."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.linkage.ties import find_ties
from tests import strategies
from tests.linkage.ties.looking import Case, tie_between, ties_of
from tests.linkage.ties.records_made import FLAG, SURNAMES, at_station, in_detention, in_shelter, people_of, row_of, strangers


def log_odds(probability):
    import math

    return math.log2(probability / (1 - probability))


def family(seed, when, place):
    """A father, a mother and two children as the station has them; the parents' surnames are the children's two."""
    chance = random.Random(seed)
    first, second, third, fourth = chance.sample([f"{name}{end}" for name in SURNAMES for end in ("", "ez", "ano", "uil", "tzoc")], 4)
    event = f"EV{seed:04d}"
    number = 201_000_000 + seed * 20
    father = at_station(
        "Luis", f"{first} {third}", f"{chance.randrange(1975, 1992)}-03-04", when, place=place, event=event, sex="M", a_number=number
    )
    mother = at_station(
        "Eva", f"{second} {fourth}", f"{chance.randrange(1976, 1993)}-05-06", when, place=place, event=event, sex="F", a_number=number + 1
    )
    children = [
        at_station(
            name, f"{first} {second}", f"{chance.randrange(2004, 2016)}-07-08", when, place=place, event=event, a_number=number + 2 + at
        )
        for at, name in enumerate(("Ana", "Jose"))
    ]
    return [father, mother, *children]


def season(families=40):
    """Families with strangers around them, and the true ties by record name."""
    records, true = [], set()
    for seed in range(families):
        when, place = f"2018-05-{1 + seed % 20:02d}T{seed % 12 + 6:02d}:13", ("Yuma", "McAllen", "El Paso")[seed % 3]
        father, mother, *children = family(seed, when, place)
        alone = at_station(
            "Hugo", f"Solo{seed} Nadie{seed}", "2003-01-02", when, place=place, event=f"EV{seed:04d}", a_number=202_000_000 + seed * 20
        )
        records += [father, mother, *children, alone, *strangers(3, when, place=place, first=seed * 3, event=f"EV{seed:04d}")]
        true |= {(child.name, adult.name) for child in children for adult in (father, mother)}
    return records, true


def test_a_season_without_any_record_of_kinship_is_put_together_from_names_places_and_ages():
    records, true = season()
    found = {ends for ends, tie in ties_of(records).items() if tie.probability >= 0.9}
    assert len(found & true) >= 0.95 * len(true)
    assert len(found & true) >= 0.97 * len(found)


def test_children_who_came_alone_are_given_nobody():
    records, _ = season()
    alone = {one.name for one in records if one.given == "Hugo"}
    assert not [ends for ends, tie in ties_of(records).items() if ends[0] in alone and tie.probability >= 0.9]


def test_every_weight_is_in_the_evidence():
    records, _ = season(12)
    ties = ties_of(records).values()
    assert ties
    for tie in ties:
        assert sum(float(one.weight) for one in tie.evidence) == pytest.approx(log_odds(tie.probability), abs=0.011)
        assert tie.evidence[0].kind == "prior"
        assert all(one.words for one in tie.evidence)


def test_a_child_has_at_most_two_parents():
    records, _ = season(10)
    child = next(one for one in records if one.given == "Ana")
    adults = [one for one in records if one.given in ("Luis", "Eva", "Pedro")][:4]
    rows = [row_of(f"list{at}", ("Ana", child.surnames), (adult.given, adult.surnames), "parent") for at, adult in enumerate(adults)]
    groups = [[child, *(row[0] for row in rows)], *([adult, row[1]] for adult, row in zip(adults, rows, strict=True))]
    ties = ties_of([*records, *(one for row in rows for one in row)], *groups)
    parents = [ends for ends, tie in ties.items() if ends[0] == child.name and tie.relation == "parent"]
    assert len(parents) <= 2


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_records_give_the_same_ties(seed):
    records, _ = season(8)
    shuffled = list(records)
    random.Random(seed).shuffle(shuffled)
    assert ties_of(shuffled) == ties_of(records)


def test_an_unrelated_crowd_lowers_a_tie_and_never_raises_it():
    child, adult = at_station("Ana", "Garcia Cuc", "2010-03-04"), at_station("Luis", "Garcia Mora", "1982-03-04", sex="M")
    some, many = strangers(4), strangers(40)
    few, crowd = Case([child, adult, *some]), Case([child, adult, *many])
    assert crowd.worth("time_and_place", child, adult) < few.worth("time_and_place", child, adult)
    assert crowd.probability(child, adult) <= few.probability(child, adult)


def test_a_family_number_borne_out_by_place_name_and_age_is_corroborated():
    child, adult = (
        at_station("Ana", "Garcia Cuc", "2010-03-04", unit="6100"),
        at_station("Luis", "Garcia Mora", "1982-03-04", sex="M", unit="6100"),
    )
    tie = tie_between([child, adult, *strangers(6)], child, adult)
    assert (tie.relation, tie.status, tie.basis) == ("parent", "corroborated", "recorded")
    assert tie.probability > 0.9


def test_a_row_alone_is_a_claim():
    child, adult = in_shelter("Ana", "Lopez", "2010-03-04"), in_detention("Pedro", "Ramos", "1980-01-01")
    row = row_of("separation_list", ("Ana", "Lopez"), ("Pedro", "Ramos"), "uncle")
    records = [child, adult, *row, *(in_detention("Juan", "Vega", f"19{70 + at}-01-01") for at in range(9))]
    tie = tie_between(records, child, adult, [child, row[0]], [adult, row[1]])
    assert (tie.relation, tie.status, tie.basis) == ("other_kin", "claimed", "recorded")


def test_nothing_and_next_to_nothing_give_no_ties():
    assert find_ties([], []).ties == []
    one = at_station("Ana", "Lopez", "2010-03-04")
    assert find_ties([one], ["P"]).ties == []
    assert find_ties([one, at_station("Eva", "Lopez", "2012-03-04")], ["P", "Q"]).ties == []
    assert find_ties(strangers(3), [1, 2, 3]).ties == []


def test_children_alone_are_not_even_looked_at():
    told = []
    rows = [in_shelter("Ana", "Lopez", "2010-03-04") for _ in range(3)]
    assert find_ties(rows, people_of(rows), progress=lambda what, number: told.append(what)).ties == []
    assert told == []


def test_records_without_dates_names_or_places_are_no_fault():
    rows = [at_station("", "", "", "", place=""), in_shelter("", "", "", start=""), in_detention("", "", "", start="")]
    rows += [in_shelter("Ana", "", "2010-03-04", separation=FLAG)]
    assert find_ties(rows, people_of(rows)).ties == []


@settings(max_examples=60)
@given(st.lists(strategies.records, max_size=8, unique_by=lambda one: one.record_id), st.data())
def test_any_records_whatever_give_ties_that_add_up(records, data):
    person_of = [data.draw(st.integers(0, 5)) for _ in records]
    for tie in find_ties(records, person_of).ties:
        assert 0.5 <= tie.probability < 1
        assert sum(float(one.weight) for one in tie.evidence) == pytest.approx(log_odds(tie.probability), abs=0.011)


def test_progress_is_told():
    told = []
    records, _ = season(3)
    find_ties(records, people_of(records), progress=lambda what, number: told.append(what))
    assert told == ["people", "pairs", "ties"]

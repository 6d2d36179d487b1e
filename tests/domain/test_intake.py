"""A family taken in is one unit: persons, ties and family stand together or not at all (F-01, OIG-20-06)."""

import pytest

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.families import Family, FamilyState, UniteFamily
from kinkeeper.domain.families import decide as decide_family
from kinkeeper.domain.intake import SAID_AND_TRUE, Arrival, Intake, Kinship, family_of, people_of, person_of, records_of, ties_of
from kinkeeper.domain.people import PeopleState, Person
from kinkeeper.domain.people import decide as decide_people

MOTHER = Arrival("adult", "Rosa", "Chumil Tzoc", "1985-03-02", "F", "GTM", "201971826")
DAUGHTER = Arrival("child", "Ana", "Pop Chumil", "2012-07-09", "F", "GTM")
GRANDMOTHER = Arrival("adult", "Marta", "Tzoc", "1957", "F", "GTM")
FAMILY = Intake(
    "n1", "El Paso", "2018-06-12T03:10", (MOTHER, DAUGHTER, GRANDMOTHER), (Kinship(1, 0, "mother"), Kinship(1, 2, "grandmother"))
)


def test_each_arrival_is_a_record_in_the_stations_custody():
    records = records_of(FAMILY).records
    assert [(one.given, one.role, one.station, one.stays[0].custodian, one.stays[0].start) for one in records] == [
        ("Rosa", "adult", "El Paso", "CBP", "2018-06-12T03:10"),
        ("Ana", "child", "El Paso", "CBP", "2018-06-12T03:10"),
        ("Marta", "adult", "El Paso", "CBP", "2018-06-12T03:10"),
    ]
    assert [(one.relation, one.record, one.together) for one in records[1].claims] == [
        ("mother", records[0].record_id, "yes"),
        ("grandmother", records[2].record_id, "yes"),
    ]


def test_kin_other_than_parents_are_tied_as_well():
    ties = ties_of(FAMILY).ties
    assert [(one.adult, one.relation) for one in ties] == [(person_of(FAMILY, 0), "parent"), (person_of(FAMILY, 2), "grandparent")]
    assert {one.probability for one in ties} == {f"{SAID_AND_TRUE:.4f}"}


def test_children_come_first_in_the_family():
    assert family_of(FAMILY).family.members == (person_of(FAMILY, 1), person_of(FAMILY, 0), person_of(FAMILY, 2))


@pytest.mark.parametrize(
    "intake",
    [
        Intake("n", "El Paso", "2018-06-12", ()),
        Intake("n", "El Paso", "2018-06-12", (Arrival("adult"),)),
        Intake("n", "El Paso", "2018-06-12", (MOTHER, DAUGHTER), (Kinship(0, 1, "mother"),)),
        Intake("n", "El Paso", "2018-06-12", (MOTHER, DAUGHTER), (Kinship(1, 7, "mother"),)),
        Intake("n", "El Paso", "2018-06-12", (MOTHER, DAUGHTER), (Kinship(1, 0, "owner"),)),
    ],
)
def test_an_intake_that_cannot_be_is_refused(intake):
    with pytest.raises(Refused):
        records_of(intake)


def test_two_members_cannot_be_one_known_person():
    twice = Intake("n", "El Paso", "2018-06-12", (Arrival("adult", "Rosa", known_as="P1"), Arrival("adult", "Rosa", known_as="P1")))
    with pytest.raises(Refused, match="same known person"):
        people_of(twice)


def test_whoever_is_recognised_keeps_every_record_there_was():
    again = Intake("n2", "El Paso", "2018-06-12", (Arrival("adult", "Rosa", "Chumil", known_as="P1"),))
    state = PeopleState({"P1": Person("P1", ("old",))}, {"old": "P1"})
    [entry] = decide_people(state, people_of(again))
    assert set(entry.person.records) == {"old", records_of(again).records[0].record_id}


def test_nobody_is_added_to_a_person_who_is_not_known_or_under_a_number_that_is_somebodys():
    stranger = Intake("n2", "El Paso", "2018-06-12", (Arrival("adult", "Rosa", known_as="P1"),))
    with pytest.raises(Refused, match="not known"):
        decide_people(PeopleState(), people_of(stranger))
    mine = person_of(FAMILY, 0)
    taken = PeopleState({mine: Person(mine, ("other",))}, {"other": mine})
    with pytest.raises(Refused, match="somebody else's"):
        decide_people(taken, people_of(FAMILY))


def test_two_families_that_meet_at_the_desk_are_one_under_a_number_that_is_known():
    state = FamilyState(
        {"KF-2": Family("KF-2", ("ana", "rosa"), ("11",)), "KF-5": Family("KF-5", ("juan",))},
        {"ana": "KF-2", "rosa": "KF-2", "juan": "KF-5"},
    )
    [entry] = decide_family(state, UniteFamily("intake", Family("KF-9", ("juan", "rosa", "new"), ("12",))))
    assert entry.family == Family("KF-2", ("juan", "rosa", "new", "ana"), ("11", "12"))

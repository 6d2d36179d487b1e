"""Age, nationality, numbers and release: the level each gives, its words, and which way it points."""

import pytest

from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import at_station, in_detention, in_shelter, strangers

CHILD = at_station("Ana", "Lopez Cuc", "2010-03-04", a_number=201000005, event="E1")


def pair(*, born="1982-03-04", a_number=0, unit="", others=(), sex="M", nationality="GTM"):
    adult = at_station("Luis", "Lopez Mora", born, a_number=a_number, unit=unit, sex=sex, nationality=nationality, event="E1")
    return Case([CHILD, adult, *others]), CHILD, adult


def test_years_of_a_parent_speak_for_and_years_of_a_playmate_against():
    others = strangers(10)
    fitting, *ends = pair(born="1982-03-04", others=others)
    young, *others_ends = pair(born="2000-03-04", others=others)
    assert fitting.worth("age_difference", *ends) > 0.5
    assert young.worth("age_difference", *others_ends) < 0
    assert fitting.words("age_difference", *ends) == "28 years older than the child"


def test_years_are_said_as_people_say_them():
    """The review page has the births beside them, and says the years that lie between."""
    for born, years in (("1982-03-03", 28), ("1982-03-06", 27), ("1981-10-04", 28), ("1982-09-01", 27)):
        case, *ends = pair(born=born)
        assert case.words("age_difference", *ends) == f"{years} years older than the child", born


def test_an_unknown_birth_says_nothing():
    case, child, adult = pair(born="")
    assert case.level("age_difference", child, adult) == 0
    assert case.worth("age_difference", child, adult) == 0


def test_among_brothers_and_sisters_the_eldest_is_compared():
    eldest = at_station("Eva", "Lopez Cuc", "2001-03-04", event="E1", a_number=201000006)
    case, child, adult = pair(born="1991-03-04", others=[eldest])
    assert case.words("age_difference", child, adult) == "10 years older than the eldest of the brothers and sisters"


def test_a_woman_too_old_to_have_borne_the_child_is_not_measured_by_the_eldest():
    eldest = at_station("Eva", "Lopez Cuc", "2001-03-04", event="E1", a_number=201000006)
    case, child, adult = pair(born="1960-03-04", sex="F", others=[eldest])
    assert case.words("age_difference", child, adult) == "50 years older than the child"
    case, child, adult = pair(born="1960-03-04", sex="M", others=[eldest])
    assert case.words("age_difference", child, adult) == "41 years older than the eldest of the brothers and sisters"


def test_nationality():
    case, child, adult = pair(nationality="HND")
    assert case.words("nationality", child, adult) == "Nationalities differ: GTM, HND"
    assert case.worth("nationality", child, adult) < 0
    case, child, adult = pair(nationality="")
    assert case.level("nationality", child, adult) == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (201000004, "A-numbers follow each other"),
        (201000002, "A-numbers lie 3 apart"),
        (209999999, "A-numbers lie far apart"),
    ],
)
def test_a_numbers(number, words):
    case, child, adult = pair(a_number=number)
    assert case.words("a_number", child, adult) == words


def test_numbers_that_follow_each_other_say_more_than_numbers_far_apart_but_prove_nothing():
    near, *ends = pair(a_number=201000004)
    far, *others = pair(a_number=209999999)
    assert 0 < near.worth("a_number", *ends) < 4
    assert far.worth("a_number", *others) < near.worth("a_number", *ends) - 1


def test_neighbouring_numbers_with_no_place_known_are_measured_against_everybodys():
    child = in_shelter("Ana", "Lopez", "2010-03-04", numbers={"a_number": 201000002})
    crowd = [in_detention("Luis", "Ramos", "1980-01-01", numbers={"a_number": 201000003 + at}) for at in range(30)]
    case = Case([child, *crowd])
    assert case.worth("a_number", child, crowd[0]) < 7
    assert case.probability(child, crowd[0]) < 0.5


def test_family_numbers():
    child = at_station("Eva", "Lopez", "2010-03-04", unit="61")
    same, other = at_station("Luis", "Ramos", "1980-01-01", unit="61"), at_station("Jose", "Mora", "1980-01-01", unit="62")
    none = at_station("Juan", "Vega", "1980-01-01")
    case = Case([child, same, other, none])
    assert case.words("family_number", child, same) == "One family unit number: 61"
    assert case.words("family_number", child, other) == "Family unit numbers differ"
    assert case.words("family_number", child, none) == "Only one of them has a family unit number"
    assert case.worth("family_number", child, same) > 5 > 0 > case.worth("family_number", child, other)


def test_a_release_on_the_day_of_the_reunion_speaks_for():
    child = at_station("Ana", "Lopez", "2010-03-04", event="E1")
    shelter = in_shelter("Ana", "Lopez", "2010-03-04", end="2018-07-10", end_reason="reunited")
    stations = [at_station(name, "Mora", "1982-01-01", event="E1") for name in ("Luis", "Jose")]
    stays = [in_detention(name, "Mora", "1982-01-01", end=end) for name, end in (("Luis", "2018-07-11"), ("Jose", "2018-06-01"))]
    case = Case([child, shelter, *stations, *stays], [child, shelter], *zip(stations, stays, strict=True))
    assert case.words("released_together", child, stations[0]) == "The child was reunited on the days this adult left detention"
    assert case.worth("released_together", child, stations[0]) > 1 > 0 > case.worth("released_together", child, stations[1])

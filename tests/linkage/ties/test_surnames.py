"""Surnames handed down, by custom and by rarity."""

import pytest

from kinkeeper.linkage.ties.surnames import Share
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import at_station, strangers

ADULT_BORN, CHILD_BORN = "1980-01-01", "2010-03-04"


def between(child_surnames, adult_surnames, *others, sex="F"):
    child, adult = at_station("Ana", child_surnames, CHILD_BORN), at_station("Luz", adult_surnames, ADULT_BORN, sex=sex)
    return Case([child, adult, *others]), child, adult


@pytest.mark.parametrize(
    ("child", "adult", "share"),
    [
        ("Xitumul Cuc", "Xitumul Juan", Share.FIRST_IS_FIRST),
        ("Xitumul Cuc", "Cuc Juan", Share.SECOND_IS_FIRST),
        ("Silva Souza", "Costa Silva", Share.FIRST_IS_SECOND),
        ("Xitumul Cuc", "Juan Cuc", Share.SECOND_IS_SECOND),
        ("Lopez Ramos", "Lopez Ramos", Share.BOTH),
        ("Quispe", "Quispe", Share.FIRST_IS_FIRST),
        ("Vasquez Cruz", "Bazques Mora", Share.FIRST_IS_FIRST),
        ("de la Cruz", "De La Cruz Mora", Share.FIRST_IS_FIRST),
        ("Lopez Ramos", "Mora Vega", Share.NONE),
        ("Lopez Ramos", "", Share.NOT_KNOWN),
    ],
)
def test_each_custom_is_told_apart(child, adult, share):
    case, one, other = between(child, adult)
    assert case.level("surname", one, other) == share


def test_a_rare_surname_says_more_than_a_common_one():
    many = [at_station("Eva", "Garcia Mora", f"19{70 + at % 20}-05-05", "2018-04-01", place="El Paso") for at in range(40)]
    common, *ends = between("Garcia Sol", "Garcia Luna", *many)
    rare, *others = between("Xitumul Sol", "Xitumul Luna", *many)
    assert rare.worth("surname", *others) > common.worth("surname", *ends) + 1


def test_a_misspelt_common_surname_is_not_taken_for_a_rare_one():
    many = [at_station("Eva", "Rodriguez Mora", f"19{70 + at % 20}-05-05", "2018-04-01", place="El Paso") for at in range(40)]
    well, *ends = between("Rodriguez Sol", "Rodriguez Luna", *many)
    misspelt, *others = between("Rodriguez Sol", "Rodriguxz Luna", *many)
    assert misspelt.worth("surname", *others) <= well.worth("surname", *ends) + 0.5


def test_no_surname_in_common_speaks_against():
    case, child, adult = between("Lopez Ramos", "Mora Vega", *strangers(6))
    assert case.worth("surname", child, adult) < 0


def test_the_words_name_the_custom_and_the_surname():
    case, child, adult = between("Xitumul Cuc", "Cuc Juan")
    assert case.words("surname", child, adult).startswith("The woman's first surname is the child's second")
    assert case.words("surname", child, adult).endswith("Cuc")
    case, child, adult = between("Lopez Ramos", "Mora Vega")
    assert case.words("surname", child, adult) == "No surname in common: Lopez Ramos, Mora Vega"


def test_a_surname_spelt_differently_says_less_than_one_spelt_the_same():
    child = at_station("Ana", "Flores", "2010-03-04")
    same, alike = (at_station("Luis", name, "1982-03-04", sex="M") for name in ("Flores", "Florez"))
    case = Case([child, same, alike, *strangers(20)])
    assert case.words("spelling", child, same) == "The surname is spelt the same"
    assert case.words("spelling", child, alike) == "The surname is spelt differently"
    assert case.worth("spelling", child, alike) < -1 < case.worth("spelling", child, same)


def test_where_no_surname_is_shared_its_spelling_says_nothing():
    child, adult = at_station("Ana", "Flores", "2010-03-04"), at_station("Luis", "Tzoc", "1982-03-04", sex="M")
    assert Case([child, adult, *strangers(20)]).level("spelling", child, adult) == 0

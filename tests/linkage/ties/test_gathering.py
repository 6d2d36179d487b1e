"""What all records of one person say together."""

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.linkage.ties.people import are_close, gather
from tests.linkage.ties.records_made import at_station, in_detention, in_shelter, record, row_of


def one_person(*records):
    return gather(records, ["P"] * len(records))[1][0]


def test_the_birth_most_records_support_is_taken():
    rows = [at_station("Ana", "Lopez", "2010-03-04"), in_shelter("Ana", "Lopez", "2010-03-04"), in_detention("Ana", "Lopez", "1956-03-04")]
    assert one_person(*rows).born == one_person(rows[0]).born


def test_an_age_decides_between_two_births():
    rows = [at_station("Ana", "Lopez", "1956-03-04", age=8, age_on="2018-05-17"), in_shelter("Ana", "Lopez", "2010-03-04")]
    assert round(one_person(*rows).age) == 8


def test_a_surname_spelt_two_ways_is_taken_once_and_one_left_out_is_kept():
    rows = [at_station("Ana", "Gonzales", "2010-03-04"), in_shelter("Ana", "Gonzalez Cuc", ""), in_detention("Ana", "Gonzalez Cuc", "")]
    assert one_person(*rows).surnames == ("GONZALEZ", "CUC")


def test_whoever_the_shelter_held_is_a_child_and_whoever_is_of_age_is_not():
    assert one_person(in_shelter("Ana", "Lopez", "")).is_child
    assert one_person(at_station("Ana", "Lopez", "2001-01-01")).is_child
    assert one_person(at_station("Ana", "Lopez", "1990-01-01")).is_adult
    child, adult = row_of("separation_list", ("Ana", "Lopez"), ("Luis", "Lopez"))
    assert one_person(child).is_child
    assert one_person(adult).is_adult
    assert not one_person(child).held


def test_an_encounter_in_another_decade_is_no_day():
    rows = [at_station("Ana", "Lopez", "2010-03-04", f"2018-05-{day}T10:00") for day in range(10, 20)]
    wrong = at_station("Eva", "Lopez", "2010-03-04", "2070-05-17")
    people = gather([*rows, wrong], range(11))[1]
    assert [one.meetings for one in people if one.given == ("EVA",)] == [()]


def test_words_heard_alike_or_misspelt_are_one_word_and_short_ones_are_not():
    assert are_close("VASQUEZ", "BAZQUES")
    assert are_close("HERNANDEZ", "HERNADEZ")
    assert not are_close("CUC", "CUX")
    assert not are_close("LOPEZ", "PEREZ")


@given(st.permutations(range(6)))
def test_the_order_of_the_records_does_not_matter(order):
    rows = [at_station(name, "Lopez Cuc", f"201{at}-03-04") for at, name in enumerate(["Ana", "Eva", "Ada"])]
    rows += [in_shelter(name, "Lopez", "") for name in ("Ana", "Eva", "Ada")]
    persons = ["A", "B", "C", "A", "B", "C"]
    assert gather([rows[at] for at in order], [persons[at] for at in order]) == gather(rows, persons)


def test_a_person_without_anything_is_unknown_in_everything():
    one = one_person(record("hotline", role="adult", nationality=""))
    assert (one.given, one.surnames, one.born, one.sex, one.age, one.meetings) == ((), (), 0, "", None, ())

"""Names told, rows of lists and words that deny kinship."""

import pytest

from kinkeeper.linkage.ties import lists, told
from tests.linkage.ties.looking import Case, tie_between
from tests.linkage.ties.records_made import at_station, in_shelter, row_of, strangers
from tests.linkage.ties.records_made import told as claim

FATHER = at_station("Luis Mario", "Lopez Mora", "1982-01-01", sex="M", event="E1", a_number=201000001)


def child_who_says(*claims, **fields):
    return at_station("Ana", "Lopez Cuc", "2010-03-04", event="E1", claims=claims, **fields)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (claim("father", "Luis Lopez"), told.NAME),
        (claim("father", "Luis Mario Lopes Mora"), told.NAME),
        (claim("father", "Luis"), told.NAME),
        (claim("father", "Luis Garcia Vega"), told.GIVEN),
        (claim("father", "Pedro Garcia"), told.SOMEBODY_ELSE),
        (claim("father", "Pedro", a_number="201000001"), told.NUMBER),
    ],
)
def test_a_name_told_is_held_against_the_adult(said, level):
    child = child_who_says(said)
    assert Case([child, FATHER]).level("named_parent", child, FATHER) == level


def test_a_mother_told_says_nothing_of_a_man():
    child = child_who_says(claim("mother", "Marta Cuc"))
    assert Case([child, FATHER]).level("named_parent", child, FATHER) == 0


def test_a_text_and_a_column_are_two_kinds_of_evidence():
    child = child_who_says(claim("father", "Luis Lopez", "TRAVELING WITH FATHER LUIS LOPEZ"))
    case = Case([child, FATHER])
    assert case.level("named_in_text", child, FATHER) == told.NAME
    assert case.level("named_parent", child, FATHER) == 0
    assert (
        case.words("named_in_text", child, FATHER) == "The child's record (border patrol) fits, father: 'TRAVELING WITH FATHER LUIS LOPEZ'"
    )


def test_an_adult_may_name_the_child():
    child = child_who_says()
    adult = at_station(
        "Luis", "Lopez", "1982-01-01", event="E1", claims=(claim("child", "Ana Lopez", "TRAVELING WITH DAUGHTER ANA LOPEZ"),)
    )
    assert Case([child, adult]).level("named_in_text", child, adult) == told.NAME


def test_a_name_that_fits_speaks_for_and_another_name_against():
    others = strangers(12, event="E1")
    fits, other = child_who_says(claim("father", "Luis Lopez")), child_who_says(claim("father", "Pedro Garcia"))
    assert Case([fits, FATHER, *others]).worth("named_parent", fits, FATHER) > 1
    assert Case([other, FATHER, *others]).worth("named_parent", other, FATHER) < 0


def test_somebody_said_to_live_elsewhere_is_not_a_recorded_tie_to_somebody_here():
    child = child_who_says(claim("father", "Luis Lopez", "STATES FATHER LUIS LOPEZ LIVES IN HOUSTON TX"))
    assert not Case([child, FATHER]).evidence.recorded.any()


def test_a_source_that_denies_kinship_speaks_against():
    child = child_who_says()
    adult = at_station("Luis", "Lopez", "1982-01-01", event="E1", remarks="FRAUDULENT FAMILY CLAIM. ADULT ADMITS NOT RELATED TO MINOR.")
    case = Case([child, adult, *strangers(12, event="E1")])
    assert case.words("denied", child, adult) == "A source says that a claimed kinship is none"
    assert case.worth("denied", child, adult) < -2


# Rows


def held_pair():
    child, father = at_station("Ana", "Lopez Cuc", "2010-03-04"), at_station("Luis", "Lopez Mora", "1982-01-01", sex="M")
    return child, father


def test_a_row_whose_records_are_theirs_names_the_two():
    child, father = held_pair()
    row = row_of("separation_list", ("Ana", "Lopez"), ("Luis", "Lopez"))
    case = Case([child, father, *row], [child, row[0]], [father, row[1]])
    assert case.level("list:separation_list", child, father) == lists.ROW
    assert case.words("list:separation_list", child, father) == "A row of the separation list names this adult as father"
    assert case.worth("list:separation_list", child, father) > 4


def test_a_row_whose_relation_does_not_fit_the_sex_is_doubted():
    child, father = held_pair()
    row = row_of("separation_list", ("Ana", "Lopez"), ("Luis", "Lopez"), "mother")
    case = Case([child, father, *row], [child, row[0]], [father, row[1]])
    assert case.level("list:separation_list", child, father) == lists.ROW_DOUBTFUL


def test_a_row_of_people_found_nowhere_is_matched_by_both_names_at_once():
    child, father = held_pair()
    row = row_of("hand_list", ("Ana", "Lopez Cuc"), ("Luis", "Lopez"))
    case = Case([child, father, *row])
    assert case.level("list:hand_list", child, father) == lists.ROW_BY_NAME
    wrong = row_of("hand_list", ("Ana", "Lopez Cuc"), ("Luis", "Garcia Vega"))
    assert Case([child, father, *wrong]).level("list:hand_list", child, father) == lists.NO_ROW


def test_those_held_stand_for_whom_a_list_only_names():
    child, father = held_pair()
    row = row_of("hand_list", ("Ana", "Lopez Cuc"), ("Luis", "Lopez"))
    records = [child, in_shelter("Ana", "Lopez Cuc", "2010-03-04"), father, *row]
    same = [records[0], records[1], row[0]]
    assert tie_between(records, child, father, same)
    assert tie_between(records, child, row[1], same) is None

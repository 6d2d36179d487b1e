"""What is compared between two records, level by level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.linkage.features.dates import BirthLevel, chance_of_same_birth, compare_births
from kinkeeper.linkage.features.identifiers import NumberLevel, compare_a_numbers
from kinkeeper.linkage.features.name_pairs import NameLevel, compare_words
from kinkeeper.linkage.features.places import CustodyLevel, PlaceLevel, compare_encounters, compare_places, compare_stays, place_key

NONE = -1
births = st.just(NONE) | st.dates().map(lambda day: int(day.strftime("%Y%m%d").zfill(8)))
ages = st.just(float("nan")) | st.floats(1930, 2020)
numbers = st.integers(0, 999_999_999) | st.just(NONE)
vocabulary = ("ANA", "ANNA", "GARCIA", "GARSIA", "J", "JUAN", "LOPEZ", "LOPEZGARCIA", "PEREZ")
rows = st.lists(st.integers(0, len(vocabulary) - 1), max_size=3, unique=True).map(lambda row: [*row, *[NONE] * (3 - len(row))])


def birth(one, other, one_age=float("nan"), other_age=float("nan")):
    dates = np.array([[one], [other]], dtype=np.int32)
    return BirthLevel(compare_births(dates[0], dates[1], np.array([one_age]), np.array([other_age]))[0])


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (20100304, 20100304, BirthLevel.SAME),
        (20100304, 20100403, BirthLevel.SWAPPED),
        (20100304, 20100101, BirthLevel.FIRST_OF_YEAR),
        (20100304, 20100000, BirthLevel.FIRST_OF_YEAR),
        (20100304, 20110304, BirthLevel.ONE_DIGIT),
        (20100304, 20010304, BirthLevel.ONE_DIGIT),
        (20101112, 20101227, BirthLevel.SAME_YEAR),
        (20100304, 20100319, BirthLevel.TWO_PARTS),
        (20100304, 20110827, BirthLevel.NEAR),
        (20100304, 19701122, BirthLevel.APART),
        (20100304, NONE, BirthLevel.MISSING),
        (NONE, NONE, BirthLevel.MISSING),
    ],
)
def test_dates_of_birth_agree_by_level(one, other, level):
    assert birth(one, other) == level


def test_a_stated_age_stands_in_for_a_date_and_speaks_up_against_a_wrong_one():
    assert birth(20100304, NONE, other_age=2009.8) == BirthLevel.AGE_SAME
    assert birth(NONE, NONE, 2008.0, 2010.0) == BirthLevel.AGE_NEAR
    assert birth(NONE, NONE, 1980.0, 2010.0) == BirthLevel.AGE_APART
    assert birth(20100304, 19560817, other_age=2009.8) == BirthLevel.AGES_SAY_SAME


@given(births, births, ages, ages)
def test_which_record_comes_first_makes_no_difference_to_births(one, other, one_age, other_age):
    assert birth(one, other, one_age, other_age) == birth(other, one, other_age, one_age)


def test_a_birth_date_that_many_have_says_less():
    born = np.array([20000101] * 40 + [20000102 + day for day in range(20)], dtype=np.int32)
    bits = chance_of_same_birth(born)
    assert bits[0] > -1
    assert bits[-1] < -14


def number(one, other):
    return NumberLevel(compare_a_numbers(np.array([one], dtype=np.int64), np.array([other], dtype=np.int64))[0])


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ([201_000_001, NONE], [201_000_001, NONE], NumberLevel.SAME),
        ([201_000_001, NONE], [201_000_901, NONE], NumberLevel.ONE_DIGIT),
        ([201_023_001, NONE], [201_032_001, NONE], NumberLevel.ONE_DIGIT),
        ([201_000_001, NONE], [201_000_002, NONE], NumberLevel.NEIGHBOURS),
        ([201_000_009, NONE], [201_000_011, NONE], NumberLevel.NEIGHBOURS),
        ([201_000_001, NONE], [85_111_222, NONE], NumberLevel.DIFFERENT),
        ([201_000_001, 85_111_222], [85_111_222, NONE], NumberLevel.SAME),
        ([201_000_001, NONE], [NONE, NONE], NumberLevel.MISSING),
    ],
)
def test_a_numbers_agree_by_level_and_one_person_may_have_several(one, other, level):
    assert number(one, other) == level


@given(st.tuples(numbers, numbers), st.tuples(numbers, numbers))
def test_which_record_comes_first_makes_no_difference_to_a_numbers(one, other):
    assert number(one, other) == number(other, one)


def words(one, other):
    eight_bits = np.full(len(vocabulary), -8.0)
    level, bits = compare_words(np.array([one], dtype=np.int32), np.array([other], dtype=np.int32), vocabulary, eight_bits)
    return NameLevel(level[0]), bits[0]


def coded(text):
    row = [vocabulary.index(word) for word in text.split()]
    return [*row, *[NONE] * (3 - len(row))]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("LOPEZ GARCIA", "LOPEZ GARCIA", NameLevel.SAME),
        ("LOPEZ GARCIA", "GARCIA LOPEZ", NameLevel.SAME),
        ("LOPEZ GARCIA", "GARCIA", NameLevel.PART),
        ("LOPEZ GARCIA", "LOPEZ GARSIA", NameLevel.CLOSE),
        ("LOPEZ GARCIA", "LOPEZGARCIA", NameLevel.CLOSE),
        ("LOPEZ GARCIA", "LOPEZ PEREZ", NameLevel.PARTLY),
        ("JUAN", "J", NameLevel.INITIAL),
        ("LOPEZ", "PEREZ", NameLevel.DIFFERENT),
        ("LOPEZ", "", NameLevel.MISSING),
    ],
)
def test_names_agree_by_level(one, other, level):
    assert words(coded(one), coded(other))[0] == level


@given(rows, rows)
def test_which_record_comes_first_makes_no_difference_to_names(one, other):
    assert words(one, other) == words(other, one)


def test_two_words_that_agree_are_rarer_than_one():
    assert words(coded("LOPEZ GARCIA"), coded("LOPEZ GARCIA"))[1] == -16
    assert words(coded("LOPEZ GARCIA"), coded("LOPEZ"))[1] == -8


def test_a_place_is_the_same_with_its_code_left_out_or_a_letter_wrong():
    places = (place_key("McAllen (MCS)"), place_key("MCALEN"), place_key("Yuma"))
    codes = np.array([0, 0, 0, 0], dtype=np.int32), np.array([0, 1, 2, NONE], dtype=np.int32)
    expected = [PlaceLevel.SAME, PlaceLevel.SAME, PlaceLevel.DIFFERENT, PlaceLevel.MISSING]
    assert compare_places(*codes, places).tolist() == expected


@pytest.mark.parametrize(
    ("later", "level"),
    [
        (0, CustodyLevel.SEEN_SAME_DAY),
        (1, CustodyLevel.SEEN_NEXT_DAY),
        (4, CustodyLevel.SEEN_SAME_WEEK),
        (365, CustodyLevel.SEEN_DATE_SLIP),
        (100, CustodyLevel.SEEN_APART),
    ],
)
def test_days_of_being_taken_agree_by_level(later, level):
    day = 737_000
    assert compare_encounters(np.array([day], dtype=np.int32), np.array([day + later], dtype=np.int32))[0] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ((10, 20, 1), (20, NONE, 2), CustodyLevel.HANDED_ON_SAME_DAY),
        ((10, 20, 1), (21, NONE, 2), CustodyLevel.HANDED_ON_NEXT_DAY),
        ((10, 20, 1), (24, 30, 2), CustodyLevel.HANDED_ON_SAME_WEEK),
        ((10, 40, 1), (20, 30, 2), CustodyLevel.TWO_PLACES_AT_ONCE),
        ((10, 20, 1), (10, 20, 1), CustodyLevel.SAME_STAY),
        ((10, NONE, 1), (12, NONE, 2), CustodyLevel.BEGAN_SAME_WEEK),
    ],
)
def test_stays_fit_together_by_level(one, other, level):
    sides = [tuple(np.array([value], dtype=np.int32) for value in side) for side in (one, other)]
    assert compare_stays(sides[0], sides[1])[0] == level
    assert compare_stays(sides[1], sides[0])[0] == level

"""Which records are one person, at the door of the engine."""

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Stay
from kinkeeper.linkage.explain import weights
from kinkeeper.linkage.measure import score_pairs
from kinkeeper.linkage.people import link_people
from tests import strategies
from tests.linkage.people_made import Someone, a_number, families, kept_afterwards, kept_by_border_patrol, listed, partition, record

SEASON = [person for family in families(seed=1, number=36) for person in family]
MARIA = Someone("Maria Elena", "Lopez Garcia", "1986-03-09", "F", 205_400_100, "2018-05-20", "Laredo", child=False)


def season_with(*extra):
    """The records of an ordinary season and some more; how many there are before the extra ones."""
    kept = [one for person in SEASON for one in (kept_by_border_patrol(person), kept_afterwards(person))]
    return [*kept, *extra], len(kept)


def are_one(*extra):
    records, first = season_with(*extra)
    return len(set(link_people(records).person_of[first:])) == 1


def test_an_ordinary_season_is_linked_without_a_fault():
    records, _ = season_with()
    truth = [person for person in range(len(SEASON)) for _ in range(2)]
    score = score_pairs(link_people(records).person_of, truth)
    assert score.precision == 1.0
    assert score.recall >= 0.99


@pytest.mark.parametrize(
    ("given", "surnames"),
    [
        ("MARIA ELENA", "LOPEZ"),
        ("MARIA ELENA", "GARCIA"),
        ("MARIA", "LOPEZ GARCIA"),
        ("ELENA", "LOPEZ GARCIA"),
        ("María Elena", "Garcia Lopez"),
        ("Maria Elena", "Lopez-Garcia"),
        ("Maria Elena", "Lopezgarcia"),
        ("Mariaelena", "Lopez Garcia"),
        ("Maria Elena", "Lopes Garsia"),
        ("Lopez Garcia", "Maria Elena"),
        ("M E", "Lopez Garcia"),
        ("", "Lopez Garcia"),
    ],
)
def test_f07_a_name_written_another_way_is_the_same_person(given, surnames):
    assert are_one(kept_by_border_patrol(MARIA), kept_afterwards(MARIA, given=given, surnames=surnames, identifiers=()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("João Lucas", "Gonçalves dos Santos"), ("JOAO", "SANTOS")),
        (("Miguel", "Juan Pascual"), ("MIGUEL", "JUAN")),
        (("Ixchel", "Tzi"), ("IXCHEL", "TSI")),
        (("Yarely", ""), ("", "YARELY")),
        (("Ana", "de la Cruz"), ("ANA", "DELACRUZ")),
    ],
)
def test_names_that_are_not_two_plus_two_are_linked_too(one, other):
    first = kept_by_border_patrol(MARIA, given=one[0], surnames=one[1])
    assert are_one(first, kept_afterwards(MARIA, given=other[0], surnames=other[1], identifiers=()))


@pytest.mark.parametrize("born", ["1986-09-03", "1986-01-01", "1986-03-19", "1968-03-09", ""])
def test_f07_a_date_of_birth_taken_down_wrong_is_the_same_person(born):
    assert are_one(kept_by_border_patrol(MARIA), kept_afterwards(MARIA, born=born))


@pytest.mark.parametrize("number", ["205400190", "205401000", "205400101"])
def test_an_a_number_with_one_digit_wrong_is_the_same_person(number):
    assert are_one(kept_by_border_patrol(MARIA), kept_afterwards(MARIA, identifiers=a_number(number)))


def test_f06_a_near_a_number_alone_makes_nobody_one_person():
    """F-06: companions have neighbouring numbers, so a number that is nearly the same says nothing without name or birth."""
    stranger = dataclasses.replace(MARIA, given="Yolanda", surnames="Zubia Quintanilla", born="1971-11-23", a_number=MARIA.a_number + 90)
    brother = dataclasses.replace(MARIA, given="Ramiro", born="1990-07-30", sex="M", a_number=MARIA.a_number + 1)
    for other in (stranger, brother):
        assert not are_one(kept_by_border_patrol(MARIA), kept_afterwards(other))


def test_twins_are_two_persons():
    twin = dataclasses.replace(MARIA, given="Rosa Ines", a_number=MARIA.a_number + 1)
    records, first = season_with(kept_by_border_patrol(MARIA), kept_afterwards(MARIA), kept_by_border_patrol(twin), kept_afterwards(twin))
    found = link_people(records).person_of[first:]
    assert found[0] == found[1] != found[2] == found[3]


def test_f06_a_thousand_wrong_a_numbers_lose_nobody_and_merge_nobody():
    """F-06: one digit wrong in one record, or numbers of parent and child exchanged."""
    chance = random.Random(7)
    records, truth = [], []
    for household in families(seed=2, number=360):
        exchanged = dict(zip(household, reversed(household), strict=True)) if chance.random() < 0.1 else {}
        for person in household:
            digits = list(str(exchanged.get(person, person).a_number))
            if person not in exchanged:
                at = chance.randrange(2, 9)
                digits[at] = str((int(digits[at]) + chance.randrange(1, 10)) % 10)
            records += [kept_by_border_patrol(person), kept_afterwards(person, identifiers=a_number("".join(digits)))]
            truth += [person, person]
    assert len(records) >= 2000
    score = score_pairs(link_people(records).person_of, truth)
    assert score.recall >= 0.99
    assert score.precision == 1.0


def test_stays_that_follow_one_another_and_rows_that_repeat_are_one_person():
    stays = [("Karnes", "2018-05-22", "2018-06-10"), ("Tacoma", "2018-06-10", "2018-07-01"), ("Tacoma", "2018-07-01", "")]
    moved = [kept_afterwards(MARIA, stays=(Stay("ICE", place, start, end),)) for place, start, end in stays]
    assert are_one(kept_by_border_patrol(MARIA), *moved, replace(moved[0], record_id="again"))


def test_a_row_of_two_names_finds_the_child_and_the_adult_who_were_together():
    """Each name alone fits two persons; only one child and one adult of these names were taken together."""
    mother = dataclasses.replace(MARIA, given="Elena", surnames="Lopez Ramos")
    child = dataclasses.replace(mother, given="Luis", surnames="Lopez Cruz", born="2011-02-03", a_number=MARIA.a_number + 1, child=True)
    namesakes = [
        dataclasses.replace(mother, seen="2018-06-11", station="Yuma", a_number=205_999_000, born="1979-12-21"),
        dataclasses.replace(child, seen="2018-05-03", station="Nogales", a_number=205_444_000, born="2011-08-30"),
    ]
    kept = [one for person in (mother, child, *namesakes) for one in (kept_by_border_patrol(person), kept_afterwards(person))]
    row = listed(child, mother)
    records, first = season_with(*kept, *row)
    found = link_people(records).person_of[first:]
    assert found[-2:] == [found[2], found[0]]
    assert len({found[0], found[2], found[4], found[6]}) == 4


def test_somebody_on_a_list_whom_no_other_source_knows_stays_a_person_of_their_own():
    aunt = dataclasses.replace(MARIA, given="Graciela", surnames="Umanzor Bonilla", born="1960-01-02")
    child = SEASON[1]
    records, first = season_with(*listed(child, aunt))
    found = link_people(records).person_of
    assert found[-2] in found[:first]
    assert found[-1] not in found[:first]


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(chance):
    people = [person for household in families(seed=3, number=25) for person in household]
    records = [one for person in people for one in (kept_by_border_patrol(person), kept_afterwards(person))]
    records += [one for adult, child in zip(people[::5], people[1::5], strict=False) for one in listed(child, adult)]
    expected = partition(records, link_people(records).person_of)
    shuffled = chance.sample(records, len(records))
    assert partition(shuffled, link_people(shuffled).person_of) == expected


@settings(max_examples=40)
@given(st.lists(strategies.records, max_size=12, unique_by=lambda one: one.record_id))
def test_any_records_at_all_are_taken(records):
    linked = link_people(records)
    assert len(linked.person_of) == len(records)
    assert {frozenset(group) for group in _held_by(linked.joins, records)} == partition(records, linked.person_of)


def test_joins_hold_every_person_together_and_no_more():
    records, _ = season_with(*listed(SEASON[1], SEASON[0]))
    linked = link_people(records)
    assert {frozenset(group) for group in _held_by(linked.joins, records)} == partition(records, linked.person_of)
    assert len(linked.joins) == len(records) - len(set(linked.person_of))
    assert all(0.5 <= float(join.probability) < 1 and join.words for join in linked.joins)


def _held_by(joins, records):
    group = {one.record_id: {one.record_id} for one in records}
    for join in joins:
        together = group[join.record] | group[join.other]
        group.update(dict.fromkeys(together, together))
    return [set(one) for one in group.values()]


def test_a_join_says_in_words_what_speaks_for_and_against_it():
    records, first = season_with(kept_by_border_patrol(MARIA), kept_afterwards(MARIA, sex="M", identifiers=()))
    (words,) = [join.words for join in link_people(records).joins if join.record in {one.record_id for one in records[first:]}]
    assert words.startswith("For: ")
    assert "date of birth the same" in words
    assert words.endswith("Against: sex differs.")


def test_what_was_learnt_can_be_reported():
    records, _ = season_with()
    learnt = {(one.feature, one.level): one for one in weights(link_people(records).model)}
    same_number = learnt["a_number", "A-number the same"]
    assert same_number.same > 10
    assert learnt["a_number", "A-numbers differ"].same < 0
    assert learnt["given", "given names differ"].same < -2
    assert learnt["a_number", "A-numbers are neighbours, as companions have them"].kin > 3


@pytest.mark.parametrize("records", [[], [record()], [record(), record()], [record(nationality="")] * 0])
def test_nothing_to_go_by_is_no_reason_to_join(records):
    assert len(set(link_people(records).person_of)) == len(records)


def test_ten_records_are_enough():
    people = SEASON[:5]
    records = [one for person in people for one in (kept_by_border_patrol(person), kept_afterwards(person))]
    assert link_people(records).person_of == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_great_many_equal_rows_take_little_time_and_say_nothing():
    records = [record(given="JUAN", surnames="LOPEZ") for _ in range(5_000)]
    assert len(set(link_people(records).person_of)) == 5_000


def test_progress_is_told():
    heard = []
    link_people([record(given="ANA")], progress=lambda stage, number: heard.append((stage, number)))
    assert ("persons", 1) in heard

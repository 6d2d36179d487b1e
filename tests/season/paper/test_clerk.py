"""How people are written down: one hand for an agency, typed once, with errors."""

from datetime import date

import pytest

from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.people import Person
from kinkeeper.season.paper.clerk import Clerk, Hand

PERSON = Person("F00001.1", "F00001", "spanish", ("José", "Luis"), ("Muñoz", "Peña"), date(2001, 3, 9), "M", "HND", is_child=True)


def drawn(hand: Hand) -> list[Clerk]:
    return [Clerk(hand, Chance(seed, "clerk")) for seed in range(300)]


def test_a_person_is_written_the_same_in_every_row_of_a_file() -> None:
    for clerk in drawn(Hand()):
        assert clerk.write(PERSON, "201000123") is clerk.write(PERSON, "201000123")


def test_most_rows_are_right_and_some_are_not() -> None:
    surnames = [clerk.write(PERSON, "201000123").surnames for clerk in drawn(Hand())]
    assert 0.5 < surnames.count("MUNOZ PENA") / len(surnames) < 0.9
    assert {"MUNOZ", "PENA MUNOZ"} <= set(surnames)


def test_an_agency_keeps_accents_and_small_letters_or_does_not() -> None:
    assert any(clerk.write(PERSON, "201000123").first_last == "José Luis Muñoz Peña" for clerk in drawn(Hand(capitals=False, accents=True)))
    assert all(clerk.write(PERSON, "201000123").given.isascii() for clerk in drawn(Hand()))


@pytest.mark.parametrize(("pattern", "written"), [("A{}{}{}", "A201000123"), ("A{}-{}-{}", "A201-000-123"), ("{}{}{}", "201000123")])
def test_a_numbers_are_written_in_the_agencys_pattern(pattern: str, written: str) -> None:
    numbers = [clerk.write(PERSON, "201000123").a_number for clerk in drawn(Hand(a_number=pattern))]
    assert numbers.count(written) > 270


def test_a_wrong_a_number_is_wrong_in_one_digit() -> None:
    numbers = {clerk.write(PERSON, "201000123").a_number for clerk in drawn(Hand(a_number="{}{}{}"))} - {"", "201000123"}
    assert numbers
    assert all(sum(a != b for a, b in zip(number, "201000123", strict=True)) == 1 for number in numbers)


def test_birth_dates_go_wrong_in_the_known_ways_only() -> None:
    dates = {clerk.write(PERSON, "201000123").born for clerk in (Clerk(Hand(), Chance(seed, "dates")) for seed in range(3000))}
    assert dates == {"3/9/2001", "9/3/2001", "1/1/2001", "", "02/31/2001", "03/09/2031", "00/00/2001"}

"""Finding persons by names however typed, and by any number."""

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record
from kinkeeper.queries.searching.persons import find_persons
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.site.database import Database
from tests.web.scene import ALBERTO, DAY, FAMILY, KEVIN, MAITE, OFFICER, YAMILET, history, play


def found(text: str, known_at: int | None = None) -> set[str]:
    return set(find_persons(OFFICER, text, find_standpoint(OFFICER, today=DAY, known_at=known_at)))


@pytest.fixture
def scene(database: Database) -> None:
    others = (
        Record("o1", "x", "o.csv#1", "hotline", 1, given="José Ángel", surnames="Muñoz Ajq'ij"),
        Record("o2", "x", "o.csv#2", "hotline", 2, whole_name="Ștefan Łukasz O’Brien-Gómez"),
        Record("o3", "x", "o.csv#3", "hotline", 3, identifiers=(Identifier("phone", "9565550123", "+1 (956) 555-0123"),)),
        Record("o4", "x", "o.csv#4", "hotline", 4, given="x" * 10_000, surnames="Long"),
        Record("o5", "x", "o.csv#5", "hotline", 5, given="Иван"),
    )
    people = tuple(Person(f"P{one.record_id}", (one.record_id,)) for one in others)
    play([*history(), ReceiveRecords(others), IdentifyPeople("link-2", people)])


def test_words_of_a_name_in_any_order_and_accent(scene: None) -> None:
    for text in ("Maite Xitumul Cuc", "cuc maite", "XITUMUL, MAITE", "maité", "  mait  xitu ", "xitumul-maite"):
        assert found(text) == {MAITE}, text


def test_letters_and_numbers_of_all_kinds(scene: None) -> None:
    people = {
        "Po1": ("jose munoz", "Ajqij", "Jose\u0301"),
        "Po2": ("obrien stefan", "LUKASZ gomez"),
        "Po3": ("956-555-0123", "(956) 555 0123"),
        "Po4": ("x" * 60,),
        "Po5": ("иван", "ИВАН"),
    }
    for person, texts in people.items():
        for text in texts:
            assert found(text) == {person}, text


def test_a_surname_finds_everybody_who_has_it(scene: None) -> None:
    assert found("xitumul") == {MAITE, KEVIN, ALBERTO}


def test_all_words_must_fit(scene: None) -> None:
    assert found("maite juan") == set()


def test_an_a_number_in_any_spelling(scene: None) -> None:
    for text in ("201970005", "A201970005", "A 201-970-005", "a#201-970-005", "201 970 005"):
        assert found(text) == {YAMILET}, text


def test_a_persons_and_a_familys_number(scene: None) -> None:
    assert found(MAITE) == {MAITE}
    assert found(FAMILY) == found(FAMILY.lower()) == {MAITE, KEVIN, YAMILET, ALBERTO}


def test_what_is_no_name_finds_nobody_and_breaks_nothing(scene: None) -> None:
    for text in ("", "   ", "'", "%", "_", "' OR 1=1 --", ":*", "& | !", "\x00", "\u202e", "a" * 10_000, "🙂", "\\"):
        assert found(text) == set(), text


def test_somebody_who_was_not_known_is_not_found(scene: None) -> None:
    assert found("maite", known_at=5) == set()


def test_nobody_searches_without_the_right_to(database: Database) -> None:
    with pytest.raises(NotAllowed):
        find_persons(Viewer("stranger", "", "nobody"), "maite", find_standpoint(OFFICER, today=DAY))

"""Who somebody is of those known, asked through the tables alone."""

import random

import pytest

from kinkeeper.domain.access import Actor, Viewer
from kinkeeper.domain.deliveries.withdrawals import RestoreRecords, WithdrawRecords
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.site.database import Database
from tests.linkage.engine.people import people

ACTOR = Actor("R. Delgado", "HHS", "operator")
STRANGER = Viewer("stranger", "", "nobody")
COUNT = 700


def play(*commands: object) -> None:
    from kinkeeper.gateway import submit

    submit([Request.by_content("test", command) for command in commands], actor=ACTOR)


def ask(most: int = 5, **told: str) -> list[str]:
    from kinkeeper.queries.likely import Told, find_likely
    from kinkeeper.queries.standpoint import find_standpoint

    standpoint = find_standpoint(ACTOR, today="2018-07-08")
    return [one.person_id for one in find_likely(ACTOR, Told(**told), standpoint, most=most)]


def kept() -> tuple[int, int, int]:
    """Rows, values and records counted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM findable), (SELECT count(*) FROM findable_value), "
            "coalesce((SELECT count FROM findable_value WHERE kind = 'record'), 0)"
        )
        found: tuple[int, int, int] = cursor.fetchone()
    return found


def record(number: int, given: str, surnames: str, born: str = "", *, whole: str = "", a_number: str = "") -> Record:
    numbers = (Identifier(IdentifierKind.A_NUMBER, a_number, a_number),) if a_number else ()
    named = f"f.csv#{number}"
    told = {"given": given, "surnames": surnames, "whole_name": whole, "born": born}
    return Record(f"r{number}", "e", named, "hotline", number, identifiers=numbers, **told)


FEW = (
    record(1, "Ana Lucía", "Caal Tzoc", "2011-04-05"),
    record(2, "María Elena", "de la Cruz López", "1984-02-11"),
    record(3, "José Luis", "García Pérez", "1990-10-30", a_number="201345678"),
    record(4, "", "", "2012-01-02", whole="GARCIA PEREZ, KEVIN"),
    record(5, "Ștefan", "Țurcanu", "2001-11-30"),
    record(6, "", "", "2001-11-30"),
)


@pytest.fixture
def few(database: Database) -> None:
    play(ReceiveRecords(FEW), IdentifyPeople("run", tuple(Person(f"P{one.row}", (one.record_id,)) for one in FEW)))


@pytest.mark.parametrize(
    ("told", "person"),
    [
        ({"given": "Ana", "surnames": "Kal Tsok"}, "P1"),
        ({"whole": "tzoc ana"}, "P1"),
        ({"whole": "Caal Tzoc Ana Lucia"}, "P1"),
        ({"surnames": "Delacruz"}, "P2"),
        ({"given": "Elena", "born": "1984"}, "P2"),
        ({"given": "Jsoe", "surnames": "Gracia"}, "P3"),
        ({"a_number": "201345678"}, "P3"),
        ({"a_number": "201345687"}, "P3"),
        ({"a_number": "291345678"}, "P3"),
        ({"given": "Kevin", "surnames": "Garcia"}, "P4"),
        ({"given": "Stefan", "surnames": "Turcan"}, "P5"),
        ({"given": "Turcanu", "surnames": "Stefan", "born": "2001-11-30"}, "P5"),
    ],
)
def test_a_person_is_found_however_told(few: None, told: dict[str, str], person: str) -> None:
    assert ask(**told)[0] == person


@pytest.mark.parametrize(
    ("told", "person"),
    [
        ({"given": "Lupita", "surnames": "Ajanel"}, "P1"),
        ({"whole": "chuy pop"}, "P2"),
        ({"given": "José", "surnames": "Xol", "born": "2009"}, "P3"),
        ({"given": "Bill", "surnames": "Batz"}, "P4"),
    ],
)
def test_a_person_is_found_by_what_they_are_called(database: Database, told: dict[str, str], person: str) -> None:
    named = (("Guadalupe", "Ajanel"), ("Jesús", "Pop"), ("Pepe", "Xol"), ("William", "Batz"), ("Karla", "Ajanel"), ("Karla", "Batz"))
    records = tuple(record(n, *one, "2009-03-04") for n, one in enumerate(named, start=1))
    play(ReceiveRecords(records), IdentifyPeople("run", tuple(Person(f"P{one.row}", (one.record_id,)) for one in records)))
    assert ask(**told)[0] == person


@pytest.mark.parametrize("copies", [1_500, pytest.param(100_000, marks=pytest.mark.long)])
def test_copies_of_one_record_without_end_are_answered_in_bounded_work(database: Database, copies: int) -> None:
    from kinkeeper.queries.likely import persons

    for start in range(0, copies, 2_000):
        play(ReceiveRecords(tuple(record(n, "Ana", "Pop", "2011-01-01") for n in range(start, min(start + 2_000, copies)))))
    play(ReceiveRecords((record(copies, "Ana", "Poop Tzunux", "2011-04-05"), record(copies + 1, "A", "X"))))
    assert len(ask(given="Ana", surnames="Pop", most=50)) == 50
    assert ask(given="Ana", surnames="Pop Tzunux", born="2011-04-05")
    assert ask(given="A", surnames="X")
    assert ask(given="q" * 10_000, surnames="\x00'; DROP TABLE findable; --") == []
    assert persons.OF_ALL <= 2_500


def test_nothing_told_finds_nobody(few: None) -> None:
    assert ask() == []
    assert ask(sex="F") == []
    assert ask(whole="FNU", a_number="A?", born="soon") == []


def test_who_may_not_read_is_refused(few: None) -> None:
    from kinkeeper.queries.likely import Told, find_likely
    from kinkeeper.queries.standpoint import find_standpoint

    with pytest.raises(NotAllowed):
        find_likely(STRANGER, Told(whole="Ana"), find_standpoint(ACTOR, today="2018-07-08"))


def test_a_record_that_is_withdrawn_leaves_no_key_behind_and_comes_back(few: None) -> None:
    before = kept()
    assert before[2] == 5
    play(WithdrawRecords(("r1", "r3"), "sent by mistake", ""))
    assert ask(given="Ana", surnames="Caal") == []
    assert ask(a_number="201345678") == []
    assert kept()[2] == 3
    play(RestoreRecords(("r3",), "it was right"))
    assert ask(a_number="201345678") == [""], "nobody's until it is linked again"
    play(RestoreRecords(("r1",), "it was right"))
    assert kept() == before


def test_a_record_withdrawn_before_it_comes_in_is_found_once_it_counts(few: None) -> None:
    from kinkeeper.gateway import rebuild

    before = kept()
    play(WithdrawRecords(("r9",), "sent in another order", "f"))
    play(ReceiveRecords((record(9, "Ximena", "Quiej"),)))
    assert kept() == before
    assert rebuild.check() == []
    play(RestoreRecords(("r9",), "it is right after all"))
    assert kept() != before
    assert rebuild.check() == []


def test_tables_made_anew_are_the_same(few: None) -> None:
    from kinkeeper.gateway import rebuild

    play(WithdrawRecords(("r1",), "sent by mistake", ""))
    assert rebuild.check() == []
    before = kept()
    rebuild.rebuild()
    assert kept() == before


def test_persons_asked_for_badly_are_among_the_first_five(database: Database) -> None:
    made = people(COUNT, seed=11)
    rows = list(made.iter_rows(named=True))
    records = tuple(
        record(n, row["given_name"] or "", f"{row['surname1'] or ''} {row['surname2'] or ''}".strip(), row["dob"] or "")
        for n, row in enumerate(rows)
    )
    whose: dict[str, list[str]] = {}
    for n, row in enumerate(rows):
        whose.setdefault(f"P{row['who']}", []).append(f"r{n}")
    play(ReceiveRecords(records), IdentifyPeople("run", tuple(Person(one, tuple(mine)) for one, mine in whose.items())))
    chance, right, asked = random.Random(5), 0, 0
    for n in range(0, COUNT, 7):
        row = records[n]
        at = chance.randrange(1, len(row.surnames.split()[0]))
        surname = row.surnames[:at] + chance.choice("aeoklrst") + row.surnames[at + 1 :]
        asked += 1
        right += f"P{rows[n]['who']}" in ask(given=row.given.split()[0], surnames=surname, born=row.born)
    assert right / asked >= 0.98

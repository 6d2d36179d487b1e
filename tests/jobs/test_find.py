"""Who somebody is of those already known."""

import pytest
from django.db import connection

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.gateway import submit
from kinkeeper.linkage.finding.weights import from_facts, ordinary
from kinkeeper.site.database import Database
from tests.linkage.engine.people import people

ACTOR = Actor("R. Delgado", "HHS", "operator")

NAMES = [
    ("ANA LUCIA", "CAAL TZOC", "2011-04-05"),
    ("MARIA ELENA", "HERNANDEZ LOPEZ", "1984-02-11"),
    ("JOSE LUIS", "GARCIA PEREZ", "1990-10-30"),
    ("WILMER", "CHOC ICAL", "2013-07-21"),
    ("ROSA", "MEJIA ZELAYA", "2009-12-02"),
    ("KARLA SOFIA", "VASQUEZ BATZ", "1979-05-17"),
]


@pytest.fixture
def season(database: Database) -> None:
    number = Identifier(IdentifierKind.A_NUMBER, "201345678", "A201 345 678")
    records = tuple(
        Record(f"r{n}", "e", f"f.csv#{n}", "layout", n, given=given, surnames=surnames, born=born, identifiers=(number,) if n == 3 else ())
        for n, (given, surnames, born) in enumerate(NAMES)
    )
    people = [Person(f"P{n}", (f"r{n}",), ()) for n in range(len(NAMES))]
    submit([Request("1", ReceiveRecords(records)), Request("2", IdentifyPeople("run", tuple(people)))], actor=ACTOR)


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize(
    ("told", "person"),
    [
        ({"given": "Ana", "surnames": "Kaal", "born": "2011-04-05"}, "P0"),
        ({"given": "ELENA", "surnames": "LOPEZ", "born": "1984-02-11"}, "P1"),
        ({"given": "José", "surnames": "Garsia", "born": "1990-10-30"}, "P2"),
        ({"a_number": "201345678"}, "P3"),
        ({"given": "Rosa", "surnames": "Zelaya", "born": "2009"}, "P4"),
        ({"given": "Batz", "surnames": "Karla", "born": "1979-05-17"}, "P5"),
    ],
)
def test_a_person_is_found_by_what_was_heard(told: dict[str, str], person: str) -> None:
    from kinkeeper.jobs.find import find_person

    found = find_person(told, most=3, actor=ACTOR)
    assert found[0].person == person
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


@pytest.mark.usefixtures("season")
def test_without_anything_told_one_line_says_what_is_needed() -> None:
    from kinkeeper.jobs.find import find_person

    with pytest.raises(Refused, match="at least a name"):
        find_person({"given": ""}, most=3, actor=ACTOR)


@pytest.mark.usefixtures("database")
def test_where_nobody_is_known_it_says_so() -> None:
    from kinkeeper.jobs.find import find_person

    with pytest.raises(NotFound, match="Nobody is known yet"):
        find_person({"given": "Ana"}, most=3, actor=ACTOR)


@pytest.mark.usefixtures("database")
def test_what_agreement_is_worth_is_learnt_from_a_thousand_records_and_kept_as_a_version() -> None:
    from kinkeeper.jobs.find import learn_to_find
    from kinkeeper.queries.findings import get_model_version
    from kinkeeper.queries.likely.learnt import weights_in_force

    rows = people(1_200, seed=3).iter_rows(named=True)
    told = [(row["given_name"] or "", f"{row['surname1'] or ''} {row['surname2'] or ''}".strip(), row["dob"] or "") for row in rows]
    records = [Record(f"r{n}", "e", f"f.csv#{n}", "layout", n, given=one[0], surnames=one[1], born=one[2]) for n, one in enumerate(told)]
    learn_to_find(records[:500], actor=ACTOR)
    assert get_model_version(ACTOR, "find") == 0
    for _ in range(2):
        learn_to_find(records, actor=ACTOR)
        assert get_model_version(ACTOR, "find") == 1
    with connection.cursor() as cursor:
        learnt = weights_in_force(cursor)
    assert learnt.bits["born"] != ordinary().bits["born"]
    assert learnt.bits["sex"] == ordinary().bits["sex"], "no record says it"
    assert from_facts(learnt.as_facts()) == learnt

"""What came since is linked by what was learnt: the same persons and questions as linking all by it, whatever came between."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from kinkeeper.domain.deliveries.withdrawals import RestoreRecords, WithdrawRecords
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.sealings import ApproveSealing, ProposeSealing
from kinkeeper.linkage.forming import Version
from kinkeeper.linkage.people import LinkedPeople, link_people
from kinkeeper.site.database import Database, environment_of
from tests.cli.command import run
from tests.cli.test_verify import address as address_of
from tests.jobs.test_questions import ANA, BEN, persons, quiet, send, settle, size
from tests.linkage.people_made import families, kept_afterwards, kept_by_border_patrol, listed

_told = count(1)


def season(number: int = 45) -> list[Record]:
    """Records of two agencies, some of them blurred, and rows of a list that only names people."""
    chance = random.Random(11)
    records: list[Record] = []
    for household in families(seed=11, number=number):
        for person in household:
            records += [kept_by_border_patrol(person), kept_afterwards(person)]
            if chance.random() < 0.25:
                records.append(kept_afterwards(person, surnames=person.surnames.split()[0], identifiers=(), born=person.born[:4]))
        if chance.random() < 0.3:
            records += listed(household[0], household[1])
    return records


def receive(records: list[Record]) -> None:
    send(ReceiveRecords(tuple(records)))


def link(*, anew: bool = False) -> dict[str, str]:
    from kinkeeper.jobs.link import link_what_came
    from kinkeeper.queries.people import get_person_of

    link_what_came(actor=ANA, progress=quiet, anew=anew)
    return get_person_of(ANA)


def held() -> Any:
    """What the last run left; None where there is nothing that this program may go on from."""
    from kinkeeper.gateway.linking import held as kept
    from kinkeeper.queries.findings import get_model_version

    return kept.load(get_model_version(ANA, "link"))


def at_once(version: Version) -> LinkedPeople:
    from kinkeeper.jobs.questions import decisions
    from kinkeeper.queries.records import list_records

    return link_people(list_records(ANA), decisions(ANA), version=version)


def groups(linked: LinkedPeople) -> set[frozenset[str]]:
    from kinkeeper.queries.records import list_record_ids

    return persons({record: str(number) for record, number in zip(list_record_ids(ANA), linked.person_of, strict=True)})


def asked() -> set[tuple[str, str, str]]:
    """The questions that stand and nobody has answered, with how probable they are."""
    from kinkeeper.queries.review.verdicts import list_reviewed

    known = [one for one in list_reviewed(ANA, "person") if not one.withdrawn and not one.judgements]
    return {(one.question.one, one.question.other, one.question.probability) for one in known}


def wanted(linked: LinkedPeople) -> set[tuple[str, str, str]]:
    doubts = [*linked.doubts, *(one for lot in linked.lots for one in lot.drawn)]
    return {(*sorted((one.one, one.other)), f"{one.probability:.4f}") for one in doubts}  # type: ignore[misc]


def of_persons(questions: set[tuple[str, str, str]], person_of: dict[str, str]) -> set[tuple[frozenset[str], str]]:
    """By the two persons in question, who may be asked about by other records of theirs; by the records where they are held to be one."""

    def ends(one: str, other: str) -> frozenset[str]:
        both = frozenset((person_of[one], person_of[other]))
        return both if len(both) > 1 else frozenset((one, other))

    return {(ends(one, other), probability) for one, other, probability in questions}


def joined_by(person_of: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """Each person of several records with how many records and joins it has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, jsonb_array_length(joins::jsonb) FROM person WHERE until IS NULL")
        joins = dict(cursor.fetchall())
    for person in set(person_of.values()):
        yield person, list(person_of.values()).count(person), joins[person]


def check(version: Version) -> None:
    from kinkeeper.queries.people import get_person_of

    whole, person_of = at_once(version), get_person_of(ANA)
    assert persons(person_of) == groups(whole)
    assert of_persons(asked(), person_of) == of_persons(wanted(whole), person_of)
    assert all(joins >= records - 1 for _, records, joins in joined_by(person_of))


def test_what_comes_goes_and_is_decided_gives_the_persons_of_linking_all(database: Database) -> None:
    chance, records = random.Random(3), season()
    chance.shuffle(records)
    receive(records[:150])
    link()
    version = held().version
    late, there = records[150:186], records[:150]
    for nth in range(3):
        come, gone = late[nth * 12 : (nth + 1) * 12], chance.sample(there, 6)
        receive(come)
        send(WithdrawRecords(tuple(one.record_id for one in gone), "sent by mistake", ""))
        there += come
        one, other = chance.sample([record for record in there if record not in gone], 2)
        settle(("person", *sorted((one.record_id, other.record_id))), chance.choice(("same", "different")))
        link()
        assert held().version.lines == version.lines, "it went on, and learnt nothing anew"
        check(version)
        send(RestoreRecords(tuple(one.record_id for one in gone[:3]), "it was right"))
        there = [record for record in there if record not in gone[3:]]
    link()
    check(version)


def test_a_run_to_which_nothing_came_says_nothing(database: Database) -> None:
    receive(season())
    person_of = link()
    before = size()
    assert link() == person_of
    assert size() == before


def test_it_learns_anew_where_that_is_asked_for_where_a_new_source_speaks_and_where_much_has_come(database: Database) -> None:
    records = season()
    receive(records[:100])
    link()
    assert held().version.lines == 100 - sum(len(members) - 1 for members in held().lines.members)
    receive(records[100:110])
    link()
    assert held().version.lines <= 100
    link(anew=True)
    assert 100 < held().version.lines <= 110
    receive([replace(records[110], layout="county_jail")])
    link()
    assert "county_jail" in held().version.reading.layouts
    receive(records[111:170])
    link()
    assert held().version.lines > 150


def test_what_is_sealed_leaves_nothing_of_it_and_the_next_run_reads_what_is_left(database: Database) -> None:
    from django.db import connection

    records = season(20)
    receive(records)
    link()
    with connection.cursor() as cursor:
        cursor.execute("SELECT since FROM record WHERE record_id = %s", [records[0].record_id])
        [(position,)] = cursor.fetchall()
    send(ProposeSealing("S-1", "seal", (position,), "D.D.C., 18-cv-1", "as ordered", BEN.name), BEN)
    send(ApproveSealing("S-1", ANA.name), ANA)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM linking) + (SELECT count(*) FROM linked_line)")
        assert cursor.fetchone()[0] == 0
    link()
    assert records[0].record_id not in {record for members in held().lines.members for record in members}


def test_a_run_that_read_before_a_sealing_keeps_nothing_of_what_it_read(database: Database) -> None:
    from kinkeeper.gateway.linking import held as kept

    records = season(20)
    receive(records)
    link()
    memory, since = held(), kept.mark()
    send(ProposeSealing("S-1", "seal", (0,), "D.D.C., 18-cv-1", "as ordered", BEN.name), BEN)
    send(ApproveSealing("S-1", ANA.name), ANA)
    assert not kept.keep_all(memory, since, 1)
    assert not kept.keep_changed(memory, [0], [], since, 1)
    assert held() is None


def test_what_is_held_damaged_by_hand_is_thrown_away_in_one_line_and_all_is_linked_anew(database: Database) -> None:
    """Every way of damage: `tests/linkage/memory/test_packing.py`."""
    from django.db import connection

    from kinkeeper.jobs.link import DAMAGED

    records = season(12)
    receive(records[:-4])
    link()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE linking SET body = set_bit(body, 8000, 1 - get_bit(body, 8000))")
    receive(records[-4:])
    environment = {"DATABASE_URL": address_of(database.app), "DATABASE_OWNER_URL": address_of(database.owner)}
    done = run("link", **environment)
    assert (done.status, done.error.strip()) == (0, f"kinkeeper: {DAMAGED}")
    check(held().version)
    assert run("link", **environment).error.strip() == "", "it goes on from what was kept anew"


KILLED = """
import os, signal, sys
from kinkeeper.domain.access import Actor
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure

with open_database(None) as database:
    configure(database)
    from kinkeeper.jobs.link import link_what_came

    def told(what, count):
        if what == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)

    link_what_came(actor=Actor("ana", "HHS", "operator"), progress=told)
"""


@pytest.mark.parametrize("at", ["persons", pytest.param("questions", marks=pytest.mark.long)])
def test_killed_in_the_middle_it_is_finished_by_the_next_run(database: Database, at: str) -> None:
    records = season(30)
    receive(records[:120])
    link()
    version = held().version
    receive(records[120:140])
    environment = environment_of(None) | {"DATABASE_URL": address_of(database.app), "DATABASE_OWNER_URL": address_of(database.owner)}
    done = subprocess.run([sys.executable, "-c", KILLED, at], env=os.environ | environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    link()
    assert held().version.lines == version.lines
    check(version)

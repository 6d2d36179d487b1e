"""The wall shows a person exactly when the rules say yes, and what is hidden leaves no trace."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.access import ROLES, Actor, Purpose, consents
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF, Agency
from kinkeeper.domain.access.agreements import Agreement, EndAgreement, ProposeAgreement, SignAgreement, forbidden
from kinkeeper.domain.access.consents import Consent, RecordConsent
from kinkeeper.domain.access.decisions import OPENABLE, STAND_IN_STAYS, FieldGroup, Reach, Subject, arrests, decide, reach_of
from kinkeeper.domain.access.holders import holder_of
from kinkeeper.domain.custody_days import DISPUTED, NOBODY
from kinkeeper.domain.facts import replace
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.transfers import AcknowledgeTransfer, Answered, OfferTransfer, RefuseTransfer, Transfer
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.terms import HELD as HELD_BY
from kinkeeper.domain.terms import Custodian
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.extracts.layouts import layouts
from kinkeeper.gateway import clock
from kinkeeper.gateway.access.joined import JOINED
from kinkeeper.gateway.wall import NARROW, OF_WHO_ARRESTS
from kinkeeper.site.database import Database
from kinkeeper.store.tables import (
    ACCESS_PUBLISHED_TABLES,
    ACCESS_TABLES,
    API_TABLES,
    IDENTITY_TABLES,
    NOT_KEPT_TABLES,
    PUBLISHED_TABLES,
    READ_TABLES,
    SIGN_IN_TABLES,
)
from tests.figures import Figure
from tests.web.browsing import AT_THE_COMPUTER, client, taken, words
from tests.web.scene import history, play

TODAY = clock.today()
LAYOUTS = sorted(layout.name for layout in layouts())
VIEWERS = [
    Actor(f"{role}.{agency}".lower(), agency, role, purpose)
    for agency, roles in ROLES_OF.items()
    for role in sorted(roles)
    for purpose in ROLES[role].purposes
]
EACH_REACH = tuple({(reach_of(one), one.agency): one for one in VIEWERS}.values())
KEPT = ("person", "membership", "record", "identifier", "tie", "family", "family_member", "placement", "separation", "need", "transfer")
CASES = iter(range(1_000_000))


@pytest.fixture
def wall(database: Database) -> Iterator[Any]:
    """Look at the tables as a viewer; afterwards as at the beginning."""
    from django.db import connection

    from kinkeeper.gateway import wall

    def look(viewer: Actor, question: str, *parameters: Any) -> list[Any]:
        wall.look_as(viewer)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, parameters[0] if parameters and isinstance(parameters[0], dict) else parameters)
                return cursor.fetchall()
        finally:
            wall.look_no_more()

    yield look


STAYS = {
    "": (),
    "shelter": (Stay("ORR", "Harlingen, Texas", "2018-05-23"),),
    "sponsor": (Stay("SPONSOR", "12 Elm Street", "2018-07-01", "", "", "", "aunt"),),
    "both": (
        Stay("ORR", "Harlingen, Texas", "2018-05-23", "2018-07-01", "released_to_sponsor", "To her aunt", "aunt"),
        Stay("SPONSOR", "12 Elm Street", "2018-07-01", "", "", "", "aunt"),
    ),
}
World = list[tuple[list[tuple[str, str]], int]]
"""Persons: the layout of each record and what it tells of stays; and in which house they live, 0 for none."""
records_told = st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(sorted(STAYS)))
worlds = st.lists(st.tuples(st.lists(records_told, min_size=1, max_size=3), st.integers(0, 2)), min_size=1, max_size=6)


OPENED = st.lists(st.sampled_from(sorted(OPENABLE - {FieldGroup.IDENTITY})), max_size=3).map(
    lambda some: ("identity", *(("custody",) if STAND_IN_STAYS & set(some) else ()), *some)
)
DAYS = (TODAY - timedelta(days=3), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
HELD = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda two: tuple(one.isoformat() for one in sorted(two)))
SOME_AGENCY, SOME_PURPOSES = st.sampled_from(list(Agency)), st.lists(st.sampled_from(list(Purpose)), min_size=1, max_size=3)
AGREED = st.builds(
    lambda giver, reader, groups, purposes, days: Agreement("", giver, reader, groups, tuple(purposes), *days, "to try"),
    SOME_AGENCY,
    SOME_AGENCY,
    OPENED,
    SOME_PURPOSES,
    HELD,
).filter(lambda one: not forbidden(one))
CONSENTED = st.builds(
    lambda person, agency, groups, purposes, days: Consent("", f"{person}", agency, groups, tuple(purposes), *days, "es", "none needed"),
    st.integers(0, 5),
    SOME_AGENCY,
    OPENED,
    SOME_PURPOSES,
    HELD,
).filter(lambda one: not consents.forbidden(one))


HANDED = st.tuples(st.integers(0, 5), *(st.sampled_from(["CBP", "ICE", "ORR", "HOSPITAL"]),) * 2, st.sampled_from(list(Answered)))
"""Whom, by whom, to whom, and what became of the offer."""


@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(
    # Lent is a record that tells of no custody, and an agency that arrests is shown it no more than without the agreement.
    world=[([("prosecutions", ""), ("orr_children", "sponsor")], 0)],
    assigned=set(),
    agreed=[
        Agreement("", Agency.ORR, Agency.CBP, ("identity",), (Purpose.ADMINISTRATION,), DAYS[0].isoformat(), DAYS[3].isoformat(), "lent")
    ],
    consented=[],
    handed=[(0, "CBP", "ORR", "open"), (0, "ORR", "ICE", "open"), (0, "CBP", "ORR", "withdrawn")],
)
@example(
    # Whoever took over somebody of a family is concerned with all of it; who refused, or is asked, is not.
    world=[([("border_patrol", "both")], 1), ([("port_of_entry", "")], 1), ([("task_force_list", "shelter")], 0)],
    assigned=set(),
    agreed=[],
    consented=[],
    handed=[(0, "CBP", "ORR", "acknowledged"), (1, "CBP", "ICE", "open"), (2, "ORR", "ICE", "open"), (1, "CBP", "ORR", "refused")],
)
@example(
    # Who is asked for somebody is told who it is, and none of the words that a record of them says.
    world=[([("border_patrol", "both"), ("prosecutions", "shelter")], 0)],
    assigned=set(),
    agreed=[],
    consented=[],
    handed=[(0, "HOSPITAL", "ORR", "open")],
)
@given(
    world=worlds,
    assigned=st.sets(st.integers(0, 5)),
    agreed=st.lists(AGREED, max_size=3),
    consented=st.lists(CONSENTED, max_size=3),
    handed=st.lists(HANDED, max_size=3),
)
def test_a_person_and_each_group_of_fields_is_shown_exactly_when_the_rules_say_yes(
    wall: Any,
    world: World,
    assigned: set[int],
    agreed: list[Agreement],
    consented: list[Consent],
    handed: list[tuple[int, str, str, str]],
    figure: Figure,
) -> None:
    case = next(CASES)
    ids = [f"P{case}-{number}" for number in range(len(world))]
    families = invent(case, world, ids)
    agree(case, agreed)
    consent(case, [one for one in consented if int(one.person_id) < len(ids)], ids)
    offers = hand_over(case, [one for one in handed if one[0] < len(ids)], ids)
    counsel = [viewer for viewer in VIEWERS if viewer.role == "counsel"]
    mine = {ids[number] for number in assigned if number < len(ids)}
    assign(counsel, mine)

    def subject(number: int) -> Subject:
        own = frozenset(str(holder_of(layout)) for layout, _ in world[number][0])
        family = next((one.members for one in families if ids[number] in one.members), (ids[number],))
        theirs = frozenset(str(holder_of(layout)) for one in family for layout, _ in world[ids.index(one)][0])
        theirs |= {one.to_custodian for one in offers if one.person_id in family and one.answered == Answered.ACKNOWLEDGED}
        told_by = frozenset(
            str(holder_of(layout))
            for layout, told in world[number][0]
            if holder_of(layout) in ENFORCES or any(stay.custodian in HELD_BY for stay in STAYS[told])
        )
        assigned_to = frozenset(one.name for one in counsel) if ids[number] in mine else frozenset[str]()
        return Subject(own, theirs, assigned_to, bool(told_by), ids[number], told_by)

    from kinkeeper.queries.access.openings import openings_for
    from kinkeeper.queries.access.subjects import subject_of

    subjects = {ids[number]: subject(number) for number in range(len(ids))}
    for person in ids:
        assert subject_of(person).in_custody == subjects[person].in_custody
    with the_clock_stands() as now:
        for viewer in VIEWERS:
            openings = openings_for(viewer, ids)
            says = {group: {one: decide(viewer, subjects[one], group, openings, now) for one in ids} for group in FieldGroup}
            allowed = {group: {one for one, said in of.items() if said.allowed} for group, of in says.items()}
            seen: dict[str, set[str]] = {name: set() for name in (*TELLS, "person", "membership", "kin", "members", "words")}
            for name, person in wall(viewer, SEES, {"ids": ids}):
                seen.setdefault(name, set()).add(person)
            assert seen.pop("need", set()) == allowed[FieldGroup.NEED], viewer
            assert seen.pop("transfer", set()) == {
                one.transfer_id
                for one in offers
                if decide(
                    viewer, subjects[one.person_id], FieldGroup.NEED, [this for this in openings if this.number == one.transfer_id], now
                ).allowed
                and (not arrests(viewer) or viewer.agency in (one.from_custodian, one.to_custodian))
            }, viewer
            assert seen["person"] == seen["membership"] == allowed[FieldGroup.IDENTITY], viewer
            for group in TELLS:
                has = {one for number, one in enumerate(ids) if tells(group, world[number][0], says[group][one].sources)}
                assert seen[group] == allowed[group] & has, (viewer, group)
            if viewer in EACH_REACH:
                assert told_otherwise(wall, viewer, (*KEPT, *JOINED)) == summed_otherwise(wall, viewer) == [], viewer
            in_families = {one for family in families for one in family.members}
            assert seen["kin"] == seen["members"] == allowed[FieldGroup.KINSHIP] & in_families, viewer
            assert seen["words"] <= allowed[FieldGroup.STATEMENT], viewer
            assert viewer.agency in ENFORCES or seen["words"] == allowed[FieldGroup.STATEMENT], viewer
            if says[FieldGroup.KINSHIP][ids[0]].rule == "purpose":
                assert wall(viewer, "SELECT 1 FROM family_member UNION ALL SELECT 1 FROM tie UNION ALL SELECT 1 FROM part") == []
    figure(18, "{} worlds before {} viewers, no difference between the rules and what is shown", 1, len(VIEWERS))


@contextmanager
def the_clock_stands() -> Iterator[str]:
    """A transaction, in which the database's clock stands: by it the wall opens and closes."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [(now,)] = cursor.fetchall()
        yield now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def told_otherwise(wall: Any, viewer: Actor, tables: Iterable[str]) -> list[Any]:
    """The views made for this viewer's reach that show other rows than the general ones, which are made of the whole rule."""
    [[path]] = wall(viewer, "SELECT current_setting('search_path')")
    own = path.split(",")[0]
    if own not in OF_THE_GENERAL:
        return []
    two = own, OF_THE_GENERAL[own]
    rows = {(one, table): f"SELECT * FROM {one}.{table}" for one in two for table in tables}
    return wall(
        viewer,
        " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (({rows[one, table]} EXCEPT ALL {rows[other, table]}))"
            for table in tables
            for one, other in (two, two[::-1])
        ),
    )


BY_DAY = """
SELECT custodian, day, sum(more) AS more FROM custody_day CROSS JOIN LATERAL (VALUES (from_day, 1), (until_day, -1)) at (day, more)
WHERE until IS NULL AND day < 'infinity' GROUP BY 1, 2 HAVING sum(more) <> 0
"""
SUMMED = "SELECT custodian, day, more::bigint FROM custody_move WHERE agency = %(whose)s"


def summed_otherwise(wall: Any, viewer: Actor) -> list[Any]:
    """The sums of who is with whom that are not those of the days that the viewer is shown; any, where none are kept for the viewer."""
    [[path]] = wall(viewer, "SELECT current_setting('search_path')")
    whose = {Reach.EVERYBODY: "", Reach.CONCERNED: viewer.agency}.get(reach_of(viewer))
    if whose is None or path.split(",")[0] not in ("public", *OF_THE_GENERAL):
        return wall(viewer, "SELECT agency, custodian, day, more FROM custody_move")
    sides = (BY_DAY, SUMMED), (SUMMED, BY_DAY)
    return wall(viewer, " UNION ALL ".join(f"(({one}) EXCEPT ALL ({other}))" for one, other in sides), {"whose": whose})


OF_THE_GENERAL = {one: "seen" for one in NARROW} | {less: "parted" for of, less in OF_WHO_ARRESTS.items() if of != "seen"}


def tells(group: FieldGroup, held: list[tuple[str, str]], sources: frozenset[str] | None) -> bool:
    """Whether a record that may be shown tells of it."""
    return any(stay in TOLD[group] and (sources is None or str(holder_of(layout)) in sources) for layout, stay in held)


def agree(case: int, agreed: list[Agreement]) -> None:
    """Have these agreements proposed and signed; those of the worlds before end."""
    from kinkeeper.queries.access.openings import list_agreements

    for old in list_agreements(VIEWERS[0]):
        if not old.ended_by:
            play([EndAgreement(old.agreement_id, "tried", "tests", "")], name=f"end-{case}-{old.agreement_id}", actor=AT_THE_COMPUTER)
    for number, one in enumerate(agreed):
        named, giver, reader = f"A{case}-{number}", Actor("g", one.giver, "administrator"), Actor("r", one.reader, "administrator")
        play([ProposeAgreement(replace(one, agreement_id=named), "g", one.giver)], name=f"propose-{named}", actor=giver)
        play([SignAgreement(named, "r", one.reader)], name=f"sign-{named}", actor=reader)


def hand_over(case: int, handed: list[tuple[int, str, str, str]], ids: list[str]) -> list[Transfer]:
    """Have everybody need something, and these persons offered, each offer answered so."""
    play([RecordNeed(Need(f"N{one}", one, "language", "K'iche'")) for one in ids], name=f"need-{case}")
    offers, at = [], "2018-05-22T06:13"
    for number, (whom, giver, taker, answered) in enumerate(handed):
        named = f"T{case}-{number}"
        offer = Transfer(named, ids[whom], giver, "here", taker, "there", at, at, needs=(f"N{ids[whom]}",))
        answer = {
            "acknowledged": AcknowledgeTransfer(named, at, offer.needs, AT_THE_COMPUTER.name),
            "refused": RefuseTransfer(named, at, "no bed", False, AT_THE_COMPUTER.name),
            "withdrawn": RefuseTransfer(named, at, "released", True, AT_THE_COMPUTER.name),
        }
        play([OfferTransfer(offer), *([answer[answered]] if answered in answer else [])], name=named, actor=AT_THE_COMPUTER)
        offers.append(replace(offer, answered=answered))
    return offers


def consent(case: int, consented: list[Consent], ids: list[str]) -> None:
    """Have these persons consent."""
    said = [replace(one, consent_id=f"C{case}-{n}", person_id=ids[int(one.person_id)]) for n, one in enumerate(consented)]
    play([RecordConsent(one) for one in said], name=f"consent-{case}")


TELLS = {
    FieldGroup.SHELTER: "p.custodian = 'ORR' AND p.place <> ''",
    FieldGroup.SPONSOR: "(p.custodian = 'SPONSOR' OR p.released_to <> '' OR p.end_reason = 'released_to_sponsor')",
}
SEES = """
SELECT 'person', person_id FROM person WHERE person_id = ANY(%(ids)s) AND until IS NULL
UNION ALL SELECT 'membership', person_id FROM membership WHERE person_id = ANY(%(ids)s)
UNION ALL SELECT 'kin', person_id FROM family_member WHERE person_id = ANY(%(ids)s)
UNION ALL SELECT 'members', jsonb_array_elements_text(members) FROM family WHERE members ?| %(ids)s::text[]
UNION ALL SELECT 'need', person_id FROM need WHERE person_id = ANY(%(ids)s) AND until IS NULL
UNION ALL SELECT 'transfer', transfer_id FROM transfer WHERE person_id = ANY(%(ids)s) AND until IS NULL
UNION ALL SELECT 'words', m.person_id FROM part p JOIN record r ON r.since = p.seq JOIN membership m USING (record_id)
    WHERE m.person_id = ANY(%(ids)s) AND p.k = 2
""" + "".join(
    f"UNION ALL SELECT '{group}', m.person_id FROM membership m JOIN placement p ON p.source_id = m.record_id "
    f"WHERE m.person_id = ANY(%(ids)s) AND {told} "
    for group, told in TELLS.items()
)
"""What of these persons is shown, by group of fields. An entry's words are its second part; the first names nobody and is shown to all."""
TOLD = {FieldGroup.SHELTER: {"shelter", "both"}, FieldGroup.SPONSOR: {"sponsor", "both"}}


def invent(case: int, world: World, ids: list[str]) -> tuple[Family, ...]:
    """Records, persons and families of a world; returns the families."""
    records = [
        Record(f"r{case}-{number}-{at}", "x", "", layout, at, stays=STAYS[told])
        for number, (held, _) in enumerate(world)
        for at, (layout, told) in enumerate(held)
    ]
    people = tuple(
        Person(ids[number], tuple(f"r{case}-{number}-{at}" for at in range(len(held)))) for number, (held, _) in enumerate(world)
    )
    houses = {house: tuple(ids[number] for number, (_, one) in enumerate(world) if one == house) for _, house in world}
    families = tuple(Family(f"KF-{case}-{house}", members) for house, members in houses.items() if house and len(members) > 1)
    play([ReceiveRecords(tuple(records)), IdentifyPeople("l", people), FormFamilies("f", families)], name=f"world-{case}")
    return families


def assign(counsel: list[Actor], persons: set[str]) -> None:
    """Let these counsel see these persons."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO assignment VALUES (%s, %s)", [(one.name, person) for one in counsel for person in persons])


def test_whom_transfers_concern_is_the_same_after_the_tables_were_made_anew(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway import rebuild

    play(history())
    play([*hidden()], name="hidden")
    offers = [("ICE", "acknowledged"), ("CBP", "open"), ("HOSPITAL", "open"), ("USMS", "refused"), ("USMS", "withdrawn")]
    hand_over(0, [(0, "ORR", to, answered) for to, answered in offers], ["Pana"])

    def kept() -> tuple[list[Any], list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id, agency, own, offered FROM holding WHERE person_id IN ('Pana', 'Peva') ORDER BY 1, 2")
            holding = cursor.fetchall()
            cursor.execute("SELECT a::text FROM agency_apart a ORDER BY 1")
            return holding, cursor.fetchall()

    before = kept()
    of_both = {(one, "ICE", False, False) for one in ("Pana", "Peva")} | {(one, "ORR", True, False) for one in ("Pana", "Peva")}
    assert set(before[0]) == {*of_both, ("Pana", "CBP", False, True)}
    assert any("ICE" in row and "Pana" in row for (row,) in before[1])
    rebuild.rebuild()
    assert kept() == before


def test_the_database_knows_whose_record_a_record_is_as_the_rules_do(database: Database) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT layout, holder_of(layout) FROM unnest(%s::text[]) layout", [[*LAYOUTS, "intake", "desk", "", "xice"]])
        assert dict(cursor.fetchall()) == {name: str(holder_of(name)) for name in (*LAYOUTS, "intake", "desk", "", "xice")}


def test_what_a_station_took_in_before_it_was_the_stations_is_so_after_the_next_command(database: Database) -> None:
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    from kinkeeper.site.setup import migrate

    held = "SELECT r.holder, h.agency FROM record r, holding h WHERE r.record_id = 'r1' AND h.person_id = 'P1' AND h.own"
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('holder_of'::regproc)")
        [as_it_is] = cursor.fetchone()
        cursor.execute(re.sub(r"WHEN \S+ ~~ 'intake%'::text\)? THEN 'CBP'::text", "", as_it_is))
        cursor.execute("COMMENT ON TABLE membership IS '0001'")
        play([ReceiveRecords((Record("r1", "", "intake#1", "intake", 1, given="Ana"),)), IdentifyPeople("l", (Person("P1", ("r1",)),))])
        cursor.execute(held)
        assert cursor.fetchall() == [("TASK_FORCE", "TASK_FORCE")]
        steps = MigrationLoader(None).disk_migrations.items()
        [brought] = [one.operations for (_, name), one in steps if name.endswith("_taken_in_at_a_station")]
        cursor.execute(brought[0].sql)
        migrate()
        cursor.execute(held)
        assert cursor.fetchall() == [("CBP", "CBP")]


def test_what_was_sealed_is_sealed_for_those_too_who_see_a_part(database: Database, wall: Any, _laid: Any) -> None:
    play(history())
    _laid.admin.execute("INSERT INTO withheld (position, k, effect, since) VALUES (7, 2, 'sealed', 8)")
    for viewer in VIEWERS:
        assert wall(viewer, "SELECT position FROM withheld") == [(7,)], viewer


def test_only_who_sees_everybody_is_told_that_a_statement_without_words_was_sealed(database: Database, _laid: Any) -> None:
    play(history())
    for position in range(1, 6):
        _laid.admin.execute("INSERT INTO withheld (position, k, effect, since) VALUES (%s, 2, 'sealed', 8)", [position])
    page = "/families/KF-20418/?statements=all"
    everybody, concerned = (words(one.get(page)) for one in (client(), client(role="caseworker", agency="ORR")))
    assert "Sealed or expunged." in everybody and "Not shown:" not in everybody
    assert "Not shown: sealed, expunged, or not for you to read." in concerned and "Sealed or expunged." not in concerned


def test_who_holds_records_is_the_same_after_a_rebuild(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway import rebuild

    def held() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id, agency, own, custody FROM holding ORDER BY 1, 2")
            return cursor.fetchall()

    play([*history(), IdentifyPeople("again", (Person("Pmaite", ("r1",)), Person("Pother", ("r2",))))])
    before = held()
    said = {(person, agency, own) for person, agency, own, _ in before}
    assert {("Pmaite", "CBP", True), ("Pother", "ORR", True), ("Pmaite", "ORR", False)} <= said
    rebuild.rebuild()
    assert held() == before


def test_a_page_that_does_not_say_who_looks_shows_nobody(database: Database, wall: Any) -> None:
    play(history())
    nobody = Actor("x", "", "nobody")
    assert reach_of(nobody) is Reach.NOBODY
    for table in KEPT:
        assert wall(nobody, f"SELECT 1 FROM {table}") == []
        assert wall(Actor("ada", "ORR", "administrator", "administration"), f"SELECT 1 FROM {table}") == []


def test_every_read_table_stands_behind_the_wall(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway import wall

    with connection.cursor() as cursor:
        for schema in wall.SCHEMAS:
            cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = %s", [schema])
            assert {name for (name,) in cursor.fetchall()} == {*READ_TABLES, "part", *JOINED}


OUTSIDE = (
    ACCESS_PUBLISHED_TABLES,
    ACCESS_TABLES,
    API_TABLES,
    IDENTITY_TABLES,
    NOT_KEPT_TABLES,
    PUBLISHED_TABLES,
    SIGN_IN_TABLES,
    {"entry", "head", "request", "part", "assignment", "emergency", "unusual_reading"},
)
QUEUE = {"procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers", "django_migrations"}
FILES = {"desk_file", "file_piece", "at_once_go"}
"""Asked by agency, or by the operator alone (`queries/deliveries`); by whose own it is (`queries/casework/goes.py`)."""


def test_no_table_stands_beside_the_wall_that_is_not_known_to(database: Database) -> None:
    """A page's connection looks in `public` for what has no view: a new table of persons must have one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        beside = {name for (name,) in cursor.fetchall()} - set(READ_TABLES)
    assert beside == set().union(*OUTSIDE, QUEUE, FILES)


def test_a_wall_of_an_earlier_version_is_built_anew(database: Database) -> None:
    from django.db import connections

    from kinkeeper.gateway import wall
    from kinkeeper.site.setup import migrate

    assert wall.stands()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP VIEW parted.tie; COMMENT ON SCHEMA seen IS 'as it was'")
        assert not wall.stands()
        migrate()
        cursor.execute("SELECT count(*) FROM parted.tie")
    assert wall.stands()


# What is hidden leaves no trace


def hidden() -> list[Any]:
    """A family of which ORR alone holds records."""
    records = tuple(
        Record(
            f"h{n}",
            "xh",
            f"h.csv#{n}",
            "orr_children",
            n,
            given=given,
            surnames="Hidden",
            born="2014-01-01",
            stays=(Stay("ORR", "Nowhere", "2018-06-01"),),
        )
        for n, given in enumerate(("Ana", "Eva"))
    )
    return [
        ReceiveRecords(records),
        IdentifyPeople("h", (Person("Pana", ("h0",)), Person("Peva", ("h1",)))),
        AssessTies("h", (Tie("Pana", "Peva", "parent", "claimed", "0.9", "recorded"),)),
        FormFamilies("h", (Family("KF-77777", ("Pana", "Peva")),)),
        RaiseSeparations("h", (Separation("Pana", "Peva", "2018-06-01", "", "", "detected", "0.9", "", "", "apart", ""),)),
    ]


CANARIES = ("Hidden", "Pana", "Peva", "KF-77777", '"h0"', '"h1"')


def test_with_the_first_wall_away_no_view_has_a_row_of_anybody_hidden(database: Database, wall: Any, figure: Figure) -> None:
    """Plain SQL on a page's connection, asked of every read table under its name, by each role of each agency: no page, no `decide`."""
    play([*history(), *hidden()])
    asked, shown = 0, dict[str, set[str]]()
    for viewer in VIEWERS:
        for table in (*READ_TABLES, "part"):
            row = "convert_from(t.body, 'UTF8')" if table == "part" else "to_jsonb(t)"
            rows = "\n".join(str(told) for (told,) in wall(viewer, f"SELECT {row} FROM {table} t" + " WHERE k = 2" * (table == "part")))
            asked += 1
            if any(canary in rows for canary in CANARIES):
                shown.setdefault(viewer.name, set()).add(table)
    of_orr = frozenset({Agency.ORR})
    subjects = [Subject(of_orr, of_orr, frozenset(), in_custody=True, person=one) for one in ("Pana", "Peva")]
    may = {viewer.name for viewer in VIEWERS if any(decide(viewer, one, group).allowed for one in subjects for group in FieldGroup)}
    others = {name: tables for name, tables in shown.items() if name not in may}
    words = "{} questions in plain SQL of {} viewers: rows of a hidden family for {} of the {} who may not know of it"
    figure(26, words, asked, len(VIEWERS), len(others), len(VIEWERS) - len(may))
    assert others == {}
    assert set(shown) == may and len(may) < len(VIEWERS) - 5


def test_the_views_of_each_reach_show_what_the_general_ones_do(database: Database, wall: Any) -> None:
    """Every read table, and what is joined of several: to each reach of each agency, with a family hidden from most."""
    from django.db import connection

    play([*history(), *hidden()])
    assign([one for one in VIEWERS if one.role == "counsel"], {"Pana", "Pmaite"})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT count(*) FROM {one})' for one in JOINED)}")
        assert 0 not in cursor.fetchone()
    for viewer in EACH_REACH:
        assert told_otherwise(wall, viewer, (*READ_TABLES, "part", *JOINED)) == [], viewer


LISTS = ("/children-apart/?outcome=any", "/children-apart/export.csv", "/families/")
COUNTED = (
    "/",
    "/pictures/",
    "/custody/",
    "/due/",
    "/warnings/",
    "/cases/",
    "/review/",
    "/inquiries/",
    "/reports/places/",
    "/reports/census/",
)
FILTERED = tuple(
    f"/children-apart/?{one}" for one in ("child_with=ORR", "age=0-4", "basis=detected", "reason=NONE", "outcome=apart&order=youngest")
)
OF_CUSTODIANS = tuple(f"/custody/persons/?custodian={one}" for one in (*Custodian, NOBODY, DISPUTED, "ICE&place=at:eloy+arizona"))
PLACES = (*LISTS, *COUNTED, *FILTERED, *OF_CUSTODIANS, "/families/KF-77777/", "/people/Pana/", "/people/Peva/")
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|search=[\w-]+|name="search" value="[^"]*"|<footer.*?</footer>|As known on [^.<"]*|Export,[^\r\n]*',
    re.DOTALL,
)

OF_THE_LEDGER = re.compile(r"\d+ entries[^<\"\r\n]*|(?<=\d · )\d+(?=\")|(\d+\r?\n)?'?[\w+/]{43}=")
"""How long the ledger is, and its root: told on every report; in CSV a quote stands before a root that begins with a plus (1 of 64)."""


def answers(browser: Any, *more: str) -> list[tuple[int, str]]:
    """What a browser is answered everywhere, without what differs each time: tokens, and the ledger's size and moment."""
    got = [browser.get(place) for place in (*PLACES, *more)]
    got.append(taken(browser, "/children-apart/export.csv?outcome=any"))
    got += [browser.get(f"/reports/{name}/file.{form}") for name in ("places", "census", "court") for form in ("csv", "html")]
    got += [browser.post("/search/", {"text": text}, follow=True) for text in ("Hidden", "Pana", "KF-77777")]
    return [
        (one.status_code, re.sub(r"(As known on|Entries known),.*", "", OF_THE_LEDGER.sub("", CHANGING.sub("", one.content.decode()))))
        for one in got
    ]


def test_why_somebody_is_not_shown_is_the_rule_and_the_same_where_there_is_nobody(database: Database, still: None) -> None:
    play([*history(), *hidden()])
    says = {
        ("caseworker", "ICE"): "of whom your agency holds a record, and their families",
        ("officer", "CBP"): "You see persons of whom your agency holds a record. Of others",
        ("counsel", "COUNSEL"): "You see persons who are assigned to you.",
    }
    named = {"caseworker": "reach:concerned", "officer": "reach:own", "counsel": "reach:assigned"}
    for (role, agency), rule in says.items():
        browser = client(role=role, agency=agency)
        for there, not_there in (("/families/KF-77777/", "/families/KF-66666/"), ("/people/Pana/", "/people/Pxyz/")):
            told, other = browser.get(there), browser.get(not_there)
            assert told.status_code == other.status_code == 404
            told, other = (CHANGING.sub("", one.content.decode()).replace(where, "") for one, where in ((told, there), (other, not_there)))
            assert told == other and rule in told and f"To quote: not_found · {named[role]}" in told
            assert ("only from what families, sponsors and shelters told" in told) is (agency in ENFORCES)
        nobody = browser.post("/search/", {"text": "Hidden"}, follow=True).content.decode()
        assert rule in nobody and "Pana" not in nobody
    refused = client("es", role="administrator").get("/families/").content.decode()
    assert "Su función no incluye el permiso" in refused and "not_allowed · right:read" in refused


def test_a_hidden_family_changes_no_byte_of_any_answer(database: Database, still: None, figure: Figure) -> None:
    play(history())
    browser = client(role="caseworker", agency="ICE")
    without = answers(browser)
    play(hidden(), name="hidden")
    assert answers(browser) == without
    assert "Hidden" in client(role="caseworker", agency="ORR").get(PLACES[0]).content.decode()
    figure(19, "{} answers, no byte differs", len(without))

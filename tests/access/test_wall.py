"""The wall shows a person exactly when the rules say yes, and what is hidden leaves no trace."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.access import ROLES, Actor
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.access.decisions import NEVER_FOR_ENFORCEMENT, FieldGroup, Reach, Subject, decide, reach_of
from kinkeeper.domain.access.holders import holder_of
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Claim, ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.extracts.layouts import layouts
from kinkeeper.site.database import Database
from tests.web.browsing import client
from tests.web.scene import FAMILY, history, play

LAYOUTS = sorted(layout.name for layout in layouts())
VIEWERS = [
    Actor(f"{role}.{agency}".lower(), agency, role, purpose)
    for agency, roles in ROLES_OF.items()
    for role in sorted(roles)
    for purpose in ROLES[role].purposes
]
KEPT = ("person", "membership", "record", "identifier", "tie", "family", "family_member", "placement", "separation")
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
                cursor.execute(question, parameters)
                return cursor.fetchall()
        finally:
            wall.look_no_more()

    yield look


worlds = st.lists(st.tuples(st.lists(st.sampled_from(LAYOUTS), min_size=1, max_size=3), st.integers(0, 2)), min_size=1, max_size=6)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(world=worlds, assigned=st.sets(st.integers(0, 5)))
def test_a_person_is_shown_exactly_when_the_rules_say_yes(wall: Any, world: list[tuple[list[str], int]], assigned: set[int]) -> None:
    from django.db import connection

    case = next(CASES)
    ids = [f"P{case}-{number}" for number in range(len(world))]
    records = [
        Record(f"r{case}-{number}-{at}", "x", "", layout, at) for number, (held, _) in enumerate(world) for at, layout in enumerate(held)
    ]
    people = tuple(
        Person(ids[number], tuple(f"r{case}-{number}-{at}" for at in range(len(held)))) for number, (held, _) in enumerate(world)
    )
    houses = {house: tuple(ids[number] for number, (_, one) in enumerate(world) if one == house) for _, house in world}
    families = tuple(Family(f"KF-{case}-{house}", members) for house, members in houses.items() if house and len(members) > 1)
    play([ReceiveRecords(tuple(records)), IdentifyPeople("l", people), FormFamilies("f", families)], name=f"world-{case}")
    counsel = [viewer for viewer in VIEWERS if viewer.role == "counsel"]
    mine = {ids[number] for number in assigned if number < len(ids)}
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO assignment VALUES (%s, %s)", [(one.name, person) for one in counsel for person in mine])

    def subject(number: int) -> Subject:
        own = frozenset(str(holder_of(layout)) for layout in world[number][0])
        family = next((one.members for one in families if ids[number] in one.members), (ids[number],))
        theirs = frozenset(str(holder_of(layout)) for one in family for layout in world[ids.index(one)][0])
        return Subject(own, theirs, frozenset(one.name for one in counsel) if ids[number] in mine else frozenset())

    for viewer in VIEWERS:
        shown = {one for (one,) in wall(viewer, "SELECT person_id FROM person WHERE person_id = ANY(%s) AND until IS NULL", ids)}
        assert shown == {ids[n] for n in range(len(ids)) if decide(viewer, subject(n), FieldGroup.IDENTITY).allowed}, viewer
        by_record = {one for (one,) in wall(viewer, "SELECT person_id FROM membership WHERE person_id = ANY(%s)", ids)}
        assert by_record == shown, viewer
        if decide(viewer, subject(0), FieldGroup.KINSHIP).rule == "purpose":
            assert wall(viewer, "SELECT 1 FROM family_member UNION ALL SELECT 1 FROM tie UNION ALL SELECT 1 FROM part") == []


def test_the_database_knows_whose_record_a_record_is_as_the_rules_do(database: Database) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT layout, holder_of(layout) FROM unnest(%s::text[]) layout", [[*LAYOUTS, "desk", "", "xice"]])
        assert dict(cursor.fetchall()) == {name: str(holder_of(name)) for name in (*LAYOUTS, "desk", "", "xice")}


def test_who_holds_records_is_the_same_after_a_rebuild(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway import rebuild

    def held() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM holding ORDER BY 1, 2")
            return cursor.fetchall()

    play([*history(), IdentifyPeople("again", (Person("Pmaite", ("r1",)), Person("Pother", ("r2",))))])
    before = held()
    assert ("Pmaite", "CBP", True) in before and ("Pother", "ORR", True) in before and ("Pmaite", "ORR", False) in before
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

    from kinkeeper.store.tables import READ_TABLES

    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'seen'")
        assert {name for (name,) in cursor.fetchall()} == {*READ_TABLES, "part"}


# What nobody who enforces is shown


@pytest.mark.parametrize(
    "viewer", [viewer for viewer in VIEWERS if viewer.agency in ENFORCES or viewer.purpose == "enforcement"], ids=lambda one: one.name
)
@pytest.mark.parametrize("group", [FieldGroup.SPONSOR, FieldGroup.COUNSEL])
def test_no_role_of_an_agency_that_arrests_is_shown_sponsors_or_counsel(viewer: Actor, group: FieldGroup) -> None:
    everything = Subject(frozenset({viewer.agency}), frozenset({viewer.agency}), frozenset({viewer.name}))
    assert not decide(viewer, everything, group).allowed


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("group", sorted(NEVER_FOR_ENFORCEMENT))
def test_no_role_is_shown_families_for_enforcement(role: str, group: FieldGroup) -> None:
    for agency in ROLES_OF:
        viewer = Actor("x", agency, role, "enforcement")
        assert not decide(viewer, Subject(frozenset({agency}), frozenset({agency}), frozenset({"x"})), group).allowed


CANARY = "Canarywood"


def canaries() -> list[Any]:
    """The scene, and in its records of ORR a sponsor, an address and a shelter that are found nowhere else."""
    told = Record(
        "r90",
        "xorr_children",
        "orr_children.csv#90",
        "orr_children",
        90,
        given="Maite",
        surnames="Xitumul Cuc",
        stays=(
            Stay("ORR", f"{CANARY} Shelter", "2018-05-23", "2018-07-01", "released_to_sponsor", f"To {CANARY}", f"{CANARY} aunt"),
            Stay("SPONSOR", f"12 {CANARY} Street", "2018-07-01", "", "", "", f"{CANARY} aunt"),
        ),
        claims=(Claim("aunt", f"Rosa {CANARY}", words=f"tía {CANARY}"),),
        remarks=f"Sponsor {CANARY}",
        cells={"Sponsor Name": f"Rosa {CANARY}", "Sponsor Address": f"12 {CANARY} Street"},
    )
    apart = Separation("Pmaite", "Pyamilet", "2018-05-21", CANARY, "", "recorded", "0.9700", f"{CANARY} Shelter", "", "apart", "")
    return [
        *history(),
        ReceiveRecords((told,)),
        IdentifyPeople("again", (Person("Pmaite", ("r1", "r2", "r90")),)),
        RaiseSeparations("c", (apart,)),
    ]


def addresses() -> list[str]:
    """Every address there is, with each number it can bear."""
    from django.urls import get_resolver

    found: list[str] = []
    values = {"family_id": [FAMILY], "person_id": ["Pmaite", "Pyamilet", "Pkevin"], "position": ["3", "30"], "first": ["1"], "last": ["2"]}
    values |= {"name": ["census", "court"], "form": ["csv", "html"], "subject": ["tie", "person"], "one": ["Pmaite"], "other": ["Pyamilet"]}

    def walk(resolver: Any, before: str) -> None:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern).lstrip("^").rstrip("$")
            if hasattr(pattern, "url_patterns"):
                walk(pattern, route)
                continue
            made = [route]
            for name in re.findall(r"<(?:\w+:)?(\w+)>", route):
                made = [re.sub(rf"<(?:\w+:)?{name}>", value, one) for one in made for value in values.get(name, ["1"])]
            found.extend(f"/{one}" for one in made if "(?P" not in one)

    walk(get_resolver(), "")
    return found


@pytest.mark.parametrize("agency", ["ICE", pytest.param("CBP", marks=pytest.mark.long), pytest.param("USMS", marks=pytest.mark.long)])
def test_no_word_of_sponsors_shelters_and_families_reaches_an_officer(database: Database, agency: str) -> None:
    play(canaries())
    shown = client(role="coordinator").get(f"/families/{FAMILY}/?statements=all").content.decode()
    assert CANARY in shown  # the canary sings where it may
    officer, searched = client(role="officer", agency=agency), 0
    for address in addresses():
        for query in ("", "?statements=all&outcome=any&day=2018-07-08"):
            answer = officer.get(address + query)
            assert CANARY.encode() not in b"".join(answer) if answer.streaming else CANARY.encode() not in answer.content, address
            searched += 1
    for text in (CANARY, "Maite", "Rosa"):
        for address in ("/search/", "/search/found/"):
            answer = officer.post(address, {"text": text}, follow=True)
            assert CANARY not in re.sub(rf'(value="|“<bdi>){CANARY}', "", answer.content.decode()), address
    print(f"{searched} answers to an officer of {agency}: 0 bytes of the canary")
    assert searched > 60


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


LISTS = ("/children-apart/?outcome=any", "/children-apart/export.csv", "/families/")
PLACES = (*LISTS, "/families/KF-77777/", "/people/Pana/", "/people/Peva/")
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|search=[\w-]+|name="search" value="[^"]*"|<footer.*?</footer>|As known on [^.<"]*', re.DOTALL
)


def answers(browser: Any) -> list[tuple[int, str]]:
    """What a browser is answered everywhere, without what differs each time: tokens, and the ledger's size and moment."""
    got = [browser.get(place) for place in PLACES]
    got += [browser.post("/search/", {"text": text}, follow=True) for text in ("Hidden", "Pana", "KF-77777")]
    return [(one.status_code, re.sub(r"As known on,.*", "", CHANGING.sub("", one.content.decode()))) for one in got]


def test_a_hidden_family_changes_no_byte_of_any_answer(database: Database) -> None:
    play(history())
    browser = client(role="caseworker", agency="ICE")
    without = answers(browser)
    play(hidden(), name="hidden")
    assert answers(browser) == without
    assert "Hidden" in client(role="caseworker", agency="ORR").get(PLACES[0]).content.decode()

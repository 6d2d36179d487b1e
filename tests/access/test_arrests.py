"""What an agency that arrests is shown: nothing of sponsors, households, shelters and counsel, whoever of it looks and whatever for."""

import logging
import re
from typing import Any

import pytest

from kinkeeper.domain.access import ROLES, Actor
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.access.decisions import NEVER_FOR_ENFORCEMENT, NEVER_TO_WHO_ARRESTS, FieldGroup, Subject, decide
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, SPONSOR, addresses, planted
from tests.access.test_wall import VIEWERS, wall
from tests.figures import Figure
from tests.web.browsing import client, words
from tests.web.scene import FAMILY, MAITE, YAMILET, play

__all__ = ["wall"]
EVERYTHING = ("census", "separations", "days_apart", "court", "agencies", "removals", "placement", "contact", "close-case")
EVERYBODY = [(role, str(agency)) for agency in sorted(ENFORCES) for role in sorted(ROLES_OF[agency])]
AT_ONCE = {("caseworker", "ICE")}


@pytest.mark.parametrize(
    "viewer", [viewer for viewer in VIEWERS if viewer.agency in ENFORCES or viewer.purpose == "enforcement"], ids=lambda one: one.name
)
@pytest.mark.parametrize("group", sorted(NEVER_TO_WHO_ARRESTS))
def test_the_rules_let_no_role_of_an_agency_that_arrests_see_them(viewer: Actor, group: FieldGroup) -> None:
    everything = Subject(frozenset({viewer.agency}), frozenset({viewer.agency}), frozenset({viewer.name}))
    assert not decide(viewer, everything, group).allowed


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("group", sorted(NEVER_FOR_ENFORCEMENT))
def test_no_role_is_shown_families_for_enforcement(role: str, group: FieldGroup) -> None:
    for agency in ROLES_OF:
        viewer = Actor("x", agency, role, "enforcement")
        assert not decide(viewer, Subject(frozenset({agency}), frozenset({agency}), frozenset({"x"})), group).allowed


@pytest.mark.parametrize(("role", "agency"), [one if one in AT_ONCE else pytest.param(*one, marks=pytest.mark.long) for one in EVERYBODY])
def test_no_byte_of_a_sponsor_reaches_an_agency_that_arrests(
    database: Database, caplog: pytest.LogCaptureFixture, role: str, agency: str, figure: Figure
) -> None:
    play(planted())
    shown = client(role="coordinator").get(f"/families/{FAMILY}/?statements=all").content.decode()
    assert shown.count(CANARY) > 10  # the canary sings where it may
    somebody, searched = client(role=role, agency=agency, raise_request_exception=False), 0
    with caplog.at_level(logging.DEBUG):
        for address in addresses(EVERYTHING):
            for query in ("", "?statements=all&outcome=any&day=2018-07-08&role=&tie=Pmaite~Pyamilet"):
                answer = somebody.get(address + query)
                told = b"".join(answer) if answer.streaming else answer.content
                assert CANARY.encode() not in told and SPONSOR.encode() not in told, address
                assert answer.status_code < 500 or address.startswith(("/checkpoint", "/proof", "/receipts", "/log.key")), address
                searched += 1
        for custodian in ("SPONSOR", "RELEASED", "DISPUTED", "ORR"):
            for more in ("", "&order=shortest", "&page=2"):
                told = somebody.get(f"/custody/persons/?custodian={custodian}{more}").content
                assert CANARY.encode() not in told and SPONSOR.encode() not in told, custodian
                searched += 1
        for text in (CANARY, "Maite", "Rosa", f"{CANARY}555", SPONSOR, FAMILY):
            for address in ("/search/", "/search/found/"):
                answer = somebody.post(address, {"text": text}, follow=True)
                assert CANARY not in re.sub(rf'(value="|“<bdi>){CANARY}', "", answer.content.decode()), address
    assert CANARY not in caplog.text
    figure(20, "{} answers, no byte of the canary", searched)
    assert searched > 150


def test_a_caseworker_of_an_agency_that_arrests_sees_the_family_and_that_a_child_is_no_longer_in_custody(database: Database) -> None:
    play(planted())
    left = Separation(MAITE, YAMILET, "2018-05-21", "", "PROSECUTION", "recorded", "0.9700", "", "", "reunited", "2018-07-01")
    play([RaiseSeparations("left", (left,))], name="left")
    assert "Reunited: Maite and mother" in words(client(role="caseworker", agency="ORR").get(f"/families/{FAMILY}/"))
    page = words(client(role="caseworker", agency="ICE").get(f"/families/{FAMILY}/"))
    assert "Yamilet" in page and "Maite" in page and "Rosa" not in page
    assert "No longer in custody: Maite, after 41 days apart from mother" in page and "Reunited" not in page
    assert "sponsor" not in re.sub("nothing of sponsors", "", page).lower()
    assert "An agency that arrests is shown nothing of sponsors, shelters and counsel, and no statement" in page


def test_counts_tell_nothing_of_sponsors_either(database: Database, wall: Any) -> None:
    from django.db import connection

    play(planted())
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_day::text FROM custody_day WHERE custodian = 'SPONSOR' AND until IS NULL LIMIT 1")
        [day] = cursor.fetchone()
    play([ReportPlacement(Placement("PL-freed", YAMILET, Stay("RELEASED", "", day)))], name="freed")
    for role, agency in EVERYBODY:
        viewer = Actor("x", agency, role, ROLES[role].purposes[0])
        assert wall(viewer, "SELECT count(*) FROM placement WHERE custodian = 'SPONSOR' OR released_to <> ''") == [(0,)]
        assert wall(viewer, "SELECT count(*) FROM custody_day WHERE custodian = 'SPONSOR'") == [(0,)]
        # Nor is it in the sums, whose rows of those released are one: two on a day would be those with a sponsor and those without.
        assert wall(viewer, "SELECT count(*) FROM custody_move WHERE custodian = 'SPONSOR'") == [(0,)]
        assert wall(viewer, "SELECT day FROM custody_move GROUP BY agency, day, custodian HAVING count(*) > 1") == []
        assert wall(viewer, "SELECT DISTINCT place FROM custody_day WHERE custodian NOT IN ('CBP', 'ICE', 'USMS', 'JAIL')") in ([("",)], [])
        assert wall(viewer, "SELECT count(*) FROM separation WHERE outcome IN ('reunited', 'released_to_other')") == [(0,)]
        assert wall(viewer, "SELECT count(*) FROM tie WHERE adult = %s OR evidence <> '[]'::jsonb", SPONSOR) == [(0,)]
        for table in ("part", "contact", "aftercare", "proof", "child_case", "task", "warning", "inquiry", "decision", "beds"):
            assert wall(viewer, f"SELECT count(*) FROM {table}") == [(0,)], table
        offered = wall(viewer, "SELECT told::text FROM transfer")
        assert len(offered) == (role not in ("officer", "administrator") and agency == "CBP") and CANARY not in str(
            offered
        )  # its own offer, to a shelter


def test_no_word_of_the_sponsor_stands_in_any_view_of_theirs(database: Database, wall: Any, figure: Figure) -> None:
    from kinkeeper.store.tables import READ_TABLES

    play(planted())
    for role, agency in EVERYBODY:
        viewer = Actor("x", agency, role, ROLES[role].purposes[0])
        for table in (*READ_TABLES, "part"):
            found = wall(viewer, f"SELECT t::text FROM {table} t WHERE t::text ILIKE %s OR t::text LIKE %s", f"%{CANARY}%", f"%{SPONSOR}%")
            assert found == [], (role, agency, table)
    figure(20, "{} views asked, no row with the canary", len(EVERYBODY) * (len(READ_TABLES) + 1))

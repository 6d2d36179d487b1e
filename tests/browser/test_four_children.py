"""Four children's ways, walked through in a browser: the 348, the deaf child, the grandmother, the child who came of age.

Each step is a page that a caseworker opens. Where the run names a folder (`KINKEEPER_SHOTS`), a picture of each is kept there.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.casework.parentage import Proof, RecordProof
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Stay
from kinkeeper.domain.ties import AssessTies, Tie
from tests.browser.conftest import DESK, PHONE, Open, Site
from tests.jobs.court.test_clocks import enact, run
from tests.web.scene import ALBERTO, KEVIN, MAITE, YAMILET, play, record

GRANDMOTHER, GROWN = "Pjuana", "Pmarvin"


@pytest.fixture(autouse=True)
def _in_july_2018(site: Site) -> Iterator[None]:
    """The four are invented and live in July 2018, as everybody in practice data does: their clocks are read then, not years later."""
    from django.db import connections

    from kinkeeper.site.setup import mark_as_practice

    mark_as_practice()
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {connections['owner'].settings_dict['NAME']} IS NULL")


def keep(page: Any, name: str) -> None:
    """A picture of the whole page, as wide as the screen it is on."""
    folder = os.environ.get("KINKEEPER_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def fill(page: Any, **told: str) -> None:
    """Fill in the fields of a form by their names, and send it."""
    for name, value in told.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Record").click()


def section(page: Any, name: str) -> str:
    """What one table of the file says."""
    return str(page.locator(f"section:has(#{name})").inner_text())


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_f22_the_348_a_removal_is_stopped_and_who_overrides_is_named_at_the_top(open_page: Open, site: Site, width: int) -> None:
    page = open_page(f"/people/{YAMILET}/file/", width=width)
    page.get_by_role("link", name="Plan a departure").click()
    fill(page, kind="removal", planned_at="2018-07-09")
    assert "stopped" in section(page, "decisions") and "Maite Xitumul Cuc" in section(page, "separations")
    keep(page, "348-stopped")
    number = str(page.locator("section:has(#decisions) tbody tr td").last.inner_text())
    page.goto(f"{site.address}/record/override/?departure_id={number}")
    fill(page, because="the flight is booked")
    page.goto(f"{site.address}/people/{YAMILET}/file/")
    assert "kk.coordinator.task-force" in section(page, "decisions") and "inspector" in section(page, "warnings")
    page.goto(site.address + "/warnings/")
    assert "overrode the stop (removal). Reason given: the flight is booked" in page.content()
    keep(page, "348-at-the-top")
    play([ReportPlacement(Placement("PL-1", YAMILET, Stay("ABROAD", "Guatemala", "2018-07-09")))], name="removed")
    page.goto(f"{site.address}/people/{MAITE}/file/")
    assert "No record that the child is back" in page.content()
    page.goto(site.address + "/warnings/")
    assert "Removed with 1 child still apart and no choice that counts on record." in page.content()
    keep(page, "348-removed")


def test_f17_the_deaf_childs_need_is_not_left_behind(open_page: Open, site: Site) -> None:
    play([RecordNeed(Need("NE-1", MAITE, "deaf", "needs an interpreter for sign language", "2018-05-20"))], name="need")
    page = open_page(f"/record/offer/?person_id={MAITE}", width=DESK)
    site_wrongs = len(site.wrongs)
    offer = {"from_custodian": "ORR", "from_place": "Harlingen", "to_custodian": "ORR", "to_place": "Casa Sol"}
    fill(page, **offer, offered_at="2018-07-08T08:00", answer_by="2018-07-08T12:00")
    assert "deaf (NE-1) must travel with the person" in page.content()
    keep(page, "deaf-refused")
    del site.wrongs[site_wrongs:]  # the refusal itself, which a browser calls a failed request
    fill(page, needs="NE-1")
    assert "TR-" in section(page, "transfers")
    keep(page, "deaf-offered")
    page.locator("section:has(#transfers) a[href*=referrals]").first.click()
    assert "needs an interpreter for sign language" in section(page, "needs") and "Mother" in section(page, "family")
    keep(page, "deaf-referral")


def test_f44_f04_the_grandmother_is_not_the_mother_and_is_family(open_page: Open, site: Site) -> None:
    juana = record(
        21, "border_patrol", "Juana", "Xitumul Pop", born="1958-02-03", sex="F", stays=(Stay("CBP", "McAllen", "2018-05-30", "2018-06-01"),)
    )
    play(
        [
            ReceiveRecords((juana,)),
            IdentifyPeople("link-2", (Person(GRANDMOTHER, ("r21",)),)),
            AssessTies("ties-2", (Tie(KEVIN, GRANDMOTHER, "grandparent", "corroborated", "0.9600", "recorded"),)),
            ReportPlacement(Placement("PL-2", GRANDMOTHER, Stay("ICE", "Eloy, Arizona", "2018-06-01"))),
            RecordProof(
                Proof("PR-1", KEVIN, GRANDMOTHER, "dna", "not_biological_parent", "2018-06-20", "two mismatches", "Lab 4", "0.001")
            ),
        ],
        name="grandmother",
    )
    page = open_page(f"/people/{KEVIN}/file/")
    proofs = section(page, "proofs")
    assert "not the biological parent: look into step-parent, adoption, guardian and other kin" in proofs and "fraud" not in proofs.lower()
    assert "Juana Xitumul Pop" in section(page, "separations")
    keep(page, "grandmother-file")
    page.goto(f"{site.address}/record/departure/?adult={GRANDMOTHER}")
    fill(page, kind="removal", planned_at="2018-07-09")
    assert "stopped" in section(page, "decisions")
    keep(page, "grandmother-stopped")


def test_f24_the_child_who_comes_of_age_is_warned_of_in_time(open_page: Open, site: Site) -> None:
    marvin = record(
        22, "orr_children", "Marvin", "Caal Tzi", born="2000-07-14", sex="M", stays=(Stay("ORR", "Brownsville, Texas", "2018-06-02"),)
    )
    play([ReceiveRecords((marvin,)), IdentifyPeople("link-3", (Person(GROWN, ("r22",)),))], name="grown")
    enact("coming-of-age")
    run()
    from kinkeeper.domain.court.instants import instant_of
    from kinkeeper.jobs.timer import Timer

    Timer().tick(instant_of("2018-07-08T23:59:59"))
    page = open_page(f"/people/{GROWN}/file/")
    assert "Plan made before the child turns 18" in section(page, "clocks") and "13 July 2018" in section(page, "clocks")
    assert "A clock is near its end" in section(page, "warnings")
    keep(page, "of-age-file")
    page.goto(site.address + "/due/")
    assert "Marvin Caal Tzi" in page.content()
    keep(page, "of-age-due")
    assert ALBERTO not in page.content()

"""The pages of the work from separation to reunion: what is due, orders, custody, warnings, the file of a person, and the forms."""

import re
from itertools import product
from typing import Any

import pytest

from kinkeeper.domain.casework.cases import Flag, OpenCase, RaiseFlag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.parentage import Proof, RecordProof
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import GiveTag, Tag, check_character
from kinkeeper.domain.handover.transfers import OfferTransfer, Transfer
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.jobs.sayings import OF_ONES_OWN, SAYINGS
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, quiet, run
from tests.web.browsing import client, tags, words
from tests.web.scene import DAY, KEVIN, MAITE, OFFICER, YAMILET, history, play

TOKEN = "0123456789ABCDEF" + check_character("0123456789ABCDEF")
PAGES = (
    "/due/",
    "/orders/",
    "/orders/ms-l-2018/",
    "/warnings/",
    "/inquiries/",
    "/custody/",
    "/record/",
    f"/people/{MAITE}/file/",
    f"/tags/{TOKEN}/",
    "/custody/referrals/TR-1/",
    "/inquiries/IN-1/",
    "/cases/",
    f"/people/{MAITE}/file/document/",
)


def scene() -> None:
    """A family apart, an order in force, and something of everything."""
    play(history())
    more()


def more() -> None:
    """An order in force, and something of everything, on the scene."""
    enact("ms-l-2018")
    run()
    offer = Transfer(
        "TR-1", MAITE, "CBP", "McAllen", "ORR", "Harlingen", "2018-07-08T08:00", "2018-07-08T12:00", "America/Chicago", ("NE-1",)
    )
    play(
        [
            OpenCase(MAITE, shipped_plans()["stage-1"], DAY, "HHS"),
            RaiseFlag(MAITE, Flag("FL-1", "background", "a charge of 2009 in another name", "HHS", "2018-07-20"), OFFICER.name),
            RecordNeed(Need("NE-1", MAITE, "deaf", "needs an interpreter for sign language", "2018-05-20")),
            OfferTransfer(offer),
            GiveTag(Tag(TOKEN, MAITE, "2018-05-19T22:30", "McAllen")),
            RecordContact(ContactPoint("CO-1", YAMILET, "phone", "502 5555 0101", "the child", "2018-07-01", "given")),
            RecordProof(Proof("PR-1", MAITE, YAMILET, "dna", "not_biological_parent", "2018-07-05", "two mismatches", "Lab 4", "199")),
            RecordDecision(Decision("DC-1", YAMILET, MAITE, "part", "2018-07-01T10:00", "Spanish")),
            RecordInquiry(Inquiry("IN-1", "relative", "Rosa", "by telephone", "her niece Maite, three", "2018-07-08")),
            RecordClaim(CountClaim("CL-1", "OFO", 7, "children", "separated", "2018-05-06", "2018-07-09")),
            ReportBeds(Beds("BE-1", "Casa Sol", "2018-07-08", 2)),
        ],
        name="casework",
    )


@pytest.fixture
def shown(database: Database) -> None:
    scene()


def test_every_page_answers_in_both_languages_without_what_the_policy_forbids(shown: None) -> None:
    for browser, address in product((client("en"), client("es")), PAGES):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        for tag, attributes in tags(answer):
            assert tag != "style" and "style" not in attributes and not any(name.startswith("on") for name in attributes), address


def test_more_than_is_counted_is_said_as_so_many_and_more_and_can_be_turned_through(shown: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("queries.court.due", "queries.changed", "web.words.counts", "web.views.due"):
        monkeypatch.setattr(f"kinkeeper.{place}.ENOUGH", 2)
    monkeypatch.setattr("kinkeeper.web.views.due.ROWS", 2)
    browser = client()
    first, last = browser.get("/due/?by=clock"), browser.get("/due/?by=clock&page=2")
    assert "Clocks that run: 1+." in words(first) and "Rows 1 to 2 of 1+" in words(first) and "Rows 3 to 4 of 1+" in words(last)
    assert 'rel="next"' in first.content.decode() and 'rel="next"' not in browser.get("/due/?by=clock&page=3").content.decode()
    said = words(browser.get("/?whose=all"))
    assert "All 1+" in said and "The newest changes 1+" in said


def test_what_is_due_stands_by_the_time_that_is_left_and_leads_to_the_child(shown: None) -> None:
    said = words(client().get("/due/"))
    assert (
        "Clocks that run: 4. Late:" in said and "Maite Xitumul Cuc" in said and "Child and parent speak by telephone within 10 days" in said
    )
    # A child stands once, with its other clocks in its row; or each clock in a row of its own.
    by_child, by_clock = (client().get(address).content.decode() for address in ("/due/", "/due/?by=clock"))
    ticked = re.findall(r'name="row" value="([^"]+)"', by_child)
    every = re.findall(r'name="row" value="([^"]+)"', by_clock)
    assert len(ticked) == len(set(ticked)) < len(every) == 4 and set(ticked) == set(every)
    assert by_child.count("<li><bdi>") == len(every) - len(ticked)
    assert 'href="/due/?by=clock"' in by_child and 'href="/due/"' in by_clock
    all_of_them = client().post("/at-once/", {"action": "task", "all": "1", "back": "/due/?owner=ORR"})
    assert set(re.findall(r'name="row" value="([^"]+)"', all_of_them.content.decode())) <= set(ticked)
    assert "Record for" in words(all_of_them)
    assert "Lo que vence" in words(client("es").get("/due/"))
    assert "No clock that runs is all that you ask for." in words(client().get("/due/?owner=nobody"))


def test_the_file_of_a_child_says_where_she_is_what_is_due_and_what_travels_with_her(shown: None) -> None:
    said = words(client().get(f"/people/{MAITE}/file/"))
    for what in (
        "Must answer for this person: ORR program",
        "a charge of 2009 in another name",
        "needs an interpreter for sign language",
        "not the biological parent: look into step-parent, adoption, guardian and other kin",
        "0.995000 (before the test: 0.5)",
        "does not count: lacks Interpreter",
        "No record that the child is back. That is not the same as not back.",
    ):
        assert what in said, what
    assert "waits for Child and parent prepared" in said


def test_f17_f03_the_referral_says_what_travels_and_who_the_family_are_though_nobody_typed_it(shown: None) -> None:
    said = words(client().get("/custody/referrals/TR-1/"))
    for what in (
        "Referral of Maite Xitumul Cuc",
        "deaf needs an interpreter for sign language",
        "Yamilet Cuc Juan Mother Verified",
        "21 May 2018",
    ):
        assert what in said, what
    assert client().get("/custody/referrals/TR-9/").status_code == 404


def test_the_file_of_an_adult_says_what_to_try_next(shown: None) -> None:
    assert "Next: Try this contact: telephone, 502 5555 0101. Due 1 July 2018." in words(client().get(f"/people/{YAMILET}/file/"))


def test_an_order_says_whom_it_covers_and_how_its_clocks_burn_down(shown: None) -> None:
    from kinkeeper.jobs.court.members import revise_lists

    revise_lists(as_of=DAY, actor=OFFICER, progress=quiet)
    said = words(client().get("/orders/ms-l-2018/"))
    assert "separated by the day of the order" in said and "Tried. Children covered: 2" in said
    assert "2 in the class, 0 not, 0 to be looked into." in said and "Burn-down: Reunited" in said
    assert client().get("/orders/nowhere/").status_code == 404


def test_a_tag_says_nothing_about_who_wears_it(shown: None) -> None:
    page = client().get(f"/tags/{TOKEN}/").content.decode()
    assert "Maite" not in page and MAITE not in page and "0123 4567 89AB CDEF" in " ".join(page.split())
    assert client().get("/tags/nonsense/").status_code == 404


def test_every_form_opens_and_refuses_an_empty_one_in_a_sentence(database: Database) -> None:
    browser = client()
    for name in SAYINGS:
        assert browser.get(f"/record/{name}/").status_code == 200, name
        answer = browser.post(f"/record/{name}/", {})
        assert answer.status_code == 400 and 'role="alert"' in answer.content.decode(), name


def test_whatever_can_be_said_stands_in_one_group_and_no_group_has_anything_else() -> None:
    from kinkeeper.web.views.say import GROUPS

    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(SAYINGS.keys() - OF_ONES_OWN)


def test_warnings_are_turned_through_whole_and_those_that_wait_for_the_reader_come_first(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinkeeper.web.views.warnings.ROWS", 2)
    monkeypatch.setattr("kinkeeper.web.views.due.ROWS", 2)
    play(history())
    raised = [
        Warning(f"W-{n}", "", MAITE, f"warned-{n}", role, 200_000, "2018-07-08T08:00:00Z")
        for n, role in enumerate(("case_manager", "supervisor", "case_manager", "supervisor", "supervisor"))
    ]
    play([RaiseWarnings(tuple(raised))], name="warnings")
    browser = client()
    shown = [browser.get(f"/warnings/?page={page}") for page in (1, 2, 3)]
    mine, others = [1, 3, 4], [0, 2]
    on_page = [[int(number) for number in re.findall(r"warned-(\d)", words(one))] for one in shown]
    assert [len(one) for one in on_page] == [2, 2, 1]
    met = [number for one in on_page for number in one]
    assert (sorted(met[:3]), sorted(met[3:])) == (mine, others)
    assert ['rel="next"' in one.content.decode() for one in shown] == [True, True, False]
    assert "Rows 3 to 4 of 5" in words(shown[1])


def test_a_form_sent_twice_is_recorded_once_and_leads_to_the_file(database: Database) -> None:
    play(history())
    browser = client()
    page = browser.get(f"/record/need/?person_id={MAITE}").content.decode()
    request = re.search(r'name="request" value="(\w+)"', page)
    assert request and f'value="{MAITE}"' in page
    told: dict[str, Any] = {"request": request[1], "person_id": MAITE, "kind": "deaf", "words": "needs an interpreter"}
    for _ in range(2):
        answer = browser.post("/record/need/", told)
        assert (answer.status_code, answer["Location"]) == (302, f"/people/{MAITE}/file/")
    assert words(browser.get(f"/people/{MAITE}/file/")).count("needs an interpreter") == 1


def test_a_form_keeps_what_was_typed_when_it_is_refused(database: Database) -> None:
    answer = client().post("/record/need/", {"person_id": MAITE, "kind": "wings", "words": "cannot fly"})
    assert "&#x27;wings&#x27; is not a kind of need" in answer.content.decode() and "cannot fly" in answer.content.decode()


def test_a_form_of_nothing_is_not_found(database: Database) -> None:
    assert client().get("/record/song/").status_code == 404


def test_a_form_from_elsewhere_is_not_taken(database: Database) -> None:
    from django.test import Client

    assert Client(SERVER_NAME="localhost", enforce_csrf_checks=True).post("/record/need/", {}).status_code == 403


def test_hostile_words_do_nothing_in_a_file(database: Database) -> None:
    from tests.web.test_every_page import HOSTILE

    play(history())
    play(
        [RecordNeed(Need(f"NE-{n}", KEVIN, "other", text or "x", "", "", "")) for n, text in enumerate(HOSTILE) if text.strip()],
        name="hostile",
    )
    answer = client().get(f"/people/{KEVIN}/file/")
    found = tags(answer)
    assert answer.status_code == 200 and not any(name.startswith("on") for _, attributes in found for name in attributes)
    assert not any(tag == "img" or (tag == "script" and not attributes.get("src")) for tag, attributes in found)

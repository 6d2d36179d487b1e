"""Who is with one custodian, or at one place: the rows behind the numbers of the page of custody, as far as each reader is shown them."""

import json
import re
from functools import partial
from typing import Any

import pytest

from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.site.database import Database
from tests.api.program import program
from tests.web.browsing import client, queries_of, taken, words
from tests.web.scene import ALBERTO, KEVIN, MAITE, YAMILET, history, play
from tests.web.test_every_page import MOST_QUESTIONS

HOLDERS = ("CBP", "USMS", "JAIL", "ICE", "ORR", "HOSPITAL", "SPONSOR", "RELEASED", "ABROAD", "NONE", "DISPUTED")
READERS = (
    ("coordinator", ""),
    ("inspector", "COURT"),
    ("caseworker", "ORR"),
    ("caseworker", "ICE"),
    ("caseworker", "CBP"),
    ("officer", "ICE"),
)


def listed(page: Any) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="/people/([^/"]+)/', page.content.decode())


def counts(page: Any) -> dict[str, int]:
    """Custodian -> the number that the page of custody says and leads from."""
    found = re.findall(r'href="/custody/persons/\?custodian=(\w+)[^"]*"><bdi>([\d,]+)</bdi>', page.content.decode())
    return {custodian: int(count.replace(",", "")) for custodian, count in found}


def stay(person: str, custodian: str, place: str, start: str, end: str = "") -> ReportPlacement:
    return ReportPlacement(Placement(f"PL-{person}-{custodian}-{start}", person, Stay(custodian, place, start, end)))


def held_in_detention(person: str, *stays: Stay) -> list[object]:
    """A person of whom ICE has a record, with these stays."""
    record = Record(f"r-{person}", "xi", f"ice.csv#{person}", "ice_detention", 1, given=person.title(), surnames="Choc", stays=stays)
    return [ReceiveRecords((record,)), IdentifyPeople(f"l-{person}", (Person(person, (record.record_id,)),))]


@pytest.fixture
def many(database: Database) -> None:
    """The scene, thirty more in detention, one who went to a sponsor, one released, one of whom sources disagree."""
    play(history())
    for number in range(30):
        play(held_in_detention(f"Pd{number:02}", Stay("ICE", "Eloy, Arizona", f"2018-06-{number % 20 + 1:02}")), name=f"d{number}")
    detained = Stay("ICE", "Eloy, Arizona", "2018-05-01", "2018-06-02", "released")
    for person in ("Pback", "Pfree"):
        play(held_in_detention(person, detained, Stay("RELEASED", "", "2018-06-02")), name=person)
    play(held_in_detention("Ptwo", Stay("ICE", "Eloy, Arizona", "2018-06-01")), name="two")
    play([stay("Pback", "SPONSOR", "12 Elm Street", "2018-06-20"), stay("Ptwo", "SPONSOR", "9 Oak Street", "2018-06-01")], name="sponsors")


def test_each_number_of_where_everybody_is_leads_to_so_many_persons(many: None) -> None:
    from kinkeeper.queries.moments import ledger_size

    for role, agency in READERS:
        browser = client(role=role, agency=agency)
        for standpoint in (
            "",
            "&day=2018-06-10",
            f"&day=2018-07-08&known={ledger_size() - 1}",
            f"&day=2018-06-10&known={ledger_size() - 40}",
        ):
            told = counts(browser.get(f"/custody/?{standpoint}"))
            assert told or role == "officer"
            for custodian, count in told.items():
                pages = [
                    browser.get(f"/custody/persons/?custodian={custodian}{standpoint}&page={page}")
                    for page in range(1, -(-count // 25) + 1)
                ]
                persons = [person for page in pages for person in listed(page)]
                assert len(persons) == len(set(persons)) == count, (role, agency, custodian, standpoint)
                assert f"{count:,} person" in words(pages[0])


def test_rows_say_who_where_and_since_when_and_stand_in_the_order_asked_for(many: None) -> None:
    browser = client()
    page = browser.get("/custody/persons/?custodian=ICE")
    assert (
        listed(page)[:3] == ["Pd00", "Pd20", "Pd01"]
        and "31 persons, on 8 July 2018." in words(page)
        and "Rows 1 to 25 of 31" in words(page)
    )
    assert "Eloy, Arizona" in words(page) and "1 June 2018" in words(page)
    last = listed(browser.get("/custody/persons/?custodian=ICE&page=2"))
    assert len(last) == 6 and listed(browser.get("/custody/persons/?custodian=ICE&order=shortest"))[:6] == last[::-1]
    assert "Ptwo" not in last and listed(browser.get("/custody/persons/?custodian=SPONSOR")) == ["Pback"]
    disputed = browser.get("/custody/persons/?custodian=DISPUTED")
    assert listed(disputed) == ["Ptwo"] and "ICE detention, Eloy, Arizona or With a sponsor" in words(disputed)
    assert "Sources disagree" in words(disputed) and "What sources say" in words(disputed)
    nobody = browser.get("/custody/persons/?custodian=NONE&day=2018-05-20")
    assert ALBERTO in listed(nobody) and "Where they were last" in words(nobody)
    assert listed(browser.get("/custody/persons/"))[:1] == ["Pd00"], "without a custodian it is the one with whom most are"
    assert listed(browser.get("/custody/persons/?custodian=<b>&order=shoes&page=x")) == listed(browser.get("/custody/persons/"))
    empty = words(browser.get("/custody/persons/?custodian=HOSPITAL"))
    assert "Of those whom you may know of nobody is there on the day. Choose another custodian or another day." in empty
    spanish = words(browser.get("/custody/persons/?custodian=DISPUTED", headers={"accept-language": "es"}))
    assert "Las fuentes no concuerdan" in spanish and "Qué dicen las fuentes" in spanish


def test_a_place_in_a_row_leads_to_whoever_is_there(many: None) -> None:
    browser = client()
    page = browser.get("/custody/persons/?custodian=ORR")
    assert set(listed(page)) == {MAITE, KEVIN}
    [address] = {
        one.replace("&amp;", "&")
        for one in re.findall(r'href="(/custody/persons/\?[^"]*place=[^"]*)"><bdi>Harlingen', page.content.decode())
    }
    there = browser.get(address)
    assert listed(there) == [MAITE] and "1 person, on 8 July 2018." in words(there) and "At every place" in words(there)
    assert "Filters: 1 set" in words(there)
    assert listed(browser.get("/custody/persons/?custodian=ORR&place=at:HARLINGEN+TEXAS")) == [MAITE], "however it is spelt"
    assert listed(browser.get("/custody/persons/?custodian=ORR&place=at:nowhere")) == []
    assert listed(browser.get("/custody/persons/?custodian=SPONSOR&place=at:12+elm+street")) == [], (
        "where somebody lives is no place of custody"
    )
    assert "Elm" in words(browser.get("/custody/persons/?custodian=SPONSOR")) and "elm" not in address


def test_it_is_searched_within_kept_and_taken_away_as_it_is_shown(many: None) -> None:
    browser = client()
    to = browser.post("/search/", {"text": "Yamilet", "within": "held", "custodian": "ICE"})["Location"]
    assert re.fullmatch(r"/custody/persons/\?custodian=ICE&search=[\w-]+", to)
    found = browser.get(to)
    assert listed(found) == [YAMILET] and "1 person, on" in words(found) and listed(browser.get(to.replace("ICE", "ORR"))) == []

    def exported(page: Any) -> list[dict[str, Any]]:
        address = re.findall(r'href="(/exports/lists/held\.csv[^"]*)"', page.content.decode())[0].replace("&amp;", "&")
        return list(json.loads(taken(browser, address, form="json").content)["rows"])

    assert [row["person"] for row in exported(found)] == [YAMILET]
    whole = exported(browser.get("/custody/persons/?custodian=ICE"))
    assert len(whole) == 31 and {row["custodian"] for row in whole} == {"ICE"} and whole[0]["since"] == "2018-06-01"
    [disputed] = exported(browser.get("/custody/persons/?custodian=DISPUTED"))
    assert disputed["said"] == "ICE Eloy, Arizona; SPONSOR 9 Oak Street"
    assert "save-view" in found.content.decode() and "custodian%3DICE" in found.content.decode()


def test_an_agency_that_arrests_is_told_nothing_of_sponsors_by_what_it_asks_for(many: None) -> None:
    before = {}
    for role, agency in (("caseworker", "ICE"), ("caseworker", "CBP"), ("officer", "ICE")):
        browser = client(role=role, agency=agency)
        custody = browser.get("/custody/")
        assert "SPONSOR" not in counts(custody) and "DISPUTED" not in counts(custody)
        for custodian in ("SPONSOR", "DISPUTED"):
            page = browser.get(f"/custody/persons/?custodian={custodian}")
            assert listed(page) == [] and "Agencies that arrest are not told who is with a sponsor" in words(page)
        before[role, agency] = listed(browser.get("/custody/persons/?custodian=ORR&place=at:harlingen+texas"))
        assert before[role, agency] == []
    ice = client(role="caseworker", agency="ICE")
    released = ice.get("/custody/persons/?custodian=RELEASED")
    assert listed(released) == ["Pback", "Pfree"], (
        "in the order of their numbers: since when somebody is with a sponsor is told by no order"
    )
    assert "Elm" not in words(released) and "20 June" not in words(released) and "2 June 2018" not in words(released)
    assert listed(ice.get("/custody/persons/?custodian=RELEASED&order=shortest")) == ["Pfree", "Pback"]
    assert set(listed(client().get("/custody/persons/?custodian=RELEASED"))) == {"Pfree"}


def test_no_list_asks_more_than_any_page(many: None) -> None:
    for role, agency in READERS:
        browser = client(role=role, agency=agency)
        browser.get("/")
        word = browser.post("/search/", {"text": "marai xitmul"})["Location"].partition("search=")[2]
        more = ("", "&page=2", "&order=shortest", "&place=at:harlingen+texas", f"&search={word}", "&day=2018-06-10&known=12")
        for custodian in HOLDERS:
            addresses = [f"/custody/persons/?custodian={custodian}{one}" for one in more]
            asked = {address: queries_of(partial(browser.get, address)) for address in (*addresses, "/custody/persons/")}
            assert {address: count for address, count in asked.items() if count > MOST_QUESTIONS} == {}, (role, agency)


def test_a_program_is_told_the_same_page_by_page(many: None) -> None:
    for role, agency in READERS[:4]:
        asked, browser = program(role, agency), client(role=role, agency=agency)
        for custodian, count in asked.get("/custody").json()["persons"].items():
            if custodian == "DISPUTED" and agency == "ICE":
                continue
            page = asked.get(f"/custody/persons?custodian={custodian}&limit=20").json()
            rows, total = page["rows"], page["total"]
            while page["next"]:
                page = asked.get(f"/custody/persons?cursor={page['next']}").json()
                rows += page["rows"]
            persons = [one["person"]["person_id"] for one in rows]
            assert (len(persons), total) == (count, count) and persons[:25] == listed(
                browser.get(f"/custody/persons/?custodian={custodian}")
            )
    told = program("caseworker", "ICE")
    for hidden in ("custodian=SPONSOR", "custodian=DISPUTED", "custodian=ORR&place=at:harlingen%20texas"):
        assert told.get(f"/custody/persons?{hidden}").json()["total"] == 0, hidden
    assert program().get("/custody/persons?custodian=ORR&place=at:harlingen%20texas").json()["rows"][0]["since"] == "2018-05-23"
    assert program().get("/custody/persons?custodian=shoes").status_code == 422

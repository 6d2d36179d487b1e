"""Families leave as NIEM 6.0 by the rules of every export; to the public (PFIF) is told of who consented, and never a number or a place."""

import io
import json as plain
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.access.consents import PUBLIC, Consent, RecordConsent, forbidden, may_be_published
from kinkeeper.domain.facts import replace
from kinkeeper.extracts.standards import json, niem, pfif, xml
from kinkeeper.extracts.standards.exchange import Exchange
from kinkeeper.queries.portraits import Portrait
from kinkeeper.reports.exchange.published import _records
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, planted
from tests.api.program import program
from tests.api.test_operations import entries, told
from tests.web.browsing import client, taken, words
from tests.web.scene import FAMILY, MAITE, YAMILET, play

DAYS = ("2018-06-01", "2030-12-31")
WHY = "hand-over to the consulate of 10 July"


def consent(number: str, person: str, **changes: Any) -> Consent:
    one = Consent(number, person, PUBLIC, ("identity",), ("reunification",), *DAYS, "es", "none needed")
    return replace(one, **changes) if changes else one


def published(browser: Any, day: str = "") -> Any:
    return taken(browser, f"/exports/exchanges/published.xml{f'?day={day}' if day else ''}").content


def records(content: bytes) -> list[dict[str, str]]:
    root = xml.read(io.BytesIO(content))
    return [{field.name.rpartition(":")[2]: field.text for field in one.inside} for one in root.inside]


def test_families_leave_for_another_agency_and_are_what_the_viewer_may_know(database: Database) -> None:
    play(planted())
    browser, before = client(role="caseworker"), len(entries("person.read"))
    assert "as NIEM 6.0 (XML)" in words(browser.get("/exports/exchanges/families.xml")) and len(entries("person.read")) == before
    whole = niem.of_nodes(xml.read(io.BytesIO(taken(browser, "/exports/exchanges/families.xml").content)))
    assert {one.person_id for one in whole.people} >= {MAITE, YAMILET} and whole.number.startswith("EX-") and "kk.caseworker" in whole.mark
    assert MAITE in entries("person.read")[-1]["said"]["persons"]
    assert f"/exports/lists/?family={FAMILY}#exchange-families".encode() in browser.get(f"/families/{FAMILY}/").content
    assert f"families.json?family={FAMILY}".encode() in browser.get(f"/exports/lists/?family={FAMILY}").content
    alone = taken(browser, f"/exports/exchanges/families.json?family={FAMILY}").content
    one = niem.of_nodes(json.read(alone))
    assert {person.family for person in one.people} == {FAMILY} and one.ties and one.separations and one.stays
    assert {number for person in one.people for number in person.numbers} and all(tie.status != "refuted" for tie in one.ties)
    assert browser.get("/exports/exchanges/families.xml?family=KF-0").status_code == 404
    assert browser.get("/exports/exchanges/families.pdf").status_code == 400 < browser.get("/exports/exchanges/x.xml").status_code
    theirs = program("caseworker", "ICE")
    asked = told(theirs.post("/exports/exchanges", {"exchange": "families", "form": "json", "why": WHY}), 201)
    arrests = theirs.get(f"/exports/{asked['export_id']}/file").content
    assert CANARY not in arrests.decode() and isinstance(niem.of_nodes(json.read(arrests)), Exchange)


def test_the_public_is_told_of_nobody_who_did_not_consent_and_never_of_a_number_or_a_place(database: Database) -> None:
    play(planted())
    browser = client(role="coordinator")
    assert records(published(browser)) == []
    play([RecordConsent(consent("C-child", MAITE))], name="c1")
    assert records(published(browser)) == [], "an adult of the family has not consented"
    play([RecordConsent(consent("C-adult", YAMILET))], name="c2")
    content = published(browser)
    child, adult = sorted(records(content), key=lambda one: one["full_name"])
    assert child["full_name"].startswith("Maite") and adult["full_name"].startswith("Yamilet")
    assert child["expiry_date"] == "2031-01-01T00:00:00Z" and len(child["date_of_birth"]) == 4 and child["note"] == ""
    text = content.decode()
    assert CANARY not in text and MAITE not in text and "A-number" not in text and "kk.coordinator" not in text
    assert not any(place in text for place in ("Eloy", "McAllen", "ORR", "ICE", "Shelter", "Casa"))
    people = plain.loads(taken(browser, "/exports/lists/people.json").content)["rows"]
    said = " ".join(f"{row['a_numbers'] or ''} {row['numbers'] or ''}" for row in people)
    numbers = [part for part in said.split() if part.isdigit()]
    assert numbers and not any(number in text for number in numbers)
    play([RecordConsent(consent("C-adult", YAMILET, taken_back_on="2018-07-05"))], name="c3")
    [over] = records(published(browser, "2018-07-08"))
    assert set(over) == {"person_record_id", "entry_date", "expiry_date", "source_date"} and over["expiry_date"] == "2018-07-05T00:00:00Z"


@pytest.mark.parametrize("wrong", [{"groups": ("identity", "custody")}, {"groups": ("kinship",)}, {"purposes": ("oversight",)}])
def test_to_the_public_no_consent_opens_more_than_who_somebody_is(wrong: dict[str, Any]) -> None:
    assert "Rule 'public'" in forbidden(consent("C-1", MAITE, **wrong)) and forbidden(consent("C-1", MAITE)) == ""


PLACES = st.lists(st.sampled_from(("P1", "P2", "P3")), unique=True)
LAST = st.sampled_from(("2018-06-30", "2018-07-08", "2019-01-01"))
BACK = st.sampled_from(("", "2018-07-01", "2018-07-08", "2018-08-01"))


@given(st.dictionaries(st.sampled_from(("P1", "P2", "P3")), st.tuples(LAST, BACK, st.sampled_from(("PUBLIC", "ORR")))), PLACES, PLACES)
def test_in_every_world_who_is_told_of_consented_that_day_and_so_did_an_adult_of_a_child(
    consents: dict[str, tuple[str, str, str]], children: list[str], tied: list[str]
) -> None:
    on, secret = "2018-07-08", "A987654321"
    told = {
        person: [consent(f"C-{person}", person, first_day="2018-01-01", last_day=last, taken_back_on=back, agency=agency)]
        for person, (last, back, agency) in consents.items()
    }
    portraits = {
        person: Portrait(person, f"Ana {person}", "Ana", "2014-01-01" if person in children else "1980-01-01", "F", "GTM", (secret,))
        for person in ("P1", "P2", "P3")
    }
    found = list(_records(told, portraits, {"P1": set(tied) - {"P1"}}, (on, "kin.example")))
    text = xml.write(pfif.as_nodes(found, "", "Kinkeeper"), pfif.PREFIX).decode()
    assert secret not in text and "2014-01" not in text and "1980-01" not in text

    def holds(person: str) -> bool:
        last, back, agency = consents.get(person, ("", "", ""))
        return agency == PUBLIC and date.fromisoformat(last) >= date.fromisoformat(on) and not (back and back <= on)

    allowed = {
        person
        for person in consents
        if holds(person) and (person not in children or (person == "P1" and any(holds(adult) for adult in set(tied) - {"P1"})))
    }
    assert {one.full_name.removeprefix("Ana ") for one in found if not one.is_ended} == allowed
    assert may_be_published([], [], age=30, on=on) is None

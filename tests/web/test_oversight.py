"""Oversight's own door: what was told to whom, warnings unanswered, definitions, looks and proofs, for oversight alone and read only."""

from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.queries.log.access import verify_access_log
from kinkeeper.reports.making import definitions
from kinkeeper.site.database import Database
from tests.reports.test_reports import said
from tests.web.browsing import client, taken, words
from tests.web.scene import history, play


def test_what_was_told_to_whom_and_when_stands_beside_today(database: Database) -> None:
    play(history())
    shelter = client(role="caseworker", agency="ORR")
    assert taken(shelter, "/reports/census/file.csv?day=2018-07-08").status_code == 200
    told: RaiseSeparations = said("reunited", "2018-07-05")
    play([told], name="later")
    page = words(client(role="inspector").get("/oversight/"))
    assert "Children apart, by custodian" in page and "(ORR, caseworker) 2018-07-08" in page and "csv 2 what differs by now" in page
    assert verify_access_log().size >= 1


def test_the_page_shows_claims_warnings_definitions_looks_and_proofs(database: Database) -> None:
    play(history())
    play([RecordClaim(CountClaim("c1", "CBP", 1, "children", "all of May and June", "2018-05-01", "2018-06-30"))], name="claim")
    client(role="caseworker", agency="ORR").get("/families/")
    page = words(client(role="inspector").get("/oversight/?day=2018-07-08"))
    assert "CBP 1 children 2" in page
    assert all(str(one.title) in page and str(one.population) in page for one in definitions())
    assert "page families" in page and "The access log: its head now" in page
    assert "Warnings that nobody has answered" in page


def test_only_oversight_has_it_and_nothing_can_be_sent_to_it(database: Database) -> None:
    assert client(role="caseworker", agency="ORR").get("/oversight/").status_code == 403
    assert client(role="inspector").post("/oversight/").status_code == 405
    assert 'href="/oversight/' in client(role="inspector").get("/reports/").content.decode()
    assert 'href="/oversight/' not in client(role="caseworker", agency="ORR").get("/reports/").content.decode()

"""Against a statement, from the family's page: what was said stays readable, with who objected and why."""

from typing import Any

import pytest

from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.site.database import Database

from .browsing import client, words
from .scene import FAMILY, MAITE, history, play

PAGE = f"/families/{FAMILY}/?statements=all"
WHY = "the row is of her cousin"


@pytest.fixture
def scene(database: Database) -> None:
    play(history())
    play([ReportPlacement(Placement("PL-1", MAITE, Stay("ORR", "Harlingen", "2018-05-23")))], name="reported")


def say(name: str, browser: Any = None, **told: str) -> Any:
    browser = browser or client()
    form = browser.get(f"/record/{name}/", told)
    assert form.status_code == 200
    return browser.post(f"/record/{name}/", told)


def test_each_statement_of_a_source_or_of_staff_has_links_to_say_something_against_it(scene: None) -> None:
    page = client().get(PAGE).content.decode()
    for name in ("dispute", "retract", "supersede"):
        assert f"/record/{name}/?subject=record&amp;id=r1" in page and f"/record/{name}/?subject=placement&amp;id=PL-1" in page
    assert "/record/lift-objection/" not in page


def test_who_may_only_dispute_is_offered_that_alone(scene: None) -> None:
    page = client(role="caseworker").get(PAGE).content.decode()
    assert "/record/dispute/?subject=record" in page and "/record/retract/" not in page
    refused = say("retract", client(role="caseworker"), subject="record", id="r1", why=WHY)
    assert refused.status_code == 400 and "right to correct" in words(refused)


def test_a_disputed_statement_stands_and_is_marked_with_who_and_why(scene: None) -> None:
    assert say("dispute", subject="record", id="r1", why=WHY)["Location"] == f"/people/{MAITE}/"
    said = words(client().get(PAGE))
    assert f"Disputed by coordinator of TASK_FORCE (entry 20): {WHY}" in said or "Disputed by" in said
    assert WHY in said and "is disputed: the row is of her cousin" in said
    assert "/record/lift-objection/?subject=record&amp;id=r1" in client().get(PAGE).content.decode()


def test_a_retracted_record_is_struck_through_and_stays_readable(scene: None) -> None:
    assert say("retract", subject="record", id="r2", why=WHY).status_code == 302
    page = client().get(PAGE).content.decode()
    said = words(client().get(PAGE))
    assert "Retracted by" in said and f"is retracted: {WHY}" in said
    [struck] = [cell for cell in page.split("<td") if "Retracted by" in cell]
    assert "<s>" in struck
    # What was known before is shown as it was then.
    assert "Retracted by" not in words(client().get(f"{PAGE}&known=19"))


def test_a_retracted_placement_is_struck_and_comes_back_when_that_is_lifted(scene: None) -> None:
    say("retract", subject="placement", id="PL-1", why="another child")
    assert "Retracted by" in words(client().get(PAGE))
    assert say("lift-objection", subject="placement", id="PL-1", why="it was Maite").status_code == 302
    said = words(client().get(PAGE))
    assert "An objection is lifted: it was Maite" in said and "Retracted by" not in said


def test_in_spanish(scene: None) -> None:
    say("dispute", subject="placement", id="PL-1", why=WHY)
    said = words(client("es").get(PAGE))
    assert "Impugnado por" in said and "está impugnado" in said


def test_a_record_can_be_named_by_its_row(scene: None) -> None:
    from kinkeeper.queries.casework.objections import find_record_id
    from tests.web.scene import OFFICER, RECORDS

    assert find_record_id(OFFICER, RECORDS[0].name) == RECORDS[0].record_id
    assert find_record_id(OFFICER, "nothing#1") == "nothing#1"


def test_counsel_disputes_what_is_said_of_whom_they_represent_and_everybody_who_is_shown_it_sees_that(scene: None) -> None:
    from kinkeeper.domain.people import IdentifyPeople, Person
    from kinkeeper.domain.records import ReceiveRecords, Record
    from kinkeeper.gateway.accounts import assign
    from kinkeeper.queries.access.subjects import persons_of

    from .browsing import AT_THE_COMPUTER

    stranger = Record("r99", "xorr_children", "orr_children.csv#99", "orr_children", 99, given="Zoila")
    play([ReceiveRecords((stranger,)), IdentifyPeople("link-2", (Person("Pzoila", ("r99",)),))], name="stranger")
    counsel = client(role="counsel")
    assert say("dispute", counsel, subject="record", id="r1", why=WHY).status_code == 400, "nobody is assigned yet"
    assign("kk.counsel.counsel", persons_of(FAMILY), actor=AT_THE_COMPUTER)
    page = counsel.get(PAGE).content.decode()
    assert "/record/dispute/?subject=record&amp;id=r1" in page and "/record/retract/" not in page
    assert say("dispute", counsel, subject="record", id="r1", why=WHY).status_code == 302
    # What they are not shown, they cannot object to: the answer is the same as where there is nothing.
    for number in ("r99", "r100"):
        refused = say("dispute", counsel, subject="record", id=number, why=WHY)
        assert refused.status_code == 400 and f"No record {number} is known. Nothing was recorded." in words(refused)
    refused = say("retract", counsel, subject="record", id="r1", why=WHY)
    assert refused.status_code == 400 and "right to correct" in words(refused)
    for role in ("coordinator", "caseworker", "counsel", "inspector", "data_officer"):
        said = words(client(role=role).get(PAGE))
        assert "Disputed by" in said and WHY in said, role
    assert "Impugnado por" in words(client("es").get(PAGE)) or "impugna" in words(client("es").get(PAGE)).lower()

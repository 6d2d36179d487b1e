"""Kin named in free text are suggestions: open until a person or other evidence makes a tie of them."""

from kinkeeper.domain.access import Actor
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.site.database import Database
from tests.web.scene import play

ME = Actor("R. Delgado", "", "operator")
WORDS = "Traveling with mother ZOILA TZEP A202-385-793."


def test_an_open_suggestion_names_who_has_the_number(database: Database) -> None:
    from kinkeeper.queries.review.mentions import list_mentions

    claims = (
        Claim("mother", "ZOILA TZEP", "202385793", where="Remarks", words=WORDS),
        Claim("aunt", "EVA", where="Remarks", words="aunt EVA"),
    )
    child = Record("a1", "a", "a.csv#2", "orr_children", 2, given="ANA", claims=claims, remarks=f"{WORDS}\naunt EVA")
    mother = Record(
        "a2", "a", "a.csv#3", "border_patrol", 3, given="ZOILA", identifiers=(Identifier("a_number", "202385793", "A202-385-793"),)
    )
    play(
        [
            ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 2, 0, "2018-07-05")),
            ReceiveRecords((child, mother)),
            IdentifyPeople("run", (Person("P1", ("a1",)), Person("P2", ("a2",)))),
        ]
    )
    told = [(one.person, one.relation, one.bearers, one.status) for one in list_mentions(ME)]
    assert told == [("P1", "mother", ("P2",), "open"), ("P1", "aunt", (), "nobody")]
    play([VerifyTie("P1", "P2", "parent", "birth certificate")], name="proof")
    assert [one.status for one in list_mentions(ME)] == ["verified", "nobody"]

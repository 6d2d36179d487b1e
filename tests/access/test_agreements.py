"""Agreements of agencies: what cannot be agreed, by which rule; two sign; tried on a day's looks; what they open, they open at once."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.agreements import Agreement, AgreementState, EndAgreement, ProposeAgreement, SignAgreement, decide, forbidden
from kinkeeper.domain.access.consents import Consent, RecordConsent
from kinkeeper.domain.errors import NotAllowed, Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.gateway import clock
from kinkeeper.site.database import Database
from tests.cli.command import run
from tests.figures import Figure
from tests.web.browsing import client, words
from tests.web.scene import play

TODAY = clock.today()
DAYS = (TODAY.isoformat(), (TODAY + timedelta(days=30)).isoformat())
ONE = Agreement("A-1", "CBP", "ORR", ("identity", "custody"), ("reunification",), *DAYS, "To find parents of children in care")
CBP, ORR = Actor("kk.a.cbp", "CBP", "administrator", "administration"), Actor("kk.a.orr", "ORR", "administrator", "administration")


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"reader": "CBP"}, "parties"),
        ({"giver": "OIG"}, "parties"),
        ({"reader": "NASA"}, "parties"),
        ({"reader": "COUNSEL", "purposes": ("representation",)}, "assigned"),
        ({"groups": ("custody",)}, "fields"),
        ({"groups": ("identity", "sponsor")}, "fields"),
        ({"groups": ("identity", "status")}, "fields"),
        *(
            ({"reader": "ICE", "purposes": ("enforcement",), "groups": ("identity", "custody", group)}, "enforcement")
            for group in ("kinship", "shelter", "sponsor", "counsel", "statement")
        ),
        ({"giver": "ORR", "reader": "ICE", "purposes": ("enforcement",)}, "source"),
        ({"giver": "TASK_FORCE", "reader": "USMS", "purposes": ("enforcement",)}, "source"),
        *(
            ({"giver": "ORR", "reader": "ICE", "groups": ("identity", "custody", group)}, "arrests")
            for group in ("shelter", "sponsor", "counsel")
        ),
        ({"groups": ("identity", "statement")}, "words"),
        ({"groups": ("identity", "counsel")}, "words"),
        ({"purposes": ("enforcement",), "groups": ("identity",)}, "purposes"),
        ({"purposes": ()}, "purposes"),
        ({"last_day": "soon"}, "days"),
        ({"last_day": (TODAY + timedelta(days=366)).isoformat()}, "days"),
        ({"first_day": (TODAY + timedelta(days=31)).isoformat()}, "days"),
        ({"why": " "}, "why"),
    ],
)
def test_what_cannot_be_agreed_is_refused_when_it_is_stated_by_the_name_of_the_rule(
    changed: dict[str, Any], rule: str, figure: Figure
) -> None:
    said = forbidden(replace(ONE, **changed))
    assert said.startswith(f"Rule '{rule}': "), said
    with pytest.raises(Refused, match=f"Rule '{rule}'"):
        list(decide(AgreementState(), ProposeAgreement(replace(ONE, **changed), "kk.a.cbp", "CBP")))
    figure(21, "{} agreements that cannot be, all refused by the name of the rule", 1)


def test_one_person_or_one_agency_cannot_make_one(database: Database, figure: Figure) -> None:
    play([ProposeAgreement(ONE, CBP.name, "CBP")], name="p", actor=CBP)
    for name, actor, command in (
        ("same person", CBP, SignAgreement("A-1", CBP.name, "CBP")),
        ("same agency", Actor("kk.b.cbp", "CBP", "administrator"), SignAgreement("A-1", "kk.b.cbp", "CBP")),
        ("other agency", Actor("kk.a.ice", "ICE", "administrator"), SignAgreement("A-1", "kk.a.ice", "ICE")),
        ("operator", Actor("root", "", "operator"), SignAgreement("A-1", "root", "")),
    ):
        with pytest.raises(Refused, match="two persons, one of each agency"):
            play([command], name=name, actor=actor)
    with pytest.raises(NotAllowed, match="for ORR"):
        play([SignAgreement("A-1", CBP.name, "ORR")], name="pretends", actor=CBP)
    with pytest.raises(NotAllowed, match="right to agree"):
        play([SignAgreement("A-1", "x", "ORR")], name="caseworker", actor=Actor("x", "ORR", "caseworker"))
    with pytest.raises(Refused, match="signs it for the own agency alone"):
        play([ProposeAgreement(replace(ONE, agreement_id="A-2", signed_by="x"), CBP.name, "CBP")], name="both", actor=CBP)
    with pytest.raises(Refused, match="is another agreement"):
        play([ProposeAgreement(replace(ONE, groups=("identity", "kinship")), CBP.name, "CBP")], name="other", actor=CBP)
    figure(21, "{} ways to make an agreement alone or to change one, all refused", 8)


def of_cbp_alone() -> list[Any]:
    """A family of which CBP alone holds records."""
    stay = Stay("CBP", "McAllen, Texas", "2018-05-20", "2018-05-23", "transferred", "To the shelter of Canarywood", "Canarywood aunt")
    held = [
        Record(f"k{n}", "xk", f"k.csv#{n}", "border_patrol", n, given=given, surnames="Ixchel", stays=(stay,))
        for n, given in enumerate(("Rut", "Noe"))
    ]
    return [
        ReceiveRecords(tuple(held)),
        IdentifyPeople("k", (Person("Prut", ("k0",)), Person("Pnoe", ("k1",)))),
        FormFamilies("k", (Family("KF-30303", ("Prut", "Pnoe")),)),
    ]


def test_it_is_stated_tried_signed_and_opens_and_closes_on_the_pages(database: Database, still: None) -> None:
    today = clock.today()
    play(of_cbp_alone())
    caseworker, ours, theirs = client(role="caseworker"), client(role="administrator"), client(role="administrator", agency="CBP")
    assert caseworker.get("/families/KF-30303/").status_code == 404
    told = {"giver": "CBP", "reader": "ORR", "groups": ["identity", "kinship"], "purposes": ["reunification"], "why": "Find parents"}
    told |= {"first_day": f"{today}", "last_day": f"{today + timedelta(days=30)}", "day": f"{today}"}
    page = words(theirs.post("/agreements/", {"action": "try", **told}))
    assert "Looks of the agency that reads that were tried, those too that were answered with nothing: 1." in page
    assert re.search(r"caseworker, reunification page family 2 0 2 name, birth and numbers, who their kin are .*reach", page), page
    assert caseworker.get("/families/KF-30303/").status_code == 404
    refused = theirs.post("/agreements/", {"action": "propose", **told, "groups": ["identity", "statement"]})
    assert refused.status_code == 400 and "Rule ‘words’" in words(refused).replace("'words'", "‘words’")
    assert theirs.post("/agreements/", {"action": "propose", **told}).status_code == 302
    page = words(caseworker.get("/agreements/"))
    assert (
        "proposed: opens nothing yet" in page
        and "Find parents" in page
        and "Sign" not in page.replace("Signed", "").replace("Your sign-in", "").replace("Sign out", "")
    )
    assert caseworker.get("/families/KF-30303/").status_code == 404
    [number] = set(re.findall(r"A-[0-9a-f]{8}", theirs.get("/agreements/").content.decode()))
    assert theirs.post("/agreements/", {"action": "sign", "agreement": number}).status_code == 400
    assert caseworker.post("/agreements/", {"action": "sign", "agreement": number}).status_code == 403
    assert ours.post("/agreements/", {"action": "sign", "agreement": number}).status_code == 302
    opened = caseworker.get("/families/KF-30303/")
    assert "Rut" in words(opened) and b"Canarywood" not in opened.content and b"McAllen" not in opened.content
    assert client(role="caseworker", agency="ICE").get("/families/KF-30303/").status_code == 404
    assert ours.post("/agreements/", {"action": "end", "agreement": number, "because": "It is done"}).status_code == 302
    assert caseworker.get("/families/KF-30303/").status_code == 404


@pytest.mark.long
def test_the_command_lists_tries_and_ends_them(migrated: Path, tmp_path: Path) -> None:
    where = ("--database", str(shutil.copytree(migrated, tmp_path / "db")))
    stated = tmp_path / "agreement.toml"
    stated.write_text(
        f'giver = "ORR"\nreader = "ICE"\ngroups = ["identity", "custody", "sponsor"]\npurposes = ["enforcement"]\nwhy = "2018"\n'
        f'first_day = "{DAYS[0]}"\nlast_day = "{DAYS[1]}"\n'
    )
    answer = run("agreements", "--try", str(stated), *where)
    assert answer.status == 2 and "Rule 'enforcement'" in answer.error and len(answer.error.strip().splitlines()) == 1
    stated.write_text(stated.read_text().replace(', "sponsor"', "").replace('"ORR"', '"CBP"'))
    assert run("agreements", "--try", str(stated), "--json", *where).summary["tried"]["looks"] == 0
    assert run("agreements", "--try", str(tmp_path / "none.toml"), *where).status == 2
    assert run("agreements", "--json", *where).summary["agreements"] == []
    assert run("agreements", "--end", "A-9", "--because", "x", *where).status == 2
    assert run("emergencies", "--json", *where).summary["emergencies"] == []


def test_agreements_and_consents_are_the_same_in_tables_made_anew(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    play(of_cbp_alone())
    consent = Consent("C-1", "Prut", "ORR", ("identity",), ("reunification",), *DAYS, "es", "none needed")
    play([RecordConsent(consent), RecordConsent(replace(consent, taken_back_on=DAYS[0]))], name="c")
    play([ProposeAgreement(ONE, CBP.name, "CBP")], name="p", actor=CBP)
    play([SignAgreement("A-1", ORR.name, "ORR")], name="s", actor=ORR)
    play([EndAgreement("A-1", "It is done", ORR.name, "ORR")], name="e", actor=ORR)
    assert rebuild.check() == []


def test_a_consent_opens_one_person_and_is_taken_back_without_a_reason(database: Database) -> None:
    from kinkeeper.jobs.saying import say
    from kinkeeper.jobs.sayings import saying

    play(of_cbp_alone())
    coordinator, caseworker = Actor("c", "TASK_FORCE", "coordinator"), client(role="caseworker")
    told = {"consent_id": "C-1", "person_id": "Prut", "agency": "ORR", "groups": "identity, kinship", "purposes": "reunification"}
    told |= {"first_day": DAYS[0], "last_day": DAYS[1], "language": "ixl", "interpreter": "4411"}
    for wrong in (
        {"purposes": "enforcement"},
        {"agency": "ICE", "groups": "identity, custody, sponsor"},
        {"groups": "statement"},
        {"language": ""},
    ):
        with pytest.raises(Refused):
            say(saying("consent"), told | wrong, coordinator)
    say(saying("consent"), told, coordinator)
    page = words(caseworker.get("/families/KF-30303/"))
    assert "Rut" in page and "Noe" not in page
    say(saying("take-back-consent"), {"consent_id": "C-1"}, coordinator)
    assert caseworker.get("/families/KF-30303/").status_code == 404

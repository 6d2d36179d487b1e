"""Who sees an offered transfer: who offered it, and, as long as it is open, who is asked: whom it is about, and what they need; no more."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.decisions import By, FieldGroup, decide
from kinkeeper.domain.errors import KinkeeperError, NotAllowed, Refused
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.transfers import AcknowledgeTransfer, OfferTransfer, RefuseTransfer, Transfer
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.site.database import Database
from tests.access.test_wall import answers, hidden
from tests.web.browsing import client, words
from tests.web.scene import history, play

CBP, ICE, ORR = (Actor(f"{one}.{one}".lower(), one, "caseworker") for one in ("CBP", "ICE", "ORR"))
PHONE, FATHER, STATION, SHELTER = "9155550133", "Aduvigen", "Santa Teresa", "Casa Nube"
MORE_THAN_ASKED = (PHONE, FATHER, "Lordsburg", "Padu", "KF-88888")
PAGES = ("/people/Pnia/", "/people/Pnia/file/", "/families/KF-88888/")
TOLD = {"person_id": "Pnia", "from_custodian": "CBP", "from_place": STATION, "to_custodian": "ORR", "to_place": SHELTER, "needs": "NE-1"}
WHEN = {"offered_at": "2018-06-03T02:50", "answer_by": "2018-06-03T08:00"}


@pytest.fixture
def taken_in(database: Database) -> None:
    """A child with asthma and her father, whom CBP alone holds, and a family that ORR alone does."""
    phone = (Identifier("a_number", "209000111", "A 209-000111"), Identifier("phone", PHONE, PHONE))
    stays = (Stay("CBP", "Lordsburg", "2018-06-02T21:10"),)
    nia = Record(
        "nia", "xn", "n.csv#1", "border_patrol", 1, given="Nia", surnames="Offered", born="2012-04-05", identifiers=phone, stays=stays
    )
    father = Record("adu", "xn", "n.csv#2", "border_patrol", 2, given=FATHER, surnames="Offered", born="1985-01-01", stays=stays)
    play([*history(), *hidden()])
    play(
        [
            ReceiveRecords((nia, father)),
            IdentifyPeople("n", (Person("Pnia", ("nia",)), Person("Padu", ("adu",)))),
            AssessTies("n", (Tie("Pnia", "Padu", "parent", "claimed", "0.9", "recorded"),)),
            FormFamilies("n", (Family("KF-88888", ("Pnia", "Padu")),)),
            RaiseSeparations("n", (Separation("Pnia", "Padu", "2018-06-03", "", "", "detected", "0.9", "", "", "apart", ""),)),
            RecordNeed(Need("NE-1", "Pnia", "medication", "an inhaler")),
        ],
        name="taken-in",
    )


def say(browser: Any, what: str, **told: str) -> None:
    """Send the form of a saying, which is taken."""
    answer = browser.post(f"/record/{what}/", told)
    assert answer.status_code == 302, words(answer)


def offered(browser: Any) -> str:
    """Offer her to ORR as a page does; the number of the transfer."""
    say(browser, "offer", **TOLD, **WHEN)
    [number] = re.findall(r"TR-\w+", words(browser.get("/custody/")))
    return str(number)


def told_of_her(browser: Any) -> set[str]:
    """What any list, count or page of hers tells somebody of the child, her father, or the transfer."""
    told = " ".join(body for _, body in answers(browser, *PAGES))
    return {one for one in (">Nia", "NE-1", "TR-", "an inhaler", PHONE, FATHER) if one in told}


def test_who_offers_and_who_is_asked_see_a_transfer_and_nobody_else_a_byte(taken_in: None, still: None) -> None:
    agent, shelter = client(role="caseworker", agency="CBP"), client(role="caseworker", agency="ORR")
    others = [client(role="caseworker", agency="ICE"), client(role="officer", agency="CBP"), client(role="counsel")]
    before = answers(others[0], *PAGES)
    assert [shelter.get(page).status_code for page in PAGES] == [404, 200, 404]  # of somebody unknown, a file without a word
    assert "Nia" not in words(shelter.get("/people/Pnia/file/"))
    number = offered(agent)
    referral = f"/custody/referrals/{number}/"
    mine, theirs = words(agent.get("/custody/")), words(shelter.get("/custody/"))
    assert "Nia Offered" in mine and "Nia Offered" in theirs and number in theirs
    assert "medication" in words(agent.get(referral)) and "an inhaler" not in words(agent.get(referral))  # no words to who arrests
    assert [shelter.get(page).status_code for page in (*PAGES, referral)] == [200, 200, 404, 200]
    told = " ".join(shelter.get(page).content.decode() for page in (*PAGES[:2], referral, "/custody/", "/", "/children-apart/"))
    assert [one for one in ("an inhaler", *MORE_THAN_ASKED) if one in told] == ["an inhaler"]
    found = [words(shelter.post("/search/", {"text": one}, follow=True)) for one in ("Nia Offered", "A 209-000-111", PHONE)]
    assert ["5 April 2012" in one for one in found] == [True, True, False], found
    asked, offers = (words(one.get(referral)) for one in (shelter, agent))
    assert "Kin are shown to whoever has taken this person over." in asked and "No family is known" not in asked
    assert FATHER in offers and "Kin are shown" not in offers
    file = words(shelter.get(PAGES[0]))
    assert "Not shown: sealed, expunged, or not for you to read." in file and "Sealed or expunged" not in file
    assert [one.get(referral).status_code for one in others] == [404] * 3
    assert answers(others[0], *PAGES) == before and [told_of_her(one) for one in others] == [set(), {">Nia"}, set()]  # by CBP's own record


def test_who_would_answer_a_transfer_is_led_to_what_must_be_read_first(taken_in: None) -> None:
    agent, shelter = client(role="caseworker", agency="CBP"), client(role="caseworker", agency="ORR")
    forms = ("/record/acknowledge/", "/record/refuse/")
    assert all("No transfer waits for your answer." in words(one.get(form)) for one in (agent, shelter) for form in forms)
    number = offered(agent)
    referral = f'href="/custody/referrals/{number}/"'
    leads = [[referral in one.get(form).content.decode() for form in forms] for one in (agent, shelter)]
    assert leads == [[False, True], [True, True]]
    assert referral in client().get(forms[0]).content.decode() and referral in shelter.get("/").content.decode()
    assert 'name="needs_read"' in shelter.get(f"{forms[0]}?transfer_id={number}&needs_read=NE-1").content.decode()
    others = client(role="caseworker", agency="ICE")
    assert [number in words(others.get(form)) for form in forms] == [False, False]


def test_reach_ends_with_a_refusal_and_after_an_arrival_goes_by_the_ordinary_rules(taken_in: None) -> None:
    agent, shelter = client(role="caseworker", agency="CBP"), client(role="caseworker", agency="ORR")
    assert told_of_her(shelter) == set()
    say(shelter, "refuse", transfer_id=offered(agent), at="2018-06-03T03:10", because="no bed", withdrawn="no")
    assert told_of_her(shelter) == set()
    say(agent, "refuse", transfer_id=offered(agent), at="2018-06-03T03:20", because="released", withdrawn="yes")
    assert told_of_her(shelter) == set()
    say(shelter, "acknowledge", transfer_id=offered(agent), at="2018-06-03T07:00", needs_read="NE-1")
    assert "TR-" not in words(agent.get("/custody/"))
    # The child is theirs now, as one of whom they hold a record: with her family, so that she can be brought back to it.
    assert FATHER in words(shelter.get("/families/KF-88888/")) and "Nia" in words(shelter.get("/children-apart/"))


def offer(number: str, person: str, giver: str, taker: str) -> OfferTransfer:
    """An offer of somebody."""
    needs = ("NE-1",) if person == "Pnia" else ()
    return OfferTransfer(Transfer(number, person, giver, STATION, taker, SHELTER, "2018-06-03T02:50", "2018-06-03T08:00", needs=needs))


def refused(command: Any, actor: Actor) -> KinkeeperError:
    """Why somebody may not say this."""
    with pytest.raises((NotAllowed, Refused)) as found:
        play([command], name=f"{actor.name} {command}", actor=actor)
    return found.value


def test_nobody_opens_somebody_to_anybody_who_is_not_theirs_to_offer(taken_in: None) -> None:
    words_of = {str(refused(offer("TR-7", whom, "CBP", "ICE"), CBP)) for whom in ("Pana", "Pnobody")}
    assert len(words_of) == 1  # a child whom CBP does not know of, and one whom nobody does
    assert refused(offer("TR-7", "Pnia", "CBP", "ICE"), ICE).rule == refused(offer("TR-7", "Pnia", "ICE", "ORR"), CBP).rule == "transfer"
    play([offer("TR-1", "Pnia", "CBP", "ORR")], name="asked", actor=CBP)
    assert refused(offer("TR-8", "Pnia", "ORR", "ICE"), ORR).rule == "transfer"  # who is only asked has nobody to pass on
    answers: list[Callable[[str, Actor], Any]] = [
        lambda number, actor: AcknowledgeTransfer(number, "2018-06-03T07:00", ("NE-1",), actor.name),
        lambda number, actor: RefuseTransfer(number, "2018-06-03T07:00", "no bed", False, actor.name),
        lambda number, actor: RefuseTransfer(number, "2018-06-03T07:00", "no bed", True, actor.name),
    ]
    for answer in answers:  # of others, as of one that there is not
        assert str(refused(answer("TR-1", ICE), ICE)).replace("TR-1", "TR-6") == str(refused(answer("TR-6", ICE), ICE))
    assert [refused(one("TR-1", who), who).rule for one, who in zip(answers, (CBP, CBP, ORR), strict=True)] == ["transfer"] * 3


def test_the_decision_names_the_transfer_by_which_somebody_is_seen(taken_in: None) -> None:
    from kinkeeper.queries.access.openings import openings_for
    from kinkeeper.queries.access.subjects import subject_of

    play([offer("TR-1", "Pnia", "CBP", "ORR")], name="asked", actor=CBP)
    says = {one: decide(ORR, subject_of("Pnia"), one, openings_for(ORR, ["Pnia"]), "2018-06-03") for one in FieldGroup}
    assert {one for one, said in says.items() if said.allowed} == {FieldGroup.IDENTITY, FieldGroup.NEED}
    assert says[FieldGroup.NEED].rule == f"{By.TRANSFER}:TR-1" and says[FieldGroup.KINSHIP].rule == "reach"

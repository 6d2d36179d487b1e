"""The page of a family."""

import re

import pytest

from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import RefuteTie
from kinkeeper.site.database import Database
from tests.web.browsing import client, words
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, history, play

PAGE = f"/families/{FAMILY}/"


@pytest.fixture
def scene(database: Database) -> None:
    play(history())


def test_the_heading_says_the_state(scene: None) -> None:
    said = words(client().get(PAGE))
    assert "Family of Maite Xitumul Cuc 4 persons. Family KF-20418 . Family unit RGV-77" in said
    assert "Apart: Maite and mother, 48 days Apart: Kevin and father, 37 days" in said


def test_the_picture_says_what_it_finds_and_each_stay_is_a_sentence(scene: None) -> None:
    page = client().get(PAGE).content.decode()
    assert 'aria-label="Timeline. Apart: Maite and mother, 48 days. Apart: Kevin and father, 37 days. Every stay is in the table."' in page
    assert 'aria-label="Yamilet: ICE detention, Eloy, Arizona, from 18 June 2018 until now"' in page
    assert 'aria-label="Yamilet: No record, 2 days, from 25 May 2018 until 27 May 2018"' in page


def test_the_table_beside_the_picture_has_every_stay_and_gap(scene: None) -> None:
    said = words(client().get(PAGE))
    assert "Yamilet U.S. Marshals, Pharr 21 May 2018 25 May 2018" in said
    assert "Yamilet No record 25 May 2018 27 May 2018" in said
    assert "Alberto Abroad, removed 2 July 2018 now" in said


def test_bars_of_evidence_add_up_to_the_sum(scene: None) -> None:
    page = client().get(PAGE).content.decode()
    weights = re.findall(r'class="kk-weight">([+−])([\d.]+)<', page)
    numbers = [round((1 if sign == "+" else -1) * float(number) * 10) for sign, number in weights]
    assert len(numbers) == 8 and sum(numbers[:-1]) == numbers[-1] == 50
    assert "Why: Yamilet, mother of Maite" in words(client().get(PAGE)) and "Sum +5.0: odds 32 : 1" in words(client().get(PAGE))


def test_another_tie_can_be_asked_for(scene: None) -> None:
    said = words(client().get(f"{PAGE}?tie={KEVIN}~{ALBERTO}"))
    assert "Why: Alberto, father of Kevin" in said and "One family unit number" in said
    assert client().get(f"{PAGE}?tie=nobody~none").status_code == 404


def test_a_refuted_tie_is_struck_and_stays(database: Database) -> None:
    play([*history(), RefuteTie(MAITE, ALBERTO, "DNA test")])
    page = client().get(PAGE)
    assert b"kk-tie-refuted" in page.content and b"<s>Refuted</s>" in page.content
    assert "Refuted: that Alberto is kin of Maite. DNA test" in words(page)


def test_a_replaced_statement_stays_with_what_replaced_it(scene: None) -> None:
    page = client().get(f"{PAGE}?statements=all").content.decode()
    assert re.search(r"<s><bdi>Yamilet, mother of Maite: found, probability 0.97.</bdi> </s> <span>Replaced on .* by entry 24\.", page)


def test_who_said_it_names_file_and_row(scene: None) -> None:
    said = words(client().get(f"{PAGE}?statements=all"))
    assert "ORR, children: orr_children.csv, row 2" in said and "HHS, R. Delgado" in said
    assert "It says that the child was separated: “ZTP”." in said and "Mother: “mamá Yamilet”." in said


def test_the_whole_page_changes_with_what_was_known(scene: None) -> None:
    said = words(client().get(f"{PAGE}?known=22"))
    assert "You are looking at what was known on" in said
    assert "Apart: Maite" in said and "Apart: Kevin" not in said and "Verified: " not in said


def test_what_a_day_did_not_know_yet_is_not_drawn(scene: None) -> None:
    page = client().get(f"{PAGE}?day=2018-05-25")
    assert "Apart: Maite and mother, 4 days" in words(page) and "Eloy" not in page.content.decode().partition('id="statements"')[0]


def test_reunited_is_a_green_line(database: Database) -> None:
    together = Separation(MAITE, YAMILET, "2018-05-21", "", "", "detected", "0.9", "", "", "reunited", "2018-07-05")
    play(history())
    play([RaiseSeparations("later", (together,))], name="later")
    page = client().get(PAGE)
    assert b"kk-reunited" in page.content and "Reunited: Maite and mother, after 45 days" in words(page)


def test_a_person_without_kin_has_a_page_and_a_way_to_look_for_kin(scene: None) -> None:
    page = client().get(f"/people/{KEVIN}/?known=16")
    assert "No tie is known yet" in words(page) and "Look for kin of the same name" in words(page)


def test_a_person_with_kin_leads_to_the_family_from_the_same_standpoint(scene: None) -> None:
    assert client().get(f"/people/{KEVIN}/?day=2018-06-30")["Location"] == f"{PAGE}?day=2018-06-30"


@pytest.mark.parametrize("address", ["/families/KF-0/", "/people/Pnobody/", "/nowhere/", f"{PAGE}?known=3"])
def test_what_is_not_known_is_a_sentence_and_a_way_on(scene: None, address: str) -> None:
    answer = client().get(address)
    assert answer.status_code == 404 and "To the children apart" in words(answer)

"""Orders from the command line: two persons, a trial, clocks, what is due."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import run


def test_an_order_is_entered_tried_and_approved_by_two(migrated: Path, tmp_path: Path) -> None:
    where = Path(shutil.copytree(migrated, tmp_path / "db"))
    entered = run("orders", "enter", "--shipped", "--database", where, "--json", LOGNAME="ana").summary
    assert len(entered["entered"]) == 8 and entered["known"] == 0
    trial = run("orders", "try", "ms-l-2018", "--as-of", "2018-07-08", "--database", where, "--json", LOGNAME="ana").summary
    assert trial["trials"]["ms-l-2018"]["known_at"] == 8 and trial["trials"]["ms-l-2018"]["covered"] == 0
    own = run("orders", "approve", "ms-l-2018", "--database", where, LOGNAME="ana")
    assert own.status == 2 and own.error == "kinkeeper: An order takes two persons: who entered it cannot approve it.\n"
    assert run("orders", "approve", "ms-l-2018", "--database", where, "--json", LOGNAME="luz").summary["entries"] == 1
    due = run("due", "--database", where, "--json").summary
    assert due.pop("as_of") > "2026-11"
    unknown = run("document", Path(__file__), "--about", "P1", "--title", "a letter", "--database", where)
    assert unknown.status == 2 and unknown.error == "kinkeeper: No person P1 is known.\n"
    assert due == {"running": 0, "late": 0, "within_a_day": 0, "clocks": []}


@pytest.mark.long
def test_a_hand_over_has_a_referral(migrated: Path, tmp_path: Path) -> None:
    where = Path(shutil.copytree(migrated, tmp_path / "db"))
    offer = {
        "person_id": "P1",
        "from_custodian": "CBP",
        "from_place": "McAllen",
        "to_custodian": "ORR",
        "to_place": "Casa Sol",
        "offered_at": "2018-07-08",
        "answer_by": "2018-07-09",
    }
    said = run("say", "offer", *(f"{name}={value}" for name, value in offer.items()), "transfer_id=TR-1", "--database", where)
    assert said.status == 0, said.error
    found = run("referral", "TR-1", "--database", where, "--json").summary
    assert found == {"transfer": "TR-1", "person": "P1", "name": "", "born": "", "needs": [], "family": [], "apart_from": []}
    told = run("referral", "TR-1", "--database", where).out
    assert "No need is on record." in told and "No family is known." in told and "relation" not in told, "no empty tables"
    assert run("referral", "TR-2", "--database", where).error == "kinkeeper: No transfer TR-2 is known.\n"

"""An order to expunge as two clerks carry it out."""

from pathlib import Path
from typing import Any

import pytest

from kinkeeper.site.database import Database

from .command import Ran, run
from .test_verify import address, ledger

__all__ = ["ledger"]


def give(database: Database, user: str, *words: str | Path) -> Ran:
    return run(*words, DATABASE_URL=address(database.app), DATABASE_OWNER_URL=address(database.owner), LOGNAME=user)


@pytest.mark.usefixtures("ledger")
def test_one_proposes_by_the_records_name_and_another_approves(database: Database, _laid: Any) -> None:
    order = ("--order", "D.D.C., 18-cv-1", "--reason", "expunge")
    assert give(database, "ruiz", "expunge", "--record", "nothing#1", *order).error == "kinkeeper: No record is called nothing#1.\n"
    assert "Name the order" in give(database, "ruiz", "expunge", "1").error
    proposed = give(database, "ruiz", "expunge", "--record", "f.csv#1", *order)
    assert proposed.out == "S-1 proposed: to expunge 1 entry. Somebody else runs: kinkeeper approve-sealing S-1\n"
    assert "Another person" in give(database, "ruiz", "approve-sealing", "S-1").error
    at_once = give(database, "delgado", "approve-sealing", "S-1", "--at-once", "shall forthwith destroy")
    assert at_once.out == "S-1 is done: expunge 1 entry, by entry 5.\n"
    assert _laid.admin.execute("SELECT seq FROM part WHERE body IS NULL").fetchall() == [(1,)]
    listed = give(database, "delgado", "sealings", "--json").summary["sealings"]
    assert [(one["proposal_id"], one["positions"], one["standing"]) for one in listed] == [("S-1", [1], "done")]
    assert give(database, "delgado", "verify").status == 0
    assert give(database, "delgado", "rebuild", "--check").status == 0


@pytest.mark.usefixtures("ledger")
def test_a_proposal_can_be_rejected(database: Database) -> None:
    order = ("--order", "D.D.C., 18-cv-1", "--reason", "seal")
    proposed = give(database, "ruiz", "seal", "0", "2", *order, "--json").summary
    assert (proposed["proposal"], proposed["effect"], proposed["positions"]) == ("S-1", "seal", [0, 2])
    assert give(database, "delgado", "reject-sealing", "S-1", "--reason", "no such docket").status == 0
    assert "no open proposal S-1" in give(database, "delgado", "approve-sealing", "S-1").error


@pytest.mark.usefixtures("ledger")
def test_an_expungement_waits_and_can_be_stopped_meanwhile(database: Database, _laid: Any) -> None:
    order = ("--order", "D.D.C., 18-cv-1", "--reason", "expunge")
    give(database, "ruiz", "expunge", "1", *order)
    approved = give(database, "delgado", "approve-sealing", "S-1")
    assert "kinkeeper carry-out-sealing S-1" in approved.out and "kinkeeper reject-sealing S-1" in approved.out
    refused = give(database, "ruiz", "carry-out-sealing", "S-1")
    assert refused.status == 2 and "S-1 may be carried out from" in refused.error
    assert give(database, "ruiz", "reject-sealing", "S-1", "--reason", "stayed on appeal").status == 0
    assert [one["standing"] for one in give(database, "ruiz", "sealings", "--json").summary["sealings"]] == ["rejected"]
    assert _laid.admin.execute("SELECT count(*) FROM part WHERE body IS NULL").fetchall() == [(0,)]

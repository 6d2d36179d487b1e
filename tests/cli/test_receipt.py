"""A receipt from the command line, checked by another command."""

from pathlib import Path

from kinkeeper.site.database import Database
from tests.signing import a_signer, record

from .command import run
from .test_verify import address


def test_a_receipt_is_written_and_checks_as_good(database: Database, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": address(database.app), "DATABASE_OWNER_URL": address(database.owner)}
    record(0, 5)
    ran = run("receipt", "3", "--out", tmp_path / "r", **environment)
    assert ran.status == 2 and "Entry 3 is recorded, and not signed yet" in ran.error
    with a_signer(tmp_path / "signer") as signer:
        from kinkeeper.jobs.publish import publish

        publish(signer)
    ran = run("receipt", "3", "--out", tmp_path / "r", "--json", **environment)
    assert ran.status == 0 and ran.summary["number"].startswith("KK-3-") and ran.summary["entries"] == 5
    ran = run("verify", "--receipt", tmp_path / "r", **environment)
    assert ran.status == 0 and ran.out.startswith("The receipt is good: entry 3 stands in kinkeeper.example/log with 5 entries")
    text = (tmp_path / "r").read_text()
    (tmp_path / "r").write_text(text.replace("index 3", "index 2"))
    assert run("verify", "--receipt", tmp_path / "r", **environment).status == 4

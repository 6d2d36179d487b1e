"""A database in a folder signs by itself; one that is behind what it signed is read-only."""

import shutil
from pathlib import Path

from kinkeeper.ledger.checkpoint import open_checkpoint
from kinkeeper.ledger.note import VerifierKey, parse_note

from .command import run


def hand_list(path: Path, *names: str) -> Path:
    rows = "".join(f"{name},2012-05-0{at + 1},Juana Cuc\n" for at, name in enumerate(names))
    path.write_text(f"UAC name,Date of birth,Parent name\n{rows}")
    return path


def test_what_is_recorded_is_signed_and_an_old_copy_of_the_database_is_read_only(migrated: Path, tmp_path: Path) -> None:
    database, files = Path(shutil.copytree(migrated, tmp_path / "database")), tmp_path / "files"
    ran = run("import", hand_list(tmp_path / "a.csv", "Ana Cuc", "Pedro Cuc"), "--database", database)
    assert ran.status == 0, ran.error
    shutil.copytree(database / "data", tmp_path / "backup")
    run("import", hand_list(tmp_path / "b.csv", "Luz Cuc"), "--database", database)
    ran = run("publish", "--database", database, "--files", files)
    key = VerifierKey.parse((files / "log.key").read_text().strip())
    signed = open_checkpoint(parse_note((files / "checkpoint").read_text()), [key])
    assert ran.out.splitlines()[:2] == [signed.origin, str(signed.size)] and signed.origin.startswith("kinkeeper.local/")

    shutil.rmtree(database / "data")
    shutil.move(tmp_path / "backup", database / "data")
    ran = run("import", hand_list(tmp_path / "c.csv", "Eva Cuc"), "--database", database)
    assert ran.status == 2
    assert ran.error.splitlines()[-1].startswith("kinkeeper: Nothing can be recorded now: the ledger is read-only. It has ")
    assert f"its signer signed {signed.size}: an old backup was put back" in ran.error

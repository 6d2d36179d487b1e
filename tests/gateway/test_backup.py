"""A backup proves itself complete, and is refused where it is not."""

import gzip
import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database

from .test_sealing import carry_out, lay
from .test_submit import record, rows, send


def silent(name: str, done: int) -> None:
    pass


@pytest.fixture
def backed_up(database: Database, tmp_path: Path) -> Path:
    from kinkeeper.domain.records import ReceiveRecords
    from kinkeeper.gateway.backup import backup

    lay()
    send("more", ReceiveRecords(tuple(record(at) for at in range(10, 310))))
    carry_out("expunge", 0)
    backup(tmp_path / "backup", silent)
    return tmp_path / "backup"


def refusal(folder: Path, *saved: Checkpoint, digest: str = "") -> str:
    from kinkeeper.gateway.restore import prove

    with pytest.raises(LedgerBroken) as refused:
        prove(folder, saved, digest, progress=silent)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_backup_proves_itself_without_a_database(backed_up: Path) -> None:
    from kinkeeper.gateway.restore import prove

    manifest = prove(backed_up, progress=silent)
    assert (manifest.size, manifest.tables["part"].rows, manifest.tables["head"].rows) == (306, 612, 1)
    assert manifest.state["record"][0] == 302
    assert manifest.migrations["store"]
    assert not (backed_up / "record.copy.gz").exists()
    assert backed_up.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_holds_something_is_left_alone(backed_up: Path) -> None:
    from kinkeeper.gateway.backup import backup

    before = sorted(path.name for path in backed_up.iterdir())
    with pytest.raises(Unavailable, match="Name a new folder"):
        backup(backed_up, silent)
    assert sorted(path.name for path in backed_up.iterdir()) == before


def change_json(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def rewrite(folder: Path, table: str, change: Callable[[bytes], bytes]) -> None:
    """Change what is in a file, and make the manifest fit it again: what an attacker would do."""
    path = folder / f"{table}.copy.gz"
    path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes()))))
    told = {"bytes": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest()}
    change_json(folder, lambda manifest: manifest["tables"][table].update(told))


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_what_is_not_whole_is_refused_by_name(backed_up: Path) -> None:
    def case(name: str) -> Path:
        return Path(shutil.copytree(backed_up, backed_up.with_name(name)))

    (folder := case("missing")).joinpath("part.copy.gz").unlink()
    assert refusal(folder) == "The backup is broken: the table part is missing."
    path = (folder := case("truncated")) / "entry.copy.gz"
    path.write_bytes(path.read_bytes()[:-9])
    assert refusal(folder).startswith("The backup is broken: entry.copy.gz has ")
    path = (folder := case("altered")) / "request.copy.gz"
    path.write_bytes(flipped(20)(path.read_bytes()))
    assert refusal(folder) == "The backup is broken: request.copy.gz is not what was backed up."
    (folder := case("more")).joinpath("stranger").touch()
    assert refusal(folder) == "The backup is broken: stranger is no part of it."
    (folder := case("no manifest")).joinpath("manifest.json").unlink()
    assert "holds no backup" in refusal(folder)
    (folder := case("bad manifest")).joinpath("manifest.json").write_text("{")
    assert refusal(folder) == "The backup is broken: its manifest.json is not one."
    change_json(folder := case("left out"), lambda manifest: manifest["tables"].pop("request"))
    (folder / "request.copy.gz").unlink()
    assert refusal(folder) == "The backup is broken: the table request is missing."


@pytest.mark.parametrize("table", ["entry", "part", "head"])
def test_what_was_altered_together_with_the_manifest_is_found_by_the_ledger_itself(backed_up: Path, table: str) -> None:
    """A byte in a leaf, a salt and the tree's edge."""
    rewrite(backed_up, table, flipped({"entry": 50, "part": 60, "head": 60}[table]))
    assert refusal(backed_up).startswith("The backup is broken")


def test_a_file_that_breaks_off_is_refused_even_where_the_manifest_says_so(backed_up: Path) -> None:
    rewrite(backed_up, "part", lambda data: data[: len(data) // 2])
    assert refusal(backed_up) == "The backup is broken: part.copy.gz cannot be read to its end."


def test_an_older_backup_is_refused_by_a_checkpoint_that_was_saved(backed_up: Path) -> None:
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT leaf FROM entry ORDER BY seq")]
    newer = Checkpoint("log", 307, Frontier().extended([*leaves, b""]).root())
    other = Checkpoint("log", 300, bytes(32))
    same = Checkpoint("log", 200, Frontier().extended(leaves[:200]).root())
    from kinkeeper.gateway.restore import prove

    assert prove(backed_up, [same], progress=silent).size == 306
    assert refusal(backed_up, newer) == "The backup is broken. Entry 306: it is missing: the checkpoint of log is over 307."
    assert "not what the checkpoint of log over 300 stands for" in refusal(backed_up, same, other)


def test_a_manifest_kept_elsewhere_tells_this_backup_from_every_other(backed_up: Path) -> None:
    from kinkeeper.gateway.restore import prove

    digest = sha256((backed_up / "manifest.json").read_bytes()).hexdigest()
    assert prove(backed_up, (), digest.upper(), progress=silent).size == 306
    assert "another SHA-256" in refusal(backed_up, digest="0" * 64)

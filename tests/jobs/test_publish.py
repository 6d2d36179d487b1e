"""What was recorded is signed once it was made again from its stored bytes, and shown once it was signed and kept."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.gateway.log_writer import ReadOnly
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.jobs.mirror import mirror
from kinkeeper.jobs.publish import AnotherPublishes, Signed, publish, publishers_turn
from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint
from kinkeeper.ledger.note import Note, VerifierKey, parse_note
from kinkeeper.ledger.proof import Proof
from kinkeeper.ledger.tiles import Tiling, bundle_bytes, tiles_of
from kinkeeper.ledger.tree import Frontier, leaf_hash
from kinkeeper.site.database import Database
from kinkeeper.witness.asking import SignerClient
from tests.signing import ORIGIN, a_signer, record


@pytest.fixture
def signer(database: Database, tmp_path: Path) -> Iterator[SignerClient]:
    with a_signer(tmp_path / "signer") as client:
        yield client


@pytest.fixture
def admin(_laid: Any) -> psycopg.Connection:
    """The administrator of the server, whom no trigger binds."""
    return _laid.admin  # type: ignore[no-any-return]


def leaves(admin: psycopg.Connection) -> list[bytes]:
    return [leaf for (leaf,) in admin.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()]


def kept(admin: psycopg.Connection) -> list[tuple[int, str]]:
    return admin.execute("SELECT size, note FROM checkpoint ORDER BY size").fetchall()


def test_an_empty_ledger_has_nothing_to_sign(signer: SignerClient) -> None:
    assert publish(signer) is None


def test_each_checkpoint_stands_for_the_entries_and_contains_the_one_before(signer: SignerClient, admin: psycopg.Connection) -> None:
    first = 0
    for count in (1, 2, 252, 1, 300, 45):
        record(first, count)
        first += count
        root = Frontier().extended(leaves(admin)).root()
        assert publish(signer) == Signed(Checkpoint(ORIGIN, first, root), is_new=True)
        assert publish(signer) == Signed(Checkpoint(ORIGIN, first, root), is_new=False)
    sizes = [size for size, _ in kept(admin)]
    assert sizes == [1, 3, 255, 256, 556, 601]
    assert open_checkpoint(parse_note(kept(admin)[-1][1]), [signer.key()]).size == 601
    made = {(tile.level, tile.index): data for tile, data in Tiling().extend(map(leaf_hash, leaves(admin)))}
    assert {(level, at): data for level, at, data in admin.execute("SELECT level, idx, hashes FROM tile").fetchall()} == made


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE part SET body = 'x' || body WHERE seq = 300 AND k = 2", "Entry 300: its leaf and its parts do not belong together"),
        ("UPDATE entry SET leaf = set_byte(leaf, 40, 7) WHERE seq = 310", "Entry 310: its leaf and its parts"),
        ("DELETE FROM part WHERE seq = 311", "Entry 311"),
        ("DELETE FROM entry WHERE seq = 315", "Entry 315: it is missing"),
        ("DELETE FROM entry WHERE seq = 319; DELETE FROM part WHERE seq = 319", "Entry 319: it is missing"),
        ("UPDATE head SET frontier = set_byte(frontier, 3, get_byte(frontier, 3) # 1)", "not what the head stands for"),
        ("UPDATE tile SET hashes = set_byte(hashes, 77, get_byte(hashes, 77) # 1)", "tiles over the first 290 entries"),
        ("DELETE FROM head", "Its head is there 0 times"),
    ],
)
def test_nothing_is_signed_that_is_not_what_was_recorded(signer: SignerClient, admin: psycopg.Connection, change: str, says: str) -> None:
    """One flipped bit, once signed, would make the log unverifiable for good."""
    record(0, 290)
    publish(signer)
    record(290, 30)
    admin.execute(change)  # type: ignore[call-overload]
    with pytest.raises((LedgerBroken, ReadOnly)) as refused:
        publish(signer)
    assert says in str(refused.value) or "not those that its signer signed" in str(refused.value)
    assert [size for size, _ in kept(admin)] == [290]
    seen = signer.seen(signer.key())
    assert seen and seen.size == 290


class Dies(SignerClient):
    """A publisher that is killed when the signer has kept and signed, and before it kept anything."""

    def sign(self, old: int, proof: Proof, checkpoint: Checkpoint, key: VerifierKey) -> Note:
        super().sign(old, proof, checkpoint, key)
        raise KeyboardInterrupt


def test_a_publisher_that_died_after_the_signature_is_followed_by_one_that_goes_on(signer: SignerClient, admin: psycopg.Connection) -> None:
    record(0, 300)
    with pytest.raises(KeyboardInterrupt):
        publish(Dies(signer.place))
    assert kept(admin) == []
    record(300, 5)
    signed = publish(signer)
    assert signed and signed.checkpoint.size == 305
    assert [size for size, _ in kept(admin)] == [305]


def test_there_is_one_publisher_at_a_time(database: Database, signer: SignerClient, admin: psycopg.Connection) -> None:
    admin.execute("SELECT pg_advisory_lock(%s)", [0x6B696E6C6F67])
    try:
        with pytest.raises(AnotherPublishes), publishers_turn():
            pass
    finally:
        admin.execute("SELECT pg_advisory_unlock_all()")
    with publishers_turn():
        pass


def test_a_database_behind_its_signer_is_read_only_until_the_newest_is_back(signer: SignerClient, admin: psycopg.Connection) -> None:
    record(0, 300)
    publish(signer)
    before = admin.execute("SELECT size, frontier FROM head").fetchone()
    record(300, 20)
    publish(signer)
    tables = ("entry", "part", "request", "checkpoint")
    later = {table: admin.execute(f"CREATE TEMP TABLE newest_{table} AS TABLE {table}") for table in tables}  # type: ignore[call-overload]
    head = admin.execute("SELECT size, frontier FROM head").fetchone()
    assert len(later) == 4 and before and head
    admin.execute("DELETE FROM entry WHERE seq >= 300; DELETE FROM part WHERE seq >= 300; DELETE FROM checkpoint WHERE size > 300")
    admin.execute("UPDATE head SET size = %s, frontier = %s", before)

    with pytest.raises(ReadOnly, match="It has 300 entries, and its signer signed 320: an old backup was put back"):
        publish(signer)
    with pytest.raises(ReadOnly, match="Nothing can be recorded now: the ledger is read-only"):
        record(900, 1)
    assert admin.execute("SELECT count(*) FROM entry").fetchone() == (300,)

    for table in tables:
        admin.execute(f"DELETE FROM {table}; INSERT INTO {table} TABLE newest_{table}")  # type: ignore[call-overload]
        admin.execute(f"DROP TABLE newest_{table}")  # type: ignore[call-overload]
    admin.execute("UPDATE head SET size = %s, frontier = %s", head)
    Follower(signer, Showing(), print).once()
    record(320, 1)
    assert publish(signer) == Signed(Checkpoint(ORIGIN, 321, Frontier().extended(leaves(admin)).root()), is_new=True)


def test_a_rewritten_ledger_is_not_signed_whatever_its_administrator_does(signer: SignerClient, admin: psycopg.Connection) -> None:
    """The attack: no triggers, one entry changed, leaf, tiles and head made anew, and the old checkpoints gone."""
    record(0, 300)
    publish(signer)
    record(300, 10)
    salt, core = admin.execute("SELECT salt, body FROM part WHERE seq = 7 AND k = 1").fetchone() or (b"", b"")
    from kinkeeper.ledger.entry import Part, leaf

    detail = b'{"given":"Nobody"}'
    admin.execute("UPDATE part SET body = %s WHERE seq = 7 AND k = 2", [detail])
    row = admin.execute("SELECT salt FROM part WHERE seq = 7 AND k = 2").fetchone() or (b"",)
    admin.execute("UPDATE entry SET leaf = %s WHERE seq = 7", [leaf([Part(salt, core), Part(row[0], detail)])])
    made = Frontier().extended(leaves(admin))
    admin.execute("UPDATE head SET size = %s, frontier = %s", [made.size, made.to_bytes()])
    admin.execute("DELETE FROM tile; DELETE FROM checkpoint")
    with pytest.raises(ReadOnly, match="Its first 300 entries are not those that its signer signed"):
        publish(signer)
    assert kept(admin) == []
    # Also with nobody to compare them, the signer says no.
    from kinkeeper.ledger.proof import LeafHashes, consistency_proof
    from kinkeeper.witness.asking import NotSigned

    proof = consistency_proof(LeafHashes(list(map(leaf_hash, leaves(admin)))), 300, 310)
    with pytest.raises(NotSigned, match="does not begin with"):
        signer.sign(300, proof, Checkpoint(ORIGIN, 310, made.root()), signer.key())


# Files


def test_the_log_as_files_is_what_others_can_copy(signer: SignerClient, admin: psycopg.Connection, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    record(0, 300)
    assert mirror(folder) == 0 and not folder.exists()
    for first, count in ((0, 0), (300, 10), (310, 290)):
        if count:
            record(first, count)
        publish(signer)
        mirror(folder)
        size = first + count or 300
        stored = leaves(admin)
        tiling = Tiling()
        made = dict(tiling.extend(map(leaf_hash, stored))) | dict(tiling.partial())
        for tile in tiles_of(size):
            assert (folder / tile.path).read_bytes() == made[tile]
            if tile.level == 0:
                some = stored[tile.index * 256 :][: tile.width]
                assert (folder / tile.bundle_path).read_bytes() == bundle_bytes(some)
        assert (folder / "checkpoint").read_text() == kept(admin)[-1][1]
    assert mirror(folder) == 0
    assert not list(folder.rglob("*.new")) and not (folder / "tile/0/001.p/44").exists() and (folder / "tile/0/002.p/88").exists()


def test_files_of_another_log_or_ahead_of_this_one_are_left_alone(signer: SignerClient, tmp_path: Path) -> None:
    record(0, 3)
    publish(signer)
    for origin, size in ((ORIGIN, 4), ("another.example/log", 2)):
        shown = Note(Checkpoint(origin, size, bytes(32)).text, parse_note(f"x\n\n— {origin} AAAAAAA=\n").signatures)
        (tmp_path / "checkpoint").write_text(str(shown))
        with pytest.raises(LedgerBroken, match="which this ledger has not"):
            mirror(tmp_path)
    (tmp_path / "checkpoint").write_text("something")
    with pytest.raises(LedgerBroken, match="is no checkpoint"):
        mirror(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        mirror(tmp_path / "file")


# As it runs beside the pages


def test_a_follower_signs_what_comes_and_says_once_what_stands_in_the_way(signer: SignerClient, admin: psycopg.Connection) -> None:
    said: list[str] = []
    rounds = iter(range(6))

    def goes_on(seconds: float) -> bool:
        assert 0 <= seconds <= 1
        at = next(rounds)
        if at < 3:
            record(at, 1)
        if at == 3:
            record(3, 1)
            admin.execute("UPDATE part SET body = 'x' WHERE seq = 3 AND k = 2")
        return at < 5

    Follower(signer, Showing(), said.append).follow(goes_on)
    assert [size for size, _ in kept(admin)] == [1, 2, 3]
    assert len(said) == 1 and "Entry 3" in said[0]


def test_the_command_signs_and_shows(database: Database, tmp_path: Path) -> None:
    from tests.cli.command import COMMAND
    from tests.cli.test_verify import address

    record(0, 5)
    with a_signer(tmp_path / "signer") as signer:
        environment = os.environ | {
            "DATABASE_URL": address(database.app),
            "DATABASE_OWNER_URL": address(database.owner),
            "KINKEEPER_SIGNER": str(signer.place),
        }
        ran = subprocess.run(
            [COMMAND, "publish", "--files", tmp_path / "files"], env=environment, capture_output=True, text=True, check=True
        )
        assert ran.stdout.startswith(f"{ORIGIN}\n5\n")
        assert (tmp_path / "files" / "tile/entries/000.p/5").is_file()
    environment.pop("KINKEEPER_SIGNER")
    ran = subprocess.run([COMMAND, "publish"], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1) and "This database has no signer" in ran.stderr

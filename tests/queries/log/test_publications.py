"""What was signed and shown is held against the entries, each row of it."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.ledger.policy import parse_policy
from kinkeeper.site.database import Database
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from tests.signing import a_signer, record
from tests.witness.test_cosigner import serving

FLIP = "set_byte({0}, 40, get_byte({0}, 40) # 1)"
SWAP = "UPDATE tile SET idx = 1 - idx + 100 WHERE level = 0; UPDATE tile SET idx = idx - 100 WHERE level = 0"


@pytest.fixture
def admin(database: Database, tmp_path: Path, _laid: Any) -> psycopg.Connection:
    """A ledger of 700 entries with two checkpoints, which a witness signed."""
    key = make_witness(tmp_path / "court", "court.example").verifier
    with a_signer(tmp_path / "signer") as signer, serving(Cosigner(Memory(tmp_path / "court"), [signer.key()])) as address:
        policy = parse_policy(f"log {signer.key()}\nwitness court {key} {address}\nquorum court\n".encode())
        for first, count in ((0, 300), (300, 400)):
            record(first, count)
            Follower(signer, Showing(policy=policy), print).once()
    return _laid.admin  # type: ignore[no-any-return]


def wrong() -> str:
    from kinkeeper.queries.ledger import verify_ledger

    verified = verify_ledger(Actor("x", "", "inspector"))
    assert verified.fault is None
    return verified.wrong


def test_what_was_signed_is_right(admin: psycopg.Connection) -> None:
    assert wrong() == ""
    record(700, 60)
    assert wrong() == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (f"UPDATE tile SET hashes = {FLIP.format('hashes')} WHERE idx = 1", "tile/0/001 is not what entries 256 to 511 make."),
        ("UPDATE tile SET hashes = substr(hashes, 1, 99) WHERE idx = 1", "tile/0/001 is not what entries 256 to 511 make."),
        ("DELETE FROM tile WHERE idx = 0", "tile/0/000, over entries 0 to 255, is missing."),
        (SWAP, "tile/0/000 is not what entries 0 to 255 make."),
        ("INSERT INTO tile SELECT level, 9, hashes FROM tile WHERE idx = 0", "1 tiles are kept over entries that are not there."),
        ("UPDATE checkpoint SET note = replace(note, '300', '301') WHERE size = 300", "over 300 entries is not what was signed."),
        ("UPDATE checkpoint SET size = 299 WHERE size = 300", "The checkpoint that is kept over 299 entries is not one over them."),
        ("UPDATE checkpoint SET note = 'x' WHERE size = 700", "The checkpoint that is kept over 700 entries is not what was signed."),
        ("UPDATE checkpoint SET key = 'x' WHERE size = 700", "The checkpoint that is kept over 700 entries is not what was signed."),
        ("UPDATE cosignature SET line = replace(line, 'A', 'B') WHERE size = 700", "court.example, over 700 entries is not one of it."),
        ("UPDATE cosignature SET size = 300, seen_at = seen_at - interval '1 hour' WHERE size = 700", "over 300 entries is not one of it."),
        ("UPDATE cosignature SET seen_at = seen_at + interval '1 s' WHERE size = 700", "over 700 entries is not one of it."),
        ("UPDATE cosignature SET line = 'x' WHERE size = 700", "over 700 entries is not one of it."),
        ("DELETE FROM checkpoint WHERE size = 300", "The signature that is kept of a witness, court.example, over 300 entries"),
    ],
)
def test_each_thing_that_was_changed_is_named(admin: psycopg.Connection, change: str, says: str) -> None:
    admin.execute(change)  # type: ignore[call-overload]
    assert says in wrong()

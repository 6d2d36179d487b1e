"""Witnesses are asked by policy; what one of them signed, the ledger must have."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.gateway.log_writer import ReadOnly
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.jobs.publish import publish
from kinkeeper.jobs.witnessing import Witnessing
from kinkeeper.ledger.policy import Policy, parse_policy
from kinkeeper.queries.log.published import last_cosigned_sizes, latest_checkpoint
from kinkeeper.site.database import Database
from kinkeeper.witness.asking import SignerClient
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from kinkeeper.witness.service import Answer
from tests.signing import a_signer, record
from tests.witness.test_cosigner import serving

NAMES = ("court", "counsel", "inspector")


@pytest.fixture
def signer(database: Database, tmp_path: Path) -> Iterator[SignerClient]:
    with a_signer(tmp_path / "signer") as client:
        yield client


@pytest.fixture
def policy(signer: SignerClient, tmp_path: Path) -> Iterator[Policy]:
    """Three witnesses of which two have to agree; the third one's address leads nowhere."""
    lines = [f"log {signer.key()}"]
    with ExitStack() as open_:
        for name in NAMES:
            key = make_witness(tmp_path / name, f"{name}.example")
            at = "http://127.0.0.1:1"
            if name != "inspector":
                at = open_.enter_context(serving(Cosigner(Memory(tmp_path / name), [signer.key()])))
            lines.append(f"witness {name} {key.verifier} {at}")
        lines += ["group offices 2 court counsel inspector", "quorum offices"]
        yield parse_policy("\n".join(lines).encode())


def newest() -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        found = latest_checkpoint(cursor)
    assert found
    return found


def test_a_checkpoint_gets_the_signatures_that_the_policy_asks_for(signer: SignerClient, policy: Policy) -> None:
    said: list[str] = []
    follower = Follower(signer, Showing(policy=policy), said.append)
    for first in (0, 300):
        record(first, 300)
        follower.once()
        accepted = policy.check(newest().note)
        assert accepted.checkpoint.size == first + 300 and set(accepted.seen) == {"court", "counsel"}
    assert [words for words in said if "inspector.example does not answer" not in words] == [] and said
    from django.db import connection

    with connection.cursor() as cursor:
        assert {size for size, _ in last_cosigned_sizes(cursor).values()} == {600}


def test_a_witness_is_asked_again_when_it_is_due(signer: SignerClient, policy: Policy) -> None:
    record(0, 3)
    publish(signer)
    witnessing = Witnessing(policy, lambda words: None, every=0.3)
    witnessing.settle()
    assert set(policy.check(newest().note).seen) == {"court", "counsel"}
    record(3, 1)
    publish(signer)
    while len(newest().note.signatures) < 3:
        witnessing.round()
    assert policy.check(newest().note).checkpoint.size == 4
    witnessing.close()


def test_a_database_behind_a_witness_is_read_only_until_all_agree(signer: SignerClient, policy: Policy, tmp_path: Path, _laid: Any) -> None:
    """Signer and database went back to the same old state together; only the witnesses remember."""
    admin: psycopg.Connection = _laid.admin
    record(0, 10)
    publish(signer)
    memory = {path.name: path.read_bytes() for path in (tmp_path / "signer").iterdir() if len(path.name) == 64}
    head = admin.execute("SELECT size, frontier FROM head").fetchone()
    record(10, 1)
    follower = Follower(signer, Showing(policy=policy), lambda words: None)
    follower.once()
    assert head
    admin.execute("DELETE FROM entry WHERE seq >= 10; DELETE FROM part WHERE seq >= 10; DELETE FROM checkpoint WHERE size > 10")
    admin.execute("DELETE FROM cosignature; DELETE FROM request WHERE first >= 10")
    admin.execute("UPDATE head SET size = %s, frontier = %s", head)
    for name, content in memory.items():
        (tmp_path / "signer" / name).write_bytes(content)

    with pytest.raises(ReadOnly, match=r"It has 10 entries, and the witness (court|counsel) signed 11"):
        follower.once()
    with pytest.raises(ReadOnly, match="an old backup was put back"):
        record(50, 1)
    # The signer alone does not end it: the witnesses were not asked.
    publish(signer)
    with pytest.raises(ReadOnly):
        record(50, 1)


def test_a_fork_is_caught_by_the_witnesses(signer: SignerClient, policy: Policy, tmp_path: Path, _laid: Any) -> None:
    """The administrator took the signer's key as well, and its memory: the court still refuses."""
    admin: psycopg.Connection = _laid.admin
    record(0, 10)
    follower = Follower(signer, Showing(policy=policy), lambda words: None)
    follower.once()
    for path in (tmp_path / "signer").iterdir():
        if len(path.name) == 64:
            path.unlink()
    admin.execute("DELETE FROM entry; DELETE FROM part; DELETE FROM checkpoint; DELETE FROM cosignature; DELETE FROM request")
    admin.execute("UPDATE head SET size = 0, frontier = ''")
    record(100, 12)
    with pytest.raises(ReadOnly, match=r"Its first 10 entries are not those that the witness (court|counsel) signed"):
        follower.once()
    assert newest().checkpoint.size == 12 and len(newest().note.signatures) == 1


@pytest.mark.parametrize("answer", [Answer(409, "7\n"), Answer(422, "no"), Answer(200, "x")])
def test_a_witness_that_answers_nonsense_holds_up_nobody(signer: SignerClient, answer: Answer, tmp_path: Path) -> None:
    record(0, 10)
    publish(signer)
    key = make_witness(tmp_path / "liar", "liar.example").verifier
    asked: list[str] = []

    def answering(method: str, path: str, body: bytes) -> Answer:
        asked.append(path)
        return Answer(404, "") if method == "GET" else answer

    with serving(answering) as address:
        policy = parse_policy(f"log {signer.key()}\nwitness liar {key} {address}\nquorum liar\n".encode())
        said: list[str] = []
        witnessing = Witnessing(policy, said.append)
        witnessing.settle()
        witnessing.close()
    assert said and asked.count("/add-checkpoint") <= 2

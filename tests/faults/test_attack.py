"""An administrator with all rights takes a tie out of the ledger, makes everything fit again, and asks for signatures: everybody refuses.

With the ledger alone nobody can tell; five lines of text that somebody kept are enough.
"""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.gateway.log_writer import ReadOnly
from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint
from kinkeeper.ledger.cosignature import CosigningKey
from kinkeeper.ledger.note import Note, SigningKey, Untrusted, VerifierKey, parse_note
from kinkeeper.ledger.proof import LeafHashes, consistency_proof
from kinkeeper.ledger.tree import Frontier, leaf_hash
from kinkeeper.ledger.witness import CONFLICT, UNPROCESSABLE, Asked
from kinkeeper.site.database import Database
from kinkeeper.witness.asking import NotSigned, SignerClient
from kinkeeper.witness.cosigner import Cosigner
from kinkeeper.witness.memory import Memory, make_key
from kinkeeper.witness.signer import KEY
from tests.gateway.test_submit import send
from tests.signing import ORIGIN, a_signer, record

ME = Actor("R. Delgado", "HHS", "operator")


def take_out(admin: psycopg.Connection, position: int) -> list[bytes]:
    """Drop the triggers, delete an entry, move up those after it, and make head, requests and read tables anew. The new leaves."""
    from kinkeeper.gateway import rebuild

    for table, trigger in admin.execute(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
    ).fetchall():
        admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    admin.execute("UPDATE request SET count = count - 1 WHERE %s >= first AND %s < first + count", [position, position])
    admin.execute("UPDATE request SET first = first - 1 WHERE first > %s", [position])
    [(size,)] = admin.execute("SELECT size FROM head").fetchall()
    for table in ("entry", "part"):
        admin.execute(f"DELETE FROM {table} WHERE seq = {position}")
        for moved in range(position + 1, size):
            admin.execute(f"UPDATE {table} SET seq = {moved - 1} WHERE seq = {moved}")
    admin.execute("DELETE FROM request WHERE count = 0; DELETE FROM checkpoint; DELETE FROM tile; DELETE FROM cosignature")
    leaves = [bytes(leaf) for (leaf,) in admin.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()]
    head = Frontier().extended(leaves)
    admin.execute("UPDATE head SET size = %s, frontier = %s", [head.size, head.to_bytes()])
    rebuild.rebuild()
    return leaves


def put_guard_back(admin: psycopg.Connection) -> None:
    for table, trigger in admin.execute(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
    ).fetchall():
        admin.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def witness_of(folder: Path, key: VerifierKey) -> Cosigner:
    memory = Memory(folder)
    with memory.turn():
        make_key(folder / KEY, "court.example/witness", CosigningKey)
    return Cosigner(memory, [key], lambda: 1_790_000_000)


def ask(witness: Cosigner, leaves: list[bytes], note: Note, old: int) -> int:
    """The status of a witness's answer."""
    proof = consistency_proof(LeafHashes(list(map(leaf_hash, leaves))), old, len(leaves))
    return witness("POST", "/add-checkpoint", str(Asked(old, proof, note, Checkpoint.parse(note.text))).encode()).status


def test_an_administrator_who_takes_a_tie_out_is_refused_by_everybody(database: Database, tmp_path: Path, _laid: Any) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.jobs.publish import publish
    from kinkeeper.queries.ledger import verify_ledger

    admin: psycopg.Connection = _laid.admin
    record(0, 270)
    receipt = send("tie", VerifyTie("P1", "P2", "parent", "birth certificate"))
    record(270, 20)
    with a_signer(tmp_path / "signer") as signer:
        published = publish(signer)
        assert published
        saved, key = published.checkpoint, signer.key()
        [(text,)] = admin.execute("SELECT note FROM checkpoint").fetchall()
        whole = [bytes(leaf) for (leaf,) in admin.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()]
        witness = witness_of(tmp_path / "witness", key)
        assert ask(witness, whole, parse_note(text), 0) == 200

        try:
            leaves = take_out(admin, receipt.first)
            record(500, 40)  # the forged ledger grows past the honest one's size
            leaves = [bytes(leaf) for (leaf,) in admin.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()]
            assert (verify_ledger(ME).fault, rebuild.check()) == (None, []), "nobody could tell from the ledger alone"

            assert "not what the checkpoint of" in str(verify_ledger(ME, [saved]).fault)
            with pytest.raises(ReadOnly, match="not those that its signer signed"):
                publish(signer)
            forged = Checkpoint(ORIGIN, len(leaves), Frontier().extended(leaves).root())
            refuse_to_sign(signer, leaves, forged, saved.size)
            refuse_to_witness(witness, leaves, forged, saved.size, key)
        finally:
            put_guard_back(admin)


def refuse_to_sign(signer: SignerClient, leaves: list[bytes], forged: Checkpoint, size: int) -> None:
    """Asked by hand, with the best proof there is, with none, or as if nothing had been signed."""
    hashes = LeafHashes(list(map(leaf_hash, leaves)))
    for old, proof in ((size, consistency_proof(hashes, size, len(leaves))), (size, ()), (0, ()), (len(leaves), ())):
        with pytest.raises(NotSigned):
            signer.sign(old, proof, forged, signer.key())


def refuse_to_witness(witness: Cosigner, leaves: list[bytes], forged: Checkpoint, size: int, key: VerifierKey) -> None:
    """Not even signed with the stolen key, and a key of one's own convinces nobody who knows the log's."""
    own = SigningKey(ORIGIN, bytes(32))
    by_own = Note(forged.text, (own.sign(forged.text),))
    with pytest.raises(Untrusted):
        open_checkpoint(by_own, [key])
    assert ask(witness, leaves, by_own, size) == 403
    believing = Cosigner(witness.memory, [own.verifier], lambda: 1_790_000_000)
    assert ask(believing, leaves, by_own, size) == UNPROCESSABLE
    assert ask(believing, leaves, by_own, 0) == CONFLICT

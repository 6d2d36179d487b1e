"""The publisher: what was recorded since the last checkpoint is made again from its stored bytes, signed, kept, and only then shown.

The steps, each durable before the next begins; stopped anywhere, the next run goes on:

    1 full tiles are kept            made from entries that are recorded for good
    2 the signer keeps and signs     it signs nothing that does not begin with what it signed before
    3 the checkpoint is kept         the commit point: from here on others may see it
    4 it is shown                    as files, on the pages, to witnesses
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.gateway import guard, log_writer
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.growth import sound_leaves
from kinkeeper.ledger.note import Note, VerifierKey
from kinkeeper.ledger.proof import Proof, consistency_proof, root_of
from kinkeeper.ledger.tiles import Tile, Tiling, tile_hashes
from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash
from kinkeeper.ledger.verify import Fault
from kinkeeper.queries.log.published import latest_checkpoint
from kinkeeper.queries.log.stored import StoredTiles, head_of, slices
from kinkeeper.queries.log.which import LEDGER, Log

TILES_AT_ONCE = 64


class AsksSigner(Protocol):
    """Who signs checkpoints of the log (`witness.asking.SignerClient`)."""

    @property
    def of_access(self) -> "AsksSigner":
        """The same, asked for the access log."""

    def key(self) -> VerifierKey:
        """The key that signatures are checked with."""

    def seen(self, key: VerifierKey) -> Checkpoint | None:
        """What was signed last."""

    def sign(self, old: int, proof: Proof, checkpoint: Checkpoint, key: VerifierKey) -> Note:
        """The checkpoint, signed."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest checkpoint, and whether it was made just now."""

    checkpoint: Checkpoint
    is_new: bool


class AnotherPublishes(Unavailable):
    """Another publisher of this ledger is at work."""

    code = "another_publishes"


@contextmanager
def publishers_turn() -> Iterator[None]:
    """
    Be the one publisher of this ledger.

    :raises AnotherPublishes: where another one is.
    """
    with connection.cursor() as cursor:
        if not log_writer.take_publishers_turn(cursor):
            raise AnotherPublishes("Another publisher of this ledger is at work.")
        try:
            yield
        finally:
            log_writer.leave_publishers_turn(cursor)


def publish(signer: AsksSigner, log: Log = LEDGER) -> Signed | None:
    """
    Have signed what was recorded since the last checkpoint; None where the log is empty. The caller holds the publisher's turn.

    :raises ReadOnly: where the log is behind its signer, or begins otherwise.
    :raises LedgerBroken: where what is stored is not what was recorded; nothing is signed then.
    :raises Unavailable: where the signer does not answer.
    :raises NotSigned: where it says no.
    """
    key = signer.key()
    seen = signer.seen(key)
    # What the signer signed is in the ledger, so the ledger is looked at after it was asked.
    words = guard.watch([guard.SignedElsewhere("its signer", seen)] if seen else [], log)
    if words:
        raise log_writer.ReadOnly(f"Nothing is signed: the ledger is read-only. {words}")
    with connection.cursor() as cursor:
        last = latest_checkpoint(cursor, log)
    if last and head_size(log) == last.checkpoint.size and last.key == key:
        return Signed(last.checkpoint, is_new=False)
    head = _keep_tiles(log, last.checkpoint if last else None)
    if not head.size:
        return None
    checkpoint = Checkpoint(key.name, head.size, head.root())
    with connection.cursor() as cursor:
        old = seen.size if seen else 0
        note = signer.sign(old, consistency_proof(StoredTiles(cursor, log).hashes(head.size), old, head.size), checkpoint, key)
        log_writer.write_checkpoint(cursor, head.size, note, key, log)
    return Signed(checkpoint, is_new=True)


def head_size(log: Log = LEDGER) -> int:
    """How many entries a log has."""
    with connection.cursor() as cursor:
        return head_of(cursor, log).size


def _keep_tiles(log: Log, last: Checkpoint | None) -> Frontier:
    """Make again what came after a checkpoint, keep the tiles that became full, and return the head that all of it leads to."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head, tiles = head_of(cursor, log), StoredTiles(cursor, log)
        size, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
        if root_of(tiles.hashes(size), size) != root:
            raise _broken(log, f"The tiles over the first {size} entries are not those that were signed.")
        tiling = Tiling(size, lambda tile: tile_hashes(tiles.read(tile), tile.width))
        _grow(cursor, log, head, tiling)
        if root_of(tiles.hashes(head.size), head.size) != head.root():
            raise _broken(log, f"Entries {size} to {head.size - 1}: not what the head stands for.")
    return head


def _grow(cursor: CursorWrapper, log: Log, head: Frontier, tiling: Tiling) -> None:
    waiting: list[tuple[Tile, bytes]] = []
    for stored in slices(tiling.size, head.size - 1, log):
        leaves = sound_leaves(stored, tiling.size)
        if isinstance(leaves, Fault):
            raise _broken(log, str(leaves))
        waiting += tiling.extend(map(leaf_hash, leaves))
        if len(waiting) >= TILES_AT_ONCE:
            log_writer.write_tiles(cursor, waiting, log)
            waiting.clear()
    log_writer.write_tiles(cursor, waiting, log)
    if tiling.size != head.size:
        raise _broken(log, f"Entry {tiling.size}: it is missing.")


def _broken(log: Log, words: str) -> LedgerBroken:
    return LedgerBroken(f"Nothing is signed: the {log.name} is broken. {words} Run: {log.proven_by}")

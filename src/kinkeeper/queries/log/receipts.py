"""A receipt of each statement: proof that it stands in the ledger, which its holder keeps."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import LedgerBroken, NotFound, Unavailable
from kinkeeper.ledger.entry import Part, commitment
from kinkeeper.ledger.proof import NotProven, inclusion_proof
from kinkeeper.ledger.receipt import Receipt
from kinkeeper.ledger.receipt_number import Mistyped, ReceiptNumber, number_of, parse_receipt_number
from kinkeeper.ledger.stored import CORE, commitments_in
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.log.published import Published, cosigned_checkpoints, latest_checkpoint
from kinkeeper.queries.log.stored import StoredTiles


class NotSignedYet(Unavailable):
    """The entry is recorded, and no checkpoint is over it yet."""

    code = "not_signed_yet"


class Found(StrEnum):
    """What is found of a receipt by its number."""

    GOOD = "good"
    SEALED = "sealed"
    NOT_SIGNED_YET = "not_signed_yet"
    NOT_FOUND = "not_found"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found, and, where it is there, of which entry and when that was recorded."""

    found: Found
    number: str = ""
    position: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A receipt with its number, when its entry was recorded, and the log's key."""

    receipt: Receipt
    number: ReceiptNumber
    recorded_at: datetime
    published: Published
    shows_what_was_said: bool


@shows_nobody("what the viewer said; to others it names nobody")
def make_receipt(viewer: Viewer, position: int, *, with_bodies: bool = True) -> Made:
    """
    The receipt of an entry. It shows what was said to whoever said it, and to the operator of the computer; to others, and where it was
    sealed or expunged, it shows commitments, which name nobody and prove as much.

    The newest checkpoint over the entry that a witness signed is the one that it leads to; without one, the newest.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where there is no such entry.
    :raises NotSignedYet: in the seconds before the first checkpoint over it.
    :raises LedgerBroken: where what is stored does not lead to the checkpoint.
    """
    require(viewer, "read")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT leaf, recorded_at FROM entry WHERE seq = %s", [position])
        row = cursor.fetchone()
        if row is None:
            raise NotFound("There is no entry %(position)s.", position=position)
        leaf, recorded_at = bytes(row[0]), row[1]
        published = _over(cursor, position)
        size = published.checkpoint.size
        proof = inclusion_proof(StoredTiles(cursor).hashes(size), position, size)
        parts: list[Part | bytes] = list(commitments_in(leaf))
        if with_bodies and (viewer.role == "operator" or viewer.name == _said_by(cursor, position)):
            parts = _parts(cursor, position, leaf)
    receipt = Receipt(position, tuple(parts), proof, published.note)
    try:
        receipt.prove(published.checkpoint)
    except NotProven as error:
        raise LedgerBroken(
            "No receipt can be made of entry %(position)s: %(error)s Run: kinkeeper verify", position=position, error=error
        ) from error
    shows = any(isinstance(part, Part) for part in parts)
    return Made(receipt, number_of(position, leaf), recorded_at, published, shows)


def find_receipt(text: str) -> Answer:
    """What is found by a receipt's number. For everybody: it says when something was recorded, and not what."""
    try:
        number = parse_receipt_number(text)
    except Mistyped:
        return Answer(Found.MISTYPED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.leaf, e.recorded_at, EXISTS (SELECT FROM withheld w WHERE w.position = e.seq) FROM entry e WHERE seq = %s",
            [min(number.position, 2**63 - 1)],
        )
        row = cursor.fetchone()
        if row is None or not number.is_of(bytes(row[0])):
            return Answer(Found.NOT_FOUND, str(number))
        newest = latest_checkpoint(cursor)
    found = Found.SEALED if row[2] else Found.GOOD
    if newest is None or newest.checkpoint.size <= number.position:
        found = Found.NOT_SIGNED_YET
    return Answer(found, str(number), number.position, row[1])


def _over(cursor: CursorWrapper, position: int) -> Published:
    witnessed = cosigned_checkpoints(cursor, position + 1, 1)
    published = witnessed[0] if witnessed else latest_checkpoint(cursor)
    if published is None or published.checkpoint.size <= position:
        raise NotSignedYet(
            "Entry %(position)s is recorded, and not signed yet: a checkpoint comes within seconds. Ask again.", position=position
        )
    return published


def _said_by(cursor: CursorWrapper, position: int) -> str | None:
    """Whose statement an entry is."""
    cursor.execute("SELECT body FROM part WHERE seq = %s AND k = %s", [position, CORE])
    row = cursor.fetchone()
    told = json.loads(bytes(row[0])) if row and row[0] is not None else {}
    return told.get("actor") if isinstance(told, dict) else None


def _parts(cursor: CursorWrapper, position: int, leaf: bytes) -> list[Part | bytes]:
    """The parts of an entry, or their commitments where they are withheld, gone, or not what the leaf says."""
    cursor.execute(
        "SELECT p.k, p.salt, p.body FROM part p WHERE p.seq = %s AND p.body IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM withheld w WHERE w.position = p.seq AND w.k = p.k)",
        [position],
    )
    parts: list[Part | bytes] = list(commitments_in(leaf))
    for k, salt, body in cursor.fetchall():
        if commitment(bytes(salt), bytes(body)) == parts[k - 1]:
            parts[k - 1] = Part(bytes(salt), bytes(body))
    return parts

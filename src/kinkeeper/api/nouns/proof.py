"""What proves it: the newest checkpoint, receipts, and what a receipt's number stands for."""

from typing import Annotated

import msgspec
from django.db import connection
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.operations import OPEN, Nothing, operation
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.log.published import latest_checkpoint
from kinkeeper.queries.log.receipts import Answer, find_receipt, make_receipt
from kinkeeper.queries.moments import ledger_size

TAG = "Proof"


class Ledger(msgspec.Struct, frozen=True):
    """How many entries there are, and the newest signed checkpoint (tlog-checkpoint); empty before the first."""

    size: int
    checkpoint: str
    signed_at: str


class OfEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which entry, by its position in the ledger."""

    position: Annotated[int, Meta(ge=0, le=2**53 - 1, description="The position of an entry.", examples=[48092])]


class Receipt(msgspec.Struct, frozen=True):
    """A receipt: it proves that the entry stands in the ledger. `receipt` is text in the format tlog-proof."""

    number: str
    position: int
    recorded_at: str
    receipt: str


class OfNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The number on a receipt."""

    number: Annotated[str, Meta(pattern=r"^[A-Za-z0-9 -]{1,60}$", description="As it is printed on the receipt.")]


@operation("GET", "/ledger", tag=TAG, summary="The ledger's size and its newest checkpoint")
def get_ledger(caller: Caller, asked: Nothing) -> Ledger:
    """What was signed of the ledger. Tiles and keys stand at the addresses of tlog-tiles: /checkpoint, /tile/, /log.key."""
    with connection.cursor() as cursor:
        found = latest_checkpoint(cursor)
    signed = (str(found.note), found.signed_at.isoformat()) if found else ("", "")
    return Ledger(ledger_size(), *signed)


@operation("GET", "/receipts/{position}", tag=TAG, summary="The receipt of an entry")
def get_receipt(caller: Caller, asked: OfEntry) -> Receipt:
    """With what was said, for whoever said it; for others it proves as much and names nobody. It comes some seconds after the entry."""
    if asked.position >= ledger_size():
        raise NotFound(f"There is no entry {asked.position}.")
    made = make_receipt(caller.viewer, asked.position)
    return Receipt(str(made.number), asked.position, made.recorded_at.isoformat(), str(made.receipt))


@operation("GET", "/receipt-numbers/{number}", tag=TAG, summary="Is this receipt good?", right=OPEN)
def check_receipt(caller: Caller, asked: OfNumber) -> Answer:
    """What is found by a receipt's number: when it was recorded, and not what. For everybody."""
    return find_receipt(asked.number)


OPERATIONS = (get_ledger, get_receipt, check_receipt)

"""Needs, transfers, tags and beds: a new version at each word about one."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kinkeeper.domain.handover import capacity, needs, tags, transfers
from kinkeeper.projections.things import Things
from kinkeeper.projections.versions import Cursor


def _needs(cursor: Cursor, commands: Sequence[Any] | None) -> Sequence[Any]:
    """The needs of the persons whom transfers are about."""
    if commands is None:
        cursor.execute("SELECT told FROM need WHERE until IS NULL")
    else:
        named = [key for command in commands for (key,) in command.keys]
        offered = [command.person_id for command in commands if isinstance(command, transfers.OfferTransfer)]
        cursor.execute(
            "SELECT told FROM need WHERE until IS NULL AND (person_id = ANY(%s) OR person_id = ANY("
            "ARRAY(SELECT person_id FROM transfer WHERE until IS NULL AND transfer_id = ANY(%s))))",
            [offered, named],
        )
    found = [msgspec.json.decode(told, type=needs.Need) for (told,) in cursor.fetchall()]
    return ({(one.need_id,): one for one in found},)


NEEDS = Things("need", ("need_id",), needs, needs.NeedState, needs.Need, ("person_id",), lambda one: (one.person_id,))
TRANSFERS = Things(
    "transfer",
    ("transfer_id",),
    transfers,
    transfers.TransferState,
    transfers.Transfer,
    ("person_id", "to_custodian", "open"),
    lambda one: (one.person_id, one.to_custodian, one.answered == transfers.Answered.OPEN),
    _needs,
)
TAGS = Things("tag", ("tag",), tags, tags.TagState, tags.TagFile, ("person_id",), lambda one: (one.tag.person_id,))
CAPACITY = Things("beds", ("beds_id",), capacity, capacity.CapacityState, capacity.Beds, (), lambda one: ())
THINGS = {"needs": NEEDS, "transfers": TRANSFERS, "tags": TAGS, "capacity": CAPACITY}

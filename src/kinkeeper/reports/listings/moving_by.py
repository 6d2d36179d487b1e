"""By what inquiries, hand-overs and beds are narrowed, the same on their pages, in a file and for programs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.inquiries import ASKERS
from kinkeeper.domain.handover.capacity import Beds
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.handover.moving import Offered, list_offers
from kinkeeper.queries.standpoint import Standpoint

YES, NO = "yes", "no"
OPEN, ANSWERED = "open", "answered"
INQUIRIES_BY: Mapping[str, tuple[str, ...]] = {"asker": ASKERS, "state": (OPEN, ANSWERED), "verified": (YES, NO)}
TRANSFERS_BY: Mapping[str, tuple[str, ...]] = {"from_custodian": tuple(Custodian), "to_custodian": tuple(Custodian), "overdue": (YES, NO)}
BEDS_BY: Mapping[str, tuple[str, ...]] = {"with_room": (YES,)}


def transfers_by(viewer: Viewer, here: Standpoint, now: datetime, told: Mapping[str, str]) -> list[Offered]:
    """The offered hand-overs that are all that is asked for, overdue ones first."""
    wanted = {name: told.get(name, "") for name in TRANSFERS_BY}
    return [
        one
        for one in list_offers(viewer, here, now)
        if wanted["from_custodian"] in ("", one.transfer.from_custodian)
        and wanted["to_custodian"] in ("", one.transfer.to_custodian)
        and wanted["overdue"] in ("", YES if one.overdue else NO)
    ]


def beds_by(beds: Iterable[Beds], told: Mapping[str, str]) -> list[Beds]:
    """Of these programs those that are asked for."""
    return [one for one in beds if one.free or not told.get("with_room")]

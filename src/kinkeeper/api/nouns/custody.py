"""Custody, hand-overs, beds; clocks of courts' orders."""

import msgspec

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Here, Listed, Looking, Page, cut, here, instant_of, opened, page_of, stand
from kinkeeper.api.operations import operation
from kinkeeper.queries.court.due import Due, list_due
from kinkeeper.queries.court.due import Page as Chosen
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.handover.moving import Capacity, Offered, get_capacity, list_offers

TAG = "Custody and clocks"


class Everyone(msgspec.Struct, frozen=True):
    """Custodian -> persons held on the day. NONE: no source says where; DISPUTED: sources disagree."""

    persons: dict[str, int]
    counted: str
    """What is counted: no number leaves without its definition."""
    here: Here


COUNTED = (
    "Persons, each once, by who held them at the end of the day as known then, of those you may know of. On the day of a move it is the "
    "custodian with whom the move ended. NONE: no source says where; DISPUTED: sources disagree. Whom no extract names is not counted."
)


class Beds(msgspec.Struct, frozen=True):
    """Beds against the children who wait at stations."""

    capacity: Capacity
    here: Here


@operation("GET", "/custody", tag=TAG, summary="Where everybody is")
def count_custody(caller: Caller, asked: Looking) -> Everyone:
    """How many persons each custodian holds on the day, of those you may know of."""
    standpoint = stand(caller.viewer, asked)
    return Everyone(count_everyone(caller.viewer, standpoint), COUNTED, here(standpoint))


@operation("GET", "/transfers", tag=TAG, summary="Open hand-overs, overdue ones first")
def list_transfers(caller: Caller, asked: Listed) -> Page[Offered]:
    """What one custodian offered and the next has not acknowledged yet."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_offers(caller.viewer, standpoint, instant_of(standpoint))
    return page_of(asked, standpoint, cut(asked, found), len(found))


@operation("GET", "/beds", tag=TAG, summary="Beds, and who waits for one")
def get_beds(caller: Caller, asked: Looking) -> Beds:
    """What programs reported last, the children who wait at stations, and where each could go."""
    standpoint = stand(caller.viewer, asked)
    return Beds(get_capacity(caller.viewer, standpoint), here(standpoint))


@operation("GET", "/clocks", tag=TAG, summary="What is due")
def list_clocks(caller: Caller, asked: Listed) -> Page[Due]:
    """The clocks of courts' orders that run, those with least time left first."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_due(caller.viewer, standpoint, instant_of(standpoint), page=Chosen(asked.page, asked.limit))
    return page_of(asked, standpoint, found.rows, found.running)


OPERATIONS = (count_custody, list_transfers, get_beds, list_clocks)

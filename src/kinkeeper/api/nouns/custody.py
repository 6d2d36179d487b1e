"""Custody, hand-overs, beds; clocks of courts' orders."""

from dataclasses import replace
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Here, Listed, Looking, Page, cut, here, instant_of, opened, page_of, stand
from kinkeeper.api.operations import operation
from kinkeeper.queries.court.due import Due, list_due
from kinkeeper.queries.court.due import Page as Chosen
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.handover.held_by import HeldPerson, list_held
from kinkeeper.queries.handover.moving import Capacity, Offered, get_capacity, list_offers
from kinkeeper.reports.listings.held_by import held_by

TAG = "Custody and clocks"
Holder = Literal["CBP", "USMS", "JAIL", "ICE", "ORR", "HOSPITAL", "SPONSOR", "RELEASED", "ABROAD", "NONE", "DISPUTED"]
ByTime = Literal["longest", "shortest"]


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


class AskedHeld(Listed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """With whom, and where."""

    custodian: Annotated[Holder, Meta(description="NONE: no source says with whom; DISPUTED: sources disagree.")] = "NONE"
    place: Annotated[
        str,
        Meta(
            pattern=r"^([a-z]+:[^/]{1,80})?$",
            description="A place of the gazetteer, or `at:` and how a source spells one.",
            examples=["facility:EAZ"],
        ),
    ] = ""
    order: Annotated[ByTime, Meta(description="Those longest there first, or those shortest.")] = "longest"


@operation("GET", "/custody/persons", tag=TAG, summary="Who is with a custodian, or at a place")
def list_held_persons(caller: Caller, asked: AskedHeld) -> Page[HeldPerson]:
    """The persons behind the numbers of `/custody`, of those you may know of, as you are shown them: a row each, and since when."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    by = held_by({"custodian": asked.custodian, "place": asked.place, "order": asked.order})
    found = list_held(caller.viewer, standpoint, replace(by, to_the_end=True), page=asked.page, size=asked.limit)
    return page_of(asked, standpoint, found.rows if found.page == asked.page else (), found.count)


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


OPERATIONS = (count_custody, list_held_persons, list_transfers, get_beds, list_clocks)

"""By what the list of persons with a custodian is narrowed, the same on its page, in a file and for programs; and its rows for a file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.custody_days import NOBODY as NO_RECORD
from kinkeeper.domain.terms import Custodian
from kinkeeper.extracts.places.search import canonical
from kinkeeper.queries.choosing import Order
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.handover.held_by import HeldBy, HeldPerson, list_held
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import ANY_TEXT, MOST_ROWS, SEARCH, Asked, Listing
from kinkeeper.reports.listings.sheet import Row

HOLDERS = (*Custodian, NO_RECORD, DISPUTED)
ORDERS = (Order.LONGEST, Order.SHORTEST)
HELD_BY: Mapping[str, tuple[str, ...]] = {"custodian": HOLDERS, "place": ANY_TEXT, "order": ORDERS, SEARCH: ANY_TEXT}


def held_by(told: Mapping[str, str], persons: frozenset[str] | None = None) -> HeldBy:
    """What an address, a command or a program chooses, by name."""
    return HeldBy(told.get("custodian", ""), canonical(told.get("place", "")), Order(told.get("order") or Order.LONGEST), persons)


def held(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each person with the custodian that is asked for; without one, with each: those with whom most are first."""
    by = held_by(asked.filters, asked.persons)
    for custodian in [by.custodian] if by.custodian else count_everyone(viewer, here):
        for one in list_held(viewer, here, replace(by, custodian=custodian), size=MOST_ROWS + 1).rows:
            who = one.person.person_id, one.person.name, one.person.born, one.person.age(here.as_of)
            yield *who, one.custodian, one.place, one.since, said(one)


def said(one: HeldPerson) -> str:
    """With whom sources put a person of whom they disagree."""
    return "; ".join(f"{period.custodian} {period.place}".strip() for period in one.custody.now)


LISTINGS = (
    Listing(
        "held",
        _("Persons by custodian"),
        _("One row is one person on the day, with the custodian where they were at the end of it by all that was known."),
        ("person", "name", "born", "age", "custodian", "place", "since", "said"),
        held,
        ("held",),
        HELD_BY,
        on_page={
            "person": ("person", "name"),
            "born": ("born",),
            "age": ("age",),
            "place": ("custodian", "place", "said"),
            "since": ("since",),
        },
    ),
)

"""By what the list of what is due is narrowed, the same on its page, in a file and for programs."""

from collections.abc import Mapping
from datetime import datetime

from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.counts.apart.with_whom import NOBODY
from kinkeeper.queries.court.due_by import LEFT, DueBy
from kinkeeper.reports.listings.apart_by import AGES
from kinkeeper.reports.listings.listing import ANY_TEXT, SEARCH, SINCE

HOUR = "hour"
"""The filter that says by which instant time left is read, in UTC; without it by the hour of the day that the file is of."""
RULE = ":"
"""Between an order and one of its rules, as `ms-l-2018:call`."""
DUE_BY: Mapping[str, tuple[str, ...]] = {
    "owner": ANY_TEXT,
    "clock": ANY_TEXT,
    "left": tuple(LEFT),
    "age": tuple(AGES),
    "child_with": (*Custodian, NOBODY),
    SEARCH: ANY_TEXT,
    SINCE: ANY_TEXT,
    HOUR: ANY_TEXT,
}


def instant_asked(told: Mapping[str, str]) -> datetime | None:
    """The instant by which time left is read, where an address says one."""
    try:
        asked = datetime.fromisoformat(told.get(HOUR, ""))
    except ValueError:
        return None
    return asked if asked.tzinfo else None


def due_by(told: Mapping[str, str], persons: frozenset[str] | None = None) -> DueBy:
    """What an address, a command or a program chooses, by name."""
    order, _, rule = told.get("clock", "").partition(RULE)
    return DueBy(
        told.get("owner", ""), order, rule, told.get("left", ""), AGES.get(told.get("age", "")), told.get("child_with", ""), persons
    )

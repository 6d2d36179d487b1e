"""Lists of the day: children apart with the adults they are apart from, and the clocks that run."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.gateway import clock
from kinkeeper.queries.court.due import Page, list_due
from kinkeeper.queries.court.due_by import list_due_by
from kinkeeper.queries.separations import list_separations
from kinkeeper.queries.standpoint import Standpoint, hour_of
from kinkeeper.reports.listings.apart_by import APART_BY, chosen_by
from kinkeeper.reports.listings.due_by import DUE_BY, due_by, instant_asked
from kinkeeper.reports.listings.listing import MOST_ROWS, SINCE, Asked, Listing
from kinkeeper.reports.listings.sheet import Row
from kinkeeper.reports.listings.waiting import names_of
from kinkeeper.reports.printing.apart_list import COLUMNS, lines_of


def children_apart(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each child apart on the day, and each adult from whom; those longest apart first, where no other order is asked for."""
    listed = list_separations(viewer, here, chosen_by(asked.filters, asked.persons), size=None)
    yield from (tuple(line.values()) for line in lines_of(listed.rows))


def clocks(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each clock that runs, those with least time left first."""
    now = instant_asked(asked.filters) or hour_of(here, clock.instant()).instant
    since = asked.number(SINCE)
    by, page = due_by(asked.filters, asked.persons), Page(1, MOST_ROWS + 1, since, bool(since))
    found = (list_due_by(viewer, here, now, by, page) if by.is_narrowed else list_due(viewer, here, now, owner=by.owner, page=page)).rows
    names = names_of(viewer, here, {one.clock.child for one in found}) if asked.wants("name") else {}
    for one in found:
        told = one.clock
        days = told.started, told.due_first, told.due_last
        left = round(one.reading.left.total_seconds() / 3600, 1)
        yield told.order_id, told.clock, told.child, told.adult, told.owner, str(one.reading.state), *days, left, names.get(told.child, "")


LISTINGS = (
    Listing(
        "children-apart",
        _("Children apart"),
        _("One row is one child and one adult it is apart from on the day; where no source names the adult, the adult is empty."),
        COLUMNS,
        children_apart,
        ("separations",),
        APART_BY,
        on_page={
            "child": ("child", "name", "born", "age", "family"),
            "place": ("with",),
            "adults": ("adult", "adult_name", "relation", "adult_with"),
            "days": ("days", "separated_on"),
            "basis": ("basis",),
            "reason": ("reason_code", "reason_as_recorded"),
            "outcome": ("outcome", "outcome_on"),
        },
    ),
    Listing(
        "clocks",
        _("What is due"),
        _("One row is one deadline of one order for one child that is not met, as it stood at the hour by which clocks are read."),
        ("order", "clock", "child", "adult", "owner", "state", "started", "due", "due_last", "hours_left", "name"),
        clocks,
        ("due",),
        DUE_BY,
        on_page={
            "child": ("child", "name"),
            "left": ("hours_left",),
            "due": ("due", "due_last"),
            "state": ("state",),
            "what": ("clock",),
            "order": ("order",),
            "owner": ("owner",),
            "also": ("clock", "hours_left"),
        },
    ),
)

"""Lists of the court's work: orders in every version, and who is in the class of each."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.court.members import list_members
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import ANY_TEXT, Asked, Listing
from kinkeeper.reports.listings.sheet import Row
from kinkeeper.reports.listings.waiting import names_of


def orders(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each version of each order, or of one."""
    for one in list_orders(viewer, known_at=here.known_at):
        told = one.order
        if asked.get("order") in ("", told.order_id):
            counts = "yes" if one.counts else "no"
            text = told.order_id, told.version, told.kind, told.title, told.authority, told.status, told.issued_on
            yield *text, told.from_day, told.until_day, one.entered_by, one.approved_by, counts, one.withdrawn_because


def class_members(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each child whom the list of an order's class names."""
    order = asked.get("order")
    every = [order] if order else sorted({one.order.order_id for one in list_orders(viewer, known_at=here.known_at)})
    found = [one for name in every for one in list_members(viewer, name, here.known_at)]
    names = names_of(viewer, here, {one.child for one in found})
    for one in found:
        yield one.order_id, one.child, names.get(one.child, ""), one.standing, one.reason, "yes" if one.by_hand else "no", one.version


LISTINGS = (
    Listing(
        "orders",
        _("Orders, statutes and settlements"),
        _("One row is one version of an order, a statute or a settlement."),
        (
            *("order", "version", "kind", "title", "authority", "text_checked", "issued_on", "from_day", "until_day"),
            *("entered_by", "approved_by", "counts", "withdrawn_because"),
        ),
        orders,
        ("orders", "order"),
        {"order": ANY_TEXT},
        on_page={
            "order": ("order", "title"),
            "version": ("version",),
            "since": ("from_day",),
            "entered": ("entered_by",),
            "approved": ("approved_by",),
            "counts": ("counts", "withdrawn_because"),
        },
    ),
    Listing(
        "class-members",
        _("The list of each order’s class"),
        _("One row is one child whom the list of an order’s class names: in it, found not to be of it, or to be looked into."),
        ("order", "child", "name", "standing", "reason", "by_hand", "version"),
        class_members,
        ("order",),
        {"order": ANY_TEXT},
        on_page={
            "child": ("child", "name"),
            "stands": ("standing",),
            "why": ("reason",),
            "version": ("version",),
            "decided": ("by_hand",),
        },
    ),
)

"""What is due: child by child, or clock by clock, by the time that is left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.court.wording import Order
from kinkeeper.jobs.casework.at_once import CHILD
from kinkeeper.queries.court.due import Due, Page, list_due
from kinkeeper.queries.court.due_by_child import ChildDue, Which, list_children_due
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.together import ENOUGH
from kinkeeper.web.asked import carried, instant_of_view, page_number, read_standpoint
from kinkeeper.web.at_work.at_once import choices, offered
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.frame import pages, show
from kinkeeper.web.last_look import last_look_of_list, remember_list
from kinkeeper.web.own_views import new_links, own_views
from kinkeeper.web.sections import Cell, Link, Row, Section, cells, choosable
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.clocks import STATES, clock_day, left
from kinkeeper.web.words.counts import as_far_as_counted
from kinkeeper.web.words.names import full

ROWS = 25
KEYS = ("child", "left", "due", "state", "what", "order", "owner")
"""The columns of what is due, as an address names them."""
BY_CLOCK = "clock"
"""In an address: a row for each clock, and not for each child."""
MOST_BESIDE = 6
"""Further clocks of a child that its row names."""


class Listed:
    """What the line under a list needs to know."""

    def __init__(self, page: int, total: int, shown: int) -> None:
        # Where it was not counted how many there are, a full page may have one after it.
        pages = -(-total // ROWS) if total < ENOUGH else page + (shown == ROWS)
        self.page, self.pages = page, max(pages, 1)
        self.first = (page - 1) * ROWS + 1 if shown else 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows of clocks are told with."""

    orders: dict[str, Order]
    portraits: dict[str, Portrait]
    kept: str


@require_GET
@tidy
def due(request: HttpRequest) -> HttpResponse:
    """What is due: a row for each child, or for each clock; what has least time left stands first."""
    looked, page, by_clock = read_standpoint(request), page_number(request), request.GET.get("by") == BY_CLOCK
    viewer, owner, now = viewer_of(request), request.GET.get("owner", ""), instant_of_view(looked[0])
    last, only_new = last_look_of_list(request, "due", looked[0]), bool(request.GET.get("new"))
    asked = Page(page, ROWS, last.seen, only_new, told_enough=True)
    found = list_due(viewer, looked[0], now, owner=owner, page=asked if by_clock else asked._replace(size=0))
    orders = {one.order.order_id: one.order for one in list_orders(viewer, known_at=looked[0].known_at)}
    rows: tuple[Row, ...]
    if by_clock:
        reading = Reading(orders, get_portraits(viewer, sorted({one.clock.child for one in found.rows}), looked[0]), carried(request))
        rows, total = tuple(_clock(one, reading) for one in found.rows), found.new if only_new else found.running
    else:
        running = found.new if only_new else found.running
        by_child = list_children_due(viewer, looked[0], now, Which(owner, running), asked)
        reading = Reading(orders, get_portraits(viewer, [one.child for one in by_child.rows], looked[0]), carried(request))
        rows, total = tuple(_child(one, reading) for one in by_child.rows), ENOUGH if by_child.children is None else by_child.children
    line = _("Clocks that run: %(running)s. Late: %(late)s. Due within a day: %(soon)s.") % {
        "running": as_far_as_counted(found.running),
        "late": as_far_as_counted(found.late),
        "soon": as_far_as_counted(found.within_a_day),
    }
    taken = take_link(request, "clocks", since=last.seen if only_new else 0)
    links = (_other_way(request, by_clock=by_clock), *new_links(request, "due", found.new, only_new=only_new), taken)
    section = _section(rows, links, by_clock=by_clock)
    own = own_views(request, "due", choosable(section))
    deeds = choices(viewer, CHILD, looked[0])
    counted = as_far_as_counted(total) if by_clock or total < ENOUGH else _("many")
    context = {
        "section": "due",
        "heading": _("What is due"),
        "lines": (line,),
        "sections": (section.to_do(deeds, 0 if by_clock else offered(total, len(rows))).only(own["columns"].shown),),
        "listed": Listed(page, total, len(rows)),
        **own,
        **pages(page, (page - 1) * ROWS + 1 if rows else 0, len(rows), counted),
    }
    return remember_list(show(request, "kinkeeper/sections.html", context, looked), request, "due", looked[0])


def _section(rows: tuple[Row, ...], links: tuple[Link, ...], *, by_clock: bool) -> Section:
    columns = (_("Child"), _("Time left"), _("Due"), _("State"), _("What"), _("Order"), _("Who must act"))
    empty = _("No clock runs. Clocks start when orders count: see Orders.")
    if by_clock:
        return Section("due", _("By the time that is left"), columns, rows, empty, links, keys=KEYS)
    note, title = _("One row is one child, by its clock that has least time left."), _("Children, by the time that is left")
    return Section("due", title, (*columns, _("Also runs")), rows, empty, links, note, keys=(*KEYS, "also"))


def _other_way(request: HttpRequest, *, by_clock: bool) -> Link:
    """The same list the other way round."""
    asked = request.GET.copy()
    asked._mutable = True
    for name in ("by", "page", "columns"):
        asked.pop(name, None)
    if not by_clock:
        asked["by"] = BY_CLOCK
    address = reverse("due") + (f"?{asked.urlencode()}" if asked else "")
    return Link(_("A row for each child") if by_clock else _("A row for each clock"), address)


def clock_title(one: Due, order: Order | None) -> str:
    """What a clock counts, in the reader's language."""
    rule = next((rule for rule in order.clocks if rule.clock == one.clock.clock), None) if order else None
    return in_language(rule.title, rule.titulo) if rule else one.clock.clock


def _clock(one: Due, reading: Reading) -> Row:
    portrait, file = reading.portraits.get(one.clock.child), reverse("case", args=[one.clock.child]) + reading.kept
    order = reading.orders.get(one.clock.order_id)
    return cells(
        Cell(full(portrait) if portrait else one.clock.child, file, is_new=one.is_new, tick=one.clock.child),
        Cell(left(one.reading.left), strong=one.reading.state == "late"),
        clock_day(one, order),
        STATES[one.reading.state],
        clock_title(one, order),
        Cell(titled(order) if order else one.clock.order_id, reverse("order", args=[one.clock.order_id]) + reading.kept),
        one.clock.owner,
    )


def _child(one: ChildDue, reading: Reading) -> Row:
    """A child as its first clock stands, and what else runs."""
    child, *rest = _clock(one.first, reading)
    return replace(child, is_new=one.is_new), *rest, Cell("", lines=tuple(_beside(one.clocks[1:], reading)))


def _beside(clocks: tuple[Due, ...], reading: Reading) -> Iterable[Any]:
    for one in clocks[:MOST_BESIDE]:
        yield f"{left(one.reading.left)}: {clock_title(one, reading.orders.get(one.clock.order_id))}"
    if more := len(clocks) - MOST_BESIDE if len(clocks) > MOST_BESIDE else 0:
        yield ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}


def titled(told: Order) -> str:
    """What an order is called, in the reader's language."""
    return in_language(told.title, told.titulo)


def in_language(english: str, spanish: str) -> str:
    """The one of the two that the reader reads."""
    return spanish if (get_language() or "en").startswith("es") else english

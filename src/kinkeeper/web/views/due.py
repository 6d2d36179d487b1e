"""What is due: child by child, or clock by clock, by the time that is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.jobs.casework.at_once import CHILD
from kinkeeper.queries.counts.around import get_around
from kinkeeper.queries.court.due import Due, Page, Worklist, list_due
from kinkeeper.queries.court.due_by import COUNTED, DueBy, list_due_by
from kinkeeper.queries.court.due_by_child import ChildDue, Which, list_children_due
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.portraits import Portrait
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ENOUGH
from kinkeeper.reports.listings.due_by import RULE, due_by
from kinkeeper.web.asked import carried, instant_of_view, page_number, read_standpoint
from kinkeeper.web.at_work.at_once import choices, offered
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.at_work.searched import filtered, searched_for
from kinkeeper.web.forms import DueForm
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
    """What the line under a list needs to know; `total`: None where it was not counted how many there are."""

    def __init__(self, page: int, total: int | None, shown: int) -> None:
        # Where it was not counted, a full page may have one after it.
        pages = page + (shown == ROWS) if total is None else -(-total // ROWS)
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
    viewer, now = viewer_of(request), instant_of_view(looked[0])
    orders = list_orders(viewer, known_at=looked[0].known_at)
    form, searched = due_form(request, orders), searched_for(request, looked[0])
    by = due_by(form.told(), searched.persons if searched else None)
    last, only_new = last_look_of_list(request, "due", looked[0]), bool(request.GET.get("new"))
    asked = Page(page, ROWS, last.seen, only_new, told_enough=True)
    found = (_clocks if by_clock else _children)(viewer, looked[0], now, by, asked)
    children = sorted({one.clock.child for one in found.clocks.rows} | {one.child for one in found.children})
    told = {one.order.order_id: one.order for one in orders}
    around = get_around(viewer, looked[0], "due", besides=children)
    reading = Reading(told, {one.person_id: one for one in around.besides}, carried(request))
    rows = tuple(_clock(one, reading) for one in found.clocks.rows) or tuple(_child(one, reading) for one in found.children)
    # Read at another hour than the page's, others would be late.
    taken = take_link(request, "clocks", since=last.seen if only_new else 0, hour=now.isoformat() if by.left else "")
    links = (_other_way(request, by_clock=by_clock), *new_links(request, "due", found.clocks.new, only_new=only_new), taken)
    section = _section(rows, links, by_clock=by_clock, is_narrowed=by.is_narrowed or bool(by.owner))
    own = own_views(request, "due", choosable(section), around.views)
    deeds = choices(viewer, CHILD, looked[0])
    matching = 0 if by_clock or found.total is None else offered(found.total, len(rows))
    context = {
        "section": "due",
        "counted": around.frame,
        "heading": _("What is due"),
        "lines": (_counted(found.clocks, by),),
        "sections": (section.to_do(deeds, matching).only(own["columns"].shown),),
        "listed": Listed(page, found.total, len(rows)),
        **own,
        **filtered(request, "due", form, searched),
        "within": _("Search for a child, a family or a number in what is due"),
        **pages(page, (page - 1) * ROWS + 1 if rows else 0, len(rows), found.in_words),
    }
    return remember_list(show(request, "kinkeeper/sections.html", context, looked), request, "due", looked[0])


def due_form(request: HttpRequest, orders: Sequence[OrderVersion]) -> DueForm:
    """The form of the filters: the rules of the orders that count, and who must act by them."""
    counting = {one.order.order_id: one.order for one in orders if one.counts}.values()
    rules: list[tuple[str, str]] = []
    for order in (one for one in counting if one.clocks):
        rules += [(order.order_id, titled(order))] if len(order.clocks) > 1 else []
        rules += [(f"{order.order_id}{RULE}{one.clock}", f"{in_language(one.title, one.titulo)} ({titled(order)})") for one in order.clocks]
    return DueForm(request.GET, rules, sorted({one.owner for order in counting for one in order.clocks}))


@dataclass(frozen=True, slots=True)
class Found:
    """What a page shows: clocks, or children; and how many rows there are in all (None: not counted), with the words for it."""

    clocks: Worklist
    children: Sequence[ChildDue]
    total: int | None
    in_words: str


def _clocks(viewer: Viewer, here: Standpoint, now: datetime, by: DueBy, page: Page) -> Found:
    clocks = list_due_by(viewer, here, now, by, page) if by.is_narrowed else list_due(viewer, here, now, owner=by.owner, page=page)
    count, enough = clocks.new if page.only_new else clocks.running, COUNTED if by.is_narrowed else ENOUGH
    return Found(clocks, (), count if count < enough else None, as_far_as_counted(count, enough))


def _children(viewer: Viewer, here: Standpoint, now: datetime, by: DueBy, page: Page) -> Found:
    counts = None if by.is_narrowed else list_due(viewer, here, now, owner=by.owner, page=page._replace(size=0))
    running = (counts.new if page.only_new else counts.running) if counts else 0
    listed = list_children_due(viewer, here, now, Which(by, running), page)
    clocks = counts or listed.clocks or Worklist((), 0, 0, 0)
    return Found(clocks, listed.rows, listed.children, _("many") if listed.children is None else f"{listed.children:,}")


def _counted(clocks: Worklist, by: DueBy) -> str:
    """How many clocks run, and how they stand; of very many that are narrowed how many alone."""
    if by.is_narrowed and clocks.running >= COUNTED:
        return _("Clocks that run: %(running)s.") % {"running": as_far_as_counted(clocks.running, COUNTED)}
    return _("Clocks that run: %(running)s. Late: %(late)s. Due within a day: %(soon)s.") % {
        "running": as_far_as_counted(clocks.running),
        "late": as_far_as_counted(clocks.late),
        "soon": as_far_as_counted(clocks.within_a_day),
    }


def _section(rows: tuple[Row, ...], links: tuple[Link, ...], *, by_clock: bool, is_narrowed: bool) -> Section:
    columns = (_("Child"), _("Time left"), _("Due"), _("State"), _("What"), _("Order"), _("Who must act"))
    empty = _("No clock runs. Clocks start when orders count: see Orders.")
    if is_narrowed:
        empty = _("No clock that runs is all that you ask for.")
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

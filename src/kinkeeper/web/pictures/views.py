"""In pictures: how many, for how long, where, from whom to whom, how far the orders are carried out, and which lists know whom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.extracts.codes import code_list
from kinkeeper.queries.counts.pictured import DAYS, HeldPerson, Pictured, get_pictured
from kinkeeper.reports.making import make_reports
from kinkeeper.reports.printing.curves import draw
from kinkeeper.reports.printing.flows import Party, flows
from kinkeeper.reports.printing.heads import heads
from kinkeeper.reports.printing.overlaps import overlaps
from kinkeeper.reports.printing.tiles import tiles
from kinkeeper.reports.report import Report
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.frame import Looked, show
from kinkeeper.web.pictures.burned import burn
from kinkeeper.web.sections import Cell, Link, cells
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.custodians import holder
from kinkeeper.web.words.dates import days_said, long_day
from kinkeeper.web.words.sources import LISTS_OF_CHILDREN
from kinkeeper.web.words.warnings import clock_name, titled

NOT_SAID = ""
FAR = timedelta(days=400)
ABROAD = "ABROAD"
COLOURS = {
    **{"CBP": "#5b7326", "USMS": "#6e3b12", "JAIL": "#6e3b12", "ICE": "#34306e", "ORR": "#1b7a8c", "HOSPITAL": "#5c2d6b"},
    **{"SPONSOR": "#3a6b35", "RELEASED": "#3a6b35", "ABROAD": "#7d735c"},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what it shows in a sentence, its drawing, and the table that says the same."""

    name: str
    title: str
    finding: str
    drawing: SafeString
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    links: tuple[Link, ...] = ()


@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    """Every picture with its table."""
    looked = read_standpoint(request)
    context = {"section": "reports", "pictures": list(_pictures(request, looked))}
    return show(request, "kinkeeper/in_pictures.html", context, looked)


def _pictures(request: HttpRequest, looked: Looked) -> Iterator[Picture]:
    viewer, standpoint, kept = viewer_of(request), looked[0], carried(request)
    yield from (_of_report(made, kept) for made in make_reports(viewer, ("over_time", "days_apart"), standpoint))
    now = instant_of_view(standpoint)
    told = get_pictured(viewer, standpoint, now)
    yield _where(told.held)
    yield _moves(told.moved)
    yield from _orders(told, now, kept)
    yield _lists(told.lists, kept)


def _of_report(made: Report, kept: str) -> Picture:
    """The picture of a report, with the last rows of the table that it is drawn of."""
    curve = made.counted.curve
    title, finding = (str(curve.title), str(curve.finding)) if curve else (str(made.definition.title), "")
    table = next((one for one in made.counted.tables if curve and one.name == curve.table), made.counted.tables[0])
    link = Link(_("The report, with its definition"), reverse("report", args=[made.definition.name]) + kept)
    rows = [cells(*(days_said(one) if isinstance(one, str) else one for one in row)) for row in table.rows[-14:]]
    words = tuple(column.headed for column in heads(made, table))
    return Picture(made.definition.name, title, days_said(finding), draw(made), words, rows, (link,))


def _where(held: Counter[HeldPerson]) -> Picture:
    found: Counter[tuple[str, bool]] = Counter()
    for one, count in held.items():
        found[_state_of(one), one.is_child] += count
    states = {state: (found[state, True], found[state, False]) for state, _is_child in found}
    names = {one.code: one.label for one in code_list("place_states").codes}
    names |= {ABROAD: _("Abroad, removed"), NOT_SAID: _("no source says in which state")}
    order = sorted(states, key=lambda state: (-sum(states[state]), state))
    within = [state for state in order if state not in (ABROAD, NOT_SAID)]
    title = _("Where children apart and their adults are")
    told = {"states": len(within), "abroad": states.get(ABROAD, (0, 0))[1], "unsaid": sum(states.get(NOT_SAID, (0, 0)))}
    words = _("States in which they are: %(states)s. Adults abroad: %(abroad)s. No source says in which state: %(unsaid)s.")
    finding = words % told
    rows = [cells(names.get(state, state), *states[state]) for state in order]
    return Picture(
        "where",
        title,
        finding,
        tiles(states, (title, finding), {ABROAD: _("Abroad"), NOT_SAID: "?"}),
        (_("State"), _("Children"), _("Adults")),
        rows,
    )


def _state_of(one: HeldPerson) -> str:
    if one.custodian == ABROAD:
        return ABROAD
    return code_list("place_states").find(one.place) or NOT_SAID if one.place else NOT_SAID


def _moves(moved: Mapping[tuple[str, str], int]) -> Picture:
    title = _("From whom to whom, in the last %(days)s days") % {"days": DAYS}
    most = max(moved, key=lambda move: moved[move], default=None)
    finding = _("Nobody was moved.")
    if most:
        told = {"all": sum(moved.values()), "from": holder(most[0]), "to": holder(most[1]), "count": moved[most]}
        finding = _("Moves: %(all)s. Most of them from %(from)s to %(to)s: %(count)s.") % told
    parties = {name: Party(holder(name), COLOURS.get(name, "#8d9297")) for move in moved for name in move}
    drawing = flows(moved, parties, (_("From"), _("To")), (title, finding)) if moved else SafeString("")
    rows = [cells(holder(before), holder(after), count) for (before, after), count in moved.items()]
    return Picture("moves", title, finding, drawing, (_("From"), _("To"), _("Persons")), rows)


def _orders(told: Pictured, now: datetime, kept: str) -> Iterator[Picture]:
    """Of each order that counts, the clocks that still run for somebody."""
    orders = told.orders
    for order_id, clocks in told.burned.items():
        for one in clocks:
            title = f"{titled(orders[order_id], order_id)}: {clock_name(order_id, one.clock, orders)}"
            burned = burn(one, title, now.date(), orders[order_id].zone)
            if not burned.picture or not one.days or _is_of_age(one.deadline, now.date()):
                continue
            link = Link(_("The order"), reverse("order", args=[order_id]) + kept)
            columns: tuple[Any, ...] = (_("Day"), _("Open"), _("Met"), _("Open past the day"))
            rows = [cells(long_day(day.day), day.open, day.met, day.late) for day in one.days]
            yield Picture(f"burn-{order_id}-{one.clock}", title, burned.sentence, burned.picture, columns, rows, (link,))


def _is_of_age(deadline: str, today: date) -> bool:
    """Whether the clocks end on birthdays years ahead: no line that goes down to one day."""
    return date.fromisoformat(deadline[:10]) - today > FAR


def _lists(combined: Counter[tuple[str, ...]], kept: str) -> Picture:
    named = Counter({tuple(str(LISTS_OF_CHILDREN[name]) for name in lists): count for lists, count in combined.items()})
    names = sorted({name for lists in named for name in lists})
    alone = sum(count for lists, count in combined.items() if len(lists) == 1)
    title = _("Which lists have which children")
    finding = _("Children on a list: %(count)s; on one list alone: %(alone)s.") % {"count": combined.total(), "alone": alone}
    drawing = overlaps(named, names, (title, finding)) if combined else SafeString("")
    rows = [cells(", ".join(lists), count) for lists, count in named.most_common()]
    links = (
        Link(_("How many stand on no list"), reverse("report", args=["unlisted"]) + kept),
        Link(_("Whether the scores of ties hold"), reverse("control") + kept),
    )
    return Picture("lists", title, finding, drawing, (_("Lists"), _("Children")), rows, links)

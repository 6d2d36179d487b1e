"""Orders, and who is in their class."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.court.due import BurnDown, burn_down
from kinkeeper.queries.court.members import get_class_list
from kinkeeper.queries.court.orders import get_versions, list_orders
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.pictures.burned import burn
from kinkeeper.web.sections import Cell, Section, cells, say_link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.due import in_language, titled
from kinkeeper.web.words.clocks import STATES
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.dates import long_day
from kinkeeper.web.words.names import full
from kinkeeper.web.words.reasons import reason


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """Every order in every version."""
    looked = read_standpoint(request)
    found = list_orders(viewer_of(request), known_at=looked[0].known_at)
    rows = tuple(_version(one, carried(request)) for one in found)
    columns = (_("Order"), _("Version"), _("Since"), _("Entered by"), _("Approved by"), _("Counts"))
    empty = _("No order is entered. Enter those that came with Kinkeeper: kinkeeper orders enter --shipped")
    note = _("An order counts once it was tried on everything known and approved by a second person.")
    links = (take_link(request, "orders"),)
    section = Section("orders", _("Orders, statutes and settlements"), columns, rows, empty, links, note)
    context = {"section": "orders", "heading": _("Orders"), "sections": (section,), "lines": ()}
    return show(request, "kinkeeper/sections.html", context, looked)


def _version(one: OrderVersion, kept: str) -> tuple[Cell, ...]:
    order = one.order
    link = Cell(titled(order), reverse("order", args=[order.order_id]) + kept)
    counts = _("yes") if one.counts else _("withdrawn") if one.withdrawn_because else _("not yet")
    return cells(link, order.version, long_day(order.from_day), one.entered_by, one.approved_by or "–", Cell(counts, strong=one.counts))


@require_GET
def order(request: HttpRequest, order_id: str) -> HttpResponse:
    """One order: what it says, how its clocks burn down, who is in its class."""
    looked = read_standpoint(request)
    viewer = viewer_of(request)
    versions = get_versions(viewer, order_id, known_at=looked[0].known_at)
    newest = versions[0].order
    sections = (
        _text(versions[0]),
        _clocks(newest),
        *_burned(viewer, newest, looked[0]),
        _class(request, order_id, looked[0]),
        Section(
            "versions",
            _("Versions"),
            (_("Order"), _("Version"), _("Since"), _("Entered by"), _("Approved by"), _("Counts")),
            tuple(_version(one, carried(request)) for one in versions),
            "",
            (take_link(request, "orders", order=order_id),),
        ),
    )
    checked = _("checked against the text") if newest.status == "verified" else _("recalled, not checked against the text")
    lines = (f"{newest.authority} ({checked})",)
    context = {"section": "orders", "heading": titled(newest), "sections": sections, "lines": lines}
    return show(request, "kinkeeper/sections.html", context, looked)


def _text(one: OrderVersion) -> Section:
    told = one.order
    rows = [
        cells(_("covers"), criterion.words or f"{criterion.fact} {criterion.test} {' '.join(criterion.values)}")
        for criterion in told.include
    ]
    rows += [cells(_("leaves out"), criterion.words or criterion.fact) for criterion in told.exclude]
    if told.limits:
        rows += [cells(_("permits"), _reasons(told.limits.permits)), cells(_("forbids"), _reasons(told.limits.forbids))]
        rows += [cells(_("permits after a finding"), _reasons(told.limits.needs_finding))]
        rows += [cells(_("permits after a test"), _reasons(told.limits.needs_test))]
    note = ""
    if one.trial:
        trial = {"covered": one.trial.covered, "unknown": one.trial.not_known, "out": one.trial.not_covered, "late": one.trial.late}
        note = (
            _("Tried. Children covered: %(covered)s, not known: %(unknown)s, not covered: %(out)s; clocks that are late: %(late)s.") % trial
        )
    empty = _("It sets clocks for every child.")
    return Section("says", _("What it says"), (_("It"), _("What")), tuple(row for row in rows if row[1].words), empty, note=note)


def _reasons(codes: Iterable[str]) -> str:
    return ", ".join(reason(code) for code in codes)


def _clocks(told: Order) -> Section:
    columns = (_("What"), _("From"), _("Within"), _("Who must act"))
    rows = tuple(
        cells(in_language(rule.title, rule.titulo), value(rule.start), _within(rule.amount, rule.counted), rule.owner)
        for rule in told.clocks
    )
    links = (say_link(_("Record an exception, a tolling or an extension"), "adjustment", order_id=told.order_id),)
    return Section("clocks", _("Its clocks"), columns, rows, _("It sets no clock."), links)


def _within(amount: int, counted: str) -> str:
    words = {
        "hours": ngettext("%(n)s hour", "%(n)s hours", amount),
        "days": ngettext("%(n)s day", "%(n)s days", amount),
        "court_days": ngettext("%(n)s court day", "%(n)s court days", amount),
        "age": _("the birthday of %(n)s years"),
    }
    return words[counted] % {"n": amount} if counted in words else _("the day itself")


def _burned(viewer: Viewer, told: Order, standpoint: Standpoint) -> tuple[Section, ...]:
    now = instant_of_view(standpoint)
    names = {rule.clock: in_language(rule.title, rule.titulo) for rule in told.clocks}
    found = burn_down(viewer, told.order_id, standpoint, now)
    return tuple(_burn_section(one, names.get(one.clock, one.clock), now.date(), told.zone) for one in found)


def _burn_section(one: BurnDown, clock: str, today: date, zone: str) -> Section:
    title = _("Burn-down: %(clock)s") % {"clock": clock}
    burned = burn(one, title, today, zone)
    states = ", ".join(f"{STATES[state]}: {count}" for state, count in one.states.items())
    rows = tuple(cells(long_day(day.day), day.open, day.met, day.late) for day in one.days)
    columns = (_("Day"), _("Open"), _("Met"), _("Open past the day"))
    note = " ".join(filter(None, (f"{states}.", burned.sentence)))
    return Section(f"burn-{one.clock}", title, columns, rows, _("No day has ended yet."), note=note, picture=burned.picture)


def _class(request: HttpRequest, order_id: str, standpoint: Standpoint) -> Section:
    found = get_class_list(viewer_of(request), order_id, standpoint)
    portraits = get_portraits(viewer_of(request), [one.child for one in found.members], standpoint)
    columns = (_("Child"), _("Stands"), _("Why"), _("Version"), _("Decided"))
    words = {"included": _("in the class"), "excluded": _("not in the class"), "indicated": _("to be looked into")}
    rows = tuple(
        cells(
            Cell(full(portraits[one.child]) if one.child in portraits else one.child, reverse("case", args=[one.child]) + carried(request)),
            words[one.standing],
            one.reason,
            one.version,
            _("by hand") if one.by_hand else _("by the criteria"),
        )
        for one in found.members
    )
    note = _("%(included)s in the class, %(excluded)s not, %(indicated)s to be looked into.") % found.counts
    if found.revision:
        note += " " + _("Since the list before: +%(added)s −%(removed)s.") % {
            "added": len(found.revision.added),
            "removed": len(found.revision.removed),
        }
    links = (
        say_link(_("Put a child on a list or off it"), "list-member", order_id=order_id),
        take_link(request, "class-members", order=order_id),
    )
    return Section("class", _("The list of its class"), columns, rows, _("Nobody is listed. List them: kinkeeper members"), links, note)

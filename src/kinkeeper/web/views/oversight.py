"""Oversight’s own door, read only: all definitions, what was told to whom, warnings that nobody answered, looks, and what proves it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import require
from kinkeeper.queries.access.oversight import Printed, get_access_head, list_latest_looks, list_printed
from kinkeeper.queries.casework.claims import compare_claims
from kinkeeper.queries.casework.warned import list_warnings
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.making import REPORTS, definitions
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.sections import Cell, Link, Section, cells
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.casework import ROLES, RULES
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.warnings import said

OF_WARNINGS = ("what", "about", "words", "role", "steps", "raised")
"""The columns of warnings that are shown here."""


@require_GET
def oversight(request: HttpRequest) -> HttpResponse:
    """What an inspector asks first, on one page."""
    viewer = viewer_of(request)
    require(viewer, "oversee")
    looked = read_standpoint(request)
    sections = (
        _told(request),
        _claims(request, looked[0]),
        _warnings(request, looked[0]),
        _definitions(request),
        _looks(request),
        _proofs(request),
    )
    lines = (_("Nothing can be changed from here. Rows stand behind each report; each look at them is written down too."),)
    context = {"section": "oversight", "heading": _("Oversight"), "sections": sections, "lines": lines}
    return show(request, "kinkeeper/sections.html", context, looked)


def _told(request: HttpRequest) -> Section:
    columns = (_("Report"), _("When (UTC)"), _("Who"), _("As of the day"), _("Entries known"), _("As"), _("Total told"), _("Today"))
    rows = tuple(_printing(one) for one in list_printed(viewer_of(request)))
    note = _(
        "Each report that was given out, and what it told. The last column counts the same day anew and explains each row that differs."
    )
    links = (take_link(request, "printed"),)
    return Section("told", _("What was told to whom, and when"), columns, rows, _("No report was given out yet."), links, note)


def _printing(one: Printed) -> tuple[Cell, ...]:
    known = REPORTS.get(one.report)
    title = known.DEFINITION.title if known else one.report
    asked = urlencode({"day": one.as_of, "against": one.entries})
    compared = Cell(_("what differs by now"), reverse("report", args=[one.report]) + f"?{asked}") if known else Cell("")
    form = f"{one.form}, {_('for everybody')}" if one.public else one.form
    who = f"{one.who} ({one.agency or '–'}, {one.role})"
    return cells(Cell(title, strong=True), exact(one.at), who, one.as_of, one.entries, form, Cell(one.total, strong=True), compared)


def _claims(request: HttpRequest, here: Standpoint) -> Section:
    found = compare_claims(viewer_of(request), here)
    rows = tuple(
        cells(
            one.claim.said_by,
            f"{one.claim.claimed} {value(one.claim.unit)}",
            one.found,
            Cell(one.factor, strong=one.disagrees),
            f"{long_day(one.claim.from_day)} – {long_day(one.claim.until_day)}",
            one.claim.definition,
            one.claim.source,
        )
        for one in found
    )
    columns = (_("Who says so"), _("Claimed"), _("The records show"), _("Times as many"), _("Between"), _("Definition"), _("Source"))
    return Section("claims", _("Claimed counts"), columns, rows, _("Nobody has claimed a count."))


def _warnings(request: HttpRequest, here: Standpoint) -> Section:
    found = [one for one in list_warnings(viewer_of(request), here, instant_of_view(here)) if not one.warning.answer]
    orders = {one.order.order_id: one.order for one in list_orders(viewer_of(request), known_at=here.known_at)}
    rows = tuple(
        cells(
            Cell(RULES.get(one.warning.rule, one.warning.rule), strong=True),
            Cell(one.warning.person_id or "–", reverse("case", args=[one.warning.person_id]) + carried(request))
            if one.warning.person_id
            else "–",
            said(one.warning, orders),
            ROLES.get(one.climbed.role, one.climbed.role),
            one.climbed.steps,
            exact(one.warning.raised_at[:16]),
        )
        for one in found
    )
    columns = (_("What is wrong"), _("About"), _("In words"), _("Must answer"), _("Steps of silence"), _("Raised"))
    links = (take_link(request, "warnings", unanswered="yes").only(OF_WARNINGS),)
    return Section("unanswered", _("Warnings that nobody has answered"), columns, rows, _("Every warning has an answer."), links)


def _definitions(request: HttpRequest) -> Section:
    rows = tuple(
        cells(
            Cell(one.title, reverse("report", args=[one.name]) + carried(request)), one.version, one.unit, one.population, one.confirmed_by
        )
        for one in definitions()
    )
    columns = (_("Report"), _("version"), _("Unit"), _("Population"), _("Confirmed by"))
    return Section("definitions", _("Every definition"), columns, rows, "")


def _looks(request: HttpRequest) -> Section:
    rows = tuple(
        cells(exact(one.at), one.who, f"{one.agency or '–'}, {one.role}", one.purpose, one.door, one.persons)
        for one in list_latest_looks(viewer_of(request))
    )
    columns = (_("When (UTC)"), _("Who"), _("Agency and role"), _("Purpose"), _("Where"), _("Persons shown"))
    links = (take_link(request, "latest-looks"),)
    return Section("looks", _("Who has looked last"), columns, rows, _("Nobody has looked yet."), links)


def _proofs(request: HttpRequest) -> Section:
    head = get_access_head(viewer_of(request))
    rows = (
        cells(Cell(_("The ledger: its signed checkpoints"), reverse("proof")), "", ""),
        cells(_("The access log: its head now; kinkeeper access-log proves it"), head.entries, head.root),
    )
    note = _("Write the head down: a log that later does not begin with it was changed.")
    return Section(
        "proofs", _("What proves it"), (_("What"), _("Entries"), _("Root")), rows, "", (Link(_("Proof"), reverse("proof")),), note
    )

"""Where everybody is, who is being handed over, where there is room; and a tag to print."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.access.shown_custody import may_list
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.handover.tags import TagFile, read_token
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.handover.moving import Offered, get_capacity, list_offers
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things
from kinkeeper.reports.listings.moving_by import TRANSFERS_BY, beds_by, transfers_by
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.at_work.searched import filtered
from kinkeeper.web.forms import CustodyForm
from kinkeeper.web.frame import show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.pictures.tag import qr_path
from kinkeeper.web.sections import Cell, Section, cells, say_link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.custodians import holder, look
from kinkeeper.web.words.dates import exact
from kinkeeper.web.words.names import full

WAITING = gettext_lazy(
    "Children who wait at stations: %(waiting)s, of them without a bed: %(without)s; to be expected in 72 hours: %(expected)s more."
)
ANSWERED_THERE = gettext_lazy("The number of a transfer leads to what must be read first, and to its answer.")


@require_GET
def custody(request: HttpRequest) -> HttpResponse:
    """Where everybody is on the day, the offers that are open, and beds against those who wait."""
    looked, form = read_standpoint(request), CustodyForm(request.GET)
    sections = (_held(request, looked[0]), _offers(request, looked[0], form), _beds(request, looked[0], form))
    context = {"section": "custody", "heading": _("Custody"), "sections": sections, "lines": (), **filtered(request, "custody", form)}
    context |= own_views(request, "custody")
    return show(request, "kinkeeper/sections.html", context, looked)


def _held(request: HttpRequest, standpoint: Standpoint) -> Section:
    viewer, kept = viewer_of(request), {name: request.GET[name] for name in ("day", "known") if request.GET.get(name)}

    def persons(custodian: str, count: int) -> Cell:
        listed = may_list(viewer, custodian)
        return Cell(f"{count:,}", f"{reverse('held')}?{urlencode({'custodian': custodian, **kept})}" if listed else "")

    def apart(whose: str, custodian: str) -> Cell:
        return Cell(look(custodian).long, f"{reverse('separations')}?{urlencode({whose: custodian, **kept})}")

    found = count_everyone(viewer, standpoint)
    apart_there = {name: (apart("child_with", name), apart("adult_with", name)) for name in found if name != DISPUTED}
    rows = tuple(cells(holder(name), persons(name, count), *apart_there.get(name, ("", ""))) for name, count in found.items())
    note = _("On the day, by custody records and reports. A person whom no source places on the day stands as no record.")
    # Counted here, by holder; the file has the stays themselves.
    links = (take_link(request, "custody", as_shown=False),)
    columns = (_("Custodian"), _("Persons"), _("Children apart who are there"), _("Children apart whose adult is there"))
    return Section("held", _("Where everybody is"), columns, rows, _("Nobody is known."), links, note)


def choose_transfer(request: HttpRequest, heading: str, *, to_take_over: bool) -> HttpResponse:
    """The open transfers that one can answer, each leading to what must be read first; for who comes without the number of one."""
    looked, viewer = read_standpoint(request), viewer_of(request)
    found = list_offers(viewer, looked[0], instant_of_view(looked[0]))
    speaks_for_all = not to_take_over or reach_of(viewer) is Reach.EVERYBODY
    mine = [one for one in found if speaks_for_all or one.transfer.to_custodian == viewer.agency]
    section = replace(_listed(request, looked[0], mine), empty=_("No transfer waits for your answer."), note=ANSWERED_THERE)
    return show(request, "kinkeeper/sections.html", {"section": "say", "heading": heading, "sections": (section,), "lines": ()}, looked)


def _offers(request: HttpRequest, standpoint: Standpoint, form: CustodyForm) -> Section:
    links = (
        say_link(_("Offer a transfer"), "offer"),
        say_link(_("Scan a tag"), "scan"),
        take_link(request, "transfers"),
    )
    told = form.told()
    found = transfers_by(viewer_of(request), standpoint, instant_of_view(standpoint), told)
    listed = replace(_listed(request, standpoint, found), links=links, note=ANSWERED_THERE if found else "")
    return replace(listed, empty=_("No open transfer is all that you ask for.")) if any(told[name] for name in TRANSFERS_BY) else listed


def _listed(request: HttpRequest, standpoint: Standpoint, found: Sequence[Offered]) -> Section:
    portraits = get_portraits(viewer_of(request), sorted({one.transfer.person_id for one in found}), standpoint)
    rows = []
    for one in found:
        told, portrait = one.transfer, portraits.get(one.transfer.person_id)
        name = Cell(full(portrait) if portrait else told.person_id, reverse("case", args=[told.person_id]) + carried(request))
        state = Cell(_("overdue") if one.overdue else _("open"), strong=one.overdue)
        held = look(told.from_custodian).long, look(told.to_custodian).long
        rows.append(cells(name, *held, exact(told.answer_by), state, Cell(told.transfer_id, reverse("referral", args=[told.transfer_id]))))
    columns = (_("Person"), _("From"), _("To"), _("To be answered by"), _("State"), _("Transfer"))
    return Section("offers", _("Open transfers"), columns, tuple(rows), _("No transfer is open."))


def _beds(request: HttpRequest, standpoint: Standpoint, form: CustodyForm) -> Section:
    capacity = get_capacity(viewer_of(request), standpoint)
    rows = tuple(
        cells(one.program, one.place, one.free, f"{one.youngest}–{one.oldest}", one.sex, ", ".join(one.needs))
        for one in beds_by(capacity.beds, form.told())
    )
    told = {"waiting": len(capacity.waiting), "without": capacity.without, "expected": capacity.expected}
    note = WAITING % told
    empty = _("No program has room by what it reported.") if capacity.beds else _("No program has reported beds.")
    columns = (_("Program"), _("Place"), _("Free"), _("Ages"), _("Sex"), _("Cares for"))
    links = (say_link(_("Report beds"), "beds"), take_link(request, "beds"))
    return Section("beds", _("Free beds"), columns, rows, empty, links, note)


@require_GET
def tag(request: HttpRequest, token: str) -> HttpResponse:
    """A label with the token and its QR code, to print. Nothing on it says who wears it."""
    try:
        known = list_things(viewer_of(request), "tag", TagFile, "tag = %(tag)s", {"tag": read_token(token)})
    except Refused:
        known = []
    if not known:
        raise NotFound("There is no such tag.")
    size, path = qr_path(known[0].tag.tag)
    groups = [known[0].tag.tag[at : at + 4] for at in range(0, 17, 4)]
    return render(request, "kinkeeper/tag.html", {"size": size, "path": path, "groups": groups})

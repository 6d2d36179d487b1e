"""Who is with one custodian, or at one place: the persons behind the numbers of the page of custody."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from kinkeeper.domain.access.shown_custody import may_list, may_narrow
from kinkeeper.domain.custody_days import DISPUTED, NOBODY
from kinkeeper.extracts.places import resolve
from kinkeeper.extracts.places.search import name_of, spelt_id
from kinkeeper.queries.counts.around import get_around
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.handover.held_by import HeldBy, HeldList, HeldPerson, list_held
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.held_by import HOLDERS, held_by
from kinkeeper.web.asked import carried, page_number, read_standpoint
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.at_work.searched import filtered, searched_for
from kinkeeper.web.forms import HeldForm
from kinkeeper.web.frame import pages, show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.sections import Cell, Link, Row, Section, cells, choosable
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.counts import as_far_as_counted
from kinkeeper.web.words.custodians import chips, holder, names
from kinkeeper.web.words.dates import long_day
from kinkeeper.web.words.kin import ages
from kinkeeper.web.words.names import full, shown

ROWS = 25
KEYS = ("person", "born", "age", "place", "since")
"""The columns, as an address names them."""
NOT_TOLD: Any = gettext_lazy(
    "Agencies that arrest are not told who is with a sponsor, nor of whom sources disagree. Choose another custodian."
)


@require_GET
@tidy
def held(request: HttpRequest) -> HttpResponse:
    """The persons with a custodian, those longest there first; where none is chosen, with the one who has most."""
    looked, viewer = read_standpoint(request), viewer_of(request)
    usual = "" if request.GET.get("custodian") in HOLDERS else next(iter(count_everyone(viewer, looked[0])), NOBODY)
    form, searched = HeldForm(request.GET, usual), searched_for(request, looked[0])
    by = held_by(form.told(), searched.persons if searched else None)
    found = list_held(viewer, looked[0], by, page=page_number(request), size=ROWS)
    section = _section(request, looked[0], by, found)
    around = get_around(viewer, looked[0], "held")
    own = own_views(request, "held", choosable(section), around.views)
    sections = (section.only(own["columns"].shown),)
    context = {"section": "custody", "heading": _("Persons by custodian"), "sections": sections, "lines": (), **own}
    context |= {"counted": around.frame}
    context |= filtered(request, "held", form, searched) | {"within": _("Search within these persons")}
    context |= {"cleared": f"?{urlencode(_kept(request, by, place=''))}"}
    if found.pages > 1:
        context |= {"listed": found, **pages(found.page, found.first, len(found.rows), _counted(by, found.count))}
    return show(request, "kinkeeper/sections.html", context, looked)


def _section(request: HttpRequest, here: Standpoint, by: HeldBy, found: HeldList) -> Section:
    title = ", ".join(filter(None, (holder(by.custodian), name_of(by.place) if by.place else "")))
    columns = (_("Person"), _("Born"), _("Age"), _said_where(by.custodian), _("Since"))
    links = [take_link(request, "held", custodian=by.custodian)]
    if by.place:
        links.append(Link(_("At every place"), f"{reverse('held')}?{urlencode(_kept(request, by, place=''))}"))
    links.append(Link(_("Where everybody is"), reverse("custody") + carried(request)))
    note = ngettext("%(n)s person, on %(day)s.", "%(n)s persons, on %(day)s.", found.count) % {
        "n": _counted(by, found.count),
        "day": long_day(here.as_of),
    }
    rows = tuple(_row(request, here, by, one) for one in found.rows)
    return Section("held", title, columns, rows, _empty(request, by), tuple(links), note if rows else "", keys=KEYS)


def _said_where(custodian: str) -> str:
    return {DISPUTED: _("What sources say"), NOBODY: _("Where they were last")}.get(custodian) or _("Place")


def _empty(request: HttpRequest, by: HeldBy) -> str:
    if not may_list(viewer_of(request), by.custodian):
        return str(NOT_TOLD)
    if by.is_narrowed:
        return _("No person is all that you ask for. Ask for less, or for another custodian.")
    return _("Of those whom you may know of nobody is there on the day. Choose another custodian or another day.")


def _counted(by: HeldBy, count: int) -> str:
    """How many there are: of a place, or of those searched for, as far as they are counted."""
    return as_far_as_counted(count) if by.is_narrowed else f"{count:,}"


def _row(request: HttpRequest, here: Standpoint, by: HeldBy, one: HeldPerson) -> Row:
    who, since = Cell(full(one.person), reverse("person", args=[one.person.person_id]) + carried(request)), long_day(one.since) or "–"
    return cells(who, long_day(one.person.born) or "–", ages(one.person.age(here.as_of)), _place(request, here, by, one), since)


def _place(request: HttpRequest, here: Standpoint, by: HeldBy, one: HeldPerson) -> Cell:
    """The place, which leads to whoever else is there; where sources do not say with whom somebody is, what they do say."""
    if one.custody.now:
        return Cell(names(one.custody.now))
    if one.custody.last:
        return Cell(chips(one.custody, here.as_of)[0].words)
    if not one.place or by.place or not may_narrow(viewer_of(request), by.custodian):
        return Cell(shown(one.place) or "–")
    known = resolve(one.place, by.custodian, here.as_of).place
    place = known.place_id if known else spelt_id(one.place)
    return Cell(shown(one.place), f"{reverse('held')}?{urlencode(_kept(request, by, place=place))}")


def _kept(request: HttpRequest, by: HeldBy, **more: str) -> Mapping[str, str]:
    """What an address says of the list: the custodian, the standpoint and the order; and more."""
    told = {"custodian": by.custodian, **{name: request.GET.get(name, "") for name in ("order", "day", "known")}, **more}
    return {name: value for name, value in told.items() if value}

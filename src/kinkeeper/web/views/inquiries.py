"""Inquiries from relatives, counsel and hotlines: who asks, who may be meant, and what may be said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from kinkeeper.domain.casework.inquiries import may_know
from kinkeeper.domain.errors import NotFound
from kinkeeper.jobs.find import FoundPerson, find_person
from kinkeeper.queries.casework.answering import InquiryFile, get_inquiry
from kinkeeper.queries.casework.inquiries import InquiriesBy, list_inquiries
from kinkeeper.web.asked import carried, page_number, read_standpoint
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.at_work.searched import filtered
from kinkeeper.web.forms import InquiriesForm
from kinkeeper.web.frame import pages, show
from kinkeeper.web.own_views import own_views
from kinkeeper.web.sections import Cell, Section, cells, choosable, say_link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.due import ROWS, Listed
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.counts import as_far_as_counted
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.names import full

MOST = 5
KEYS = ("whom", "asker", "name", "when", "told", "state")
"""The columns of inquiries, as an address names them."""
NOBODY_KNOWS: Any = gettext_lazy("nobody knows at present")


@require_GET
@tidy
def inquiries(request: HttpRequest) -> HttpResponse:
    """What was asked, open ones first."""
    looked, form, page = read_standpoint(request), InquiriesForm(request.GET), page_number(request)
    found = list_inquiries(viewer_of(request), looked[0], InquiriesBy(form.told()), page=page, size=ROWS)
    listed = Listed(page, found.count, len(found.rows))
    rows = tuple(
        cells(
            Cell(one.looks_for, reverse("inquiry", args=[one.inquiry_id]) + carried(request)),
            value(one.asker),
            one.asker_name,
            exact(one.at),
            ", ".join(value(name) for name in may_know(one)) or _("nothing before it is verified who asks"),
            Cell(_("answered") if one.answered_at else _("open"), strong=not one.answered_at),
        )
        for one in found.rows
    )
    columns = (_("For whom"), _("Who asks"), _("Name of who asks"), _("When"), _("May be told"), _("State"))
    links = (say_link(_("Record an inquiry"), "inquiry"), take_link(request, "inquiries"))
    empty = _("No inquiry is all that you ask for.") if form.in_force() else _("Nobody has asked.")
    note = ngettext("%(n)s inquiry", "%(n)s inquiries", found.count) % {"n": as_far_as_counted(found.count)}
    section = Section("inquiries", _("Somebody looks for somebody"), columns, rows, empty, links, note if found.count else "", keys=KEYS)
    own = own_views(request, "inquiries", choosable(section))
    sections = (section.only(own["columns"].shown),)
    context = {"section": "inquiries", "heading": _("Inquiries"), "sections": sections, "lines": (), **own}
    context |= filtered(request, "inquiries", form)
    if listed.pages > 1:
        context |= {"listed": listed, **pages(page, listed.first, len(found.rows), as_far_as_counted(found.count))}
    return show(request, "kinkeeper/sections.html", context, looked)


@require_GET
def inquiry(request: HttpRequest, inquiry_id: str) -> HttpResponse:
    """One inquiry: who asks, who may be meant, and what may be said of whoever is."""
    looked = read_standpoint(request)
    file = get_inquiry(viewer_of(request), inquiry_id, looked[0])
    one = file.inquiry
    lines = [
        _("%(who)s asks (%(as)s), %(at)s. To be answered: %(how)s.")
        % {"who": one.asker_name or "–", "as": value(one.asker), "at": exact(one.at), "how": one.how_to_answer or "–"},
        _("Made sure who asks: %(how)s.") % {"how": one.verified}
        if one.verified
        else _("It is not made sure who asks: nothing may be said."),
    ]
    if one.answered_at:
        said = ", ".join(value(name) for name in one.told) or _("that nothing can be said")
        lines.append(_("Answered %(at)s: %(what)s.") % {"at": exact(one.answered_at), "what": said})
    if one.reopened:
        lines.append(_("The answer was taken back: %(why)s.") % {"why": one.reopened.rstrip(".")})
    sections = (_candidates(request, file), _tellable(file))
    context = {"section": "inquiries", "heading": one.looks_for, "sections": sections, "lines": lines}
    return show(request, "kinkeeper/sections.html", context, looked)


def _candidates(request: HttpRequest, file: InquiryFile) -> Section:
    one = file.inquiry
    told = {"given": one.given, "surnames": one.surnames, "born": one.born[:10], "a_number": one.a_number}
    found: list[FoundPerson] = []
    if any(told.values()) and not one.answered_at:
        try:
            found = find_person(told, most=MOST, actor=viewer_of(request))
        except NotFound:
            found = []
    rows = tuple(
        cells(
            Cell(f"{who.given} {who.surnames}".strip() or who.person, reverse("case", args=[who.person]) + carried(request)),
            long_day(who.born),
            f"{who.probability:.0%}" if who.probability >= 0.005 else _("less than 1 in 100"),
            Cell(_("meant"), strong=True)
            if who.person in one.matched
            else Cell(_("This person is meant"), say_link("", "match", inquiry_id=one.inquiry_id, person_id=who.person).href),
        )
        for who in found
        if who.person
    )
    columns = (_("Name"), _("Born"), _("How likely"), _("Next step"))
    empty = _("Nobody known is like the person asked for. Names, a birth or a number said in parts are looked for.")
    return Section("candidates", _("Who may be meant"), columns, rows, empty)


def _tellable(file: InquiryFile) -> Section:
    one = file.inquiry
    rows = tuple(
        cells(full(told.person), value(part), Cell(_answer(part, what), strong=True))
        for told in file.tellable
        for part, what in told.parts.items()
    )
    links = (
        say_link(_("Say how it was made sure who asks"), "verify-asker", inquiry_id=one.inquiry_id),
        say_link(_("Take back the answer to an inquiry"), "reopen-inquiry", inquiry_id=one.inquiry_id)
        if one.answered_at
        else say_link(_("Record the answer to an inquiry"), "answer-inquiry", inquiry_id=one.inquiry_id),
    )
    note = _("Never a place, an address or a number. What is not in this table is not said to who asks.")
    columns = (_("Person"), _("What"), _("Say"))
    return Section("tellable", _("What may be said"), columns, rows, _("Nothing may be said."), links, note)


def _answer(part: str, what: str) -> Any:
    if not what:
        return NOBODY_KNOWS
    if part == "is_known":
        return _("We know of this person.")
    if part == "is_safe":
        return _("Somebody answers for this person on %(day)s.") % {"day": long_day(what)}
    if part == "how_to_call":
        return _("A call is arranged by %(who)s.") % {"who": what}
    return look(what).long if part == "custodian" else what

"""The referral: what goes with a person from one custodian to the next, to read and to print."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.handover.transfers import Answered
from kinkeeper.domain.ties import Tie
from kinkeeper.queries.handover.referral import Referral, Relative, get_referral
from kinkeeper.web.asked import carried, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.sections import Cell, Section, cells, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import look, names
from kinkeeper.web.words.dates import exact, long_day, one_dot
from kinkeeper.web.words.kin import kin, tie_words
from kinkeeper.web.words.names import full


@require_GET
def referral(request: HttpRequest, transfer_id: str) -> HttpResponse:
    """What must travel with a person on a hand-over, who the family are, where they are, and from whom the person is apart."""
    looked = read_standpoint(request)
    found = get_referral(viewer_of(request), transfer_id, looked[0])
    told = found.transfer
    line = _("%(before)s to %(after)s, offered %(at)s, to be answered by %(by)s.") % {
        "before": look(told.from_custodian).long,
        "after": look(told.to_custodian).long,
        "at": exact(told.offered_at),
        "by": exact(told.answer_by),
    }
    heading = _("Referral of %(name)s") % {"name": full(found.person)}
    sections = (_needs(found), _family(found, carried(request)))
    return show(
        request,
        "kinkeeper/sections.html",
        {"section": "custody", "heading": heading, "sections": sections, "lines": (one_dot(line),)},
        looked,
    )


def _needs(found: Referral) -> Section:
    rows = tuple(cells(one.need_id, Cell(value(one.kind), strong=True), one.words) for one in found.needs)
    columns = (_("Number"), _("Need"), _("In words"))
    told = found.transfer
    read = ", ".join(one.need_id for one in found.needs)
    links = (
        say_link(_("Take this person over: every need above is read"), "acknowledge", transfer_id=told.transfer_id, needs_read=read),
        say_link(_("Refuse or withdraw a transfer"), "refuse", transfer_id=told.transfer_id),
    )
    waits = told.answered == Answered.OPEN
    return Section("needs", _("What must travel with this person"), columns, rows, _("No need is on record."), links if waits else ())


def _family(found: Referral, kept: str) -> Section:
    since = {one.adult: long_day(one.separated_on) or _("day not known") for one in found.apart if one.still}
    rows = tuple(_relative(one, since.get(one.portrait.person_id, ""), kept) for one in found.relatives)
    columns = (_("Name"), _("What they are to this person"), _("How far it is known"), _("Now"), _("Separated since"))
    empty = _("Kin are shown to whoever has taken this person over.") if found.is_only_asked else _("No family is known.")
    return Section("family", _("Family, and where they are"), columns, rows, empty)


def _relative(one: Relative, since: str, kept: str) -> tuple[Cell, ...]:
    name = Cell(full(one.portrait), reverse("case", args=[one.portrait.person_id]) + kept)
    known = tie_words(Tie("", "", one.relation, one.status, one.probability, one.basis))
    where = names(one.custody.now) if one.custody.now else _("nobody says where")
    return cells(name, _("Child") if one.is_child else kin(one.relation, one.portrait.sex), known, where, Cell(since, strong=bool(since)))

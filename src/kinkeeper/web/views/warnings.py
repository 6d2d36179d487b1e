"""Warnings: what is wrong, who must answer, how long nobody has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.jobs.casework.at_once import WARNING
from kinkeeper.queries.casework.claims import compare_claims
from kinkeeper.queries.casework.warned import Trouble, Warned
from kinkeeper.queries.court.orders import list_orders
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.asked import carried, page_number, read_standpoint
from kinkeeper.web.at_work.at_once import choices, offered
from kinkeeper.web.at_work.columns import tidy
from kinkeeper.web.at_work.warned import MINE, OTHERS, asked_warnings
from kinkeeper.web.frame import pages, show
from kinkeeper.web.last_look import remember_list
from kinkeeper.web.own_views import new_links, own_views
from kinkeeper.web.sections import Cell, Link, Section, cells, choosable, say_link
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.due import ROWS, Listed
from kinkeeper.web.words.casework import ROLES, RULES
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.dates import exact
from kinkeeper.web.words.names import full
from kinkeeper.web.words.warnings import Orders, said

KEYS = ("what", "about", "words", "role", "steps", "raised", "answer", "next")
"""The columns of warnings, as an address names them."""
CLIMBS = gettext_lazy(
    "Unanswered, a warning climbs to the supervisor, the head of the agency and the inspector. Nobody closes one they caused or answered."
)

CLOSED_BY = gettext_lazy("An answered warning waits for a second person, who looks whether the answer holds and closes it.")


@require_GET
@tidy
def warnings(request: HttpRequest) -> HttpResponse:
    """The open warnings that wait for the viewer, those that wait for others, and claimed counts beside what records show."""
    looked = read_standpoint(request)
    viewer, page, asked = viewer_of(request), page_number(request), asked_warnings(request, looked[0])
    orders = {one.order.order_id: one.order for one in list_orders(viewer, known_at=looked[0].known_at)}
    shown = [*asked.mine, *asked.others]  # those that wait for the reader stand on the first pages
    on_page = shown[(page - 1) * ROWS : page * ROWS]
    listed = Listed(page, len(shown), len(on_page))
    portraits = get_portraits(viewer, sorted({one.newest.warning.person_id for one in on_page} - {""}), looked[0])
    reading = Reading(portraits, carried(request), orders, viewer)
    deeds = choices(viewer, WARNING, looked[0])

    def section(name: str, told: tuple[Any, Any, Any], theirs: tuple[Trouble, ...]) -> Section:
        before = 0 if name == MINE else len(asked.mine)
        here = theirs[max((page - 1) * ROWS - before, 0) : max(page * ROWS - before, 0)]
        rows = tuple(warning_row(one, reading, is_new=asked.is_new(one)) for one in here)
        title, empty, note = told
        empty = _("They stand on another page of this list.") if theirs else empty
        open_ones, on_this = (sum(len(one.open) for one in some) for some in (theirs, here))
        return Section(name, title, WARNED(), rows, empty, note=note, keys=KEYS).to_do(deeds, offered(open_ones, on_this))

    links = (
        say_link(_("Warn of something"), "warning"),
        take_link(request, "warnings", since=asked.seen if asked.only_new else 0),
        *new_links(request, "warnings", sum(map(asked.is_new, asked.found)), only_new=asked.only_new),
        *_by_role(request, asked.found),
    )
    mine_first = section(MINE, (_("Waits for my answer"), _("No warning waits for your answer."), CLIMBS), asked.mine)
    mine_first = replace(mine_first, links=links)
    others = section(OTHERS, (_("Waits for others"), _("No warning waits for anybody else."), CLOSED_BY), asked.others)
    own = own_views(request, "warnings", choosable(mine_first))
    sections = (
        mine_first.only(own["columns"].shown),
        others.only(own["columns"].shown),
        _claims(viewer, looked[0]),
    )
    context = {"section": "warnings", "heading": _("Warnings"), "sections": sections, "lines": (), **own}
    if listed.pages > 1:
        context |= {"listed": listed, **pages(page, listed.first, len(on_page), len(shown))}
    return remember_list(show(request, "kinkeeper/sections.html", context, looked), request, "warnings", looked[0])


def _claims(viewer: Viewer, standpoint: Standpoint) -> Section:
    """Counts that somebody claimed, beside what the records show."""
    claims = tuple(
        cells(
            one.claim.said_by,
            f"{one.claim.claimed} {value(one.claim.unit)}",
            one.found,
            Cell(one.factor, strong=one.disagrees),
            one.claim.definition,
        )
        for one in compare_claims(viewer, standpoint)
    )
    columns = (_("Who says so"), _("Claimed"), _("The records show"), _("Times as many"), _("Definition"))
    report = Link(_("The report, which leaves as a file"), reverse("report", args=["claims"]))
    links = (say_link(_("Record a claimed count"), "claim"), report)
    return Section("claims", _("Claimed counts"), columns, claims, _("Nobody has claimed a count."), links)


def _by_role(request: HttpRequest, found: Iterable[Trouble]) -> Iterator[Link]:
    """The same list for one who must answer, for each of them; and back to all."""
    if request.GET.get("role"):
        yield Link(_("Whoever must answer"), reverse("warnings") + carried(request))
        return
    kept = {name: request.GET[name] for name in ("day", "known", "new") if request.GET.get(name)}
    for role, count in sorted(Counter(role for one in found for role in one.roles).items()):
        words = _("Must answer: %(role)s (%(n)s)") % {"role": ROLES.get(role, role), "n": count}
        yield Link(words, f"{reverse('warnings')}?{urlencode({**kept, 'role': role})}")


def WARNED() -> tuple[str, ...]:
    """The columns of a table of warnings."""
    return (
        _("What is wrong"),
        _("About"),
        _("In words"),
        _("Must answer"),
        _("Steps of silence"),
        _("Raised"),
        _("The answer"),
        _("Next step"),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows of warnings are told with: who is meant, what the page carries along, the orders, and who reads."""

    portraits: Mapping[str, Portrait]
    kept: str
    orders: Orders
    viewer: Viewer


def warning_row(trouble: Trouble, reading: Reading, *, is_new: bool = False) -> tuple[Cell, ...]:
    """One trouble as a row: its newest warning, and below what was warned of before. Ticked, it stands for all that are open."""
    told = trouble.newest.warning
    portrait = reading.portraits.get(told.person_id)
    name = full(portrait) if portrait else told.person_id
    about = Cell(name, reverse("case", args=[told.person_id]) + reading.kept) if told.person_id else Cell("–")
    before = tuple(_before(one) for one in trouble.warnings[1:])
    words = said(told, reading.orders)
    return cells(
        Cell(RULES.get(told.rule, told.rule), strong=True, is_new=is_new, tick=" ".join(one.warning.warning_id for one in trouble.open)),
        about,
        Cell(words, lines=(words, *before)) if before else words,
        ", ".join(str(ROLES.get(role, role)) for role in trouble.roles),
        max(one.climbed.steps for one in trouble.unanswered or trouble.warnings),
        exact(told.raised_at[:16]),
        f"{told.answer} ({told.answered_by})" if told.answer else "",
        _next_step(trouble, reading.viewer) if "answer" in rights_of(reading.viewer) else _who_must(trouble),
    )


def _before(one: Warned) -> str:
    """An earlier warning of the same clock, in a line."""
    told = one.warning
    what = {"what": RULES.get(told.rule, told.rule), "at": exact(told.raised_at[:16]), "by": told.answered_by, "answer": told.answer}
    if told.answer:
        return _("Before, %(at)s: %(what)s. %(by)s: %(answer)s") % what
    return _("Before, %(at)s: %(what)s. Nobody has answered.") % what


def _next_step(trouble: Trouble, viewer: Viewer) -> Cell:
    """What the reader may do next: answer what nobody has answered, close what others answered, else take back or open again."""
    told = trouble.newest.warning
    name, words = "reopen-warning", _("closed by %(who)s: open it again") % {"who": told.closed_by}
    if trouble.unanswered:
        told, name, words = trouble.unanswered[0].warning, "answer", _("Answer")
    elif others := [one.warning for one in trouble.open if one.warning.answered_by != viewer.name]:
        told, name, words = others[0], "close-warning", _("Close")
    elif trouble.open:
        told, name, words = trouble.open[0].warning, "take-back-answer", _("Take the answer back")
    return Cell(words, say_link("", name, warning_id=told.warning_id).href)


def _who_must(trouble: Trouble) -> Cell:
    """For who may answer no warning: instead of the next step who must take it."""
    if not trouble.open:
        return Cell(_("closed by %(who)s") % {"who": trouble.newest.warning.closed_by})
    must = ", ".join(str(ROLES.get(role, role)) for role in trouble.roles)
    return Cell(_("%(role)s must answer") % {"role": must} if trouble.unanswered else _("another person closes it"))

"""Lists of what waits for somebody: warnings, questions, kin named in texts, inquiries, cases, hand-overs, and where there is room."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.inquiries import may_know
from kinkeeper.domain.casework.plans import open_steps
from kinkeeper.gateway import clock
from kinkeeper.queries.casework.caseload import get_caseload
from kinkeeper.queries.casework.inquiries import InquiriesBy, list_inquiries
from kinkeeper.queries.casework.warned import inbox, list_warnings, together
from kinkeeper.queries.handover.moving import get_capacity
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import Standpoint, hour_of
from kinkeeper.reports.listings.listing import ANY_TEXT, SINCE, Asked, Listing
from kinkeeper.reports.listings.moving_by import BEDS_BY, INQUIRIES_BY, TRANSFERS_BY, beds_by, transfers_by
from kinkeeper.reports.listings.sheet import Row


def warnings(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each warning that is open: first those that wait for the viewer, then those that wait for others; which climbed highest first."""
    now = hour_of(here, clock.instant()).instant
    found = list_warnings(viewer, here, now)
    mine = {one.position for trouble in inbox(together(found), viewer.role, now).mine for one in trouble.warnings}
    found.sort(key=lambda one: one.position not in mine)
    if asked.get("unanswered"):
        found = [one for one in found if not one.warning.answer]
    found = [one for one in found if asked.get("role") in ("", one.climbed.role) and one.position >= asked.number(SINCE)]
    names = names_of(viewer, here, {person for one in found for person in (one.warning.person_id, one.warning.other)})
    for one in found:
        told = one.warning
        # What else it is about may be a hand-over or a clock: named is a person of whom the viewer may know.
        other = told.other if told.other in names else ""
        about = told.rule, told.person_id, names.get(told.person_id, ""), other, names.get(other, ""), told.words
        raised = one.climbed.role, one.climbed.steps, told.raised_at, told.raised_by
        yield told.warning_id, *about, *raised, told.answer, told.answered_by, told.answered_at


def inquiries(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each inquiry, those that are open first."""
    for one in list_inquiries(viewer, here, InquiriesBy(asked.filters)).rows:
        who = one.asker, one.asker_name, one.at, one.language, one.how_to_answer, one.verified
        yield one.inquiry_id, *who, one.looks_for, "; ".join(one.matched), one.answered_at, "; ".join(one.told), "; ".join(may_know(one))


def cases(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each open case of the viewer's own."""
    mine = get_caseload(viewer, here)
    for one in mine.cases:
        steps = "; ".join(step.step for step in open_steps(one.plan, {step.step: step for step in one.done}))
        flags = "; ".join(f"{flag.kind} ({flag.due})" for flag in one.open_flags)
        name = mine.names[one.child].name if one.child in mine.names else ""
        yield one.child, name, one.opened_at, one.plan.plan_id, steps, flags, one.owner


def offered_cases(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each child of each offer of cases, to or from the viewer, that nobody has answered."""
    mine = get_caseload(viewer, here)
    for one in mine.offers:
        for child in one.children:
            name = mine.names[child].name if child in mine.names else ""
            yield one.caseload_id, one.from_owner, one.to_owner, child, name, one.offered_at, one.words


def transfers(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each hand-over that was offered and that nobody has answered, overdue ones first."""
    found = transfers_by(viewer, here, hour_of(here, clock.instant()).instant, asked.filters)
    names = names_of(viewer, here, {one.transfer.person_id for one in found})
    for one in found:
        told = one.transfer
        who = told.transfer_id, told.person_id, names.get(told.person_id, "")
        way = told.from_custodian, told.from_place, told.to_custodian, told.to_place
        yield *who, *way, told.offered_at, told.answer_by, "yes" if one.overdue else "no"


def beds(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each program and the beds that it reported last."""
    for one in beds_by(get_capacity(viewer, here).beds, asked.filters):
        yield one.program, one.place, one.at, one.free, one.youngest, one.oldest, one.sex, "; ".join(one.needs)


def names_of(viewer: Viewer, here: Standpoint, persons: Collection[str]) -> dict[str, str]:
    """Person -> name, of those who have one."""
    known = sorted({*persons} - {""})
    return {person: one.name for person, one in get_portraits(viewer, known, here).items()} if known else {}


LISTINGS = (
    Listing(
        "warnings",
        _("Warnings"),
        _("One row is one warning that is not closed, as it stood at the hour by which clocks are read."),
        (
            *("warning", "rule", "person", "name", "other_person", "other_name", "words", "role", "steps", "raised_at", "raised_by"),
            *("answer", "answered_by", "answered_at"),
        ),
        warnings,
        ("warnings", "oversight"),
        {"role": ANY_TEXT, "unanswered": ("yes",), SINCE: ANY_TEXT},
        on_page={
            "what": ("warning", "rule"),
            "about": ("person", "name"),
            "words": ("words",),
            "role": ("role",),
            "steps": ("steps",),
            "raised": ("raised_at",),
            "answer": ("answer", "answered_by"),
            "next": (),
        },
    ),
    Listing(
        "inquiries",
        _("Inquiries"),
        _("One row is one inquiry: somebody looks for somebody."),
        (
            "inquiry",
            "asker",
            "asker_name",
            "asked_at",
            "language",
            "how_to_answer",
            "verified",
            "looks_for",
            "matched",
            "answered_at",
            "told",
            "may_be_told",
        ),
        inquiries,
        ("inquiries",),
        INQUIRIES_BY,
        on_page={
            "whom": ("inquiry", "looks_for"),
            "asker": ("asker",),
            "name": ("asker_name",),
            "when": ("asked_at",),
            "told": ("may_be_told",),
            "state": ("answered_at",),
        },
    ),
    Listing(
        "cases",
        _("My cases"),
        _("One row is one open case of whoever takes the file."),
        ("child", "name", "opened_at", "plan", "open_steps", "open_flags", "owner"),
        cases,
        ("caseload",),
        on_page={
            "child": ("child", "name"),
            "since": ("opened_at",),
            "plan": ("plan",),
            "now": ("open_steps",),
            "flags": ("open_flags",),
            "next": (),
        },
    ),
    Listing(
        "offered-cases",
        _("Cases that are offered"),
        _("One row is one child of an offer of cases, to or from whoever takes the file, that nobody has answered."),
        ("offer", "from_owner", "to_owner", "child", "name", "offered_at", "words"),
        offered_cases,
        ("caseload",),
        on_page={
            "offer": ("offer",),
            "from": ("from_owner",),
            "to": ("to_owner",),
            "children": ("child", "name"),
            "words": ("words",),
            "next": (),
        },
    ),
    Listing(
        "transfers",
        _("Open transfers"),
        _("One row is one hand-over of one person that was offered, and that the next custodian has not answered."),
        (
            *("transfer", "person", "name", "from_custodian", "from_place", "to_custodian", "to_place"),
            *("offered_at", "answer_by", "overdue"),
        ),
        transfers,
        ("custody",),
        TRANSFERS_BY,
        on_page={
            "person": ("person", "name"),
            "from": ("from_custodian",),
            "to": ("to_custodian",),
            "answer_by": ("answer_by",),
            "state": ("overdue",),
            "transfer": ("transfer",),
        },
    ),
    Listing(
        "beds",
        _("Free beds"),
        _("One row is one program and the free beds that it reported last."),
        ("program", "place", "reported_at", "free", "youngest", "oldest", "sex", "needs"),
        beds,
        ("custody",),
        BEDS_BY,
        on_page={
            "program": ("program",),
            "place": ("place",),
            "free": ("free",),
            "ages": ("youngest", "oldest"),
            "sex": ("sex",),
            "needs": ("needs",),
        },
    ),
)

"""What a family's page leads with: what must be done next, by whom, and how much time is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.departures import Departure, Stand
from kinkeeper.domain.casework.plans import open_steps
from kinkeeper.queries.casework.case_file import CaseFile
from kinkeeper.queries.casework.way import Way
from kinkeeper.queries.court.due import Due
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.families import Household, Member
from kinkeeper.web.sections import Link, say_link
from kinkeeper.web.words.clocks import clock_day, left
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.dates import exact, one_dot
from kinkeeper.web.words.names import called
from kinkeeper.web.words.warnings import clock_name

SOON, FAR = timedelta(days=3), timedelta(days=120)
"""What has fewer than three days left (two, as people count) is to be done now; what is due after so much is not worth leading with."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What must be done next and whose it is; the form where it is done; `stop`, `now` or `wait`."""

    words: str
    whose: str
    link: Link | None
    urgency: str


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the way back as a part of the bar: its name, and `done`, `open` or `waits`."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The clock that ends next, and the steps of the child's way back; how many other clocks are late."""

    child: str
    child_id: str
    left: str
    state: str
    """`late`, `soon` or `later`; empty where no clock runs."""
    what: str
    due: str
    """As the clock shows where the court sits; `due_at` is the same instant in UTC."""
    due_at: str
    order: Link | None
    parts: tuple[Part, ...]
    late: int


def next_step(household: Household, way: Way, now: datetime, clock: Nearest | None) -> NextStep | None:
    """The stop of a removal before anything else, then the open step of the child whose clock is shown; None where nobody is apart."""
    names = {member.person_id: called(member.portrait) for member in household.members}
    today = now.date().isoformat()
    stopped = [one for one in way.departures if one.stand == Stand.STOPPED and one.planned_at[:10] >= today]
    if stopped:
        return _stop(stopped[0], names)
    still = [one.child for one in household.apart if one.still]
    child = clock.child_id if clock and clock.child_id in still else next(iter(still), None)
    if child is None:
        return None
    urgent = clock is not None and clock.state in ("late", "soon")
    return _of_case(way.case_of(child), child, names, "now" if urgent else "wait")


def nearest(household: Household, way: Way) -> Nearest | None:
    """The clock of somebody still apart that ends next, of those that are not late; where all are, the one that is so longest."""
    still = {one.child for one in household.apart if one.still}
    running = [one for one in _running(way) if one.clock.child in still] or _running(way)
    late = [one for one in running if one.reading.left < timedelta()]
    one = next((one for one in running if one.reading.left >= timedelta()), late[0] if late else None)
    child = one.clock.child if one else next(iter(sorted(still & {case.child for case in way.cases})), "")
    if not child:
        return None
    member = next((member for member in household.members if member.person_id == child), None)
    name, parts = called(member.portrait) if member else child, _parts(way.case_of(child))
    if one is None:
        return Nearest(name, child, "", "", "", "", "", None, parts, 0)
    order = way.orders.get(one.clock.order_id)
    state = "late" if one in late else "soon" if one.reading.left < SOON else "later"
    title = "" if order is None else order.titulo if _spanish() else order.title
    link = Link(title, reverse("order", args=[order.order_id])) if order else None
    what = clock_name(one.clock.order_id, one.clock.clock, way.orders)
    others = len(late) - (one in late)
    due, due_at = one_dot(clock_day(one, order)), one.clock.due_last
    return Nearest(name, child, left(one.reading.left), state, what, due, due_at, link, parts, others)


def lead_of(file: CaseFile, now: datetime) -> tuple[NextStep | None, Nearest | None]:
    """The same of one person's file."""
    others = (Member(portrait, is_child=False, age=None, custody=Custody()) for portrait in file.names.values())
    me = Member(file.person, is_child=bool(file.apart), age=None, custody=file.custody)
    household = Household("", (), (me, *others), (), (*file.apart, *file.children))
    way = Way(clocks=file.clocks, cases=(file.case,) if file.case else (), departures=file.departures, orders=file.orders)
    clock = nearest(household, way)
    return next_step(household, way, now, clock), clock


def _running(way: Way) -> list[Due]:
    """The clocks that run and end before long, those with least time left first."""
    return sorted((one for one in way.clocks if one.clock.runs and one.reading.left < FAR), key=lambda one: one.clock.due_first)


def _stop(one: Departure, names: dict[str, str]) -> NextStep:
    told = {"who": names.get(one.adult, ""), "kind": value(one.kind), "at": exact(one.planned_at)}
    words = _("%(who)s: %(kind)s planned for %(at)s is stopped. Ask for the choice") % told
    asked = {"adult": one.adult} | ({"child": one.children[0]} if one.children else {})
    return NextStep(words, "", say_link(_("Record the choice"), "decision", **asked), "stop")


def _of_case(case: Case | None, child: str, names: dict[str, str], urgency: str) -> NextStep:
    name = names.get(child, child)
    if case is None or case.closed_at:
        return NextStep(_("Open a case for %(child)s") % {"child": name}, "", say_link(_("Open a case"), "case", child=child), urgency)
    flags = case.open_flags
    steps = [step for step in open_steps(case.plan, case.steps_done) if not (flags and step.stopped_by_flags)]
    if steps:
        words = f"{name}: {steps[0].titulo if _spanish() else steps[0].title}"
        return NextStep(words, steps[0].owner, say_link(_("Record as done"), "step", child=child, step=steps[0].step), urgency)
    if flags:
        words = _("%(child)s: look into the flag “%(flag)s”") % {"child": name, "flag": flags[0].words}
        return NextStep(words, flags[0].owner, say_link(_("Close the flag"), "close-flag", child=child, flag_id=flags[0].flag_id), urgency)
    words = _("%(child)s: every step is done. Close the case") % {"child": name}
    return NextStep(words, case.owner, say_link(_("Close the case"), "close-case", child=child), urgency)


def _parts(case: Case | None) -> tuple[Part, ...]:
    if case is None:
        return ()
    may = {step.step for step in open_steps(case.plan, case.steps_done)}
    return tuple(_part(step.step, case.steps_done, may) for step in case.plan.steps)


def _part(step: str, done: Iterable[str], may: set[str]) -> Part:
    words = value(step).replace("-", " ")
    return Part(words[:1].upper() + words[1:], "done" if step in done else "open" if step in may else "waits")


def _spanish() -> bool:
    return (get_language() or "en").startswith("es")

"""The rows of the first page: whose clock ends, where the adult is now, and the form of the next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.milestones import REPORTED
from kinkeeper.domain.court.clock_rules import Step
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.casework.morning import Morning
from kinkeeper.queries.court.due import Due
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.portraits import Portrait
from kinkeeper.web.sections import Link, say_link
from kinkeeper.web.words.clocks import clock_day, left
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import Chip, chips
from kinkeeper.web.words.dates import exact
from kinkeeper.web.words.warnings import clock_name

SOON = timedelta(days=3)
"""What has fewer than three days left (two, as people count) is to be done now."""

YOUNG = 5
RECORD: Mapping[str, Any] = {
    Step.CALLED: gettext_lazy("Record a call"),
    Step.NOTIFIED: gettext_lazy("Record the notice"),
    Step.IDENTIFIED: gettext_lazy("Record the sponsor"),
    Step.HEARING: gettext_lazy("Record the hearing"),
}
"""Step that staff report -> the words of its button."""


@dataclass(frozen=True, slots=True)
class Row:
    """One clock that runs: the child, what is due by when, the adult and where, and the next step's form. `now`, `wait` or `stop`."""

    child: Portrait
    age: int | None
    what: str
    state: str
    left: str
    due: str
    """As the clock shows where the court sits; `due_at` is the same instant in UTC."""
    due_at: str
    owner: str
    adult: Portrait | None
    chips: tuple[Chip, ...]
    link: Link
    urgency: str

    @property
    def whose_file(self) -> str:
        """Whose file the row opens: the child's, else the adult's."""
        return self.child.person_id or (self.adult.person_id if self.adult else "")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; without a heading where all are of one kind."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are made of: who is who, from whom the children are apart, and where those adults are."""

    morning: Morning
    as_of: str

    @property
    def custody(self) -> Mapping[str, Custody]:
        """Where adults are."""
        return self.morning.custody

    def person(self, person_id: str) -> Portrait:
        """Who somebody is; the number alone where nothing is known."""
        return self.morning.portraits.get(person_id) or Portrait(person_id)

    def adult_of(self, child: str) -> str:
        """The adult whom a child is apart from, the longest first; empty where none is known."""
        return next((one.adult for one in self.morning.apart.get(child, ()) if one.still and one.adult), "")


def groups(due: Sequence[Due], told: Known, orders: Mapping[str, Order], *, may_report: bool) -> tuple[Group, ...]:
    """Under five before five and over, the least time left first; one group without a heading where there is only one kind."""
    rows = [_row(one, told, orders, may_report=may_report) for one in due]
    young = tuple(row for row in rows if row.age is not None and row.age < YOUNG)
    older = tuple(row for row in rows if row not in young)
    if not young or not older:
        return (Group("", tuple(rows)),) if rows else ()
    return Group(_("Under five"), young), Group(_("Five and over, or age not known"), older)


def stops(stopped: Sequence[Departure], told: Known, *, may_report: bool) -> tuple[Row, ...]:
    """Adults who are to leave although no choice of theirs that counts is on record: at the very top."""
    return tuple(_stop(one, told, may_report=may_report) for one in stopped)


def _row(one: Due, told: Known, orders: Mapping[str, Order], *, may_report: bool) -> Row:
    order, child, adult = orders.get(one.clock.order_id), told.person(one.clock.child), told.adult_of(one.clock.child)
    return Row(
        child=child,
        age=child.age(told.as_of),
        what=clock_name(one.clock.order_id, one.clock.clock, orders),
        state=one.reading.state,
        left=left(one.reading.left),
        due=clock_day(one, order),
        due_at=one.clock.due_last,
        owner=one.clock.owner,
        adult=told.person(adult) if adult else None,
        chips=chips(told.custody[adult], told.as_of) if adult in told.custody else (),
        link=_link(one, order, may_report=may_report),
        urgency="now" if one.reading.left < SOON else "wait",
    )


def _link(one: Due, order: Order | None, *, may_report: bool) -> Link:
    """The form of the step that stops the clock where staff report it; else the child's file."""
    rule = next((rule for rule in order.clocks if rule.clock == one.clock.clock), None) if order else None
    step = next((step for step in (rule.stop if rule else ()) if step in REPORTED and step in RECORD), "")
    if step and may_report:
        return say_link(RECORD[step], "milestone", person_id=one.clock.child, step=step)
    return Link(_("Open the file"), reverse("case", args=[one.clock.child]))


def _stop(one: Departure, told: Known, *, may_report: bool) -> Row:
    child = told.person(one.children[0]) if one.children else Portrait("")
    adult = told.person(one.adult)
    form = say_link(_("Record the choice"), "decision", adult=one.adult, child=child.person_id)
    return Row(
        child=child,
        age=child.age(told.as_of),
        what=_("%(kind)s planned, and no choice that counts is on record") % {"kind": value(one.kind)},
        state="late",
        left=exact(one.planned_at),
        due="",
        due_at="",
        owner="",
        adult=adult,
        chips=chips(told.custody[one.adult], told.as_of) if one.adult in told.custody else (),
        link=form if may_report else Link(_("Open the file"), reverse("case", args=[one.adult])),
        urgency="stop",
    )

"""Deadlines met and missed: every clock that an order set for a child, and how it stood at the end of a day."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.clocks import Stood, list_clocks
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, fixed_tree, tree
from kinkeeper.reports.words import CLOCK_STATES, CLOCKS_SEEN, FILES_TAKEN_IN, INSTANT

DEFINITION = Definition(
    name="deadlines",
    version=1,
    title=_("Deadlines met and missed"),
    unit=_("clocks: one deadline of one order for one child"),
    population=_("Clocks that orders in force had set for children and that had started by the day."),
    period=_("All that had started by the day asked for, whether or not they had ended."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=_("By the criteria of the approved version of each order that sets the clock."),
    confirmed_by=_("By custody records, and by what staff reported with their name."),
    words=_(
        "A clock is late only where it is late whatever hour started it, and met in time only where it was met in time whatever hour that "
        "was. Where what is recorded does not say, it stands on a line of its own."
    ),
)
COLUMNS = ("order", "clock", "child", "owner", "state", "started", "due", "met", "hours_over", "covered", "ground")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The deadlines at a standpoint."""
    clocks = list_clocks(viewer, standpoint)
    return Counted(
        total=len(clocks),
        breakdowns=(
            fixed_tree("state", _("How they stood"), CLOCK_STATES, (one.state for one in clocks)),
            tree("order", _("By order, clock and state"), ((*_of_order(one), _state(one)) for one in clocks)),
            tree("owner", _("By who must do it, and state"), (((one.clock.owner, one.clock.owner), _state(one)) for one in clocks)),
        ),
        tables=(Table("clocks", _("Clocks"), COLUMNS, [_row(one) for one in clocks], key=3),),
        coverage=(FILES_TAKEN_IN, CLOCKS_SEEN),
    )


def _of_order(one: Stood) -> tuple[Label, Label]:
    order, clock = one.clock.order_id, one.clock.clock
    return (order, order), (f"{order}-{clock}", clock)


def _state(one: Stood) -> Label:
    return str(one.state), dict(CLOCK_STATES)[str(one.state)]


def _row(one: Stood) -> tuple[object, ...]:
    told = one.clock
    when = told.started, told.due_last, told.met
    return told.order_id, told.clock, told.child, told.owner, str(one.state), *when, one.hours_over, told.covered, told.ground

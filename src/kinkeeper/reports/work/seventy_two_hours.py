"""The 72 hours within which a child must be in the care of ORR, by both definitions of their start.

From being found unaccompanied (what the statute says), and from being taken into custody (what was reported). In September 2018 the same
agency's children over 72 hours were 861 or fewer, by which of the two was meant (OIG-18-84; F-18).
"""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.clocks import Stood, list_clocks
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree
from kinkeeper.reports.words import CLOCK_STATES, CLOCKS_SEEN, FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DETERMINED, APPREHENDED = "placement-determination", "placement-apprehension"
DEFINITION = Definition(
    name="seventy_two_hours",
    version=1,
    title=_("72 hours to the care of ORR, by both definitions"),
    unit=_("children"),
    population=_("Children for whom either clock had started by the day."),
    period=_("All that had started by the day asked for, whether or not they had ended."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By custody records, and by the designations that staff or extracts give."),
    words=_(
        "By the first definition the hours run from the hour in which a child was found to be unaccompanied, by the second from the hour "
        "in which it was taken into custody. Each child stands once under each definition; who has no such hour on record stands apart."
    ),
)
NOT_SET = ("not_set", _("no start on record"))
BOTH = (
    ("both", _("late by both")),
    ("determination", _("late only from being found unaccompanied")),
    ("apprehension", _("late only from being taken into custody")),
    ("neither", _("late by neither, as far as is known")),
)
LATE = ("late", "met_late")
COLUMNS = (
    "child",
    "determined",
    "state_from_determination",
    "hours_over_from_determination",
    "apprehended",
    "state_from_apprehension",
    "hours_over_from_apprehension",
    "placed",
    "late_by",
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The clocks of 72 hours at a standpoint."""
    found: dict[str, dict[str, Stood]] = {}
    for one in list_clocks(viewer, standpoint, (DETERMINED, APPREHENDED)):
        found.setdefault(one.clock.child, {})[one.clock.clock] = one
    rows = [_row(child, found[child]) for child in sorted(found)]
    lines = (*CLOCK_STATES, NOT_SET)
    return Counted(
        total=len(rows),
        breakdowns=(
            fixed_tree("late_by", _("Late by which definition"), BOTH, (str(row[8]) for row in rows)),
            fixed_tree("determination", _("From being found unaccompanied"), lines, (str(row[2]) for row in rows)),
            fixed_tree("apprehension", _("From being taken into custody"), lines, (str(row[5]) for row in rows)),
        ),
        tables=(Table("children", _("Children"), COLUMNS, rows),),
        coverage=(FILES_TAKEN_IN, CLOCKS_SEEN),
    )


def _row(child: str, clocks: dict[str, Stood]) -> tuple[object, ...]:
    placed = next((one.clock.met for one in clocks.values() if one.clock.met), "")
    return child, *_told(clocks.get(DETERMINED)), *_told(clocks.get(APPREHENDED)), placed, _late_by(clocks)


def _told(one: Stood | None) -> tuple[object, ...]:
    return (one.clock.started, str(one.state), one.hours_over) if one else ("", NOT_SET[0], "")


def _late_by(clocks: dict[str, Stood]) -> str:
    late = {name for name, one in clocks.items() if one.state in LATE}
    if not late:
        return "neither"
    return "both" if len(late) > 1 else "determination" if DETERMINED in late else "apprehension"

"""Children apart at the end of each day: how it rose and fell."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.over_time import DayApart, list_days_apart
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Curve, DoesNotAddUp, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DEFINITION = Definition(
    name="over_time",
    version=1,
    title=_("Children apart, day by day"),
    unit=_("days"),
    population=_("Days from the first separation known to the day asked for; for each, the children counted by the census of its end."),
    period=_("From the first separation known to the day asked for."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records, as in the census."),
    words=_(
        "One row is one day. Apart: children apart at its end, each once. Began and ended: children who on that day became apart, "
        "having been apart from nobody, or ceased to be. All of it as known at the one number of entries, not as it was thought at the "
        "time."
    ),
)
COLUMNS = ("day", "began", "ended", "apart")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """
    The days at a standpoint.

    :raises DoesNotAddUp: where a day is not the day before with what began and ended.
    """
    days = list_days_apart(viewer, standpoint)
    _closes(days)
    most = max(days, key=lambda one: one.apart)
    lines = (
        Figure("most", _("Most children apart at the end of a day"), most.apart),
        Figure("most_on", _("Day"), most.day, 2),
        Figure("last", _("Children apart at the end of the last day"), days[-1].apart),
    )
    finding = _("Children apart, most: %(count)s, on %(day)s. At the end: %(last)s.")
    told = {"day": most.day, "count": most.apart, "last": days[-1].apart}
    return Counted(
        total=len(days),
        breakdowns=(Breakdown("days", _("The highest and the last"), Kind.MEASURES, len(days), lines),),
        tables=(Table("days", _("Days"), COLUMNS, [(one.day, one.began, one.ended, one.apart) for one in days]),),
        coverage=(FILES_TAKEN_IN, _("A child of whom the day of the separation is not known counts from the first day on.")),
        curve=Curve("days", "day", "apart", _("Children apart at the end of each day"), finding % told),
    )


def _closes(days: tuple[DayApart, ...]) -> None:
    before = 0
    for one in days:
        if one.apart != before + one.began - one.ended or one.apart < 0:
            made = f"{before} and {one.began} more and {one.ended} less"
            raise DoesNotAddUp(f"{one.day}: {made} do not make {one.apart}. Nothing was printed.")
        before = one.apart

"""Every separation that had begun by an instant: when, where, why, who says so, and what became of it."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import outcomes_for
from kinkeeper.queries.counts.children import Parting, list_partings
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, age_group, fixed_tree, flags, tree
from kinkeeper.reports.words import (
    BASES,
    BY_AGE,
    FILES_TAKEN_IN,
    INSTANT,
    NOT_KNOWN,
    OUTCOMES,
    PLACE_NOT_SAID,
    WHATEVER_CLASS,
    lines,
    reason,
    relation,
)

DEFINITION = Definition(
    name="separations",
    version=1,
    title=_("Separations, by day, station, reason, basis and outcome"),
    unit=_("separations"),
    population=_("Separations of a child from a tied adult, or from somebody whom no source names."),
    period=_("All that had begun by the day asked for, whether or not they had ended."),
    place=_("The station is the place of the child’s first stay with CBP, as far as a source says."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records: recorded by a source, or detected where placements show it. No agency’s confirmation is awaited."),
    words=_(
        "One separation is one child apart from one adult: a child taken from both parents counts twice here and once in the census. "
        "The outcome is what had become of it by the day."
    ),
)
COLUMNS = (
    "child",
    "adult",
    "separated_on",
    "station",
    "age",
    "relation",
    "reason_code",
    "basis",
    "probability",
    "outcome",
    "outcome_on",
    "days_apart",
)
COVERAGE = (
    FILES_TAKEN_IN,
    _(
        "Before April 2018 (CBP) and July 2018 (ORR) no field marked a separated child: for that time most stand here because "
        "placements show it."
    ),
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The separations at a standpoint."""
    partings = list_partings(viewer, standpoint)
    by_day = Counter(one.separated_on for one in partings)
    return Counted(
        total=len(partings),
        breakdowns=(
            tree("month", _("By year and month"), (_month(one) for one in partings), order=lambda path, count: path[-1][0] or "9999"),
            tree("station", _("By station"), (((one.station, one.station or PLACE_NOT_SAID),) for one in partings)),
            tree("reason", _("By reason"), (((one.reason_code, reason(one.reason_code)),) for one in partings)),
            fixed_tree(
                "basis", _("By basis"), [(str(code), BASES[code]) for code in ("recorded", "detected")], (one.basis for one in partings)
            ),
            fixed_tree("outcome", _("By outcome"), lines(OUTCOMES, *outcomes_for(viewer)), (one.outcome for one in partings)),
            fixed_tree("age", _("By the child’s age then"), BY_AGE, (age_group(one.age) for one in partings)),
            tree("relation", _("By what the adult is to the child"), ((_relation(one),) for one in partings)),
            flags(
                "incomplete",
                _("Incomplete (several may hold for one)"),
                len(partings),
                (
                    ("no_reason", _("no source gives a reason"), sum(not one.reason_code for one in partings)),
                    ("no_day", _("the day of the separation is not known"), sum(one.days is None for one in partings)),
                    ("no_adult_named", _("a source says so and names no adult"), sum(not one.adult for one in partings)),
                    ("no_station", _("no source says where the child was first held"), sum(not one.station for one in partings)),
                ),
            ),
        ),
        tables=(
            Table("separations", _("Separations"), COLUMNS, [_row(one) for one in partings], key=2),
            Table("days", _("By day"), ("separated_on", "separations"), sorted(by_day.items())),
        ),
        coverage=COVERAGE,
    )


def _month(one: Parting) -> tuple[Label, ...]:
    if len(one.separated_on) < 7:
        return (("", NOT_KNOWN),)
    return (one.separated_on[:4], one.separated_on[:4]), (one.separated_on[:7], one.separated_on[:7])


def _relation(one: Parting) -> Label:
    key = one.relation if one.adult else "nobody"
    return key, _("No adult named") if key == "nobody" else relation(key)


def _row(one: Parting) -> tuple[object, ...]:
    return (
        one.child,
        one.adult,
        one.separated_on,
        one.station,
        "" if one.age is None else one.age,
        one.relation,
        one.reason_code,
        one.basis,
        one.probability,
        one.outcome,
        one.outcome_on,
        "" if one.days is None else one.days,
    )

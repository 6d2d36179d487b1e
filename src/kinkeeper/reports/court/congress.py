"""The monthly report to Congress: the separations of one month, as the appropriations acts ask for them.

Number and ages of the children by sector and at or between ports of entry, the cause as DHS gave it, how long they are apart, what is done
for their reunion, reunions, and placements together in family detention (HHS reports of 2019; DHS Family Unit Actions Reports).
"""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import outcomes_for
from kinkeeper.queries.counts.month import InMonth, list_month
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import age_group, fixed_tree, flags, tree
from kinkeeper.reports.words import BY_AGE, FILES_TAKEN_IN, INSTANT, NOT_RECORDED, OUTCOMES, PLACE_NOT_SAID, WHATEVER_CLASS, lines, reason

DEFINITION = Definition(
    name="congress",
    version=1,
    title=_("Monthly report to Congress on children separated"),
    unit=_("children"),
    population=_("Children of whom a separation began in the month."),
    period=_("The month of the day asked for, up to that day."),
    place=_("Sector or field office: the place of the child’s first stay with CBP, as far as a source says."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records: recorded by a source, or detected where placements show it. No agency’s confirmation is awaited."),
    words=_(
        "A child separated from two adults counts once, by the separation that began first. At a port: an extract of ports of entry names "
        "the child; between ports: one of the Border Patrol does. The cause is DHS’s own word, in a table of its own as it was recorded."
    ),
)
WHERE = (
    ("at", _("at a port of entry")),
    ("between", _("between ports of entry")),
    ("both", _("sources name both")),
    ("", _("no source says")),
)
LENGTHS = (("0-3", 3), ("4-20", 20), ("21-60", 60))
APART = (
    ("0-3", _("up to 3 days")),
    ("4-20", _("4 to 20 days")),
    ("21-60", _("21 to 60 days")),
    ("61+", _("more than 60 days")),
    ("", _("not known")),
)
COLUMNS = (
    "child",
    "adult",
    "separated_on",
    "age",
    "sector",
    "where",
    "cause_as_recorded",
    "reason_code",
    "days_apart",
    "outcome",
    "outcome_on",
    "case",
    "steps_done",
    "in_family_detention",
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The month at a standpoint."""
    children = list_month(viewer, standpoint)
    efforts = (
        ("case", _("a case for reunion is open or was"), sum(bool(one.plan) for one in children)),
        ("steps", _("a step of it was done"), sum(one.steps_done > 0 for one in children)),
        ("family_detention", _("held together with the adult in family detention now"), sum(one.in_family_detention for one in children)),
        ("no_cause", _("no source gives a cause"), sum(not (one.cause or one.reason_code) for one in children)),
    )
    return Counted(
        total=len(children),
        breakdowns=(
            tree("sector", _("By sector and age"), (_of_sector(one) for one in children)),
            fixed_tree("where", _("At or between ports of entry"), WHERE, (one.where for one in children)),
            fixed_tree("age", _("By the child’s age then"), BY_AGE, (age_group(one.age) for one in children)),
            tree("cause", _("By reason"), (((one.reason_code, reason(one.reason_code)),) for one in children)),
            tree("as_recorded", _("By the cause as DHS recorded it"), (((one.cause, one.cause or NOT_RECORDED),) for one in children)),
            fixed_tree("days", _("By days apart"), APART, (_length(one.days) for one in children)),
            fixed_tree("outcome", _("By outcome"), lines(OUTCOMES, *outcomes_for(viewer)), (one.outcome for one in children)),
            flags("efforts", _("Of these children (several may hold for one)"), len(children), efforts),
        ),
        tables=(Table("children", _("Children separated in the month"), COLUMNS, [_row(one) for one in children]),),
        coverage=(FILES_TAKEN_IN, _("What the adult was charged with is not in the records taken in beyond the reason given here.")),
    )


def _of_sector(one: InMonth) -> tuple[tuple[str, object], tuple[str, object]]:
    group = age_group(one.age)
    return (one.sector, one.sector or PLACE_NOT_SAID), (f"{one.sector} {group}", dict(BY_AGE)[group])


def _length(days: int | None) -> str:
    if days is None:
        return ""
    return next((name for name, most in LENGTHS if days <= most), "61+")


def _row(one: InMonth) -> tuple[object, ...]:
    return (
        one.child,
        one.adult,
        one.separated_on,
        "" if one.age is None else one.age,
        one.sector,
        one.where,
        one.cause,
        one.reason_code,
        "" if one.days is None else one.days,
        one.outcome,
        one.outcome_on,
        one.plan,
        one.steps_done,
        "yes" if one.in_family_detention else "no",
    )

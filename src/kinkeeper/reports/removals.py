"""Adults who were removed while a child of theirs stayed behind."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.counts.removals import LeftBehind, list_left_behind
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, fixed_tree, flags, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DEFINITION = Definition(
    name="removals",
    version=2,
    title=_("Adults removed without their child"),
    unit=_("adults"),
    population=_("Adults apart from a tied child who were removed while that separation had not ended."),
    period=_("Removals up to the day asked for."),
    place=_("Removed from the United States to any country."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records of removals and of stays; the adult’s choice by the decisions that staff recorded."),
    words=_(
        "An adult is counted once, however many children stayed behind. Who was reunited with the child before or on the day of the "
        "removal is not counted. The last removal counts where there were several."
    ),
)
NOW = (
    ("still", _("still apart from at least one of the children")),
    ("reunited", _("since reunited with every one of them")),
    ("ended", _("since ended otherwise: released to somebody else, turned 18")),
    ("unknown", _("no record of what became of a child")),
)
CHOICES = (
    ("none", _("no choice to leave a child is on record")),
    ("flawed", _("a choice is on record that does not count: something is missing, or it was taken back")),
    ("counts", _("an informed choice for every child is on record")),
)
COLUMNS = ("adult", "removed_on", "children", "child_ids", "relation", "now", "days_since", "choice")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The removals at a standpoint."""
    by_adult: dict[str, list[LeftBehind]] = defaultdict(list)
    for one in list_left_behind(viewer, standpoint):
        by_adult[one.adult].append(one)
    rows = [_row(adult, left) for adult, left in by_adult.items()]
    return Counted(
        total=len(rows),
        breakdowns=(
            fixed_tree("choice", _("By the choice that was on record when the adult was removed"), CHOICES, (row[7] for row in rows)),
            fixed_tree("now", _("By what became of it"), NOW, (row[5] for row in rows)),
            tree("month", _("By month of the removal"), (_month(row[1]) for row in rows), order=lambda path, count: path[-1][0]),
            flags(
                "flags",
                _("Of these adults (several may hold for one)"),
                len(rows),
                (
                    ("several", _("left more than one child behind"), sum(row[2] > 1 for row in rows)),
                    ("parent", _("a parent of one of the children, as far as is known"), sum("parent" in row[4] for row in rows)),
                ),
            ),
        ),
        tables=(Table("adults", _("Adults removed"), COLUMNS, rows),),
        coverage=(
            FILES_TAKEN_IN,
            _("A removal that no extract tells of is not seen. In 2018 the agency that removed did not know whose child was in care."),
        ),
    )


def _row(adult: str, left: list[LeftBehind]) -> tuple[str, str, int, str, str, str, int, str]:
    last = max(left, key=lambda one: one.removed_on)
    relations = "; ".join(sorted({one.relation for one in left if one.relation}))
    return adult, last.removed_on, len(left), "; ".join(one.child for one in left), relations, _now(left), last.days_since, _choice(left)


def _now(left: list[LeftBehind]) -> str:
    if any(one.still for one in left):
        return "still"
    outcomes = {one.outcome for one in left}
    if Outcome.UNKNOWN in outcomes:
        return "unknown"
    return "reunited" if outcomes == {Outcome.REUNITED} else "ended"


def _choice(left: list[LeftBehind]) -> str:
    """The worst of the choices for the children left behind."""
    found = {one.choice for one in left}
    return next(key for key, _words in CHOICES if key in found)


def _month(day: str) -> tuple[Label, ...]:
    return (day[:4], day[:4]), (day[:7], day[:7])

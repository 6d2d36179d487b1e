"""Each list's own figures, counted again from its rows as they came: nobody is joined, nothing is inferred.

A reader who has the list can count the same; where an agency printed a figure about its list, this is what the list says.
"""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.listed_rows import Delivery, Listed, list_rows
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, Path, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, NOT_KNOWN, PLACE_NOT_SAID, STAY_ENDS, WHATEVER_CLASS

DEFINITION = Definition(
    name="lists",
    version=1,
    title=_("Each list, by its own rows"),
    unit=_("records"),
    population=_("Every record of every list that had come in by the day and was not taken back."),
    period=_("The period of each list."),
    place=_("Every place that the list speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By nobody but the list: records are not joined, and what others say of the same person does not count here."),
    words=_(
        "One record is one person as one row of one list has them; who stands on two lists, or twice on one, counts twice. How the stay "
        "ended is by the last stay that the record tells of, with the list’s own words below."
    ),
)
COLUMNS = ("list", "record", "row", "nationality", "sex", "custodian", "place", "start", "end", "end_reason", "end_as_recorded")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The lists at a standpoint."""
    lists, rows = list_rows(viewer, standpoint)
    names: Mapping[str, Label] = {one.extract: (one.extract, one.name) for one in lists}

    def by(name: str, title: object, of: Callable[[Listed], Path], *, in_order: bool = False) -> Breakdown:
        paths = ((names[one.extract], *of(one)) for one in rows)
        return tree(name, title, paths, order=(lambda path, count: path[-1][0]) if in_order else None)

    return Counted(
        total=len(rows),
        breakdowns=(
            by("end", _("By how the last stay ended"), _end),
            by("nationality", _("By nationality"), lambda one: ((one.nationality, one.nationality or NOT_KNOWN),)),
            by("sex", _("By sex"), lambda one: ((one.sex, one.sex or NOT_KNOWN),)),
            by("month", _("By month in which the last stay began"), _month, in_order=True),
            by("place", _("By place of the last stay"), lambda one: ((one.place, one.place or PLACE_NOT_SAID),)),
            _delivered(lists),
        ),
        tables=(Table("records", _("Records"), COLUMNS, [_row(one) for one in rows], key=2),),
        coverage=(FILES_TAKEN_IN, _("Rows that could not be read stand in no line but that of rows refused.")),
    )


def _end(one: Listed) -> Path:
    if not one.custodian:
        return (("none", _("the list tells of no stay")),)
    if not one.end and not one.end_reason:
        return (("going_on", _("no end on the list")),)
    end = one.end_reason or "not_said"
    recorded = one.end_as_recorded or NOT_KNOWN
    return (end, STAY_ENDS.get(end, end)), (f"{end}: {one.end_as_recorded}", recorded)


def _month(one: Listed) -> Path:
    return ((one.start[:7], one.start[:7] or NOT_KNOWN),)


def _delivered(lists: Sequence[Delivery]) -> Breakdown:
    lines = tuple(line for one in lists for line in _lines(one))
    whole = sum(one.rows for one in lists)
    return Breakdown("rows", _("Rows of the lists"), Kind.TREE, whole, lines, of=_("Rows of all lists"))


def _lines(one: Delivery) -> tuple[Figure, ...]:
    taken, refused = _("rows taken in"), _("rows refused")
    whole = Figure(one.extract, one.name, one.rows)
    return whole, Figure("taken", taken, one.rows - one.refused, 2), Figure("refused", refused, one.refused, 2)


def _row(one: Listed) -> tuple[object, ...]:
    return (
        one.extract,
        one.record,
        one.name,
        one.nationality,
        one.sex,
        one.custodian,
        one.place,
        one.start,
        one.end,
        one.end_reason,
        one.end_as_recorded,
    )

"""Figures that somebody stated, beside what the records show: 7 families were claimed at ports of entry in 2018, and 60 found."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.counts import Compared
from kinkeeper.queries.casework.claims import compare_claims
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT

DEFINITION = Definition(
    name="claims",
    version=1,
    title=_("Figures that somebody stated, beside the records"),
    unit=_("figures stated"),
    population=_("Figures that somebody recorded as stated by an agency, each with its unit, definition and days."),
    period=_("Each figure’s own first and last day."),
    place=_("Each figure’s own: part of the name of the place where the child was first held, or anywhere."),
    instant=INSTANT,
    in_class=_("Whether or not the child’s parent is in the class of a court’s order."),
    confirmed_by=_("The figures by those who stated them; what is found by the records."),
    words=_(
        "One row is one figure. Found is how many children, or families of children, were separated between its days by the records, as "
        "known at the number of entries stated. The factor is what is found, divided by what was stated."
    ),
)
COLUMNS = ("claim", "said_by", "stated", "unit", "found", "factor", "from_day", "until_day", "place", "definition", "source")
LINES = (
    ("more", _("the records show more")),
    ("fewer", _("the records show fewer")),
    ("same", _("the records show the same")),
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The comparison at a standpoint."""
    compared = compare_claims(viewer, standpoint)
    return Counted(
        total=len(compared),
        breakdowns=(fixed_tree("compared", _("By what the records show"), LINES, (_line(one) for one in compared)),),
        tables=(Table("claims", _("Figures stated"), COLUMNS, [_row(one) for one in compared]),),
        coverage=(FILES_TAKEN_IN, _("The records of separations whose day is not known are in none of these figures.")),
    )


def _line(one: Compared) -> str:
    if not one.disagrees:
        return "same"
    return "more" if one.found > one.claim.claimed else "fewer"


def _row(one: Compared) -> tuple[object, ...]:
    told = one.claim
    counted = told.claimed, told.unit, one.found, one.factor
    return told.claim_id, told.said_by, *counted, told.from_day, told.until_day, told.place, told.definition, told.source

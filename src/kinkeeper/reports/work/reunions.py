"""Reunions by path: where the adult was, who says so, and after how many days."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.reunions import Reunion, list_reunions
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Path, fixed_tree, tree
from kinkeeper.reports.words import CUSTODIANS, FILES_TAKEN_IN, INSTANT, NO_RECORD_OF_ADULT, WHATEVER_CLASS

DEFINITION = Definition(
    name="reunions",
    version=1,
    title=_("Reunions, by path"),
    unit=_("children"),
    population=_("Children who were separated and of whom somebody says, by the day, that they are back with the adult."),
    period=_("Reunions up to the day asked for."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("Confirmed: by custody records, or a case that staff closed. Reported: by who is named, with how sure it is."),
    words=_(
        "A child counts once, by the separation that ended last. The path of a confirmed reunion is where the adult was on the day before. "
        "Who is in no line here has no record of a reunion, which is not the same as not being reunited."
    ),
)
TOLD_BY = {
    "family": _("by the family"),
    "organization": _("by an organization"),
    "agency": _("by an agency"),
    "court": _("by a court"),
    "counsel": _("by counsel"),
    "consulate": _("by a consulate"),
}
WAITS = (
    ("0-30", _("within 30 days")),
    ("31-90", _("31 to 90 days")),
    ("91-365", _("91 days to a year")),
    ("366+", _("more than a year")),
    ("", _("not known")),
)
BOUNDS = (("0-30", 30), ("31-90", 90), ("91-365", 365))
CONFIRMED, REPORTED = ("confirmed", _("confirmed")), ("reported", _("reported, no custody record"))
COLUMNS = ("child", "adult", "how", "path", "on", "separated_on", "days_apart", "plan", "confidence")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The reunions at a standpoint."""
    found = list_reunions(viewer, standpoint)
    return Counted(
        total=len(found),
        breakdowns=(
            tree("path", _("By path"), (_path(one) for one in found)),
            fixed_tree("days", _("By days apart"), WAITS, (_wait(one.days) for one in found)),
            tree("plan", _("By plan of the case"), (((one.plan, one.plan or _("no case")),) for one in found)),
        ),
        tables=(Table("children", _("Children reunited"), COLUMNS, [_row(one) for one in found]),),
        coverage=(
            FILES_TAKEN_IN,
            _("Reunions known only to families and organizations stand here where somebody reported them, else nowhere."),
        ),
    )


def _path(one: Reunion) -> Path:
    if one.how == CONFIRMED[0]:
        return CONFIRMED, (f"adult_{one.path}", CUSTODIANS.get(one.path, NO_RECORD_OF_ADULT))
    return REPORTED, (f"by_{one.path}", TOLD_BY.get(one.path, one.path))


def _wait(days: int | None) -> str:
    if days is None:
        return ""
    return next((name for name, most in BOUNDS if days <= most), "366+")


def _row(one: Reunion) -> tuple[object, ...]:
    days = "" if one.days is None else one.days
    return one.child, one.adult, one.how, one.path, one.on, one.separated_on, days, one.plan, one.confidence

"""The status report to the court: the tree of what became of every child, and flags beside it.

The tree is that of the later joint reports in Ms. L. v. ICE: everybody once. Flags overlap, as they did in the report of 26 July 2018, and
are therefore a table of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.counts.held import NOBODY_SAYS, Held, where_held
from kinkeeper.queries.counts.possible import PossibleChild, list_possible_children
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Path, flags, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT

DEFINITION = Definition(
    name="court",
    version=2,
    title=_("Status report to the court"),
    unit=_("children"),
    population=_("Possible children of potential class members: children of whom a separation from an adult had begun by the day."),
    period=_("All that had begun by the day asked for, whether or not they had ended."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=_("Possible children: whether a parent is in the class has not been decided for each of them."),
    confirmed_by=_("By the records. What an agency confirmed by a statement of its own is not told apart here."),
    words=_(
        "Every child stands once, on the line of what had become of it: discharged by reunion or otherwise, in care with the adult "
        "where the records put the adult, or no record. A child apart from several adults stands where the adult is who can most "
        "readily be reached."
    ),
)
REACH: tuple[tuple[str, object], ...] = (
    (Custodian.ICE, _("adult in ICE custody")),
    (Custodian.RELEASED, _("adult released to the interior")),
    (Custodian.USMS, _("adult in federal criminal custody")),
    (Custodian.JAIL, _("adult in a state or county jail")),
    (Custodian.CBP, _("adult with CBP")),
    (Custodian.HOSPITAL, _("adult in hospital")),
    (Custodian.ABROAD, _("adult outside the United States")),
    ("DISPUTED", _("sources disagree where the adult is")),
    (NOBODY_SAYS, _("location of the adult under case file review")),
    ("", _("no adult named")),
)
"""Where an adult may be, those first who can most readily be reached."""

WORDS: dict[str, object] = {str(custodian): words for custodian, words in REACH}
IN_CARE, DISCHARGED, NO_RECORD = (
    ("in_care", _("In care, apart from an adult")),
    ("discharged", _("Discharged")),
    ("no_record", _("No record of what became of the child")),
)
REUNITED, OTHERWISE = ("reunited", _("reunited with the separated adult")), ("otherwise", _("other discharge: another sponsor, turned 18"))
COLUMNS = ("child", "status", "line", "separated_on", "adults", "under_5", "days_apart")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The status report at a standpoint."""
    children = list_possible_children(viewer, standpoint)
    held = where_held(viewer, {adult for one in children for adult in one.apart_from if adult}, standpoint, parted=True)
    places = {adult: _place(one) for adult, one in held.items()} | {"": ""}
    paths = [_path(one, places) for one in children]
    rows = [_row(one, path) for one, path in zip(children, paths, strict=True)]
    return Counted(
        total=len(rows),
        breakdowns=(
            tree("status", _("What became of them"), paths, order=_order),
            _flags([one for one in children if one.apart_from], places),
        ),
        tables=(Table("children", _("Possible children of potential class members"), COLUMNS, rows),),
        coverage=(FILES_TAKEN_IN,),
    )


def _path(one: PossibleChild, places: Mapping[str, str]) -> Path:
    if one.apart_from:
        return _IN_CARE[min((places[adult] for adult in one.apart_from), key=_RANK.__getitem__)]
    if one.reunited:
        return DISCHARGED, REUNITED
    return (DISCHARGED, OTHERWISE) if one.left_otherwise else (NO_RECORD,)


def _place(held: Held) -> str:
    custodian = Custodian.RELEASED if held.custodian == Custodian.SPONSOR else held.custodian
    return str(custodian) if custodian in WORDS else NOBODY_SAYS


_RANK = {place: rank for rank, place in enumerate(WORDS)}
_IN_CARE: dict[str, Path] = {place: (IN_CARE, (f"adult_{place or 'unnamed'}", words)) for place, words in WORDS.items()}


def _order(path: Path, count: int) -> object:
    """Lines as the court's report has them."""
    lines = [DISCHARGED[0], REUNITED[0], OTHERWISE[0], IN_CARE[0], *(f"adult_{place or 'unnamed'}" for place in WORDS), NO_RECORD[0]]
    return lines.index(path[-1][0])


def _flags(in_care: Sequence[PossibleChild], places: Mapping[str, str]) -> Breakdown:
    where = [{places[adult] for adult in one.apart_from} for one in in_care]
    lines = [
        ("under_5", _("child under 5 when separated"), sum(one.under_five for one in in_care)),
        ("abroad", _("an adult outside the United States"), sum(Custodian.ABROAD in there for there in where)),
        ("released", _("an adult released to the interior"), sum(Custodian.RELEASED in there for there in where)),
        ("ice", _("an adult in ICE custody"), sum(Custodian.ICE in there for there in where)),
        ("usms", _("an adult in federal criminal custody"), sum(Custodian.USMS in there for there in where)),
        ("nowhere", _("an adult whose location is under case file review"), sum(NOBODY_SAYS in there for there in where)),
        ("unnamed", _("apart from an adult whom no source names"), sum("" in there for there in where)),
    ]
    whole = flags("flags", _("Of the children in care (several may hold for one)"), len(in_care), lines)
    return replace(whole, of=_("Children in care"))


def _row(one: PossibleChild, path: Path) -> tuple[object, ...]:
    line = path[-1][0] if len(path) > 1 else ""
    days = "" if one.days is None else one.days
    return one.child, path[0][0], line, one.separated_on, one.adults, "yes" if one.under_five else "no", days

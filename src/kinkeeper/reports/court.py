"""The status report to the court: the tree of what became of every child, and flags beside it.

The tree is that of the later joint reports in Ms. L. v. ICE: everybody once. Flags overlap, as they did in the report of 26 July 2018, and
are therefore a table of their own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Custodian, Outcome
from kinkeeper.queries.counts.children import Parting, list_partings
from kinkeeper.queries.counts.held import NOBODY_SAYS, Held, where_held
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Path, flags, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT

DEFINITION = Definition(
    name="court",
    version=1,
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
    children: dict[str, list[Parting]] = defaultdict(list)
    for one in list_partings(viewer, standpoint):
        children[one.child].append(one)
    held = where_held(viewer, {one.adult for told in children.values() for one in told if one.still and one.adult}, standpoint)
    paths = {child: _path(told, held) for child, told in children.items()}
    rows = [_row(child, children[child], paths[child]) for child in sorted(children)]
    in_care = [told for told in children.values() if any(one.still for one in told)]
    return Counted(
        total=len(rows),
        breakdowns=(
            tree("status", _("What became of them"), paths.values(), order=_order),
            _flags(in_care, held),
        ),
        tables=(Table("children", _("Possible children of potential class members"), COLUMNS, rows),),
        coverage=(FILES_TAKEN_IN,),
    )


def _path(told: Sequence[Parting], held: Mapping[str, Held]) -> Path:
    still = [one for one in told if one.still]
    if still:
        place = min((_place(one, held) for one in still), key=lambda one: list(WORDS).index(one))
        return IN_CARE, (f"adult_{place or 'unnamed'}", WORDS[place])
    outcomes = {one.outcome for one in told}
    if Outcome.REUNITED in outcomes:
        return DISCHARGED, REUNITED
    if outcomes & {Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18}:
        return DISCHARGED, OTHERWISE
    return (NO_RECORD,)


def _place(one: Parting, held: Mapping[str, Held]) -> str:
    custodian = held[one.adult].custodian if one.adult else ""
    custodian = Custodian.RELEASED if custodian == Custodian.SPONSOR else custodian
    return str(custodian) if custodian in WORDS else NOBODY_SAYS


def _order(path: Path, count: int) -> object:
    """Lines as the court's report has them."""
    lines = [DISCHARGED[0], REUNITED[0], OTHERWISE[0], IN_CARE[0], *(f"adult_{place or 'unnamed'}" for place in WORDS), NO_RECORD[0]]
    return lines.index(path[-1][0])


def _flags(in_care: Sequence[Sequence[Parting]], held: Mapping[str, Held]) -> Breakdown:
    places = [{_place(one, held) for one in told if one.still} for told in in_care]
    lines = [
        ("under_5", _("child under 5 when separated"), sum(any(one.age is not None and one.age < 5 for one in told) for told in in_care)),
        ("abroad", _("an adult outside the United States"), sum(Custodian.ABROAD in where for where in places)),
        ("released", _("an adult released to the interior"), sum(Custodian.RELEASED in where for where in places)),
        ("ice", _("an adult in ICE custody"), sum(Custodian.ICE in where for where in places)),
        ("usms", _("an adult in federal criminal custody"), sum(Custodian.USMS in where for where in places)),
        ("nowhere", _("an adult whose location is under case file review"), sum(NOBODY_SAYS in where for where in places)),
        ("unnamed", _("apart from an adult whom no source names"), sum("" in where for where in places)),
    ]
    whole = flags("flags", _("Of the children in care (several may hold for one)"), len(in_care), lines)
    return replace(whole, of=_("Children in care"))


def _row(child: str, told: Sequence[Parting], path: Path) -> tuple[object, ...]:
    days = [one.days for one in told if one.days is not None]
    young = any(one.age is not None and one.age < 5 for one in told)
    first = min(one.separated_on for one in told)
    line = path[-1][0] if len(path) > 1 else ""
    return child, path[0][0], line, first, len(told), "yes" if young else "no", max(days, default="")

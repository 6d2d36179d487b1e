"""Children apart, as of an instant: with whom, where, how old, of which nationality, for which reason."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Basis
from kinkeeper.queries.counts.children import ChildApart, list_children_apart
from kinkeeper.queries.counts.held import DISPUTED, NOBODY_SAYS, Held
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Path, age_group, fixed_tree, flags, tree
from kinkeeper.reports.words import (
    BY_AGE,
    CUSTODIANS,
    FILES_TAKEN_IN,
    INSTANT,
    NOT_KNOWN,
    PLACE_NOT_SAID,
    WHATEVER_CLASS,
    reason,
)

DEFINITION = Definition(
    name="census",
    version=1,
    title=_("Children apart, by custodian"),
    unit=_("children"),
    population=_("Children of whom a separation from a tied adult, or from somebody whom no source names, had begun and had not ended."),
    period=_("No period: the state at one instant, whenever the separation began."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the records: recorded by a source, or detected where placements show it. No agency’s confirmation is awaited."),
    words=_(
        "A child is counted once, however many adults it is apart from. It is apart until reunion, release to somebody else, or the "
        "eighteenth birthday; the adult’s removal does not end it. A child whom no source mentions any more is unknown and not counted."
    ),
)
COLUMNS = (
    "child",
    "family",
    "separated_on",
    "days_apart",
    "adults",
    "age",
    "nationality",
    "custodian",
    "place",
    "reason_code",
    "basis",
    "adult_removed",
)
COVERAGE = (
    FILES_TAKEN_IN,
    _("A child with a tie that no agency recorded and nobody has found is not counted: see the report ‘unrecorded’."),
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The census at a standpoint."""
    children = list_children_apart(viewer, standpoint)
    return Counted(
        total=len(children),
        breakdowns=(
            tree("custodian", _("By custodian and place"), (_custody(one.held) for one in children)),
            fixed_tree("age", _("By age"), BY_AGE, (age_group(one.age) for one in children)),
            tree("nationality", _("By nationality"), (((one.nationality, one.nationality or NOT_KNOWN),) for one in children)),
            tree("reason", _("By reason"), (((one.reason_code, reason(one.reason_code)),) for one in children)),
            _flags(children),
        ),
        tables=(Table("children", _("Children apart"), COLUMNS, [_row(one) for one in children]),),
        coverage=COVERAGE,
    )


def _custody(held: Held) -> Path:
    custodian = (held.custodian, _custodian(held.custodian))
    if held.custodian in (NOBODY_SAYS, DISPUTED):
        return (custodian,)
    return custodian, (held.place, held.place or PLACE_NOT_SAID)


def _custodian(code: str) -> object:
    others = {NOBODY_SAYS: _("No record"), DISPUTED: _("Sources disagree")}
    return others.get(code) or CUSTODIANS.get(code, code)


def _flags(children: tuple[ChildApart, ...]) -> Breakdown:
    return flags(
        "flags",
        _("Of these children (several may hold for one)"),
        len(children),
        (
            ("adult_removed", _("an adult was removed without the child"), sum(one.adult_removed for one in children)),
            ("detected", _("no source recorded the separation that goes on longest"), sum(one.basis == Basis.DETECTED for one in children)),
            ("no_reason", _("no source gives a reason"), sum(not one.reason_code for one in children)),
            ("no_adult_named", _("a source says so and names no adult"), sum(one.no_adult_named for one in children)),
            ("no_day", _("the day of the separation is not known"), sum(one.days is None for one in children)),
        ),
    )


def _row(one: ChildApart) -> tuple[object, ...]:
    return (
        one.child,
        one.family,
        one.separated_on,
        "" if one.days is None else one.days,
        one.adults,
        "" if one.age is None else one.age,
        one.nationality,
        one.held.custodian,
        one.held.place,
        one.reason_code,
        one.basis,
        "yes" if one.adult_removed else "no",
    )

"""The class of each court's order: who is in it, and how its children stand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.court.status import Keys, Status, flags_of, in_care, of_deadline, of_report, of_task_force
from kinkeeper.queries.court.statuses import list_statuses
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, flags, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, NOT_KNOWN, PLACE_NOT_SAID

DEFINITION = Definition(
    name="classes",
    version=3,
    title=_("Children of the classes of court orders"),
    unit=_("children, each once for every order whose list names the child"),
    population=_("Children whom the list of an order’s class names: included, found not to be of it, or to be looked into."),
    period=_("The period that the criteria of each order name."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=_("By the criteria of the order’s approved version, or by hand with the reason; both stand in the list."),
    confirmed_by=_("By custody records, by cases that staff closed, and by reunions that were reported with high confidence."),
    words=_(
        "The whole of each order is everybody its list names, and stays so: who was found not to be of the class stands on a line of "
        "its own. Every child stands once in the trees. The flags of children in care may overlap and do not add up."
    ),
)
LINES: dict[str, Any] = {
    "found_not_separated": _("found not to be of the class"),
    "discharged": _("discharged"),
    "reunited_with_parent": _("reunited with the separated parent"),
    "other_appropriate_circumstances": _("other appropriate circumstances"),
    "in_care": _("in care, or no record of a discharge"),
    "waived": _("the parent chose not to be reunited"),
    "outside_us": _("the adult is outside the United States"),
    "released_to_interior": _("the adult was released to the interior"),
    "red_flag": _("a red flag is open"),
    "in_custody": _("the adult is in custody"),
    "location_under_review": _("location of the adult under case file review"),
    "under_five": _("the child was under 5 when separated"),
    "proceeding": _("steps are under way"),
    "informed": _("somebody has reached the parent"),
    "out_of_scope": _("found to be out of scope"),
    "reunified": _("reunified"),
    "not_eligible": _("not eligible"),
    "safety_concern": _("concern about safety"),
    "circumstance": _("circumstance of the adult"),
    "CRIMINAL_HISTORY": _("serious criminal history"),
    "NOT_PARENT": _("the adult is not the biological parent"),
    "FALSE_DOCUMENT": _("falsified birth certificate"),
    "ABUSE_NEGLECT": _("alleged abuse of this child"),
    "UNSAFE_HOUSEHOLD": _("would house the child with a charged abuser"),
    "COMMUNICABLE_DISEASE": _("treated for a communicable disease"),
    "deported": _("deported"),
    "marshals": _("in custody of the U.S. Marshals"),
    "jail": _("in a state or county jail"),
    "location_unknown": _("location unknown"),
    "released": _("released"),
    "in_ice_custody": _("in ICE custody"),
    "in_cbp_custody": _("with CBP"),
    "hospital": _("in hospital"),
    "in_scope": _("in scope"),
    "under_review": _("still under review"),
    "reunified_by_court_process": _("reunified by the court’s process"),
    "reunified_by_task_force": _("reunified by the Task Force"),
    "no_confirmed_record": _("no confirmed record of reunification"),
}
FLAGS = ("outside_us", "waived", "released_to_interior", "location_under_review", "red_flag", "under_five", "proceeding", "informed")
COLUMNS = ("order", "child", "standing", "line", "in_care_line", "flags", "nationality", "station")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The classes at a standpoint."""
    found = list_statuses(viewer, standpoint)
    breakdowns: list[Breakdown] = []
    for order, statuses in found.items():
        breakdowns += [_of_order(order, one) for one in tables(statuses)]
    rows = [_row(order, one) for order, statuses in found.items() for one in statuses]
    return Counted(
        total=len(rows),
        breakdowns=tuple(breakdowns),
        tables=(Table("members", _("Children whom a list names"), COLUMNS, rows, key=2),),
        coverage=(FILES_TAKEN_IN,),
    )


def _of_order(order: str, one: Breakdown) -> Breakdown:
    return replace(
        one, name=f"{order}-{one.name}", title=format_lazy("{}: {}", order, one.title), of=one.of or _("Children whom the list names")
    )


def tables(statuses: Iterable[Status]) -> list[Breakdown]:
    """A class as the joint status reports have it (all; in care; flags), as at a deadline, as the Task Force counts, and from where."""
    known = list(statuses)
    inside = [one for one in known if of_report(one) == ("in_care",)]
    included = [one for one in known if one.standing == "included"]
    return [
        tree_of("status", _("What became of them"), known, of_report),
        replace(tree_of("in_care", _("Children in care, each once"), inside, in_care), of=_("Children in care")),
        flags_among("flags", _("Of the children in care (several may hold for one)"), inside),
        replace(tree_of("deadline", _("Reunified, or why not"), included, of_deadline), of=_("Children included")),
        tree_of("scope", _("As the Task Force counts"), known, of_task_force),
        _named("nationality", _("By nationality"), ((one.nationality, one.nationality or NOT_KNOWN) for one in included)),
        _named("station", _("By sector or station where the child was first held"), _stations(included)),
    ]


def _named(name: str, title: Any, told: Iterable[Label]) -> Breakdown:
    return replace(tree(name, title, ((one,) for one in told)), of=_("Children included"))


def _stations(statuses: Iterable[Status]) -> Iterator[Label]:
    return ((one.station, one.station or PLACE_NOT_SAID) for one in statuses)


def tree_of(name: str, title: Any, statuses: Iterable[Status], keys: Callable[[Status], Keys]) -> Breakdown:
    """Everybody once, on the lines that a function of the domain gives."""
    return tree(name, title, (tuple((key, LINES[key]) for key in keys(one)) for one in statuses))


def flags_among(name: str, title: Any, statuses: list[Status]) -> Breakdown:
    """How many of these children each flag holds for."""
    counted = [(flag, LINES[flag], sum(flag in flags_of(one) for one in statuses)) for flag in FLAGS]
    return replace(flags(name, title, len(statuses), counted), of=_("Children in care"))


def _row(order: str, one: Status) -> tuple[object, ...]:
    where = of_report(one)
    inside = where == ("in_care",)
    held = " ".join(flag for flag in FLAGS if inside and flag in flags_of(one))
    return order, one.child, one.standing, where[-1], in_care(one)[0] if inside else "", held, one.nationality, one.station

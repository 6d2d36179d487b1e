"""Contact and calls: which children apart have spoken with the adult, when last, and whether anybody tries to reach the adult (F-32)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.contacts import RETRY_DAYS
from kinkeeper.queries.counts.contact import InContact, list_in_contact
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree, flags
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DEFINITION = Definition(
    name="contact",
    version=1,
    title=_("Contact and calls of children apart"),
    unit=_("children"),
    population=_("Children who were apart from somebody at the end of the day, as in the census."),
    period=_("Calls and attempts up to the day asked for."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By what staff reported: a call of child and adult, an attempt to reach the adult."),
    words=_(
        "A call is one in which child and adult spoke, as staff reported it of the child; with which of several adults is not told apart. "
        "An adult counts as reached where an attempt by any contact point reached the adult."
    ),
)
LINES = (
    ("week", _("spoke within the last 7 days")),
    ("earlier", _("spoke, and not within the last 7 days")),
    ("never", _("no call on record")),
)
COLUMNS = (
    "child",
    "separated_on",
    "calls",
    "first_call",
    "last_call",
    "adults",
    "contact_points",
    "attempts",
    "last_attempt",
    "adult_reached",
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """Contact at a standpoint."""
    children = list_in_contact(viewer, standpoint)
    whole = len(children)
    return Counted(
        total=whole,
        breakdowns=(
            fixed_tree("calls", _("By the last call"), LINES, (_line(one, standpoint.as_of) for one in children)),
            flags(
                "flags",
                _("Of these children (several may hold for one)"),
                whole,
                (
                    ("late", _("no call within ten days of the separation"), sum(_late(one, standpoint.as_of) for one in children)),
                    ("no_point", _("no way to reach any of the adults is on record"), sum(not one.points for one in children)),
                    ("not_tried", _("nobody has tried to reach an adult"), sum(not one.attempts for one in children)),
                    (
                        "not_lately",
                        _("no attempt within 7 days, and no adult reached"),
                        sum(_due(one, standpoint.as_of) for one in children),
                    ),
                    ("reached", _("an adult was reached"), sum(one.reached for one in children)),
                    ("unnamed", _("apart from an adult whom no source names"), sum(one.unnamed for one in children)),
                ),
            ),
        ),
        tables=(Table("children", _("Children apart"), COLUMNS, [_row(one) for one in children]),),
        coverage=(FILES_TAKEN_IN, _("A call that nobody reported is not seen: no call on record is not the same as no call.")),
    )


FIRST_CALL_DAYS = 10
"""The order of 26 June 2018 gave ten days for the first call; here they count from the separation."""


def _since(moment: str, as_of: str) -> int | None:
    return (date.fromisoformat(as_of[:10]) - date.fromisoformat(moment[:10])).days if len(moment) >= 10 else None


def _line(one: InContact, as_of: str) -> str:
    if not one.calls:
        return "never"
    days = _since(one.calls[-1], as_of)
    return "week" if days is not None and days <= RETRY_DAYS else "earlier"


def _late(one: InContact, as_of: str) -> bool:
    begun = _since(one.separated_on, as_of)
    first = _since(one.calls[0], as_of) if one.calls else None
    return begun is not None and begun - (0 if first is None else first) > FIRST_CALL_DAYS


def _due(one: InContact, as_of: str) -> bool:
    last = _since(one.attempts[-1], as_of) if one.attempts else None
    return not one.reached and (last is None or last > RETRY_DAYS)


def _row(one: InContact) -> tuple[object, ...]:
    calls = (one.calls[0], one.calls[-1]) if one.calls else ("", "")
    last = one.attempts[-1] if one.attempts else ""
    tried = one.adults, one.points, len(one.attempts), last, "yes" if one.reached else "no"
    return one.child, one.separated_on, len(one.calls), *calls, *tried

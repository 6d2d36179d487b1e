"""Where the lists of a meeting differ: who stands only here or only there, or is described otherwise, why, and who sees to it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.deliveries.differences import Difference
from kinkeeper.queries.deliveries.meeting import Screen, get_screen, list_meetings
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Counted
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import Label, fixed_tree, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS
from kinkeeper.reports.work.reasons import REASONS

DEFINITION = Definition(
    name="list_differences",
    version=1,
    title=_("Where lists differ"),
    unit=_("differences: one person whom the lists of one meeting do not have alike"),
    population=_("Persons on any list of a meeting that is held, as its role (child, adult or everybody) limits them."),
    period=_("The newest edition of each list that had come in."),
    place=_("Every place."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_(
        "The lists themselves; reasons and owners by whoever said them, with their name. What the data suggest counts as no reason."
    ),
    words=_(
        "A person stands only on some of the lists, or on all with another name, birth, sex or nationality. A list that says nothing "
        "contradicts nobody. New is what was no difference when the meeting was last held."
    ),
)
COLUMNS = (
    *("meeting", "person", "name", "new", "missing_on", "differs_in", "as_listed", "reason", "owner", "next_step", "words", "said_by"),
    *("said_at", "open_since", "days_open", "suggested", "suggested_by"),
)
SETTLED = ("meeting", "person", "name", "missing_on", "differs_in", "now", "reason", "owner")
NOT_SAID = ""
KINDS: tuple[Label, ...] = (("missing", _("missing on a list")), ("described", _("on all lists, described otherwise")))
STATES: tuple[Label, ...] = (
    ("new", _("new since the meeting was last held")),
    ("open", _("open since before")),
)
NOW_OF = {True: "on_no_list", False: "alike"}


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The differences of every meeting at a standpoint."""
    screens = [get_screen(viewer, one, standpoint) for one in list_meetings(viewer, standpoint.known_at)]
    found = [(screen, one) for screen in screens for one in screen.open]
    reasons = [*((code, words) for code, words in REASONS.items()), (NOT_SAID, _("nobody said why"))]
    return Counted(
        total=len(found),
        breakdowns=(
            fixed_tree("state", _("New or open"), STATES, ("new" if one.is_new else "open" for _screen, one in found)),
            fixed_tree("kind", _("How the lists differ"), KINDS, ("missing" if one.missing else "described" for _screen, one in found)),
            fixed_tree("reason", _("Reasons that were said"), reasons, (_reason(one) for _screen, one in found)),
            tree("owner", _("By who sees to it"), ((_owner(one),) for _screen, one in found)),
        ),
        tables=(
            Table("differences", _("Differences"), COLUMNS, [row_of(screen, one) for screen, one in found], key=2),
            Table("settled", _("Settled since the meeting was last held"), SETTLED, _settled(screens), key=2),
            Table("overlaps", _("Persons that two lists share"), ("meeting", "list", "with", "persons"), _overlaps(screens), key=3),
            Table("editions", _("What stands for each list"), ("meeting", "list", "file", "speaks_of"), _editions(screens), key=2),
        ),
        coverage=(FILES_TAKEN_IN, _("A list that has not come in is compared with nothing; it is named among what stands for each list.")),
    )


def as_listed(one: Difference) -> str:
    """What each list says where they differ, else the record under which each has the person."""
    parts = [
        f"{name}: " + (", ".join(str(getattr(told, what)) or "–" for what in one.differs) or told.record) for name, told in one.on.items()
    ]
    return "; ".join(parts)


def _reason(one: Difference) -> str:
    return one.explanation.reason if one.explanation else NOT_SAID


def _owner(one: Difference) -> Label:
    owner = one.explanation.owner if one.explanation else ""
    return (owner, owner) if owner else ("nobody", _("nobody yet"))


def row_of(screen: Screen, one: Difference) -> tuple[object, ...]:
    """A difference as a row of `COLUMNS`."""
    said, suggested = one.explanation, one.suggestion
    why = (said.reason, said.owner, said.next_step, said.words, said.by) if said else ("", "", "", "", "")
    at = one.said.at if one.said and said else ""
    lists = "; ".join(one.missing), ", ".join(one.differs), as_listed(one)
    speaks = (suggested.reason, "; ".join(filter(None, (suggested.on_list, suggested.about, suggested.on)))) if suggested else ("", "")
    return (
        screen.meeting.meeting_id,
        one.person,
        one.name,
        "yes" if one.is_new else "",
        *lists,
        *why,
        at,
        one.began_on,
        one.days_open,
        *speaks,
    )


def _settled(screens: Sequence[Screen]) -> list[tuple[object, ...]]:
    return [
        (
            screen.meeting.meeting_id,
            one.person,
            one.name,
            "; ".join(one.missing),
            ", ".join(one.differs),
            NOW_OF[one.is_on_none],
            *((one.said.explanation.reason, one.said.explanation.owner) if one.said else ("", "")),
        )
        for screen in screens
        for one in screen.settled
    ]


def _overlaps(screens: Sequence[Screen]) -> list[tuple[object, ...]]:
    return [
        (screen.meeting.meeting_id, row, column, persons)
        for screen in screens
        for row, line in zip(screen.side.lists, screen.side.matrix(), strict=True)
        for column, persons in zip(screen.side.lists, line, strict=True)
    ]


def _editions(screens: Sequence[Screen]) -> list[tuple[object, ...]]:
    return [
        (screen.meeting.meeting_id, named, screen.editions[named].name if named in screen.editions else "", _day(screen, named))
        for screen in screens
        for named in screen.meeting.lists
    ]


def _day(screen: Screen, named: str) -> str:
    return screen.editions[named].speaks_of if named in screen.editions else ""

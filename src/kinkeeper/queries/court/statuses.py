"""How every child of a class stands, as the court's tables ask, from everything known at a standpoint."""

from collections import defaultdict

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.aftercare import Aftercare
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.contacts import ContactPoint, read_attempt
from kinkeeper.domain.casework.decisions import Decision, standing_choice
from kinkeeper.domain.court.members import Member
from kinkeeper.domain.court.status import SAFETY, Status
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import Apart, list_apart_of
from kinkeeper.queries.counts.held import DISPUTED, NOBODY_SAYS, where_held
from kinkeeper.queries.counts.stations import list_stations
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


@shows_nobody("counted; the report says whom its tables name")
def list_statuses(viewer: Viewer, standpoint: Standpoint) -> dict[str, list[Status]]:
    """
    Order -> how each child that its list names stands, by child.

    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"known_at": standpoint.known_at}
    members: dict[str, list[Member]] = defaultdict(list)
    for one in list_things(viewer, "class_member", Member, asked=asked):
        members[one.order_id].append(one)
    children = sorted({one.child for some in members.values() for one in some})
    apart = list_apart_of(viewer, children, standpoint)
    held = where_held(viewer, {one.adult for some in apart.values() for one in some if one.adult}, standpoint, parted=True)
    places = {person: "" if one.custodian in (DISPUTED, NOBODY_SAYS) else one.custodian for person, one in held.items()}
    chosen: dict[str, list[Decision]] = defaultdict(list)
    for decided in list_things(viewer, "decision", Decision, asked=asked):
        chosen[decided.child].append(decided)
    cases = {one.child: one for one in list_things(viewer, "child_case", Case, asked=asked)}
    said: dict[str, list[Aftercare]] = defaultdict(list)
    for told in list_things(viewer, "aftercare", Aftercare, asked=asked):
        said[told.child].append(told)
    about = get_portraits(viewer, children, standpoint)
    stations = list_stations(viewer, children, standpoint)

    points = list_things(viewer, "contact", ContactPoint, asked=asked)
    informed = {one.person_id for one in points if any(read_attempt(attempt).result == "reached" for attempt in one.attempts)}

    def status(one: Member) -> Status:
        parted = apart.get(one.child, ())
        case, first = cases.get(one.child), parted[0] if parted else None
        choice = standing_choice(chosen.get(one.child, ()), first.adult, one.child) if first else None
        child = about.get(one.child) or Portrait(one.child)
        age = child.age(first.separated_on) if first else None
        reported = any(told.kind == "reunion_reported" and told.confidence == "high" for told in said[one.child])
        return Status(
            one.child,
            one.standing,
            _left(parted, case, reported=reported),
            "task_force" if case and case.plan.plan_id == "task-force" else "",
            places.get(first.adult, "") if first else "",
            waived=choice is not None and choice.choice == "part",
            red_flag=bool(case and case.open_flags),
            concern=next((flag.kind for flag in case.open_flags if flag.kind in SAFETY), "") if case else "",
            under_five=age is not None and age < 5,
            proceeding=bool(case and case.done and not case.outcome),
            informed=bool(first and first.adult in informed),
            nationality=child.nationality,
            station=stations.get(one.child, ""),
        )

    return {order: [status(one) for one in sorted(some, key=lambda one: one.child)] for order, some in sorted(members.items())}


def _left(parted: tuple[Apart, ...], case: Case | None, *, reported: bool) -> str:
    outcomes = {one.outcome for one in parted}
    if Outcome.REUNITED in outcomes or reported or (case and case.outcome == "reunited"):
        return "reunited"
    return "other" if outcomes & {Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18} else ""

"""Calls of children apart, and attempts to reach the adults they are apart from."""

from collections import defaultdict
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.casework.contacts import ContactPoint, read_attempt
from kinkeeper.domain.court.clock_rules import Step
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.casework.said import list_milestones
from kinkeeper.queries.counts.possible import list_possible_children
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class InContact:
    """A child apart: its calls, and how the adults were tried; moments in their order, up to the day."""

    child: str
    separated_on: Moment
    calls: tuple[Moment, ...]
    adults: int
    points: int
    """Contact points of these adults that were not withdrawn."""
    attempts: tuple[Moment, ...]
    reached: bool
    unnamed: bool


@shows_nobody("counted; the report says whom its tables name")
def list_in_contact(viewer: Viewer, standpoint: Standpoint) -> tuple[InContact, ...]:
    """
    Every child apart at the end of the day, by child.

    :raises NotAllowed: if the viewer may not read.
    """
    apart = [one for one in list_possible_children(viewer, standpoint) if one.apart_from]
    calls: dict[str, list[Moment]] = defaultdict(list)
    for said in list_milestones(viewer, [one.child for one in apart], known_at=standpoint.known_at):
        if said.step == Step.CALLED and not said.withdrawn and said.at[:10] <= standpoint.as_of:
            calls[said.person_id].append(said.at)
    asked = {"known_at": standpoint.known_at, "persons": sorted({adult for one in apart for adult in one.apart_from if adult})}
    points: dict[str, list[ContactPoint]] = defaultdict(list)
    for point in list_things(viewer, "contact", ContactPoint, "person_id = ANY(%(persons)s)", asked):
        if point.since[:10] <= standpoint.as_of:
            points[point.person_id].append(point)

    def in_contact(child: str, separated_on: Moment, adults: tuple[str, ...]) -> InContact:
        theirs = [point for adult in adults for point in points.get(adult, ())]
        tried = sorted(
            (one.at, one.result) for point in theirs for one in map(read_attempt, point.attempts) if one.at[:10] <= standpoint.as_of
        )
        usable = sum(not point.withdrawn for point in theirs)
        reached = any(result == "reached" for _, result in tried)
        moments = tuple(at for at, _ in tried)
        return InContact(child, separated_on, tuple(sorted(calls.get(child, ()))), len(adults), usable, moments, reached, "" in adults)

    return tuple(in_contact(one.child, one.separated_on, one.apart_from) for one in apart)

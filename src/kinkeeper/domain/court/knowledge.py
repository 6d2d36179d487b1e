"""What is known of one child for an order: the facts its criteria ask about, and the steps its clocks start and stop with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kinkeeper.domain.casework.designations import Designation, last_designation
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.court.clock_rules import Reached, Step, Steps
from kinkeeper.domain.court.instants import span_of
from kinkeeper.domain.custody import Period
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import HELD, Custodian, Outcome
from kinkeeper.domain.whereabouts import Whereabouts

ZoneOf = Callable[[str], str]
"""A place as recorded -> its time zone; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Known:
    """A child with everything that orders ask about."""

    child: Whereabouts
    referred: tuple[Moment, ...] = ()
    """When the agency that took the child into custody referred it to ORR, as records say."""
    separations: tuple[Separation, ...] = ()
    designations: tuple[Designation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    histories: dict[str, str] = field(default_factory=dict)
    """Adult -> what is alleged of the adult: a code, or `none`."""


def facts_of(known: Known, separation: Separation | None, adult: Whereabouts | None, relation: str, on: Moment) -> dict[str, str]:
    """The facts of a child and one adult on a day."""
    care = [one for one in known.child.custody.periods if one.custodian == Custodian.ORR]
    left = [one.end for one in care if one.end and one.end_reason not in ("transferred", "")]
    facts = {
        "born": known.child.born,
        "apprehended_on": first_taken(known.child)[:10],
        "entered_care_on": care[0].start[:10] if care else "",
        "left_care_on": left[-1][:10] if left else "",
        "child_custodian": _held_by(known.child, on),
        "designation": last_designation(known.designations),
    }
    if separation:
        facts |= {"separated_on": separation.separated_on, "reason_code": separation.reason_code, "outcome": separation.outcome}
        facts |= {"relation": relation, "adult_history": known.histories.get(separation.adult, "")}
    if adult:
        ever = {one.custodian for one in adult.custody.periods}
        facts |= {"adult_custodian": _held_by(adult, on), "adult_ever_held_by": " ".join(sorted(ever))}
    return facts


def steps_of(known: Known, zone_of: ZoneOf) -> Steps:
    """The steps that a child reached, each the earliest first."""
    found: dict[str, list[Reached]] = {}
    for step, moment, zone in _reached(known, zone_of):
        span = span_of(moment, zone)
        if span:
            found.setdefault(step, []).append(Reached(moment, span))
    for reached in found.values():
        reached.sort(key=lambda one: (one.span.earliest, one.span.latest))
    return found


def first_taken(person: Whereabouts) -> Moment:
    """When a person was first taken into custody: as a stay says to the hour, else as an agency says to the day."""
    stays = [one.start for one in person.custody.periods if one.custodian in HELD and len(one.start) >= 10]
    days = sorted(person.encountered)
    same_day = [one for one in stays if days and one[:10] == days[0]]
    return max(same_day, key=len) if same_day else min([*days, *stays], default="")


def _reached(known: Known, zone_of: ZoneOf) -> Iterable[tuple[str, Moment, str]]:
    first = zone_of(_first_place(known.child.custody.periods))
    yield Step.APPREHENDED, first_taken(known.child), first
    yield from _in_care(known.child.custody.periods, zone_of)
    yield from ((Step.NOTIFIED, moment, first) for moment in known.referred)
    found = (one for one in known.designations if one.code == "UAC" and one.column == "recorded")
    yield from ((Step.DETERMINED, one.at, one.zone or first) for one in found)
    yield from ((Step.SEPARATED, one.separated_on, first) for one in known.separations)
    yield from ((Step.REUNITED, one.outcome_on, "") for one in known.separations if one.outcome == Outcome.REUNITED)
    yield from ((one.step, one.at, one.zone) for one in known.milestones if not one.withdrawn)


def _in_care(periods: Sequence[Period], zone_of: ZoneOf) -> Iterable[tuple[str, Moment, str]]:
    for one in periods:
        if one.custodian == Custodian.ORR:
            yield Step.PLACED, one.start, zone_of(one.place)
            if one.end and one.end_reason not in ("transferred", ""):
                yield Step.LEFT_CARE, one.end, zone_of(one.place)


def _first_place(periods: Sequence[Period]) -> str:
    return periods[0].place if periods else ""


def _held_by(person: Whereabouts, on: Moment) -> str:
    there = person.custody.on(on)
    return str(there[-1].custodian) if there else ""

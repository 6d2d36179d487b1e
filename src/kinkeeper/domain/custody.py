"""Custody: where a person was and is, from everything that sources and staff say.

Statements of several sources about one stay become one period that names them all. Statements that
contradict each other all stay and are marked. Time that nobody accounts for is a gap, shown as one
(F-21). After a removal a person is abroad, after a release at liberty, until the next stay begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinkeeper.domain.dates import Moment, days_between
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record, Stay
from kinkeeper.domain.terms import Custodian, StayEnd

AFTER: dict[str, Custodian] = {
    StayEnd.REMOVED: Custodian.ABROAD,
    StayEnd.RELEASED: Custodian.RELEASED,
    StayEnd.RELEASED_TO_SPONSOR: Custodian.SPONSOR,
    StayEnd.REUNITED: Custodian.SPONSOR,
}
"""How a stay ended -> who has the person from then on. After a transfer nobody does until the next custodian says so."""


class Period(Fact, frozen=True):
    """A stretch of time that one person spent with one custodian at one place, and which sources say so."""

    custodian: str
    place: str
    start: Moment
    end: Moment
    """As stated; empty where no source gives an end."""
    until: Moment
    """The end as stated or, where none is, the start of what came next. Empty: not over as far as anybody says."""
    end_reason: str
    end_as_recorded: str
    released_to: str
    said_by: tuple[str, ...]
    """The ids of the records and of the reports by staff that say so."""
    disagreement: bool = False
    """Another period puts the person elsewhere for the same days, or this one ends before it begins."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Time that no source accounts for. `until` empty: nothing has been heard since."""

    start: Moment
    until: Moment


@dataclass(frozen=True, slots=True)
class Timeline:
    """The custody of one person: periods by their start, and stays that no source gives a date for."""

    periods: tuple[Period, ...] = ()
    undated: tuple[Period, ...] = ()

    def on(self, day: Moment) -> tuple[Period, ...]:
        """Where the person was on a day. On the day of a move both places count; several also where sources disagree."""
        return tuple(one for one in self.periods if one.start[:10] <= day[:10] and (not one.until or day[:10] <= one.until[:10]))

    def gaps(self) -> tuple[Gap, ...]:
        """The time between periods, and after the last, that no source accounts for; a night on the road is none."""
        found, reached = [], ""
        for one in self.periods:
            if reached and (days_between(reached, one.start) or 0) > 1:
                found.append(Gap(reached, one.start))
            if not one.until:
                return tuple(found)
            reached = max(reached, one.until)
        return (*found, Gap(reached, "")) if reached else ()


def timeline(records: Iterable[Record], reported: Iterable[Placement] = ()) -> Timeline:
    """The custody of the person whose records these are, whatever the order they come in."""
    said = [_statement(stay, record.record_id) for record in records for stay in record.stays]
    said += [_statement(placement.stay, placement.placement_id) for placement in reported]
    stays = _merge(said)
    dated = _bounded(sorted((stay for stay in stays if stay.start or stay.end), key=_order))
    periods = sorted(dated + _aftermaths(dated), key=_order)
    return Timeline(tuple(_mark_disagreements(periods)), tuple(stay for stay in stays if not stay.start and not stay.end))


def _statement(stay: Stay, source: str) -> Period:
    return Period(
        custodian=stay.custodian,
        place=stay.place,
        start=stay.start or stay.end,
        end=stay.end,
        until=stay.end,
        end_reason=stay.end_reason,
        end_as_recorded=stay.end_as_recorded,
        released_to=stay.released_to,
        said_by=(source,),
    )


def _stage(one: Period) -> tuple[str, bool]:
    """When a period begins. On one day the station comes first, whatever hours two agencies wrote."""
    return one.start[:10], one.custodian != Custodian.CBP


def _order(one: Period) -> tuple[tuple[str, bool], tuple[str, ...]]:
    return _stage(one), (one.start, one.until or "9999", one.custodian, one.place, one.end_reason, *one.said_by)


# One stay told by several


def _merge(said: Sequence[Period]) -> list[Period]:
    """One period for each stay, however many sources tell of it. The fullest telling comes first and draws the others."""
    by_day: dict[tuple[str, str], list[Period]] = {}
    for one in sorted(said, key=lambda one: (-len(one.end), -len(one.place), _order(one))):
        told = by_day.setdefault((one.custodian, one.start[:10]), [])
        for position, other in enumerate(told):
            if _same_stay(one, other):
                told[position] = _combined(other, one)
                break
        else:
            told.append(one)
    return [one for told in by_day.values() for one in told]


def _same_stay(one: Period, other: Period) -> bool:
    return (
        _agree(one.place.casefold(), other.place.casefold())
        and _agree(one.end[:10], other.end[:10])
        and _agree(one.end_reason, other.end_reason)
    )


def _agree(one: str, other: str) -> bool:
    """Two statements agree where they are the same or one is silent."""
    return one == other or not one or not other


def _combined(fuller: Period, other: Period) -> Period:
    return replace(
        fuller,
        place=fuller.place or other.place,
        start=max(fuller.start, other.start, key=len),
        end=max(fuller.end, other.end, key=len),
        until=max(fuller.until, other.until, key=len),
        end_reason=fuller.end_reason or other.end_reason,
        end_as_recorded=fuller.end_as_recorded or other.end_as_recorded,
        released_to=fuller.released_to or other.released_to,
        said_by=tuple(sorted({*fuller.said_by, *other.said_by})),
    )


# What follows from the stays


def _bounded(stays: Sequence[Period]) -> list[Period]:
    """The stays in order, each without an end reaching to the start of the next that begins later."""
    bounded: list[Period] = []
    following = later = ""
    stage: tuple[str, bool] | None = None
    for stay in reversed(stays):
        if _stage(stay) != stage:
            stage, later = _stage(stay), following
        following = stay.start
        bounded.append(stay if stay.until or not later else replace(stay, until=later))
    return bounded[::-1]


def _aftermaths(stays: Sequence[Period]) -> list[Period]:
    """Abroad, at liberty or with a sponsor, from the end of a stay until the next begins."""
    found: dict[tuple[str, str], Period] = {}
    for stay in stays:
        then = AFTER.get(stay.end_reason)
        if then is None or not stay.end or any(_goes_on_after(other, stay.end) for other in stays):
            continue
        until = min((other.start for other in stays if other.start[:10] > stay.end[:10]), default="")
        after = Period(then, "", stay.end, "", until, "", "", stay.released_to, stay.said_by)
        known = found.get((then, stay.end[:10]))
        found[then, stay.end[:10]] = _combined(known, after) if known else after
    return list(found.values())


def _goes_on_after(other: Period, moment: Moment) -> bool:
    return other.start[:10] <= moment[:10] and (not other.until or other.until[:10] > moment[:10])


def _mark_disagreements(periods: Sequence[Period]) -> list[Period]:
    disputed = {place for place, one in enumerate(periods) if one.end and one.end[:10] < one.start[: len(one.end[:10])]}
    for place, one in enumerate(periods):
        for later, other in enumerate(periods[place + 1 :], place + 1):
            if one.until and other.start[:10] >= one.until[:10]:
                break
            if _overlap(one, other):
                disputed |= {place, later}
    return [replace(one, disagreement=True) if place in disputed else one for place, one in enumerate(periods)]


def _overlap(one: Period, later: Period) -> bool:
    """Whether a period begins before another is over. What is not known to the day cannot be said to."""
    known = len(one.start) >= 10 and len(later.start) >= 10
    return known and (not one.until or later.start[:10] < one.until[:10]) and (not later.until or later.start[:10] < later.until[:10])

"""What does not fit in reports of custody: said beside each, never mended and never left out.

A report may be of the future, end before it begins, take no time, lie before the person was born, or put the person in two places at once.
All are kept: which of them is wrong only somebody who asks can know, and until then each may be the right one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.custody import timeline
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Stay


class Doubt(StrEnum):
    """What does not fit."""

    FUTURE = "future"
    """It begins after the day on which one looks."""
    BACKWARDS = "backwards"
    """It ends before it begins."""
    NO_TIME = "no_time"
    """It ends at the minute at which it begins."""
    BEFORE_BIRTH = "before_birth"
    ELSEWHERE = "elsewhere"
    """Another report puts the person elsewhere at the same time."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A report of custody, by which source, and what in it does not fit."""

    source: str
    stay: Stay
    doubts: tuple[Doubt, ...]


def doubtful(said: Sequence[tuple[str, Stay]], born: Moment, today: Moment) -> list[Doubtful]:
    """The reports of one person in which something does not fit, by their start."""
    found = [Doubtful(source, stay, (*_by_itself(stay, born, today), *other)) for source, stay, other in _with_others(said, today)]
    return sorted((one for one in found if one.doubts), key=lambda one: (one.stay.start, one.stay.end, one.source))


def _by_itself(stay: Stay, born: Moment, today: Moment) -> Iterable[Doubt]:
    if stay.start[:10] > today[:10]:
        yield Doubt.FUTURE
    if stay.start and stay.end and stay.end[: len(stay.start)] < stay.start[: len(stay.end)]:
        yield Doubt.BACKWARDS
    if len(stay.start) > 10 and stay.end == stay.start:
        yield Doubt.NO_TIME
    known = min(len(stay.start), len(born), 10)
    if known >= 4 and stay.start[:known] < born[:known]:
        yield Doubt.BEFORE_BIRTH


def _with_others(said: Sequence[tuple[str, Stay]], today: Moment) -> Iterable[tuple[str, Stay, tuple[Doubt, ...]]]:
    """Each report, with whether those that have begun put the person elsewhere at the same time."""
    begun = [Placement(str(n), "", stay) for n, (_, stay) in enumerate(said) if stay.start[:10] <= today[:10]]
    disputed = {name for period in timeline((), begun).periods if period.disagreement for name in period.said_by}
    for n, (source, stay) in enumerate(said):
        backwards = Doubt.BACKWARDS in set(_by_itself(stay, "", today))
        yield source, stay, (Doubt.ELSEWHERE,) if str(n) in disputed and not backwards else ()

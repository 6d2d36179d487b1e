"""A line beside a count: how it went in the last days. No number stands without it, and the report has every day."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.queries.counts.over_time import DayApart

WIDE, HIGH, EDGE = 120, 36, 4
DAYS = 30


@dataclass(frozen=True, slots=True)
class Trend:
    """The line's points, its last one, from which day on, and how the last day differs from the one before."""

    line: str
    x: float
    y: float
    since: str
    change: int
    days: tuple[DayApart, ...]


def trend(days: Sequence[DayApart]) -> Trend | None:
    """The last days as a line; None where there are not two."""
    shown = days[-DAYS:]
    if len(shown) < 2:
        return None
    low, high = min(one.apart for one in shown), max(one.apart for one in shown)
    across = (WIDE - 2 * EDGE) / (len(shown) - 1)
    up = (HIGH - 2 * EDGE) / max(high - low, 1)
    places = [(round(EDGE + at * across, 1), round(HIGH - EDGE - (one.apart - low) * up, 1)) for at, one in enumerate(shown)]
    line = " ".join(f"{x:g},{y:g}" for x, y in places)
    return Trend(line, *places[-1], shown[0].day, shown[-1].apart - shown[-2].apart, tuple(shown))

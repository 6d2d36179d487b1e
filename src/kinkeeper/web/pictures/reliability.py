"""Two small drawings of review: what scores turned out to be, and what reading brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.queries.review.control import Turned

SIDE = 240


@dataclass(frozen=True, slots=True)
class Mark:
    """One band of scores: its place, and the whisker of its interval. Up is more, on a square of `SIDE`."""

    x: float
    y: float
    low: float
    high: float


def reliability(turned: Sequence[Turned]) -> tuple[Mark, ...]:
    """Where each band lies: to the right by what was said, upwards by what turned out."""
    return tuple(Mark(_at(one.said), _up(one.same / one.settled), _up(one.share[0]), _up(one.share[1])) for one in turned)


def yield_curve(found: Sequence[int]) -> str:
    """The points of the line that rises by one with each question that turned out to be one person, or kin."""
    most = max(len(found) - 1, 1)
    return " ".join(f"{round(SIDE * at / most, 1)},{_up(count / most)}" for at, count in enumerate(found))


def _at(share: float) -> float:
    return round(SIDE * share, 1)


def _up(share: float) -> float:
    return round(SIDE * (1 - share), 1)

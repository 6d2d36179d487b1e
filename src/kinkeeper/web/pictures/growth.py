"""The ledger's growth as a line that can never fall. Numbers are units of the drawing, 640 wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kinkeeper.queries.log.proof import GrowthPoint

LEFT, RIGHT, TOP, BOTTOM = 56, 616, 20, 288
STEPS = (1, 2, 5)
MOST_LINES, MOST_DATES = 6, 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis, and what stands there."""

    at: float
    label: int | datetime


@dataclass(frozen=True, slots=True)
class Dot:
    """A checkpoint as drawn."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Growth:
    """The picture."""

    dots: tuple[Dot, ...]
    heights: tuple[Mark, ...]
    dates: tuple[Mark, ...]

    @property
    def line(self) -> str:
        """The line's points."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)

    @property
    def area(self) -> str:
        """The points of what is below it."""
        return f"{self.dots[0].x:g},{BOTTOM} {self.line} {self.dots[-1].x:g},{BOTTOM}"

    @property
    def last(self) -> Dot:
        """The newest checkpoint."""
        return self.dots[-1]


def growth(points: Sequence[GrowthPoint]) -> Growth | None:
    """The picture of these checkpoints; None where there are not two, or all of one instant."""
    if len(points) < 2 or points[0].at == points[-1].at:
        return None
    start, span = points[0].at, points[-1].at - points[0].at
    step = _step(points[-1].size)
    top = -(-points[-1].size // step) * step

    def x(at: datetime) -> float:
        return round(LEFT + (RIGHT - LEFT) * ((at - start) / span), 1)

    def y(size: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * size / top, 1)

    dates = [points[round(at * (len(points) - 1) / (MOST_DATES - 1))].at for at in range(MOST_DATES)] if len(points) > 2 else []
    return Growth(
        tuple(Dot(x(point.at), y(point.size)) for point in points),
        tuple(Mark(y(size), size) for size in range(0, top + 1, step)),
        _apart([Mark(x(at), at) for at in dict.fromkeys([start, *dates, points[-1].at])]),
    )


def _apart(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks whose labels do not run into each other: the first and the last, and of the others those with room."""
    kept = [marks[0]]
    for mark in marks[1:-1]:
        if mark.at - kept[-1].at > 80 and marks[-1].at - mark.at > 80:
            kept.append(mark)
    return (*kept, marks[-1])


def _step(size: int) -> int:
    """A round distance between lines, at most so many of them."""
    power = 1
    while True:
        for step in STEPS:
            if size <= step * power * MOST_LINES:
                return step * power
        power *= 10

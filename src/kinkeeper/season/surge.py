"""An announced policy, day by day: who arrives, who is parted, who waits for a bed, and what staff can keep up with.

A plain model of queues, decided by a seed. It knows the truth; what the system makes of the same days is read back from it
(`jobs/drill.py`). Errors have the published rates (`rates.csv`).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from kinkeeper.season.chance import Chance
from kinkeeper.season.rates import rate

BEGINS = date(2018, 5, 7)
PER_FAMILY = 2.5
"""Persons in a family: one adult and one or two children."""

BED_DAYS = 45
"""How long a child stays in a shelter before a bed is free again."""

CLOCK_DAYS = 3
"""72 hours, in whole days, from being found unaccompanied to the shelter (TVPRA section 235(b)(3))."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is announced, and what stands ready for it."""

    arrivals: int = 300
    """Persons in families a day."""
    days: int = 14
    peak: int = 1
    """So many times the arrivals on the days in the middle fifth."""
    separated: float = 0.3
    """The share of families whose adult is prosecuted."""
    beds: int = 600
    staff: int = 20
    """Who write down why a family was parted."""
    per_staff: int = 8
    """How many separations one of them can look into in a day."""
    line_down: int = 0
    """For so many days from the third on the stations' line is down: what they record is sent when it is up again."""
    seed: int = 1


@dataclass(slots=True)
class Family:
    """One adult with one or two children, as they truly are."""

    number: int
    children: tuple[str, ...]
    adult: str
    recorded: bool
    """Whether the station recorded the relation; where not, no tie is stated."""
    parted: bool
    refuted: bool
    """Whether a test later shows that the adult is not the parent."""


@dataclass(slots=True)
class Day:
    """One day: what happens on it, and what waits at its end."""

    on: date
    line_up: bool
    arrived: list[Family] = field(default_factory=list)
    parted: list[Family] = field(default_factory=list)
    admitted: list[str] = field(default_factory=list)
    refuted: list[Family] = field(default_factory=list)
    waiting: int = 0
    beds_taken: int = 0
    clocks_broken: int = 0
    """Children admitted on this day, or waiting at its end since exactly as long, after more than 72 hours."""
    unexplained: int = 0
    """Separations that nobody has looked into yet."""


def days(policy: Policy) -> Iterator[Day]:
    """The days of a policy, in order."""
    chance = Chance(policy.seed, "surge")
    number, unexplained = 0, 0
    leaving: deque[tuple[date, int]] = deque()
    waiting: deque[tuple[date, str]] = deque()
    to_refute: deque[tuple[date, Family]] = deque()
    taken = 0
    for at in range(policy.days):
        today = Day(BEGINS + timedelta(days=at), line_up=not 2 <= at < 2 + policy.line_down)
        while leaving and leaving[0][0] <= today.on:
            taken -= leaving.popleft()[1]
        while to_refute and to_refute[0][0] <= today.on:
            today.refuted.append(to_refute.popleft()[1])
        for _ in range(_families(policy, at)):
            number += 1
            today.arrived.append(_family(number, chance, policy))
        today.parted = [one for one in today.arrived if one.parted]
        to_refute += [(today.on + timedelta(days=5), one) for one in today.parted if one.refuted]
        waiting += [(today.on, child) for one in today.parted for child in one.children]
        free = max(0, policy.beds - taken)
        for _ in range(min(free, len(waiting))):
            since, child = waiting.popleft()
            today.admitted.append(child)
            today.clocks_broken += (today.on - since).days > CLOCK_DAYS
        taken += len(today.admitted)
        leaving.append((today.on + timedelta(days=BED_DAYS), len(today.admitted)))
        unexplained = max(0, unexplained + sum(len(one.children) for one in today.parted) - policy.staff * policy.per_staff)
        today.waiting, today.beds_taken, today.unexplained = len(waiting), taken, unexplained
        yield today


def still_waiting_too_long(policy: Policy, all_days: list[Day]) -> int:
    """Children who at the end wait for a bed since more than 72 hours: their clocks are broken as well."""
    admitted = {child for one in all_days for child in one.admitted}
    last = BEGINS + timedelta(days=policy.days - 1)
    return sum(
        child not in admitted for one in all_days if (last - one.on).days > CLOCK_DAYS for family in one.parted for child in family.children
    )


def _families(policy: Policy, at: int) -> int:
    middle = policy.days // 2
    width = max(1, policy.days // 10)
    times = policy.peak if abs(at - middle) <= width - 1 else 1
    return round(policy.arrivals * times / PER_FAMILY)


def _family(number: int, chance: Chance, policy: Policy) -> Family:
    children = tuple(f"Pc{number:07}{letter}" for letter in ("a", "b")[: chance.whole(1, 2)])
    recorded = not chance.happens(rate("relation_never_recorded"))
    parted = chance.happens(policy.separated)
    refuted = recorded and chance.happens(rate("claimed_adult_not_parent"))
    return Family(number, children, f"Pa{number:07}", recorded, parted, refuted)

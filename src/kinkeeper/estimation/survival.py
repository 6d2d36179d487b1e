"""
How long something lasts when some of it is not over yet.

`survival` is the product-limit estimate of Kaplan and Meier (1958) with the log-log interval of Kalbfleisch and Prentice; `incidence` the
estimate of Aalen and Johansen (1978), which tells ends of several kinds apart and, unlike one Kaplan-Meier curve for each, adds up.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NORMAL_95 = 1.959963984540054
"""The normal distribution's 97.5 % point."""


@dataclass(frozen=True, slots=True)
class Spell:
    """How many days something lasted, and how it ended; an empty end: it went on when last looked at."""

    days: int
    end: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something ended: how many had lasted until then, how many ended, and which share lasts longer, with 95 % limits."""

    day: int
    at_risk: int
    ended: int
    share: float
    low: float
    high: float


def survival(spells: Iterable[Spell]) -> tuple[Step, ...]:
    """The share that lasts longer than each day on which one ended."""
    spells = list(spells)
    leaving, ending = Counter(one.days for one in spells), Counter(one.days for one in spells if one.end)
    at_risk, share, variance, steps = len(spells), 1.0, 0.0, []
    for day in sorted(leaving):
        ended = ending[day]
        if ended:
            share *= 1 - ended / at_risk
            variance += ended / (at_risk * (at_risk - ended)) if at_risk > ended else math.inf
            steps.append(Step(day, at_risk, ended, share, *_limits(share, variance)))
        at_risk -= leaving[day]
    return tuple(steps)


def _limits(share: float, variance: float) -> tuple[float, float]:
    """On the scale of log(-log), so that neither limit leaves 0 to 1."""
    if share <= 0 or not math.isfinite(variance):
        return 0.0, 0.0
    spread = NORMAL_95 * math.sqrt(variance) / abs(math.log(share))
    return share ** math.exp(spread), share ** math.exp(-spread)


def share_at(steps: Sequence[Step], day: int) -> Step:
    """The step that holds on a day; before the first all last."""
    reached = [one for one in steps if one.day <= day]
    return reached[-1] if reached else Step(day, steps[0].at_risk if steps else 0, 0, 1.0, 1.0, 1.0)


def median(steps: Sequence[Step]) -> tuple[int | None, int | None, int | None]:
    """The first day after which no more than half last, with 95 % limits (Brookmeyer and Crowley); None: not reached."""
    return _first(steps, "share"), _first(steps, "low"), _first(steps, "high")


def _first(steps: Sequence[Step], which: str) -> int | None:
    return next((one.day for one in steps if getattr(one, which) <= 0.5 + 1e-12), None)


def incidence(spells: Iterable[Spell], days: Sequence[int]) -> dict[str, tuple[float, ...]]:
    """Kind of end -> the share that had ended so by each of the days. With the share that lasts they add up to one."""
    spells = list(spells)
    leaving, ending = Counter(one.days for one in spells), Counter((one.days, one.end) for one in spells if one.end)
    kinds = sorted({one.end for one in spells if one.end})
    reached = dict.fromkeys(kinds, 0.0)
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    waiting, at_risk, share = sorted(days), len(spells), 1.0
    for day in [*sorted(leaving), math.inf]:
        while waiting and waiting[0] < day:
            waiting.pop(0)
            for kind in kinds:
                found[kind].append(reached[kind])
        if day == math.inf:
            break
        here = int(day)
        ended = {kind: ending[here, kind] for kind in kinds}
        for kind, count in ended.items():
            reached[kind] += share * count / at_risk
        share *= 1 - sum(ended.values()) / at_risk
        at_risk -= leaving[here]
    return {kind: tuple(shares) for kind, shares in found.items()}

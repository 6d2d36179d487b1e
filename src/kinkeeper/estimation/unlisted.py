"""How many there are in all, also those whom no list names: three answers side by side, or the reason why there is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from kinkeeper.estimation.chao import Interval, lower_bound
from kinkeeper.estimation.graphs import Posterior, mixture, posterior
from kinkeeper.estimation.loglinear import Model, fit_all, interval
from kinkeeper.estimation.overlaps import Overlaps, overlaps_of, why_not

DRAWS = 40
"""So many times the uncertain joins of records are drawn anew."""

WIDEST = 10.0
"""An interval whose upper limit is more than so many times those seen is no answer."""


@dataclass(frozen=True, slots=True)
class Join:
    """Two records of one person, and how likely it is that they are one person's."""

    one: str
    other: str
    probability: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on lists: record -> list, for the records that stand on one, and the joins that hold all the person's records together."""

    records: tuple[tuple[str, str], ...]
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the lists say. `refused` tells why there is no estimate; the lower bound stands in any case."""

    overlaps: Overlaps
    bound: Interval
    refused: str
    averaged: Interval | None = None
    posterior: Posterior | None = None
    chosen: Model | None = None
    chosen_interval: Interval | None = None


def estimate(names: Sequence[str], persons: Sequence[Listed], *, seed: int = 2018, draws: int = DRAWS) -> Estimate:
    """
    How many there are in all.

    Where joins of records are uncertain, they are drawn anew by their probabilities and the posteriors of all draws are mixed: a join that
    is wrong makes two people of one overlap, so that not to know it makes the interval wider.
    """
    told = overlaps_of(names, [{where for _record, where in one.records} for one in persons])
    bound = lower_bound(told)
    refused = why_not(told)
    if refused:
        return Estimate(told, bound, refused)
    chance = Random(seed)
    drawn = [told] if _certain(persons) else [_draw(names, persons, chance) for _ in range(draws)]
    usable = [one for one in drawn if not why_not(one)]
    if 2 * len(usable) < len(drawn):
        return Estimate(told, bound, "So few joins of records are sure that the lists may hardly meet.")
    mixed = mixture([posterior(one) for one in usable])
    averaged = mixed.interval()
    if mixed.beyond > 0.01 or averaged.high > WIDEST * told.seen:
        return Estimate(told, bound, "The overlap leaves almost any number possible.")
    models = fit_all(told)
    chosen = models[0] if models else None
    return Estimate(told, bound, "", averaged, mixed, chosen, interval(told, chosen.pairs) if chosen else None)


def _certain(persons: Sequence[Listed]) -> bool:
    return all(one.probability >= 1 for person in persons for one in person.joins)


def _draw(names: Sequence[str], persons: Sequence[Listed], chance: Random) -> Overlaps:
    """The overlaps, were each join true or not by its probability."""
    histories: list[set[str]] = []
    for person in persons:
        histories += _parts(person, [one for one in person.joins if chance.random() < one.probability])
    return overlaps_of(names, histories)


def _parts(person: Listed, joins: Sequence[Join]) -> list[set[str]]:
    """The lists of each part into which a person's records fall."""
    root = {record: record for join in person.joins for record in (join.one, join.other)} | {record: record for record, _ in person.records}

    def top(record: str) -> str:
        while root[record] != record:
            record = root[record]
        return record

    for join in joins:
        root[top(join.one)] = top(join.other)
    if not person.joins:
        return [{where for _record, where in person.records}]
    parts: dict[str, set[str]] = {}
    for record, where in person.records:
        parts.setdefault(top(record), set()).add(where)
    return list(parts.values())


def whole(value: float) -> str:
    """A number of people as it is printed; an infinite one as such."""
    return "∞" if math.isinf(value) else f"{value:.0f}"

"""What custody records show without anybody saying it: age, nationality, numbers, release. Time and place: `encounters`.

Each function is one kind of evidence; its docstring is what a case worker reads about it.
"""

import numpy as np

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import SILENT, Clue, Floats, Index, Saying, table
from kinkeeper.linkage.ties.household import as_seen
from kinkeeper.linkage.ties.nearness import IN_REACH, WOMAN, Near, Pairs
from kinkeeper.linkage.ties.people import YEAR, Someone
from kinkeeper.linkage.ties.relations import OLDEST_MOTHER

GAP_EDGES = np.array([0.0, 5, 10, 13, 15, 17, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 50, 55, 60])
"""Years between adult and child at which the worth of the difference changes."""


# Age


def age_difference(pairs: Pairs, eldest_born: Floats) -> Clue:
    """The adult is older than the child by as much as parents are. Among brothers and sisters the eldest is compared."""
    born, adult_born = pairs.by_person(float(one.born) or np.nan for one in pairs.people)
    sexes = pairs.sexes()
    too_old = (sexes == WOMAN) & ((born - adult_born) / YEAR > OLDEST_MOTHER)
    since = np.where(too_old, born, eldest_born[pairs.child])
    gap = (since - adult_born) / YEAR
    level = np.where(np.isnan(gap), SILENT, np.searchsorted(GAP_EDGES, np.nan_to_num(gap), "right") + 1)

    def words(at: int) -> str:
        of_child = abs(since[at] - born[at]) < YEAR
        # Completed years, as people say them; a year is not the same number of days everywhere.
        years, which = int(abs(gap[at]) + 1 / YEAR), (bool(gap[at] >= 0), bool(of_child))
        return say(_YEAR[which]) if years == 1 else say(_YEARS[which], years=years)

    parents = [_bell(29, 9), _bell(27, 7), _bell(31, 9)]
    grown_ups = np.array(_widths()) / sum(_widths())
    usual = table(*parents, weight=40.0)
    return Clue(
        kind="age_difference",
        level=level.astype(np.int8),
        group=sexes,
        among_ties=usual,
        among_strangers=table(*[list(grown_ups)] * 3, weight=10.0),
        blur=_spread(_YEARS_AMONG_KIN),
        household=as_seen(usual, _spread(_YEARS_AMONG_OTHERS)),
        recorded_only=True,
        words=words,
    )


_YEARS_AMONG_KIN, _YEARS_AMONG_OTHERS = 2.0, 10.0
"""Years over which what is learnt of one difference tells of others: parents' have a shape, those of lodgers and aunts hardly any."""


_YEAR = {
    (True, True): "1 year older than the child",
    (True, False): "1 year older than the eldest of the brothers and sisters",
    (False, True): "1 year younger than the child",
    (False, False): "1 year younger than the eldest of the brothers and sisters",
}
_YEARS = {
    (True, True): "%(years)s years older than the child",
    (True, False): "%(years)s years older than the eldest of the brothers and sisters",
    (False, True): "%(years)s years younger than the child",
    (False, False): "%(years)s years younger than the eldest of the brothers and sisters",
}


def _widths() -> list[float]:
    return [4.0, *np.diff(GAP_EDGES).tolist(), 10.0]


def _centres() -> Floats:
    return np.array([-2.0, *((GAP_EDGES[:-1] + GAP_EDGES[1:]) / 2).tolist(), 65.0])


def _spread(years: float) -> Floats:
    """How what is seen at each difference is spread over all: a bell so many years wide, and by how many years each level takes in."""
    centres = _centres()
    near = np.exp(-0.5 * ((centres[:, None] - centres[None, :]) / years) ** 2) * np.array(_widths())
    shares: Floats = near / near.sum(axis=1, keepdims=True)
    return shares


def _bell(middle: float, spread: float) -> list[float]:
    """Shares of the age differences of parents before anything is learnt: a bell, with some room everywhere."""
    widths = np.array(_widths())
    bell = np.exp(-0.5 * ((_centres() - middle) / spread) ** 2) * widths
    shares: list[float] = (0.93 * bell / bell.sum() + 0.07 * widths / widths.sum()).tolist()
    return shares


# Nationality


def nationality(pairs: Pairs) -> Clue:
    """They have the same nationality. Worth what the mix of people there makes it worth."""
    names = {name: code for code, name in enumerate(sorted({one.nationality for one in pairs.people} - {""}))}
    code = np.array([names.get(one.nationality, -1) for one in pairs.people], dtype=np.int64)
    mine, theirs = code[pairs.child], code[pairs.adult]
    level = np.where((mine < 0) | (theirs < 0), SILENT, np.where(mine == theirs, 1, 2))
    met = np.isin(pairs.near, IN_REACH)
    compatriots = (np.bincount(code[pairs.adults][code[pairs.adults] >= 0], minlength=len(names) + 1) + 1.0) / (len(pairs.adults) + 2.0)
    anywhere = np.where(mine == theirs, compatriots[mine], 1 - compatriots[mine])

    def words(at: int) -> str:
        child, adult = pairs.people[pairs.child[at]], pairs.people[pairs.adult[at]]
        if child.nationality == adult.nationality:
            return say("Same nationality: %(child)s", child=child.nationality)
        return say("Nationalities differ: %(child)s, %(adult)s", child=child.nationality, adult=adult.nationality)

    return Clue(
        kind="nationality",
        level=level.astype(np.int8),
        group=np.where(met, 0, 1).astype(np.int8),
        among_ties=table([0.95, 0.05], [0.8, 0.2], weight=20.0),
        among_strangers=table([0.5, 0.5], [0.5, 0.5], weight=10.0),
        chance=np.where(met, np.nan, np.log2(anywhere)),
        words=words,
    )


# Numbers


_NUMBER_EDGES = np.array([2, 3, 4, 6, 9, 15, 40])


def a_numbers(pairs: Pairs) -> Clue:
    """Their A-numbers follow each other: people processed in one sitting get neighbouring numbers. Never proof."""
    most = max((len(one.a_numbers) for one in pairs.people), default=1) or 1
    numbers = np.full((len(pairs.people), min(most, 3)), -1, dtype=np.int64)
    for row, one in zip(numbers, pairs.people, strict=True):
        row[: len(one.a_numbers)] = one.a_numbers[: len(row)]
    mine, theirs = numbers[pairs.child][:, :, None], numbers[pairs.adult][:, None, :]
    apart = np.where((mine >= 0) & (theirs >= 0), np.abs(mine - theirs), 10**9).min(axis=(1, 2), initial=10**9)
    level = np.where(apart == 10**9, SILENT, np.searchsorted(_NUMBER_EDGES, apart, "right") + 1)
    sitting = np.where(np.isin(pairs.near, (Near.EVENT, Near.MINUTES)), 0, np.where(np.isin(pairs.near, (Near.DAY, Near.NEXT_DAY)), 1, 2))
    together, same_day = [0.38, 0.2, 0.1, 0.08, 0.06, 0.05, 0.03, 0.10], [0.3, 0.15, 0.1, 0.08, 0.06, 0.05, 0.05, 0.21]
    anywhere = np.log2(_numbers_anywhere(numbers, pairs))

    def words(at: int) -> str:
        if apart[at] == 1:
            return say("A-numbers follow each other")
        return say("A-numbers lie %(numbers)s apart", numbers=apart[at]) if apart[at] < 40 else say("A-numbers lie far apart")

    return Clue(
        kind="a_number",
        level=level.astype(np.int8),
        group=sitting.astype(np.int8),
        among_ties=table(together, same_day, same_day, weight=15.0),
        among_strangers=table(
            [0.12, 0.11, 0.1, 0.14, 0.15, 0.15, 0.1, 0.13], [0.01, 0.01, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5], [1e-4] * 7 + [1.0], weight=15.0
        ),
        chance=np.where(sitting == 2, anywhere[level], np.nan),
        words=words,
    )


def _numbers_anywhere(numbers: Index, pairs: Pairs) -> Floats:
    """By level: the share of all adults whose number lies so far from a child's, wherever they were: blocks are dense."""
    adults = np.sort(numbers[pairs.adults].ravel())
    children = numbers[pairs.children].ravel()
    adults, children = adults[adults >= 0], children[children >= 0]
    within = [np.searchsorted(adults, children + edge) - np.searchsorted(adults, children - edge, "right") for edge in _NUMBER_EDGES]
    so_near = np.array([0.0, *(float(np.mean(found)) if len(children) else 0.0 for found in within)])
    shares = np.append(np.diff(so_near), max(len(adults) - so_near[-1], 1.0)) + 0.5
    found: Floats = np.append(1.0, shares / shares.sum())
    return found


def family_number(pairs: Pairs) -> Clue:
    """The agency gave them one family unit number. Numbers were deleted to prosecute, so that none says little (F-01)."""
    units = [one.units for one in pairs.people]
    level = np.array(
        [_unit_level(units[child], units[adult]) for child, adult in zip(pairs.child, pairs.adult, strict=True)], dtype=np.int8
    )
    said = {
        1: "Neither has a family unit number",
        2: "One family unit number: %(unit)s",
        3: "Family unit numbers differ",
        4: "Only one of them has a family unit number",
    }

    def words(at: int) -> str:
        common = sorted(units[pairs.child[at]] & units[pairs.adult[at]])
        return say(said[int(level[at])], unit=", ".join(common))

    return Clue(
        kind="family_number",
        level=level,
        among_ties=table([0.35, 0.45, 0.02, 0.18], weight=8.0),
        among_strangers=table([0.5, 0.0005, 0.2, 0.3], weight=100.0),
        said={int(at): Saying("family unit number", "unit") for at in np.flatnonzero(level == 2)},
        words=words,
    )


def _unit_level(child: frozenset[str], adult: frozenset[str]) -> int:
    if child and adult:
        return 2 if child & adult else 3
    return 4 if child or adult else 1


# Release


_DAYS_TOGETHER = range(-2, 4)
"""Days from the child's release to the adult's that count as one release."""


def released_together(pairs: Pairs) -> Clue:
    """The shelter reunited the child with a separated parent, and this adult left detention on those days."""
    back = [_day_reunited(one) for one in pairs.people]
    out = [_days_released(one) for one in pairs.people]
    level = np.array(
        [_release_level(back[child], out[adult]) for child, adult in zip(pairs.child.tolist(), pairs.adult.tolist(), strict=True)],
        dtype=np.int8,
    )
    said = {
        1: "The child was reunited on the days this adult left detention",
        2: "The child was reunited, but not on the days this adult left detention",
    }
    return Clue(
        "released_together",
        level,
        table([0.6, 0.4], weight=6.0),
        table([0.08, 0.92], weight=12.0),
        words=lambda at: say(said[int(level[at])]),
    )


def _day_reunited(one: Someone) -> int:
    ends = (
        stay.end
        for record in one.records
        for stay in record.stays
        if stay.custodian == Custodian.ORR and stay.end_reason == StayEnd.REUNITED
    )
    return max((_day(end) for end in ends if end), default=0)


def _days_released(one: Someone) -> tuple[int, ...]:
    ends = {stay.end for record in one.records for stay in record.stays if stay.custodian == Custodian.ICE and stay.end}
    return tuple(sorted(_day(end) for end in ends))


def _day(moment: str) -> int:
    return int(np.datetime64(moment[:10], "D").astype(int)) if len(moment) >= 10 else 0


def _release_level(back: int, out: tuple[int, ...]) -> int:
    if not back or not out:
        return SILENT
    return 1 if any(day - back in _DAYS_TOGETHER for day in out) else 2

"""Others of a household: an aunt, a lodger, a grandmother's friend, who crossed with the child and are no kin that counts.

They show the same place and often the same name as kin. What tells them from kin is learnt from them where it can be, and
is else what households are like.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import SILENT, Clue, Floats, Household, Index, Levels, blurred, table
from kinkeeper.linkage.ties.nearness import IN_REACH, Pairs
from kinkeeper.linkage.ties.people import YEAR

_TOGETHER = 0.5
"""How sure it must be that somebody came with a child to be looked at beside the others who did."""
_GENERATION = (15.0, 48.0)
"""Years between an adult and somebody who may be that adult's parent."""
_PARTNERS = 12.0
"""Years of age within which a woman and a man look like partners."""
_NO_KIN = 0.6
"""How sure a tie is below which a partner is held to be no kin of the child."""
_ELDERS_AMONG_OTHERS, _PARTNERS_AMONG_OTHERS = 4.0, 5.0
"""How many times as often as a parent somebody else of a child's household lives with a person of the generation before, and with a
partner who is no parent of the child. Nobody says who those others are, and learning it without being told makes them whatever it
began with; so the shares were counted once in true households, which come from the American Community Survey (47 % and 11 %, 36 % and
7 %; docs/ties.md)."""
_MOST = 0.8
OTHER_NAME = 0.3
"""Share of them who bear none of the child's surnames. Nothing tells these from strangers who were just as near, so that no number of
rounds finds it: learnt, the share drifts until whole crowds are of some household. Held, whatever it is: what speaks for or against those
who do bear the name hardly depends on it (docs/ties.md)."""


# What they show


def as_seen(usual: Floats, blur: Floats | None = None) -> Household:
    """What is seen among them, beginning with all levels alike: nothing is known of them beforehand."""
    even = np.ones_like(usual)
    even[:, SILENT] = 0.0
    before = even / even.sum(axis=1, keepdims=True) * usual.sum(axis=1, keepdims=True)

    def counts(of_kin: Floats, seen: Floats) -> Floats:
        found: Floats = before + (seen if blur is None else blurred(seen, blur))
        return found

    return counts


def holding(shown: Household, level: int, share: float) -> Household:
    """The same, with one level held at a share of them instead of learnt."""

    def counts(of_kin: Floats, seen: Floats) -> Floats:
        found = shown(of_kin, seen).copy()
        found[:, level] = 0.0
        found[:, level] = found[:, SILENT + 1 :].sum(axis=1) * share / (1 - share)
        return found

    return counts


def _more_often(times: float) -> Household:
    """The first of two levels so many times as often as kin show it."""

    def counts(of_kin: Floats, seen: Floats) -> Floats:
        first = min(_MOST, times * float(of_kin[0, 1] / of_kin[0, 1:].sum()))
        return table([first, 1 - first], weight=100.0)

    return counts


# Whom they came with


def company_clues(pairs: Pairs) -> list[Clue]:
    """What the others who came with the child are to each adult: of the generation before, or a partner who is no kin."""
    company = _Company(pairs)
    return [_elder(company), _partner(company)]


def _elder(company: "_Company") -> Clue:
    """Somebody a generation older came with them: grown children who live with their parents are often aunts and uncles of the child."""

    def words(at: int) -> str:
        if company.elder[at] < 0:
            return say("Nobody a generation older came with them")
        return say("Somebody a generation older came with them: %(name)s", name=company.name(company.elder[at]))

    return Clue(
        "elder",
        np.zeros(len(company.pairs), dtype=np.int8),
        table([0.1, 0.9], weight=20.0),
        table([0.3, 0.7], weight=20.0),
        relevel=company.elders,
        household=_more_often(_ELDERS_AMONG_OTHERS),
        recorded_only=True,
        words=words,
    )


def _partner(company: "_Company") -> Clue:
    """Somebody of the other sex and like age who is probably no kin came with them. That nobody did says nothing: many come alone."""
    return Clue(
        "partner",
        np.zeros(len(company.pairs), dtype=np.int8),
        table([0.1, 0.9], weight=20.0),
        table([0.3, 0.7], weight=20.0),
        relevel=company.partners,
        quiet=2,
        household=_more_often(_PARTNERS_AMONG_OTHERS),
        recorded_only=True,
        words=lambda at: say("Somebody of like age, probably no kin, came with them: %(name)s", name=company.name(company.partner[at])),
    )


class _Company:
    """Who of those who came with a child stands beside each adult, by pair; -1 nobody."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.elder: Index = np.full(len(pairs), -1, dtype=np.int64)
        self.partner: Index = self.elder
        self._near = np.isin(pairs.near, IN_REACH)
        self._born = np.array([one.born or np.nan for one in pairs.people])[pairs.adult] / YEAR
        self._sex = pairs.sexes()

    def elders(self, company: Floats, sure: Floats) -> Levels:
        """1 where somebody a generation older came with the child, 2 where nobody did."""

        def fits(one: Index, other: Index) -> NDArray[np.bool_]:
            years = self._born[one] - self._born[other]
            return np.asarray((years > _GENERATION[0]) & (years < _GENERATION[1]))

        self.elder = self._beside(company, fits)
        return self._levels(self.elder)

    def partners(self, company: Floats, sure: Floats) -> Levels:
        """1 where somebody of the other sex and like age, who is probably no kin, came with the child, 2 where nobody did."""
        sex, born = self._sex, self._born

        def fits(one: Index, other: Index) -> NDArray[np.bool_]:
            unlike: NDArray[np.bool_] = (sex[one] != sex[other]) & (sex[one] > 0) & (sex[other] > 0)
            like_age: NDArray[np.bool_] = np.abs(born[one] - born[other]) < _PARTNERS
            return unlike & like_age & (sure[other] < _NO_KIN)

        self.partner = self._beside(company, fits)
        return self._levels(self.partner)

    def name(self, pair: int) -> str:
        """What the adult of a pair is called."""
        adult = self.pairs.people[int(self.pairs.adult[pair])]
        return " ".join((*adult.given[:1], *adult.surnames)).title()

    def _levels(self, beside: Index) -> Levels:
        return np.where(np.isnan(self._born), SILENT, np.where(beside >= 0, 1, 2)).astype(np.int8)

    def _beside(self, company: Floats, fits: Callable[[Index, Index], NDArray[np.bool_]]) -> Index:
        """By pair, the surest of the same child's company who fits beside its adult."""
        child = self.pairs.child
        members = np.flatnonzero(self._near & (company > _TOGETHER))
        members = members[np.argsort(company[members], kind="stable")]
        starts, ends = (np.searchsorted(child, child[members], side) for side in ("left", "right"))
        sizes = ends - starts
        other = np.repeat(members, sizes)
        one = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - starts, sizes)
        both = (one != other) & fits(one, other)
        beside = np.full(len(child), -1, dtype=np.int64)
        # Of two that fit one pair the later is kept, and the surest come last.
        beside[one[both]] = other[both]
        return beside

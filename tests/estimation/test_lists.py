"""How many are on no list: published examples, closed forms, and what must be refused."""

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.estimation.chao import lower_bound
from kinkeeper.estimation.graphs import decomposable, posterior
from kinkeeper.estimation.loglinear import fit_all, interval
from kinkeeper.estimation.overlaps import Overlaps, overlaps_of, why_not
from kinkeeper.estimation.unlisted import Join, Listed, estimate

SPINA_BIFIDA = Overlaps(("birth", "death", "rehabilitation"), (0, 60, 49, 4, 247, 112, 142, 12))
"""Infants with spina bifida in upstate New York, 1969 to 1974 (Hook, Albright and Cross 1980), the example of Madigan and York."""


def test_decomposable_graphs_are_as_many_as_they_are() -> None:
    assert [len(decomposable(lists)) for lists in (1, 2, 3, 4, 5)] == [1, 2, 8, 61, 822]


def test_the_example_of_madigan_and_york_comes_out() -> None:
    """Published: the best graph has .37, its Bayes estimate is 731 and its mode 729; averaged over graphs 731 and 728."""
    a, b = 13.14, 55.17

    def prior(total: float) -> float:
        return total * math.log(b) - (total + a) * math.log(1 + b) + math.lgamma(total + a) - math.lgamma(total + 1) - math.lgamma(a)

    averaged = posterior(SPINA_BIFIDA, delta=1.0, prior=prior, missing=range(1, 301))
    best, chance = averaged.of_graphs[0]
    assert round(chance, 2) == 0.37 and best.lines == {(0, 1)}
    assert round(bayes_estimate(averaged.totals, averaged.weights)) == 731
    assert averaged.totals[np.argmax(averaged.weights)] == 728


def bayes_estimate(totals: np.ndarray, weights: np.ndarray) -> float:
    """For the loss that is relative to the truth."""
    return float((weights / totals).sum() / (weights / totals**2).sum())


def test_one_dependent_pair_has_its_closed_form() -> None:
    """Lists 1 and 2 dependent, 3 independent of both: who is on 1 or 2 against 3, as two lists (Fienberg 1972)."""
    union, third, both = 60 + 49 + 4 + 112 + 142 + 12, 247 + 112 + 142 + 12, 112 + 142 + 12
    fitted = {one.pairs: one.total for one in fit_all(SPINA_BIFIDA)}
    assert fitted[((0, 1),)] == pytest.approx(union * third / both, rel=1e-6)


def test_all_pairs_dependent_has_its_closed_form() -> None:
    """The product of the odd combinations over that of the even ones."""
    missing = 60 * 49 * 247 * 12 / (4 * 112 * 142)
    fitted = {one.pairs: one.total for one in fit_all(SPINA_BIFIDA)}
    assert fitted[((0, 1), (0, 2), (1, 2))] == pytest.approx(626 + missing, rel=1e-6)


def test_the_interval_of_a_model_holds_its_estimate_and_is_lopsided() -> None:
    found = interval(SPINA_BIFIDA, fit_all(SPINA_BIFIDA)[0].pairs)
    assert 626 <= found.low < found.value < found.high < 900
    assert found.high - found.value > found.value - found.low


def test_chaos_bound_is_the_truth_of_independent_lists() -> None:
    total, catch = 1_000_000, (0.4, 0.3, 0.2)
    counts = [total * math.prod(c if h >> at & 1 else 1 - c for at, c in enumerate(catch)) for h in range(8)]
    found = lower_bound(Overlaps(names, tuple(map(round, counts))))
    assert found.value == pytest.approx(total, rel=1e-4)
    assert found.low < found.value < found.high


names = ("a", "b", "c")
overlaps = st.lists(st.integers(0, 200), min_size=7, max_size=7).map(lambda counts: Overlaps(names, (0, *counts)))


@settings(max_examples=40)
@given(overlaps)
def test_whatever_the_overlaps_there_is_an_answer_or_a_reason(told: Overlaps) -> None:
    persons = [
        Listed(tuple((f"{h}-{n}-{at}", names[at]) for at in range(3) if h >> at & 1)) for h in range(1, 8) for n in range(told.counts[h])
    ]
    found = estimate(names, persons)
    assert found.overlaps == told and bool(found.refused) != bool(found.averaged)
    if found.averaged:
        assert told.seen <= found.averaged.low <= found.averaged.value <= found.averaged.high <= 10 * told.seen


@settings(max_examples=40)
@given(overlaps, st.permutations(range(3)))
def test_the_order_of_the_lists_does_not_matter(told: Overlaps, order: list[int]) -> None:
    if why_not(told):
        return
    turned = [0] * 8
    for h, count in enumerate(told.counts):
        turned[sum(1 << order[at] for at in range(3) if h >> at & 1)] += count
    one, other = posterior(told).interval(), posterior(Overlaps(names, tuple(turned))).interval()
    assert one.value == pytest.approx(other.value, rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((0, 50, 40, 0, 30, 0, 0, 0), "stands on any other list"),
        ((0, 50, 40, 3, 30, 2, 0, 0), "Only 5 stand on two"),
        ((0, 50, 40, 20, 0, 0, 0, 0), "Nobody stands on c"),
        ((0, 500, 400, 20, 300, 0, 15, 0), ""),
    ],
)
def test_what_cannot_carry_an_estimate_is_refused_with_the_reason(counts: tuple[int, ...], says: str) -> None:
    assert says in why_not(Overlaps(names, counts)) and bool(says) == bool(why_not(Overlaps(names, counts)))


def test_two_lists_and_six_are_refused() -> None:
    assert "from three on" in why_not(Overlaps(("a", "b"), (0, 50, 40, 20)))
    assert "at most 5" in why_not(Overlaps(tuple("abcdef"), (0, *[9] * 63)))


def test_doubt_about_joins_widens_the_interval_and_raises_it() -> None:
    """A join that is wrong made an overlap that there is not: without it more are missing."""
    people = [(h, n) for h in range(1, 8) for n in range((0, 120, 100, 40, 90, 35, 30, 25)[h])]

    def listed(probability: float) -> list[Listed]:
        found = []
        for h, n in people:
            records = tuple((f"{h}-{n}-{at}", names[at]) for at in range(3) if h >> at & 1)
            joins = tuple(Join(one[0], other[0], probability) for one, other in pairwise(records))
            found.append(Listed(records, joins))
        return found

    sure, unsure = estimate(names, listed(1.0)).averaged, estimate(names, listed(0.85)).averaged
    assert sure and unsure
    assert unsure.value > sure.value and unsure.high - unsure.low > sure.high - sure.low
    assert estimate(names, listed(0.85)).averaged == unsure


def test_who_is_on_no_list_is_left_out() -> None:
    assert overlaps_of(names, [{"a"}, set(), {"a", "c"}, {"a", "c"}]).counts == (0, 1, 0, 0, 0, 2, 0, 0)


def simulate(chance: np.random.Generator, total: int, catch: tuple[float, ...], lift: float) -> Overlaps:
    """Lists of known dependence: who is on the first is on the second with a chance so much higher (ORR appends DHS's list)."""
    drawn = chance.random((len(catch), total)) < np.array(catch)[:, None]
    drawn[1] |= drawn[0] & (chance.random(total) < lift)
    histories = sum(drawn[at].astype(int) << at for at in range(len(catch)))
    counts = np.bincount(histories, minlength=1 << len(catch))
    return Overlaps(tuple("abcde"[: len(catch)]), (0, *(int(one) for one in counts[1:])))


def coverage(runs: int, seed: int, total: int, catch: tuple[float, ...], lift: float) -> float:
    chance, held = np.random.default_rng(seed), 0
    for _ in range(runs):
        found = posterior(simulate(chance, total, catch, lift)).interval()
        held += found.low <= total <= found.high
    return held / runs


def test_the_interval_covers_the_truth_of_simulated_lists() -> None:
    assert 0.85 <= coverage(60, 1, 1_000, (0.4, 0.3, 0.3), 0.4) <= 1.0


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("total", "catch", "lift"),
    [
        (2_000, (0.4, 0.3, 0.3), 0.0),
        (2_000, (0.4, 0.3, 0.3), 0.5),
        (3_000, (0.5, 0.3, 0.25, 0.2), 0.4),
        (800, (0.35, 0.3, 0.3, 0.25), 0.6),
    ],
)
def test_95_percent_intervals_cover_92_to_98_percent(total: int, catch: tuple[float, ...], lift: float) -> None:
    assert 0.92 <= coverage(500, 7, total, catch, lift) <= 0.98


def test_every_pair_of_lists_may_be_tried() -> None:
    told = Overlaps(tuple("abcd"), (0, *range(20, 5, -1)))
    assert len(fit_all(told)) == 2 ** len(list(combinations(range(4), 2)))

"""The interval of a share that a lot showed."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.linkage.measure import interval


@pytest.mark.parametrize(
    ("found", "among", "low", "high"),
    # Known values of the exact interval, which tables of it print.
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (3, 40, 0.0157, 0.2039)],
)
def test_it_is_that_of_clopper_and_pearson(found: int, among: int, low: float, high: float) -> None:
    assert interval(found, among) == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


def test_of_nothing_read_nothing_is_known() -> None:
    assert interval(0, 0) == (0.0, 1.0)


@settings(max_examples=30)
@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_it_holds_the_true_share_95_times_in_a_hundred(among: int, share: float) -> None:
    often = sum(
        comb(among, found) * share**found * (1 - share) ** (among - found)
        for found in range(among + 1)
        if interval(found, among)[0] <= share <= interval(found, among)[1]
    )
    assert often >= 0.95 - 1e-9

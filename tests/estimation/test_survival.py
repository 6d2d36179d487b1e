"""Survival against the published example, and what always holds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.estimation.survival import Spell, incidence, median, share_at, survival

TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
"""Weeks of remission under 6-MP (Freireich et al. 1963), the example of every textbook of survival."""

spells = st.lists(st.builds(Spell, st.integers(0, 60), st.sampled_from(["", "reunited", "turned_18"])), min_size=1, max_size=40)


def test_the_textbook_example_comes_out() -> None:
    steps = survival([*(Spell(week, "relapse") for week in TREATED), *(Spell(week) for week in CENSORED)])
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {one.day: round(one.share, 3) for one in steps} == published
    assert [one.at_risk for one in steps] == [21, 17, 15, 12, 11, 7, 6]
    assert median(steps)[0] == 23 and median(steps)[2] is None
    assert share_at(steps, 10).low == pytest.approx(0.503, abs=0.001) and share_at(steps, 10).high == pytest.approx(0.889, abs=0.001)


@given(spells)
def test_what_lasts_and_every_kind_of_end_add_up_to_one(told: list[Spell]) -> None:
    days = sorted({one.days for one in told})
    shares, steps = incidence(told, days), survival(told)
    for at, day in enumerate(days):
        assert share_at(steps, day).share + sum(one[at] for one in shares.values()) == pytest.approx(1)


@given(spells)
def test_the_share_falls_and_stands_within_its_limits(told: list[Spell]) -> None:
    steps = survival(told)
    assert all(one.share >= other.share for one, other in pairwise(steps))
    assert all(0 <= one.low <= one.share + 1e-9 and one.share <= one.high + 1e-9 <= 1 + 1e-8 for one in steps if 0 < one.share < 1)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_without_any_still_apart_it_is_the_plain_share(days: list[int]) -> None:
    steps = survival([Spell(one, "reunited") for one in days])
    assert all(one.share == pytest.approx(sum(day > one.day for day in days) / len(days)) for one in steps)

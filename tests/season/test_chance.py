"""A seed decides everything, on any machine."""

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.season.chance import Chance, Weighted

seeds = st.integers(min_value=0, max_value=2**32)


def test_the_draws_of_a_seed_are_these_for_ever() -> None:
    chance = Chance(1, "families")
    assert [chance.whole(0, 999) for _ in range(6)] == [187, 943, 64, 632, 200, 907]


@given(seeds)
def test_streams_do_not_disturb_each_other(seed: int) -> None:
    alone, beside, other = Chance(seed, "names"), Chance(seed, "names"), Chance(seed, "places")
    expected = [alone.between(0, 1) for _ in range(5)]
    drawn = []
    for _ in range(5):
        other.between(0, 1)
        drawn.append(beside.between(0, 1))
    assert drawn == expected


@given(seeds, st.integers(-50, 50), st.integers(0, 40))
def test_whole_numbers_stay_within_their_ends(seed: int, low: int, more: int) -> None:
    chance = Chance(seed, "numbers")
    assert all(low <= chance.whole(low, low + more) <= low + more for _ in range(20))


@given(seeds, st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(seed: int, things: list[int]) -> None:
    assert sorted(Chance(seed, "order").shuffled(things)) == sorted(things)


def test_things_come_as_often_as_they_weigh() -> None:
    chance, weighted = Chance(3, "weights"), Weighted.of([("rare", 1), ("never", 0), ("often", 9)])
    drawn = [chance.draw(weighted) for _ in range(20_000)]
    assert "never" not in drawn
    assert abs(drawn.count("often") / 20_000 - 0.9) < 0.01


def test_half_of_the_draws_lie_above_the_median() -> None:
    chance = Chance(4, "median")
    assert abs(sum(chance.median(50, 0.5) > 50 for _ in range(20_000)) / 20_000 - 0.5) < 0.015

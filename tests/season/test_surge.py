"""The model of queues: what waits, and for how long."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.season.surge import Day, Policy, days, still_waiting_too_long

policies = st.builds(
    Policy,
    arrivals=st.integers(1, 60),
    days=st.integers(1, 25),
    peak=st.integers(1, 5),
    separated=st.floats(0, 1),
    beds=st.integers(0, 80),
    staff=st.integers(0, 5),
    per_staff=st.integers(1, 8),
    seed=st.integers(0, 99),
)


def run(policy: Policy) -> list[Day]:
    return list(days(policy))


@given(policies)
def test_nobody_is_admitted_twice_nor_without_having_been_parted_and_beds_suffice_for_those_in_them(policy: Policy) -> None:
    found = run(policy)
    parted = [child for one in found for family in one.parted for child in family.children]
    admitted = [child for one in found for child in one.admitted]
    assert len(set(admitted)) == len(admitted) and set(admitted) <= set(parted)
    assert found[-1].waiting == len(parted) - len(admitted)
    assert all(one.beds_taken <= policy.beds for one in found)


@given(policies)
def test_with_beds_enough_no_clock_breaks(policy: Policy) -> None:
    enough = replace(policy, beds=10_000)
    assert sum(one.clocks_broken for one in run(enough)) + still_waiting_too_long(enough, run(enough)) == 0


def test_the_same_seed_is_the_same_season_and_a_peak_brings_more() -> None:
    assert run(Policy()) == run(Policy())
    arrived = [len(one.arrived) for one in run(Policy(peak=10))]
    assert max(arrived) == 10 * min(arrived)

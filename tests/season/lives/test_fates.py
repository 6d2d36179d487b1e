"""Custody day by day: nobody is in two places, and families go together or apart as they were treated."""

import itertools
from datetime import timedelta

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.lives.calendar import AS_OF
from kinkeeper.season.lives.fates import Treatment
from kinkeeper.season.world import World


def test_stays_follow_each_other_and_only_the_last_one_is_open(world: World) -> None:
    for fate in world.fates:
        for stays in fate.stays.values():
            assert all(stay.end is not None for stay in stays[:-1])
            assert all(before.end is not None and before.end <= after.start for before, after in itertools.pairwise(stays))
            assert all(stay.start < (stay.end or AS_OF) <= AS_OF for stay in stays)


def test_nobody_is_nowhere_for_long_before_they_are_free(world: World) -> None:
    gaps = [
        after.start - before.end
        for fate in world.fates
        for stays in fate.stays.values()
        for before, after in itertools.pairwise(stays)
        if before.end
    ]
    assert max(gaps) <= timedelta(hours=20)


def test_parted_children_go_to_orr_and_their_adults_never(world: World) -> None:
    for fate in world.parted():
        for child in fate.crossing.party.children:
            assert {stay.custodian for stay in fate.stays[child.person_id]} <= {Custodian.CBP, Custodian.ORR}
        for adult in fate.crossing.party.adults:
            assert Custodian.ORR not in {stay.custodian for stay in fate.stays[adult.person_id]}


def test_families_kept_together_share_every_stay(world: World) -> None:
    together = [fate for fate in world.fates if fate.treatment is Treatment.TOGETHER]
    assert together
    assert all(len(set(fate.stays.values())) == 1 for fate in together)


def test_a_reunited_child_leaves_orr_when_its_adult_is_let_go(world: World) -> None:
    reunions = 0
    for fate in world.parted():
        for child in fate.crossing.party.children:
            last = fate.stays[child.person_id][-1]
            if last.end and last.end_reason is StayEnd.REUNITED:
                freed = [
                    stay.end
                    for adult in fate.crossing.party.adults
                    for stay in fate.stays[adult.person_id]
                    if stay.end_reason is StayEnd.REUNITED
                ]
                assert freed
                assert all(timedelta(0) < last.end - end < timedelta(days=1) for end in freed if end)
                reunions += 1
    assert reunions > 300


def test_a_child_who_comes_of_age_in_care_leaves_on_the_birthday(world: World) -> None:
    ages = [
        (stay.end.date() - person.born).days / 365.25
        for fate, person, stay in world.stays(Custodian.ORR)
        if stay.end and stay.end_reason is StayEnd.TURNED_18
    ]
    assert ages
    assert all(abs(age - 18) < 0.01 for age in ages)

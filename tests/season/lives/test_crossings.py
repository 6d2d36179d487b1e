"""Numbers as stations hand them out."""

from collections import Counter
from datetime import datetime

from kinkeeper.season.lives.places import Place
from kinkeeper.season.world import World


def test_no_number_is_given_twice(world: World) -> None:
    crossings = [fate.crossing for fate in world.fates]
    a_numbers = [number for crossing in crossings for number in crossing.a_numbers.values()]
    subjects = [number for crossing in crossings for number in crossing.subject_keys.values()]
    assert all(len(number) == 9 for number in a_numbers)
    assert len(set(a_numbers)) == len(a_numbers)
    assert len(set(subjects)) == len(subjects)
    families = [crossing.family_number for crossing in crossings if crossing.family_number]
    assert len(set(families)) == len(families)


def test_members_of_a_family_mostly_have_neighbouring_numbers_and_so_have_strangers(world: World) -> None:
    def near(numbers: list[int]) -> bool:
        return max(numbers) - min(numbers) <= len(numbers) + 1

    families = [sorted(map(int, fate.crossing.a_numbers.values())) for fate in world.fates if len(fate.crossing.party.people) > 1]
    assert 0.75 < sum(near(numbers) for numbers in families) / len(families) < 0.95
    parties_of_event = Counter(fate.crossing.event for fate in world.fates)
    assert sum(count > 1 for count in parties_of_event.values()) / len(parties_of_event) > 0.4


def test_an_event_is_at_one_place_at_one_time_and_counts_its_people(world: World) -> None:
    people: Counter[str] = Counter()
    said: dict[str, tuple[Place, datetime, int]] = {}
    for fate in world.fates:
        crossing = fate.crossing
        people[crossing.event] += len(crossing.party.people)
        assert said.setdefault(crossing.event, (crossing.place, crossing.at, crossing.subjects)) == (
            crossing.place,
            crossing.at,
            crossing.subjects,
        )
    assert all(people[event] == subjects for event, (_, _, subjects) in said.items())


def test_only_parents_and_guardians_make_a_family_unit_and_none_at_a_port(world: World) -> None:
    numbered = [fate.crossing for fate in world.fates if fate.crossing.family_number]
    assert numbered
    assert all(set(crossing.party.says.values()) <= {"mother", "father", "legal guardian"} for crossing in numbered)
    assert not any(crossing.at_port for crossing in numbered)

"""How much of a season was found: enough for the demo's summary, and no more.

A person found stands for the true person who has most of its records. A tie is found when it joins two
persons who each hold a custody record of the right one: to copy a line of a hand-kept list finds nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinkeeper.season.data_files import settings_of
from kinkeeper.season.truth import Season

SURE, LIKELY = 0.9, 0.5
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SeasonScore:
    """What there was and what was found. Unit: as each name says; sure = probability of 0.9 or more, likely = 0.5 or more.

    A lost tie is a child parted from a parent or guardian with no family number left on either record; a
    lost family is one with such a tie, and found when all of them are. `children_apart` were parted from every adult
    they came with; found when one of these adults was. `alone` = children without any adult of theirs in the data.
    """

    lost_families: int
    lost_families_sure: int
    lost_families_likely: int
    lost_ties: int
    lost_ties_sure: int
    lost_ties_likely: int
    children_apart: int
    children_apart_sure: int
    alone: int
    alone_given_adult: int


def score_season(season: Season, records: Mapping[str, str], ties: Iterable[tuple[str, str, float]]) -> SeasonScore:
    """Compare what was found with the truth: `records` maps a record's name to a person, `ties` are child, adult, probability."""
    stands_for, held = _whom(season, records)
    found: dict[Pair, float] = {}
    given: set[str] = set()
    for child, adult, probability in ties:
        pair = stands_for.get(child, ""), stands_for.get(adult, "")
        if probability >= SURE and adult in held:
            given.add(pair[0])
        if child in held and adult in held:
            found[pair] = max(found.get(pair, 0.0), probability)
    lost = [(tie.child, tie.adult) for tie in season.ties if tie.lost]
    sure, likely = ({pair for pair, probability in found.items() if probability >= limit} for limit in (SURE, LIKELY))
    parted = {(each.child, each.adult) for each in season.separations if each.whole}
    return SeasonScore(
        lost_families=len(_families(season, lost)),
        lost_families_sure=_whole_families(season, lost, sure),
        lost_families_likely=_whole_families(season, lost, likely),
        lost_ties=len(lost),
        lost_ties_sure=len(sure.intersection(lost)),
        lost_ties_likely=len(likely.intersection(lost)),
        children_apart=len({child for child, _ in parted}),
        children_apart_sure=len({child for child, _ in parted & sure}),
        alone=len(season.alone),
        alone_given_adult=len(given.intersection(season.alone)),
    )


def _whom(season: Season, records: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """For each person found, the true one it stands for; and those who hold a custody record of that one."""
    by_hand = {form["file"] for form in settings_of("files.toml").values() if form.get("kept_by_hand")}
    true_records: defaultdict[str, Counter[str]] = defaultdict(Counter)
    custody: set[Pair] = set()
    for name, person in records.items():
        if true := season.records.get(name):
            true_records[person][true] += 1
            if name.split("#")[0].split("/")[0] not in by_hand:
                custody.add((person, true))
    stands_for = {person: min(counts, key=lambda true: (-counts[true], true)) for person, counts in true_records.items()}
    return stands_for, {person for person, true in stands_for.items() if (person, true) in custody}


def _families(season: Season, pairs: Iterable[Pair]) -> set[str]:
    return {season.people[child].family for child, _ in pairs}


def _whole_families(season: Season, lost: list[Pair], found: set[Pair]) -> int:
    return len(_families(season, lost) - _families(season, [pair for pair in lost if pair not in found]))

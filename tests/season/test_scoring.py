"""The score says what was found, and copying a hand-kept list finds nobody."""

import pytest

from kinkeeper.season import Season, score_season
from tests.season.conftest import Made

CUSTODY = ("usbp_subjects", "ofo_inadmissibles", "marshals_prisoners", "ice_detention_stints", "orr_children")


@pytest.fixture
def season(made: Made) -> Season:
    return made.season


def in_data(season: Season) -> list[tuple[str, str]]:
    return [(tie.child, tie.adult) for tie in season.ties if tie.in_data]


def test_the_truth_itself_finds_everything_and_gives_nobody_a_stranger(season: Season) -> None:
    score = score_season(season, season.records, [(*pair, 0.95) for pair in in_data(season)])
    assert score.lost_families > 50
    assert (score.lost_families_sure, score.lost_ties_sure) == (score.lost_families, score.lost_ties)
    assert score.children_apart_sure == score.children_apart > 100
    assert score.alone_given_adult == 0


def test_what_is_only_likely_is_not_counted_as_sure(season: Season) -> None:
    score = score_season(season, season.records, [(*pair, 0.7) for pair in in_data(season)])
    assert (score.lost_families_sure, score.lost_ties_sure, score.children_apart_sure) == (0, 0, 0)
    assert score.lost_families_likely == score.lost_families


def test_nothing_found_is_nothing(season: Season) -> None:
    score = score_season(season, {}, [])
    assert (score.lost_families_likely, score.lost_ties_likely, score.alone_given_adult) == (0, 0, 0)
    assert score.lost_families > 0


def test_a_family_is_found_when_all_of_it_is(season: Season) -> None:
    families = [
        [pair for pair in in_data(season) if season.people[pair[0]].family == family] for family in _families_of_two_children(season)
    ]
    half = [(*family[0], 0.95) for family in families]
    score = score_season(season, season.records, half)
    assert score.lost_ties_sure > 0
    assert score.lost_families_sure == 0


def test_copying_a_list_finds_nobody(season: Season) -> None:
    """Each row of a hand-kept list becomes two persons of its own, tied to each other."""
    lists = {name: name for name in season.records if not name.startswith(CUSTODY)}
    ties = [(f"{name}:child", f"{name}:adult", 0.99) for name in {name.partition(":")[0] for name in lists}]
    assert score_season(season, lists, ties).lost_ties_likely == 0


def test_a_stranger_given_to_a_child_alone_is_counted(season: Season) -> None:
    child, adult = next(iter(season.alone)), next(tie.adult for tie in season.ties if tie.in_data)
    assert score_season(season, season.records, [(child, adult, 0.92)]).alone_given_adult == 1
    assert score_season(season, season.records, [(child, adult, 0.6)]).alone_given_adult == 0


def test_names_of_persons_do_not_matter(season: Season) -> None:
    renamed = {name: f"K{person}" for name, person in season.records.items()}
    ties = [(f"K{child}", f"K{adult}", 0.95) for child, adult in in_data(season)]
    assert score_season(season, renamed, ties) == score_season(season, season.records, [(*pair, 0.95) for pair in in_data(season)])


def _families_of_two_children(season: Season) -> list[str]:
    children: dict[str, set[str]] = {}
    for tie in season.ties:
        if tie.lost:
            children.setdefault(season.people[tie.child].family, set()).add(tie.child)
    return [family for family, members in children.items() if len(members) > 1]
